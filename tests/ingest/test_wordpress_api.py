"""WordPress: its REST API, its paged feed, and what happens when the API is off."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from blogserver import RSS, BlogServer, Page
from feedbook import FULL, failures, item, opened, page, posts, rss
from hypothesis import given
from hypothesis import strategies as st

from audioblog.ingest.raw import RawPost
from audioblog.ingest.sources.pagehead import Head
from audioblog.ingest.sources.threads import Reply, thread
from audioblog.ingest.sources.wordpress import api_of

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


def test_a_server_that_gives_the_same_part_again_and_again(blog_server: BlogServer) -> None:
    body = json.dumps([stored(2), stored(1)]).encode()
    blog_server.under("/wp-json/", lambda path: Page(body if "/posts" in path else b"[]", "application/json"))
    home = blog_server.put("/", page("News", FULL, '<link rel="https://api.w.org/" href="/wp-json/">'))
    assert [post.url for post in posts(opened(home))] == [f"https://news.example/post-{n}/" for n in (2, 1)]


def test_large_posts_are_asked_for_in_smaller_parts(blog_server: BlogServer) -> None:
    from audioblog.ingest.network.fetch import Limits

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


# --- what has changed since the last reading -----------------------------------------------------------------------

SINCE = datetime(2016, 5, 1, 12, tzinfo=UTC)


def changing(server: BlogServer, knows: tuple[str, ...] = ("after", "modified_after"), refused: int = 0) -> str:
    """A blog of four posts: 4 is new, 3 came by the clock (last edited in March), 2 was edited in May, 1 is old.

    It knows the given parameters; others it ignores or, with `refused`, answers with that status.
    """
    dates = {  # published, modified
        4: ("2016-05-02T10:00:00", "2016-05-02T10:00:00"), 3: ("2016-05-01T13:00:00", "2016-03-01T10:00:00"),
        2: ("2016-02-01T10:00:00", "2016-05-01T11:59:30"), 1: ("2016-01-01T10:00:00", "2016-01-01T10:00:00"),
    }  # fmt: skip

    def answer(path: str) -> Page:
        query = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
        asked = {name: query[name].rstrip("Z") for name in ("after", "modified_after") if name in query}
        if refused and not set(asked) <= set(knows):
            return Page(b'{"code": "rest_invalid_param"}', "application/json", refused)
        column = {"after": 0, "modified_after": 1}
        wanted = [n for n in dates if all(dates[n][column[name]] > asked[name] for name in asked if name in knows)]
        rows = [stored(n, date_gmt=dates[n][0], modified_gmt=dates[n][1]) for n in wanted]
        body = json.dumps([] if "/comments" in path else rows[int(query["offset"]) :]).encode()
        return Page(body, "application/json", headers={"X-WP-Total": str(len(rows))})

    server.under("/wp-json/", answer)
    return server.put("/", page("News", FULL, '<link rel="https://api.w.org/" href="/wp-json/">'))


def numbers(found: list[RawPost]) -> list[int]:
    return [int(post.id.rpartition("=")[2]) for post in found]


def test_what_was_published_or_modified_since_comes_once_newest_first(blog_server: BlogServer) -> None:
    home = changing(blog_server)
    assert numbers(posts(opened(home))) == [4, 3, 2, 1]
    assert numbers(posts(opened(home, since=SINCE))) == [4, 3, 2]
    assert any("&modified_after=2016-05-01T11:59:00Z" in request.path for request in blog_server.requests)


def test_since_is_understood_in_every_time_zone(blog_server: BlogServer) -> None:
    home = changing(blog_server)
    assert numbers(posts(opened(home, since=SINCE.astimezone(timezone(timedelta(hours=9)))))) == [4, 3, 2]


@pytest.mark.parametrize("knows", [("after",), ()])
@pytest.mark.parametrize("refused", [0, 400, 403])
def test_an_api_that_does_not_know_the_question_gives_everything(
    blog_server: BlogServer, knows: tuple[str, ...], refused: int
) -> None:
    assert numbers(posts(opened(changing(blog_server, knows, refused), since=SINCE))) == [4, 3, 2, 1]


def test_nothing_has_changed(blog_server: BlogServer) -> None:
    source = opened(changing(blog_server), since=datetime(2016, 6, 1, tzinfo=UTC))
    assert posts(source) == []
    assert source.info.route == "wordpress"


def test_wordpress_com_answers_elsewhere(blog_server: BlogServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its blogs have no API of their own: the public API names them by host."""
    with BlogServer() as public:
        monkeypatch.setattr("audioblog.ingest.sources.wordpress.PUBLIC_API", f"{public.url}/wp/v2/sites/")
        site = f"127.0.0.1:{blog_server.port}"
        rows = [stored(2), stored(1)]
        more = {"1": [comment(7, 1)]}

        def answer(path: str) -> Page:
            query = parse_qs(urlsplit(path).query)
            given_ = [c for n in query["post"][0].split(",") for c in more.get(n, [])] if "comments" in path else rows
            return Page(json.dumps(given_).encode(), "application/json", headers={"X-WP-Total": str(len(given_))})

        public.under(f"/wp/v2/sites/{site}/", answer)
        home = blog_server.put("/", page("News", FULL, '<meta name="generator" content="WordPress.com">'))
        source = opened(home)
        found = posts(source)
        assert (numbers(found), source.info.route) == ([2, 1], "wordpress")
        assert [comment.author for comment in found[1].comments] == ["Reader 7"]
        assert {request.path.split("?")[0] for request in public.requests} == {
            f"/wp/v2/sites/{site}/posts", f"/wp/v2/sites/{site}/comments",
        }  # fmt: skip


def test_where_wordpress_coms_blogs_are_known_by_their_host() -> None:
    head = Head("https://kettle.wordpress.com/")
    assert api_of(head, {}) == "https://public-api.wordpress.com/wp/v2/sites/kettle.wordpress.com"


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
