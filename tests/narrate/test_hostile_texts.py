"""Texts that would bring a careless regular expression to its knees: one token, over and over, without an end."""

from __future__ import annotations

import re

import pytest

from audioblog.model import Block, Post
from audioblog.narrate.house import House
from audioblog.narrate.scan import _STOP
from audioblog.narrate.script import narrate

TOKENS = "a 1 1, ( a. A. @ - 1- 1/ £1 a@ / A& [1 5– ' “ 😀 www. x² #a _ a_ IV ¼ + e.g. 日本 1: ? … ... A1 co/ < M"


@pytest.mark.parametrize("bit", [*TOKENS.split(), "Dr. ", "3 May ", "I, ", "a; ", "St ", "A ", "\n", "\u0301"])
def test_a_text_without_end_is_narrated(bit: str) -> None:
    text = bit * (4000 // len(bit))
    script = narrate(Post("p", text[:3000], (Block("b", "paragraph", text),)), House())
    said = sum(len(u.text) for u in script.utterances) + sum(len(o.text) for o in script.omissions)
    assert said >= len(re.sub(r"\s", "", text))


def test_no_word_is_scanned_further_than_a_word_can_be_long() -> None:
    found = _STOP.match("a" * 1000)
    assert found is not None
    assert found.end() <= 100
