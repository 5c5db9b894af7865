"""PCM at one sample rate -> PCM at another, with numpy alone.

Doubling (22.05 to 44.1 kHz, every eSpeak clip) has a path of its own: a half-band filter keeps the old samples and
computes only those between, at a fortieth of what the encoder costs. All other ratios go through a windowed sinc.
"""

from __future__ import annotations

from functools import lru_cache
from math import gcd

import numpy as np
from numpy.typing import NDArray

_TAPS = 16
_ROW, _BATCH = 32, 128
"""New samples that a row of the matrix product makes, and rows of one product. OpenBLAS starts threads for products of
more than 262,144 multiplications, and they burn ten times the CPU that they save: this is 192,512."""
_ZEROS = 16
"""Zero crossings of the general filter at each side; stop band below -80 dB with the window used."""


def resample(pcm: NDArray[np.int16], rate: int, new_rate: int) -> NDArray[np.int16]:
    """int16 mono at `rate` -> `new_rate`, without delay; the length is `pcm`'s times new_rate/rate, rounded up."""
    if rate == new_rate or not len(pcm):
        return pcm
    if new_rate == 2 * rate:
        return _double(pcm)
    return _general(pcm, rate, new_rate)


def _double(pcm: NDArray[np.int16]) -> NDArray[np.int16]:
    """The samples of `pcm`, and between every two of them one that the half-band filter computes.

    The filter as a matrix: a row of `_ROW` + 15 samples times `_half_band()` is `_ROW` new samples. The multiplication
    does three times the work of a filter and takes half the time, because BLAS keeps it in the processor's registers.
    """
    batches = -(-len(pcm) // (_BATCH * _ROW))
    padded = np.zeros(batches * _BATCH * _ROW + _TAPS - 1, np.float32)
    padded[_TAPS // 2 - 1 : _TAPS // 2 - 1 + len(pcm)] = pcm
    windows = np.lib.stride_tricks.sliding_window_view(padded, _ROW + _TAPS - 1)[::_ROW]
    between = windows.reshape(batches, _BATCH, -1) @ _half_band()
    np.clip(between, -32_768, 32_767, out=between)
    out = np.empty(2 * len(pcm), np.int16)
    out[0::2] = pcm
    out[1::2] = between.reshape(-1)[: len(pcm)]  # cut, not rounded: less than the encoder notices
    return out


@lru_cache(maxsize=1)
def _half_band() -> NDArray[np.float32]:
    """A 16-tap Kaiser-windowed sinc at half-sample positions, unity gain; one shifted copy a column."""
    taps = np.sinc(np.arange(_TAPS) - (_TAPS - 1) / 2) * np.kaiser(_TAPS, 7)
    matrix = np.zeros((_ROW + _TAPS - 1, _ROW), np.float32)
    for column in range(_ROW):
        matrix[column : column + _TAPS, column] = taps / taps.sum()
    return matrix


def _general(pcm: NDArray[np.int16], rate: int, new_rate: int) -> NDArray[np.int16]:
    up, down = new_rate // gcd(rate, new_rate), rate // gcd(rate, new_rate)
    phases = _phases(up, down)
    reach = phases.shape[1] // 2
    padded = np.concatenate([np.zeros(reach, np.float32), pcm.astype(np.float32), np.zeros(reach + 1, np.float32)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, phases.shape[1])
    length = -(-len(pcm) * up // down)
    out = np.empty(length, np.int16)
    for first in range(min(up, length)):  # every up-th output sample lies at the same fraction between two inputs
        whole, fraction = divmod(first * down, up)
        count = len(range(first, length, up))
        values = np.einsum("ij,j->i", windows[whole : whole + (count - 1) * down + 1 : down], phases[fraction])
        out[first::up] = np.clip(np.rint(values), -32768, 32767)
    return out


@lru_cache(maxsize=8)
def _phases(up: int, down: int) -> NDArray[np.float32]:
    """A row of taps for each of the `up` fractions, of unity gain, band limited to the lower of the two rates."""
    scale = min(1.0, up / down)
    reach = int(np.ceil(_ZEROS / scale))
    spots = np.arange(-reach, reach + 1)[None, :] - np.arange(up)[:, None] / up
    inside = np.clip(1 - (spots / (reach + 1)) ** 2, 0, None)
    taps = np.sinc(spots * scale) * np.i0(9 * np.sqrt(inside)) / np.i0(9)
    return np.asarray(taps / taps.sum(axis=1, keepdims=True), np.float32)
