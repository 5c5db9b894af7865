"""Numbers of ordered lists, as a browser would show them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audioblog.ingest.parse import Element

_STYLES = {
    "1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman",
}  # fmt: skip
_CSS_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?\b(decimal|(?:lower|upper)-(?:alpha|latin|roman))\b", re.I)
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def items_of(element: Element) -> Iterator[tuple[Element, str]]:
    """The list's children, each with its number ("" when it has none)."""
    ordered = element.tag == "ol"
    step = -1 if element.get("reversed") is not None else 1
    count = sum(1 for child in element if child.tag == "li")
    number = _integer(element.get("start"), count if step < 0 else 1)
    style = _style(element)
    for child in element:
        if child.tag != "li" or not ordered:
            yield child, ""
            continue
        number = _integer(child.get("value"), number)
        yield child, written(number, style)
        number += step


def written(number: int, style: str) -> str:
    """`number` in a CSS list style; letters and Roman numerals fall back to digits where they do not exist."""
    text = str(number)
    if style.endswith("roman") and 0 < number < 4000:
        text = _roman(number)
    elif style.endswith(("alpha", "latin")) and number > 0:
        text = _letters(number)
    return text.upper() if style.startswith("upper") else text


def _style(element: Element) -> str:
    css = _CSS_STYLE.search(element.get("style") or "")
    return css[1].lower() if css else _STYLES.get((element.get("type") or "1").strip(), "decimal")


def _integer(value: str | None, default: int) -> int:
    return int(value) if value and re.fullmatch(r"\s*[-+]?[0-9]{1,6}\s*", value) else default


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _letters(number: int) -> str:
    text = ""
    while number:
        number, letter = divmod(number - 1, 26)
        text = chr(ord("a") + letter) + text
    return text
