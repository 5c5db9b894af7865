"""WordPress's REST API (its own, or WordPress.com's) comes in; all posts of the blog go out, newest first.

Unlike the feed it gives every post, with author, picture and approved comments. Where it is switched off, the caller
falls back to the feed. Posts carry the guid that the feed gives them too, so that the route does not change identities.

What has not changed since the last reading need not be asked for again. Two lists give the rest, the second without
what the first gave: posts published since (a post that was written long ago and published by the clock keeps its old
"modified" date) and older ones modified since. Both come by date of publication, because in a list that is ordered by
modification a post that is edited meanwhile moves, and another slips past the reader.
Reference: developer.wordpress.org/rest-api/reference/posts (and /comments); `modified_after` came with WordPress 5.7.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from audioblog.errors import FetchError, SourceError
from audioblog.ingest.network.fetch import Fetcher, Response
from audioblog.ingest.raw import RawPost, SourceInfo, declared_by
from audioblog.ingest.sources.entries import plain
from audioblog.ingest.sources.found import Desk, LeftOut, Listing
from audioblog.ingest.sources.frontmatter import moment
from audioblog.ingest.sources.pagehead import Head
from audioblog.ingest.sources.permalink import absolute
from audioblog.ingest.sources.threads import Reply, thread
from audioblog.model import Comment, Failure

PER_PAGE = (100, 10)
"""Posts asked for at once (100 is the most that WordPress gives); fewer when an answer proves too large."""
API_REL = "https://api.w.org/"
PUBLIC_API = "https://public-api.wordpress.com/wp/v2/sites/"
POST_FIELDS = "id,lang,guid,link,date_gmt,modified_gmt,title,content,excerpt,_links,_embedded"
OVERLAP = timedelta(minutes=1)
"""Clocks differ: what changed this long before the last reading is asked for again."""
NOT_TAGS = frozenset({"uncategorized", "uncategorised"})


def api_of(head: Head, headers: Mapping[str, str]) -> str:
    """Where the API of the blog with this page is ("" if it is none of WordPress); a base for `_address`."""
    host = urlsplit(head.url).netloc
    links = [link.partition("<")[2].partition(">")[0] for link in headers.get("link", "").split(",") if API_REL in link]
    for link in (*links, head.api):
        api = absolute(link, head.url)
        if link and (_bare_host(api) == _bare_host(head.url) or api.startswith(PUBLIC_API)):
            return api
    if host.endswith(".wordpress.com") or head.generator.lower() == "wordpress.com":
        return PUBLIC_API + host
    return ""


def _bare_host(url: str) -> str:
    return urlsplit(url).netloc.removeprefix("www.")


def open_wordpress(api: str, head: Head, desk: Desk, source: str) -> Listing:
    """The posts behind the API at `api`; raises SourceError if it does not answer as one."""
    lists = _open_lists(api, desk)
    info = SourceInfo(head.title, head.description, head.language, link=head.url, image=head.image, route="wordpress")
    return Listing(info, lambda left_out: _posts(lists, desk.fetcher, left_out, source, head.language))


@dataclass(frozen=True, slots=True)
class _List:
    """A list of posts of which the first part has been read."""

    api: str
    query: Mapping[str, str]
    first: list[Mapping[str, Any]]
    total: int


def _open_lists(api: str, desk: Desk) -> list[_List]:
    """The lists to read: of what has changed since the last reading or, if the API cannot tell that, of everything."""
    queries: list[dict[str, str]] = [{}]
    if desk.since is not None:
        moment = (desk.since.astimezone(UTC) - OVERLAP).strftime("%Y-%m-%dT%H:%M:%SZ")
        queries = [{"after": moment}, {"modified_after": moment}]
    try:
        return [_open_list(api, query, desk.fetcher) for query in queries]
    except SourceError:
        if desk.since is None:  # else the server, or a guard before it, may refuse only what it does not know
            raise
        return [_open_list(api, {}, desk.fetcher)]


def _open_list(api: str, query: Mapping[str, str], fetcher: Fetcher) -> _List:
    first, total = _ask(fetcher, api, "posts", PER_PAGE[0], 0, **query)
    return _List(api, query, first, total)


def _posts(
    lists: list[_List], fetcher: Fetcher, left_out: LeftOut, source: str, language: str
) -> Iterator[RawPost | Failure]:
    seen: set[str] = set()
    for one in lists:
        for batch in _batches(one, fetcher):
            if isinstance(batch, Failure):
                yield batch
                continue
            # A post may come twice: one published meanwhile moves the others along, and a new one is modified as well.
            fresh = [item for item in batch if _key(item) not in seen]
            seen.update(_key(item) for item in fresh)
            comments = _comments(one.api, [str(item["id"]) for item in fresh if item.get("id")], fetcher)
            for item in fresh:
                post = read_post(item, comments.get(str(item.get("id")), ()), source, language)
                if (item.get("content") or {}).get("protected"):
                    left_out.append((post.url or post.id, "password"))
                else:
                    yield post


def _key(item: Mapping[str, Any]) -> str:
    return str(item.get("id") or item.get("link"))


def _batches(one: _List, fetcher: Fetcher) -> Iterator[list[Mapping[str, Any]] | Failure]:
    """The parts of a list, until one comes that brings nothing new (a server may not heed what part is asked for)."""
    batch, total, offset = one.first, one.total, 0
    given: set[str] = set()
    while not {_key(item) for item in batch} <= given:
        yield batch
        given.update(map(_key, batch))
        offset += len(batch)
        if 0 < total <= offset:
            return
        try:
            batch, total = _ask(fetcher, one.api, "posts", PER_PAGE[0], offset, **one.query)
        except SourceError as error:
            if error.code != "bad-request":  # WordPress answers 400 when asked for more than there is
                yield error.failure(one.api)
            return


def read_post(item: Mapping[str, Any], comments: tuple[Comment, ...], source: str, language: str = "") -> RawPost:
    """One post as the API gives it. `language` is the blog's, for a post that names none."""
    url = str(item.get("link") or "")
    embedded = item.get("_embedded") or {}
    post = RawPost(
        id=_rendered(item, "guid") or f"{url or source}#{item.get('id')}",
        source=url or source,
        format="body",
        content=_rendered(item, "content"),
        url=url,
        title=plain(_rendered(item, "title"), True),
        author=plain(" and ".join(_names(embedded.get("author"))), False),
        published=moment(item.get("date_gmt")),
        updated=moment(item.get("modified_gmt")),
        language=str(item.get("lang") or language),
        summary=plain(_rendered(item, "excerpt"), True),
        tags=tuple(
            name for terms in embedded.get("wp:term") or [] for name in _names(terms) if name.lower() not in NOT_TAGS
        ),
        image=next((str(media.get("source_url") or "") for media in _mappings(embedded.get("wp:featuredmedia"))), ""),
        comments=comments,
    )
    return declared_by("api", post)


