"""The element that a publishing system marks as the post's own: where it agrees with the voters, it decides.

In: the pieces of a page, those of the voters' winner marked as kept. Out: the same, corrected: plain text of the post's
element that the voters lost is kept, and what they took from outside of it is not.
"""

from __future__ import annotations

from collections.abc import Iterable

from audioblog.ingest.article.boilerplate import short_line_rule
from audioblog.ingest.article.marks import marked
from audioblog.ingest.article.rescue import build_of, nothing_against
from audioblog.ingest.article.segments import Piece, Zone

_STRUCTURE = frozenset(["li", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "dt", "dd", "figcaption"])
"""Kinds that are taken as they are; other text must be built like the text that the winner has."""
_AGREEMENT = 0.75
_MAX_LINK_SHARE = 0.5


def correct(pieces: list[Piece]) -> None:
    """Does nothing unless exactly one element is marked, and it and the winner are nearly the same text."""
    zones = {zone.element: zone for piece in pieces for zone in piece.zone.chain()}
    element = marked(zones)
    if element is None:
        return
    zone = zones[element]
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
