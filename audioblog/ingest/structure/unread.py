"""What stands in an article and is not read: marked here, kept as a block, and left out when the post is spoken.

In: the body of a page or post. Out: the same, with the attribute `UNREAD` on tables of contents (the chapters take
their place) and on the links with which a wiki's headings can be edited.
"""

from __future__ import annotations

import re

from audioblog.ingest.article.boilerplate import certain_rule
from audioblog.ingest.parse import Element, classes
from audioblog.ingest.structure.inline import UNREAD

CONTENTS = "table of contents"
EDIT = "edit link"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LEAST_LINKS = 3
_MAX_LOOSE = 0.2
"""Share of the list's letters that may stand outside of its links: the numbers before them."""
_TITLE = re.compile(
    r"(?:table of )?contents|on this page|in this (?:article|post|page)|jump to|inhalt(?:sverzeichnis)?"
    r"|sommaire|table des matières|índice|sumário|indice",
    re.I,
)
_BOX = ("div", "nav", "section", "aside", "details")


def mark_unread(body: Element) -> None:
    for heading in body.iter(*_HEADINGS):
        for element in heading.iterdescendants("span", "a", "small"):
            if certain_rule(classes(element)) == EDIT:
                element.set(UNREAD, EDIT)
    links = [link for link in body.iter("a") if (link.get("href") or "").startswith("#")]
    if len(links) < _LEAST_LINKS:
        return
    ids = {name: element for element in body.iter() for name in (element.get("id"), element.get("name")) if name}
    listings = {outer for link in links if (outer := _outermost_list(link)) is not None}
    for listing in listings:
        if _is_contents(listing, ids):
            _mark(listing)


def _outermost_list(link: Element) -> Element | None:
    return next((listing for listing in reversed(list(link.iterancestors("ul", "ol")))), None)


def _is_contents(listing: Element, ids: dict[str, Element]) -> bool:
    """Links to headings further down in the page, in their order, and nothing else."""
    links = [link for link in listing.iter("a") if link.get("href")]
    if len(links) < _LEAST_LINKS or not all(link.get("href").startswith("#") for link in links):
        return False
    targets = [ids.get(link.get("href")[1:]) for link in links]
    headed = sum(1 for target in targets if target is not None and _heads_section(target, listing))
    whole, linked = _letters(listing), sum(map(_letters, links))
    return headed * 2 > len(links) and whole - linked <= _MAX_LOOSE * whole


def _heads_section(target: Element, listing: Element) -> bool:
    """A heading, something in one, or a box that begins with one; not a part of the list itself."""
    if any(outer is listing for outer in target.iterancestors()):
        return False
    around = (target, *target.iterancestors())
    return (
        any(element.tag in _HEADINGS for element in around)
        or next(target.iter(*_HEADINGS), None) is not None
        or (target.getnext() is not None and target.getnext().tag in _HEADINGS)
    )


def _letters(element: Element) -> int:
    return len("".join("".join(element.itertext()).split()))


def _mark(listing: Element) -> None:
    """The list, and the title above it: in the same box, or just before."""
    listing.set(UNREAD, CONTENTS)
    element = listing
    while element is not None and element.tag != "body":
        for before in element.itersiblings(preceding=True):
            if _TITLE.fullmatch(" ".join("".join(before.itertext()).split()).rstrip(":")):
                before.set(UNREAD, CONTENTS)
                return
            if "".join(before.itertext()).strip():
                break
        element = element.getparent()
        if element is None or element.tag not in _BOX or _letters(element) > 2 * _letters(listing):
            return
