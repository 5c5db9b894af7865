"""Measuring and levelling, against known figures: the standard's own test tones, and ffmpeg where it is there."""

from __future__ import annotations

import re
import shutil
import subprocess
import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioblog.produce.loudness import amplify, block_powers, gain_table, integrated, true_peak_db
from audioblog.produce.resample import resample

RATES = (22_050, 44_100, 48_000)


def sine(rate: int, seconds: float, db: float, hertz: float = 1_000) -> np.ndarray:
    return np.rint(
        32_767 * 10 ** (db / 20) * np.sin(2 * np.pi * hertz / rate * np.arange(round(rate * seconds)))
    ).astype(np.int16)


@pytest.mark.parametrize("rate", RATES)
def test_the_reference_tone(rate: int) -> None:
    """EBU Tech 3341, case 1, in one channel: a 1 kHz sine at -23 dBFS in two channels is -23 LUFS, in one -26."""
    assert integrated(block_powers(sine(rate, 10, -23), rate)) == pytest.approx(-26.0, abs=0.1)


@pytest.mark.parametrize("rate", RATES)
def test_quiet_passages_do_not_count(rate: int) -> None:
    """EBU Tech 3341, case 3: soft parts 13 dB below are gated."""
    pcm = np.concatenate([sine(rate, 4, -36), sine(rate, 20, -23), sine(rate, 4, -36), np.zeros(9 * rate, np.int16)])
    assert integrated(block_powers(pcm, rate)) == pytest.approx(-26.0, abs=0.1)


def test_silence_has_no_loudness() -> None:
    assert integrated(block_powers(np.zeros(44_100, np.int16), 44_100)) is None
    assert integrated(block_powers(sine(44_100, 0.3, -6), 44_100)) is None
    assert true_peak_db(np.zeros(100, np.int16)) == float("-inf")


@pytest.mark.parametrize("phase", [0.0, 0.25, 0.5])
def test_peaks_between_samples_are_found(phase: float) -> None:
    """A sine at a quarter of the sample rate whose samples all miss its crest (EBU Tech 3341, cases 15 to 19)."""
    pcm = np.rint(16_384 * np.sin(np.pi / 2 * np.arange(4_000) + np.pi * phase)).astype(np.int16)
    assert true_peak_db(pcm) == pytest.approx(-6.02, abs=0.2)


@given(st.lists(st.integers(-32_768, 32_767), min_size=1, max_size=300), st.floats(-20, 30))
def test_the_limiter_keeps_order_and_ceiling(values: list[int], gain: float) -> None:
    out = amplify(np.array(sorted(values), np.int16), gain)
    assert (np.diff(out.astype(int)) >= 0).all()
    assert np.abs(out.astype(int)).max() <= 32_767 * 10 ** (-2.0 / 20) + 1
    assert amplify(np.zeros(1, np.int16), gain)[0] == 0


def test_below_the_knee_the_gain_is_the_gain() -> None:
    assert gain_table(6.0)[np.array([1_000], np.uint16)][0] == pytest.approx(1_995, abs=1)


@pytest.mark.parametrize(("rate", "new_rate"), [(22_050, 44_100), (16_000, 44_100), (44_100, 22_050), (24_000, 44_100)])
def test_resampling_keeps_a_tone(rate: int, new_rate: int) -> None:
    pcm = resample(sine(rate, 1, -6), rate, new_rate)
    ideal = sine(new_rate, 1, -6)
    assert len(pcm) == len(ideal)
    middle = slice(new_rate // 10, -new_rate // 10)
    assert np.abs(pcm[middle].astype(int) - ideal[middle]).max() < 40


def test_resampling_down_removes_what_does_not_fit() -> None:
    assert np.abs(resample(sine(44_100, 0.5, -6, 15_000), 44_100, 22_050)[2_000:-2_000]).max() < 30


@given(st.integers(1, 2_000), st.sampled_from([(22_050, 44_100), (16_000, 22_050), (48_000, 44_100), (8_000, 44_100)]))
def test_resampling_any_length(samples: int, rates: tuple[int, int]) -> None:
    rate, new_rate = rates
    assert len(resample(np.full(samples, 99, np.int16), rate, new_rate)) == -(-samples * new_rate // rate)


@pytest.mark.external
@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
def test_ffmpeg_measures_the_same(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    envelope = np.repeat(rng.uniform(0, 1, 60) ** 2, 4_410)
    pcm = (12_000 * envelope * np.convolve(rng.standard_normal(len(envelope)), np.ones(9) / 3, "same")).clip(
        -32_000, 32_000
    )
    pcm = pcm.astype(np.int16)
    with wave.open(str(tmp_path / "noise.wav"), "wb") as file:
        file.setparams((1, 2, 44_100, 0, "NONE", ""))
        file.writeframes(pcm.tobytes())
    command = ["ffmpeg", "-hide_banner", "-nostats", "-i", str(tmp_path / "noise.wav"), "-f", "null", "-"]
    command[-3:-3] = ["-af", "ebur128=peak=true:framelog=verbose"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    assert integrated(block_powers(pcm, 44_100)) == pytest.approx(
        float(re.findall(r"I: +(\S+) LUFS", said)[-1]), abs=0.1
    )
    assert true_peak_db(pcm) == pytest.approx(float(re.findall(r"Peak: +(\S+) dBFS", said)[-1]), abs=0.2)
