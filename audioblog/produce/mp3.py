"""PCM -> MP3 frames, and everything about frames: profiles, encoding, walking, the Info header.

Clips are encoded alone and joined as whole frames. That is exact because LAME starts every stream with an empty bit
reservoir, writes no header frame through `lameenc`, and because clips begin and end in digital silence, into which the
encoder's delay and padding fall. Sources: ISO/IEC 11172-3 and 13818-3 for frame headers; the Xing and LAME tag
descriptions (gabriel.mp3-tech.org/mp3infotag.html) for the Info frame.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audioblog.errors import SpeechError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ENCODER_DELAY = 576
"""Samples that LAME puts before the first one; written into the Info header."""
DECODER_DELAY = 529
"""Samples that every decoder adds; a decoder that honours the header skips ENCODER_DELAY + DECODER_DELAY."""
TARGET_LUFS = -16.0
"""Apple's podcast requirement, ±1; measured on the file as it is (mono). Voices are calibrated to it."""
PADDING = 1152
"""Samples that LAME adds at least, delay included: n samples become ceil((n + 1152) / samples a frame) frames."""

PORTION = 16
"""Frames given to LAME at once. It takes 30 bytes of memory a sample for as long as a call lasts, and what does not fit
into the processor's cache costs 5 % of the encoding; the frames are the same."""

_BITRATES = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Layer III, kbit/s by header index; key: version bits (3 = MPEG-1, 2 = MPEG-2)."""
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000)}
_MONO = 3
_ALIKE = bytes((0xFF, 0xFF, 0xFC, 0xC0))
"""The bits of a header that all frames of a profile have in common: not padding, private, copyright, emphasis."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How an episode is made: always mono, constant bit rate, Layer III."""

    name: str
    sample_rate: int
    bitrate: int
    """kbit/s"""
    quality: int = 7
    """LAME's, 0 (slow) to 9; measured on speech, 5 costs 1.8 times the CPU of 7 and is no nearer to the waveform."""
    lufs: float = TARGET_LUFS
    """The loudness that the finished file is to have."""

    @property
    def version(self) -> int:
        return 3 if self.sample_rate in _RATES[3] else 2

    @property
    def frame_samples(self) -> int:
        return 1152 if self.version == 3 else 576

    @property
    def frame_bytes(self) -> int:
        """Of a frame without the padding byte."""
        return self.frame_samples // 8 * self.bitrate * 1000 // self.sample_rate

    @property
    def header(self) -> bytes:
        """The four bytes that every unpadded frame starts with."""
        return struct.pack(
            ">I",
            0xFFE00000
            | self.version << 19
            | 1 << 17  # Layer III
            | 1 << 16  # no CRC
            | _BITRATES[self.version].index(self.bitrate) << 12
            | _RATES[self.version].index(self.sample_rate) << 10
            | _MONO << 6,
        )


PROFILES = {
    "standard": Profile("standard", 44_100, 64),
    "high": Profile("high", 44_100, 96),
    "compact": Profile("compact", 22_050, 56),
}


@dataclass(frozen=True, slots=True)
class Frames:
    """What a walk over frame headers found."""

    count: int
    samples: int
    sample_rate: int
    bitrate: int
    """kbit/s, of every frame"""


