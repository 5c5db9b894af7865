"""An address that a list of pages names comes in; the post on that page goes out, or why there is none.

Lists of pages (sitemaps, archives) name more than posts. What is no post by its address is not even fetched; of what
is fetched, a page that its own marks call a list of posts is none, and one without marks is one if its address says so.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from audioblog.errors import SourceError
from audioblog.ingest.network.fetch import Fetcher
from audioblog.ingest.raw import RawPost
from audioblog.ingest.sources.found import LeftOut
from audioblog.ingest.sources.pagehead import read_head
from audioblog.ingest.sources.permalink import permalink
from audioblog.model import Failure

_NOT_A_POST = re.compile(
    r"/(tags?|categor(y|ies)|authors?|topics?|label|archives?|page|search|feed|shop|product|cart|account|login|wp-content)/"
    r"|/(about|contact|privacy|terms|imprint|cookies?)([-/.]|$)|\.(pdf|jpe?g|png|gif|webp|svg|mp[34]|xml|zip)$",
    re.I,
)
_LOOKS_LIKE_A_POST = re.compile(r"/(19|20)\d\d/|/\d{4}-\d\d-\d\d|/(blog|posts?|news|articles?|stor(y|ies))/[^/]+", re.I)


def may_be_post(url: str) -> bool:
    """False for what is by its address the home page, a list of posts, a page of the site's own, or a file."""
    return not _NOT_A_POST.search(url) and urlsplit(url).path not in ("", "/")


def looks_like_post(url: str) -> bool:
    """True for an address as blogs give them to posts: with a date, or in a folder of posts."""
    return bool(_LOOKS_LIKE_A_POST.search(url))


def fetch_post(url: str, fetcher: Fetcher, left_out: LeftOut, *, named: bool = False) -> RawPost | Failure | None:
    """The page at `url` as a post; None, with the reason in `left_out`, if it is none.

    `named` says that something else than the address calls the page a post.
    """
    if not may_be_post(url):
        left_out.append((url, "not a post, by its address"))
        return None
    try:
        page = fetcher.get(url, kind="page")
    except SourceError as error:
        return error.failure(url)
    verdict = read_head(page.text, page.url).verdict()
    if verdict == "post" or (not verdict and (named or looks_like_post(page.url))):
        return RawPost(id=permalink(url), source=url, format="page", content=page.text, url=page.url)
    left_out.append((url, "not a post, by its marks"))
    return None
