"""Blogs with neither feed nor sitemap: the posts that their pages list, along the “older posts” links."""

from __future__ import annotations

import pytest
from blogserver import BlogServer, Page
from feedbook import FULL, failures, opened, page, posts
from hypothesis import given
from hypothesis import strategies as st

from audioblog.errors import SourceError
from audioblog.ingest.raw import RawPost
from audioblog.ingest.sources.archive import MAX_PAGES, read_archive
from audioblog.ingest.sources.found import Source

HOME = "https://n.example/"
OLDER = [
    '<div class="nav-previous"><a href="/page/2/">← Earlier</a></div>', '<a class="older-posts" href="/page/2/">Go</a>',
    '<a class="next page-numbers" href="/page/2/">→</a>', '<a rel="next" href="/page/2/">2</a>',
    '<a href="/page/2/">« Older posts</a>', '<p><a href="/page/2/"><span>Older</span> <b>Entries</b></a></p>',
    '<a href="/page/2/">Ältere Beiträge →</a>', '<a class="blog-pager-older-link" href="/page/2/">&gt;</a>',
]  # fmt: skip
NEWER = '<div class="nav-next"><a href="/page/1/">Newer posts</a></div><a rel="prev" href="/">1</a>'


def teaser(place: str, title: str = "Tea") -> str:
    return f'<article><h2 class="entry-title"><a href="{place}">{title}</a></h2><p>In short …</p></article>'


def listing(*places: str, more: str = "") -> str:
    side = (
        '<aside><h3><a href="/about/">About us</a></h3><a href="https://other.example/2016/03/x">A friend</a></aside>'
    )
    return page("News", "".join(map(teaser, places)) + NEWER + more + side)


def names(source: Source) -> list[str]:
    return [post.url.rstrip("/").rpartition("/")[2] for post in posts(source)]


@pytest.mark.parametrize("link", OLDER)
def test_the_way_to_older_posts(link: str) -> None:
    found = read_archive(listing("/tea/", more=link), HOME)
    assert (found.posts, found.older) == ((HOME + "tea/",), HOME + "page/2/")


def test_no_way_to_older_posts() -> None:
    lines = '<a href="/page/2/">Older people and tea: a story</a><a rel="next" href="https://other.example/">Next</a>'
    assert read_archive(listing("/tea/", more=lines), HOME).older == ""


def test_a_link_in_the_head_and_a_base() -> None:
    head = '<base href="/blog/"><link rel="next" href="page2.html">'
    found = read_archive(page("News", teaser("tea.html"), head), HOME + "x", "/blog/")
    assert (found.posts, found.older) == ((HOME + "blog/tea.html",), HOME + "blog/page2.html")


@pytest.mark.parametrize(
    ("body", "titled"),
    [('<h3><a href="/tea/">Tea</a></h3>', True), ('<a href="/tea/"><h2>Tea</h2></a>', True),
     ('<p class="h-entry"><a class="u-url p-name" href="/tea/">Tea</a></p><h2><a href="/topics/">More</a></h2>', True),
     ('<li><a href="/blog/tea">Tea</a> <a href="/donate">Donate</a>', False)],
)  # fmt: skip
def test_which_links_are_posts(body: str, titled: bool) -> None:
    found = read_archive(page("News", body), HOME)
    assert [place.rstrip("/").rpartition("/")[2] for place in found.posts] == ["tea"]
    assert found.titled is titled


def test_a_blog_page_after_page(blog_server: BlogServer) -> None:
    for name in ("tea", "cake", "soup"):
        blog_server.put(f"/{name}/", page(name))
    blog_server.put("/page/2/", listing("/cake/", "/tea/", more='<a href="/page/3/">Older posts</a>'))
    blog_server.put("/page/3/", listing("/soup/", "/lost/", "/list/", more='<a href="/">Older posts</a>'))
    blog_server.put("/list/", page("List", teaser("/1/") + teaser("/2/") + teaser("/3/")))
    home = blog_server.put("/", listing("/tea/", more=OLDER[0]))
    source = opened(home)
    found = list(source.posts())
    assert [post.id for post in found if isinstance(post, RawPost)] == [
        f"{blog_server.url}/{name}/" for name in ("tea", "cake", "soup")
    ]
    assert failures(found) == ["not-found"]
    assert source.left_out == [(blog_server.url + "/list/", "not a post, by its marks")]
    assert (source.info.route, source.info.title) == ("archive", "News")
    assert blog_server.asked("/tea/") == blog_server.asked("/page/2/") == 1


def test_older_pages_are_read_only_when_asked_for(blog_server: BlogServer) -> None:
    blog_server.put("/tea/", page("tea"))
    next(opened(blog_server.put("/", listing("/tea/", more=OLDER[0]))).posts())
    assert blog_server.asked("/page/2/") == 0


def test_an_archive_without_end_ends(blog_server: BlogServer) -> None:
    blog_server.put("/tea/", page("tea"))

    def further(path: str) -> str:
        return listing("/tea/", more=f'<a href="/page/{int(path.strip("/").rpartition("/")[2]) + 1}/">Older posts</a>')

    blog_server.under("/page/", lambda path: Page(further(path).encode()))
    assert names(opened(blog_server.put("/", listing("/tea/", more=OLDER[0])))) == ["tea"]
    assert sum(request.path.startswith("/page/") for request in blog_server.requests) == MAX_PAGES


def test_an_older_page_that_fails(blog_server: BlogServer) -> None:
    blog_server.put("/tea/", page("tea"))
    assert failures(list(opened(blog_server.put("/", listing("/tea/", more=OLDER[0]))).posts())) == ["not-found"]


def test_a_home_page_with_no_posts_says_what_to_do(blog_server: BlogServer) -> None:
    with pytest.raises(SourceError) as caught:
        opened(blog_server.put("/", page("Home", FULL + '<a href="/contact/">Write to us</a>')))
    assert caught.value.code == "no-feed"


@given(st.text(max_size=200), st.sampled_from(["<h2><a href='{}'>x</a></h2>", "<a rel=next href='{}'>x</a>", "{}"]))
def test_any_page_is_an_archive_or_none(text: str, shape: str) -> None:
    found = read_archive(shape.replace("{}", text), HOME)
    assert all(place.startswith(HOME) for place in found.posts)
