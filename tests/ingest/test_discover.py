"""From an address to a blog or a post: which feed, and whether the page is the home of a blog or one of its posts."""

from __future__ import annotations

import pytest
from blogserver import ATOM, RSS, BlogServer
from feedbook import FULL, item, opened, page, posts, rss
from hypothesis import given
from hypothesis import strategies as st

from audioblog.errors import SourceError
from audioblog.ingest.sources.discover import candidates, declared
from audioblog.ingest.sources.pagehead import read_head

ALTERNATE = '<link rel="alternate" type="application/{kind}" title="{title}" href="{href}">'


def link(href: str, title: str = "News", kind: str = "rss+xml") -> str:
    return ALTERNATE.format(href=href, title=title, kind=kind)


def blog(server: BlogServer, place: str = "/", feed: str = "/feed/", **fields: str) -> str:
    """A blog with two posts, /1/ and /2/ below `place`, and a feed that its pages declare."""
    home = server.url + place
    items = [item(n, link=f"{home}{n}/") for n in (1, 2)]
    server.put(feed, rss(*items).replace("https://news.example/<", home + "<"), RSS)
    return server.put(
        place, page("Home", "<h1>News</h1>", link(feed) + fields.get("head", ""), fields.get("classes", ""))
    )


# --- which feed ----------------------------------------------------------------------------------------------------


def feeds_of(url: str, *links: str, head: str = "") -> list[str]:
    return declared(read_head(page("x", FULL, "".join(links) + head), url))


def test_the_posts_feed_and_not_the_comments_feed() -> None:
    comments = link("/comments/feed/", "News » Comments Feed")
    german = link("/kommentare.xml", "News » Kommentar-Feed")
    assert feeds_of("https://n.example/", comments, german, link("/feed/")) == ["https://n.example/feed/"]


def test_the_feed_nearest_to_the_place() -> None:
    links = (link("/feed/"), link("/blog/feed/"), link("/shop/feed/"))
    assert feeds_of("https://n.example/blog/", *links)[0] == "https://n.example/blog/feed/"
    assert feeds_of("https://n.example/", *links)[0] == "https://n.example/feed/"


def test_the_feed_of_a_posts_comments_is_not_the_blogs() -> None:
    links = (link("/2016/tea/feed/", "Tea"), link("/feed/"))
    found = declared(read_head(page("x", FULL, "".join(links), "single-post"), "https://n.example/2016/tea/"))
    assert found == ["https://n.example/feed/"]


def test_feeds_relative_to_the_base() -> None:
    assert feeds_of("https://n.example/a/", link("feed.xml"), head='<base href="/b/">') == [
        "https://n.example/b/feed.xml"
    ]


def test_other_alternates_are_no_feeds() -> None:
    assert (
        feeds_of("https://n.example/", '<link rel="alternate" hreflang="de" href="/de/">', link("/x", kind="json"))
        == []
    )


def test_links_in_the_page_and_then_the_usual_places() -> None:
    head = read_head(
        page("x", '<a href="/our-feed.rss">RSS</a> <a href="https://other.example/feed/">x</a>'), "https://n.example/b/"
    )
    found = list(candidates(head))
    assert found[0] == "https://n.example/our-feed.rss"
    assert found[1] == "https://n.example/b/feed/"
    assert "https://n.example/atom.xml" in found
    assert not [url for url in found if "other" in url]


@given(st.text(max_size=300))
def test_any_page_has_a_head(text: str) -> None:
    head = read_head(text, "https://n.example/x")
    assert head.verdict() in ("post", "blog", "")
    assert list(candidates(head))


# --- blogs ---------------------------------------------------------------------------------------------------------


def test_a_home_page_leads_to_the_feed(blog_server: BlogServer) -> None:
    source = opened(blog(blog_server))
    assert [post.title for post in posts(source)] == ["Post 2", "Post 1"]
    assert (source.info.title, source.info.route) == ("Mill Road News", "feed")


