"""What an edition of audioblog promises beyond what every feed must keep; and that a synthetic voice is declared.

Applied whole to feeds whose generator is audioblog. The declaration is asked of every feed that says somewhere that its
voice is synthetic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audioblog.publish.lint.addresses import is_local
from audioblog.publish.lint.document import Feed, Item, Part
from audioblog.publish.lint.finding import Finding
from audioblog.publish.lint.rules import broken

CHANNEL = ("pubDate", "lastBuildDate", "itunes:author", "podcast:guid", "podcast:locked")
ITEM = ("link", "description", "pubDate", "itunes:duration", "itunes:explicit", "podcast:transcript")
_AUDIO = re.compile(r"https?://[A-Za-z0-9._~/:@-]+\.(mp3|m4a|opus|ogg)")
_SYNTHETIC = re.compile(r"\bsynthetic\b|\btext[- ]to[- ]speech\b", re.IGNORECASE)


def house_findings(feed: Feed) -> Iterator[Finding]:
    yield from _declared(feed)
    if not feed.house:
        return
    yield from _present(feed.channel, "The channel", CHANNEL)
    for picture in feed.channel.all("podcast:image"):
        if not (picture.get("alt") or "").strip():
            said = "The cover has no alternative text, so a blind listener does not learn what it shows."
            yield broken("house", said, feed.channel.place(picture))
    for item in feed.items:
        yield from _present(item, item.label, ITEM)
        yield from _audio(item)


def _present(part: Part, owner: str, tags: tuple[str, ...]) -> Iterator[Finding]:
    for tag in tags:
        if part.first(tag) is None:
            yield broken("house", f"{owner} has no {tag}.", part.place())


def _audio(item: Item) -> Iterator[Finding]:
    element = item.first("enclosure")
    if element is not None and "://" in item.enclosure and not _AUDIO.fullmatch(item.enclosure):
        said = f"The audio's address is not plain letters, digits and hyphens with an ending: {item.enclosure}"
        yield broken("house", said, item.place(element))
    chapters = item.first("podcast:chapters")
    if chapters is not None and chapters.get("type") == "application/json":
        said = 'The chapters are called application/json; apps look for "application/json+chapters".'
        yield broken("house", said, item.place(chapters))


def _declared(feed: Feed) -> Iterator[Finding]:
    """ai-content, on the channel and on every item that a synthetic voice reads."""
    marked = [_marked(part) for part in feed.parts]
    synthetic = [_says_so(part) for part in feed.parts]
    if not (feed.house or any(marked) or any(synthetic)):
        return
    if not marked[0] and (feed.house or synthetic[0] or all(marked[1:])):
        said = "The channel does not declare that its voice is synthetic (podcast:txt, purpose ai-content)."
        yield broken("ai-content", said, feed.channel.place())
    for item, has, says in zip(feed.items, marked[1:], synthetic[1:], strict=True):
        if not has and (feed.house or says):
            said = f"{item.label} does not declare that its voice is synthetic (podcast:txt, purpose ai-content)."
            yield broken("ai-content", said, item.place())


def _marked(part: Part) -> bool:
    found = (mark for mark in part.all("podcast:txt") if mark.get("purpose") == "ai-content")
    return any((mark.text or "").strip() == "true" for mark in found)


def _says_so(part: Part) -> bool:
    """Whether a narrator is called synthetic; a description may only talk about such voices."""
    narrators = (person for person in part.all("podcast:person") if (person.get("role") or "").lower() == "narrator")
    return any(_SYNTHETIC.search(person.text or "") for person in narrators)


def privacy_findings(feed: Feed) -> Iterator[Finding]:
    """A private feed names no hub."""
    if not private(feed):
        return
    for link in feed.channel.all("atom:link"):
        if link.get("rel") == "hub" and not is_local(link.get("href") or ""):
            said = f"The feed asks not to be listed, and names a hub: {link.get('href')}"
            yield broken("private-hub", said, feed.channel.place(link))


def private(feed: Feed) -> bool:
    """Whether the feed asks directories to leave it out."""
    blocks = (block for block in feed.channel.all("podcast:block") if not block.get("id"))
    return feed.channel.text("itunes:block").lower() == "yes" or any(
        (block.text or "").strip() == "yes" for block in blocks
    )
