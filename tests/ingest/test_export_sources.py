"""Exports of Blogger, Ghost, Medium and Substack, and WordPress's in a zip."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from blogserver import BlogServer
from feedbook import FULL, failures, item, opened, posts, rss

from audioblog.errors import SourceError

MARCH = datetime(2016, 3, 3, 10, tzinfo=UTC)


def zipped(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


# --- Blogger -------------------------------------------------------------------------------------------------------

KIND = (
    '<category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#{}"/>'
)


def old(kind: str, n: int, more: str = "", body: str = "&lt;p&gt;Tea&lt;br /&gt;&lt;br /&gt;Cake&lt;/p&gt;") -> str:
    return f"""<entry><id>tag:blogger.com,1999:blog-7.post-{n}</id>{KIND.format(kind)}
    <title type="text">Post {n}</title><published>2016-03-{n:02}T10:00:00.000Z</published>
    <updated>2016-04-01T10:00:00Z</updated>
    <content type="html">{body}</content><author><name>Ada Byron</name></author>{more}</entry>"""


def backup(*entries: str) -> str:
    return f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:app="http://www.w3.org/2007/app"
    xmlns:thr="http://purl.org/syndication/thread/1.0" xmlns:blogger="http://schemas.google.com/blogger/2018">
    <id>tag:blogger.com,1999:blog-7.archive</id><title type="html">Mill Road</title>{"".join(entries)}</feed>"""


def reply(n: int, post: int, answers: int = 0) -> str:
    related = (
        f'<link rel="related" href="https://www.blogger.com/feeds/7/{post}/comments/default/{answers}"/>'
        if answers
        else ""
    )
    return old("comment", n, f'<thr:in-reply-to ref="tag:blogger.com,1999:blog-7.post-{post}"/>{related}', "Lovely.")


def test_an_old_blogger_backup() -> None:
    link = '<link rel="alternate" type="text/html" href="https://mill.example/2016/03/tea.html"/>'
    tag = '<category scheme="http://www.blogger.com/atom/ns#" term="Tea"/>'
    draft = "<app:control><app:draft>yes</app:draft></app:control>"
    others = (old("settings", 9), old("template", 8), old("page", 5), old("post", 4, draft))
    replies = (reply(11, 3), reply(12, 3, 11), reply(13, 2))
    source = opened("-", backup(*others, old("post", 2), old("post", 3, link + tag), *replies))
    newest, other = posts(source)
    assert (newest.title, newest.url, newest.tags) == ("Post 3", "https://mill.example/2016/03/tea.html", ("Tea",))
    assert (newest.author, newest.published, newest.id) == ("Ada Byron", MARCH, "tag:blogger.com,1999:blog-7.post-3")
    assert [(c.author, c.text, c.depth) for c in newest.comments] == [
        ("Ada Byron", "Lovely.", 0),
        ("Ada Byron", "Lovely.", 1),
    ]
    assert len(other.comments) == 1
    assert sorted(source.left_out) == [("Post 4", "draft"), ("Post 5", "a page, not a post")]
    assert (source.info.title, source.info.route) == ("Mill Road", "blogger export")


def new(kind: str, n: int, status: str = "LIVE", more: str = "") -> str:
    return old("", n, f"<blogger:type>{kind}</blogger:type><blogger:status>{status}</blogger:status>{more}").replace(
        KIND.format(""), ""
    )


def test_a_blogger_backup_of_takeout(tmp_path: Path) -> None:
    parent = "<blogger:parent>tag:blogger.com,1999:blog-7.post-3</blogger:parent>"
    text = backup(new("POST", 3), new("POST", 4, "DRAFT"), new("COMMENT", 6, more=parent), new("PAGE", 5))
    path = zipped(tmp_path / "takeout.zip", {"Takeout/Blogger/Blogs/Mill/feed.atom": text, "Takeout/x.csv": "a"})
    source = opened(path)
    (post,) = posts(source)
    assert (post.title, len(post.comments), len(source.left_out)) == ("Post 3", 1, 2)


# --- Ghost ---------------------------------------------------------------------------------------------------------


def row(n: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"p{n}", "uuid": f"u{n}", "slug": f"post-{n}", "title": f"Post {n}", "html": FULL, "status": "published",
        "type": "post", "published_at": f"2016-03-{n:02}T10:00:00.000Z", **more,
    }  # fmt: skip


