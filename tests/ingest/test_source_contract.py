"""What every kind of source must do, run on one of each: the same two posts in every form that a blog can be given."""

from __future__ import annotations

import json
import pickle
import zipfile
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC
from pathlib import Path

import pytest
from blogserver import RSS, BlogServer, Page
from feedbook import FULL, item, opened, page, posts, rss

from audioblog.ingest.raw import DECLARED, RawPost, SourceInfo
from audioblog.ingest.sources.found import Source
from audioblog.model import Failure

Maker = Callable[[BlogServer, Path], str]
OG = '<meta property="og:type" content="article">'
DATES = {1: "2016-03-01T10:00:00", 2: "2016-03-02T10:00:00"}


def feed(server: BlogServer, _: Path) -> str:
    return server.put("/feed/", rss(item(1), item(2)), RSS)


def home(server: BlogServer, folder: Path) -> str:
    link = f'<link rel="alternate" type="application/rss+xml" href="{feed(server, folder)}">'
    return server.put("/", page("Home", "<p>Hello", link))


def json_feed(server: BlogServer, _: Path) -> str:
    items = [{"id": str(n), "title": f"Post {n}", "content_html": FULL, "date_published": DATES[n]} for n in (1, 2)]
    return server.put(
        "/feed.json", json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}), "text/json"
    )


def wordpress_api(server: BlogServer, _: Path) -> str:
    rows = [
        {"id": n, "guid": {"rendered": f"?p={n}"}, "link": f"https://n.example/{n}/", "date_gmt": DATES[n],
         "title": {"rendered": f"Post {n}"}, "content": {"rendered": FULL}} for n in (2, 1)
    ]  # fmt: skip

    def answer(path: str) -> Page:
        body = json.dumps(rows if "/posts" in path else []).encode()
        return Page(body, "application/json", headers={"X-WP-Total": "2"})

    server.under("/wp-json/", answer)
    return server.put("/", page("Home", "<p>Hello", '<link rel="https://api.w.org/" href="/wp-json/">'))


def sitemap(server: BlogServer, _: Path) -> str:
    lines = "".join(
        f"<url><loc>{server.put(f'/{n}/', page(f'Post {n}', FULL, OG))}</loc><lastmod>{DATES[n]}</lastmod></url>"
        for n in (1, 2)
    )
    return server.put("/sitemap.xml", f"<urlset>{lines}</urlset>", "application/xml")


def wordpress_export(_: BlogServer, folder: Path) -> str:
    more = "<wp:post_type>post</wp:post_type><wp:status>publish</wp:status>"
    text = rss(item(1, more=more), item(2, more=more), root='xmlns:wp="http://wordpress.org/export/1.2/"')
    (folder / "export.xml").write_text(text)
    return str(folder / "export.xml")


def blogger_export(_: BlogServer, folder: Path) -> str:
    entry = """<entry><id>blog-1.post-{0}</id><category term="http://schemas.google.com/blogger/2008/kind#post"/>
    <title>Post {0}</title><published>{1}Z</published><content type="html">x</content></entry>"""
    entries = "".join(entry.format(n, DATES[n]) for n in (1, 2))
    (folder / "blog.xml").write_text(f'<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title>{entries}</feed>')
    return str(folder / "blog.xml")


def ghost_export(_: BlogServer, folder: Path) -> str:
    rows = [
        {"id": n, "title": f"Post {n}", "html": FULL, "status": "published", "published_at": DATES[n]} for n in (1, 2)
    ]
    (folder / "ghost.json").write_text(json.dumps({"db": [{"meta": {"version": "5"}, "data": {"posts": rows}}]}))
    return str(folder / "ghost.json")


def substack_export(_: BlogServer, folder: Path) -> str:
    rows = "".join(f"{n}.x,{DATES[n]},true,Post {n}\n" for n in (1, 2))
    with zipfile.ZipFile(folder / "s.zip", "w") as archive:
        archive.writestr("posts.csv", "post_id,post_date,is_published,title\n" + rows)
        for n in (1, 2):
            archive.writestr(f"posts/{n}.x.html", FULL)
    return str(folder / "s.zip")


def markdown_folder(_: BlogServer, folder: Path) -> str:
    for n in (1, 2):
        (folder / f"2016-03-0{n}-post.md").write_text(f"---\ntitle: Post {n}\n---\nTea.\n")
    return str(folder)


MAKERS: tuple[Maker, ...] = (
    feed, home, json_feed, wordpress_api, sitemap, wordpress_export, blogger_export, ghost_export, substack_export,
    markdown_folder,
)  # fmt: skip


@pytest.fixture(params=MAKERS, ids=lambda maker: maker.__name__)
def source(request: pytest.FixtureRequest, blog_server: BlogServer, tmp_path: Path) -> Source:
    make: Maker = request.param
    return opened(make(blog_server, tmp_path))


def test_it_says_what_it_is(source: Source) -> None:
    assert isinstance(source.info, SourceInfo)
    assert source.info.route


def test_its_posts_come_newest_first_and_the_same_each_time(source: Source) -> None:
    found = posts(source)
    titles = [post.title or post.url.rstrip("/")[-1:] for post in found]
    assert [title[-1] for title in titles] == ["2", "1"]
    assert posts(source) == found


def test_its_posts_are_well_formed(source: Source) -> None:
    found = posts(source)
    assert len({post.id for post in found}) == len(found)
    for post in found:
        assert post.id
        assert post.content
        assert post.format in ("page", "body", "markdown", "text")
        assert not post.url or post.url.startswith(("http://", "https://"))
        assert all(moment is None or moment.tzinfo is UTC for moment in (post.published, post.updated))
        assert {field for field, _ in post.provenance} == {field for field in DECLARED if getattr(post, field)}
        assert pickle.loads(pickle.dumps(post)) == post


def test_it_stops_when_its_reader_does(source: Source) -> None:
    stream = source.posts()
    assert isinstance(next(stream), RawPost | Failure)
    stream.close()  # type: ignore[attr-defined]
    assert next(stream, None) is None
    assert next(source.posts(), None) is not None, "a source that was left early can be read again"


def test_the_declared_fields_are_those_of_a_post() -> None:
    assert set(DECLARED) < {field.name for field in fields(RawPost)}
