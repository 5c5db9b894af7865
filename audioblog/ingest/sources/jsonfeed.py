"""JSON Feed (versions 1 and 1.1): a feed comes in, its posts go out, newest first, page after page (`next_url`)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from audioblog.errors import SourceError
from audioblog.ingest.network.fetch import Fetcher
from audioblog.ingest.raw import RawPost, SourceInfo, declared_by
from audioblog.ingest.sources.entries import Entry, identity, plain
from audioblog.ingest.sources.feed import MAX_PAGES, follow, newest_first, once
from audioblog.ingest.sources.found import Desk, Found, Listing
from audioblog.ingest.sources.frontmatter import moment
from audioblog.ingest.sources.permalink import absolute, permalink
from audioblog.model import Failure

_VERSION = re.compile(r'^\s*\{.*?"version"\s*:\s*"https?:\\?/\\?/(www\.)?jsonfeed\.org', re.S)


def recognise(found: Found) -> bool:
    """True for a JSON object that names its version as JSON Feed does."""
    return found.start.startswith("{") and bool(
        _VERSION.match(found.start) or found.content_type.lower().startswith("application/feed+json")
    )


def open_json_feed(found: Found, desk: Desk) -> Listing:
    """The posts of a JSON Feed; raises SourceError "bad-feed"."""
    data = _load(found.text(), found.url or str(found.path or "Standard input"))
    info = SourceInfo(
        title=plain(_text(data, "title"), False),
        description=plain(_text(data, "description"), False),
        language=_text(data, "language"),
        author=_author(data),
        link=absolute(_text(data, "home_page_url"), found.url),
        image=absolute(_text(data, "icon"), found.url),
        route="feed",
    )
    return Listing(info, lambda _: _posts(data, found, desk.fetcher))


def _posts(data: Mapping[str, Any], found: Found, fetcher: Fetcher) -> Iterator[RawPost | Failure]:
    seen: dict[str, str] = {}
    url, visited = found.url, {permalink(found.url)}
    for _ in range(MAX_PAGES):
        items = data.get("items")
        entries = (_entry(item, data, url, found.source) for item in _mappings(items))
        for entry in newest_first(entries):
            post = once(entry.post, seen)
            if post is not None:
                yield post if entry.full else follow(post, fetcher)
        older = absolute(_text(data, "next_url"), url) if url else ""
        if not older or permalink(older) in visited:
            return
        visited.add(permalink(older))
        try:
            response = fetcher.get(older, kind="feed")
            data, url = _load(response.text, response.url), response.url
        except SourceError as error:
            yield error.failure(older)
            return


def _entry(item: Mapping[str, Any], feed: Mapping[str, Any], feed_url: str, source: str) -> Entry:
    url = absolute(_text(item, "url") or _text(item, "external_url"), feed_url)
    body, text = _text(item, "content_html"), _text(item, "content_text")
    title, summary = plain(_text(item, "title"), False), plain(_text(item, "summary"), False)
    if not body and text:
        body = "".join(f"<p>{html.escape(part)}</p>" for part in re.split(r"\n\s*\n", text) if part.strip())
    post = RawPost(
        id=identity(str(item.get("id") or ""), url, title, body),
        source=url or source,
        format="body",
        content=body or f"<p>{html.escape(summary)}</p>",
        url=url,
        title=title,
        author=_author(item) or _author(feed),
        published=moment(item.get("date_published")),
        updated=moment(item.get("date_modified")),
        language=_text(item, "language") or _text(feed, "language"),
        summary=summary,
        tags=tuple(tag for tag in item.get("tags") or () if isinstance(tag, str) and tag),
        image=absolute(_text(item, "image") or _text(item, "banner_image"), url or feed_url),
    )
    post = declared_by("feed", post)
    return Entry(post, bool(body) or not url)


def _author(holder: Mapping[str, Any]) -> str:
    """Version 1.1 has a list of authors, version 1 one author."""
    people = _mappings(holder.get("authors")) or _mappings([holder.get("author")])
    names = [name for name in (_text(person, "name") for person in people) if name]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _text(holder: Mapping[str, Any], name: str) -> str:
    value = holder.get(name)
    return value.strip() if isinstance(value, str) else ""


def _mappings(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _load(text: str, name: str) -> Mapping[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        data = error
    if isinstance(data, Mapping) and isinstance(data.get("items"), list):
        return data
    raise SourceError(
        f"{name} is damaged: it looks like a JSON feed, and nothing can be read in it.",
        "Check the feed at validator.jsonfeed.org and tell the owner of the blog.",
        code="bad-feed",
    )
