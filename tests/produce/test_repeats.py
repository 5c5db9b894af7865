"""Repeats are set apart where eSpeak NG would swallow them, and nothing else of a text is changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioblog.model import Voice
from audioblog.produce.engines import open_engine
from audioblog.produce.engines.repeats import BREAK, kept_apart
from audioblog.produce.words import timed_words

LANGUAGES = {
    "gmw/en": "B W X E", "gmw/en-US": "B W X E", "roa/fr": "B C D F J S Z", "roa/es": "B C D F S Z", "gmw/de": "X Q B",
    "roa/it": "B X S", "zlw/pl": "B X S", "cel/cy": "B X S", "zle/ru": "б к с", "grk/el": "β ξ σ", "sem/he": "א ב ג",
}  # fmt: skip


@given(st.text("aB -'.,_\n", max_size=60))
def test_only_spaces_and_hyphens_are_exchanged(text: str) -> None:
    apart = kept_apart(text)
    assert len(apart) == len(text)
    assert all(new == old or (new == BREAK and old in " -_\n") for old, new in zip(text, apart, strict=True))


@pytest.mark.parametrize(
    "text",
    ["no no no", "It is what it is, and that is that.", "B, B, B, B, B", "No. No. No. No. No.", "10 100 1000 10000 10"],
)
def test_what_is_no_long_run_stays_as_it_is(text: str) -> None:
    assert kept_apart(text) == text


def test_each_repeat_is_set_apart_and_its_own_words_are_not() -> None:
    assert kept_apart("so I am I am i am I am, ok") == f"so I am{BREAK}I am{BREAK}i am{BREAK}I am, ok"


@pytest.mark.parametrize("model", LANGUAGES)
def test_letters_in_many_languages(model: str) -> None:
    letters = LANGUAGES[model].split()
    texts = [" ".join(letter * count) for letter in letters for count in (3, 8)]
    spoken = open_engine(Voice("v", "espeak", "en-GB", model)).speak(texts)
    for short, long, text in zip(spoken[::2], spoken[1::2], texts[1::2], strict=True):
        assert len(long.pcm) > 1.8 * len(short.pcm), text
        assert len({spot.sample for spot in timed_words(text, long.marks, len(long.pcm) // 2)}) == 8
