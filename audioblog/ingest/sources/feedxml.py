"""A feed's bytes come in, what feedparser reads in them goes out, as far as a damaged feed can be read.

feedparser gets a stream in UTF-8 and never an address, because it would fetch it without any guard. Its sanitiser is
off: it takes out what the reading needs (`role`, `data-fn`), and nothing of a feed is ever shown as it came. Entities
of its own are not needed by any feed and are refused, because entities can be made to explode.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

from audioblog.errors import SourceError
from audioblog.ingest.decode import decode

ROOTS = ("rss", "feed", "rdf:rdf")
_BEGINNING = re.compile(r"<\?xml\b|<!|<(rss|feed|rdf:RDF|\w+:feed)\b", re.I)
_PROLOG = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>", re.S | re.I)
_SUBSET = re.compile(r"<!DOCTYPE[^>]*\[|<!ENTITY", re.I)
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.S)
_BARE_AMPERSAND = re.compile(r"&(?!(?:[A-Za-z][A-Za-z0-9]*|#[0-9]+|#x[0-9A-Fa-f]+);)")
_OPENED = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]", re.I)
_CLOSED = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.I)


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    channel: Any
    """feedparser's dict of the feed itself."""
    entries: tuple[Any, ...]
    version: str
    """As feedparser names it: "rss20", "atom10" ..."""
    cut_off: bool
    """True if the feed ends in the middle of its last entry."""


def parse_feed(body: bytes, content_type: str, url: str, name: str) -> ParsedFeed:
    """Read a feed that lies at `url` ("" if nowhere) and is called `name` in messages.

    Raises SourceError "xml-bomb" for a feed with entities of its own, "bad-feed" if nothing can be read in it.
    """
    text = _prepared(decode(body, content_type), name)
    read = _feedparser(text, url)
    if read.bozo and (repaired := _with_ampersands(text)) != text:
        again = _feedparser(repaired, url)
        if not again.bozo or len(again.entries) >= len(read.entries):
            read, text = again, repaired
    if not read.version and not read.entries:
        raise _bad_feed(name)
    if read.bozo and not read.entries and not read.feed.get("title"):
        raise _bad_feed(name)
    visible = _CDATA.sub("", text)
    unclosed = len(_OPENED.findall(visible)) > len(_CLOSED.findall(visible))
    return ParsedFeed(read.feed, tuple(read.entries), read.version or "", bool(read.bozo and unclosed))


def _bad_feed(name: str) -> SourceError:
    return SourceError(
        f"{name} is damaged: it looks like a feed, and nothing can be read in it.",
        "Check the feed at validator.w3.org/feed and tell the owner of the blog.",
        code="bad-feed",
    )


def _prepared(text: str, name: str) -> str:
    """From the root element on: without a server's warning, XML declaration and document type before it."""
    return text[refuse_entities(text, name) :]


def refuse_entities(text: str, name: str) -> int:
    """Where the root element of XML begins; raises SourceError "xml-bomb" if entities are defined before it."""
    beginning = _BEGINNING.search(text)
    at = beginning.start() if beginning else 0
    while step := _PROLOG.match(text, at):
        at = step.end()
    if _SUBSET.match(text, at):
        raise SourceError(
            f"{name} defines entities of its own, which no feed needs and which can blow up; it was not read.",
            "Do not use this feed, or ask its owner to leave out the document type.",
            code="xml-bomb",
        )
    return at


def _feedparser(text: str, url: str) -> Any:
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    return feedparser.parse(
        io.BytesIO(text.encode()), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )


def _with_ampersands(text: str) -> str:
    """With "&" written as XML wants it, outside CDATA: the most frequent damage ("R&D")."""
    parts = _CDATA.split(text)
    return "".join(part if part.startswith("<![CDATA[") else _BARE_AMPERSAND.sub("&amp;", part) for part in parts)
