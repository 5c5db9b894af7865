"""Speech with what an engine leaves at its ends -> the speech: a recorded or a neural voice is never quite silent.

Its breath and its noise before and after the words are too loud to count as silence where a clip's pauses are made, and
too quiet to be heard; they would lengthen the pauses that the script asks for.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

QUIET = 0.02
"""Share of the speech's own level (RMS) that the end of a word still reaches: 34 dB below it."""
STEP_S = 0.005
KEPT_STEPS = 4
"""Kept before the first and after the last loud step, fading: how a word begins and dies away."""


def trim(sound: NDArray[np.float32], rate: int) -> tuple[int, NDArray[np.float32]]:
    """(samples cut off at the start, the rest with faded ends); nothing is left of what is silent."""
    step = round(STEP_S * rate)
    steps = np.pad(sound, (0, -len(sound) % step)).reshape(-1, step)
    loud = np.flatnonzero(np.abs(steps).max(axis=1) > QUIET * _level(sound))
    if not len(loud):
        return 0, sound[:0]
    first, last = int(loud[0]) * step, (int(loud[-1]) + 1) * step
    begin, end = max(0, first - KEPT_STEPS * step), min(len(sound), last + KEPT_STEPS * step)
    kept = sound[begin:end].copy()
    kept[: first - begin] *= np.linspace(0, 1, first - begin, dtype=np.float32)
    kept[last - begin :] *= np.linspace(1, 0, max(0, end - last), dtype=np.float32)
    return begin, kept


def _level(sound: NDArray[np.float32]) -> float:
    """RMS of the louder half of the samples, so that long pauses do not count."""
    power = np.sort(np.square(sound))
    return float(np.sqrt(power[len(power) // 2 :].mean())) if len(power) else 0.0
