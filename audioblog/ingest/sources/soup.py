"""A page's text comes in, its tree as BeautifulSoup reads it goes out: for finding the way, not for reading a post.

Pages are tag soup, and links and marks have to be found in all of it. The article itself is walked in an lxml tree
(`parse`), which keeps what narration needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

MAX_TAGS = 20_000
"""Tags of a page, from its beginning, that are looked at: ten times a large page. It bounds time and memory."""
MAX_DEPTH = 200
"""Tags within tags; what lies deeper is left out, because looking upwards from each of them would take forever."""


def soup_of(text: str) -> BeautifulSoup:
    """The tree of the page `text`, whatever is in it; of a monstrous page, that of its beginning."""
    from bs4 import BeautifulSoup

    beginning = "<".join(text.split("<", MAX_TAGS + 1)[: MAX_TAGS + 1])
    # The newline keeps bs4 from warning that a short text may be meant as the name of a file, or XHTML as XML.
    soup = BeautifulSoup("\n" + beginning.encode("utf-8", "replace").decode(), "lxml")
    _cut(soup)
    return soup


def _cut(soup: BeautifulSoup) -> None:
    """Empty the tags that lie MAX_DEPTH deep."""
    depths = {id(soup): 0}
    deepest = []
    for tag in soup.find_all(True):  # in the order of the page: a parent comes before its children
        depth = depths[id(tag)] = depths[id(tag.parent)] + 1
        if depth == MAX_DEPTH:
            deepest.append(tag)
    for tag in deepest:
        tag.clear()


def said(tag: Tag | None, name: str) -> str:
    """The value of an attribute on one line; "" if there is no such tag, or it does not have it."""
    value = tag.get(name) if tag is not None else None
    return " ".join(value.split() if isinstance(value, str) else value or ())


def words(tag: Tag, name: str) -> frozenset[str]:
    """The words of an attribute such as `class` or `rel`, lower case."""
    return frozenset(said(tag, name).lower().split())
