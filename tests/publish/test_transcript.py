"""Captions and transcripts: golden files, and the rules that strict readers hold for any text whatever."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioblog.model import Block, Cue, Post, Timeline
from audioblog.publish.transcript import plain_text, srt, timeline_json, transcript_json, vtt

GOLDEN = Path(__file__).parents[1] / "data" / "publish"
STAMP = r"(\d\d+):([0-5]\d):([0-5]\d)[.,](\d{3})"
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


@pytest.mark.parametrize(
    ("name", "make"),
    [("library.vtt", vtt), ("library.srt", srt), ("library.json", transcript_json), ("library.txt", plain_text)],
)
def test_golden(timeline: Timeline, name: str, make: Callable[[Timeline], bytes]) -> None:
    assert make(timeline).decode() == (GOLDEN / name).read_text("utf-8")


def _milliseconds(stamp: re.Match[str] | None) -> int:
    assert stamp
    hours, minutes, seconds, rest = map(int, stamp.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _strict_vtt(text: str) -> list[tuple[int, int, str]]:
    """The cues of a WebVTT file, by the W3C grammar as far as we use it; fails on anything else."""
    blocks = text.removesuffix("\n").split("\n\n")
    assert blocks[0] == "WEBVTT"
    cues = []
    for block in blocks[1:]:
        if block.startswith("NOTE\n"):
            assert "-->" not in block
            continue
        timing, payload = block.split("\n")
        start, end = (_milliseconds(re.fullmatch(STAMP, part)) for part in timing.split(" --> "))
        assert re.fullmatch(r"<v [^<>\n]+>(<lang [^<>]+>)?[^<>]+(</lang>)?</v>", payload), payload
        assert not re.search(r"&(?!amp;|lt;|gt;)", payload)
        cues.append((start, end, payload))
    return cues


@given(st.lists(ANY_TEXT, max_size=6), ANY_TEXT)
def test_any_text_gives_files_that_strict_readers_take(
    timeline_for: Callable[[Post], Timeline], texts: list[str], title: str
) -> None:
    post = Post("p", title, tuple(Block(f"x{number}", "quote", text) for number, text in enumerate(texts)))
    timeline = timeline_for(post)
    cues = _strict_vtt(vtt(timeline).decode())
    assert all(start < end for start, end, _ in cues)
    assert [start for start, *_ in cues] == sorted(start for start, *_ in cues)
    segments = json.loads(transcript_json(timeline))["segments"]
    assert len(segments) == len(cues)
    assert srt(timeline).decode().count(" --> ") == len(cues)
    plain_text(timeline).decode()


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 5000)), min_size=1, max_size=8))
def test_a_cue_without_length_or_out_of_order_never_spoils_the_file(
    timeline: Timeline, times: list[tuple[int, int]]
) -> None:
    cues = tuple(Cue(f"u{number}", start, end) for number, (start, end) in enumerate(times))
    parsed = _strict_vtt(vtt(replace(timeline, cues=cues)).decode())
    assert all(start < end for start, end, _ in parsed)
    assert [start for start, *_ in parsed] == sorted(start for start, *_ in parsed)


def test_the_timeline_file_holds_the_whole_timeline(timeline: Timeline) -> None:
    document = json.loads(timeline_json(timeline))
    assert document["schema"] == 1
    assert document["duration_ms"] == timeline.duration_ms
    assert len(document["cues"]) == len(timeline.cues)
    assert document["script"]["utterances"][0]["text"] == timeline.script.utterances[0].text
    assert timeline_json(timeline) == timeline_json(timeline)


def test_a_lone_surrogate_keeps_every_offset(timeline: Timeline) -> None:
    broken = replace(timeline, voice="a\ud800b")
    assert json.loads(timeline_json(broken))["voice"] == "a?b"


def test_the_synthetic_voice_is_declared(timeline: Timeline) -> None:
    assert b"NOTE\nRead by a synthetic voice: eSpeak NG, British English." in vtt(timeline)
    assert plain_text(timeline).endswith(b"Read by a synthetic voice: eSpeak NG, British English.\n")
