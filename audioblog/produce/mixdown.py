"""The channels of a sound in, one channel out, without the loss of what they would cancel in each other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

CANCELLED = 0.25
"""Of channels that have nothing in common, the mean has 1/n² of their powers together; with less than this share of it,
they are opposites of each other. Of two, that is a correlation below -0.75."""
POWER_STEP = 7
"""Every so many samples are enough to know how loud a channel is."""


def mixdown(channels: NDArray[np.int16]) -> NDArray[np.int16]:
    """(samples, channels) -> mono: the mean; of channels that cancel each other ("antiphase"), the loudest alone.

    Such a file sounds wide through headphones and is silent from a telephone's one loudspeaker, and so as mono.
    """
    if channels.shape[1] == 1:
        return channels[:, 0]
    mean = channels.mean(axis=1, dtype=np.float32)
    some = channels[::POWER_STEP].astype(np.float32)
    powers = np.einsum("ij,ij->j", some, some)
    together = float(np.einsum("i,i->", mean[::POWER_STEP], mean[::POWER_STEP]))
    if together < CANCELLED * float(powers.sum()) / channels.shape[1] ** 2:
        return np.ascontiguousarray(channels[:, int(powers.argmax())])
    return np.asarray(mean, np.int16)
