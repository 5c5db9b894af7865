"""RSS, RDF, Atom and JSON Feed: what their entries become, damaged ones included."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from blogserver import ATOM, RSS, BlogServer
from feedbook import FULL, SUMMARY, atom, failures, item, opened, page, posts, rss
from hypothesis import given
from hypothesis import strategies as st

from audioblog.errors import SourceError
from audioblog.ingest.raw import RawPost
from audioblog.ingest.sources.entries import identity, plain
from audioblog.ingest.sources.permalink import absolute_links, permalink, same_page
from audioblog.model import Failure


def read(text: str | bytes) -> list[RawPost]:
    return posts(opened("-", text.encode() if isinstance(text, str) else text))


def test_an_rss_feed_with_full_text() -> None:
    source = opened("-", rss(item(3, more="<dc:creator>Ada Byron</dc:creator><category>Food</category>")).encode())
    assert (source.info.title, source.info.language, source.info.link) == (
        "Mill Road News",
        "en-GB",
        "https://news.example/",
    )
    assert (source.info.description, source.info.route) == ("Care and kitchens", "feed")
    (post,) = posts(source)
    assert (post.format, post.content, post.title, post.author) == ("body", FULL, "Post 3", "Ada Byron")
    assert (post.id, post.url, post.tags) == ("news-3", "https://news.example/3/", ("Food",))
    assert post.published == datetime(2016, 3, 3, 10, tzinfo=UTC)
    assert dict(post.provenance)["author"] == "feed"
    assert posts(source) == [post], "a source can be read again"


def test_newest_first_whatever_the_order_of_the_feed() -> None:
    assert [post.id for post in read(rss(item(2), item(9), item(4)))] == ["news-9", "news-4", "news-2"]


def test_without_dates_the_feeds_own_order_stays() -> None:
    assert [post.id for post in read(rss(item(2, date="soon"), item(9), item(4)))] == ["news-2", "news-9", "news-4"]


@pytest.mark.parametrize(
    "date",
    ["", " ", "soon", "0000-00-00T00:00:00Z", "Mon, 30 Nov -0001 00:00:00 +0000", "Thu, 01 Jan 1970 00:00:00 GMT",
     "32 March 2016", "2016-13-45", "🙂"],
)  # fmt: skip
def test_a_date_that_is_none_is_no_error(date: str) -> None:
    (post,) = read(rss(item(1).replace("Thu, 01 Mar 2016 10:00:00 +0000", date)))
    assert post.published is None
    assert "published" not in dict(post.provenance)


def test_an_atom_feed() -> None:
    entry = f"""<entry xml:lang="cy"><id>tag:news,2016:1</id>
    <title type="html">Tea &amp;amp; &lt;em&gt;cake&lt;/em&gt;</title>
    <link rel="replies" href="/1/comments"/><link rel="alternate" type="text/html" href="/1?utm_source=feed"/>
    <published>2016-03-01T09:00:00+01:00</published><updated>2016-03-02T09:00:00Z</updated>
    <summary>Short</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{FULL}</div></content></entry>"""
    (post,) = read(atom(entry, feed="<author><name>Ada Byron</name></author><author><name>Ola Berg</name></author>"))
    assert (post.title, post.id, post.author) == ("Tea & cake", "tag:news,2016:1", "Ada Byron and Ola Berg")
    assert (post.url, post.language, post.summary) == ("https://news.example/1?utm_source=feed", "cy", "Short")
    assert (post.published, post.updated) == (
        datetime(2016, 3, 1, 8, tzinfo=UTC), datetime(2016, 3, 2, 9, tzinfo=UTC),
    )  # fmt: skip
    assert "Twelve volunteers" in post.content


def test_rss_1_0() -> None:
    text = f"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel rdf:about="https://old.example/"><title>Old</title>
    <link>https://old.example/</link></channel><item rdf:about="https://old.example/1"><title>One</title>
    <link>https://old.example/1</link><dc:date>2006-03-03T10:00:00Z</dc:date><dc:creator>Ada</dc:creator>
    <content:encoded><![CDATA[{FULL}]]></content:encoded></item></rdf:RDF>"""
    (post,) = read(text)
    assert (post.title, post.author, post.published) == ("One", "Ada", datetime(2006, 3, 3, 10, tzinfo=UTC))


def test_the_managing_editor_is_not_the_author() -> None:
    (post,) = read(rss(item(1), channel="<managingEditor>boss@news.example (The Boss)</managingEditor>"))
    assert post.author == ""


