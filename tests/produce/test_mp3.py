"""Frames: counting, joining, the Info header, and refusing what is not whole."""

from __future__ import annotations

import io

import mutagen.mp3
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audioblog.errors import SpeechError
from audioblog.produce.decode import decode_mp3
from audioblog.produce.mp3 import (
    PROFILES,
    Profile,
    encode,
    frames_for,
    info_frame,
    read_info,
    samples_for,
    sizes,
    walk,
)

DELAY = 576 + 529
profiles = pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)


def tone(samples: int, rate: int, hertz: float = 440) -> np.ndarray:
    return (8_000 * np.sin(2 * np.pi * hertz / rate * np.arange(samples))).astype(np.int16)


@profiles
@settings(max_examples=15, deadline=None)
@given(samples=st.integers(1, 9_000))
def test_the_number_of_frames_is_known_beforehand(profile: Profile, samples: int) -> None:
    assert walk(encode(np.zeros(samples, np.int16), profile)).count == frames_for(samples, profile)


@given(frames=st.integers(3, 10_000))
def test_samples_for_is_the_inverse_of_frames_for(frames: int) -> None:
    for profile in PROFILES.values():
        assert frames_for(samples_for(frames, profile), profile) == frames
        assert frames_for(samples_for(frames, profile) + 1, profile) == frames + 1


@profiles
def test_joined_clips_decode_each_at_its_own_place(profile: Profile) -> None:
    rate = profile.sample_rate
    clips = []
    for hertz in (300, 700, 500):
        pcm = np.zeros(samples_for(60, profile), np.int16)
        pcm[rate // 20 : -rate // 10] = tone(len(pcm) - rate // 20 - rate // 10, rate, hertz)
        clips.append(pcm)
    parts = [encode(pcm, profile) for pcm in clips]
    data = b"".join(parts)
    decoded, _ = decode_mp3(info_frame(profile, 180, len(data)) + data)
    assert len(decoded) == 180 * profile.frame_samples - DELAY
    for number, pcm in enumerate(clips):
        start = number * 60 * profile.frame_samples
        heard = decoded[start : start + len(pcm)].astype(float)
        same = np.corrcoef(heard, pcm[: len(heard)])[0, 1]
        assert same > 0.99
        assert np.abs(decoded[start - 500 : start + 500]).max(initial=0) <= 1  # no click at the joint


@profiles
def test_the_header_is_read_by_others(profile: Profile) -> None:
    data = encode(tone(3 * profile.sample_rate, profile.sample_rate), profile)
    head = info_frame(profile, walk(data).count, len(data))
    info = mutagen.mp3.MP3(io.BytesIO(head + data)).info
    assert (info.sample_rate, info.bitrate, info.channels) == (
        profile.sample_rate,
        pytest.approx(profile.bitrate * 1000, rel=1e-3),
        1,
    )
    assert info.bitrate_mode == mutagen.mp3.BitrateMode.CBR
    assert info.length == pytest.approx((walk(data).samples - 576) / profile.sample_rate, abs=1e-6)
    assert read_info(head) == (walk(data).count, len(head) + len(data))
    assert read_info(data[: profile.frame_bytes]) is None


def test_walking_tells_the_kind() -> None:
    found = walk(encode(tone(44_100, 44_100), PROFILES["standard"]))
    assert (found.sample_rate, found.bitrate, found.samples) == (44_100, 64, found.count * 1152)


@pytest.mark.parametrize(
    "damage",
    [
        lambda d: d[:-1],
        lambda d: d + b"x",
        lambda d: d[1:],
        lambda d: d[:300] + b"\0\0" + d[302:418] + b"\0\0" + d[420:],
    ],
    ids=["cut", "more", "shifted", "overwritten"],
)
def test_what_is_not_whole_frames_is_refused(damage: object) -> None:
    data = encode(tone(44_100, 44_100), PROFILES["standard"])
    with pytest.raises(SpeechError, match="whole frame"):
        walk(damage(data))  # type: ignore[operator]


def test_different_kinds_are_not_mixed() -> None:
    one = encode(tone(9_000, 44_100), PROFILES["standard"])
    other = encode(tone(9_000, 44_100), PROFILES["high"])
    with pytest.raises(SpeechError, match="different kinds"):
        walk(one + other)


def test_sizes_cover_the_data() -> None:
    data = encode(tone(50_000, 44_100), PROFILES["standard"])
    assert sum(size for _, size in sizes(data)) == len(data)
    assert {size for _, size in sizes(data)} == {208, 209}
