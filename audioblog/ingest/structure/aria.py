"""Structure that is said in ARIA roles (W3C WAI-ARIA 1.2, section 5.4) -> the HTML elements that mean the same.

In: a body whose lists, tables or headings are `div` and `span`. Out: the same tree with `ul`, `table`, `h2` ... in
their place, so that the walk needs no roles. An element that HTML gives a meaning of its own keeps it.
"""

from __future__ import annotations

from collections.abc import Iterator

from audioblog.ingest.parse import Element

_PLAIN = ("div", "span", "p", "section", "article")
_TAGS = {
    "list": "ul", "directory": "ul", "listitem": "li", "table": "table", "grid": "table", "treegrid": "table",
    "rowgroup": "tbody", "row": "tr", "cell": "td", "gridcell": "td", "columnheader": "th", "rowheader": "th",
    "blockquote": "blockquote", "figure": "figure", "separator": "hr",
}  # fmt: skip
_BELONGS = {"li": ("ul", "ol"), "tr": ("tbody", "table"), "tbody": ("table",), "td": ("tr",), "th": ("tr",)}
"""What a part must stand in to be one."""


def translate_roles(body: Element) -> None:
    _pictures(body)
    found = [(element, _tag(element)) for element in body.iter(*_PLAIN) if element.get("role")]
    changed = [(element, tag) for element, tag in found if tag]
    for element, tag in changed:
        if tag not in _BELONGS or _owner(element, _BELONGS[tag]) is not None:
            for wrapper in list(_wrappers(element, _BELONGS.get(tag, ()))):
                wrapper.drop_tag()
            element.tag = tag


def _pictures(body: Element) -> None:
    """A drawing, or a box that is one picture to the ear, becomes an `img` with its label as the alternative text."""
    for element in list(body.iter("svg", "div", "img")):
        label = " ".join((element.get("aria-label") or "").split())
        if element.tag == "img":
            if label and not (element.get("alt") or "").strip():
                element.set("alt", label)
        elif label and element.get("role") == "img" and next(element.iterancestors("a", "button"), None) is None:
            tail = element.tail
            element.clear()
            element.tag, element.tail = "img", tail
            element.set("alt", label)


def _tag(element: Element) -> str:
    role, level = (element.get("role") or "").strip().lower(), (element.get("aria-level") or "").strip()
    if role == "heading":
        return f"h{level}" if level in tuple("123456") else "h2"
    if role == "separator" and (len(element) or (element.text or "").strip()):
        return ""
    return _TAGS.get(role, "")


def _owner(element: Element, tags: tuple[str, ...]) -> Element | None:
    """The list or table that it belongs to: only boxes without words of their own stand between."""
    for outer in element.iterancestors():
        if outer.tag in tags:
            return outer
        if outer.tag not in ("div", "span") or outer.get("role") in _TAGS or _has_words(outer):
            return None
    return None


def _wrappers(element: Element, tags: tuple[str, ...]) -> Iterator[Element]:
    for outer in element.iterancestors():
        if not tags or outer.tag in tags:
            return
        yield outer


def _has_words(element: Element) -> bool:
    return any((text or "").strip() for text in (element.text, *(child.tail for child in element)))
