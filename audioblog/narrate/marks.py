"""What the page's own marks decide before any rule: note references, raised figures.

In: a holder's text and spans. Out: fixed Swaps, sorted and not overlapping.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from audioblog.model import Span, Swap
from audioblog.narrate.english.numbers import number, ordinal

FOOTNOTE = "footnote mark"
_QUANTITY = re.compile(r"(?:\d\s?(?:km|cm|mm|m|ft|in|yd|mi|nm)|\b(?:km|cm|mm|m|ft))$")
_VARIABLE = re.compile(r"(?<![^\W_])[^\W\d_]$")
_ENDING = re.compile(r"(?:st|nd|rd|th|TM|®|™)$", re.I)


def fixed_swaps(text: str, spans: Sequence[Span]) -> tuple[Swap, ...]:
    """Spans that lie outside the text are ignored: a wrong mark must not spoil a right text."""
    found: list[Swap] = []
    for span in sorted(spans, key=lambda each: (each.start, each.end)):
        if not 0 <= span.start < span.end <= len(text) or (found and span.start < found[-1].end):
            continue
        swap = _swap(text, span)
        if swap:
            found.append(swap)
    return tuple(found)


def _swap(text: str, span: Span) -> Swap | None:
    written = text[span.start : span.end]
    if span.kind == "noteref":
        return Swap(span.start, span.end, "", FOOTNOTE)
    if span.kind == "sup" and not _ENDING.match(written.strip()):
        return _raised(text, span, written.strip())
    return None


def _raised(text: str, span: Span, written: str) -> Swap | None:
    """A power after a quantity, a figure or a single letter; after a word, a note mark; a raised word is a word."""
    before = text[max(0, span.start - 8) : span.start]
    if not (written.isdecimal() or written in ("*", "†", "‡", "§")):
        return None
    if re.search(r"(?<!\d)\d{1,2}$", before) and written.isdecimal():
        return Swap(span.start, span.end, f"to the power of {number(written)}", "power")
    if written.isdecimal() and _QUANTITY.search(before):
        power = {"2": "squared", "3": "cubed"}.get(written, "")
        measured = re.search(r"\d\s?\w+$", before)
        return None if measured and power else Swap(span.start, span.end, power, "power")
    if written.isdecimal() and _VARIABLE.search(before):
        n = int(written[:6])
        return Swap(span.start, span.end, {2: "squared", 3: "cubed"}.get(n, f"to the {ordinal(n)}"), "power")
    return Swap(span.start, span.end, "", FOOTNOTE)
