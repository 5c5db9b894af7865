"""A whole page -> the article alone. The voters say which text it is; here that text is found again in the DOM.

In: the body of a parsed page and the voters' winner. Out: the same tree, in which everything else has been taken out
and named. The recipe's numbers were measured on open sets of pages with known texts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from audioblog.ingest.article.boilerplate import LANDMARKS, short_line_rule
from audioblog.ingest.article.cms import correct
from audioblog.ingest.article.rescue import rescue, rescue_chunks, rescue_lead
from audioblog.ingest.article.segments import Piece, Zone, segment
from audioblog.ingest.article.voters import Election, shingles, tokens
from audioblog.ingest.parse import Element
from audioblog.ingest.structure.runs import Shape, cut
from audioblog.model import Dropped

Runs = Counter[tuple[str, ...]]
_SURE = 0.5
"""Share of a piece's 3-word runs in the winner from which it counts as the winner's."""
_SURE_OUTSIDE = 0.8
_FOREIGN = 0.6
"""Weight of a word that is not the winner's when the article's root is chosen."""
_DISTRUSTED = frozenset((
    "share bar", "related posts", "sign-up form", "advertisement", "cookie notice", "pop-up", "sidebar", "navigation",
    "table of contents", "footer", "like button", "print button", "comments", "reply form",
))  # fmt: skip
"""Rules whose zones lose what the winner took from them: of 170 such pieces on the measured pages 158 were foreign."""
_MIN_WITHOUT = 0.1
_FEW_WITHOUT = 150
"""Share and number of the article's words that must stand outside of such zones, or the names mean something else."""


def isolate(body: Element, election: Election) -> list[Dropped]:
    """Take everything that is not the article out of the body; what was taken, with each rule's name."""
    pieces = segment(body, Shape(body))
    root = _keep(pieces, election.text)
    return list(_prune(pieces, root))


def _keep(pieces: list[Piece], winner: str) -> Zone | None:
    """Mark what is kept; the article's root."""
    pool = shingles(tokens(winner), 3)
    lines = Counter(" ".join(tokens(line)) for line in winner.splitlines())
    runs = {piece: shingles(piece.tokens, 3) for piece in pieces}
    for piece in pieces:
        piece.share = _share(piece, runs[piece], pool, lines)
    root = _root(pieces)
    inside = [piece for piece in pieces if any(zone is root for zone in piece.zone.chain())]
    outside = [piece for piece in pieces if not any(zone is root for zone in piece.zone.chain())]
    left = pool.copy()
    for piece in inside:
        piece.kept = piece.share >= _SURE and _take(piece, runs[piece], left, lines, _SURE)
    for piece in outside:
        sure = piece.share >= _SURE_OUTSIDE and piece.words >= 3 and not _hidden(piece, None)
        piece.kept = sure and _take(piece, runs[piece], left, lines, _SURE_OUTSIDE)
    _distrust(inside, root)
    rescue(inside, root)
    correct(pieces)
    rescue_lead(pieces, root)
    rescue_chunks(pieces, root)
    for piece in pieces:
        piece.kept = piece.kept and not short_line_rule(piece.text)
    for piece in inside:
        piece.kept = piece.kept or piece.zone.unread
    return root


def _distrust(inside: list[Piece], root: Zone | None) -> None:
    """Give up what the winner took from menus, galleries of other stories and the like within the article."""
    kept = [piece for piece in inside if piece.kept]
    doubted = [piece for piece in kept if _is_doubted(piece, root)]
    total = sum(piece.words for piece in kept)
    without = total - sum(piece.words for piece in doubted)
    if without >= max(_FEW_WITHOUT, _MIN_WITHOUT * total):
        for piece in doubted:
            piece.kept = False


def _is_doubted(piece: Piece, root: Zone | None) -> bool:
    doubted = False
    for zone in piece.zone.chain(root):
        if zone.element.tag == "figcaption":
            return False
        doubted = doubted or zone.rule in _DISTRUSTED or zone.landmark == "nav"
    return doubted


def _share(piece: Piece, own: Runs, pool: Runs, lines: Counter[str]) -> float:
    if piece.words < 3:
        return float(bool(piece.words) and " ".join(piece.tokens) in lines)
    return sum(count for run, count in own.items() if run in pool) / own.total()


def _take(piece: Piece, own: Runs, left: Runs, lines: Counter[str], needed: float) -> bool:
    """Take the piece's runs out of what is left of the winner: a text that stands twice is found once."""
    if piece.words < 3:
        line = " ".join(piece.tokens)
        found = lines[line] > 0
        lines[line] -= found
        return found
    available = sum(min(count, left[run]) for run, count in own.items())
    if available < needed * own.total():
        return False
    left.subtract(own)
    return True


def _root(pieces: list[Piece]) -> Zone | None:
    """The deepest zone that holds the most of the winner and the least of anything else."""
    scores: defaultdict[Zone, float] = defaultdict(float)
    depths: dict[Zone, int] = {}
    for piece in pieces:
        if piece.words < 3:
            continue
        weight = piece.words if piece.share >= _SURE else -_FOREIGN * piece.words
        chain = list(piece.zone.chain())
        for height, zone in enumerate(chain):
            scores[zone] += weight
            depths[zone] = len(chain) - height
    if not scores:
        return next((zone for zone in pieces[0].zone.chain() if zone.parent is None), None) if pieces else None
    return max(scores, key=lambda zone: (scores[zone], depths[zone]))


def _prune(pieces: list[Piece], root: Zone | None) -> Iterator[Dropped]:
    for piece in pieces:
        if piece.kept:
            continue
        if piece.text:
            yield Dropped(piece.text, _reason(piece, root))
        for element in piece.media:
            if element.getparent() is not None:
                element.drop_tree()
        cut(piece.run)


def _hidden(piece: Piece, root: Zone | None) -> bool:
    return any(zone.hidden for zone in piece.zone.chain(root))


def _reason(piece: Piece, root: Zone | None) -> str:
    chain = list(piece.zone.chain(root))
    rule = next((zone.rule for zone in chain if zone.rule), "")
    landmark = next((LANDMARKS[zone.landmark] for zone in chain if zone.landmark), "")
    hidden = "hidden" if any(zone.hidden for zone in chain) else ""
    return short_line_rule(piece.text) or rule or landmark or hidden or "not the article"
