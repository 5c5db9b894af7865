"""The three extractors that have a vote: a tree comes in and is left as it is, the text of the article goes out.

readability-lxml is asked through a subclass that does the same on a tree that is clean and parsed already: the library
serialises every `div` once for each one around it, cleans and parses again, which is half of its time.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from copy import deepcopy
from functools import cache, lru_cache
from typing import Any

from audioblog.ingest.parse import Element, drop
from audioblog.ingest.structure.runs import Shape, text_of

_INVISIBLE = re.compile(r"display\s*:\s*none", re.I)
_BLOCK_TAGS = ("blockquote", "dl", "div", "img", "ol", "p", "table", "ul")
"""Beginnings of the names that readability's `divToPElementsRe` looks for."""
_INLINE_TAGS = frozenset(
    ("a", "b", "cite", "code", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u")
)  # fmt: skip


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

    logging.getLogger("readability").setLevel(logging.CRITICAL)
    document = _document()(tree)
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


@cache
def _document() -> Any:
    """readability's Document, for a tree that is clean already. `html` is the article when `summary` has run."""
    from lxml.etree import tounicode
    from lxml.html import fragment_fromstring
    from readability import Document
    from readability.readability import REGEXES

    unlikely, maybe = REGEXES["unlikelyCandidatesRe"].search, REGEXES["okMaybeItsACandidateRe"].search

    @lru_cache(maxsize=8192)
    def is_unlikely(names: str) -> bool:
        return bool(unlikely(names)) and not maybe(names)

    @lru_cache(maxsize=8192)
    def weight_of(name: str) -> int:
        return 25 * bool(REGEXES["positiveRe"].search(name)) - 25 * bool(REGEXES["negativeRe"].search(name))

    class Clean(Document):  # type: ignore[misc]
        def _parse(self, tree: Element) -> Element:
            copy = deepcopy(tree)
            for element in copy.xpath("//*[@hidden]"):
                drop(element)
            for element in copy.xpath("//*[@style]"):
                if _INVISIBLE.search(element.get("style")):
                    drop(element)
            self.alive = list(copy.iter())  # lxml makes a Python object anew for every element that nobody holds
            return copy

        def get_clean_html(self) -> str:
            """Only its length is looked at."""
            return str(tounicode(self._html(), method="html"))

        def class_weight(self, element: Element) -> int:
            return sum(weight_of(name) for name in (element.get("class"), element.get("id")) if name)

        def get_link_density(self, element: Element) -> float:
            linked = sum(_length(link) for link in element.iterdescendants("a"))
            return linked / max(_length(element), 1)

        def remove_unlikely_candidates(self) -> None:
            for element in self.html.findall(".//*"):
                if (
                    is_unlikely(f"{element.get('class', '')} {element.get('id', '')}")
                    and element.tag not in ("html", "body")
                    and next(element.iter("main", "article", "math"), None) is None
                    and element.tag not in ("pre", "code")
                    and next(element.iterancestors("pre", "code"), None) is None
                ):
                    drop(element)

        def transform_misused_divs_into_paragraphs(self) -> None:
            holders = {
                outer
                for inner in self.html.iter()
                if inner.tag.startswith(_BLOCK_TAGS)
                for outer in inner.iterancestors()
            }
            for element in self.html.findall(".//div"):
                if element not in holders:
                    element.tag = "p"
            for element in self.html.findall(".//div"):
                self._paragraphs(element, holders)

        def _paragraphs(self, div: Element, holders: set[Element]) -> None:
            """Loose text and inline elements of a `div` become paragraphs."""
            paragraph = None
            children = list(div)
            if div.text and div.text.strip():
                paragraph = fragment_fromstring("<p/>")
                paragraph.text, div.text = div.text, None
                div.insert(0, paragraph)
            for child in children:
                if child.tag not in _INLINE_TAGS or child in holders:
                    paragraph = None
                    continue
                if paragraph is None:
                    paragraph = fragment_fromstring("<p/>")
                    child.addprevious(paragraph)
                paragraph.append(child)
            for place, child in reversed(list(enumerate(div))):
                if child.tail and child.tail.strip():
                    after = fragment_fromstring("<p/>")
                    after.text, child.tail = child.tail, None
                    div.insert(place + 1, after)
                if child.tag == "br":
                    child.drop_tree()

    return Clean


def _length(element: Element) -> int:
    """Characters of its text, white space collapsed."""
    return len(" ".join(element.text_content().split()))
