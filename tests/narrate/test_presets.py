"""The ready-made rules of narration, and what they leave out: always on the ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from audioblog.errors import UsageError
from audioblog.model import Block, Footnote, Post, Span
from audioblog.narrate.house import House
from audioblog.narrate.narration import DEFAULT, PRESETS, load_rules
from audioblog.narrate.script import narrate

VOICES = Path(__file__).parents[2] / "voices"
POST = Post(
    "p",
    "Pictures and words",
    (
        Block("q", "quote", "So much for soup.", cite="Nell"),
        Block("i", "image", "A ladle", alt="A ladle"),
        *(Block(f"i{at}", "item", f"Item {at}") for at in range(8)),
        Block("e", "paragraph", "See the note.", spans=(Span(12, 13, "noteref", "n1"),)),
    ),
    footnotes=(Footnote("n1", "1", "Soup is good."),),
)


def said(name: str) -> list[str]:
    return [each.spoken for each in narrate(POST, House(rules=load_rules(name, [VOICES]))).utterances]


def test_no_name_is_the_houses_own_rules(tmp_path: Path) -> None:
    assert load_rules("", [VOICES]) == DEFAULT
    (tmp_path / "narration.toml").write_text("sentence_ms = 7\n", "utf-8")
    assert load_rules("", [tmp_path, VOICES]).sentence_ms == 7
    assert load_rules("brief", [tmp_path, VOICES]).sentence_ms == 7


def test_plain_says_the_authors_words_and_hardly_any_other() -> None:
    plain, usual = said("plain"), said("")
    assert "Quote from Nell." in usual
    assert "List of eight items." in usual
    assert not [words for words in plain if words.startswith(("Quote", "List", "End of list", "End of quote"))]
    assert "So much for soup." in plain


def test_full_announces_every_list() -> None:
    two = Post("p", "T", (Block("a", "item", "One"), Block("b", "item", "Two")))
    spoken = [each.spoken for each in narrate(two, House(rules=load_rules("full", [VOICES]))).utterances]
    assert "List of two items." in spoken


def test_brief_leaves_out_and_says_so() -> None:
    script = narrate(POST, House(rules=load_rules("brief", [VOICES])))
    assert {(left.text, left.why) for left in script.omissions} == {
        ("A ladle", "image, which the rules of narration leave out"),
        ("Soup is good.", "footnote, which the rules of narration leave out"),
    }
    assert "Notes." not in [each.spoken for each in script.utterances]


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_narrates(name: str) -> None:
    assert len(said(name)) > 10


def test_a_file_of_ones_own_is_a_preset_too(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('skip = ["quote"]\n', "utf-8")
    assert load_rules(str(own), [VOICES]).skip == ("quote",)
    own.write_text('skip = ["title"]\n', "utf-8")
    with pytest.raises(UsageError, match="cannot be left out"):
        load_rules(str(own), [VOICES])


def test_an_unknown_name_is_explained() -> None:
    with pytest.raises(UsageError, match="loud") as caught:
        load_rules("loud", [VOICES])
    assert "plain, full, brief" in caught.value.hint
