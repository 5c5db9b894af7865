"""A page as a list of pieces in reading order, each with what its surroundings say against it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from audioblog.ingest.article.boilerplate import LANDMARKS, ROLES, doubtful_rule
from audioblog.ingest.article.voters import tokens
from audioblog.ingest.parse import Element
from audioblog.ingest.structure.inline import EMBEDS, UNREAD
from audioblog.ingest.structure.runs import Run, Shape, text_of

_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TABLE = frozenset(("table", "thead", "tbody", "tr", "th", "td"))
_MAX_ID_WORDS = 3
_MEDIA = (*EMBEDS, "img", "hr", "picture")


@dataclass(frozen=True, slots=True, eq=False)
class Zone:
    """A block element on the way from the body to a piece, with what speaks against it alone."""

    element: Element
    parent: Zone | None = None
    rule: str = ""
    """Of its class and id; "" when they say nothing against it."""
    landmark: str = ""
    hidden: bool = False
    unread: bool = False
    """A table of contents, which belongs to the article and is not read."""
    in_link: bool = False

    def chain(self, root: Zone | None = None) -> Iterator[Zone]:
        """This zone and those around it, up to and without `root`."""
        zone: Zone | None = self
        while zone is not None and zone is not root:
            yield zone
            zone = zone.parent


@dataclass(slots=True, eq=False)
class Piece:
    """A run of text, or media that stand in no text."""

    zone: Zone
    run: Run
    text: str
    tokens: list[str]
    link_words: int
    media: list[Element]
    order: int = 0
    share: float = 0.0
    """Of its word runs, those that the winner has."""
    kept: bool = field(default=False)

    @property
    def words(self) -> int:
        return len(self.tokens)

    @property
    def link_share(self) -> float:
        return self.link_words / self.words if self.words else 0.0


def segment(body: Element, shape: Shape) -> list[Piece]:
    pieces: list[Piece] = []
    _collect(Zone(body), shape, pieces)
    for order, piece in enumerate(pieces):
        piece.order = order
    return pieces


def _collect(zone: Zone, shape: Shape, pieces: list[Piece]) -> None:
    if zone.element.tag == "hr" or zone.element.tag in EMBEDS:
        pieces.append(Piece(zone, [], "", [], 0, [zone.element]))
        return
    for part in shape.parts(zone.element):
        if not isinstance(part, list):
            _collect(_enter(part, zone), shape, pieces)
            continue
        text, media = text_of(part), list(_media_in(part))
        if text or media:
            found = tokens(text)
            linked = len(found) if zone.in_link else _link_words(part)
            pieces.append(Piece(zone, part, text, found, linked, media))


def _enter(element: Element, outer: Zone) -> Zone:
    rule = "" if element.tag in ("article", "main") else doubtful_rule(_names(element))
    rule = "" if is_named_table(element, rule) else rule
    landmark = ROLES.get((element.get("role") or "").lower(), element.tag if element.tag in LANDMARKS else "")
    unread = outer.unread or bool(element.get(UNREAD))
    return Zone(element, outer, rule, landmark, is_hidden(element), unread, outer.in_link or element.tag == "a")


def is_named_table(element: Element, rule: str) -> bool:
    """A table of figures that is called a "navbox" within an article: a menu says so by its role, or is no table."""
    return rule == "navigation" and element.tag in _TABLE


def _names(element: Element) -> str:
    """Its classes, and its id when that is a name and not a sentence: a heading's id is made of the author's words."""
    name = element.get("id") or ""
    short = len(name.replace("_", "-").split("-")) <= _MAX_ID_WORDS and element.tag not in _HEADINGS
    return f"{element.get('class') or ''} {name if short else ''}".strip().lower()


def is_hidden(element: Element) -> bool:
    """Not shown to a sighted reader, or not meant for one who listens."""
    style = element.get("style")
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or (style is not None and bool(_INVISIBLE.search(style)))
    )


def _media_in(run: Run) -> Iterator[Element]:
    for bit in run:
        if bit.part == "whole":
            yield from bit.element.iter(*_MEDIA)


def _link_words(run: Run) -> int:
    """Words of links that lead away; a heading that links to itself is no menu."""
    count = 0
    for bit in run:
        if bit.part == "whole":
            for link in bit.element.iter("a"):
                if (link.get("href") or "#").startswith("#") or link.get(UNREAD) or link.getparent().get(UNREAD):
                    continue
                count += len(tokens("".join(link.itertext())))
    return count