@pytest.mark.parametrize(
    "place", ["/feed/", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feeds/posts/default"]
)
def test_feeds_that_are_not_declared(blog_server: BlogServer, place: str) -> None:
    home = blog_server.put("/", page("Home"))
    blog_server.put(place, rss(item(1)), ATOM)
    assert [post.title for post in posts(opened(home))] == ["Post 1"]


def test_a_declared_feed_that_is_gone_and_a_page_in_its_place(blog_server: BlogServer) -> None:
    home = blog_server.put("/", page("Home", FULL, link("/gone") + link("/soft404")))
    blog_server.put("/soft404", page("Not found"))
    blog_server.put("/rss.xml", rss(item(1)), RSS)
    assert len(posts(opened(home))) == 1


def test_a_home_page_without_a_feed_says_what_to_do(blog_server: BlogServer) -> None:
    with pytest.raises(SourceError) as caught:
        opened(blog_server.put("/", page("Home")))
    assert caught.value.code == "no-feed"
    assert "feed" in caught.value.hint


def test_a_page_that_sends_on_at_once(blog_server: BlogServer) -> None:
    blog(blog_server, "/blog/", "/blog/feed/")
    start = blog_server.put("/", '<html><meta http-equiv="refresh" content="0; URL=\'/blog/\'"></html>')
    assert len(posts(opened(start))) == 2


# --- a post, or a blog? --------------------------------------------------------------------------------------------

LD = '<script type="application/ld+json">{}</script>'
POST = LD.format('{"@context": "https://schema.org", "@type": "BlogPosting", "headline": "Tea"}')
GRAPH = LD.format('{"@graph": [{"@type": "WebSite"}, {"@type": ["Article", "NewsArticle"]}, {"@type": "Person"}]}')
LISTING = LD.format('{"@graph": [{"@type": "CollectionPage"}, {"@type": "WebSite"}]}')
OG = '<meta property="og:type" content="article">'
TEASERS = "".join(
    f'<article class="post"><h2><a href="/{n}/">Post {n}</a></h2><p>Teaser</p></article>' for n in range(4)
)
ONE = f"<article><h1>Tea</h1>{FULL}<article id='comment-1'>No</article></article>"

VERDICTS = [
    ("/", "", "", FULL, "blog"), ("/index.php", OG, "", FULL, "blog"), ("/?p=12", "", "single-post", FULL, "post"),
    ("/tea/", "", "post-template-default single single-post postid-9", FULL, "post"), ("/tea", OG, "", FULL, "post"),
    ("/tea/", "", "post-template", FULL, "post"), ("/2016/03/tea.html", "", "item-view", FULL, "post"),
    ("/tea/", POST, "", FULL, "post"), ("/tea/", GRAPH, "", FULL, "post"), ("/tea/", "", "", ONE, "post"),
    ("/tea/", OG, "", ONE + "<aside>" + TEASERS + "</aside>", "post"), ("/tea/", "", "", FULL, ""),
    ("/blog/", "", "blog", TEASERS, "blog"), ("/blog/", OG, "blog hfeed", TEASERS, "blog"),
    ("/blog/", "", "", TEASERS, "blog"),
    ("/blog/", LISTING, "", FULL, "blog"), ("/tag/tea/", "", "tag-template", FULL, "blog"),
    ("/category/tea/", "", "archive category", TEASERS, "blog"), ("/blog/", OG, "", TEASERS, ""),
    ("/tea/", LD.format("{broken"), "", ONE, "post"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "head", "classes", "body", "verdict"), VERDICTS)
def test_the_marks_of_a_page(place: str, head: str, classes: str, body: str, verdict: str) -> None:
    assert read_head(page("x", body, head, classes), "https://n.example" + place).verdict() == verdict


@pytest.mark.parametrize("head", [OG, POST, ""])
def test_a_post_is_taken_alone(blog_server: BlogServer, head: str) -> None:
    blog(blog_server)
    text = page("Post 2 | News", FULL, link("/feed/") + head + '<meta property="og:site_name" content="Mill Road">')
    url = blog_server.put("/2/", text)
    blog_server.put("/2/?utm_source=letter", text)
    source = opened(url + "?utm_source=letter")
    (post,) = posts(source)
    assert (post.format, post.content, post.id) == ("page", text, url)
    assert (source.info.title, source.info.route, source.info.language) == ("Mill Road", "page", "en-GB")


def test_the_canonical_address_is_the_id_on_the_same_host_only(blog_server: BlogServer) -> None:
    own = f'{OG}<link rel="canonical" href="/tea/">'
    assert posts(opened(blog_server.put("/a/", page("x", FULL, own))))[0].id == blog_server.url + "/tea/"
    foreign = f'{OG}<link rel="canonical" href="https://other.example/tea/">'
    assert posts(opened(blog_server.put("/b/", page("x", FULL, foreign))))[0].id == blog_server.url + "/b/"


@pytest.mark.parametrize("place", ["/blog/", "/en/news/"])
def test_a_blog_below_the_root_is_known_by_its_feed(blog_server: BlogServer, place: str) -> None:
    assert len(posts(opened(blog(blog_server, place, place + "feed/")))) == 2


def test_a_list_of_posts_is_known_by_where_they_lie(blog_server: BlogServer) -> None:
    items = [item(n, link=f"{blog_server.url}/blog/{n}/") for n in (1, 2)]
    blog_server.put("/feed/", rss(*items), RSS)
    assert len(posts(opened(blog_server.put("/blog/", page("Blog", "<p>All posts", link("/feed/")))))) == 2


def test_a_page_that_is_in_no_feed_is_a_post(blog_server: BlogServer) -> None:
    blog(blog_server)
    url = blog_server.put("/about/", page("About us", FULL, link("/feed/")))
    assert [post.id for post in posts(opened(url))] == [url]


@pytest.mark.parametrize(
    ("content_type", "body", "kind"),
    [("text/markdown", "# Tea\n\nText", "markdown"), ("text/plain; charset=utf-8", "Tea. Text.", "text"),
     ("text/plain", "# Tea\n\nText", "markdown")],
)  # fmt: skip
def test_markdown_and_text_on_the_web(blog_server: BlogServer, content_type: str, body: str, kind: str) -> None:
    url = blog_server.put("/tea", body, content_type)
    (post,) = posts(opened(url))
    assert (post.format, post.content, post.id, post.url) == (kind, body, url, url)


def test_data_on_the_web_is_no_source(blog_server: BlogServer) -> None:
    with pytest.raises(SourceError) as caught:
        opened(blog_server.put("/x.bin", bytes(range(256)) * 9, "application/octet-stream"))
    assert caught.value.code == "unknown-source"
