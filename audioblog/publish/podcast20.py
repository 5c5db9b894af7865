"""feedgen extensions: the podcast namespace (podcastindex.org), RFC 5005 links, and itunes:explicit as Apple wants it.

Every tag has a typed method, so that a mistake fails where it is made and not in a listener's app.
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.ext.podcast import PodcastExtension
from feedgen.ext.podcast_entry import PodcastEntryExtension
from lxml import etree

PODCAST = "https://podcastindex.org/namespace/1.0"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
ATOM = "http://www.w3.org/2005/Atom"


class _Tags:
    """The tags set so far, in the order in which they will be written."""

    def __init__(self) -> None:
        self._tags: list[tuple[str, str, dict[str, str]]] = []

    def _add(self, name: str, text: str = "", namespace: str = PODCAST, **attributes: str) -> None:
        kept = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items() if value}
        self._tags.append((f"{{{namespace}}}{name}" if namespace else name, text, kept))

    def published(self, moment: datetime) -> None:
        """pubDate of channel or item, RFC 2822 in UTC. feedgen's own switches the process's locale for every date."""
        self._add("pubDate", format_datetime(moment.astimezone(UTC)), namespace="")

    def _write(self, parent: Any) -> None:
        for name, text, attributes in self._tags:
            etree.SubElement(parent, name, attributes).text = text or None

    def person(self, name: str, *, role: str, group: str, href: str = "") -> None:
        """Somebody of the show or episode; role and group are of the podcast taxonomy, in lower case."""
        self._add("person", name, role=role, group=group, href=href)

    def ai_content(self) -> None:
        """Declares that a machine made what is heard."""
        self._add("txt", "true", purpose="ai-content")

    def image(self, href: str, *, alt: str, width: int, height: int, mime: str) -> None:
        """The one tag that carries alternative text of a picture."""
        size = {"width": str(width), "height": str(height)}
        given = {"href": href, "alt": alt, "aspect-ratio": "1/1", **size, "type": mime, "purpose": "artwork"}
        self._tags.append((f"{{{PODCAST}}}image", "", given))  # not through _add: an empty alt must stay


class Podcast20Feed(_Tags, BaseExtension):  # type: ignore[misc]
    """Tags of the channel."""

    def extend_ns(self) -> dict[str, str]:
        return {"podcast": PODCAST}

    def extend_rss(self, feed: Any) -> Any:
        self._write(feed[0])
        return feed

    def guid(self, guid: str) -> None:
        self._add("guid", guid)

    def locked(self, locked: bool, *, owner: str = "") -> None:
        """Yes: no other platform may import this feed."""
        self._add("locked", "yes" if locked else "no", owner=owner)

    def medium(self, medium: str) -> None:
        self._add("medium", medium)

    def block(self) -> None:
        """No directory may list this feed. Apple knows the one word "Yes", which feedgen writes small."""
        self._add("block", "Yes", namespace=ITUNES)
        self._add("block", "yes")

    def hub(self, href: str) -> None:
        """Who is told of new episodes and passes it on to apps (W3C WebSub, section 4)."""
        self._add("link", namespace=ATOM, rel="hub", href=href)

    def license(self, name: str, url: str = "") -> None:
        """An SPDX identifier in lower case; any other licence must have an address (namespace docs, tags/license)."""
        self._add("license", name if url else name.lower(), url=url)

    def funding(self, url: str, label: str) -> None:
        """Where listeners can support the show; `label` is at most 128 characters."""
        self._add("funding", label, url=url)

    def page(self, rel: str, href: str) -> None:
        """A link to another page of the feed: "first", "next", "last" (RFC 5005, section 3)."""
        self._add("link", namespace=ATOM, rel=rel, href=href, type_="application/rss+xml")


class Podcast20Entry(_Tags, BaseEntryExtension):  # type: ignore[misc]
    """Tags of an item."""

    def __init__(self) -> None:
        super().__init__()
        self._alternates: list[tuple[dict[str, str], str]] = []

    def extend_rss(self, entry: Any) -> Any:
        self._write(entry)
        for attributes, url in self._alternates:
            other = etree.SubElement(entry, f"{{{PODCAST}}}alternateEnclosure", attributes)
            etree.SubElement(other, f"{{{PODCAST}}}source", uri=url)
        return entry

    def alternate_enclosure(self, url: str, mime: str, *, length: int, title: str) -> None:
        """The same episode in another format; apps take the enclosure when they know nothing better."""
        self._alternates.append(({"type": mime, "length": str(length), "title": title}, url))

    def transcript(self, url: str, mime: str, *, language: str = "", captions: bool = False) -> None:
        """A transcript; `captions` when it carries times."""
        self._add("transcript", url=url, type=mime, language=language, rel="captions" if captions else "")

    def chapters(self, url: str) -> None:
        self._add("chapters", url=url, type_="application/json+chapters")

    def content_link(self, url: str, label: str) -> None:
        """Where this can be read elsewhere."""
        self._add("contentLink", label, href=url)


class ItunesFeed(PodcastExtension):  # type: ignore[misc]
    """feedgen's own, with itunes:explicit true or false (1.0.0 knows only yes, no and clean, which Apple rejects)."""

    _explicit = False

    def explicit(self, explicit: bool) -> None:
        self._explicit = explicit

    def extend_rss(self, feed: Any) -> Any:
        super().extend_rss(feed)
        etree.SubElement(feed[0], f"{{{ITUNES}}}explicit").text = str(self._explicit).lower()
        return feed


class ItunesEntry(PodcastEntryExtension):  # type: ignore[misc]
    _explicit = False

    def explicit(self, explicit: bool) -> None:
        self._explicit = explicit

    def extend_rss(self, entry: Any) -> Any:
        super().extend_rss(entry)
        etree.SubElement(entry, f"{{{ITUNES}}}explicit").text = str(self._explicit).lower()
        return entry
