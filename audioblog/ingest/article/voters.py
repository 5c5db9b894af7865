"""Which text of a page is the article: three extractors vote, and the one that agrees most with the others wins.

readability-lxml and trafilatura's fast mode are asked first, and trafilatura at its strictest when they differ.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

from audioblog.ingest.parse import Element, drop, parse
from audioblog.ingest.structure.runs import Shape, text_of

_WORD = re.compile(r"\w+")

REVIEW_BELOW = 0.8
"""A `Post.confidence` below this asks for an editor's eye.

Measured on 173 news and blog pages and 124 browser tests: 12 posts lie below (4 and 8), half of them wrong (F1 of the
words under 0.8); of the 285 above, 12 are wrong, most of them test pages of a few words.
"""
_UNREAD = ("script", "style", "svg", "template", "link", "noscript")
"""No voter reads them, and each would copy and clean them several times."""
_NEARLY_ONE = 0.95
"""Two voters that agree so well need no third: so it is on 7 of 10 measured pages, at the same F1."""
_MAX_PARAGRAPHS = 2
"""In an element of `_UNREAD`; more say that broken markup put the page into it."""
_INVISIBLE = re.compile(r"display\s*:\s*none", re.I)


@dataclass(frozen=True, slots=True)
class Election:
    text: str
    agreement: float
    """The winner's mean F1 with the others, 0 to 1."""


def elect(tree: Element) -> Election:
    """The winner's text; "" when no voter finds any. The tree is left as it is."""
    ballot = _ballot(tree)
    first, second, third = VOTERS
    texts = [first(ballot), second(ballot)]
    bags = [shingles(tokens(text), 4) for text in texts]
    if f1(*bags) < _NEARLY_ONE:
        texts.append(third(ballot))
        bags.append(shingles(tokens(texts[2]), 4))
    means = []
    for index, bag in enumerate(bags):
        others = [f1(bag, other) for at, other in enumerate(bags) if at != index]
        means.append(sum(others) / len(others))
    best = max(range(len(texts)), key=lambda at: (means[at], bool(texts[at].strip())))
    if not texts[best].strip():
        return Election(_whole(tree), 0.0)
    return Election(texts[best], round(means[best], 4))


def _ballot(tree: Element) -> Element:
    """A copy without what no voter reads."""
    ballot = deepcopy(tree)
    for element in list(ballot.iter(*_UNREAD)):
        if sum(1 for _ in element.iter("p")) <= _MAX_PARAGRAPHS:
            drop(element)
    return ballot


def _whole(tree: Element) -> str:
    """All text of the element that says it is the article, or of the page: for pages too short for any voter."""
    marked = tree.xpath("//*[@itemprop='articleBody']") or tree.xpath("//article") or tree.xpath("//main")
    element = marked[0] if len(marked) == 1 else tree.find("body")
    return "\n".join(_lines(element, Shape(element)))


def tokens(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def shingles(words: list[str], size: int) -> Counter[tuple[str, ...]]:
    """All runs of `size` words; a shorter text is one run."""
    if not words:
        return Counter()
    return Counter(tuple(words[at : at + size]) for at in range(max(1, len(words) - size + 1)))


def f1(left: Counter[tuple[str, ...]], right: Counter[tuple[str, ...]]) -> float:
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 0.0


def _trafilatura_fast(tree: Element) -> str:
    """Without its comparison with a readability of its own, which has a vote here."""
    from trafilatura import extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return extract(tree, include_comments=False, fast=True) or ""


def _trafilatura_strict(tree: Element) -> str:
    from trafilatura import extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return extract(tree, include_comments=False, favor_precision=True) or ""


def _readability(tree: Element) -> str:
    from readability.readability import Unparseable

    logging.getLogger("readability").setLevel(logging.CRITICAL)
    try:
        summary = _document()(tree).summary(html_partial=True)
    except Unparseable:
        return ""
    return plain_text(summary)


@cache
def _document() -> Any:
    """readability's Document for a tree that is clean already; its own cleaning is a third of its time."""
    from readability import Document

    class Clean(Document):  # type: ignore[misc]
        def _parse(self, tree: Element) -> Element:
            copy = deepcopy(tree)
            for element in copy.xpath("//*[@hidden]"):
                drop(element)
            for element in copy.xpath("//*[@style]"):
                if _INVISIBLE.search(element.get("style")):
                    drop(element)
            return copy

    return Clean


def plain_text(html: str) -> str:
    """The lines of an HTML text, one a block."""
    if not html.strip():
        return ""
    body = parse(html).find("body")
    return "\n".join(_lines(body, Shape(body)))


def _lines(element: Element, shape: Shape) -> Iterator[str]:
    for part in shape.parts(element):
        if not isinstance(part, list):
            yield from _lines(part, shape)
        elif text := text_of(part):
            yield text


VOTERS: tuple[Callable[[Element], str], ...] = (_readability, _trafilatura_fast, _trafilatura_strict)
"""When the first two agree, readability's text is taken: it keeps more of the headings and short lines."""
