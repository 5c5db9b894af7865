"""Which text of a page is the article: extractors vote, and the one that agrees most with the others wins.

trafilatura's fast mode is asked first, and believed when the element that the publishing system marks as the post says
the same. Else readability-lxml is asked, and trafilatura at its strictest when the two differ.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass

from audioblog.ingest.article.extractors import plain_text, readability, trafilatura_fast, trafilatura_strict
from audioblog.ingest.article.marks import marked
from audioblog.ingest.parse import Element, drop

_WORD = re.compile(r"\w+")

REVIEW_BELOW = 0.8
"""A `Post.confidence` below this asks for an editor's eye.

Measured on 173 news and blog pages and 125 browser tests: 11 posts lie below, 5 of them wrong (F1 of the words under
0.8); of the 287 above, 10 are wrong, most of them test pages of a few words. The figure says what it means: in the
ranges up to .6, .8, .9, .95, .98 and 1 the mean F1 is .60, .81, .88, .93, .97 and .99.
"""
_UNREAD = ("script", "style", "svg", "template", "link", "noscript")
"""No voter reads them, and each would copy and clean them several times."""
_NEARLY_ONE = 0.95
"""Two voters that agree so well need no third: so it is on 7 of 10 measured pages, at the same F1."""
_OWN = 0.9
"""So much agreement with the marked element decides: on 44 of 52 measured pages with a mark; F1 .977, by votes .975."""
_MAX_PARAGRAPHS = 2
"""In an element of `_UNREAD`; more say that broken markup put the page into it."""


@dataclass(frozen=True, slots=True)
class Election:
    text: str
    agreement: float
    """The winner's mean F1 with the others, 0 to 1."""


def elect(tree: Element) -> Election:
    """The winner's text; "" when no voter finds any. The tree is left as it is."""
    ballot = _ballot(tree)
    readable, fast, strict = VOTERS
    texts = [fast(ballot)]
    bags = [_bag(texts[0])]
    own = marked(ballot.iter())
    agreement = f1(bags[0], _bag(plain_text(own))) if own is not None else 0.0
    if agreement >= _OWN:
        return Election(texts[0], round(agreement, 4))
    texts.insert(0, readable(ballot))
    bags.insert(0, _bag(texts[0]))
    if f1(*bags) < _NEARLY_ONE:
        texts.append(strict(ballot))
        bags.append(_bag(texts[2]))
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
    return plain_text(element)


def _bag(text: str) -> Counter[tuple[str, ...]]:
    return shingles(tokens(text), 4)


def tokens(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def shingles(words: list[str], size: int) -> Counter[tuple[str, ...]]:
    """All runs of `size` words; a shorter text is one run."""
    if len(words) < size:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(*(words[at:] for at in range(size)), strict=False))


def f1(left: Counter[tuple[str, ...]], right: Counter[tuple[str, ...]]) -> float:
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 0.0


VOTERS: tuple[Callable[[Element], str], ...] = (readability, trafilatura_fast, trafilatura_strict)
"""When the first two agree, readability's text is taken: it keeps more of the headings and short lines."""
