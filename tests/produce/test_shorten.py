"""Shortened texts: within their limit, and cut where a reader would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioblog.produce.shorten import shorten, utf8_bytes


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(4, 60))
def test_never_longer_and_always_the_beginning(text: str, most: int) -> None:
    for size in (len, utf8_bytes):
        short = shorten(text, most, size)
        assert size(short) <= most
        assert short == text or text.startswith(short.removesuffix("…"))
        assert size(text) > most or short == text


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("The hall is open", 16, "The hall is open"),
        ("The hall is open", 15, "The hall is…"),
        ("Llanfairpwllgwyngyll", 10, "Llanfairp…"),
        ("A Llanfairpwllgwyngyll", 10, "A Llanfai…"),
        ("Cafe\u0301s", 5, "Caf…"),
        ("ab👩\u200d🚒c", 5, "ab…"),
        ("ab👍🏽c", 4, "ab…"),
    ],
    ids=["fits", "between words", "one word", "a long word", "accent", "firefighter", "skin tone"],
)
def test_where_it_is_cut(text: str, most: int, short: str) -> None:
    assert shorten(text, most) == short


def test_bytes_count_as_they_are_written() -> None:
    assert shorten("日本語" * 30, 255, utf8_bytes) == "日本語" * 28 + "…"
