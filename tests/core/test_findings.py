"""What `extract` shows an editor: the facts with their origins, the structure, and what was left out and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from audioblog.findings import post_text
from audioblog.model import Block, Comment, Dropped, Footnote, Post, Span

POST = Post(
    "p",
    "The ramp",
    (
        Block("b1", "heading", "Why[edit]", (Span(3, 9, "unread", "edit link"),), level=2),
        Block("b2", "paragraph", "It was too steep."),
        Block("b3", "item", "a door", ordered=True, number="1"),
        Block("b4", "item", "a kettle", depth=1),
        Block("b5", "quote", "No.", cite="The council"),
        Block("b6", "image", "", image="https://x.example/a.jpg"),
        Block("b7", "item", "Why", unread="table of contents"),
    ),
    author="Ama",
    published=datetime(2016, 3, 4, 8, tzinfo=UTC),
    footnotes=(Footnote("fn1", "1", "Three letters."),),
    comments=(Comment("c1", "Gwen", "Well done.\nAt last."), Comment("c2", "", "Yes.", depth=1)),
    dropped=(Dropped("Share this", "share bar"), Dropped("An odd line", "not the article")),
    provenance=(("author", "heuristic: byline"), ("title", "heading")),
    route="page",
    confidence=0.55,
)


def test_an_editor_sees_facts_structure_and_trust() -> None:
    shown = list(post_text(POST, verbose=False))
    assert shown[:7] == [
        "Title: The ramp (from heading)",
        "Author: Ama (from heuristic: byline, so it is not spoken)",
        "Published: 2016-03-04 08:00 UTC",
        "Language: en-GB",
        "Address: unknown",
        "Found by: page, confidence 0.55 – low: `build` leaves it for you to check, and makes it with --accept",
        "In it: 10 words; 1 heading, 1 paragraph, 2 items, 1 quote, 1 image, 1 note, 2 comments",
    ]
    assert shown[8:] == [
        "## Why",
        "It was too steep.",
        "1. a door",
        "  - a kettle",
        "> No.",
        "    quoted from: The council",
        "[image] without a description",
        "[note 1] Three letters.",
        "[comment by Gwen] Well done.",
        "    At last.",
        "  [comment by unknown] Yes.",
        "",
        "2 pieces of the page were left out (share bar 1, not the article 1); -v lists them.",
    ]


def test_verbose_lists_what_was_left_out_by_rule_and_the_doubtful_first() -> None:
    shown = list(post_text(POST, verbose=True))
    assert shown[shown.index("Left out:") :] == [
        "Left out:",
        "  not the article: 1",
        "    An odd line",
        "  share bar: 1",
        "    Share this",
        "  table of contents (kept, not read): 1",
        "    Why",
    ]


def test_a_trusted_post_says_no_more_than_its_confidence() -> None:
    shown = list(post_text(replace(POST, confidence=0.97, dropped=(), blocks=POST.blocks[1:2]), verbose=True))
    assert "Found by: page, confidence 0.97" in shown
    assert shown[-1] == "Nothing was left out."