def test_a_ghost_export(tmp_path: Path) -> None:
    data = {
        "posts": [row(2), row(3, feature_image="https://mill.example/tea.jpg", html='<a href="__GHOST_URL__/x">x</a>'),
                  row(4, status="draft"), row(5, type="page"), row(6, html=None)],
        "users": [{"id": "a", "name": "Ada"}, {"id": "b", "name": "Ola"}],
        "tags": [{"id": "t", "name": "Tea"}, {"id": "h", "name": "#in"}],
        "posts_authors": [{"post_id": "p3", "author_id": "b", "sort_order": 1},
                          {"post_id": "p3", "author_id": "a", "sort_order": 0}],
        "posts_tags": [{"post_id": "p3", "tag_id": "t"}, {"post_id": "p3", "tag_id": "h"}],
        "settings": [{"key": "title", "value": "Mill Road"}, {"key": "lang", "value": "en"}],
    }  # fmt: skip
    path = tmp_path / "ghost.json"
    path.write_text(json.dumps({"db": [{"meta": {"exported_on": 1, "version": "5.0"}, "data": data}]}, indent=1))
    source = opened(path)
    newest, other = posts(source)
    assert (newest.id, newest.author, newest.tags) == ("u3", "Ada and Ola", ("Tea",))
    assert (newest.content, newest.image, newest.published) == (
        '<a href="/x">x</a>',
        "https://mill.example/tea.jpg",
        MARCH,
    )
    assert (other.id, other.author) == ("u2", "")
    assert [why for _, why in source.left_out] == ["draft", "a page, not a post", "empty"]
    assert (source.info.title, source.info.language) == ("Mill Road", "en")


def test_a_scheduled_post_of_ghosts_comes_with_its_date(tmp_path: Path) -> None:
    later = row(2, status="scheduled", published_at="2036-03-02T10:00:00.000Z")
    rows = [later, row(3, status="scheduled", published_at=None)]
    path = tmp_path / "ghost.json"
    path.write_text(json.dumps({"db": [{"data": {"posts": rows}, "meta": {"version": "5.0"}}]}))
    source = opened(path)
    assert [post.published for post in posts(source)] == [datetime(2036, 3, 2, 10, tzinfo=UTC)]
    assert [why for _, why in source.left_out] == ["scheduled without a date"]


def test_ghosts_content_api(blog_server: BlogServer) -> None:
    def answer(n: int, following: int | None) -> str:
        people = [{"name": "Ada"}]
        rows = [row(n, url=f"https://mill.example/{n}/", authors=people), row(n + 9, access=False)]
        return json.dumps({"posts": rows, "meta": {"pagination": {"next": following}}})

    path = "/ghost/api/content/posts/?key=secret&include=authors,tags"
    url = blog_server.put(path, answer(3, 2), "application/json")
    blog_server.put(path + "&page=2", answer(2, 3), "application/json")
    source = opened(url)
    found = list(source.posts())
    assert [getattr(post, "author", "") for post in found[:2]] == ["Ada", "Ada"]
    assert failures(found) == ["not-found"]
    assert "secret" not in str(found[2])
    assert len(source.left_out) == 2


