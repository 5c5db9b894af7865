"""Sound and silence in their places, and each way in which they are not."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from audioblog.produce import silence
from audioblog.produce.silence import Span

RATE = 44_100
SPANS = (Span(100, 2_100, "One."), Span(2_500, 4_000, "Two."), Span(4_000, 5_000, ""), Span(5_050, 6_000, "Three."))
"""The third is a sound that is no speech."""


def sound(*loud: tuple[int, int]) -> NDArray[np.int16]:
    """6.3 seconds, with noise from and to these milliseconds."""
    pcm = np.zeros(RATE * 63 // 10, np.int16)
    noise = np.random.default_rng(4).integers(-9_000, 9_000, len(pcm)).astype(np.int16)
    for begin, end in loud:
        first, last = begin * RATE // 1000, end * RATE // 1000
        pcm[first:last] = noise[first:last]
    return pcm


RIGHT = ((100, 2_100), (2_500, 4_000), (4_000, 5_000), (5_050, 6_000))


def judged(pcm: NDArray[np.int16]) -> str:
    return silence.check(silence.levels(pcm, RATE), SPANS, RATE)


def test_everything_in_its_place() -> None:
    assert judged(sound(*RIGHT)) == ""


def test_a_sound_may_be_silent_inside() -> None:
    assert judged(sound(*RIGHT[:2], RIGHT[3])) == ""


@pytest.mark.parametrize(
    ("pcm", "said"),
    [
        (sound(*RIGHT[1:]), "nothing is heard"),
        (sound((100, 600), (1_500, 2_100), *RIGHT[1:]), "nothing is heard for 900 ms of “One.”"),
        (sound(*RIGHT, (2_200, 2_400)), "there is sound between 2100 and 2500 ms"),
        (sound(*RIGHT, (6_100, 6_300)), "there is sound between 6000"),
        (sound((100, 1_850), (2_750, 4_000), *RIGHT[2:]), "silence for 880 ms around 2100 ms, where 400 ms belong"),
        (sound((450, 2_100), *RIGHT[1:]), "silence for 440 ms around 0 ms, where 100 ms belong"),
        (np.zeros(RATE * 63 // 10, np.int16), "nothing is heard"),
    ],
    ids=["no first", "a hole", "sound in a pause", "sound after the end", "too long a pause", "late", "silent"],
)
def test_what_is_wrong_is_said(pcm: NDArray[np.int16], said: str) -> None:
    assert said in judged(pcm)


def test_a_drop_out_is_measured() -> None:
    assert silence.drop_out(sound((0, 1_000), (1_600, 6_300)), RATE, 24) == pytest.approx(600, abs=20)
    assert silence.drop_out(sound((0, 6_300)), RATE, 24) == 0
