"""The three extractors that have a vote: a tree comes in and is left as it is, the text of the article goes out."""

from __future__ import annotations

import logging
from collections.abc import Callable

from audioblog.ingest.parse import Element
from audioblog.ingest.structure.runs import Shape, text_of


def trafilatura_fast(tree: Element) -> str:
    """Without its comparison with a readability of its own, which has a vote here."""
    extract = _trafilatura()
    return extract(tree, include_comments=False, fast=True) or ""


def trafilatura_strict(tree: Element) -> str:
    extract = _trafilatura()
    return extract(tree, include_comments=False, favor_precision=True) or ""


def _trafilatura() -> Callable[..., str | None]:
    from trafilatura import extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return extract


def readability(tree: Element) -> str:
    from readability.readability import Unparseable

    from audioblog.ingest.article.readable import CleanDocument

    logging.getLogger("readability").setLevel(logging.CRITICAL)
    document = CleanDocument(tree)
    try:
        document.summary(html_partial=True)
    except Unparseable:
        return ""
    return plain_text(document.html)


def plain_text(element: Element) -> str:
    """The lines of an element, one a block."""
    lines: list[str] = []
    shape = Shape(element)

    def collect(outer: Element) -> None:
        for part in shape.parts(outer):
            if not isinstance(part, list):
                collect(part)
            elif text := text_of(part):
                lines.append(text)

    collect(element)
    return "\n".join(lines)
