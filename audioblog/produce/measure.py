"""What is heard in decoded clips, kept beside them: loudness blocks and true peak; and which clips are listened to.

Decoding and measuring costs a quarter of speaking and encoding. So an episode of up to `WHOLE_S` seconds is listened to
whole, and of a longer one a sample of `SAMPLE_S`, every clip whose level stands out, and the one with the highest peak.
The clips in the sample are chosen by their keys: after an edit the same ones are listened to again, and those are in
the store.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audioblog.errors import SpeechError
from audioblog.produce import blob, silence
from audioblog.produce.blob import SILENT_DB, Blobs, Clip
from audioblog.produce.clip import Plan
from audioblog.produce.decode import decode_mp3
from audioblog.produce.loudness import BLOCKS_A_SECOND, blocks_of, integrated, step_powers, true_peak_db
from audioblog.produce.mp3 import DECODER_DELAY, ENCODER_DELAY

WHOLE_S = 900
SAMPLE_S = 120
"""Two minutes, corrected by the levels of what was not heard, tell the loudness of half an hour within 0.09 LU (300
random samples of eSpeak; flite: 0.12 for one minute of ten). Without the correction it would be within 0.21 (0.62)."""
STANDS_OUT_DB = 3.0
"""A clip whose level is so far from the mean of those before it is listened to, whatever the sample."""
HIGHER = 1.01
"""A clip whose peak before encoding is that many times the highest so far is, too: so the highest of all is, within 0.1
dB. In random order that is seldom; limited speech has its peaks within 0.1 dB of each other anyway."""
MEASURE = 2
"""Raised whenever the same clip is to be measured or judged differently."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Of one decoded clip."""

    steps: tuple[float, ...]
    """K-weighted mean squares of its 100 ms steps, the last one filled up with silence."""
    peak_db: float
    """dBTP"""


def sample(keys: Sequence[str], seconds: Sequence[float]) -> set[str]:
    """Which of the clips to listen to: all of a shorter episode, else in the order of their keys up to `SAMPLE_S`."""
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


def measured(plan: Plan, clip: Clip, frames: bytes, clips: Blobs) -> Measure:
    """The measure of a clip, from the store or by decoding it. SpeechError when it is not what the plan says."""
    return _measured(clip, frames, clips, lambda loudest: _check_silence(plan, clip, loudest))


def measured_sound(clip: Clip, frames: bytes, clips: Blobs) -> Measure:
    """The same of an intro or another sound that is no speech."""
    return _measured(clip, frames, clips, lambda _: None)


def _measured(clip: Clip, frames: bytes, clips: Blobs, judge: Callable[[NDArray[np.int16]], None]) -> Measure:
    """Kept under the clip's key, by which it is judged, and its frames: one that is made again is heard again."""
    name = blob.digest("measure", MEASURE, clip.key, clip.sha256)
    kept = _load(clips.get(name))
    if kept is None:
        pcm, rate = decode_mp3(frames)
        judge(silence.levels(pcm[ENCODER_DELAY + DECODER_DELAY :], rate))
        peak = max(true_peak_db(pcm), SILENT_DB)
        whole = np.concatenate([pcm, np.zeros(-len(pcm) % (rate // BLOCKS_A_SECOND), np.int16)])
        kept = Measure(tuple(float(f"{power:.4g}") for power in step_powers(whole, rate)), round(peak, 2))
        clips.put(name, json.dumps({"steps": kept.steps, "peak_db": kept.peak_db}).encode())
    return kept


def estimate(placed: Sequence[Clip], heard: Sequence[tuple[Clip, Measure]]) -> tuple[float | None, float | None]:
    """(integrated loudness in LUFS, true peak in dBTP) of all clips, from the measures of some. None: nothing heard.

    How loud each utterance is, is known from before the encoding. By as much as all of them are louder than those that
    were heard, the loudness of these is corrected: a sample may hold more of the loud ones.
    """
    louder = _mean_power(placed) / (_mean_power([clip for clip, _ in heard]) or 1.0) or 1.0
    steps = [power * (louder if clip.cues else 1.0) for clip, measure in heard for power in measure.steps]
    loudness = integrated(blocks_of(np.array(steps)))
    peak = max((measure.peak_db for _, measure in heard), default=None)
    return None if loudness is None else round(loudness, 2), peak


def _mean_power(clips: Sequence[Clip]) -> float:
    """Of the speech in them; 0 when there is none."""
    return sum(clip.energy for clip in clips) / max(1, sum(clip.spoken for clip in clips))


def _check_silence(plan: Plan, clip: Clip, loudest: NDArray[np.int16]) -> None:
    rate = clip.sample_rate
    spans = [
        silence.Span(
            cue.start * 1000 // rate,
            cue.end * 1000 // rate,
            part.spoken,
            silence.longest_pause_ms(silence.USUAL_RATE / part.voice.rate),
        )
        for part, cue in zip(plan.parts, clip.cues, strict=True)
        if cue.words
    ]
    wrong = silence.check(loudest, spans, rate)
    if wrong:
        hint = "Build again; if it stays, try another voice."
        raise SpeechError(f"The speech is wrong: {wrong}.", hint, code="verify")


def _load(data: bytes | None) -> Measure | None:
    try:
        head = json.loads(data or b"")
        return Measure(tuple(map(float, head["steps"])), float(head["peak_db"]))
    except (ValueError, KeyError, TypeError):
        return None
