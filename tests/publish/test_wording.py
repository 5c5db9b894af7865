from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioblog.publish.wording import (
    clean,
    clock,
    counted,
    date_words,
    duration_words,
    file_name,
    language_tag,
    right_to_left,
    shorten,
    shorten_bytes,
    size_words,
)

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("milliseconds", "words"),
    [
        (0, "1 second"),
        (1_400, "1 second"),
        (59_600, "1 minute"),
        (201_000, "3 minutes 21 seconds"),
        (60_000, "1 minute"),
        (3_600_000, "1 hour"),
        (3_725_000, "1 hour 2 minutes"),
        (7_320_000, "2 hours 2 minutes"),
    ],
)
def test_durations_are_said_in_words(milliseconds: int, words: str) -> None:
    assert duration_words(milliseconds) == words


@pytest.mark.parametrize(
    ("size", "words"),
    [(1, "1 kB"), (840_400, "840 kB"), (999_600, "1.0 MB"), (1_608_000, "1.6 MB"), (48_000_000, "48.0 MB")],
)
def test_sizes_are_said_in_words(size: int, words: str) -> None:
    assert size_words(size) == words


def test_a_date_has_no_leading_zero_and_no_locale() -> None:
    assert date_words(datetime(2016, 3, 3, tzinfo=UTC)) == "3 March 2016"


def test_a_clock_is_what_apps_recognise() -> None:
    assert clock(201_999) == "00:03:21"
    assert clock(3_725_000) == "01:02:05"


def test_counting() -> None:
    assert [counted(1, "text"), counted(2, "text"), counted(1200, "story", "stories")] == [
        "1 text",
        "2 texts",
        "1,200 stories",
    ]


def test_a_long_title_is_cut_at_a_word() -> None:
    assert shorten("A meeting about ramps and rails", 20) == "A meeting about…"
    assert shorten("Supercalifragilistic" * 9, 20) == "SupercalifragilisticSupercalifragilistic"[:19] + "…"
    assert shorten("Cafe\u0301s", 5) == "Caf…", "never between a letter and its accent"


@given(ANY_TEXT, st.integers(10, 300))
def test_a_short_text_stays_and_a_long_one_keeps_the_limit(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert len(shorten_bytes(text, limit).encode()) <= limit
    if len(text) <= limit and "\n" not in text:
        assert short == " ".join(clean(text).split())


@given(ANY_TEXT)
def test_clean_text_is_allowed_in_xml(text: str) -> None:
    cleaned = clean(text)
    assert not re.search("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", cleaned)
    assert clean(cleaned) == cleaned
    cleaned.encode()


def test_ordinary_text_is_left_alone() -> None:
    text = "Ŵyl – “café”\tnaïve 😀\nمرحبا"
    assert clean(text) == text


@pytest.mark.parametrize("tag", ["en-GB", "cy", "zh-Hant-TW", " fr "])
def test_language_tags(tag: str) -> None:
    assert language_tag(tag) == tag.strip()


@pytest.mark.parametrize("tag", ["", "e", "english language", 'en" x="', "en_GB", "\x00"])
def test_what_is_no_language_tag(tag: str) -> None:
    assert language_tag(tag) == ""


def test_a_download_has_a_name_that_sorts_and_reads_well() -> None:
    day = datetime(2016, 3, 3, tzinfo=UTC)
    assert file_name("The where, who and how", day) == "2016-03-03 The where, who and how.mp3"
    assert file_name('a/b\\c:d"e?', day) == "2016-03-03 a b c d e.mp3"
    assert file_name("...", day) == "2016-03-03 Untitled post.mp3"


def test_direction() -> None:
    assert right_to_left("See: مرحبا")
    assert not right_to_left("Ŵyl 😀 123")
