"""Word lists written as prose: a table of two hundred words is easier to read and to edit without quotes and commas."""

from __future__ import annotations


def in_order(text: str) -> tuple[str, ...]:
    """The words in the order in which they stand."""
    return tuple(text.split())


def vocabulary(text: str) -> frozenset[str]:
    """The words as a set."""
    return frozenset(text.split())
