"""The feed as a document, and its channel: encoding, namespaces, characters, categories, identities of its items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from audioblog.publish.categories import CATEGORIES
from audioblog.publish.lint.document import PREFIXES, Element, Feed, Item, name
from audioblog.publish.lint.finding import Finding, Place
from audioblog.publish.lint.rules import broken

_UNWANTED = re.compile("[\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ufeff]")
"""Control characters that XML 1.0 lets pass (the others end its reading), and what Unicode calls no characters."""
_LOST = "\ufffd"


def document_findings(feed: Feed, data: bytes) -> Iterator[Finding]:
    encoding = (feed.root.getroottree().docinfo.encoding or "UTF-8").upper()
    if encoding not in {"UTF-8", "US-ASCII", "ASCII"}:
        yield broken("encoding", f"The feed is written in {encoding}.", Place(feed.file, line=1))
    for prefix, uri in (feed.root.nsmap or {}).items():
        if prefix in PREFIXES and uri != PREFIXES[prefix]:
            said = f"The prefix {prefix} stands for {uri} instead of {PREFIXES[prefix]}."
            yield broken("wrong-namespace", said, Place(feed.file, line=feed.root.sourceline or 1))
    yield from _characters(feed, data.decode(encoding, "replace"))


def _characters(feed: Feed, text: str) -> Iterator[Finding]:
    """Characters that nobody can hear or see, once a line; written as they are or as &#x80;."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.isascii() and "&#" not in line:
            continue
        line = re.sub(r"&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));", _character, line)
        if found := _UNWANTED.search(line.lstrip("\ufeff") if number == 1 else line):
            said = f"An invisible character, U+{ord(found.group()):04X}, stands in this line."
            yield broken("control-characters", said, Place(feed.file, line=number))
        if _LOST in line:
            said = "The mark of a letter that could not be read, U+FFFD, stands in this line."
            yield broken("wrong-letters", said, Place(feed.file, line=number))


def _character(reference: re.Match[str]) -> str:
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else ""


def owner_findings(feed: Feed) -> Iterator[Finding]:
    """W3C's validator warns of a feed that nobody can write to."""
    emails = (owner.findtext(name("itunes:email")) for owner in feed.channel.all("itunes:owner"))
    if not any((email or "").strip() for email in emails):
        said = "The feed names no e-mail address of its owner (itunes:owner, itunes:email)."
        yield broken("no-owner", said, feed.channel.place())


def category_findings(feed: Feed) -> Iterator[Finding]:
    """Apple's list has two levels, and its spelling counts."""
    for main in feed.channel.all("itunes:category"):
        text = main.get("text") or ""
        yield from _category(feed, main, text, list(CATEGORIES), "category")
        for sub in main:
            known = list(CATEGORIES.get(text, ())) or [name for names in CATEGORIES.values() for name in names]
            yield from _category(feed, sub, sub.get("text") or "", known, f"sub-category of {text}")


def _category(feed: Feed, element: Element, text: str, known: list[str], what: str) -> Iterator[Finding]:
    if not text or text in known:
        return
    near = get_close_matches(text, known, n=2, cutoff=0.5) or get_close_matches(text.title(), known, n=2, cutoff=0.4)
    hint = f" Near it are: {'; '.join(near)}." if near else ""
    yield broken("category", f"“{text}” is not a {what} on Apple's list.{hint}", feed.channel.place(element))


def identity_findings(feed: Feed) -> Iterator[Finding]:
    """What must be there, and only once in a feed."""
    if not feed.items:
        yield broken("empty-feed", "The feed has no items.", feed.channel.place())
    guids: dict[str, Item] = {}
    enclosures: dict[str, Item] = {}
    for item in feed.items:
        if item.guid and (first := guids.setdefault(item.guid, item)) is not item:
            said = f"{item.label} has the same guid as {first.label}: {item.guid}"
            yield broken("duplicate-guid", said, item.place(item.first("guid")))
        if item.enclosure and (first := enclosures.setdefault(item.enclosure, item)) is not item:
            said = f"{item.label} has the same audio as {first.label}: {item.enclosure}"
            yield broken("duplicate-enclosure", said, item.place(item.first("enclosure")))
        if set(item.text("itunes:duration")) <= {"0", ":"} and item.text("itunes:duration"):
            said = f"{item.label} is said to last no time at all."
            yield broken("zero-duration", said, item.place(item.first("itunes:duration")))
