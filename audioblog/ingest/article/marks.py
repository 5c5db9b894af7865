"""The element that a publishing system marks as the post's own: a page comes in, that one element or None goes out."""

from __future__ import annotations

from collections.abc import Iterable

from audioblog.ingest.parse import Element

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


def marked(elements: Iterable[Element]) -> Element | None:
    """The one element that carries a system's mark or says `articleBody`; None when there is none or more than one."""
    found: dict[frozenset[str], list[Element]] = {}
    for element in elements:
        names = element.get("class") or ""
        names = names.split() if "content" in names else []  # as every mark has it
        for mark in _MARKS if names else ():
            if mark.issubset(names):
                found.setdefault(mark, []).append(element)
        if element.get("itemprop") == "articleBody":
            found.setdefault(_BODY, []).append(element)
    return next((each[0] for mark in (*_MARKS, _BODY) if len(each := found.get(mark, [])) == 1), None)
