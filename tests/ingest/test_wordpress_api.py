"""WordPress: its REST API, its paged feed, and what happens when the API is off."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from blogserver import RSS, BlogServer, Page
from feedbook import FULL, failures, item, opened, page, posts, rss
from hypothesis import given
from hypothesis import strategies as st

from audioblog.ingest.raw import RawPost
from audioblog.ingest.threads import Reply, thread

TOTAL = 230


def stored(n: int, **more: Any) -> dict[str, Any]:
    """Post `n` as the API gives it; the highest number is the newest."""
    return {
        "id": n,
        "guid": {"rendered": f"https://news.example/?p={n}"},
        "link": f"https://news.example/post-{n}/",
        "date_gmt": f"2016-03-03T10:{n % 60:02}:00",
        "modified_gmt": "2016-04-01T08:00:00",
        "title": {"rendered": f"Post {n} &#8211; tea &amp; cake"},
        "content": {"rendered": FULL, "protected": False},
        "excerpt": {"rendered": "<p>In short [&hellip;]</p>\n"},
        "_embedded": {
            "author": [{"name": "Ada Byron"}],
            "wp:featuredmedia": [{"source_url": "https://news.example/tea.jpg"}],
            "wp:term": [[{"name": "Uncategorized"}, {"name": "Food &amp; drink"}], [{"name": "Tea"}]],
        },
        **more,
    }


def comment(n: int, post: int, parent: int = 0) -> dict[str, Any]:
    return {
        "id": n, "post": post, "parent": parent, "author_name": f"Reader {n}", "date_gmt": "2016-03-04T10:00:00",
        "content": {"rendered": f"<p>Comment {n}.</p>\n<p>More <b>of</b> it.</p>"}, "type": "comment",
    }  # fmt: skip


def wordpress(server: BlogServer, base: str = "/wp-json/", head: str = "", **pages: Any) -> str:
    """A blog with TOTAL posts of which number 9 has a password, and comments on the newest."""
    everything = [stored(n) for n in range(TOTAL, 0, -1)]
    everything[-9] = stored(9, content={"rendered": "", "protected": True})
    comments = [comment(1, TOTAL), comment(2, TOTAL), comment(3, TOTAL, parent=1), comment(4, TOTAL - 1, parent=99)]

    def answer(path: str) -> Page:
        query = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
        wanted = {int(n) for n in query.get("post", "").split(",") if n}
        rows = [c for c in comments if c["post"] in wanted] if "comments" in path else everything
        start, count = int(query["offset"]), int(query["per_page"])
        body = json.dumps(rows[start : start + count]).encode()
        return Page(body, "application/json", headers={"X-WP-Total": str(len(rows))})

    server.under(base, answer)
    declared = head or f'<link rel="https://api.w.org/" href="{base}">'
    return server.put("/", page("News", FULL, declared))


@pytest.mark.parametrize("base", ["/wp-json/", "/index.php?rest_route=/"])
def test_all_posts_through_the_api(blog_server: BlogServer, base: str) -> None:
    source = opened(wordpress(blog_server, base))
    found = posts(source)
    assert [post.id for post in found[:2]] == [f"https://news.example/?p={n}" for n in (TOTAL, TOTAL - 1)]
    assert len({post.id for post in found}) == len(found) == TOTAL - 1
    assert source.left_out == [("https://news.example/post-9/", "password")]
    assert (source.info.title, source.info.route, source.info.language) == ("News", "wordpress", "en-GB")
    first = found[0]
    assert (first.title, first.author, first.format, first.content) == (
        "Post 230 – tea & cake",
        "Ada Byron",
        "body",
        FULL,
    )
    assert (first.tags, first.image) == (("Food & drink", "Tea"), "https://news.example/tea.jpg")
    assert first.published == datetime(2016, 3, 3, 10, TOTAL % 60, tzinfo=UTC)
    assert dict(first.provenance)["author"] == "api"


def test_comments_come_as_threads(blog_server: BlogServer) -> None:
    newest, second = posts(opened(wordpress(blog_server)))[:2]
    assert [(c.author, c.depth) for c in newest.comments] == [("Reader 1", 0), ("Reader 3", 1), ("Reader 2", 0)]
    assert newest.comments[0].text == "Comment 1.\nMore of it."
    assert [c.depth for c in second.comments] == [0]


def test_the_api_may_be_named_in_a_header(blog_server: BlogServer) -> None:
    wordpress(blog_server)
    link = {"Link": f'<{blog_server.url}/wp-json/>; rel="https://api.w.org/", <x>; rel="y"'}
    assert len(posts(opened(blog_server.put("/", page(), headers=link)))) == TOTAL - 1


def test_an_api_of_another_host_is_not_used(blog_server: BlogServer) -> None:
    head = '<link rel="https://api.w.org/" href="https://other.example/wp-json/">'
    blog_server.put("/feed/", rss(item(1)), RSS)
    assert len(posts(opened(blog_server.put("/", page("Home", FULL, head))))) == 1


def test_only_what_is_asked_for_is_fetched(blog_server: BlogServer) -> None:
    next(opened(wordpress(blog_server)).posts())
    assert len(blog_server.requests) == 3  # home, posts, their comments


def test_posts_that_move_along_meanwhile_come_once(blog_server: BlogServer) -> None:
    home = wordpress(blog_server)
    answer = blog_server.folders["/wp-json/"]
    moved = {"offset=100&": "offset=98&", "offset=200&": "offset=198&"}

    def later(path: str) -> Page:
        for asked, given_ in moved.items():
            path = path.replace(asked, given_)
        return answer(path)

    blog_server.under("/wp-json/", later)
    assert len(posts(opened(home))) == TOTAL - 1


def test_large_posts_are_asked_for_in_smaller_parts(blog_server: BlogServer) -> None:
    from audioblog.ingest.fetch import Limits

    home = wordpress(blog_server)
    found = opened(home, limits=Limits(feed=60_000)).posts()
    assert isinstance(next(found), RawPost)
    assert "per_page=10&" in blog_server.requests[2].path


@pytest.mark.parametrize("status", [401, 403, 404, 500, 200])
def test_without_the_api_the_feed_is_read(blog_server: BlogServer, status: int) -> None:
    head = '<link rel="https://api.w.org/" href="/wp-json/">'
    head += '<link rel="alternate" type="application/rss+xml" href="/feed/">'
    blog_server.under("/wp-json/", lambda _: Page(b'{"code": "rest_disabled"}', "application/json", status))
    blog_server.put("/feed/", rss(item(1)), RSS)
    assert [post.title for post in posts(opened(blog_server.put("/", page("Home", FULL, head))))] == ["Post 1"]


def test_an_api_that_stops_half_way(blog_server: BlogServer) -> None:
    home = wordpress(blog_server)
    answer = blog_server.folders["/wp-json/"]
    blog_server.under("/wp-json/", lambda path: Page(status=500) if "offset=100" in path else answer(path))
    found = list(opened(home).posts())
    assert len(found) == 101
    assert failures(found) == ["server-error"]


# --- the feed ------------------------------------------------------------------------------------------------------

GENERATOR = "<generator>https://wordpress.org/?v=6.4</generator>"


def test_a_wordpress_feed_has_older_pages(blog_server: BlogServer) -> None:
    url = blog_server.put("/feed/", rss(item(3), item(2), channel=GENERATOR), RSS)
    blog_server.put("/feed/?paged=2", rss(item(2), item(1), channel=GENERATOR), RSS)
    assert [post.title for post in posts(opened(url))] == ["Post 3", "Post 2", "Post 1"]
    assert blog_server.asked("/feed/?paged=3") == 1


def test_a_feed_of_another_system_has_none(blog_server: BlogServer) -> None:
    posts(opened(blog_server.put("/feed/", rss(item(1)), RSS)))
    assert len(blog_server.requests) == 1


# --- threads -------------------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_no_comment_is_lost_and_none_comes_twice(pairs: list[tuple[int, int]]) -> None:
    replies = [Reply(str(n), str(parent), "A", "text") for n, parent in pairs]
    assert sorted(c.id for c in thread(replies)) == sorted({reply.id for reply in replies})
