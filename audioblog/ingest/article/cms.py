"""The element that a publishing system marks as the post's own: where it agrees with the voters, it decides.

In: the pieces of a page, those of the voters' winner marked as kept. Out: the same, corrected: plain text of the post's
element that the voters lost is kept, and what they took from outside of it is not.
"""

from __future__ import annotations

from collections.abc import Iterable

from audioblog.ingest.article.boilerplate import short_line_rule
from audioblog.ingest.article.rescue import build_of, nothing_against
from audioblog.ingest.article.segments import Piece, Zone

_MARKS: tuple[frozenset[str], ...] = (
    frozenset(("entry-content",)),
    frozenset(("wp-block-post-content",)),
    frozenset(("post-body", "entry-content")),
    frozenset(("gh-content",)),
    frozenset(("available-content",)),
    frozenset(("e-content",)),
)
"""WordPress themes, block themes, Blogger, Ghost, Substack, microformats: classes that one element carries."""
_BODY = frozenset(("itemprop=articleBody",))
_STRUCTURE = frozenset(["li", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "dt", "dd", "figcaption"])
"""Kinds that are taken as they are; other text must be built like the text that the winner has."""
_AGREEMENT = 0.75
_MAX_LINK_SHARE = 0.5


def correct(pieces: list[Piece]) -> None:
    """Does nothing unless exactly one element is marked, and it and the winner are nearly the same text."""
    zone = _marked(pieces)
    if zone is None:
        return
    inside = {piece for piece in pieces if any(outer is zone for outer in piece.zone.chain())}
    own = [piece for piece in pieces if piece in inside and _is_plain(piece, zone)]
    common = _words(piece for piece in inside if piece.kept)
    if common < _AGREEMENT * _words(piece for piece in pieces if piece.kept) or common < _AGREEMENT * _words(own):
        return
    builds = {build_of(piece, zone) for piece in own if piece.kept}
    for piece in own:
        piece.kept = piece.kept or piece.zone.element.tag in _STRUCTURE or build_of(piece, zone) in builds
    for piece in pieces:
        piece.kept = piece.kept and piece in inside


def _is_plain(piece: Piece, zone: Zone) -> bool:
    return nothing_against(piece, zone) and piece.link_share < _MAX_LINK_SHARE and not short_line_rule(piece.text)


def _words(pieces: Iterable[Piece]) -> int:
    return sum(piece.words for piece in pieces)


def _marked(pieces: list[Piece]) -> Zone | None:
    """The one zone that carries a CMS's mark or says `articleBody`; None when there is none or more than one."""
    found: dict[frozenset[str], set[Zone]] = {}
    for zone in {zone for piece in pieces for zone in piece.zone.chain()}:
        names = frozenset((zone.element.get("class") or "").split())
        for mark in _MARKS:
            if mark <= names:
                found.setdefault(mark, set()).add(zone)
        if zone.element.get("itemprop") == "articleBody":
            found.setdefault(_BODY, set()).add(zone)
    singles = (zones for mark in (*_MARKS, _BODY) if len(zones := found.get(mark, set())) == 1)
    return next((next(iter(zones)) for zones in singles), None)
