"""A list's numbers as its author wrote them ("3", "b", "iv"), as attributes that make HTML show the same. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_ROMAN = {"i": 1, "v": 5, "x": 10}


def list_type(numbers: Sequence[str]) -> tuple[str, list[str]]:
    """Attributes for `<ol>` and for each of its `<li>`: type where it is not decimal, value where the count jumps."""
    for kind, read in _READERS.items():
        values = [read(number) for number in numbers]
        known = [value for value in values if value is not None]
        if len(known) == len(values):
            expected = [1, *(value + 1 for value in known)]
            jumps = ["" if value == due else f' value="{value}"' for value, due in zip(known, expected, strict=False)]
            return ("" if kind == "1" else f' type="{kind}"'), jumps
    return "", [""] * len(numbers)


def _decimal(number: str) -> int | None:
    return int(number) if re.fullmatch(r"[0-9]{1,9}", number) else None


def _roman(number: str) -> int | None:
    """Up to xxxix: beyond it a single letter of a list is much more often a letter."""
    if not re.fullmatch(r"x{0,3}(ix|iv|v?i{0,3})", number) or not number:
        return None
    values = [_ROMAN[letter] for letter in number]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))


def _letter(number: str) -> int | None:
    return ord(number) - ord("a") + 1 if re.fullmatch(r"[a-z]", number) else None


def _capital(read: Callable[[str], int | None]) -> Callable[[str], int | None]:
    return lambda number: read(number.lower()) if number.isupper() else None


_READERS: dict[str, Callable[[str], int | None]] = {
    "1": _decimal, "i": _roman, "I": _capital(_roman), "a": _letter, "A": _capital(_letter),
}  # fmt: skip
