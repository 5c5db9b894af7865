"""Text -> PCM by the system's own voices (SAPI on Windows, macOS, eSpeak elsewhere), through pyttsx3's public API.

pyttsx3 loses, cuts and mixes up files when several are asked of one engine, and some of its drivers never return. So a
child process with a fresh engine speaks the texts of one clip, each to a file of its own; every file is held against
the length of its text and must end in quiet; when one is wrong or the child does not end, a second child says all
again, once. (A file that only ends suddenly, or is long for its text, is taken if the second is as long: the voice is
so, or it spells letters of another script by their names.) Word times are estimates, because its word events are not
dependable. A voice that the system does not have is refused by name, because most drivers take another one without a
word.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audioblog.errors import SpeechError
from audioblog.model import Voice
from audioblog.produce.engines import Speech
from audioblog.produce.engines.ends import trim
from audioblog.produce.engines.repeats import kept_apart

PATIENCE_S = 60
"""How long a child may take, plus a second for each `CHARS_A_SECOND`."""
CHARS_A_SECOND = 10
SLOWEST, FASTEST = 5, 40
"""Characters a second at the usual rate. A file above is cut or empty; one below may be doubled, unless it is short, or
in a script with few characters to a word, or one that the voice spells."""
USUAL_RATE = 175
SHORT = 20
TRIES = 2
QUIET_END = 0.1
"""Share of its loudest sample that the end of a file may reach. Of files cut at any moment, five in six are above."""
END_S = 0.02
ALIKE = 0.01
"""By how much two files of one text may differ in length."""

_HINT = "Choose another voice: `audioblog voices` lists them. On Debian and Ubuntu: apt install espeak-ng."
CHILD = f"from {__name__} import speak_here; speak_here()"


class SystemVoice:
    name = "pyttsx3"

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self.version = f"{version('pyttsx3')} {sys.platform}"

    def speak(self, texts: Sequence[str]) -> list[Speech]:
        if not any(map(_has_words, texts)):
            return [_NOTHING for _ in texts]
        earlier: list[_Sound | None] = [None] * len(texts)
        for _ in range(TRIES):
            sounds, trouble = self._try(texts)
            wrong = [
                text
                for text, sound, before in zip(texts, sounds, earlier, strict=True)
                if _has_words(text) and not (sound and (sound.as_usual or _alike(sound, before)))
            ]
            if not wrong:
                return [sound.speech if sound else _NOTHING for sound in sounds]
            earlier = sounds
        said = f"The system's voice “{self._voice.model or 'default'}” did not say “{wrong[0][:80]}” whole. {trouble}"
        raise SpeechError(said.rstrip(), _HINT, code="engine")

    def _try(self, texts: Sequence[str]) -> tuple[list[_Sound | None], str]:
        """One child's files, None for one that cannot be all of its text; and its last words when it failed."""
        with tempfile.TemporaryDirectory() as folder:
            trouble = _run_child(self._voice, texts, Path(folder))
            files = [Path(folder) / str(number) for number in range(len(texts))]
            return [_read(file, text, self._voice.rate) for file, text in zip(files, texts, strict=True)], trouble


@dataclass(frozen=True, slots=True)
class _Sound:
    """A file of a child's, in which its text can be whole."""

    pcm: NDArray[np.int16]
    rate: int
    slow: bool

    @property
    def as_usual(self) -> bool:
        return self.ends_quietly and not self.slow

    @property
    def ends_quietly(self) -> bool:
        level = np.abs(self.pcm.astype(np.int32))
        return bool(level[-round(END_S * self.rate) :].max() <= QUIET_END * level.max())

    @property
    def speech(self) -> Speech:
        _, speech = trim(self.pcm.astype(np.float32), self.rate)
        return Speech(np.rint(speech).astype(np.int16).tobytes(), self.rate, estimated=True)


_NOTHING = Speech(b"", 22_050, estimated=True)


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))


def _alike(sound: _Sound, before: _Sound | None) -> bool:
    """Whether two children made the same of a text: then it ends as it does because the voice is so."""
    return before is not None and abs(len(sound.pcm) - len(before.pcm)) <= ALIKE * len(sound.pcm)


def open_voice(voice: Voice) -> SystemVoice:
    """Raises SpeechError when the system has no voices, or not this one: a child that says nothing tries it."""
    if trouble := _run_child(voice, (), Path()):
        raise SpeechError(f"The system's own voices cannot be used: {trouble}", _HINT, code="no-voice")
    return SystemVoice(voice)


def speak_here() -> None:
    """The child's whole life: an order on stdin, files in its folder."""
    import pyttsx3

    order = json.load(sys.stdin)
    engine = pyttsx3.init()
    if order["model"]:
        known = [voice.id for voice in engine.getProperty("voices")]
        if order["model"].lower() not in map(str.lower, known):
            sys.exit(f"there is no voice “{order['model']}” among: {', '.join(known)}")
        engine.setProperty("voice", order["model"])
    engine.setProperty("rate", order["rate"])
    for number, text in enumerate(order["texts"]):
        if _has_words(text):
            # A paragraph, so that it ends with a pause whatever its last word is.
            said = kept_apart(text.replace("\0", " ")) + "\n\n"
            engine.save_to_file(said, str(Path(order["folder"]) / str(number)))
            engine.runAndWait()
            _settle()


def _settle() -> None:
    """eSpeak's driver returns before its file is written; the library knows when it is."""
    bindings = sys.modules.get("pyttsx3.drivers._espeak")
    if bindings:
        bindings.Synchronize()


def _run_child(voice: Voice, texts: Sequence[str], folder: Path) -> str:
    """Let a fresh process write the files -> its last words when it failed, "" otherwise."""
    order = {"model": voice.model, "rate": voice.rate, "texts": list(texts), "folder": str(folder)}
    patience = PATIENCE_S + sum(map(len, texts)) / CHARS_A_SECOND
    try:
        done = subprocess.run(
            [sys.executable, "-c", CHILD],
            input=json.dumps(order),
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"It did not end within {patience:.0f} seconds."
    lines = done.stderr.strip().splitlines()
    return lines[-1] if done.returncode and lines else ""


def _read(path: Path, text: str, rate: int) -> _Sound | None:
    """The file's sound, whatever its format; None when it cannot be all of `text`, spoken at `rate`."""
    from audioblog.produce.aiff import read_aiff
    from audioblog.produce.decode import decode_sound

    if not path.is_file():
        return None
    data = path.read_bytes()
    found = read_aiff(data) if data.startswith(b"FORM") else decode_sound(data)
    if found is None or not len(found[0]):
        return None
    seconds, pace = len(found[0]) / found[1], rate / USUAL_RATE
    if _is_fast(len(text) / seconds, pace):
        return None
    return _Sound(*found, slow=len(text) >= SHORT and _is_slow(len(text) / seconds, pace))


def _is_fast(speed: float, pace: float) -> bool:
    """Some drivers do not listen to the rate, so the band only ever grows with it."""
    return speed > FASTEST * max(1.0, pace)


def _is_slow(speed: float, pace: float) -> bool:
    return speed < SLOWEST * min(1.0, pace)