def frames_for(samples: int, profile: Profile) -> int:
    """How many frames LAME makes of `samples` samples."""
    return -(-(samples + PADDING) // profile.frame_samples)


def samples_for(frames: int, profile: Profile) -> int:
    """The most samples that fit into `frames` frames."""
    return frames * profile.frame_samples - PADDING


def encode(pcm: NDArray[np.int16], profile: Profile) -> bytes:
    """Mono PCM at the profile's rate -> whole frames, without any header frame."""
    import lameenc

    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(profile.sample_rate)
    encoder.set_out_sample_rate(profile.sample_rate)
    encoder.set_bit_rate(profile.bitrate)
    encoder.set_quality(profile.quality)
    step = PORTION * profile.frame_samples
    portions = (encoder.encode(pcm[at : at + step].tobytes()) for at in range(0, len(pcm), step))
    return b"".join((*portions, encoder.flush()))


def sizes(data: bytes, start: int = 0, known: dict[bytes, int] | None = None) -> Iterator[tuple[int, int]]:
    """(offset, length) of each frame from `start` to the end. Raises SpeechError where no whole frame stands.

    `known` is filled with the headers that were met (their first three bytes) and the lengths that follow from them.
    """
    at, end, known = start, len(data), {} if known is None else known
    while at < end:
        head = data[at : at + 3]
        size = known.get(head)
        if size is None:
            size = known[head] = _size(head)
        if not size or at + size > end:
            raise SpeechError(f"Byte {at} of the MP3 data is not the start of a whole frame.", code="broken-mp3")
        yield at, size
        at += size


def walk(data: bytes, start: int = 0) -> Frames:
    """Count the frames from `start` on. Raises SpeechError when they differ in kind or something else is there."""
    known: dict[bytes, int] = {}
    count = sum(1 for _ in sizes(data, start, known))
    kinds = {_kind(head) for head in known}
    if len(kinds) != 1:
        raise SpeechError("The MP3 data has no frames, or frames of different kinds.", code="broken-mp3")
    version, bitrate, rate = kinds.pop()
    return Frames(count, count * (1152 if version == 3 else 576), rate, bitrate)


def count_frames(data: bytes, profile: Profile) -> int:
    """How many frames `data` is. Raises SpeechError unless it is nothing but whole mono frames of this profile.

    Where they begin is known: LAME pads a frame, from the second one on, whenever the stream would fall behind its bit
    rate. So all headers are looked at in one go, for a third of the cost of a walk; only where they do not stand there,
    each frame is looked for.
    """
    import numpy as np

    size, rest = divmod(profile.frame_samples // 8 * profile.bitrate * 1000, profile.sample_rate)
    count = round(len(data) / (size + rest / profile.sample_rate))
    before = np.arange(count + 1)
    starts = before * size - (1 - before.clip(1)) * rest // profile.sample_rate
    padding = np.diff(starts) - size
    if starts[-1] == len(data):
        heads = np.frombuffer(data, np.uint8)[starts[:-1, None] + np.arange(4)]
        alike, wanted = (np.frombuffer(head, np.uint8) for head in (_ALIKE, profile.header))
        if (heads & alike == wanted & alike).all() and (heads[:, 2] >> 1 & 1 == padding).all():
            return count
    return _walk_alike(data, profile)


def _walk_alike(data: bytes, profile: Profile) -> int:
    """The same for frames that another encoder may have padded in another order."""
    count = 0
    for at, _ in sizes(data):
        if any(
            (byte ^ wanted) & mask
            for byte, wanted, mask in zip(data[at : at + 4], profile.header, _ALIKE, strict=False)
        ):
            raise SpeechError(f"Frame {count} of the MP3 data is not of the kind “{profile.name}”.", code="broken-mp3")
        count += 1
    return count


def info_frame(profile: Profile, frames: int, audio_bytes: int) -> bytes:
    """The header frame that tells players frame count, byte count and delay, so that durations and seeking are exact.

    `frames` and `audio_bytes` are those of the audio, without this frame.
    """
    size = profile.frame_bytes
    total = size + audio_bytes
    tag = 4 + (17 if profile.version == 3 else 9)
    lame = tag + 120
    frame = bytearray(size)
    frame[:4] = profile.header
    frame[tag : tag + 16] = b"Info" + struct.pack(">III", 0xF, frames, total)
    frame[tag + 16 : tag + 116] = bytes(min(255, 256 * (size + audio_bytes * i // 100) // total) for i in range(100))
    frame[tag + 116 : lame] = struct.pack(">I", 50)
    frame[lame : lame + 9] = b"LAME3.100"
    frame[lame + 9] = 1  # constant bit rate
    frame[lame + 10] = min(255, profile.sample_rate // 2 // 100)  # low-pass, hundreds of Hz
    frame[lame + 21 : lame + 24] = struct.pack(">I", ENCODER_DELAY << 12)[1:]
    frame[lame + 28 : lame + 32] = struct.pack(">I", total)
    frame[lame + 34 : lame + 36] = struct.pack(">H", _crc16(frame[: lame + 34]))
    return bytes(frame)


def read_info(frame: bytes) -> tuple[int, int] | None:
    """(frames, bytes) of an Info frame; None when `frame` is not one."""
    tag = 4 + (17 if frame[1:2] >= b"\xf8" else 9)
    if frame[tag : tag + 4] != b"Info":
        return None
    frames, total = struct.unpack_from(">II", frame, tag + 8)
    return frames, total


def frame_size(head: bytes) -> int:
    """Length of the frame that starts with these bytes; 0 when they start none."""
    return _size(head[:3])


def _kind(head: bytes) -> tuple[int, int, int]:
    """(version bits, kbit/s, sample rate) of a header's first three bytes; zeros when it is none of Layer III."""
    if len(head) < 3 or head[0] != 0xFF or head[1] >> 5 != 7:
        return 0, 0, 0
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bitrate, rate = head[2] >> 4, head[2] >> 2 & 3
    if version not in _RATES or layer != 1 or rate == 3 or not 0 < bitrate < 15:
        return 0, 0, 0
    return version, _BITRATES[version][bitrate], _RATES[version][rate]


def _size(head: bytes) -> int:
    version, bitrate, rate = _kind(head)
    return (144 if version == 3 else 72) * bitrate * 1000 // rate + (head[2] >> 1 & 1) if version else 0


def _crc16(data: bytes | bytearray) -> int:
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0xA001 if crc & 1 else crc >> 1
    return crc
