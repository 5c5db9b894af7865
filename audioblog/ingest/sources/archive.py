"""A page that lists posts comes in; the posts go out, page after page along its "older posts" links.

This is how a blog is read that has neither a feed nor a sitemap. Which links of a list lead to posts, its headings
tell, as every theme makes them: the title of each post is a link. Where no heading is a link, as in an archive that is
one long list, the addresses tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from audioblog.errors import SourceError
from audioblog.ingest.raw import RawPost, SourceInfo
from audioblog.ingest.sources.found import Desk, Found, LeftOut, Listing
from audioblog.ingest.sources.pagehead import Head
from audioblog.ingest.sources.permalink import absolute, permalink, same_page
from audioblog.ingest.sources.postpage import fetch_post, looks_like_post, may_be_post
from audioblog.ingest.sources.soup import said, soup_of
from audioblog.model import Failure

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

MAX_PAGES = 200
"""Pages of an archive that are followed."""
TITLES = (
    ".entry-title a[href], .post-title a[href], .p-name a[href], a.entry-title[href], a.post-title[href], "
    "a.u-url[href], a[rel~=bookmark]"
)
"""A post's title as themes and microformats mark it."""
HEADINGS = "h1 a[href], h2 a[href], h3 a[href], a[href] h1, a[href] h2, a[href] h3"
"""Links in headings, and headings in links."""
OLDER = (
    "link[rel~=next], a[rel~=next], .nav-previous a, .nav-older a, a.nav-previous, a.older-posts, .older-posts a, "
    ".pagination-next a, a.next.page-numbers, a.blog-pager-older-link, .wp-block-query-pagination-next, a.next-page"
)
"""WordPress (classic, block and twenty-something themes), Ghost, Blogger, Jekyll, Hugo."""
_OLDER_WORDS = re.compile(
    r"\W*((older|earlier|previous) (posts?|entries|articles|stories)|next page|more posts|older|"
    r"ältere (beiträge|artikel)|articles plus anciens|entradas (antiguas|anteriores)|oudere berichten|post più vecchi)"
    r"\W*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """What a list of posts gives."""

    posts: tuple[str, ...]
    """Addresses, in the order of the page."""
    titled: bool
    """True if the page's headings name them, so that they are posts whatever their addresses look like."""
    older: str
    """The next page of the archive; "" if this is the last."""


def open_archive(found: Found, head: Head, desk: Desk) -> Listing | None:
    """The posts of the blog with this home page; None if it links to none."""
    first = read_archive(found.text(), head.url, head.base)
    if not first.posts:
        return None
    info = SourceInfo(head.title, head.description, head.language, link=head.url, image=head.image, route="archive")
    return Listing(info, lambda left_out: _posts(first, head.url, desk, left_out))


def read_archive(text: str, url: str, base: str = "") -> ArchivePage:
    """The links of the list of posts `text`, found at `url`, that count."""
    soup = soup_of(text)
    for selector in (TITLES, HEADINGS):
        if posts := _posts_among(soup.select(selector), url, base):
            return ArchivePage(posts, True, _older(soup, url, base))
    listed = (link for link in soup("a", href=True) if looks_like_post(absolute(said(link, "href"), url, base)))
    return ArchivePage(_posts_among(listed, url, base), False, _older(soup, url, base))


def _posts_among(links: Iterable[Tag], url: str, base: str) -> tuple[str, ...]:
    """Where the links (or headings in links) lead to on the same host, each address once."""
    places = (absolute(_address(link), url, base) for link in links)
    kept = (permalink(place) for place in places if place and _same_host(place, url) and may_be_post(place))
    return tuple(place for place in dict.fromkeys(kept) if not same_page(place, url))


def _address(tag: Tag) -> str:
    """Where a link leads to, or the link that a heading lies in."""
    return said(tag if tag.name == "a" else tag.find_parent("a"), "href")


def _older(soup: BeautifulSoup, url: str, base: str) -> str:
    marked = soup.select(OLDER)
    worded = (link for link in soup("a", href=True) if _OLDER_WORDS.fullmatch(link.get_text(" ", strip=True)))
    places = (absolute(said(link, "href"), url, base) for group in (marked, worded) for link in group)
    return next((place for place in places if _same_host(place, url) and not same_page(place, url)), "")


def _same_host(one: str, other: str) -> bool:
    return urlsplit(one).netloc.removeprefix("www.") == urlsplit(other).netloc.removeprefix("www.")


def _posts(first: ArchivePage, url: str, desk: Desk, left_out: LeftOut) -> Iterator[RawPost | Failure]:
    seen: set[str] = set()
    for page in _pages(first, url, desk):
        if isinstance(page, Failure):
            yield page
            continue
        for place in page.posts:
            if place in seen:  # what a page shows beside its list ("popular posts") comes again on the next one
                continue
            seen.add(place)
            item = fetch_post(place, desk.fetcher, left_out, named=page.titled)
            if item is not None:
                yield item


def _pages(first: ArchivePage, url: str, desk: Desk) -> Iterator[ArchivePage | Failure]:
    """The archive's pages, each once."""
    page, visited = first, {permalink(url)}
    for _ in range(MAX_PAGES):
        yield page
        if not page.older or permalink(page.older) in visited:
            return
        visited.add(permalink(page.older))
        try:
            response = desk.fetcher.get(page.older, kind="page")
        except SourceError as error:
            yield error.failure(page.older)
            return
        page = read_archive(response.text, response.url)
