"""AIFF as voices and studios write it: every depth, both byte orders, several channels; and what is none."""

from __future__ import annotations

import shutil
import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioblog.errors import SpeechError
from audioblog.produce import jingle
from audioblog.produce.aiff import read_aiff
from audioblog.produce.mixdown import mixdown
from audioblog.produce.mp3 import PROFILES

RAMP = np.arange(-32_000, 32_001, 250)
RATE = 44_100


def extended(rate: int) -> bytes:
    exponent = rate.bit_length() - 1
    return struct.pack(">HQ", 16_383 + exponent, rate << (63 - exponent))


def aiff(samples: bytes, bits: int, *, kind: bytes = b"", channels: int = 1, rate: bytes = extended(RATE)) -> bytes:
    frames = len(samples) // max(channels, 1) // max(-(-bits // 8), 1)
    common = struct.pack(">hIh", channels, frames, bits) + rate + kind + (b"\0\0" if kind else b"")
    chunks = ((b"COMM", common), (b"SSND", bytes(8) + samples))
    body = b"".join(name + struct.pack(">I", len(data)) + data + bytes(len(data) % 2) for name, data in chunks)
    return b"FORM" + struct.pack(">I", len(body) + 4) + (b"AIFC" if kind else b"AIFF") + body


def whole(bits: int, order: str = ">") -> bytes:
    """RAMP as whole numbers of so many bits."""
    wide = (RAMP.astype(np.int64) << 16).astype(f"{order}i4").view(np.uint8).reshape(-1, 4)
    width = -(-bits // 8)
    return (wide[:, :width] if order == ">" else wide[:, 4 - width :]).tobytes()


@pytest.mark.parametrize(
    ("data", "within"),
    [
        (aiff(whole(8), 8), 256),
        (aiff(whole(16), 16), 0),
        (aiff(whole(24), 24), 0),
        (aiff(whole(32), 32), 0),
        (aiff(whole(16, "<"), 16, kind=b"sowt"), 0),
        (aiff(whole(24, "<"), 24, kind=b"sowt"), 0),
        (aiff(whole(24), 24, kind=b"in24"), 0),
        (aiff((RAMP / 32_767).astype(">f4").tobytes(), 32, kind=b"fl32"), 1),
        (aiff((RAMP / 32_767).astype(">f8").tobytes(), 64, kind=b"FL64"), 1),
    ],
    ids=["8", "16", "24", "32", "16 sowt", "24 sowt", "24 in24", "float 32", "float 64"],
)
def test_every_depth(data: bytes, within: int) -> None:
    pcm, rate = read_aiff(data)
    assert rate == RATE
    assert len(pcm) == len(RAMP)
    assert np.abs(pcm - RAMP).max() <= within


def test_channels_are_mixed() -> None:
    stereo = np.stack([RAMP, RAMP // 2], axis=1).astype(">i2").tobytes()
    assert np.abs(read_aiff(aiff(stereo, 16, channels=2))[0] - RAMP * 0.75).max() <= 1


@pytest.mark.parametrize(
    "data",
    [
        b"FORM\0\0\0\4AIFF",
        b"FORM\0\0\0\4WAVE",
        aiff(whole(16), 16, kind=b"ima4"),
        aiff(whole(16), 16, channels=0),
        aiff(whole(16), 0),
        aiff(whole(16), 16, rate=bytes(10)),
        aiff(whole(16), 16, rate=b"\x7f\xff" + b"\xff" * 8),
    ],
    ids=["empty", "another", "compressed", "no channels", "no bits", "no rate", "infinite rate"],
)
def test_what_cannot_be_read_is_refused(data: bytes) -> None:
    with pytest.raises(SpeechError):
        read_aiff(data)


@given(st.binary(max_size=200), st.integers(0, 200), st.binary(max_size=20))
def test_damage_never_crashes(tail: bytes, at: int, patch: bytes) -> None:
    data = bytearray(aiff(whole(16), 16)[:200] + tail)
    data[at : at + len(patch)] = patch
    try:
        pcm, rate = read_aiff(bytes(data))
    except SpeechError:
        return
    assert pcm.dtype == np.int16
    assert rate >= 4_000


def test_as_an_intro_without_ffmpeg(tmp_path: Path, memory: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    path = tmp_path / "i.aiff"
    path.write_bytes(aiff(whole(24) * 100, 24))
    jingle.prepare(path, "intro", PROFILES["standard"], memory)
    path.write_bytes(aiff(whole(16) * 100, 16, kind=b"ima4"))
    with pytest.raises(SpeechError, match="needs ffmpeg"):
        jingle.prepare(path, "intro", PROFILES["standard"], memory)


@pytest.mark.external
@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
@pytest.mark.parametrize("codec", ["pcm_s24be", "pcm_s32be", "pcm_s8", "pcm_f32be", "pcm_mulaw"])
def test_as_ffmpeg_writes_it(tmp_path: Path, memory: dict[str, bytes], codec: str) -> None:
    """Compressed kinds are read by ffmpeg, too."""
    path = tmp_path / "i.aiff"
    source = ("-f", "lavfi", "-i", "sine=frequency=440:duration=1.5")
    subprocess.run(["ffmpeg", "-v", "error", *source, "-c:a", codec, str(path)], check=True)
    clip, _ = jingle.prepare(path, "intro", PROFILES["standard"], memory)
    assert clip.samples / clip.sample_rate == pytest.approx(2.05, abs=0.15)


def test_opposite_channels_do_not_cancel() -> None:
    rng = np.random.default_rng(3)
    one, other = rng.integers(-9_000, 9_000, (2, 8_000)).astype(np.int16)
    assert np.array_equal(mixdown(np.stack([one, -one], axis=1)), one)
    for both in ((one, one), (one, other), (one, np.zeros_like(one))):
        mixed = mixdown(np.stack(both, axis=1))
        assert np.abs(mixed - (both[0].astype(float) + both[1]) / 2).max() < 1, "what does not cancel is mixed"
