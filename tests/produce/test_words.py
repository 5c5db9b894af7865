"""Which word begins when, from an engine's marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioblog.errors import SpeechError
from audioblog.produce.engines import Mark
from audioblog.produce.words import Spot, timed_words, words_of

SPOKEN = st.text("abc '-,.;:?!éš", max_size=60)


def texts(spoken: str) -> list[str]:
    return [spoken[start:end] for start, end in words_of(spoken)]


def test_a_word_is_without_its_punctuation() -> None:
    assert texts("'Well-known,' she said; it's... twenty-one - and so on!") == [
        "Well-known", "she", "said", "it's", "twenty-one", "and", "so", "on",
    ]  # fmt: skip
    assert texts(" ... - ") == []


@given(SPOKEN)
def test_words_cover_every_letter(spoken: str) -> None:
    covered = {i for start, end in words_of(spoken) for i in range(start, end)}
    assert {i for i, c in enumerate(spoken) if c.isalpha()} <= covered
    assert all(spoken[start].isalnum() and spoken[end - 1].isalnum() for start, end in words_of(spoken))


def test_several_marks_in_one_word_are_one() -> None:
    spots = timed_words("a well-known hall", [Mark(0, 0), Mark(2, 10), Mark(7, 30), Mark(13, 50)], 80)
    assert [spot.sample for spot in spots] == [0, 10, 50]


def test_words_that_are_spoken_as_one_share_its_time() -> None:
    spots = timed_words("out of the way", [Mark(0, 0), Mark(11, 1000)], 2000)
    assert [spot.sample for spot in spots] == [0, 363, 636, 1000]


def test_a_mark_on_a_quotation_mark_is_the_word_behind_it() -> None:
    assert timed_words("'Yes'", [Mark(0, 5)], 10)[0].sample == 5


def test_too_many_words_without_marks_were_not_spoken() -> None:
    with pytest.raises(SpeechError, match="left out “two three four five”"):
        timed_words("one two three four five six", [Mark(0, 0), Mark(24, 900)], 1000)
    with pytest.raises(SpeechError, match="left out “one”"):
        timed_words("one two", [Mark(4, 10)], 1000)


def test_a_third_repeat_without_a_mark_was_swallowed() -> None:
    with pytest.raises(SpeechError, match="left out “NO”"):
        timed_words("Oh no no NO it is", [Mark(0, 0), Mark(3, 9), Mark(6, 12), Mark(12, 40), Mark(15, 50)], 90)
    assert len(timed_words("ciao ciao a te", [Mark(0, 0), Mark(10, 40), Mark(12, 50)], 90)) == 4


@pytest.mark.parametrize(
    ("samples", "said"),
    [([0, 300, 600, 900], "ends before “four”"), ([0, 300, 950, 950], "ends before “three four”"),
     ([0, 300, 300, 600], "no time for “three four”"), ([0, 600, 300, 700], "no time for “three four”")],
)  # fmt: skip
def test_words_after_the_end_or_at_one_moment_were_not_spoken(samples: list[int], said: str) -> None:
    text = "one two three four"
    marks = [Mark(text.index(word), sample) for word, sample in zip(text.split(), samples, strict=True)]
    with pytest.raises(SpeechError, match=said):
        timed_words(text, marks, 900)
    assert len(timed_words(text, [marks[0], Mark(4, 300), Mark(8, 600), Mark(14, 899)], 900)) == 4


def test_shares_are_told_from_marks() -> None:
    spots = timed_words("out of the way", [Mark(0, 0), Mark(11, 1000)], 2000)
    assert [spot.marked for spot in spots] == [True, False, False, True]
    assert not any(spot.marked for spot in timed_words("one two", [], 1200, estimated=True))


def test_an_engine_without_marks_gives_shares() -> None:
    spots = timed_words("one two six", [], 1200, estimated=True)
    assert [spot.sample for spot in spots] == [0, 400, 800]


def test_a_pause_at_punctuation_takes_its_share() -> None:
    spots = timed_words("one, two six.", [], 3500, estimated=True)
    assert [spot.sample for spot in spots] == [0, 1900, 2700]
    assert timed_words("one, ", [], 100, estimated=True) == (Spot(0, 3, 0),)


@given(SPOKEN, st.lists(st.tuples(st.integers(0, 70), st.integers(0, 5_000)), max_size=12), st.integers(1, 4_000))
def test_times_ascend_and_lie_inside(spoken: str, marks: list[tuple[int, int]], samples: int) -> None:
    spots = timed_words(spoken, [Mark(*mark) for mark in sorted(marks)], samples, estimated=True)
    times = [spot.sample for spot in spots]
    assert [(spot.start, spot.end) for spot in spots] == words_of(spoken)
    assert times == sorted(times)
    assert all(0 <= time < max(samples, 1) for time in times)
