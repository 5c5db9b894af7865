"""What is cut off the ends of a recorded voice: its noise and breath, nothing of its words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioblog.produce.engines.ends import trim

RATE = 16_000


def tone(seconds: float, level: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return (level * np.sin(0.3 * np.arange(round(seconds * RATE)))).astype(np.float32)


def test_noise_at_the_ends_goes_and_the_words_stay() -> None:
    sound = np.concatenate([tone(0.4, 30), tone(0.5, 6_000), tone(0.3, 30), tone(0.5, 4_000), tone(0.6, 50)])
    cut, kept = trim(sound, RATE)
    assert cut / RATE == pytest.approx(0.38, abs=0.006)
    assert len(kept) / RATE == pytest.approx(0.02 + 1.3 + 0.02, abs=0.012)
    words = sound[round(0.4 * RATE) : round(1.7 * RATE)]
    at = round(0.4 * RATE) - cut
    assert np.array_equal(kept[at : at + len(words)], words)
    assert abs(kept[-1]) < 1


def test_a_sound_without_noise_is_left_as_it_is() -> None:
    sound = tone(0.5, 5_000)
    cut, kept = trim(sound, RATE)
    assert cut == 0
    assert np.array_equal(kept, sound)


@pytest.mark.parametrize("samples", [0, 1, 79, 5_000])
def test_of_silence_nothing_is_left(samples: int) -> None:
    assert len(trim(np.zeros(samples, np.float32), RATE)[1]) == 0


@given(st.lists(st.sampled_from([0, 20, 900, 8_000]), max_size=12), st.integers(0, 90))
def test_what_is_loud_is_never_cut(levels: list[int], more: int) -> None:
    sound = np.concatenate([np.zeros(0, np.float32), *(tone(0.01, level) for level in levels), tone(more / RATE, 20)])
    cut, kept = trim(sound, RATE)
    loud = np.flatnonzero(np.abs(sound) > 0.1 * (np.abs(sound).max(initial=0)))
    if len(loud):
        assert cut <= loud[0]
        assert cut + len(kept) > loud[-1]
        assert np.array_equal(kept[loud - cut], sound[loud])
