"""What extractors lose inside an article, and how the page's own structure shows that it belongs there.

In: the pieces below the article's root, those that the winner holds marked as kept. Out: more of them are marked. Only
what stands between the first and the last kept piece, and has nothing against it, is ever added.
"""

from __future__ import annotations

from collections import defaultdict

from audioblog.ingest.boilerplate import short_line_rule
from audioblog.ingest.parse import Element
from audioblog.ingest.segments import Piece, Zone
from audioblog.ingest.tables import is_layout

_KINDS = frozenset(["li", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr", "pre", "dd", "dt", "p", "summary"])
_FIGURES = frozenset(("figure", "figcaption"))
_NEVER_IN = frozenset(("nav", "aside", "footer", "form", "header"))
_MIN_PROSE = 12
"""Words of a paragraph that is taken back because it stands beside kept ones; a shorter one must stand between two."""


def rescue(inside: list[Piece], root: Zone | None) -> None:
    orders = [piece.order for piece in inside if piece.kept and piece.words]
    if not orders:
        return
    free = [piece for piece in inside if nothing_against(piece, root)]
    low = _lead(free, min(orders), root)
    within = [piece for piece in free if low <= piece.order <= max(orders) and not piece.kept]
    kept_parents = {_parent(piece) for piece in inside if piece.kept}
    for piece in within:
        piece.kept = _belongs(piece, root, kept_parents)
    _rescue_tables(within, root)
    _rescue_between(inside, within, root)


def nothing_against(piece: Piece, root: Zone | None) -> bool:
    return not any(zone.rule or zone.hidden or zone.landmark in _NEVER_IN for zone in piece.zone.chain(root))


def _lead(free: list[Piece], low: int, root: Zone | None) -> int:
    """The first piece of the figures that stand directly before the first words."""
    for piece in reversed([piece for piece in free if piece.order < low]):
        if piece.order != low - 1 or (piece.words and not _tags(piece, root) & _FIGURES):
            break
        low = piece.order
    return low


def _tags(piece: Piece, root: Zone | None) -> set[str]:
    return {zone.element.tag for zone in piece.zone.chain(root)}


def _belongs(piece: Piece, root: Zone | None, kept_parents: set[Element]) -> bool:
    if not piece.words:
        return True
    if _tags(piece, root) & _FIGURES:
        return piece.link_share < 0.7
    kind = next((zone.element.tag for zone in piece.zone.chain(root) if zone.element.tag in _KINDS), "")
    if not kind or piece.link_share >= 0.5 or (kind == "p" and piece.words < _MIN_PROSE):
        return False
    return _parent(piece) in kept_parents


def _parent(piece: Piece) -> Element:
    """The element whose children are this piece's siblings."""
    return piece.zone.parent.element if piece.zone.parent else piece.zone.element


def _rescue_tables(within: list[Piece], root: Zone | None) -> None:
    """A table of data is kept whole: half a table says something else."""
    tables: defaultdict[Element, list[Piece]] = defaultdict(list)
    for piece in within:
        table = next((zone.element for zone in piece.zone.chain(root) if zone.element.tag == "table"), None)
        if table is not None:
            tables[table].append(piece)
    for table, pieces in tables.items():
        if not is_layout(table):
            for piece in pieces:
                piece.kept = True


def _rescue_between(inside: list[Piece], within: list[Piece], root: Zone | None) -> None:
    """A short line that is built like the kept ones around it: a dialogue's "No answer."."""
    waiting = {piece for piece in within if not piece.kept and not piece.link_words and _is_line(piece)}
    if not waiting:
        return
    texts = [piece for piece in inside if piece.words]
    builds = [build_of(piece, root) for piece in texts]
    for at in range(1, len(texts) - 1):
        piece, before, after = texts[at], texts[at - 1], texts[at + 1]
        alike = builds[at] in (builds[at - 1], builds[at + 1])
        if piece in waiting and alike and before.kept and (after.kept or after in waiting):
            piece.kept = True


def _is_line(piece: Piece) -> bool:
    return piece.zone.element.tag in ("p", "div") and not short_line_rule(piece.text)


def build_of(piece: Piece, root: Zone | None) -> tuple[str, ...]:
    """The elements around the piece, and the class of the nearest."""
    return (piece.zone.element.get("class") or "", *(zone.element.tag for zone in piece.zone.chain(root)))
