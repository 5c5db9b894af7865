"""A feed's address in, every finding about the feed and its host out: what a listener's app would meet there.

How a request is made comes in as `Ask`; what is asked for stands in `hosted` (files) and here (the feed itself).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from audioblog.publish.lint.addresses import same_address
from audioblog.publish.lint.document import Feed, read
from audioblog.publish.lint.feed import findings
from audioblog.publish.lint.finding import Finding, Place
from audioblog.publish.lint.history import Known
from audioblog.publish.lint.hosted import file_findings
from audioblog.publish.lint.house import private
from audioblog.publish.lint.journey import Ask, Journey, Unreachable, journey_findings, travel
from audioblog.publish.lint.rules import broken

MOST_BYTES = 30_000_000
FEED_TYPES = {"application/rss+xml", "application/xml", "text/xml"}
WORTH_ZIPPING = 10_000
"""Bytes; smaller feeds gain little."""


def host_findings(
    url: str, ask: Ask, now: datetime, *, limit: int = 10, known: Known | None = None
) -> Iterator[Finding]:
    """`limit`: how many of the newest episodes' files are asked for; 0: all. Requests are made one after the other."""
    place = Place(url)
    try:
        journey = travel(ask, "GET", url, {"Accept-Encoding": "gzip"}, MOST_BYTES)
    except Unreachable as error:
        yield broken(error.code, error.said, place)
        return
    answer = journey.answer
    yield from journey_findings(journey, place, feed=True)
    if answer.status != 200:
        yield broken("status", f"The host answers {answer.status} instead of the feed.", place)
        return
    feed = read(answer.body, url)
    yield from _delivery(url, journey, ask)
    if isinstance(feed, Finding):
        yield feed
        return
    yield from findings(feed, answer.body, now, served_at=_served_at(feed, url, journey), known=known)
    if private(feed) and "noindex" not in answer.headers.get("x-robots-tag", ""):
        yield broken("private-indexed", "The feed is private, and comes without X-Robots-Tag: noindex.", place)
    yield from file_findings(feed, ask, limit)
    yield from _other_pages(feed, ask)


def _served_at(feed: Feed, asked: str, journey: Journey) -> str:
    """The address by which the feed knows itself, if it is one that was on the way; else the last."""
    told = [(link.get("href") or "") for link in feed.self_links]
    visited = [asked, *journey.hops]
    return next((url for url in visited if any(same_address(url, own) for own in told)), journey.last)


def _delivery(url: str, journey: Journey, ask: Ask) -> Iterator[Finding]:
    """How the feed is sent: type, compression, and whether an unchanged one is sent again."""
    answer, place = journey.answer, Place(url)
    kind = answer.kind
    if kind not in FEED_TYPES:
        yield broken("host-type", f"The feed comes as “{kind}” instead of application/rss+xml.", place)
    if len(answer.body) > WORTH_ZIPPING and answer.headers.get("content-encoding", "") not in {"gzip", "br", "zstd"}:
        yield broken("no-gzip", f"The feed has {len(answer.body):,} bytes and is not compressed.", place)
    if "cache-control" not in answer.headers and "expires" not in answer.headers:
        yield broken("cache", "The feed comes without Cache-Control.", place)
    conditions = {
        header: answer.headers[name]
        for header, name in (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
        if name in answer.headers
    }
    if not conditions:
        yield broken("no-validator", "The feed comes without ETag and without Last-Modified.", place)
        return
    try:
        again = travel(ask, "GET", journey.last, {"Accept-Encoding": "gzip", **conditions}, MOST_BYTES).answer
        head = travel(ask, "HEAD", journey.last, {}, 0).answer
    except Unreachable as error:
        yield broken(error.code, error.said, place)
        return
    if again.status != 304:
        yield broken("no-304", f"An unchanged feed is answered {again.status} instead of 304.", place)
    if head.status != 200:
        yield broken("head", f"HEAD for the feed is answered {head.status}.", place)


def _other_pages(feed: Feed, ask: Ask) -> Iterator[Finding]:
    """The feed's other pages, by their links (RFC 5005)."""
    related = {"first", "next", "prev", "previous", "last", "prev-archive", "next-archive"}
    urls = {(link.get("href") or ""): link for link in feed.channel.all("atom:link") if link.get("rel") in related}
    for url, link in urls.items():
        if "://" not in url:
            continue
        place = feed.channel.place(link)
        try:
            answer = travel(ask, "HEAD", url, {}, 0).answer
        except Unreachable as error:
            yield broken(error.code, error.said, place)
            continue
        if answer.status != 200:
            said = f"The feed's page “{link.get('rel')}”, {url}, is answered {answer.status}."
            yield broken("status", said, place)
