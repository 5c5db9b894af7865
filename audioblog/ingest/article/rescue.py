"""What extractors lose inside an article, and how the page's own structure shows that it belongs there.

In: the pieces below the article's root, those that the winner holds marked as kept. Out: more of them are marked. Only
what stands between the first and the last kept piece, and has nothing against it, is ever added.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

from audioblog.ingest.article.boilerplate import short_line_rule, whole_names
from audioblog.ingest.article.segments import Piece, Zone
from audioblog.ingest.parse import Element, words
from audioblog.ingest.structure.tables import is_layout

_KINDS = frozenset(["li", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr", "pre", "dd", "dt", "p", "summary"])
_FIGURES = frozenset(("figure", "figcaption"))
_NEVER_IN = frozenset(("nav", "aside", "footer", "form", "header"))
_NOT_A_LEAD = _NEVER_IN - {"header"}
_LEAD_PIECES = 12
_MAX_LINK_SHARE = 0.7
"""Of a caption: pictures of other posts have a link for a caption."""
_LISTS = frozenset(("ul", "ol", "blockquote"))
_SECTION_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_EMBEDDED = whole_names(r"twitter-(?:tweet|video) instagram-media tiktok-embed mastodon-embed bluesky-embed")
_LEAST_ALIKE = 3
"""Paragraphs of the article that another one's place in the page must be like."""
_MIN_PROSE = 12
"""Words of a paragraph that is taken back because it stands beside kept ones; a shorter one must stand between two."""


def rescue(inside: list[Piece], root: Zone | None) -> None:
    orders = [piece.order for piece in inside if piece.kept and piece.words]
    if not orders:
        return
    free = [piece for piece in inside if nothing_against(piece, root)]
    high = _trail(free, max(orders), root)
    _rescue_embedded_posts(inside, min(orders), high, root)
    within = [piece for piece in free if min(orders) <= piece.order <= high and not piece.kept]
    kept_parents = {_parent(piece) for piece in inside if piece.kept}
    for piece in within:
        piece.kept = _belongs(piece, root, kept_parents)
    _rescue_pictures([piece for piece in inside if min(orders) <= piece.order <= high], root)
    _rescue_lists(within, root, kept_parents)
    _rescue_headings(inside, within)
    _rescue_tables(within, root)
    _rescue_between(inside, within, root)


def nothing_against(piece: Piece, root: Zone | None) -> bool:
    return not any(zone.rule or zone.hidden or zone.landmark in _NEVER_IN for zone in piece.zone.chain(root))


def _trail(free: list[Piece], high: int, root: Zone | None) -> int:
    """The last piece of the figures that stand directly after the last words."""
    for piece in free:
        if piece.order == high + 1 and _tags(piece, root) & _FIGURES:
            high = piece.order
    return high


def rescue_lead(pieces: list[Piece], root: Zone | None) -> None:
    """Figures above the first paragraph, where themes show the post's main picture, be it in its header."""
    first = next((piece.order for piece in pieces if piece.kept and piece.words >= _MIN_PROSE), 0)
    if root is None:
        return
    around = next((zone for zone in root.chain() if zone.element.tag in ("article", "main")), root)
    for piece in pieces[max(0, first - _LEAD_PIECES) : first]:
        chain = list(piece.zone.chain())
        tags = _tags(piece, around)
        if around in chain and not piece.kept and ("figcaption" in tags or (not piece.words and "figure" in tags)):
            inner = chain[: chain.index(around)]
            against = any(zone.rule or zone.hidden or zone.landmark in _NOT_A_LEAD for zone in inner)
            piece.kept = not against and piece.link_share < _MAX_LINK_SHARE


def rescue_chunks(pieces: list[Piece], root: Zone | None) -> None:
    """The parts of an article that is cut up by advertisements: boxes like its own, with paragraphs like its own.

    Posts of a list look alike, too; they have titles, or elements of their own that say where each begins.
    """
    own = Counter(_path(piece) for piece in pieces if piece.kept and piece.words >= _MIN_PROSE)
    for piece in pieces:
        if piece.kept or piece.words < _MIN_PROSE or piece.link_share >= 0.3 or own[_path(piece)] < _LEAST_ALIKE:
            continue
        box = _box_beside(piece, root)
        piece.kept = box is not None and not _is_post(box) and nothing_against(piece, None)


