"""RSS and Atom: a feed comes in, its posts go out, newest first, page after page of it (RFC 5005)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from audioblog.errors import SourceError
from audioblog.ingest.network.fetch import Fetcher
from audioblog.ingest.raw import RawPost, SourceInfo
from audioblog.ingest.sources.entries import Entry, plain, read_entry
from audioblog.ingest.sources.feedxml import ROOTS, ParsedFeed, parse_feed
from audioblog.ingest.sources.found import Desk, Found, Listing
from audioblog.ingest.sources.permalink import absolute, permalink
from audioblog.model import Failure

MAX_PAGES = 1000
"""Pages of one feed; one that has more goes in circles."""
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
NEXT = ("next", "next-archive", "prev-archive")
"""RFC 5005: `next` in paged feeds, `prev-archive` in archived ones; both lead to older entries."""
_PAGED = re.compile(r"([?&]paged=)(\d+)")
_OLDEST = datetime.min.replace(tzinfo=UTC)


def recognise(found: Found) -> bool:
    """True for RSS 0.9 to 2.0, RDF (RSS 1.0) and Atom, also when a server's warning stands before the XML."""
    if found.root in ROOTS or found.root.endswith(":feed"):
        return True
    named = found.path is not None and found.path.suffix in (".rss", ".atom")
    declared = named or found.content_type.lower().startswith(FEED_TYPES)
    return declared and any(f"<{root}" in found.start.lower() for root in ROOTS)


def open_feed(found: Found, desk: Desk) -> Listing:
    """The posts of a feed; raises SourceError "bad-feed", "xml-bomb"."""
    parsed = parse_feed(found.read(), found.content_type, found.url, found.url or str(found.path or "Standard input"))
    return Listing(channel_info(parsed, found.url), lambda _: posts(parsed, found, desk.fetcher))


def channel_info(parsed: ParsedFeed, url: str) -> SourceInfo:
    """What a feed says of its blog."""
    channel = parsed.channel
    return SourceInfo(
        title=plain(channel.get("title", ""), True),
        description=plain(channel.get("subtitle", "") or channel.get("description", ""), True),
        language=channel.get("language", "") or "",
        author=plain(channel.get("author_detail", {}).get("name", "") or "", False),
        link=absolute(channel.get("link", ""), url),
        image=absolute((channel.get("image") or {}).get("href", "") or channel.get("logo", ""), url),
        route="feed",
    )


def posts(parsed: ParsedFeed, found: Found, fetcher: Fetcher) -> Iterator[RawPost | Failure]:
    """Every post of the feed and of its further pages, each once."""
    seen: dict[str, str] = {}
    for page, url in _pages(parsed, found, fetcher):
        if isinstance(page, Failure):
            yield page
            continue
        for entry in newest_first(_entries(page, url, found.source)):
            post = once(entry.post, seen)
            if post is not None:
                yield post if entry.full else follow(post, fetcher)
        if page.cut_off:
            yield _cut_off(url or found.source)


def follow(post: RawPost, fetcher: Fetcher) -> RawPost | Failure:
    """The page of a post of which the source holds only a summary; what the source declares stays with it."""
    try:
        page = fetcher.get(post.url, kind="page")
    except SourceError as error:
        return error.failure(post.url)
    return replace(post, format="page", content=page.text, url=page.url)


def _entries(page: ParsedFeed, url: str, source: str) -> Iterator[Entry]:
    whole = page.entries[:-1] if page.cut_off else page.entries
    for entry in whole:
        yield read_entry(entry, page.channel, page.version, url, source)


def newest_first(entries: Iterator[Entry]) -> list[Entry]:
    """By date; feeds without dates, or with some missing, keep their own order, which is newest first as a rule."""
    listed = list(entries)
    if all(entry.post.published for entry in listed):
        listed.sort(key=lambda entry: entry.post.published or _OLDEST, reverse=True)
    return listed


def once(post: RawPost, seen: dict[str, str]) -> RawPost | None:
    """`post`, or None if it was given before.

    Some feeds give all entries one guid: then the address, or the text, tells the posts apart.
    """
    address = permalink(post.url) if post.url else post.content
    if seen.get(post.id) == address or (post.id in seen and not post.url):
        return None
    if post.id in seen:
        if address in seen:
            return None
        post = replace(post, id=address)
    seen[post.id] = address
    return post


def _pages(first: ParsedFeed, found: Found, fetcher: Fetcher) -> Iterator[tuple[ParsedFeed, str] | tuple[Failure, str]]:
    """The feed and its older pages, each with its address."""
    page, url = first, found.url
    visited = {permalink(url)}
    for _ in range(MAX_PAGES):
        yield page, url
        declared = _older(page.channel, url)
        older = declared or _next_of_wordpress(page, url)
        if not older or permalink(older) in visited:
            return
        visited.add(permalink(older))
        try:
            response = fetcher.get(older, kind="feed")
            page, url = parse_feed(response.body, response.content_type, response.url, response.url), response.url
        except SourceError as error:
            if declared:
                yield error.failure(older), older
            return


def _older(channel: Any, url: str) -> str:
    links = {link.get("rel"): link.get("href", "") for link in channel.get("links", [])}
    return next((absolute(links[rel], url) for rel in NEXT if links.get(rel)), "") if url else ""


def _next_of_wordpress(page: ParsedFeed, url: str) -> str:
    """WordPress serves older entries at `?paged=N` without saying so; after the last page comes a 404."""
    if not url or not page.entries or "wordpress" not in str(page.channel.get("generator", "")).lower():
        return ""
    if number := _PAGED.search(url):
        return url[: number.start(2)] + str(int(number[2]) + 1) + url[number.end(2) :]
    return f"{url}{'&' if '?' in url else '?'}paged=2"


def _cut_off(name: str) -> Failure:
    return Failure(
        name,
        "ingest",
        "cut-off",
        f"{name} ends in the middle of an entry, which was left out.",
        "Fetch the feed again; if it stays so, tell the owner of the blog.",
    )
