"""The proof itself: whatever is lost, doubled, moved or no word is found, and named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audioblog.errors import NarrationError
from audioblog.model import Block, Cell, Post, Script
from audioblog.narrate.house import House
from audioblog.narrate.ledger import check
from audioblog.narrate.script import narrate

TABLE = Block(
    "t",
    "table",
    "Day\tHours\nMonday\tnine",
    rows=((Cell("Day", 0, True), Cell("Hours", 4, True)), (Cell("Monday", 10), Cell("nine", 17))),
)
BLOCKS = (
    Block("b1", "paragraph", "First sentence. Second sentence[1]."),
    Block("i1", "item", "An item"),
    TABLE,
    Block("c", "code", "x = 1"),
)
POST = Post("p", "A title", BLOCKS)


@pytest.fixture
def script() -> Script:
    return narrate(POST, House())


def without(script: Script, text: str) -> Script:
    kept = tuple(said for said in script.utterances if text not in said.text)
    assert len(kept) < len(script.utterances)
    return replace(script, utterances=kept)


@pytest.mark.parametrize("lost", ["First sentence", "Second sentence", "An item", "Monday", "A title"])
def test_a_lost_text_fails_the_build(script: Script, lost: str) -> None:
    with pytest.raises(NarrationError, match="neither spoken nor accounted for"):
        check(POST, without(script, lost))


def test_a_lost_omission_fails_too(script: Script) -> None:
    with pytest.raises(NarrationError, match="x = 1"):
        check(POST, replace(script, omissions=()))


def test_a_text_said_twice_fails(script: Script) -> None:
    twice = replace(script, utterances=(*script.utterances, next(said for said in script.utterances if said.text)))
    with pytest.raises(NarrationError, match="twice"):
        check(POST, twice)


def test_another_order_fails(script: Script) -> None:
    with pytest.raises(NarrationError, match="order"):
        check(POST, replace(script, utterances=script.utterances[::-1]))


def test_a_changed_text_fails(script: Script) -> None:
    said = [
        replace(each, text="Fist sentence.") if each.text == "First sentence." else each for each in script.utterances
    ]
    with pytest.raises(NarrationError, match="does not stand"):
        check(POST, replace(script, utterances=tuple(said)))


def test_an_unknown_holder_fails(script: Script) -> None:
    said = [replace(each, block="zz") if each.text == "An item" else each for each in script.utterances]
    with pytest.raises(NarrationError, match=r"zz|accounted"):
        check(POST, replace(script, utterances=tuple(said)))


@pytest.mark.parametrize("wrong", ["3 pies", "a & b", "<b>", "", "snow ☃"])
def test_only_words_may_be_spoken(script: Script, wrong: str) -> None:
    said = (replace(script.utterances[0], spoken=wrong), *script.utterances[1:])
    with pytest.raises(NarrationError, match="not a word"):
        check(POST, replace(script, utterances=said))
