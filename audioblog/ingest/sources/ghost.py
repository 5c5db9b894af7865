"""Ghost's JSON (an export file, or an answer of its Content API) comes in; its published posts go out, newest first.

An export is one database as JSON (`db[0].data`); the Content API gives posts in pages, at an address that holds the
reader's key. Of a long list in the API, only what has changed since the last reading is asked for (publishing a post
changes it). Reference: ghost.org/docs/content-api and /docs/exports.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from audioblog.errors import SourceError
from audioblog.ingest.network.fetch import Fetcher
from audioblog.ingest.raw import RawPost, SourceInfo, declared_by
from audioblog.ingest.sources.entries import plain
from audioblog.ingest.sources.found import Desk, Found, LeftOut, Listing
from audioblog.ingest.sources.frontmatter import moment
from audioblog.ingest.sources.permalink import absolute
from audioblog.ingest.sources.spool import newest_first
from audioblog.model import Failure

MAX_EXPORT = 200_000_000
MAX_PAGES = 1000
OVERLAP = timedelta(minutes=1)
"""Clocks differ: what changed this long before the last reading is asked for again."""
_EXPORT = re.compile(r'^\s*\{\s*("meta"\s*:.{0,400}?)?"(db|data)"\s*:', re.S)
_API = re.compile(r"/ghost/api/(v\d+/)?content/posts/?\?")
_SITE_URL = "__GHOST_URL__"
_KEPT_FOR_MEMBERS = "for members only, and cut off there"


def recognise(found: Found) -> bool:
    """True for an export file, or for an address of the Content API."""
    if not found.start.startswith("{"):
        return False
    if found.url:
        return bool(_API.search(found.url))
    return bool(_EXPORT.match(found.start)) and '"version"' in found.start


def open_ghost(found: Found, desk: Desk) -> Listing:
    """The posts of an export or of the API; raises SourceError "bad-export"."""
    name = found.url.partition("?")[0] or str(found.path or "Standard input")
    data = _load(found.text(MAX_EXPORT), name)
    if found.url:
        home = urlunsplit((*urlsplit(found.url)[:2], "/", "", ""))
        return Listing(
            SourceInfo(title=urlsplit(home).netloc, link=home, route="ghost"),
            lambda left_out: _from_api(*_changed(data, found.url, desk), desk.fetcher, left_out),
        )
    stored = data.get("data") if "db" not in data else (_mappings(data.get("db")) or [{}])[0].get("data")
    if not isinstance(stored, Mapping) or not isinstance(stored.get("posts"), list):
        raise _bad(name)
    settings = {str(row.get("key")): str(row.get("value") or "") for row in _mappings(stored.get("settings"))}
    info = SourceInfo(
        settings.get("title", ""), settings.get("description", ""), settings.get("locale") or settings.get("lang", ""),
        route="ghost export",
    )  # fmt: skip
    return Listing(info, lambda left_out: newest_first(_from_export(stored, found.source, left_out)))


def _changed(data: Mapping[str, Any], url: str, desk: Desk) -> tuple[Mapping[str, Any], str]:
    """The list of what has changed since the last reading, and its address; `data` and `url` if there is no such list.

    A list of one page is here already, and one that its address filters is not filtered again.
    """
    if desk.since is None or not _following(data) or "filter=" in url:
        return data, url
    moment = (desk.since.astimezone(UTC) - OVERLAP).strftime("%Y-%m-%d %H:%M:%S")  # as Ghost's database writes it
    changed = _with(url, filter=f"updated_at:>'{moment}'")
    try:
        return _ask(changed, desk.fetcher), changed
    except SourceError:
        return data, url


def _from_api(data: Mapping[str, Any], url: str, fetcher: Fetcher, left_out: LeftOut) -> Iterator[RawPost | Failure]:
    for _ in range(MAX_PAGES):
        for row in _mappings(data.get("posts")):
            people = [str(one.get("name") or "") for one in _mappings(row.get("authors"))]
            tags = [str(one.get("name") or "") for one in _mappings(row.get("tags"))]
            if row.get("access", True):
                yield _post(row, people, tags, str(row.get("url") or ""), "api")
            else:
                left_out.append((str(row.get("title")), _KEPT_FOR_MEMBERS))
        following = _following(data)
        if not following:
            return
        try:
            data = _ask(_with(url, page=following), fetcher)
        except SourceError as error:
            yield error.failure(_without_key(url))
            return


def _following(data: Mapping[str, Any]) -> str:
    """The number of the next page; "" after the last."""
    meta = data.get("meta")
    pagination = meta.get("pagination") if isinstance(meta, Mapping) else None
    return str(pagination.get("next") or "") if isinstance(pagination, Mapping) else ""


def _with(url: str, **more: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((*parts[:3], urlencode({**dict(parse_qsl(parts.query)), **more}, safe=","), ""))


def _without_key(url: str) -> str:
    return urlunsplit((*urlsplit(url)[:3], "", ""))


def _ask(url: str, fetcher: Fetcher) -> Mapping[str, Any]:
    """A page of the list; raises SourceError."""
    response = fetcher.get(url, accept="application/json", kind="feed")
    data = _load(response.text, _without_key(url))
    if not isinstance(data.get("posts"), list):
        raise _bad(_without_key(url))
    return data


def _from_export(stored: Mapping[str, Any], source: str, left_out: LeftOut) -> Iterator[RawPost]:
    users = _related(stored, "users", "posts_authors", "author_id")
    tags = _related(stored, "tags", "posts_tags", "tag_id")
    names = {row.get("id"): str(row.get("name") or "") for row in _mappings(stored.get("users"))}
    for row in _mappings(stored.get("posts")):
        title = str(row.get("title") or row.get("slug") or "")
        if row.get("type") == "page" or row.get("page"):
            left_out.append((title, "a page, not a post"))
        elif row.get("status") not in ("published", "scheduled"):
            left_out.append((title, str(row.get("status"))))
        elif row.get("status") == "scheduled" and moment(row.get("published_at")) is None:
            left_out.append((title, "scheduled without a date"))
        elif not str(row.get("html") or "").strip():
            left_out.append((title, "empty"))
        else:
            people = users.get(row.get("id")) or [names.get(row.get("author_id"), "")]
            yield _post(row, people, tags.get(row.get("id"), []), str(row.get("canonical_url") or ""), "export", source)


def _related(stored: Mapping[str, Any], table: str, join: str, key: str) -> dict[Any, list[str]]:
    """The names of what a joining table ties to each post, in its order."""
    names = {row.get("id"): str(row.get("name") or "") for row in _mappings(stored.get(table))}
    rows = sorted(_mappings(stored.get(join)), key=lambda row: row.get("sort_order") or 0)
    found: dict[Any, list[str]] = {}
    for row in rows:
        found.setdefault(row.get("post_id"), []).append(names.get(row.get(key), ""))
    return found


def _post(
    row: Mapping[str, Any], people: list[str], tags: list[str], url: str, origin: str, source: str = ""
) -> RawPost:
    people = [name for name in people if name]
    post = RawPost(
        id=str(row.get("uuid") or row.get("id") or row.get("slug")),
        source=url or f"{source}#{row.get('slug')}",
        format="body",
        content=str(row.get("html") or "").replace(_SITE_URL, ""),
        url=url,
        title=plain(str(row.get("title") or ""), False),
        author=" and ".join([", ".join(people[:-1]), people[-1]] if len(people) > 1 else people),
        published=moment(row.get("published_at")),
        updated=moment(row.get("updated_at")),
        summary=plain(str(row.get("custom_excerpt") or ""), False),
        tags=tuple(tag for tag in tags if tag and not tag.startswith("#")),  # "#" marks tags for the editors only
        image=absolute(str(row.get("feature_image") or ""), url),
    )
    return declared_by(origin, post)


def _mappings(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _load(text: str, name: str) -> Mapping[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _bad(name) from error
    if not isinstance(data, Mapping):
        raise _bad(name)
    return data


def _bad(name: str) -> SourceError:
    return SourceError(f"{name} is damaged: it is no export of Ghost.", "Export it again.", code="bad-export")
