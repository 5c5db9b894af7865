"""Where a site's feed is: the page that was found comes in, the feed's address goes out.

Pages declare their feeds with `<link rel="alternate">`. Where none is declared, links in the page that look like a feed
are tried, and then the addresses at which blog systems put theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from audioblog.errors import SourceError
from audioblog.ingest.network.fetch import Fetcher, Response
from audioblog.ingest.sources import feed, jsonfeed
from audioblog.ingest.sources.found import Found
from audioblog.ingest.sources.pagehead import Head
from audioblog.ingest.sources.permalink import absolute, same_page

TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
PROBES = ("feed/", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feeds/posts/default", "rss/", "feed.json")
"""WordPress and Ghost, then the static site generators, then Blogger."""
_COMMENTS = re.compile(r"comment|kommentar|comentari|coment[áa]rio|commenti|reacties|\bresponses\b", re.I)
_FEEDLIKE = re.compile(
    r"(/feeds?/?|/rss/?|\.rss|\.atom|(rss|atom|feed|index)\.xml|feed\.json|/feeds/posts/default)(\?.*)?$", re.I
)
MAX_LINKS = 4
"""Links within the page that are tried."""


def find_feed(head: Head, fetcher: Fetcher) -> Found | None:
    """The blog's own feed, fetched; None if it has none. Failures on the way are no errors: the next place is tried."""
    for url in candidates(head):
        try:
            response = fetcher.get(url, kind="feed")
        except SourceError:
            continue
        found = as_found(response, url)
        if feed.recognise(found) or jsonfeed.recognise(found):
            return found
    return None


def candidates(head: Head) -> Iterator[str]:
    """Addresses to try, the likeliest first, each once; lazily, because each costs a request."""
    seen: set[str] = set()
    for url in (*declared(head), *_linked(head), *_probes(head.url)):
        if url not in seen:
            seen.add(url)
            yield url


def declared(head: Head) -> list[str]:
    """The feeds that the page declares: those of posts before all others, those nearest to the page's place first."""
    links = [
        (absolute(link.href, head.url, head.base), f"{link.title} {link.href}")
        for link in head.alternates
        if link.type.partition(";")[0].strip().lower() in TYPES
    ]
    kept = [(url, words) for url, words in links if url and not _of_comments(url, words, head)]
    place = urlsplit(head.url).path
    kept.sort(key=lambda link: -_shared(urlsplit(link[0]).path, place))  # stable: the page's own order decides ties
    return [url for url, _ in kept]


def _of_comments(url: str, words: str, head: Head) -> bool:
    """True for a feed of comments, be it of the blog or (WordPress: the page's address + "feed/") of this very post."""
    below_post = head.is_post and same_page(re.sub(r"/feed/?$", "/", url), head.url)
    return bool(_COMMENTS.search(words)) or below_post


def _shared(feed_path: str, place: str) -> int:
    """How long the folder of a feed is, if the page lies in it; else -1."""
    folder = re.sub(r"[^/]*$", "", re.sub(r"/(feed|rss|atom)/?$", "/", feed_path))
    return len(folder) if (place + "/").startswith(folder) else -1


def _linked(head: Head) -> list[str]:
    host = urlsplit(head.url).netloc
    links = (absolute(href, head.url, head.base) for href in head.links if _FEEDLIKE.search(href))
    return [url for url in links if urlsplit(url).netloc == host and not _COMMENTS.search(url)][:MAX_LINKS]


def _probes(url: str) -> list[str]:
    """The usual places, in the page's own folder and then at the root of its site."""
    folder = re.sub(r"[^/]*$", "", urlsplit(url).path) or "/"
    folders = (folder, "/") if folder != "/" and folder.count("/") <= 3 else ("/",)
    return [absolute(place + probe, url) for place in folders for probe in PROBES]


def as_found(response: Response, source: str) -> Found:
    """An answer as something to recognise."""
    headers = tuple(response.headers.items())
    return Found(source, response.url, None, response.content_type, response.text.lstrip(), response.body, headers)
