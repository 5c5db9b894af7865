"""Which text of a page is the article: three extractors vote, and the one that agrees most with the others wins."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass

from audioblog.ingest.parse import Element, parse
from audioblog.ingest.runs import Shape, text_of

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Election:
    text: str
    agreement: float
    """The winner's mean F1 with the others, 0 to 1."""


def elect(tree: Element) -> Election:
    """The winner's text; "" when no voter finds any. The tree is left as it is."""
    texts = [vote(tree) for vote in VOTERS]
    bags = [shingles(tokens(text), 4) for text in texts]
    means = []
    for index, bag in enumerate(bags):
        others = [f1(bag, other) for at, other in enumerate(bags) if at != index]
        means.append(sum(others) / len(others))
    best = max(range(len(texts)), key=means.__getitem__)
    if not texts[best].strip():
        return Election(_whole(tree), 0.0)
    return Election(texts[best], round(means[best], 4))


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


def _trafilatura(tree: Element, *, precision: bool = False) -> str:
    from trafilatura import extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return extract(deepcopy(tree), include_comments=False, favor_precision=precision) or ""


def _trafilatura_strict(tree: Element) -> str:
    return _trafilatura(tree, precision=True)


def _readability(tree: Element) -> str:
    from readability import Document
    from readability.readability import Unparseable

    logging.getLogger("readability").setLevel(logging.CRITICAL)
    try:
        summary = Document(deepcopy(tree)).summary(html_partial=True)
    except Unparseable:
        return ""
    return plain_text(summary)


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


VOTERS: tuple[Callable[[Element], str], ...] = (_trafilatura, _trafilatura_strict, _readability)