def test_an_author_who_is_only_an_address_has_no_name() -> None:
    address, named = "<author>ada@news.example</author>", "<author>a@b.example (Ada)</author>"
    one, two = read(rss(item(2, more=address), item(1, more=named)))
    assert (one.author, two.author) == ("", "Ada")


# --- identity ------------------------------------------------------------------------------------------------------


def test_the_same_entry_twice_is_one_post() -> None:
    assert len(read(rss(item(1), item(1), item(2)))) == 2


def test_one_guid_for_all_does_not_merge_the_posts() -> None:
    found = read(
        rss(*(item(n, guid="https://news.example/") for n in (3, 2, 1)), item(1, guid="https://news.example/"))
    )
    assert len({post.id for post in found}) == len(found) == 3


def test_ids_without_a_guid() -> None:
    with_link = item(1, link="https://News.example/1/?utm_source=rss&amp;fbclid=x&amp;p=4#top").replace(
        '<guid isPermaLink="false">news-1</guid>', ""
    )
    bare = f"<item><title>Note</title><description><![CDATA[{FULL}]]></description></item>"
    one, two = read(rss(with_link, bare))
    assert one.id == "https://news.example/1/?p=4"
    assert two.id.startswith("sha256:")
    assert two.id == read(rss(bare))[0].id


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_identity_is_stable_and_never_empty(guid: str, title: str, content: str) -> None:
    assert identity(guid, "", title, content) == identity(guid, "", title, content) != ""


@given(st.text(max_size=40))
def test_permalinks_are_fixed_points(text: str) -> None:
    once = permalink("https://news.example/" + text)
    assert permalink(once) == once


def test_same_page() -> None:
    assert same_page("http://www.news.example/blog/index.html?utm_medium=x", "https://news.example/blog")
    assert not same_page("https://news.example/blog/1", "https://news.example/blog")
    assert not same_page("", "")


# --- links ---------------------------------------------------------------------------------------------------------


def test_links_are_relative_to_xml_base() -> None:
    entry = """<entry xml:base="https://cdn.example/a/"><title>T</title><id>1</id><link href="https://news.example/1/"/>
    <content type="html">&lt;p&gt;&lt;img src="b.png" alt='x > y'&gt; &lt;a href='#fn1'&gt;1&lt;/a&gt;
    &lt;a href="mailto:a@b"&gt;m&lt;/a&gt; &lt;a href="/c"&gt;c&lt;/a&gt; src="text"&lt;/p&gt;</content></entry>"""
    (post,) = read(atom(entry))
    assert 'src="https://cdn.example/a/b.png"' in post.content
    assert "href='#fn1'" in post.content
    assert 'href="https://cdn.example/c"' in post.content
    assert 'href="mailto:a@b"' in post.content
    assert ' src="text"' in post.content


@given(st.text(max_size=80))
def test_links_never_change_the_text(text: str) -> None:
    quoted = text.replace("<", "&lt;")
    assert absolute_links(quoted, "https://news.example/") == quoted


def test_the_image_of_an_entry() -> None:
    face = '<media:content url="https://2.gravatar.com/avatar/x" medium="image"/>'
    photo = '<media:content url="/photo.jpg" medium="image"/>'
    (post,) = read(rss(item(1, more=face + photo)))
    assert post.image == "https://news.example/photo.jpg"


# --- titles --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "title"),
    [("Q&amp;A", "Q&A"), ("Q&amp;amp;A", "Q&A"), ("<![CDATA[Tea & <em>cake</em>]]>", "Tea & cake"),
     ("  two\n lines ", "two lines"),
     ("It&#8217;s", "It’s"), ("R&D", "R&D"), ("3 &lt; 4", "3 < 4"), ("<![CDATA[❤️ שלום]]>", "❤️ שלום")],
)  # fmt: skip
def test_titles_are_plain_text(written: str, title: str) -> None:
    assert read(rss(item(1, title=written)))[0].title == title


def test_a_title_of_3000_characters_and_none() -> None:
    long, none = read(rss(item(2, title="long " * 600), item(1, title=" ")))
    assert len(long.title) == 2999
    assert none.title == ""


def test_plain_keeps_a_less_than_sign() -> None:
    assert plain("if a < b and c > d", False) == "if a < b and c > d"


# --- summaries -----------------------------------------------------------------------------------------------------