def _path(piece: Piece) -> tuple[tuple[str, str], ...]:
    return tuple((zone.element.tag, zone.element.get("class") or "") for zone in piece.zone.chain())


def _box_beside(piece: Piece, root: Zone | None) -> Element | None:
    """The outermost element around the piece that does not hold the article's root; None inside of the root."""
    around = set(root.chain()) if root else set()
    outside = [zone for zone in piece.zone.chain() if zone not in around]
    inside = any(zone is root for zone in piece.zone.chain())
    return outside[-1].element if outside and not inside else None


def _is_post(box: Element) -> bool:
    titles = box.iter("h1", "h2", "h3")
    return next(box.iter("article", "time"), None) is not None or any(
        title.find(".//a") is not None or next(title.iterancestors("a"), None) is not None for title in titles
    )


def _tags(piece: Piece, root: Zone | None) -> set[str]:
    return {zone.element.tag for zone in piece.zone.chain(root)}


def _belongs(piece: Piece, root: Zone | None, kept_parents: set[Element]) -> bool:
    if not piece.words:
        return True
    if _tags(piece, root) & _FIGURES:
        return piece.link_share < _MAX_LINK_SHARE
    kind = next((zone.element.tag for zone in piece.zone.chain(root) if zone.element.tag in _KINDS), "")
    if not kind or piece.link_share >= 0.5 or (kind == "p" and piece.words < _MIN_PROSE):
        return False
    return _parent(piece) in kept_parents


def _parent(piece: Piece) -> Element:
    """The element whose children are this piece's siblings."""
    return piece.zone.parent.element if piece.zone.parent else piece.zone.element


def _rescue_pictures(between: list[Piece], root: Zone | None) -> None:
    """A figure in a box of its own that is called a "widget", and the picture of a caption that is kept."""
    figures = {piece: zone for piece in between for zone in piece.zone.chain(root) if zone.element.tag == "figure"}
    captioned = {zone for piece, zone in figures.items() if piece.kept and piece.words}
    for piece, figure in figures.items():
        wanted = (not piece.words and figure in captioned) or _is_boxed_alone(figure, root)
        piece.kept = piece.kept or (wanted and piece.link_share < _MAX_LINK_SHARE)


def _is_boxed_alone(figure: Zone, root: Zone | None) -> bool:
    doubts = [zone for zone in figure.chain(root) if zone.rule or zone.hidden or zone.landmark in _NEVER_IN]
    count = words(figure.element)
    return bool(doubts) and all(
        zone.rule == "sidebar" and not zone.hidden and not zone.landmark and words(zone.element) == count
        for zone in doubts
    )


def _rescue_embedded_posts(inside: list[Piece], low: int, high: int, root: Zone | None) -> None:
    """What the author quotes from a social network, be it in a box that is called "social"."""
    for piece in inside:
        if low <= piece.order <= high and piece.words:
            quotes = (zone for zone in piece.zone.chain(root) if zone.element.tag == "blockquote")
            piece.kept = piece.kept or any(_EMBEDDED.search(zone.element.get("class") or "") for zone in quotes)


def _rescue_lists(within: list[Piece], root: Zone | None, kept_parents: set[Element]) -> None:
    """A list or quotation of texts that stands between kept paragraphs; a list of links may be a menu."""
    for piece in within:
        holders = [zone for zone in piece.zone.chain(root) if zone.element.tag in _LISTS]
        outer = holders[-1].parent if holders else None
        if outer and piece.link_share < 0.5 and outer.element in kept_parents:
            piece.kept = piece.kept or not short_line_rule(piece.text)


def _rescue_headings(inside: list[Piece], within: list[Piece]) -> None:
    """A heading, be it a link, directly over a kept paragraph in the same element."""
    waiting = {piece for piece in within if not piece.kept and piece.zone.element.tag in _SECTION_HEADINGS}
    texts = [piece for piece in inside if piece.words]
    for piece, after in pairwise(texts):
        if piece in waiting and after.kept and after.words >= _MIN_PROSE and _parent(after) is _parent(piece):
            piece.kept = True


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
