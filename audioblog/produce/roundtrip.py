"""A finished MP3 -> what a speech recogniser hears in it, and how much of that differs from what was to be said.

Optional (the extra "asr": pocketsphinx, whose wheel carries its model of American English, and jiwer). It shows from
outside that nothing was lost, repeated or swapped on the way from text to file. As a score of a voice it is worth
something for voices made from recordings: flite's are misheard in 2 to 9 words of a hundred, eSpeak's in half of them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audioblog.errors import SpeechError, install_hint
from audioblog.model import Timeline
from audioblog.produce.decode import decode_mp3
from audioblog.produce.resample import resample

RATE = 16_000
"""What the model was trained on, Hz."""
PAD_MS = 300
"""Silence around an utterance: without it the recogniser loses the first and the last word."""
_NOT_WORDS = re.compile(r"[^a-z' ]+")


def heard(path: Path, timeline: Timeline) -> list[tuple[str, str]]:
    """(what was to be said, what is heard) of each spoken utterance, lower case, letters and apostrophes only.

    A third of a CPU second for each second of audio. SpeechError without the extra, or when it is not English.
    """
    if timeline.script.language.partition("-")[0].lower() != "en":
        raise SpeechError("Only English can be listened to by the speech recogniser.", code="asr")
    decoder = _decoder()
    pcm, rate = decode_mp3(path.read_bytes())
    said = {utterance.id: utterance.spoken for utterance in timeline.script.utterances}
    return [
        (_plain(said[cue.utterance]), _recognised(decoder, pcm[_at(cue.start_ms, rate) : _at(cue.end_ms, rate)], rate))
        for cue in timeline.cues
        if cue.words
    ]


def word_errors(path: Path, timeline: Timeline) -> float:
    """Share of the words that are heard wrongly, not at all, or too much (the word error rate; 0 is perfect)."""
    pairs = heard(path, timeline)
    return float(_module("jiwer").wer([wanted for wanted, _ in pairs], [found for _, found in pairs]))


def _recognised(decoder: Any, pcm: NDArray[np.int16], rate: int) -> str:
    quiet = np.zeros(RATE * PAD_MS // 1000, np.int16)
    decoder.start_utt()
    decoder.process_raw(np.concatenate([quiet, resample(pcm, rate, RATE), quiet]).tobytes(), full_utt=True)
    decoder.end_utt()
    found = decoder.hyp()
    return _plain(found.hypstr) if found else ""


@lru_cache(maxsize=1)
def _decoder() -> Any:
    return _module("pocketsphinx").Decoder(samprate=RATE, loglevel="FATAL")


def _module(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise SpeechError(
            f"The speech recogniser is not installed ({name}).", install_hint("asr"), code="asr"
        ) from error


def _plain(text: str) -> str:
    return " ".join(_NOT_WORDS.sub(" ", text.lower()).split())


def _at(ms: int, rate: int) -> int:
    return ms * rate // 1000
