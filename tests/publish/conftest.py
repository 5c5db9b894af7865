"""A show, a post with every kind of block, and its timeline, built by hand; and the same for any number of episodes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from audioblog.model import (
    TITLE,
    AudioFacts,
    Block,
    Cell,
    ChapterTime,
    Comment,
    Cue,
    Episode,
    Footnote,
    Omission,
    Post,
    Script,
    Show,
    Span,
    Swap,
    Timeline,
    Utterance,
    Word,
)

MS_A_LETTER = 60


def _span(text: str, part: str, kind: str, value: str = "") -> Span:
    start = text.index(part)
    return Span(start, start + len(part), kind, value)  # type: ignore[arg-type]


def _table() -> Block:
    caption = "Opening hours of the advice desk"
    rows = (("Day", "Morning", "Afternoon"), ("Monday", "9 to 12", "Closed"), ("Friday", "9 to 12", "1 to 4"))
    text, cells = caption, []
    for number, row in enumerate(rows):
        text += "\n"
        line = []
        for place, value in enumerate(row):
            text += "\t" if place else ""
            line.append(Cell(value, len(text), header=number == 0 or place == 0))
            text += value
        cells.append(tuple(line))
    return Block("b11", "table", text, rows=tuple(cells), caption=caption)


def sample_post() -> Post:
    """One post of an imaginary blog with headings, lists, quotes, a table, pictures, code, notes and comments."""
    opening = (
        "On 3 March 2016 we met at the Mill Road library. Twelve people came, and NHS England sent a note.[1] "
        "It rained."
    )
    linked = "You can read the minutes of the meeting, or ask for them in Braille. Gareth calls this cyd-gynhyrchu."
    return Post(
        id="sample",
        title="What we learned at the library: co-production & tea",
        url="https://blog.example.org/library/",
        author="Ada Okafor",
        published=datetime(2016, 3, 4, 9, 30, tzinfo=UTC),
        language="en-GB",
        summary="Twelve people met to plan a service together. This is what they said.",
        blocks=(
            Block(
                "b1", "paragraph", opening,
                (_span(opening, "NHS", "abbr", "National Health Service"), _span(opening, "[1]", "noteref", "n1"),
                 _span(opening, "It rained", "em")),
            ),
            Block("b2", "heading", "Who came", level=2),
            Block("b3", "item", "Carers", depth=0),
            Block("b4", "item", "Parents of young children", depth=1),
            Block("b5", "item", "Two people from the council", depth=0),
            Block("b6", "heading", "What they said", level=4),
            Block("b7", "quote", "Nothing about us without us. We mean it.", cite="Mary, a carer"),
            Block("b8", "quote", "That is what my mother said.", depth=1, cite="Mary, a carer"),
            Block("b9", "item", "Ask first.", ordered=True, number="3"),
            Block("b10", "item", "Then listen.", ordered=True, number="4"),
            _table(),
            Block("b12", "image", "Tea for everyone", caption="Tea for everyone", alt="Six cups on a trolley",
                  image="https://blog.example.org/tea.jpg"),
            Block("b13", "image", "A ramp up to the library door", alt="A ramp up to the library door"),
            Block("b14", "heading", "Next steps", level=2),
            Block("b15", "paragraph", linked,
                  (_span(linked, "read the minutes of the meeting", "link", "https://blog.example.org/minutes?a=1&b=2"),
                   _span(linked, "cyd-gynhyrchu", "lang", "cy"))),
            Block("b16", "code", "if late:\n    call()"),
            Block("b17", "separator", ""),
            Block("b18", "paragraph", "Diolch yn fawr.", lang="cy"),
        ),
        footnotes=(Footnote("n1", "1", "The note is on the council's website."),),
        comments=(Comment("c1", "Beth", "Lovely to read.\nSee you in May.", datetime(2016, 3, 5, tzinfo=UTC)),),
        route="page",
    )  # fmt: skip


def timeline_of(post: Post, *, comments: bool = True) -> Timeline:
    """A timeline that says every sentence of `post`, at 60 ms a letter; "Image" is announced; 2016 is said in words."""
    utterances: list[Utterance] = []
    chapters: list[tuple[str, int]] = []
    kinds = {block.id: block for block in post.blocks}
    for holder, text in post.holders():
        block = kinds.get(holder)
        if holder.startswith("c") and not comments:
            continue
        if block and block.kind == "image":
            utterances.append(Utterance(f"u{len(utterances)}", holder, 0, 0, "", "Image:", "image"))
        if holder == TITLE or (block and block.kind == "heading"):
            chapters.append((text, len(utterances)))
        for found in re.finditer(r"[^.\n\t]+\.?(\[1\])?", text):
            if found.group().strip():
                swaps = tuple(
                    Swap(found.start() + year.start(), found.start() + year.end(), "twenty sixteen", "date")
                    for year in re.finditer("2016", found.group())
                )
                said = found.group().strip().replace("2016", "twenty sixteen")
                lang = block.lang if block and block.lang else post.language
                utterances.append(
                    Utterance(
                        f"u{len(utterances)}", holder, found.start(), found.end(), found.group(), said,
                        "heading" if block and block.kind == "heading" else "paragraph", lang, swaps=swaps,
                        speaker="Mary" if block and block.kind == "quote" else "",
                    )
                )  # fmt: skip
    cues, at = [], 0
    for utterance in utterances:
        length = len(utterance.spoken) * MS_A_LETTER
        cues.append(Cue(utterance.id, at, at + length, (Word(0, 3, at),)))
        at += length + 200
    chapters = [(name, first) for name, first in chapters if first < len(cues)]
    starts = [cues[first].start_ms for _, first in chapters]
    ends = [*starts[1:], at]
    times = tuple(ChapterTime(*chapter) for chapter in zip((name for name, _ in chapters), starts, ends, strict=False))
    omissions = tuple(Omission(note.id, 0, 0, "[1]", "note mark") for note in post.footnotes)
    return Timeline(
        Script(post.title, post.language, tuple(utterances), omissions),
        tuple(cues), times, at, AudioFacts("lame", 44100, 64, at // 26), "eSpeak NG, British English",
    )  # fmt: skip


def episode_of(post: Post, timeline: Timeline, slug: str = "2016-03-04-library") -> Episode:
    published = post.published or datetime(2016, 3, 4, tzinfo=UTC)
    return Episode(
        guid=f"urn:uuid:{slug}", show="sample", post=post.id, slug=slug, title=post.title, published=published,
        updated=published + timedelta(hours=1), language=post.language, media=f"media/{slug}.0123456789ab",
        bytes=timeline.duration_ms * 8, duration_ms=timeline.duration_ms, author=post.author, url=post.url,
        summary=post.summary, voice=timeline.voice, chapters=timeline.chapters,
    )  # fmt: skip


@pytest.fixture(scope="session")
def show() -> Show:
    return Show(
        slug="sample", title="Mill Road Notes", description="Posts about planning care together.",
        author="Mill Road Group",
        owner_email="audio@blog.example.org", link="https://blog.example.org/",
        base_url="https://audio.example.org/mill/", guid="9b024349-ccf0-5f69-a609-6b82873eab3c",
        copyright="Mill Road Group", subcategory="Personal Journals",
    )  # fmt: skip


@pytest.fixture(scope="session")
def post() -> Post:
    return sample_post()


@pytest.fixture(scope="session")
def timeline(post: Post) -> Timeline:
    return timeline_of(post)


@pytest.fixture(scope="session")
def episode(post: Post, timeline: Timeline) -> Episode:
    return episode_of(post, timeline)


@pytest.fixture(scope="session")
def timeline_for() -> Callable[..., Timeline]:
    return timeline_of


@pytest.fixture(scope="session")
def many(episode: Episode) -> Callable[[int], list[Episode]]:
    """`many(n)`: n episodes, a day apart, oldest first."""

    def make(count: int) -> list[Episode]:
        return [
            replace(
                episode, guid=f"urn:uuid:{number}", slug=f"post-{number}", media=f"media/post-{number}.0123456789ab",
                title=f"Post number {number}", published=episode.published + timedelta(days=number),
                updated=episode.updated + timedelta(days=number), post=f"post-{number}",
            )
            for number in range(count)
        ]  # fmt: skip

    return make
