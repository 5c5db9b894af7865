"""How loud PCM is (ITU-R BS.1770-4), and how it is brought to the target: a gain table with a soft limiter.

Every voice is calibrated once (its `gain_db`), so bringing speech to the target is one table look-up a sample.
Measuring works on what a listener gets, the decoded MP3.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import log10

import numpy as np
from numpy.typing import NDArray

TOLERANCE_LU = 1.0
TRUE_PEAK_DB = -1.0
"""The most that the decoded file may reach, dBTP."""
CEILING_DB = -2.0
"""Where the limiter ends: a decibel below, because encoder and oversampling add up to 0.2 dB in an hour of speech."""
KNEE_DB = -6.0
"""Where the limiter begins to bend, below the ceiling."""

BLOCKS_A_SECOND = 10
"""Loudness is measured in blocks of 400 ms that overlap by three quarters: four steps of 100 ms each."""
ABSOLUTE_GATE = -70.0
RELATIVE_GATE = -10.0
_OFFSET = -0.691

_OVERSAMPLING = 4
_REACH = 12
"""Input samples at each side that a point between two samples is computed from."""


@lru_cache(maxsize=16)
def gain_table(gain_db: float, ceiling_db: float = CEILING_DB) -> NDArray[np.int16]:
    """65,536 entries: what each 16-bit sample, seen as unsigned, becomes with this gain and the soft limiter."""
    gain = 10 ** (gain_db / 20)
    ceiling = 10 ** (ceiling_db / 20)
    knee = ceiling * 10 ** (KNEE_DB / 20)
    samples = np.arange(65_536, dtype=np.uint16).view(np.int16).astype(np.float64)
    level = np.abs(samples) / 32_768 * gain
    bent = knee + (ceiling - knee) * np.tanh((level - knee) / (ceiling - knee))
    table = np.where(level <= knee, level, bent) * np.sign(samples) * 32_767
    return np.asarray(np.rint(table), np.int16)


def amplify(pcm: NDArray[np.int16], gain_db: float, ceiling_db: float = CEILING_DB) -> NDArray[np.int16]:
    """`pcm` with the gain, limited softly below the ceiling."""
    return np.take(gain_table(gain_db, ceiling_db), pcm.view(np.uint16))  # twice as fast as indexing


def block_powers(pcm: NDArray[np.int16], rate: int) -> NDArray[np.float64]:
    """K-weighted mean squares of the 400 ms blocks, a new one every 100 ms; full scale is 1."""
    return blocks_of(step_powers(pcm, rate))


def blocks_of(steps: NDArray[np.float64]) -> NDArray[np.float64]:
    """The blocks that consecutive steps make: each is four of them."""
    return np.convolve(steps, np.full(4, 0.25), "valid") if len(steps) >= 4 else np.zeros(0)


def step_powers(pcm: NDArray[np.int16], rate: int) -> NDArray[np.float64]:
    """K-weighted mean squares of each whole 100 ms; full scale is 1.

    The K filter is applied to the spectrum of each 100 ms step (Parseval), which needs no recursive filter and agrees
    with one within 0.05 LU on speech.
    """
    step = rate // BLOCKS_A_SECOND
    steps = len(pcm) // step
    weights = _k_weights(rate, step)
    powers = np.empty(steps)
    for start in range(0, steps, 16):  # what is worked on at once stays in the cache
        part = pcm[start * step : min(start + 16, steps) * step].reshape(-1, step)
        spectrum = np.fft.rfft(part.astype(np.float32), axis=1)
        energy = spectrum.real**2 + spectrum.imag**2
        powers[start : start + len(part)] = np.einsum("ij,j->i", energy, weights)  # not BLAS: see resample
    return powers


def integrated(powers: NDArray[np.float64] | Sequence[float]) -> float | None:
    """Integrated loudness of blocks in LUFS, gated; None when every block is below the absolute gate."""
    blocks = np.asarray(powers, np.float64)
    blocks = blocks[blocks > 10 ** ((ABSOLUTE_GATE - _OFFSET) / 10)]
    if not len(blocks):
        return None
    gate = float(blocks.mean()) * 10 ** (RELATIVE_GATE / 10)
    return _OFFSET + 10 * log10(float(blocks[blocks > gate].mean()))


def true_peak_db(pcm: NDArray[np.int16], margin: int = 0) -> float:
    """The highest point of the waveform, also between samples, 4 times oversampled, in dB of full scale.

    `margin`: samples at both ends between which nothing is computed, because the sound goes on beyond them.
    Computed only around samples that are higher than their neighbours and reach 0.7 of the highest: between samples, a
    wave below a quarter of the sample rate rises by 3 dB at most.
    """
    peak = max(int(pcm.max(initial=0)), -int(pcm.min(initial=0)))
    if not peak:
        return float("-inf")
    padded = np.concatenate([np.zeros(_REACH, np.int16), pcm, np.zeros(_REACH + 1, np.int16)])
    crests = _crests(padded, -(-peak * 7 // 10))
    crests = crests[(crests >= _REACH + margin) & (crests < len(pcm) + _REACH - margin)]
    highest = float(peak)
    for start in range(0, len(crests), 2048):
        spots = crests[start : start + 2048, None] + np.arange(-_REACH, _REACH)[None, :]
        for shift in (0, 1):  # the interval before each crest, and the one after it
            highest = max(highest, float(np.abs(padded[spots + shift] @ _between()).max()))
    return 20 * log10(highest / 32_768)


def _crests(pcm: NDArray[np.int16], least: int) -> NDArray[np.intp]:
    """Indices of samples of at least `least`, positive or negative, that no neighbour is higher than."""
    high = np.flatnonzero((pcm >= least) | (pcm <= -least))
    here, before, after = (np.abs(pcm[high + shift].astype(np.int32)) for shift in (0, -1, 1))
    return high[(here >= before) & (here >= after)]


@lru_cache(maxsize=1)
def _between() -> NDArray[np.float64]:
    """Taps, a column each, for the points at 1/4, 2/4, 3/4 between the samples _REACH - 1 and _REACH of a window."""
    fractions = np.arange(1, _OVERSAMPLING) / _OVERSAMPLING
    spots = np.arange(-_REACH + 1, _REACH + 1)[:, None] - fractions[None, :]
    taps = np.sinc(spots) * (0.5 + 0.5 * np.cos(np.pi * spots / (_REACH + 0.5)))
    return np.asarray(taps / taps.sum(axis=0))


@lru_cache(maxsize=4)
def _k_weights(rate: int, step: int) -> NDArray[np.float32]:
    """|K(f)|² for each bin of an rfft of `step` samples, scaled so that the sum is the mean square of full scale 1."""
    z = np.exp(-2j * np.pi * np.arange(step // 2 + 1) / step)
    power = np.ones(len(z))
    for b, a in (_shelf(rate), _high_pass(rate)):
        response = (b[0] + b[1] * z + b[2] * z * z) / (a[0] + a[1] * z + a[2] * z * z)
        power *= np.abs(response) ** 2
    power[1 : (step + 1) // 2] *= 2  # the other half of the spectrum is the mirror of this one
    return np.asarray(power / (step * 32_768.0) ** 2, np.float32)


_Biquad = tuple[tuple[float, float, float], tuple[float, float, float]]


def _shelf(rate: int) -> _Biquad:
    """BS.1770's first filter for any rate, by the analogue parameters that give the standard's figures at 48 kHz."""
    k = np.tan(np.pi * 1681.974450955533 / rate)
    q, high = 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    a0 = 1 + k / q + k * k
    numerator = ((high + band * k / q + k * k) / a0, 2 * (k * k - high) / a0, (high - band * k / q + k * k) / a0)
    return numerator, (1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0)


def _high_pass(rate: int) -> _Biquad:
    """BS.1770's second filter, likewise."""
    k, q = np.tan(np.pi * 38.13547087602444 / rate), 0.5003270373238773
    a0 = 1 + k / q + k * k
    return (1.0, -2.0, 1.0), (1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0)