SHORT = {
    "no content": (f"<description>{SUMMARY}</description>", ""),
    "bracketed": ("", f"<p>{SUMMARY}</p>"),
    "read more": ("", '<p>The day centre has kept its kitchen.</p><p><a href="/1">Read more</a></p>'),
    "continue": ("", '<p>The day centre has kept … <a href="/1">Continue reading <span>Post 1</span> →</a></p>'),
    "ratio": (f"<description>{plain(FULL, True)}</description>", FULL),
    "feed tail": ("", f'<p>{SUMMARY}</p>\n<p>The post <a href="/1">P</a> appeared first on <a href="/">News</a>.</p>'),
}


@pytest.mark.parametrize("case", SHORT)
def test_summaries_are_followed_to_the_page(blog_server: BlogServer, case: str) -> None:
    more, content = SHORT[case]
    link = blog_server.put("/1/", page("Post 1 – Site"))
    entry = item(1, link=link, content=content, more=more + "<dc:creator>Ada</dc:creator>")
    (post,) = posts(opened(blog_server.put("/feed", rss(entry), RSS)))
    assert (post.format, post.content) == ("page", page("Post 1 – Site"))
    assert (post.title, post.author, post.id, post.url) == ("Post 1", "Ada", "news-1", link)


WHOLE = {
    "cut summary beside it": (f"<description>{SUMMARY}</description>", FULL),
    "long description": (f"<description><![CDATA[{FULL * 6}]]></description>", ""),
    "ends in dots": ("", FULL * 6 + "<p>And then came spring ...</p>"),
    "speaks of reading more": ("", FULL + "<p>I read more than I used to. You can read more about it in our book.</p>"),
}


@pytest.mark.parametrize("case", WHOLE)
def test_full_text_is_used_as_it_is(case: str) -> None:
    more, content = WHOLE[case]
    assert read(rss(item(1, content=content, more=more)))[0].format == "body"


def test_an_entry_that_fails_does_not_stop_the_rest(blog_server: BlogServer) -> None:
    blog_server.put("/2/", page())
    short = f"<description>{SUMMARY}</description>"
    items = [item(n, link=f"{blog_server.url}/{n}/", content="", more=short) for n in (3, 2, 1)]
    found = list(opened(blog_server.put("/feed", rss(*items), RSS)).posts())
    assert failures(found) == ["not-found", "not-found"]
    assert isinstance(found[1], RawPost)
    assert isinstance(found[0], Failure)
    assert found[0].source == blog_server.url + "/3/"


def test_posts_are_fetched_only_when_asked_for(blog_server: BlogServer) -> None:
    blog_server.put("/2/", page())
    items = [item(n, link=f"{blog_server.url}/{n}/", content="") for n in (2, 1)]
    next(opened(blog_server.put("/feed", rss(*items), RSS)).posts())
    assert blog_server.asked("/1/") == 0


# --- pages of a feed -----------------------------------------------------------------------------------------------


def test_older_pages_of_a_feed(blog_server: BlogServer) -> None:
    first = blog_server.put("/feed", rss(item(3), item(2), channel='<atom:link rel="next" href="/feed?page=2"/>'), RSS)
    blog_server.put("/feed?page=2", rss(item(2), item(1), channel='<atom:link rel="next" href="/feed"/>'), RSS)
    assert [post.id for post in posts(opened(first))] == ["news-3", "news-2", "news-1"]
    assert blog_server.asked("/feed") == 1


def test_an_older_page_that_fails(blog_server: BlogServer) -> None:
    first = blog_server.put("/feed", atom("<entry><id>1</id><title>A</title><content>x</content></entry>",
                            feed='<link rel="prev-archive" href="/2015"/>'), ATOM)  # fmt: skip
    assert failures(list(opened(first).posts())) == ["not-found"]


# --- damaged and hostile feeds -------------------------------------------------------------------------------------

