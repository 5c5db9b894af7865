"""Markup that says in classes what HTML has elements for -> those elements. After this the walk needs no class names.

WordPress's and Blogger's captions, galleries, ARIA's roles, captions that stand beside their figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import lxml.html

from audioblog.ingest.article.boilerplate import name_parts, whole_names
from audioblog.ingest.parse import Element, classes, drop, words
from audioblog.ingest.structure.aria import translate_roles
from audioblog.ingest.structure.runs import BLOCKS

_CAPTION = name_parts(r"captions? caption-text wp-caption-text gallery-caption tr-caption figcaption cutline")
_CAPTIONED = whole_names(r"""
    wp-caption tr-caption-container gallery-item captioned-image-container image-with-caption photo-with-caption
""")
_INLINE_STYLE = re.compile(r"display\s*:\s*(?:-webkit-)?inline", re.I)
_MAX_CAPTION = 120
"""Words; a longer "caption" is a text beside a picture."""
_MAX_CLIMB = 3
"""Levels between a caption and the box that it shares with its picture."""


def translate(body: Element) -> None:
    for rewrite in _REWRITES:
        rewrite(body)


def _inline_boxes(body: Element) -> None:
    """A `div` that its style puts into the line does not end a paragraph; an empty one is an ornament."""
    for element in list(body.iter("div")):
        if _INLINE_STYLE.search(element.get("style") or ""):
            if words(element) == 0 and next(element.iter("img", "iframe", "video", "audio"), None) is None:
                drop(element)
            elif all(inner.tag not in BLOCKS for inner in element.iterdescendants()):
                element.tag = "span"


def _boxes(body: Element) -> None:
    """Boxes that plug-ins and editors put around a picture and its caption."""
    for element in list(body.iter("div", "dl", "table", "span", "p", "li")):
        if not _CAPTIONED.search(classes(element)) or next(element.iter("img"), None) is None:
            continue
        if element.tag == "li" or next(element.iter("figure"), None) is not None:
            continue
        for inner in element.iterdescendants("tbody", "tr", "td", "th", "dt", "dd"):
            inner.tag = "figcaption" if _is_caption(inner) else "div"
        element.tag = "figure"
        for inner in element.iterdescendants("p", "div", "span"):
            if _is_caption(inner):
                inner.tag = "figcaption"


def _is_caption(element: Element) -> bool:
    return bool(_CAPTION.search(element.get("class") or "")) and next(element.iter("img"), None) is None


def _loose_captions(body: Element) -> None:
    """An element that is called a caption and shares a small box with exactly one picture."""
    for element in list(body.iter("div", "p", "span", "small")):
        if not _is_caption(element) or not 0 < words(element) <= _MAX_CAPTION or _inside_figure(element):
            continue
        box = _box_of(element)
        if box is not None:
            box.tag = "figure"
            element.tag = "figcaption"


def _inside_figure(element: Element) -> bool:
    return next(element.iterancestors("figure", "figcaption", "table"), None) is not None


def _box_of(caption: Element) -> Element | None:
    """The nearest box with one picture and no other words than the caption's."""
    for climbed, box in enumerate(caption.iterancestors()):
        if climbed >= _MAX_CLIMB or box.tag not in ("div", "p", "span", "section", "a", "center"):
            return None
        pictures = sum(1 for _ in box.iter("img"))
        if pictures:
            return box if pictures == 1 and words(box) == words(caption) else None
    return None


def _stray_captions(body: Element) -> None:
    """A `figcaption` outside of every figure belongs to the figure or picture before it."""
    for caption in list(body.iter("figcaption")):
        if next(caption.iterancestors("figure"), None) is not None:
            continue
        before = caption.getprevious()
        if before is None or (before.tail or "").strip():
            continue
        if before.tag == "figure" and before.find("figcaption") is None:
            _move(caption, before)
        elif before.tag in ("img", "picture", "a", "div", "p") and _is_picture(before):
            figure = lxml.html.Element("figure")
            before.addprevious(figure)
            _move(before, figure)
            _move(caption, figure)


def _is_picture(element: Element) -> bool:
    return words(element) == 0 and (element.tag == "img" or next(element.iter("img"), None) is not None)


def _move(element: Element, parent: Element) -> None:
    """To the end of `parent`; the text after it stays where it is."""
    tail, element.tail = element.tail, None
    parent.append(element)
    if tail:
        parent.tail = (parent.tail or "") + tail


_REWRITES: tuple[Callable[[Element], None], ...] = (
    translate_roles,
    _inline_boxes,
    _boxes,
    _loose_captions,
    _stray_captions,
)
