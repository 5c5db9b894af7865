"""Clips to times, by properties: cues ascend, lie inside, and chapters cover everything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioblog.errors import SpeechError
from audioblog.model import Chapter, Cue, Script, Timeline, Utterance, Word
from audioblog.produce import timeline
from audioblog.produce.blob import Clip, ClipCue
from audioblog.produce.engines import Speech
from audioblog.produce.engines.beep import Beep

RATE = 44_100
clip_shapes = st.lists(
    st.lists(st.tuples(st.integers(0, 40_000), st.integers(0, 200_000)), min_size=1, max_size=5), max_size=6
)
"""Of every clip, of every cue: samples of silence before it, and its own."""


def clips_of(shapes: list[list[tuple[int, int]]]) -> list[Clip]:
    clips = []
    for number, shape in enumerate(shapes):
        at, cues = 0, []
        for gap, length in shape:
            start = at + gap
            at = start + length
            cues.append(ClipCue(start, at, (Word(0, 3, round(start * 1000 / RATE)),)))
        frames = -(-(at + 4_410) // 1152)
        clips.append(Clip(f"k{number}", frames, frames * 1152, RATE, tuple(cues)))
    return clips


def script_of(clips: list[Clip]) -> Script:
    count = sum(len(clip.cues) for clip in clips)
    return Script("T", "en-GB", tuple(Utterance(f"u{i}", "b", 0, 3, "One", "One", "paragraph") for i in range(count)))


@given(clip_shapes, st.integers(0, 10**7))
def test_cues_ascend_and_lie_inside(shapes: list[list[tuple[int, int]]], before: int) -> None:
    intro = Clip("intro", 0, before, RATE, ())
    clips = [intro, *clips_of(shapes)]
    cues = timeline.cues(script_of(clips), clips)
    duration = round(sum(clip.samples for clip in clips) * 1000 / RATE)
    times = [ms for cue in cues for ms in (cue.start_ms, *(word.ms for word in cue.words), cue.end_ms)]
    assert times == sorted(times)
    assert all(round(before * 1000 / RATE) <= ms <= duration for ms in times)


@given(clip_shapes, st.lists(st.integers(0, 30), unique=True, max_size=8))
def test_chapters_cover_everything(shapes: list[list[tuple[int, int]]], marks: list[int]) -> None:
    clips = clips_of(shapes)
    cues = timeline.cues(script_of(clips), clips)
    duration = round(sum(clip.samples for clip in clips) * 1000 / RATE) + 1
    found = timeline.chapters([Chapter(f"C{i}", f"u{i}") for i in marks], cues, duration)
    assert bool(found) == any(i < len(cues) for i in marks)
    if found:
        assert (found[0].start_ms, found[-1].end_ms) == (0, duration)
        assert all(a.end_ms == b.start_ms for a, b in pairwise(found))
        assert all(chapter.start_ms < chapter.end_ms for chapter in found)


def test_of_chapters_at_one_time_the_last_is_kept() -> None:
    cues = (Cue("u0", 50, 50), Cue("u1", 50, 900), Cue("u2", 1_000, 2_000))
    marks = [Chapter("Empty", "u0"), Chapter("One", "u1"), Chapter("Two", "u2"), Chapter("Gone", "u9")]
    found = timeline.chapters(marks, cues, 2_500)
    assert [(c.title, c.start_ms, c.end_ms) for c in found] == [("One", 0, 1_000), ("Two", 1_000, 2_500)]


def test_clips_of_another_script_are_refused() -> None:
    clips = clips_of([[(0, 10)]])
    with pytest.raises(SpeechError, match="2 utterances became 1 cues"):
        timeline.cues(script_of(clips + clips), clips)


def test_times_that_were_not_measured_say_so(make: Callable[..., Timeline], post: Script) -> None:
    class Unmarked(Beep):
        version = "without marks"

        def speak(self, texts: Sequence[str]) -> list[Speech]:
            return [replace(speech, marks=(), estimated=True) for speech in super().speak(texts)]

    measured = make(post)
    guessed = make(post, engine_of=Unmarked)
    again = make(post, engine_of=Unmarked)
    assert not any(cue.estimated for cue in measured.cues)
    assert all(cue.estimated for cue in guessed.cues)
    assert again == guessed, "a clip from the store says the same"
    ends = [(cue.start_ms, cue.end_ms) for cue in measured.cues]
    assert [(cue.start_ms, cue.end_ms) for cue in guessed.cues] == ends
    assert [len(cue.words) for cue in guessed.cues] == [len(cue.words) for cue in measured.cues]
