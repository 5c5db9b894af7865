"""The proof is worth what it catches: narration is broken on purpose, in every place where it could lose a word.

Each test spoils one step of the way from Post to Script, as a mistake in our code would, and expects that no script
comes out. A whole build then fails for that post, and nothing of it is published.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from audioblog.config import open_workspace
from audioblog.errors import NarrationError
from audioblog.ingest.raw import RawPost
from audioblog.job import Job
from audioblog.model import Block, Cell, Comment, Footnote, Post, Script, Span
from audioblog.narrate import draft, grids, media, script
from audioblog.narrate.frames import Framed
from audioblog.narrate.house import House
from audioblog.narrate.script import narrate
from audioblog.shows import made_up
from audioblog.staging import staging
from audioblog.studio import open_studio
from audioblog.worker import make

ROWS = (
    (Cell("Day", 9, True), Cell("Cook", 13, True), Cell("Price", 18, True)),
    (Cell("Monday", 24), Cell("Nell", 31), Cell("£3", 36)),
)
POST = Post(
    "p",
    "Soup on Mondays",
    (
        Block("b1", "heading", "The plan", level=2),
        Block("b2", "paragraph", "First we peel. Then we cook[1] for 20 minutes.", (Span(28, 31, "noteref", "n1"),)),
        Block("b3", "item", "a leek", ordered=True, number="1"),
        Block("b4", "item", "an onion", ordered=True, number="2"),
        Block("b5", "quote", "Nothing about us without us."),
        Block("b6", "table", "Our week\nDay\tCook\tPrice\nMonday\tNell\t£3", rows=ROWS, caption="Our week"),
        Block("b7", "image", "A queue", alt="A queue"),
        Block("b8", "code", "x = 1"),
    ),
    footnotes=(Footnote("n1", "1", "On a low heat."),),
    comments=(Comment("c1", "Jo", "Lovely. Thank you."),),
)
HOUSE = House(comments=True)
draft_sentences = draft.heard_sentences


def test_the_post_itself_is_narrated_whole() -> None:
    assert len([said for said in narrate(POST, HOUSE).utterances if said.text]) == 14


@pytest.mark.parametrize("nth", range(14))
def test_no_utterance_can_be_lost(nth: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def lossy(self: draft.Draft, *given: object) -> None:
        kept(self, *given)  # type: ignore[arg-type]
        authors = [at for at, said in enumerate(self.utterances) if said.text]
        if len(authors) == nth + 1 and len(self.utterances) - 1 == authors[-1]:
            del self.utterances[-1]

    kept = draft.Draft._add
    monkeypatch.setattr(draft.Draft, "_add", lossy)
    with pytest.raises((NarrationError, IndexError)):  # a heading looks at its own utterance
        narrate(POST, HOUSE)


@pytest.mark.parametrize("nth", [0, 1])
def test_no_sentence_can_be_lost(nth: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def lossy(text: str, *given: object) -> list[tuple[int, int]]:
        found = whole(text, *given)  # type: ignore[arg-type]
        return found if len(found) < 2 else [each for at, each in enumerate(found) if at != nth]

    whole = draft.heard_sentences
    monkeypatch.setattr(draft, "heard_sentences", lossy)
    with pytest.raises(NarrationError, match="neither spoken nor accounted for"):
        narrate(POST, HOUSE)


@pytest.mark.parametrize("nth", [0, 1, 2])
def test_no_cell_can_be_lost(nth: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def lossy(said: list[str], heads: list[str], *, headed: bool) -> str:
        return spoken([cell for at, cell in enumerate(said) if at != nth], heads, headed=headed)

    spoken = grids._spoken_row
    monkeypatch.setattr(grids, "_spoken_row", lossy)
    with pytest.raises(NarrationError, match="would not be heard"):
        narrate(POST, HOUSE)


def test_no_row_can_be_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = grids._read_rows
    monkeypatch.setattr(grids, "_read_rows", lambda d, block, rows, body: whole(d, block, rows, body[:-1]))
    with pytest.raises(NarrationError, match="neither spoken nor accounted for"):
        narrate(POST, HOUSE)


@pytest.mark.parametrize("name", [block.id for block in POST.blocks])
def test_no_block_can_be_lost(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def lossy(d: draft.Draft, block: Block, around: Framed) -> None:
        if block.id != name:
            whole(d, block, around)

    whole = script._block
    monkeypatch.setattr(script, "_block", lossy)
    with pytest.raises(NarrationError, match="neither spoken nor accounted for"):
        narrate(POST, HOUSE)


@pytest.mark.parametrize("step", ["read_notes", "read_comments"])
def test_no_note_and_no_comment_can_be_lost(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script, step, lambda *given, **named: None)
    with pytest.raises(NarrationError, match="neither spoken nor accounted for"):
        narrate(POST, HOUSE)


def test_no_omission_can_be_kept_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft.Draft, "omit", lambda *given: None)
    with pytest.raises(NarrationError, match="x = 1"):
        narrate(POST, HOUSE)


def test_a_picture_cannot_be_said_by_other_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def other(d: draft.Draft, block: Block) -> None:
        whole(d, replace(block, text="A crowd"))

    whole = media.read_image
    monkeypatch.setitem(script._READERS, "image", other)
    with pytest.raises(NarrationError, match="does not stand at 0"):
        narrate(POST, HOUSE)


@pytest.mark.parametrize("lost", ["peel", "minutes", "Nell", "pounds"])
def test_no_word_can_be_lost(lost: str) -> None:
    whole = narrate(POST, HOUSE)
    said = [replace(each, spoken=each.spoken.replace(f" {lost}", "")) for each in whole.utterances]
    with pytest.raises(NarrationError, match=f"'{lost.lower()}' of .* would not be heard"):
        script.check(POST, Script(whole.title, whole.language, tuple(said), whole.omissions))


def test_a_loss_fails_the_post_and_nothing_of_it_waits_to_be_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = open_workspace(tmp_path, {}, {})
    studio, _ = open_studio(workspace, made_up(workspace))
    raw = RawPost(id="p", source="p", format="markdown", content="# Soup\n\nWe peel. We cook.\n")
    monkeypatch.setattr(draft, "heard_sentences", lambda *given: draft_sentences(*given)[:1])
    with pytest.raises(NarrationError, match="We cook"):
        make(Job("s", "p", "p", "0" * 64, studio, raw=raw))
    assert not list(staging(workspace.work).iterdir())
