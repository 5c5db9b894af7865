"""Feeds in, an OPML 2.0 list out (opml.org/spec2.opml): one file with which an app subscribes to all of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from audioblog.publish.wording import one_line


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed."""

    title: str
    feed: str
    """Full address, as of the page."""
    page: str
    language: str = ""
    description: str = ""


def opml(outlines: Iterable[Outline]) -> bytes:
    """The list in the order given; without a date, so that it changes only when a feed does."""
    lines = (
        "    <outline"
        f' type="rss" text={quoteattr(one_line(each.title))} title={quoteattr(one_line(each.title))}'
        f" xmlUrl={quoteattr(each.feed)} htmlUrl={quoteattr(each.page)}"
        f" language={quoteattr(each.language.lower())} description={quoteattr(one_line(each.description))}/>"
        for each in outlines
    )
    head = "  <head>\n    <title>Audio editions</title>\n  </head>\n  <body>"
    return "\n".join(
        ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">', head, *lines, "  </body>", "</opml>", ""]
    ).encode()
