"""Sentences: the wrapper proves that nothing was lost, and cuts where a reader would breathe."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audioblog.narrate.sentences import LONGEST, heard_sentences, sentences

MARKS = "Dr. a.m. … . ?! ” “ ( ) No. end. x A 1. [2] e.g. ? * \\ + U.S."
HARD = MARKS.split()
CASES = (Path(__file__).parents[1] / "data" / "narrate" / "sentences.txt").read_text("utf-8").splitlines()[1:]


def cut(text: str, lang: str = "en-GB") -> list[str]:
    return [text[start:end] for start, end in sentences(text, lang)]


@pytest.mark.parametrize(
    "parts",
    [
        ["One sentence here.", "Another one there."],
        ["Dr. Patel came at 5 p.m. on Friday.", "She left."],
        ["We bought pens, paper etc. and left.", "Then it rained."],
        ["The rate was 3.5 per cent.", "It fell."],
        ["“Is it you?” she asked.", "It was."],
        ["She said, “It is late.”", "He agreed."],
        ["Wait… what?", "No!"],
        ["J. K. Rowling wrote it.", "We read it."],
        ["See p. 12.", "Then stop."],
        ["It works (we think).", "Try it."],
        ["The U.K. is small.", "It is wet."],
        ["Visit example.org.uk today.", "It is free."],
        ["no capital here. still one line? maybe."],
        ["", ""],
    ],
)
def test_a_paragraph_is_cut_into_its_sentences(parts: list[str]) -> None:
    text = " ".join(parts)
    got = cut(text)
    if parts[0].startswith("no capital"):
        assert " ".join(got) == text
    else:
        assert got == [part for part in parts if part]


@pytest.mark.parametrize("line", CASES)
def test_a_reader_stops_where_the_sentence_ends(line: str) -> None:
    parts = line.split(" | ")
    assert cut(" ".join(parts)) == parts


def test_a_line_break_ends_a_sentence() -> None:
    assert cut("one line\nanother line") == ["one line", "another line"]


def test_a_long_sentence_is_split_at_clause_marks() -> None:
    clause = "and then the people of the town came down to the water with their lanterns lit"
    text = f"{clause} one; {clause} two; {clause} three – {clause} four."
    parts = cut(text)
    assert all(len(part) <= LONGEST for part in parts)
    assert parts[0].endswith(";")
    assert " ".join(parts) == text


def test_a_text_without_any_stop_is_still_split() -> None:
    assert max(map(len, cut("word " * 700))) <= 600


def test_what_belongs_together_is_not_cut() -> None:
    text = "It is No. 10 Downing Street. Go there."
    assert sentences(text, whole=[(6, 10)]) == [(0, 28), (29, 38)]


def test_other_languages_have_their_own_stops() -> None:
    assert cut("これは文です。次の文です。", "ja") == ["これは文です。", "次の文です。"]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from([*HARD, " ", "\n"]), max_size=25) | st.lists(st.text(max_size=20), max_size=6),
    st.sampled_from(["en-GB", "fr", "de", "ja", "ar", "zz"]),
)
def test_no_visible_character_is_ever_lost(bits: list[str], lang: str) -> None:
    text = "".join(bits)
    slices = sentences(text, lang)
    assert "".join("".join(text[a:b].split()) for a, b in slices) == "".join(text.split())
    assert all(a < b for a, b in slices)


def test_a_silent_mark_hides_no_end() -> None:
    text = "[1] It grew.2 We came (late).[3] *"
    silent = [(0, 3), (12, 13), (29, 32)]
    found = heard_sentences(text, "en-GB", (), silent)
    assert [text[a:b] for a, b in found] == ["[1] It grew.2", "We came (late).[3]", "*"]
    assert heard_sentences("[1]", "en", (), [(0, 3)]) == [(0, 3)]


@settings(max_examples=300, deadline=None)
@given(st.text("ab. A1[]”\n", max_size=40), st.lists(st.integers(0, 40), max_size=8, unique=True))
def test_silent_marks_never_lose_a_character(text: str, edges: list[int]) -> None:
    places = sorted(edge for edge in edges if edge <= len(text))
    silent = list(zip(places[::2], places[1::2], strict=False))
    found = heard_sentences(text, "en-GB", (), silent)
    assert "".join("".join(text[a:b].split()) for a, b in found) == "".join(text.split())
    assert all(a < b for a, b in found)
