"""How a DOM falls into blocks and runs of inline text: the one rule that the voters' map and the walk share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from audioblog.ingest.parse import Element

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "col",
        "colgroup",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "noframes",
        "ol",
        "optgroup",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
        "xmp",
        "listing",
    ]
)
"""td and th are not here: a row of plain cells is one run. A cell that holds blocks counts as one (see `Shape`)."""


@dataclass(frozen=True, slots=True)
class Bit:
    """A piece of a run: an element's text, its tail, or a whole inline element without its tail."""

    element: Element
    part: Literal["text", "tail", "whole"]


Run = list[Bit]


class Shape:
    """Which elements of a tree are blocks: by name, or because a block or a double break stands inside them."""

    def __init__(self, root: Element) -> None:
        self._holders: set[Element] = set()
        for element in root.iter(*BLOCKS):
            self._mark(element.iterancestors())
        for element in root.iter("br"):
            if _is_double(element):
                self._mark(element.iterancestors())

    def _mark(self, ancestors: Iterator[Element]) -> None:
        for ancestor in ancestors:
            if ancestor in self._holders:
                return
            self._holders.add(ancestor)

    def is_block(self, element: Element) -> bool:
        return element.tag in BLOCKS or element in self._holders

    def parts(self, element: Element) -> Iterator[Run | Element]:
        """The element's content in order: runs of inline content, and the blocks between them."""
        run: Run = [Bit(element, "text")] if element.text else []
        for child in element:
            if child.tag == "br" and _is_double(child):
                yield from _flush(run)
                run = []
            elif self.is_block(child):
                yield from _flush(run)
                run = []
                yield child
            else:
                run.append(Bit(child, "whole"))
            if child.tail:
                run.append(Bit(child, "tail"))
        yield from _flush(run)


def _flush(run: Run) -> Iterator[Run]:
    if run:
        yield run


def _is_double(br: Element) -> bool:
    """True for a break that directly follows, or is directly followed by, another one."""
    after = br.getnext()
    if after is not None and after.tag == "br" and not (br.tail or "").strip():
        return True
    before = br.getprevious()
    return before is not None and before.tag == "br" and not (before.tail or "").strip()


def text_of(run: Run) -> str:
    """The run's plain text, white space collapsed."""
    pieces: list[str] = []
    for bit in run:
        if bit.part == "whole":
            pieces.extend(_words_of(bit.element))
        else:
            pieces.append(getattr(bit.element, bit.part) or "")
    return " ".join("".join(pieces).split())


def _words_of(element: Element) -> Iterator[str]:
    if element.tag in ("br", "td", "th", "img"):
        yield " "
    if element.tag in SILENT:
        return
    yield element.text or ""
    for child in element:
        yield from _words_of(child)
        yield child.tail or ""
    if element.tag in ("td", "th"):
        yield " "


SILENT = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "iframe",
        "object",
        "embed",
        "canvas",
        "select",
        "option",
        "button",
        "input",
        "textarea",
        "head",
        "link",
        "meta",
        "audio",
        "video",
        "map",
        "progress",
        "meter",
    ]
)
"""Elements whose content nobody reads."""


def cut(run: Run) -> None:
    """Take the run out of its tree; the separators around it stay."""
    for bit in run:
        if bit.part != "whole":
            setattr(bit.element, bit.part, None)
    for bit in run:
        if bit.part == "whole" and bit.element.getparent() is not None:
            bit.element.drop_tree()