SINCE = datetime(2016, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize("status", [200, 400, 500])
def test_of_ghosts_content_api_only_what_has_changed(blog_server: BlogServer, status: int) -> None:
    """Where the filter is refused, everything comes."""

    def answer(*numbers: int, following: int | None = None) -> str:
        return json.dumps({"posts": [row(n) for n in numbers], "meta": {"pagination": {"next": following}}})

    path = "/ghost/api/content/posts/?key=secret"
    url = blog_server.put(path, answer(4, 3, following=2), "application/json")
    blog_server.put(path + "&page=2", answer(2, 1), "application/json")
    changed = path + "&filter=updated_at%3A%3E%272016-03-02+11%3A59%3A00%27"
    blog_server.put(changed, answer(4, following=2), "application/json", status=status)
    blog_server.put(changed + "&page=2", answer(1), "application/json")
    expected = ["u4", "u1"] if status == 200 else ["u4", "u3", "u2", "u1"]
    assert [post.id for post in posts(opened(url, since=SINCE))] == expected


def test_a_short_list_of_ghosts_is_not_asked_for_twice(blog_server: BlogServer) -> None:
    url = blog_server.put("/ghost/api/content/posts/?key=x", json.dumps({"posts": [row(2)]}), "application/json")
    assert len(posts(opened(url, since=SINCE))) == 1
    assert len(blog_server.requests) == 1


def test_json_that_is_nothing_known(tmp_path: Path) -> None:
    for text in ('{"db": [{"data": {"posts": 3}}], "version": 1}', '{"db": [{"meta": {"version": "5"}}'):
        with pytest.raises(SourceError) as caught:
            opened("-", text)
        assert caught.value.code == "bad-export"


# --- Medium and Substack -------------------------------------------------------------------------------------------


def medium(title: str, body: str) -> str:
    return f"""<!DOCTYPE html><html><head><title>{title}</title></head><body><article class="h-entry"><header>
    <h1 class="p-name">{title}</h1></header><section data-field="subtitle" class="p-summary">In short</section>
    <section data-field="body" class="e-content"><section class="section"><div>{body}</div></section></section>
    <footer><p>By <a href="https://m.example/@ada" class="p-author h-card">Ada Byron</a> on
    <a href="https://m.example/p/1"><time class="dt-published" datetime="2016-03-03T10:00:00.000Z">March</time></a></p>
    <p><a href="https://m.example/@ada/tea" class="p-canonical">Canonical link</a></p></footer></article></body>"""


def test_a_medium_export(tmp_path: Path) -> None:
    heading = '<h3 name="1" class="graf graf--h3 graf--leading graf--title">Tea</h3>'
    path = zipped(tmp_path / "medium.zip", {
        "posts/2016-03-03_Tea-1.html": medium("Tea", heading + FULL), "posts/draft_Idea-2.html": medium("Idea", FULL),
        "posts/2016-03-04_Nice-3.html": medium("Nice", "<p>Nice!</p>"), "profile/profile.html": "x",
    })  # fmt: skip
    source = opened(path)
    (post,) = posts(source)
    assert (post.title, post.author, post.published) == ("Tea", "Ada Byron", MARCH)
    assert (post.id, post.url, post.summary) == ("https://m.example/@ada/tea", "https://m.example/@ada/tea", "In short")
    assert "graf--title" not in post.content
    assert "chair said yes" in post.content
    assert sorted(why for _, why in source.left_out) == ["a reply to another's post", "draft"]


def test_a_substack_export(tmp_path: Path) -> None:
    table = (
        "post_id,post_date,is_published,email_sent_at,inbox_sent_at,type,audience,title,subtitle,podcast_url\n"
        '1.tea,2016-03-03T10:00:00.000Z,true,,,newsletter,everyone,"Tea, again",In short,\n'
        "2.idea,,false,,,newsletter,everyone,Idea,,\n3.pod,2016-03-04T10:00:00Z,true,,,podcast,everyone,Pod,,\n"
        "4.lost,2016-03-05T10:00:00Z,true,,,newsletter,everyone,Lost,,\n"
    )
    path = zipped(tmp_path / "substack.zip", {"posts.csv": table, "posts/1.tea.html": FULL, "posts/3.pod.html": "x"})
    source = opened(path)
    found = list(source.posts())
    assert failures(found) == ["bad-export"]
    post: Any = found[1]
    assert (post.id, post.title, post.published, post.content) == ("1.tea", "Tea, again", MARCH, FULL)
    assert sorted(source.left_out) == [("Idea", "draft"), ("Pod", "a podcast")]


# --- zips ----------------------------------------------------------------------------------------------------------


def test_a_wordpress_export_in_several_files(tmp_path: Path) -> None:
    def part(n: int) -> str:
        namespace = 'xmlns:wp="http://wordpress.org/export/1.2/"'
        return rss(item(n, more="<wp:post_type>post</wp:post_type><wp:status>publish</wp:status>"), root=namespace)

    path = zipped(
        tmp_path / "wp.zip", {"a/2.xml": part(2), "a/1.xml": part(1), "__MACOSX/x.xml": "?", "readme.txt": "x"}
    )
    source = opened(path)
    assert [post.title for post in posts(source)] == ["Post 2", "Post 1"]
    assert posts(source) == posts(source)


@pytest.mark.parametrize("members", [{}, {"x.jpg": b"\0"}, {"../../etc/x.md": "x"}])
def test_zips_that_are_no_export(tmp_path: Path, members: dict[str, str | bytes]) -> None:
    with pytest.raises(SourceError) as caught:
        opened(zipped(tmp_path / "x.zip", members))
    assert caught.value.code == "unknown-source"
    assert caught.value.hint


def test_a_zip_with_a_password_or_damage(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"posts.csv": "post_id,is_published\n1,true\n", "posts/1.html": FULL * 50})
    data = bytearray(path.read_bytes())
    at = data.index(b"posts/1.html") + 30
    data[at : at + 40] = b"\xff" * 40
    path.write_bytes(bytes(data))
    assert failures(list(opened(path).posts())) == ["bad-export"]


def test_a_member_that_is_too_large(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"posts.csv": "post_id,is_published\n1,true\n", "posts/1.html": b" " * 5_000_001})
    assert failures(list(opened(path).posts())) == ["too-large"]
