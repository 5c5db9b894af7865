"""Clips in the store: what is not exactly what was put there is absent, and what is made again is heard again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioblog.errors import SpeechError
from audioblog.model import Script, Timeline, Voice, Word
from audioblog.produce import blob, measure, mp3, record, verify
from audioblog.produce.blob import Clip, ClipCue
from audioblog.produce.clip import Plan
from audioblog.produce.engines import open_engine
from audioblog.produce.episode import make_episode
from audioblog.produce.mp3 import PROFILES
from audioblog.produce.tags import Tags

from .conftest import Memory
from .test_even import Softer
from .test_judge import Damaged

STANDARD = PROFILES["standard"]
FRAMES = mp3.encode(np.zeros(10_000, np.int16), STANDARD)
CLIP = blob.framed(
    "k" * 64, (ClipCue(2205, 8000, (Word(0, 3, 50), Word(4, 9, 80)), level_db=-15.5),), FRAMES, STANDARD, 9_000
)
PACKED = blob.pack(CLIP, FRAMES)


def test_a_clip_comes_back_as_it_was() -> None:
    assert blob.unpack(PACKED, CLIP.key) == (CLIP, FRAMES)
    assert CLIP.level_db == pytest.approx(-15.5)
    assert blob.unpack(PACKED, "other") is None
    assert blob.unpack(None, CLIP.key) is None


def test_every_single_bit_counts() -> None:
    """In the head, where the word times are, as much as in the frames."""
    for at, bit in product(range(0, len(PACKED) - len(FRAMES)), range(8)):
        damaged = bytearray(PACKED)
        damaged[at] ^= 1 << bit
        assert blob.unpack(bytes(damaged), CLIP.key) is None, (at, bit)


@given(st.integers(0, len(PACKED) - 1), st.integers(1, 255))
def test_a_changed_or_missing_byte_counts(at: int, mask: int) -> None:
    assert blob.unpack(PACKED[:at], CLIP.key) is None
    assert blob.unpack(PACKED[:at] + bytes([PACKED[at] ^ mask]) + PACKED[at + 1 :], CLIP.key) is None


def test_a_clip_of_the_first_layout_is_absent() -> None:
    head = json.dumps({"key": CLIP.key, "frames": 1, "samples": 1152, "sample_rate": 44_100, "cues": []}).encode()
    assert blob.unpack(b"CLP1" + len(head).to_bytes(4, "big") + head + FRAMES, CLIP.key) is None


def test_frames_of_another_kind_make_no_clip() -> None:
    frames = bytearray(FRAMES)
    frames[len(FRAMES) // 2 :] = mp3.encode(np.zeros(10_000, np.int16), PROFILES["high"])
    stereo = bytearray(FRAMES)
    stereo[3] &= 0x3F
    for wrong in (frames, stereo, FRAMES[:-1], FRAMES + FRAMES[:100], FRAMES[209:] + b"\xff", b"\0" * len(FRAMES)):
        with pytest.raises(SpeechError):
            blob.framed("k", (), bytes(wrong), STANDARD)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
def test_frames_are_counted_as_a_walk_counts_them(profile: mp3.Profile) -> None:
    for samples in (1, 5_000, 44_100, 200_000):
        frames = mp3.encode(np.zeros(samples, np.int16), profile)
        assert mp3.count_frames(frames, profile) == mp3.walk(frames).count
        late = frames[mp3.frame_size(frames[:4]) :]  # padded from its first frame on, as LAME never does
        assert mp3.count_frames(late, profile) == mp3.walk(frames).count - 1
    assert mp3.count_frames(b"", profile) == 0


def test_a_clip_that_is_made_again_is_listened_to_again(
    make: Callable[..., Timeline], post: Script, en_gb: Voice, memory: dict[str, bytes]
) -> None:
    """The store lost one clip but not what was heard of it; made again, it is too soft."""
    make(post, en_gb, engine_of=lambda _: Damaged(open_engine(en_gb)))
    gone = [key for key, data in memory.items() if data.startswith(blob.MAGIC)][2]
    del memory[gone]
    soft = Damaged(open_engine(en_gb), lambda pcm: pcm * 0.03)
    with pytest.raises(SpeechError, match=r"softer|nothing is heard"):
        make(post, en_gb, engine_of=lambda _: soft)


def test_a_measure_is_of_the_frames_that_were_heard(memory: dict[str, bytes]) -> None:
    tone = (9_000 * np.sin(np.arange(40_000) * 0.06)).astype(np.int16)
    loud, soft = (mp3.encode((tone * gain).astype(np.int16), STANDARD) for gain in (1, 0.1))
    heard = [
        measure.measured_sound(blob.framed("same key", (), frames, STANDARD), frames, memory)  # type: ignore[arg-type]
        for frames in (loud, soft, loud)
    ]
    assert heard[0].peak_db - heard[1].peak_db == pytest.approx(20, abs=1)
    assert heard[2] == heard[0]
    assert len(memory) == 2


def test_loudness_is_corrected_by_what_was_not_heard() -> None:
    """Half of the speech, the softer half, was heard: the estimate is that of all."""

    def said(level_db: float) -> Clip:
        return replace(CLIP, cues=(replace(CLIP.cues[0], level_db=level_db),))

    heard = measure.Measure((0.02,) * 40, -3.0)
    alone, _ = measure.estimate([said(-20)], [(said(-20), heard)])
    together, peak = measure.estimate([said(-20), said(-14)], [(said(-20), heard)])
    assert alone is not None
    assert together == pytest.approx(alone + 10 * np.log10((1 + 10**0.6) / 2), abs=0.01)
    assert peak == -3.0
    assert measure.estimate([said(-20)], []) == (None, None)


def test_of_a_long_post_the_highest_peak_is_heard_and_the_loudness_estimated(
    scripted: Callable[..., Script],
    en_gb: Voice,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With next to no sample: the first clip is heard, and one that is 3 dB louder than the others."""
    monkeypatch.setattr(measure, "WHOLE_S", 5)
    monkeypatch.setattr(measure, "SAMPLE_S", 0)
    heard: set[str] = set()
    listen = record.measured

    def watched(plan: Plan, *rest: Any) -> measure.Measure:
        heard.add(plan.parts[0].spoken)
        return listen(plan, *rest)

    monkeypatch.setattr(record, "measured", watched)
    rooms = ("hall", "club", "barn", "school", "chapel", "library")
    texts = [f"The {room} is open all winter, and nobody has to give a reason for coming in." for room in rooms]
    engine = Softer(open_engine(en_gb), -2.9, (*texts[:3], *texts[4:]))
    low = replace(STANDARD, lufs=-27.0)  # far below the limiter
    out = tmp_path / "episode.mp3"
    timeline = make_episode(
        scripted(*(("paragraph", text) for text in texts)), en_gb, profile=low, clips=Memory(), tags=Tags("T"), out=out,
        engine_of=lambda _: engine,
    )  # fmt: skip
    assert {texts[0], texts[3]} <= heard < set(texts)
    told = verify.inspect(out, timeline, low.lufs)
    assert timeline.audio.heard_ms is not None
    assert timeline.audio.heard_ms < timeline.duration_ms == told.heard_ms
    assert timeline.audio.true_peak_db == pytest.approx(told.true_peak_db, abs=0.01)
    assert timeline.audio.lufs == pytest.approx(told.lufs, abs=0.25)
