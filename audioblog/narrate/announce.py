"""The narrator's own words: opening, closing, "Note two.", "List of nine items." Short, and always the same.

In: numbers, names, dates, and the frames of a Narration. Out: sentences of plain words (numbers written out).
"""

from __future__ import annotations

from datetime import datetime

from audioblog.model import Block, Comment, Post
from audioblog.narrate.english.numbers import cardinal, roman
from audioblog.narrate.narration import Narration
from audioblog.narrate.normalise import normalise
from audioblog.narrate.punctuation import closed
from audioblog.narrate.vocabulary import in_order

_SIGNS = {"*": "star", "**": "two stars", "†": "dagger", "‡": "double dagger", "§": "section sign"}
_MONTHS = in_order("January February March April May June July August September October November December")


def count(n: int, one: str, many: str) -> str:
    """
    >>> count(1, "row", "rows"), count(12, "row", "rows")
    ('one row', 'twelve rows')
    """
    return f"{cardinal(n)} {one if n == 1 else many}"


def spoken_date(when: datetime) -> str:
    """
    >>> spoken_date(datetime(2016, 3, 3))
    'the third of March twenty sixteen'
    """
    return normalise(f"{when.day} {_MONTHS[when.month - 1]} {when.year}")


def author(post: Post) -> str:
    """The author's name if it is more than a guess, else ""."""
    return "" if post.origin("author").startswith("heuristic") else post.author.strip()


def opening(post: Post, rules: Narration, notice: str, seconds: float) -> str:
    """What is said after the title: author and date if known, the length, and that the voice is synthetic."""
    frames = rules.frames
    said = []
    if name := normalise(author(post)):
        said.append(closed(frames["author"].format(author=name).rstrip(".")))
    if post.published:
        said.append(frames["published"].format(date=spoken_date(post.published)))
    said.append(frames["minutes"].format(minutes=count(max(1, round(seconds / 60)), "minute", "minutes")))
    if notice.strip():
        said.append(closed(normalise(notice)))
    return " ".join(phrase for phrase in said if phrase)


def closing(post: Post, rules: Narration) -> str:
    """ "End of post.", and how many addresses the page links to."""
    spans = [span for block in post.body() for span in block.spans]
    spans += [span for note in post.footnotes for span in note.spans]
    n = len({span.value for span in spans if span.kind == "link" and span.value and not span.value.startswith("#")})
    if not n:
        return rules.frames["end"]
    links = rules.frames["one_link"] if n == 1 else rules.frames["links"].format(count=cardinal(n).capitalize())
    return f"{rules.frames['end']} {links}".strip()


def comment(nth: int, given: Comment, rules: Narration) -> str:
    """ "Comment one, by X, on the third of March twenty sixteen." """
    name = normalise(given.author)
    frame = rules.frames["reply" if given.depth else "comment"]
    return frame.format(
        number=cardinal(nth),
        by=f", by {name}" if name else "",
        on=f", on {spoken_date(given.date)}" if given.date else "",
    )


def note(number: str, nth: int, rules: Narration) -> str:
    """ "Note two." by the number that the note is given in the text, or by its place."""
    written = number.strip().strip("[]().")
    said = _SIGNS.get(written) or normalise(written).strip(".")
    return closed(rules.frames["note"].format(number=said or cardinal(nth)).rstrip("."))


def item_number(block: Block, *, as_roman: bool) -> str:
    """The number of an ordered item as it is written: "3" -> "Three.", "b" -> "B.", "iv" -> "Four."."""
    written = block.number.strip().strip("().")
    if as_roman and roman(written):
        return f"{cardinal(roman(written)).capitalize()}."
    said = normalise(written.upper() if len(written) == 1 else written)
    return closed(said[:1].upper() + said[1:]) if said else ""
