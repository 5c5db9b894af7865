"""AIFF and AIFF-C bytes -> PCM. macOS voices write this format, and Python 3.13 has no reader for it any more."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from audioblog.errors import SpeechError

_PCM = {b"NONE": ">", b"twos": ">", b"sowt": "<"}
"""Compression types that are none, and their byte order."""


def read_aiff(data: bytes) -> tuple[NDArray[np.int16], int]:
    """(mono 16-bit PCM, sample rate) of 16-bit AIFF. Raises SpeechError for anything else."""
    chunks = dict(_chunks(data))
    common, sound = chunks.get(b"COMM", b""), chunks.get(b"SSND", b"")
    if len(common) < 18 or len(sound) < 8:
        raise SpeechError("The AIFF file has no sound in it.", code="broken-audio")
    channels, _, bits = struct.unpack_from(">hIh", common)
    order = _PCM.get(common[18:22] if data[8:12] == b"AIFC" else b"NONE")
    if bits != 16 or order is None or channels < 1:
        raise SpeechError("The AIFF file is not plain 16-bit sound.", "Save it as WAV.", code="broken-audio")
    samples = sound[8 + struct.unpack_from(">I", sound)[0] :]
    whole = len(samples) // (2 * channels) * (2 * channels)
    pcm = np.frombuffer(samples[:whole], f"{order}i2").reshape(-1, channels)
    return pcm.mean(axis=1).astype(np.int16), round(_extended(common[8:18]))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    if data[:4] != b"FORM" or data[8:12] not in (b"AIFF", b"AIFC"):
        raise SpeechError("This is no AIFF file.", code="broken-audio")
    at = 12
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "big")
        yield data[at : at + 4], data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _extended(ten: bytes) -> float:
    """The 80-bit floating point number that AIFF writes sample rates in."""
    exponent, mantissa = struct.unpack(">HQ", ten)
    return float(mantissa * 2.0 ** ((exponent & 0x7FFF) - 16_383 - 63))
