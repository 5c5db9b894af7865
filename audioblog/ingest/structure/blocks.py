"""DOM -> Blocks: the one walk that every format goes through.

In: the root of what is the article and nothing else. Out: blocks in reading order, without ids (`read` numbers them).
No word below the root is lost: what is not to be read has been taken out, and named, before the walk.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from audioblog.ingest.parse import Element
from audioblog.ingest.structure.figures import figure_parts, take_cite
from audioblog.ingest.structure.images import embed_block, image_block, media_block
from audioblog.ingest.structure.inline import EMBEDS, Inline, is_formula, preformatted
from audioblog.ingest.structure.lists import items_of
from audioblog.ingest.structure.place import Place, flatten
from audioblog.ingest.structure.runs import Bit, Run, text_of
from audioblog.ingest.structure.tables import cells_of, is_layout, rows_of, table_blocks
from audioblog.model import Block

_RULE = re.compile(r"[\s*\-–—_~•·⁂#=.⸺✻❦§+]{1,40}")
"""A line of ornaments that stands for a break in the text."""

_EMOTICON = re.compile(r"emoji|emoticon|smiley", re.I)

_NAMED_BY_CAPTION = ("image", "embed", "table", "code", "quote")


def walk(element: Element, place: Place) -> Iterator[Block]:
    """Blocks of the element, by its kind."""
    handler = _HANDLERS.get(element.tag, _container)
    yield from handler(element, place.inside(element))


def _container(element: Element, place: Place) -> Iterator[Block]:
    for part in place.shape.parts(element):
        if isinstance(part, list):
            yield from _paragraph(part, place)
        else:
            yield from walk(part, place)


def _paragraph(run: Run, place: Place) -> Iterator[Block]:
    formulas = _lone_formulas(run)
    if formulas and place.kind == "paragraph":
        yield from (image_block(formula, place) for formula in formulas)
        return
    writer = place.writer()
    writer.write_run(run)
    for kind, value in place.marks:
        writer.mark(0, kind, value)
    inline = writer.finish()
    cite = place.cite if place.kind == "quote" else ""
    depth = max(0, place.quotes - 1) if place.kind == "quote" else 0
    yield from _with_media(inline, Block("", place.kind, inline.text, inline.spans, cite=cite, depth=depth), place)


def _lone_formulas(run: Run) -> list[Element]:
    """The pictures of formulas that have the line for themselves."""
    pictures = [image for bit in run if bit.part == "whole" for image in bit.element.iter("img")]
    alone = pictures and not re.search(r"\w", text_of(run))
    formulas = all(is_formula(each) and not _EMOTICON.search(each.get("class") or "") for each in pictures)
    return pictures if alone and formulas else []


def _with_media(inline: Inline, block: Block, place: Place) -> Iterator[Block]:
    """The block between the pictures that stand before its first word and those that stand later."""
    before = [element for at, element in inline.media if at == 0]
    after = [element for at, element in inline.media if at > 0]
    yield from _media(before, place)
    if _RULE.fullmatch(block.text):
        yield place.dress(Block("", "separator", ""))
    elif block.text:
        yield place.dress(block)
    yield from _media(after, place)


def _media(elements: list[Element], place: Place) -> Iterator[Block]:
    for element in elements:
        block = media_block(element, place)
        if block:
            yield block


def _heading(element: Element, place: Place) -> Iterator[Block]:
    writer = place.writer()
    flatten(element, place, writer)
    inline = writer.finish()
    yield from _with_media(inline, Block("", "heading", inline.text, inline.spans, level=int(element.tag[1])), place)


def _list(element: Element, place: Place) -> Iterator[Block]:
    if element.text and element.text.strip():
        yield from _container(element, place)
        return
    for child, number in items_of(element):
        if child.tag in ("ul", "ol"):
            yield from walk(child, replace(place, depth=place.depth + 1))
        elif child.tag == "li":
            yield from _item(child, place.inside(child), number, element.tag == "ol")
        else:
            yield from walk(child, place) if place.shape.is_block(child) else _stray(child, place)
        if child.tail and child.tail.strip():
            yield from _tail(child, place)


def _item(element: Element, place: Place, number: str, ordered: bool) -> Iterator[Block]:
    """The first paragraph is the item; what follows keeps its own kind."""
    inner = replace(place, kind="paragraph", depth=place.depth + 1)
    waiting = True
    for block in _container(element, inner):
        if waiting and block.kind == "paragraph":
            waiting = False
            yield replace(block, kind="item", depth=place.depth, ordered=ordered, number=number)
        else:
            waiting = waiting and block.kind != "item"
            yield block


def _definitions(element: Element, place: Place) -> Iterator[Block]:
    """A term is an item; what is said of it follows as paragraphs."""
    if element.text and element.text.strip():
        yield from _paragraph([Bit(element, "text")], place)
    for child in element:
        if child.tag == "dt":
            yield from _item(child, place.inside(child), "", False)
        elif child.tag == "dd":
            yield from walk(child, replace(place, depth=place.depth + 1))
        elif place.shape.is_block(child):
            yield from _definitions(child, place.inside(child)) if child.tag == "div" else walk(child, place)
        else:
            yield from _stray(child, place)
        if child.tail and child.tail.strip():
            yield from _tail(child, place)


def _strays(element: Element, known: tuple[str, ...], place: Place) -> Iterator[Block]:
    """What broken markup puts between rows or cells, where browsers would show it before the table."""
    if element.text and element.text.strip():
        yield from _paragraph([Bit(element, "text")], place)
    for child in element:
        if child.tag not in known:
            yield from walk(child, place) if place.shape.is_block(child) else _stray(child, place)
        if child.tail and child.tail.strip():
            yield from _tail(child, place)


def _stray(element: Element, place: Place) -> Iterator[Block]:
    yield from _paragraph([Bit(element, "whole")], place)


def _tail(element: Element, place: Place) -> Iterator[Block]:
    yield from _paragraph([Bit(element, "tail")], place)


def _quote(element: Element, place: Place) -> Iterator[Block]:
    cite = take_cite(element, place) or place.cite
    inner = replace(place, kind="quote", quotes=place.quotes + 1, cite=cite)
    blocks = list(_container(element, inner))
    yield from blocks
    if cite and not any(block.cite == cite for block in blocks):
        yield place.dress(Block("", place.kind, cite))


def _table(element: Element, place: Place) -> Iterator[Block]:
    for group in (element, *element.iterchildren("thead", "tbody", "tfoot")):
        yield from _strays(group, ("thead", "tbody", "tfoot", "tr", "caption", "colgroup", "col"), place)
        for row in group.iterchildren("tr"):
            yield from _strays(row, ("td", "th"), place)
    if not is_layout(element):
        yield from table_blocks(element, place)
        return
    for caption in element.iterchildren("caption"):
        yield from _container(caption, place.inside(caption))
    for row in rows_of(element):
        for cell in cells_of(row):
            yield from _container(cell, place.inside(cell))


def _code(element: Element, place: Place) -> Iterator[Block]:
    text = preformatted(element)
    if text:
        yield place.dress(Block("", "code", text))


def _separator(_element: Element, place: Place) -> Iterator[Block]:
    yield place.dress(Block("", "separator", ""))


def _details(element: Element, place: Place) -> Iterator[Block]:
    """All of it, opened; the summary is spoken first and strongly."""
    summary = element.find("summary")
    if summary is not None:
        strong = replace(place, marks=(*place.marks, ("strong", "")))
        yield from _container(summary, strong.inside(summary))
    for part in place.shape.parts(element):
        if isinstance(part, list):
            yield from _paragraph(part, place)
        elif part is not summary:
            yield from walk(part, place)


def _figure(element: Element, place: Place) -> Iterator[Block]:
    """A caption belongs to the figure's first picture, embed, table, code or quotation."""
    figure = figure_parts(element, place)
    named = False
    for block in _container(element, place):
        takes = figure.caption and not named and block.kind in _NAMED_BY_CAPTION
        named = named or bool(takes)
        if takes and block.kind == "code":
            yield place.dress(Block("", "paragraph", figure.caption, figure.spans))
        yield figure.name(block) if takes and block.kind != "code" else block
    if figure.caption and not named:
        yield place.dress(Block("", "image", figure.caption, figure.spans, caption=figure.caption))


def _embed(element: Element, place: Place) -> Iterator[Block]:
    block = embed_block(element, place)
    if block:
        yield block


def _picture(element: Element, place: Place) -> Iterator[Block]:
    yield image_block(element, place)


Handler = Callable[[Element, Place], Iterator[Block]]
_HANDLERS: dict[str, Handler] = {
    **{f"h{level}": _heading for level in range(1, 7)},
    **dict.fromkeys(("ul", "ol", "menu", "dir"), _list),
    **dict.fromkeys(("pre", "xmp", "listing"), _code),
    **dict.fromkeys(EMBEDS, _embed),
    "dl": _definitions,
    "blockquote": _quote,
    "table": _table,
    "hr": _separator,
    "details": _details,
    "figure": _figure,
    "img": _picture,
}
