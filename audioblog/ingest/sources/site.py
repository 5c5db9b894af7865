"""A page on the web comes in; the blog that it is the home of, or the one post that it holds, goes out."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from audioblog.errors import SourceError
from audioblog.ingest.raw import RawPost, SourceInfo
from audioblog.ingest.sources import feed, jsonfeed, wordpress
from audioblog.ingest.sources.archive import open_archive
from audioblog.ingest.sources.discover import as_found, find_feed
from audioblog.ingest.sources.feedxml import parse_feed
from audioblog.ingest.sources.files import kind_of, read_written
from audioblog.ingest.sources.found import Desk, Found, Listing
from audioblog.ingest.sources.pagehead import Head, is_root, read_head
from audioblog.ingest.sources.permalink import absolute, permalink, same_page
from audioblog.ingest.sources.sitemap import find_sitemap, open_sitemap


def recognise(found: Found) -> bool:
    """True for every text on the web; the more special kinds are asked first."""
    return bool(found.url) and not found.not_text


def open_page(found: Found, desk: Desk) -> Listing:
    """The posts of the blog whose page `found` is, or the one post on it; raises SourceError "no-feed", "empty"."""
    kind = kind_of(found)
    if kind != "html":
        written = read_written(found.text(), kind, permalink(found.url), found.url, desk.now)
        return _one(replace(written.post, url=written.post.url or found.url), SourceInfo(route=kind))
    head = read_head(found.text(), found.url)
    if head.refresh and not same_page(target := absolute(head.refresh, head.url), head.url) and target:
        found = as_found(desk.fetcher.get(target, kind="page"), found.source)
        head = read_head(found.text(), found.url)
    verdict = head.verdict()
    if verdict == "post":
        return _page(found, head)
    if verdict == "blog" and (all_posts := _by_api(found, head, desk)):
        return all_posts
    blog = find_feed(head, desk.fetcher)
    if blog is None and verdict == "blog":
        if (pages := find_sitemap(head, desk.fetcher)) is not None:
            return open_sitemap(pages, desk)
        if (archive := open_archive(found, head, desk)) is not None:
            return archive
        raise SourceError(
            f"No feed, no sitemap and no list of posts was found at {head.url}, which looks like the home of a blog.",
            "Give the address of the feed, or the addresses of single posts.",
            code="no-feed",
        )
    if blog is None or (not verdict and not _is_home(head, blog)):
        return _page(found, head)
    return open_any_feed(blog, desk)


def _by_api(found: Found, head: Head, desk: Desk) -> Listing | None:
    """All posts of a WordPress blog through its API; None for other blogs, a part of a blog, or an API that is off."""
    api = wordpress.api_of(head, dict(found.headers))
    own = is_root(head.url) or same_page(head.url, api.partition("wp-json")[0].partition("?rest_route")[0])
    if not api or not own:
        return None
    try:
        return wordpress.open_wordpress(api, head, desk, found.source)
    except SourceError:
        return None


def open_any_feed(found: Found, desk: Desk) -> Listing:
    """The posts of a feed of any kind."""
    opened = jsonfeed.open_json_feed if jsonfeed.recognise(found) else feed.open_feed
    return opened(found, desk)


def _is_home(head: Head, found: Found) -> bool:
    """Whether a page whose marks do not tell is the home of the blog with this feed, or one of its posts.

    A post is listed in the feed; a home page is what the feed links to, or the folder that most of its posts lie in.
    """
    if jsonfeed.recognise(found):
        return False
    parsed = parse_feed(found.read(), found.content_type, found.url, found.url)
    links = [absolute(entry.get("link", ""), found.url) for entry in parsed.entries]
    here = {head.url, absolute(head.canonical, head.url) or head.url}
    if any(same_page(link, url) for link in links for url in here):
        return False
    if any(same_page(absolute(parsed.channel.get("link", ""), found.url), url) for url in here):
        return True
    folder = urlsplit(head.url).path.rstrip("/") + "/"
    return sum(urlsplit(link).path.startswith(folder) for link in links) * 2 > len(links)


def _page(found: Found, head: Head) -> Listing:
    canonical = absolute(head.canonical, head.url)
    same_host = urlsplit(canonical).netloc.removeprefix("www.") == urlsplit(head.url).netloc.removeprefix("www.")
    identity = permalink(canonical if same_host else head.url)
    post = RawPost(id=identity, source=head.url, format="page", content=found.text(), url=head.url)
    home = f"{urlsplit(head.url).scheme}://{urlsplit(head.url).netloc}/"
    return _one(post, SourceInfo(head.title, head.description, head.language, link=home, route="page"))


def _one(post: RawPost, info: SourceInfo) -> Listing:
    return Listing(info, lambda _: iter((post,)))
