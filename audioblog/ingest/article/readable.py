"""readability's Document for a tree that is clean and parsed already: a tree comes in, `html` is the article.

The library serialises every `div` once for each one around it, cleans and parses again, which is half of its time; the
text is the same. Imported only when readability is asked, because the library is slow to import.
"""

from __future__ import annotations

import re
from copy import deepcopy
from functools import lru_cache

from lxml.etree import tounicode
from lxml.html import fragment_fromstring
from readability import Document
from readability.readability import REGEXES

from audioblog.ingest.parse import Element, drop

_INVISIBLE = re.compile(r"display\s*:\s*none", re.I)
_BLOCK_TAGS = ("blockquote", "dl", "div", "img", "ol", "p", "table", "ul")
"""Beginnings of the names that readability's `divToPElementsRe` looks for."""
_INLINE_TAGS = frozenset(
    ("a", "b", "cite", "code", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u")
)  # fmt: skip
_UNLIKELY, _MAYBE = REGEXES["unlikelyCandidatesRe"].search, REGEXES["okMaybeItsACandidateRe"].search


class CleanDocument(Document):  # type: ignore[misc]
    """`html` is the article when `summary` has run."""

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
        return sum(_weight_of(name) for name in (element.get("class"), element.get("id")) if name)

    def get_link_density(self, element: Element) -> float:
        linked = sum(_length(link) for link in element.iterdescendants("a"))
        return linked / max(_length(element), 1)

    def remove_unlikely_candidates(self) -> None:
        for element in self.html.findall(".//*"):
            if (
                _is_unlikely(f"{element.get('class', '')} {element.get('id', '')}")
                and element.tag not in ("html", "body")
                and next(element.iter("main", "article", "math"), None) is None
                and element.tag not in ("pre", "code")
                and next(element.iterancestors("pre", "code"), None) is None
            ):
                drop(element)

    def transform_misused_divs_into_paragraphs(self) -> None:
        holders = {
            outer for inner in self.html.iter() if inner.tag.startswith(_BLOCK_TAGS) for outer in inner.iterancestors()
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


@lru_cache(maxsize=8192)
def _is_unlikely(names: str) -> bool:
    return bool(_UNLIKELY(names)) and not _MAYBE(names)


@lru_cache(maxsize=8192)
def _weight_of(name: str) -> int:
    return 25 * bool(REGEXES["positiveRe"].search(name)) - 25 * bool(REGEXES["negativeRe"].search(name))


def _length(element: Element) -> int:
    """Characters of its text, white space collapsed."""
    return len(" ".join(element.text_content().split()))