BOMB = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>
<rss version="2.0"><channel><title>&lol2;</title></channel></rss>"""
XXE = """<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>"""
PARAMETER = """<!DOCTYPE r [<!ENTITY % d SYSTEM "http://169.254.169.254/"> %d;]><feed/>"""


HIDDEN = "\n\n" + BOMB.replace("<!DOCTYPE", "<!-- <rss> --><!DOCTYPE")


@pytest.mark.parametrize("bomb", [BOMB, XXE, PARAMETER, HIDDEN, BOMB.encode("utf-16")])
def test_entities_are_refused(bomb: str | bytes) -> None:
    with pytest.raises(SourceError) as caught:
        read(bomb)
    assert caught.value.code == "xml-bomb"


def test_an_old_document_type_is_harmless() -> None:
    doctype = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    )
    assert len(read(rss(item(1)).replace("?>", "?>" + doctype, 1))) == 1


def test_a_post_about_document_types_is_harmless() -> None:
    (post,) = read(rss(item(1, content="<p>Write &lt;!ENTITY a \"b\"&gt; and <!ENTITY x 'y'> there. " + FULL)))
    assert "<!ENTITY" in post.content


@pytest.mark.parametrize(
    "text", ["<rss ", "<feed>", "<rss><channel>", "<feed xmlns='x'><<<<>>>", "<rss>" + "\x00" * 20]
)
def test_hopeless_feeds_say_so(text: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(text)
    assert caught.value.code == "bad-feed"


DAMAGED = {
    "undefined entity": rss(item(1)).replace("Care and", "Care&nbsp;&eacute;"),
    "bare ampersand": rss(item(1)).replace("Care and", "R&D, M&S and"),
    "control character": rss(item(1)).replace("Care", "Ca\x08re"),
    "blank lines first": "\n\n  " + rss(item(1)),
    "warning first": "Warning: mysql_connect() failed in /www/x.php on line 3\n" + rss(item(1)),
    "undeclared prefix": rss(item(1, more="<slash:comments>3</slash:comments>")),
    "unclosed channel": rss(item(1)).replace("</channel>", ""),
    "wrong nesting": rss(item(1, more="<b><i>x</b></i>")),
    "latin-1 as utf-8": rss(item(1, content=FULL.replace("kitchen", "café"))).encode("latin-1"),
    "utf-16": rss(item(1)).encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf" + rss(item(1)).encode(),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_damaged_feeds_are_read_as_far_as_possible(blog_server: BlogServer, case: str) -> None:
    text = DAMAGED[case]
    data = text if isinstance(text, bytes) else text.encode()
    content_type = "text/xml; charset=utf-16" if case == "utf-16" else "application/rss+xml"
    (post,) = posts(opened(blog_server.put("/feed", data, content_type)))
    assert post.title == "Post 1"
    assert "Twelve volunteers" in post.content


def test_broken_utf8_hurts_only_its_own_character() -> None:
    data = rss(item(1, content="<p>Zoë’s café. " + FULL)).encode().replace(b"Post 1", b"Po\xff\xfest 1")
    (post,) = read(data)
    assert "Zoë’s café" in post.content


def test_a_feed_that_is_cut_off_loses_only_its_last_entry() -> None:
    text = rss(item(3), item(2))
    found = list(opened("-", text[: text.index("very long silence", text.index("Post 2"))].encode()).posts())
    assert [item.id for item in found if isinstance(item, RawPost)] == ["news-3"]
    assert failures(found) == ["cut-off"]


def test_an_empty_feed_has_no_posts() -> None:
    assert read(rss()) == []


def test_names_with_folders_are_not_opened(tmp_path: Path) -> None:
    """feedparser would open a feed that is the name of a file."""
    (tmp_path / "x").write_text("secret")
    with pytest.raises(SourceError):
        read("<rss>" + str(tmp_path / "x"))


# --- JSON Feed -----------------------------------------------------------------------------------------------------


def test_a_json_feed(blog_server: BlogServer) -> None:
    def feed(*items: dict[str, object], **more: object) -> str:
        return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": items, **more})

    full = {
        "id": 7, "url": "/7", "title": "Seven", "content_html": FULL, "date_published": "2016-03-07T10:00:00+01:00",
        "authors": [{"name": "Ada"}, {"name": "Ola"}], "tags": ["tea"], "image": "/7.png",
    }  # fmt: skip
    text = {"id": "6", "content_text": "One & all.\n\nTwo <3.", "date_published": "2016-03-06"}
    short = {"id": "5", "url": blog_server.put("/5", page()), "title": "Five", "summary": "In short"}
    url = blog_server.put("/feed.json", feed(text, full, next_url="/2.json", language="en"), "application/feed+json")
    blog_server.put("/2.json", feed(short), "application/json")
    one, two, three = posts(opened(url))
    assert (one.id, one.url, one.author, one.content) == ("7", blog_server.url + "/7", "Ada and Ola", FULL)
    assert (one.published, one.tags, one.language) == (datetime(2016, 3, 7, 9, tzinfo=UTC), ("tea",), "en")
    assert two.content == "<p>One &amp; all.</p><p>Two &lt;3.</p>"
    assert (two.url, two.image) == ("", "")
    assert (three.format, three.summary) == ("page", "In short")
    with pytest.raises(SourceError, match="damaged"):
        opened("-", b'{"version": "https://jsonfeed.org/version/1", "items": [')
