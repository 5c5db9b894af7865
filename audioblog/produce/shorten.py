"""A text and a limit in, the beginning of the text out: never half a word where there are spaces, nor half a letter."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable

MARK = "…"
LAST_WORD = 0.75
"""Share of what fits that is kept at least, to end between words; a longer word is cut."""
_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)


def shorten(text: str, most: int, size: Callable[[str], int] = len) -> str:
    """`text` if it is at most `most` long, as `size` counts; else its beginning and "…", which is."""
    if size(text) <= most:
        return text
    end = bisect_right(range(len(text)), most - size(MARK), key=lambda length: size(text[:length])) - 1
    end = max(end, 0)
    while end and _joined(text[end - 1], text[end]):
        end -= 1
    space = text.rfind(" ", int(end * LAST_WORD), end + 1)
    return text[: space if space > 0 else end].rstrip() + MARK


def utf8_bytes(text: str) -> int:
    return len(text.encode(errors="replace"))


def _joined(before: str, after: str) -> bool:
    """Whether people see one character in these two: a letter and its accent, an emoji and its skin or partner."""
    return unicodedata.category(after).startswith("M") or ord(after) in _SKIN_TONES or _JOINER in (before, after)
