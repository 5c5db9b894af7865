"""Text with marks in, HTML out: marks may overlap in any way, the elements that come out always nest. Pure."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from audioblog.model import Span
from audioblog.publish.wording import language_tag, one_line

_TAGS = {"em": "em", "strong": "strong", "sub": "sub", "sup": "sup", "code": "code"}
_SAFE = ("http://", "https://", "mailto:", "tel:")


@dataclass(frozen=True, slots=True)
class Mark:
    """[start, end) of a text becomes an element."""

    start: int
    end: int
    tag: str
    attributes: str = ""
    """Written as they stand, with a space in front of each."""
    once: str = ""
    """Attributes of the first piece only, when the element must be cut in two: an id."""
    first: str = ""
    """HTML at the beginning of the first piece."""
    whole: bool = False
    """Others are cut before this one is: a link in two pieces is two stops for a keyboard."""


def marked_up(
    text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None, unread: Sequence[Span] = ()
) -> str:
    """`text[start:end]` as HTML with `marks` (their offsets count in the whole text) as elements, without `unread`."""
    stop = len(text) if end is None else min(end, len(text))
    ordered = _outermost_first([mark for mark in marks if max(mark.start, start) < min(mark.end, stop)])
    opening: dict[int, list[int]] = defaultdict(list)
    closing: dict[int, list[int]] = defaultdict(list)
    for rank, mark in enumerate(ordered):
        opening[max(mark.start, start)].append(rank)
        closing[min(mark.end, stop)].append(rank)
    parts: list[str] = []
    active: list[int] = []
    written: list[int] = []
    seen: set[int] = set()
    cuts = {min(max(place, start), stop) for span in unread for place in (span.start, span.end)}
    places = sorted({start, stop, *opening, *closing, *cuts})
    for here, there in pairwise(places):
        for rank in closing[here]:
            active.remove(rank)
        for rank in opening[here]:
            insort(active, rank)
        _move(parts, ordered, written, active, seen)
        if not any(span.start <= here and there <= span.end for span in unread):
            parts.append(escape(text[here:there], quote=False))
    _move(parts, ordered, written, [], seen)
    return "".join(parts)


def _outermost_first(marks: Sequence[Mark]) -> list[Mark]:
    """The order in which elements contain each other: the longer outside, but first what must not be cut in two."""

    def order(mark: Mark) -> tuple[bool, int, int]:
        crosses = mark.whole and any(
            other.start < mark.start < other.end < mark.end or mark.start < other.start < mark.end < other.end
            for other in marks
        )
        return not crosses, mark.start - mark.end, mark.start

    return sorted(marks, key=order)


def _move(parts: list[str], marks: Sequence[Mark], written: list[int], wanted: Sequence[int], seen: set[int]) -> None:
    """Close and open elements until exactly `wanted` are open, in that order."""
    shared = 0
    while shared < min(len(written), len(wanted)) and written[shared] == wanted[shared]:
        shared += 1
    while len(written) > shared:
        parts.append(f"</{marks[written.pop()].tag}>")
    for rank in wanted[shared:]:
        mark = marks[rank]
        again = rank in seen
        parts.append(f"<{mark.tag}{'' if again else mark.once}{mark.attributes}>{'' if again else mark.first}")
        written.append(rank)
        seen.add(rank)


def span_marks(spans: Iterable[Span]) -> list[Mark]:
    """The marks of inline spans other than note references; links only to where a reader can go."""
    marks: list[Mark] = []
    linked_to = -1
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        value = escape(one_line(span.value))
        if span.kind in _TAGS:
            marks.append(Mark(span.start, span.end, _TAGS[span.kind]))
        elif span.kind == "abbr" and value:
            marks.append(Mark(span.start, span.end, "abbr", f' title="{value}"'))
        elif span.kind == "lang" and language_tag(span.value):
            marks.append(Mark(span.start, span.end, "span", f' lang="{language_tag(span.value)}"'))
        elif span.kind == "link" and span.start >= linked_to and span.value.lower().startswith(_SAFE):
            marks.append(Mark(span.start, span.end, "a", f' href="{value}"', whole=True))  # a link never holds a link
            linked_to = span.end
    return marks
