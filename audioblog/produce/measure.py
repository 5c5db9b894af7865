"""What is measured on decoded clips, and kept beside them: loudness blocks and true peak.

Decoding and measuring costs two fifths of encoding. Speech of one calibrated voice is steady (paragraphs differ by 0.1
to 0.2 LU), so an episode longer than `WHOLE_S` seconds is measured on a sample of `SAMPLE_S`. The clips in the sample
are chosen by their keys: after an edit the same ones are measured again, and those are in the store.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audioblog.produce import blob
from audioblog.produce.blob import Blobs
from audioblog.produce.decode import decode_mp3
from audioblog.produce.loudness import block_powers, integrated, true_peak_db

WHOLE_S = 300
"""A sample of 45 s of a two-minute post was up to 0.5 LU from the whole."""
SAMPLE_S = 90
MEASURE = 1
"""Raised whenever the same clip is to be measured differently."""
SILENT_DB = -120.0
"""Stands for minus infinity in JSON."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Of one decoded clip."""

    powers: tuple[float, ...]
    """K-weighted mean squares of its 400 ms blocks."""
    peak_db: float
    """dBTP"""


def sample(keys: Sequence[str], seconds: Sequence[float]) -> set[str]:
    """Which of the clips to measure: all of a short episode, else in the order of their keys up to `SAMPLE_S`."""
    if sum(seconds) <= WHOLE_S:
        return set(keys)
    chosen: set[str] = set()
    total = 0.0
    for key, length in sorted(zip(keys, seconds, strict=True)):
        if total >= SAMPLE_S:
            break
        chosen.add(key)
        total += length
    return chosen


def measured(key: str, frames: bytes, clips: Blobs) -> Measure:
    """The measure of a clip, from the store or by decoding it."""
    name = blob.digest("measure", MEASURE, key)
    kept = _load(clips.get(name))
    if kept is None:
        pcm, rate = decode_mp3(frames)
        peak = max(true_peak_db(pcm), SILENT_DB)
        kept = Measure(tuple(float(f"{power:.4g}") for power in block_powers(pcm, rate)), round(peak, 2))
        clips.put(name, json.dumps({"powers": kept.powers, "peak_db": kept.peak_db}).encode())
    return kept


def together(measures: Sequence[Measure]) -> tuple[float | None, float | None]:
    """(integrated loudness in LUFS, true peak in dBTP) of several clips; None when nothing could be measured."""
    powers = np.array([power for measure in measures for power in measure.powers])
    loudness = integrated(powers)
    peak = max((measure.peak_db for measure in measures), default=None)
    return None if loudness is None else round(loudness, 2), peak


def _load(data: bytes | None) -> Measure | None:
    try:
        head = json.loads(data or b"")
        return Measure(tuple(head["powers"]), head["peak_db"])
    except (ValueError, KeyError, TypeError):
        return None
