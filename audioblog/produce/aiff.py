"""AIFF and AIFF-C bytes -> PCM, after Apple's "Audio Interchange File Format" 1.3 and the AIFF-C draft of 1991.

macOS voices write this format, GarageBand and Logic export it, and Python 3.13 has no reader for it any more.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from audioblog.errors import SpeechError
from audioblog.produce.mixdown import mixdown

_WHOLE = {b"NONE": ">", b"twos": ">", b"in24": ">", b"in32": ">", b"sowt": "<"}
"""Compression types that are none, of whole numbers, and their byte order."""
_FLOATING = {b"fl32": ">f4", b"FL32": ">f4", b"fl64": ">f8", b"FL64": ">f8"}
"""Those of floating point numbers, full scale at 1."""
SLOWEST_RATE, FASTEST_RATE = 4_000, 768_000


def read_aiff(data: bytes) -> tuple[NDArray[np.int16], int]:
    """(mono 16-bit PCM, sample rate) of uncompressed AIFF of 8 to 32 bits. Raises SpeechError for anything else."""
    chunks = dict(_chunks(data))
    common, sound = chunks.get(b"COMM", b""), chunks.get(b"SSND", b"")
    if len(common) < 18 or len(sound) < 8:
        raise SpeechError("The AIFF file has no sound in it.", code="broken-audio")
    channels, _, bits = struct.unpack_from(">hIh", common)
    rate = _extended(common[8:18])
    if channels < 1 or not SLOWEST_RATE <= rate <= FASTEST_RATE:
        raise SpeechError("The AIFF file says impossible things of its sound.", code="broken-audio")
    kind = common[18:22] if data[8:12] == b"AIFC" else b"NONE"
    pcm = _samples(sound[8 + struct.unpack_from(">I", sound)[0] :], kind, bits)
    whole = len(pcm) // channels * channels
    return mixdown(pcm[:whole].reshape(-1, channels)), round(rate)


def _samples(data: bytes, kind: bytes, bits: int) -> NDArray[np.int16]:
    """Every sample as 16 bits: of more, the upper ones."""
    if kind in _FLOATING:
        dtype = np.dtype(_FLOATING[kind])
        values = np.frombuffer(data[: len(data) // dtype.itemsize * dtype.itemsize], dtype)
        return np.asarray(np.clip(np.nan_to_num(values) * 32_767, -32_768, 32_767), np.int16)
    if kind not in _WHOLE or not 1 <= bits <= 32:
        raise SpeechError("The AIFF file is compressed.", "Save it as WAV.", code="broken-audio")
    width = -(-bits // 8)  # samples stand at the upper end of their bytes, whatever their number of bits
    points = np.frombuffer(data[: len(data) // width * width], np.uint8).reshape(-1, width)
    if _WHOLE[kind] == "<":
        points = points[:, ::-1]
    upper = points[:, 0].astype(np.uint16) << 8
    return (upper | points[:, 1] if width > 1 else upper).view(np.int16)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    if data[:4] != b"FORM" or data[8:12] not in (b"AIFF", b"AIFC"):
        raise SpeechError("This is no AIFF file.", code="broken-audio")
    at = 12
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "big")
        yield data[at : at + 4], data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _extended(ten: bytes) -> float:
    """The 80-bit floating point number that AIFF writes sample rates in; 0 for one that is none."""
    exponent, mantissa = struct.unpack(">HQ", ten)
    power = (exponent & 0x7FFF) - 16_383 - 63
    return float(mantissa * 2.0**power) if power < 64 else 0.0
