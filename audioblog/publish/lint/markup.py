"""HTML inside a feed (descriptions, full texts): active content, and links that lead nowhere from an app."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

from audioblog.publish.lint.document import Element, Feed, Part, shown
from audioblog.publish.lint.finding import Finding
from audioblog.publish.lint.rules import broken

TEXTS = ("description", "content:encoded", "itunes:summary")
LIMITED = ("description", "itunes:summary")
LIMIT = 4000
"""Bytes of UTF-8: Apple, of the descriptions of show and episode."""
ACTIVE = {"script", "object", "embed", "applet", "iframe", "frame", "form", "base", "meta", "link", "style"}
"""Elements that W3C's validator calls a security risk, or that change the page around them."""
EMBEDDED = {"iframe", "frame", "form", "meta", "link", "style", "base"}
"""Those of them that apps drop without harm, and that many good feeds carry."""
ADDRESSES = {"href", "src", "cite", "action", "poster", "data", "longdesc", "background"}
_TAG = re.compile(r"<[^>]*>?")
_HARMLESS = re.compile(
    r"</?(?:p|ul|ol|li|em|strong|b|i|h[1-6]|blockquote|table|tr|td|th|thead|tbody|figure|figcaption|pre|code|span|div)>"
    r"|<br\s*/?>|</a>|<a href=\"(?:https?://|mailto:)[^\"]*\">"
)
"""A tag without anything to look at: nearly all texts of good feeds hold no other, and need not be parsed."""
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_DANGEROUS = re.compile(r"\s*(?:javascript|vbscript|data:text/html)", re.IGNORECASE)


class Spot(NamedTuple):
    """One thing found in a text."""

    code: str
    said: str


def markup_findings(feed: Feed) -> Iterator[Finding]:
    for part in feed.parts:
        for tag in TEXTS:
            for element in part.all(tag):
                yield from _of_text(part, tag, element)


def _of_text(part: Part, tag: str, element: Element) -> Iterator[Finding]:
    text, label, place = element.text or "", shown(element), part.place(element)
    size = len(text.strip().encode())
    if tag in LIMITED and size > LIMIT:
        yield broken("description-too-long", f"{label} has {size:,} bytes; the limit is {LIMIT:,}.", place)
    for spot in dict.fromkeys(spots(text)):
        yield broken(spot.code, f"{label} {spot.said}.", place)


def spots(html: str) -> list[Spot]:
    """Active content and relative links of a piece of HTML, in order."""
    if all(_HARMLESS.fullmatch(tag) for tag in set(_TAG.findall(html))):
        return []
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Spot] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ACTIVE:
            code = "embedded" if tag in EMBEDDED else "script"
            self.found.append(Spot(code, f"holds a <{tag}> element"))
        for key, value in attrs:
            written = (value or "").strip()
            if key.startswith("on") and key.isalpha():
                self.found.append(Spot("script", f"holds an {key} attribute, which is a script"))
            elif key in ADDRESSES and _DANGEROUS.match(written):
                self.found.append(Spot("script", f"holds a script as an address: “{written[:60]}”"))
            elif key in ADDRESSES and not _SCHEME.match(written):
                self.found.append(Spot("relative-link", f'has an incomplete address: {key}="{written[:100]}"'))
