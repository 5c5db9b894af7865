"""The rules of narration as data: an editor's file changes pauses, phrases and limits, and wrong ones are explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from audioblog.errors import UsageError
from audioblog.model import Block, Post
from audioblog.narrate.house import House
from audioblog.narrate.narration import DEFAULT, load_narration, narration
from audioblog.narrate.script import narrate

SHIPPED = Path(__file__).parents[2] / "voices" / "narration.toml"
POST = Post("p", "T", (Block("h", "heading", "Next", level=2), Block("q", "quote", "Words. More words.")))


def test_the_shipped_file_is_the_default() -> None:
    assert load_narration(SHIPPED) == DEFAULT


def test_headings_have_room_around_them() -> None:
    said = {each.role: each for each in narrate(POST, House()).utterances}
    assert said["heading"].pause_before_ms >= 800
    assert said["heading"].pause_after_ms >= 400


def test_a_file_changes_what_it_names_and_nothing_else() -> None:
    rules = narration(
        {"pauses": {"quote": [10, 20]}, "frames": {"quote": "She said."}, "limits": {"list_items": 3}, "sentence_ms": 5}
    )
    script = narrate(POST, House(rules=rules))
    first, last = (each for each in script.utterances if each.role == "quote")
    assert (first.pause_before_ms, first.pause_after_ms, last.pause_after_ms) == (10, 5, 20)
    assert "She said." in [each.spoken for each in script.utterances]
    assert rules.pauses["heading"] == DEFAULT.pauses["heading"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[pauses]\nshout = [1, 2]", "no role"),
        ("[pauses]\nquote = [1]", "not enough"),
        ("[pauses]\nquote = [-1, 2]", "negative"),
        ("[frames]\nhello = 'x'", "unknown"),
        ("[frames]\nnote = 'Note {nummer}.'", "nummer"),
        ("[limits]\nnothing = 1", "unknown"),
        ("speed = 3", "unknown"),
        ("[frames", "cannot be read"),
    ],
)
def test_a_wrong_file_is_named_and_explained(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "narration.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=says) as caught:
        load_narration(path)
    assert "narration.toml" in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"gone\.toml"):
        load_narration(tmp_path / "gone.toml")
