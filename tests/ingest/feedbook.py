"""Writes the feeds and pages that the tests of the sources read. Put on the path by tests/ingest/conftest.py."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from audioblog.ingest.network.fetch import Fetcher, Forgetful, Limits
from audioblog.ingest.raw import RawPost
from audioblog.ingest.sources.found import Source
from audioblog.ingest.sources.routes import open_source
from audioblog.model import Failure

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
FULL = (
    "<p>The day centre in Mill Road has kept its kitchen. Twelve volunteers cook there every Tuesday, and the soup is "
    "paid for by the allotment society.</p><p>Nobody on the council expected that. It took four meetings, one petition "
    "and a very long silence, after which the chair said yes.</p>"
)
SUMMARY = "The day centre in Mill Road has kept its kitchen. Twelve volunteers cook […]"


def fetcher(**options: Any) -> Fetcher:
    """One that may visit this machine, and that never waits."""
    settings: dict[str, Any] = {
        "memory": Forgetful(), "allow_private": True, "robots": False, "sleep": lambda _: None,
        "limits": Limits(seconds=5.0), **options,
    }  # fmt: skip
    return Fetcher(**settings)


def opened(source: str | Path, stdin: bytes | str = b"", *, since: datetime | None = None, **options: Any) -> Source:
    stream: Any = io.StringIO(stdin) if isinstance(stdin, str) else io.BytesIO(stdin)
    return open_source(str(source), fetcher(**options), stream, NOW, since)


def posts(source: Source) -> list[RawPost]:
    """All posts; a failure among them fails the test."""
    found = list(source.posts())
    assert not [item for item in found if isinstance(item, Failure)], found
    return [item for item in found if isinstance(item, RawPost)]


def failures(items: Iterator[RawPost | Failure] | list[RawPost | Failure]) -> list[str]:
    return [item.code for item in items if isinstance(item, Failure)]


def rss(*items: str, channel: str = "", root: str = "") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" {root}>
<channel><title>Mill Road News</title><link>https://news.example/</link><description>Care and kitchens</description>
<language>en-GB</language>{channel}{"".join(items)}</channel></rss>"""


def item(
    n: int, *, link: str = "", guid: str = "", title: str = "", date: str = "", content: str = FULL, more: str = ""
) -> str:
    """An RSS item with its number in everything; `content` "" leaves the content element out."""
    encoded = f"<content:encoded><![CDATA[{content}]]></content:encoded>" if content else ""
    date = date or f"Thu, {n:02} Mar 2016 10:00:00 +0000"
    return f"""<item><title>{title or f"Post {n}"}</title><link>{link or f"https://news.example/{n}/"}</link>
<guid isPermaLink="false">{guid or f"news-{n}"}</guid><pubDate>{date}</pubDate>{encoded}{more}</item>"""


def atom(*entries: str, feed: str = "", root: str = "") -> str:
    return f"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" {root}>
<title>Mill Road News</title><id>urn:news</id><updated>2016-03-03T10:00:00Z</updated>
<link href="https://news.example/"/>{feed}{"".join(entries)}</feed>"""


def page(title: str = "Post", body: str = FULL, head: str = "", classes: str = "") -> str:
    return f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>{head}</head>
<body class="{classes}"><main>{body}</main></body></html>"""
