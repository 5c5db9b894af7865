"""Sitemaps: of a blog without a feed, named by themselves, packed, nested and damaged."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest
from blogserver import BlogServer
from feedbook import FULL, failures, opened, page, posts

from audioblog.errors import SourceError
from audioblog.ingest.raw import RawPost

XML = "application/xml"
OG = '<meta property="og:type" content="article">'


def urlset(*lines: str) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
    xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{"".join(lines)}</urlset>"""


def line(url: str, changed: str = "", more: str = "") -> str:
    return f"<url><loc>{url}</loc>{f'<lastmod>{changed}</lastmod>' if changed else ''}{more}</url>"


def index(*urls: str) -> str:
    maps = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{maps}</sitemapindex>'


def site(server: BlogServer) -> str:
    """A home page without a feed, three posts, and pages that are none; gives the sitemap's text."""
    server.put("/", page("Home"))
    for name in ("tea", "cake"):
        server.put(f"/{name}/", page(name, FULL, OG))
    server.put("/2016/03/soup.html", page("soup"))
    server.put("/donate/", page("Donate"))
    places = {"/": "", "/cake/": "2016-03-01", "/tea/": "2016-03-05", "/tag/tea/": "", "/about-us/": "", "/a.pdf": "",
              "/donate/": "", "/2016/03/soup.html": "2016-03-03"}  # fmt: skip
    return urlset(*(line(server.url + place, changed) for place, changed in places.items()))


def names(found: list[RawPost]) -> list[str]:
    return [post.url.rstrip("/").rpartition("/")[2] for post in found]


@pytest.mark.parametrize("place", ["/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml"])
def test_a_blog_without_a_feed(blog_server: BlogServer, place: str) -> None:
    blog_server.put(place, site(blog_server), XML)
    source = opened(blog_server.url + "/")
    assert names(posts(source)) == ["tea", "soup.html", "cake"]
    assert source.info.route == "sitemap"
    assert {why for _, why in source.left_out} == {"not a post, by its address", "not a post, by its marks"}
    assert blog_server.asked("/tag/tea/") == 0


def test_an_index_of_packed_sitemaps(blog_server: BlogServer) -> None:
    text = site(blog_server)
    inner = blog_server.put("/post-sitemap.xml.gz", gzip.compress(text.encode()), "application/gzip")
    other = blog_server.put("/page-sitemap.xml", urlset(line(blog_server.url + "/donate/")), XML)
    top = blog_server.put("/index.xml", index(other, inner, blog_server.url + "/post-sitemap2.xml"), XML)
    found = list(opened(top).posts())
    assert names([item for item in found if isinstance(item, RawPost)]) == ["tea", "soup.html", "cake"]
    assert failures(found) == ["not-found"]
    assert blog_server.asked("/page-sitemap.xml") == 0
    assert names(posts(opened(inner))) == ["tea", "soup.html", "cake"]


def test_an_index_that_holds_itself_ends(blog_server: BlogServer) -> None:
    url = blog_server.url + "/sitemap.xml"
    blog_server.put("/sitemap.xml", index(url), XML)
    assert posts(opened(url)) == []
    assert blog_server.asked("/sitemap.xml") <= 5


def test_a_news_sitemap(blog_server: BlogServer) -> None:
    site(blog_server)
    news = "<news:publication_date>2016-03-03</news:publication_date><news:title>Tea time</news:title>"
    listed = line(blog_server.url + "/tea/", "", f"<news:news>{news}</news:news>")
    url = blog_server.put("/news.xml", urlset(listed), XML)
    (post,) = posts(opened(url))
    assert (post.title, post.published) == ("Tea time", datetime(2016, 3, 3, tzinfo=UTC))
    assert dict(post.provenance) == {"title": "sitemap", "published": "sitemap"}


@pytest.mark.parametrize(
    ("body", "code"),
    [(gzip.compress(b"nothing"), "bad-sitemap"), (b"\x1f\x8b" + b"x" * 50, "bad-sitemap"),
     (gzip.compress(b"\0" * 60_000_000), "too-large"), (b'<!DOCTYPE a [<!ENTITY a "b">]><urlset/>', "xml-bomb")],
)  # fmt: skip
def test_bad_sitemaps(blog_server: BlogServer, body: bytes, code: str) -> None:
    with pytest.raises(SourceError) as caught:
        opened(blog_server.put("/sitemap.xml.gz", body, "application/octet-stream"))
    assert caught.value.code == code


def test_a_sitemap_that_is_cut_off(blog_server: BlogServer) -> None:
    text = site(blog_server)
    url = blog_server.put("/sitemap.xml", text[: text.index("/2016/03")], XML)
    assert names(posts(opened(url))) == ["tea", "cake"]
