"""Text -> PCM and word times, by a Piper voice (VITS in ONNX), which sounds human; the optional extra `[piper]`.

A Piper model draws noise for every sentence, in lengths as well as in sound, and some sentences come out louder than
others. Here the noise is a fixed one (see `piper_model`), so that the same text is the same audio wherever and
whenever it is spoken; and each text is brought to one loudness (`LEVEL_LUFS`), so that the gain of the profile, which
is measured once, is right for all of them. Piper's own way, every sentence to the same peak, leaves them uneven.

Times of words come from the model's lengths of phonemes where it tells them, else they are estimated.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from audioblog.errors import SpeechError, install_hint
from audioblog.model import Voice
from audioblog.produce.engines import Mark, Speech
from audioblog.produce.engines.ends import trim
from audioblog.produce.engines.piper_words import Lengths, Sounding, marks_of
from audioblog.produce.engines.repeats import kept_apart
from audioblog.produce.loudness import BLOCKS_A_SECOND, block_powers, integrated
from audioblog.produce.models import find_model

if TYPE_CHECKING:
    from piper import PiperVoice

USUAL_RATE = 175
"""The `rate` at which a voice speaks as fast as its model was made to."""
LEVEL_LUFS = -23.0
"""EBU R128's level: speech at it peaks around -5 dBFS, so that nothing is clipped before the limiter."""
SHORT_S = 1.0
"""A shorter text gets the gain of its clip: the loudness of a word or two depends on which words they are."""
PAUSE_S = 0.2
"""Silence between two sentences of one text; Piper makes none."""
MOST_CHARS = 400
"""A longer sentence is spoken in pieces: what the model needs grows with the square of the length."""

_SIGNS = str.maketrans("[]\0", "   ")
"""Piper takes “[[…]]” for phonemes, and a text ends at a zero byte. Replaced one for one, so that offsets stay true."""


class Piper:
    """One voice; its model is loaded when it first speaks, because a clip from the cache does not need it."""

    name = "piper"

    def __init__(self, voice: Voice, model: Path, config: Path) -> None:
        from audioblog.produce.engines import piper_model

        self._voice = voice
        self._model = piper_model.read(model, config)
        self._speaker = self._model.speaker(voice.speaker)
        self.version = self._model.version

    @cached_property
    def _piper(self) -> PiperVoice:
        return self._model.load()

    def speak(self, texts: Sequence[str]) -> list[Speech]:
        spoken = [self._say(text.translate(_SIGNS)) for text in texts]
        return _levelled(spoken, self._model.sample_rate)

    def _say(self, text: str) -> _Raw:
        """The text's sound as the model makes it, and its marks; None for marks that must be estimated."""
        rate, at = self._model.sample_rate, 0
        pause = np.zeros(round(PAUSE_S * rate), np.float32)
        sounds: list[NDArray[np.float32]] = []
        heard: list[Sounding] = []
        for chunk in (chunk for piece in _pieces(text) for chunk in self._chunks(kept_apart(piece))):
            if heard and heard[-1].ends_sentence:
                sounds.append(pause)
                at += len(pause)
            heard.append(Sounding(at, chunk.phonemes, _lengths(chunk)))
            sounds.append(np.atleast_1d(chunk.audio_float_array))
            at += len(sounds[-1])
        marks = marks_of(text, heard, self._phonemes)
        cut, sound = trim(np.concatenate(sounds) if sounds else np.zeros(0, np.float32), rate)
        return sound, marks and tuple(Mark(mark.char, max(0, mark.sample - cut)) for mark in marks)

    def _chunks(self, text: str) -> Iterator[Any]:
        """The model's sentences; whatever goes wrong within is a SpeechError."""
        piper = self._piper  # before the `try`: that a model cannot be loaded is another error, with another way out
        from piper import SynthesisConfig

        manner = SynthesisConfig(
            speaker_id=self._speaker,
            length_scale=self._model.length_scale * USUAL_RATE / self._voice.rate,
            normalize_audio=False,
        )
        try:
            yield from piper.synthesize(text, manner, include_alignments=True)
        except Exception as error:  # the errors of onnxruntime have no parent of their own
            raise SpeechError(
                f"The Piper voice “{self._voice.model}” could not say “{text[:60]}”: {error}",
                "Another voice may be able to; `audioblog voices` lists them.",
                code="engine",
            ) from error

    def _phonemes(self, word: str) -> str:
        return "".join(phoneme for sentence in self._piper.phonemize(word) for phoneme in sentence)


def _lengths(chunk: Any) -> Lengths | None:
    told = chunk.phoneme_alignments
    return [(each.phoneme, int(each.num_samples)) for each in told] if told else None


_Raw = tuple[NDArray[np.float32], tuple[Mark, ...] | None]


def _pieces(text: str) -> Iterator[str]:
    """`text` cut at spaces into pieces that the model can say, after a comma where there is one."""
    rest = text
    while len(rest) > MOST_CHARS:
        head = rest[:MOST_CHARS]
        ends = [match.end() for match in re.finditer(r"[,;:.!?] ", head)] or [head.rfind(" ") + 1 or MOST_CHARS]
        yield rest[: ends[-1]]
        rest = rest[ends[-1] :]
    yield rest


def _levelled(spoken: Sequence[_Raw], rate: int) -> list[Speech]:
    """Every text at LEVEL_LUFS: a long one by its own loudness, short ones by that of all together."""
    sounds = [sound for sound, _ in spoken]
    together = _loudness(np.concatenate(sounds), rate) if sounds else None
    speeches = []
    for sound, marks in spoken:
        loudness = together if len(sound) < SHORT_S * rate else _loudness(sound, rate)
        gain = 0.0 if loudness is None else LEVEL_LUFS - loudness
        pcm = np.clip(sound * 10 ** (gain / 20) * 32_767, -32_767, 32_767)
        speeches.append(Speech(np.rint(pcm).astype(np.int16).tobytes(), rate, marks or (), estimated=marks is None))
    return speeches


def _loudness(sound: NDArray[np.float32], rate: int) -> float | None:
    """LUFS; of what is shorter than a block (400 ms), as if silence followed."""
    least = 4 * (rate // BLOCKS_A_SECOND)
    whole = np.pad(sound, (0, max(0, least - len(sound))))
    return integrated(block_powers(np.asarray(np.clip(whole, -1, 1) * 32_767, np.int16), rate))


def missing_packages() -> list[str]:
    """What Piper needs and this machine does not have."""
    return [name for name in ("piper", "onnx", "onnxruntime") if importlib.util.find_spec(name) is None]


def open_voice(voice: Voice) -> Piper:
    """Raises SpeechError when the extra is not installed, or the voice's model is not."""
    if missing := missing_packages():
        raise SpeechError(
            f"Piper is not installed here ({', '.join(missing)}).", install_hint("piper"), code="no-engine"
        )
    return Piper(voice, *find_model(voice.model))
