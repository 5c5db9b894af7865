"""A sitemap (or an index of them, or one packed with gzip) comes in; the posts on its pages go out.

A sitemap lists every page of a site; which of them are posts, `postpage` tells. Protocol: sitemaps.org, with Google's
news elements.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http.client import HTTPException
from urllib.parse import urlsplit

from audioblog.errors import SourceError
from audioblog.ingest.decode import decode
from audioblog.ingest.network.fetch import Fetcher
from audioblog.ingest.network.inflate import Inflater
from audioblog.ingest.raw import RawPost, SourceInfo, declared_by
from audioblog.ingest.sources.feedxml import refuse_entities
from audioblog.ingest.sources.found import Desk, Found, LeftOut, Listing, root_element
from audioblog.ingest.sources.frontmatter import moment
from audioblog.ingest.sources.pagehead import Head
from audioblog.ingest.sources.permalink import permalink
from audioblog.ingest.sources.postpage import fetch_post
from audioblog.model import Failure

ROOTS = ("urlset", "sitemapindex")
PROBES = ("/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml")
MAX_BYTES = 50_000_000
"""Of one sitemap, unpacked; the protocol's own limit, like the next."""
MAX_PAGES = 50_000
MAX_DEPTH = 3
"""Indexes within indexes."""
_GZIP = b"\x1f\x8b"
_OF_POSTS = re.compile(r"(post-sitemap|sitemap-posts|wp-sitemap-posts-post|sitemap-news|news-sitemap|blog)", re.I)


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a sitemap."""

    url: str
    changed: datetime | None = None
    published: datetime | None = None
    title: str = ""


def recognise(found: Found) -> bool:
    """True for the XML of a sitemap, packed or not."""
    packed = found.not_text == "a compressed file" and (found.url or str(found.path)).lower().endswith(".xml.gz")
    return found.root in ROOTS or packed


def open_sitemap(found: Found, desk: Desk) -> Listing:
    """The posts of the pages that a sitemap lists; raises SourceError "bad-sitemap", "xml-bomb"."""
    name = found.url or str(found.path or "Standard input")
    root, lines = read_sitemap(found.read(MAX_BYTES), found.content_type, name)
    host = urlsplit(found.url or (lines[0].url if lines else "")).netloc
    info = SourceInfo(title=host.removeprefix("www."), link=f"https://{host}/" if host else "", route="sitemap")
    return Listing(info, lambda left_out: _posts(root, lines, desk.fetcher, left_out))


def find_sitemap(head: Head, fetcher: Fetcher) -> Found | None:
    """The sitemap at one of the usual places of a site; None if there is none."""
    for probe in PROBES:
        parts = urlsplit(head.url)
        try:
            response = fetcher.get(f"{parts.scheme}://{parts.netloc}{probe}", kind="feed")
        except SourceError:
            continue
        start = response.text[:65536].lstrip()
        if root_element(start) in ROOTS:
            return Found(head.url, response.url, None, response.content_type, start, response.body)
    return None


def read_sitemap(body: bytes, content_type: str, name: str) -> tuple[str, list[Listed]]:
    """The kind of a sitemap (its root element) and its lines; raises SourceError "bad-sitemap", "too-large"."""
    from lxml import etree

    text = decode(_unpacked(body, name), content_type)
    at = refuse_entities(text, name)
    root = root_element(text[at:])
    if root not in ROOTS:
        raise SourceError(f"{name} is damaged: it holds no sitemap.", "Give the blog's feed.", code="bad-sitemap")
    lines: list[Listed] = []
    events = etree.iterparse(
        io.BytesIO(text[at:].encode()), events=("end",), tag=("{*}url", "{*}sitemap"), recover=True,
        resolve_entities=False, no_network=True, load_dtd=False,
    )  # fmt: skip
    for _, element in events:
        said = {node.tag.rpartition("}")[2]: (node.text or "").strip() for node in element.iter("{*}*")}
        if url := said.get("loc", ""):
            published = moment(said.get("publication_date"))
            lines.append(Listed(url, moment(said.get("lastmod")), published, said.get("title", "")))
        element.clear()
        if len(lines) >= MAX_PAGES:
            break
    return root, lines


def _unpacked(body: bytes, name: str) -> bytes:
    if not body.startswith(_GZIP):
        return body
    unpacked = bytearray()
    try:
        for part in Inflater("gzip").feed(body):
            unpacked += part
            if len(unpacked) > MAX_BYTES:
                raise SourceError(f"{name} unpacks to more than 50 MB.", "Give the blog's feed.", code="too-large")
    except HTTPException as error:
        raise SourceError(f"{name} is damaged ({error}).", "Give the blog's feed.", code="bad-sitemap") from error
    return bytes(unpacked)


def _posts(root: str, lines: list[Listed], fetcher: Fetcher, left_out: LeftOut) -> Iterator[RawPost | Failure]:
    seen: set[str] = set()
    for line in _pages(root, lines, fetcher, 0):
        if isinstance(line, Failure):
            yield line
            continue
        identity = permalink(line.url)
        if identity in seen:
            continue
        seen.add(identity)
        item = fetch_post(line.url, fetcher, left_out)
        if isinstance(item, RawPost):
            item = declared_by("sitemap", replace(item, title=line.title, published=line.published))
        if item is not None:
            yield item


def _pages(root: str, lines: list[Listed], fetcher: Fetcher, depth: int) -> Iterator[Listed | Failure]:
    """The lines for pages, latest change first; of an index, sitemap by sitemap, those of posts only if it has such."""
    oldest = datetime.min.replace(tzinfo=UTC)
    ordered = sorted(lines, key=lambda line: line.published or line.changed or oldest, reverse=True)
    if root == "urlset":
        yield from ordered
        return
    for line in [one for one in ordered if _OF_POSTS.search(one.url)] or ordered:
        if depth >= MAX_DEPTH:
            return
        try:
            response = fetcher.get(line.url, kind="feed")
            inner, pages = read_sitemap(response.body, response.content_type, response.url)
        except SourceError as error:
            yield error.failure(line.url)
        else:
            yield from _pages(inner, pages, fetcher, depth + 1)
