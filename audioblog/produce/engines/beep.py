"""Text -> tones: an engine that needs nothing, says nothing, and is exact to the sample.

It stands for any engine in tests and dry runs: the same text gives the same bytes on every machine, each word is one
tone whose pitch depends on its letters, and the length follows the voice's `chars_per_second`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np

from audioblog.model import Voice
from audioblog.produce.engines import Mark, Speech

SAMPLE_RATE = 22_050
LEVEL = 8_820
"""Peak of a tone: loud enough that the default gain of 0 dB meets -16 LUFS within a decibel."""

_WORD = re.compile(r"\S+")
_EDGE = 110
"""Samples of fade at both ends of a tone (5 ms), against clicks."""


class Beep:
    name = "beep"
    version = "1"

    def __init__(self, voice: Voice) -> None:
        self._samples_per_char = SAMPLE_RATE / voice.chars_per_second

    def speak(self, texts: Sequence[str]) -> list[Speech]:
        return [self._say(text) for text in texts]

    def _say(self, text: str) -> Speech:
        spots = [(m.start(), m.group()) for m in _WORD.finditer(text) if any(map(str.isalnum, m.group()))]
        marks, tones, at = [], [], 0
        for start, word in spots:
            tone = _tone(word, round(self._samples_per_char * (len(word) + 1)))
            marks.append(Mark(start, at))
            tones.append(tone)
            at += len(tone)
        pcm = np.concatenate(tones).tobytes() if tones else b""
        return Speech(pcm, SAMPLE_RATE, tuple(marks))


def _tone(word: str, samples: int) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    """A tone between 300 and 1,200 Hz, decided by the word, with a gap after it; never shorter than its two fades."""
    samples = max(samples, 4 * _EDGE)
    sounding = samples - samples // 8
    hertz = 300 + zlib.crc32(word.lower().encode()) % 900
    wave = LEVEL * np.sin(2 * np.pi * hertz / SAMPLE_RATE * np.arange(1, sounding + 1))
    ramp = np.linspace(0, 1, _EDGE)
    wave[:_EDGE] *= ramp
    wave[-_EDGE:] *= ramp[::-1]
    tone = np.zeros(samples, np.int16)
    tone[:sounding] = np.rint(wave)
    return tone


def open_voice(voice: Voice) -> Beep:
    return Beep(voice)
