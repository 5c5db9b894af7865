"""What stands in the post and is not read: left out by name, and in no chapter's title."""

from __future__ import annotations

from audioblog.model import Block, Post, Span
from audioblog.narrate.house import House
from audioblog.narrate.script import narrate

BLOCKS = (
    Block("b1", "heading", "Contents", level=2, unread="table of contents"),
    Block("b2", "item", "The stove", unread="table of contents"),
    Block("b3", "heading", "The stove[edit]", (Span(9, 15, "unread", "edit link"),), level=2),
    Block("b4", "paragraph", "It stood in the middle of the floor."),
)


def test_unread_blocks_are_left_out_by_name() -> None:
    script = narrate(Post("p", "The hall", BLOCKS), House())
    left_out = [(entry.block, entry.text, entry.why) for entry in script.omissions]
    assert left_out == [("b1", "Contents", "table of contents"), ("b2", "The stove", "table of contents")]
    assert [said.block for said in script.utterances if said.text] == ["title", "b3", "b4"]


def test_a_control_in_a_heading_is_neither_said_nor_in_the_chapters_title() -> None:
    script = narrate(Post("p", "The hall", BLOCKS), House())
    heading = next(said for said in script.utterances if said.block == "b3" and said.text)
    assert heading.spoken == "The stove."
    assert [(swap.spoken, swap.why) for swap in heading.swaps] == [("", "edit link")]
    assert "The stove" in [chapter.title for chapter in script.chapters]
