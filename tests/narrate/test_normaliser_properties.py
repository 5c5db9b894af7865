"""What must hold of any text: only words are spoken, no name loses its digits, plain prose stays as it is."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audioblog.narrate.english.numbers import cardinal
from audioblog.narrate.english.rules import ENGLISH
from audioblog.narrate.known import word_list
from audioblog.narrate.normalise import normalise, swaps
from audioblog.narrate.punctuation import is_speakable

PLANES = (*range(0, 0x20000, 0x1000), 0xE0000)
"""Starts of the parts of Unicode where characters are: 4,096 each."""
NUMBERS = {word for n in range(100) for word in cardinal(n).split("-")} | {"oh", "hundred", "thousand", "and"}
NAME = st.from_regex(r"[A-Z]{1,4}[0-9]{1,4}[A-Z]{0,3}|[A-Z][a-z][0-9][A-Z]{2}|[A-Z]{3,5}-[0-9]{2}", fullmatch=True)
PLAIN = sorted(word for word in word_list() - ENGLISH.words if len(word) > 3 and word.isascii())
"""The list has short forms, too ("asst"), which are read out."""
PROSE = st.lists(st.sampled_from(PLAIN), min_size=2)


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:'[^\W_]+)?", text)


@pytest.mark.parametrize("start", PLANES, ids=hex)
@pytest.mark.parametrize("glue", ["", "1a"])
def test_every_character_of_unicode_becomes_words_or_silence(start: int, glue: str) -> None:
    for block in range(start, start + 0x1000, 0x80):
        text = glue.join(map(chr, range(block, block + 0x80)))
        spoken = normalise(f"We {text} met.")
        assert is_speakable(spoken)
        assert spoken.startswith("We")
        assert not re.search(r"\d", spoken)


@pytest.mark.parametrize("start", PLANES, ids=hex)
def test_every_number_of_unicode_is_said(start: int) -> None:
    numbers = [chr(at) for at in range(start, start + 0x1000) if unicodedata.numeric(chr(at), None) is not None]
    silent = [char for char in numbers if not swaps(f"so {char} it") and unicodedata.category(char)[0] == "N"]
    assert silent == []


@settings(max_examples=400, deadline=None)
@given(NAME, st.sampled_from(("We met {} today.", "{}", "({})", "{}’s", "the {}-led one", "At {}, we")))
def test_a_name_never_loses_its_digits(name: str, place: str) -> None:
    spoken = words(normalise(place.format(name)).replace("-", " "))
    bare = words(normalise(place.format(re.sub(r"\d", "", name).rstrip("-"))))
    assert len(spoken) > len(bare) or set(spoken) & (NUMBERS - {"and"}), (name, spoken)


@settings(max_examples=300, deadline=None)
@given(NAME, st.integers(0, 9), st.integers(0, 9))
def test_another_digit_is_another_name(name: str, one: int, other: int) -> None:
    said = [normalise(re.sub(r"\d", str(digit), name, count=1)) for digit in (one, other)]
    assert (said[0] == said[1]) == (one == other)


@settings(max_examples=300, deadline=None)
@given(PROSE)
def test_plain_prose_keeps_every_word(prose: list[str]) -> None:
    text = " ".join(prose).capitalize() + "."
    assert words(normalise(text)) == words(text)
