"""Sound and silence of PCM, held against what it should be: speech in its places, silence everywhere else.

`check` judges decoded audio, a clip or a whole file; `drop_out` judges what an engine gave.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

SILENCE = 64
"""Decoded samples up to this value (-54 dB) count as silence: the encoder's noise around a sudden start reaches 40."""
EDGE_SAMPLES = 1_728
"""Within this distance of speech the encoder smears (its window and a half); silence is judged beyond it."""
STEP_MS = 20
"""Silence is looked for in steps of this length: whole samples at every rate (22,050 Hz has none for 10 ms)."""
LONGEST_PAUSE_MS = 800
"""The longest silence within an utterance at the usual speed; eSpeak pauses 400 ms at most, at a semicolon."""
SLOWEST = 2.2
"""Pauses grow as the speech slows down: eSpeak's to 860 ms at its slowest, 80 words a minute (175 is usual)."""
USUAL_RATE, USUAL_SPEED = 175, 16.0
"""Words a minute and characters a second; what a profile has that says nothing of them."""
SLACK_MS = 300
"""How much longer than it should be a silence between two utterances may be heard."""


@dataclass(frozen=True, slots=True)
class Span:
    """Something that is heard from `start_ms` to `end_ms`: speech, or (not judged inside) an intro or another sound."""

    start_ms: int
    end_ms: int
    said: str
    """The words, for messages; "" when it is no speech."""
    longest_ms: int = LONGEST_PAUSE_MS
    """The longest silence within it."""


def longest_pause_ms(slower: float) -> int:
    """The longest silence within an utterance that is said `slower` times slower than usual."""
    return round(LONGEST_PAUSE_MS * min(SLOWEST, max(1.0, slower)))


def levels(pcm: NDArray[np.int16], rate: int) -> NDArray[np.int16]:
    """The loudest sample of every STEP_MS."""
    step = rate * STEP_MS // 1000
    whole = pcm[: len(pcm) // step * step].reshape(-1, step)
    return np.asarray(np.maximum(whole.max(axis=1), -np.maximum(whole.min(axis=1), -32_767)), np.int16)


def check(loudest: NDArray[np.int16], spans: Sequence[Span], rate: int) -> str:
    """What is wrong with audio of these `levels`, in words; "" when each span is heard, and nothing else."""
    loud, edge = loudest > SILENCE, EDGE_SAMPLES * 1000 // rate
    for span in spans:
        quiet = _longest(~loud[span.start_ms // STEP_MS : -(-span.end_ms // STEP_MS)]) * STEP_MS
        if span.said and quiet > min(span.longest_ms, (span.end_ms - span.start_ms) * 2 // 3):
            return f"nothing is heard for {quiet} ms of “{span.said[:60]}”, which starts at {span.start_ms} ms"
    total = len(loud) * STEP_MS
    heard = np.flatnonzero(loud) * STEP_MS
    edges = (Span(0, 0, "the beginning"), *spans, Span(max(total, spans[-1].end_ms), total, "the end"))
    for one, other in pairwise(edges):
        begin, end = one.end_ms, other.start_ms
        first, last = -(-(begin + edge) // STEP_MS), (end - edge) // STEP_MS
        if loud[first : max(first, last)].any():
            return f"there is sound between {begin} and {end} ms, where silence belongs"
        before, after = np.searchsorted(heard, (begin + edge, end - edge))
        since = int(heard[before - 1]) + STEP_MS if before else 0
        silent = (int(heard[after]) if after < len(heard) else total) - since
        if one.said and other.said and silent > end - begin + SLACK_MS:
            return f"there is silence for {silent} ms around {begin} ms, where {end - begin} ms belong"
    return ""


def drop_out(pcm: NDArray[np.int16], rate: int, floor: int) -> int:
    """The longest stretch of an engine's speech that stays at or below `floor`, in ms."""
    return _longest(levels(pcm, rate) <= floor) * STEP_MS


def _longest(flags: NDArray[np.bool_]) -> int:
    """Length of the longest run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return int((edges[1::2] - edges[::2]).max(initial=0))
