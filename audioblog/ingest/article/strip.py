"""Take out of a tree what is never an author's word, whichever format it came in; every removal is named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audioblog.ingest.article.boilerplate import certain_rule
from audioblog.ingest.article.segments import is_hidden, is_named_table
from audioblog.ingest.parse import Element, classes, drop, empty, words
from audioblog.ingest.structure.images import is_tracker
from audioblog.ingest.structure.inline import NOTE, UNREAD, is_formula
from audioblog.ingest.structure.noteshapes import is_note_area
from audioblog.ingest.structure.runs import BLOCKS, Shape, text_of
from audioblog.model import Dropped

_PERMALINK = re.compile(r"[#¶§🔗∞\s]{1,3}|permalink|link|anchor", re.I)
_CONTROLS = frozenset(("button", "select", "textarea", "progress", "meter"))
_MAX_HIDDEN = 0.3
"""A hidden element with a greater share of the words is the article behind a pop-up, or is shown by a script."""
_FEW_HIDDEN = 20
"""So few words are no article, unless they are half of what there is."""
_MAX_FORM_WORDS = 60
"""A longer form is a page wrapped in one (ASP.NET)."""
_MAX_CERTAIN = 0.5
_FEW_WORDS = 20
"""A theme that calls its article "related-posts" is believed less than its words."""


def strip(body: Element) -> list[Dropped]:
    total = max(1, words(body))
    dropped: list[Dropped] = []
    gone: set[Element] = set()
    for element in list(body.iterdescendants()):
        if element in gone:
            continue
        rule = _rule(element, total)
        if rule:
            gone.update(element.iterdescendants())
            dropped += remove(element, rule)
    return dropped


def _rule(element: Element, total: int) -> str:
    if element.tag == "img":
        return "tracking pixel" if is_tracker(element) else "decoration" if _is_decoration(element) else ""
    if element.tag in _CONTROLS:
        return "button or field"
    if element.tag == "form":
        return "form" if _is_form(element) else ""
    if element.get(NOTE) is not None or element.get(UNREAD) is not None or is_note_area(element):
        return ""
    if element.tag == "a" and _is_permalink(element):
        return "permalink mark"
    rule = certain_rule(classes(element))
    if rule == "screen-reader text" and _is_label(element):
        return ""
    if rule and not is_named_table(element, rule) and words(element) <= max(_MAX_CERTAIN * total, _FEW_WORDS):
        return rule
    if is_hidden(element) and _is_small(words(element), total) and not _is_formula(element):
        return "hidden"
    return ""


def _is_small(count: int, total: int) -> bool:
    return count <= _MAX_HIDDEN * total or (count <= _FEW_HIDDEN and count * 2 < total)


def _is_label(element: Element) -> bool:
    """The "Credit" of a caption, meant for those who listen; "Image caption" says nothing that narration does not."""
    in_caption = next(element.iterancestors("figcaption"), None) is not None
    return in_caption and "caption" not in "".join(element.itertext()).lower()


def _is_decoration(image: Element) -> bool:
    """The page says that the picture is nothing to one who listens; a formula's stands in for markup that is hidden."""
    if is_formula(image):
        return False
    return image.get("aria-hidden") == "true" or (image.get("role") or "") in ("none", "presentation")


def _is_form(element: Element) -> bool:
    return (
        words(element) <= _MAX_FORM_WORDS
        and next(element.iter("input", "textarea", "select", "button"), None) is not None
    )


def _is_permalink(element: Element) -> bool:
    """A mark beside a heading that links to it."""
    if not (element.get("href") or "").startswith("#"):
        return False
    text = "".join(element.itertext())
    parent = element.getparent()
    heading = parent is not None and re.fullmatch(r"h[1-6]", parent.tag or "")
    return bool(heading and _PERMALINK.fullmatch(text.strip()))


def _is_formula(element: Element) -> bool:
    return next(element.iterancestors("math"), None) is not None


def remove(element: Element, rule: str) -> Iterator[Dropped]:
    """Take the element out; its texts, block by block."""
    texts = [element.get("src") or ""] if element.tag == "img" else list(texts_of(element))
    if element.tag in BLOCKS:
        empty(element)
    else:
        drop(element)
    return (Dropped(text, rule) for text in texts)


def texts_of(element: Element) -> Iterator[str]:
    """The element's text, a line a block."""
    shape = Shape(element)

    def lines(part: Element) -> Iterator[str]:
        for piece in shape.parts(part):
            if not isinstance(piece, list):
                yield from lines(piece)
            elif text := text_of(piece):
                yield text

    return lines(element)