def _comments(api: str, posts: list[str], fetcher: Fetcher) -> dict[str, tuple[Comment, ...]]:
    """The approved comments of `posts`, by post; none where the blog does not give them."""
    replies: dict[str, list[Reply]] = {}
    offset = 0
    while posts:
        try:
            batch, total = _ask(fetcher, api, "comments", 100, offset, post=",".join(posts), order="asc")
        except SourceError:
            break
        for item in batch:
            if item.get("type", "comment") == "comment":
                replies.setdefault(str(item.get("post")), []).append(
                    Reply(
                        str(item.get("id")), str(item.get("parent") or ""), str(item.get("author_name") or ""),
                        _rendered(item, "content"), moment(item.get("date_gmt")),
                    )
                )  # fmt: skip
        offset += len(batch)
        if not batch or offset >= total:
            break
    return {post: thread(found) for post, found in replies.items()}


def _ask(
    fetcher: Fetcher, api: str, what: str, count: int, offset: int, **more: str
) -> tuple[list[Mapping[str, Any]], int]:
    """A part of a list, from `offset` on, and how long the whole is (0 if the API does not say); raises SourceError."""
    try:
        response = fetcher.get(_address(api, what, count, offset, more), accept="application/json", kind="feed")
    except FetchError as error:
        if error.code != "too-large" or count <= PER_PAGE[-1]:
            raise
        return _ask(fetcher, api, what, PER_PAGE[-1], offset, **more)
    total = response.headers.get("x-wp-total", "")
    return _mappings(_load(response), response.url), int(total) if total.isdigit() else 0


def _address(api: str, what: str, count: int, offset: int, more: Mapping[str, str]) -> str:
    """The address of a list; `api` is ".../wp-json/", "...?rest_route=/" or WordPress.com's address of the site."""
    query = {"per_page": str(count), "offset": str(offset), **more}
    if what == "posts":
        query |= {"_embed": "author,wp:featuredmedia,wp:term", "_fields": POST_FIELDS}
    path = what if api.startswith(PUBLIC_API) else f"wp/v2/{what}"
    return f"{api.rstrip('/')}/{path}{'&' if '?' in api else '?'}{urlencode(query, safe=',:')}"


def _load(response: Response) -> Any:
    try:
        return json.loads(response.text)
    except (ValueError, RecursionError):
        return None


def _rendered(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    return str(value.get("rendered") or "") if isinstance(value, Mapping) else str(value or "")


def _names(value: Any) -> list[str]:
    return [plain(str(item["name"]), False) for item in _mappings(value) if item.get("name")]


def _mappings(value: Any, url: str = "") -> list[Mapping[str, Any]]:
    if isinstance(value, list):
        return [item for item in value if isinstance(item, Mapping)]
    if url:
        raise SourceError(f"{url} does not answer as WordPress does.", "Give the blog's feed.", code="bad-answer")
    return []
