"""Pages and servers that were made to harm, in one table: each is read or refused by name, in bounded time and memory.

The fetcher's own tables stand in test_fetch_servers.py (servers) and test_fetch_guard.py (addresses); here each case
goes the whole way, from what the user gives to a Post. No case is timed; one that hangs, hangs the suite.
"""

from __future__ import annotations

import gzip
import json
import random
import resource
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from blogserver import RSS, BlogServer, Handler, Page
from feedbook import FULL, item, opened, rss

from audioblog.errors import SourceError
from audioblog.ingest.network.fetch import Limits
from audioblog.ingest.raw import RawPost
from audioblog.ingest.read import read
from audioblog.ingest.sources.pagehead import read_head
from audioblog.model import Failure

WORDS = "The hall was full and everybody had something to say about the kettle. "
PROSE = f"<p>{WORDS * 4}</p>"
READ = "read"
"""The words of PROSE are in the Post."""
SAFE = "safe"
"""Read or refused, whichever: nothing of such a page is worth a promise, but it must end."""


def nested(tag: str, count: int = 100_000) -> str:
    return f"<{tag}>" * count


PAGES: dict[str, tuple[str, str]] = {
    # nesting
    "divs, 100,000 deep": (nested("div"), "too-complex"),
    "divs, 100,000 deep and closed": (nested("div") + PROSE + nested("/div"), "too-complex"),
    "divs, 250 deep": (nested("div", 250) + PROSE, "too-complex"),
    "divs, 150 deep": (nested("div", 150) + PROSE * 3, READ),
    "spans, 100,000 deep": ("<p>" + nested("span"), "too-complex"),
    "quotes, 100,000 deep": (nested("blockquote"), "too-complex"),
    "lists, 50,000 deep": (nested("ul><li", 50_000), "too-complex"),
    "tables, 20,000 deep": (nested("table><tr><td", 20_000), "too-complex"),
    "links in links": (nested("a href=x", 20_000) + PROSE, SAFE),
    "objects, 50,000 deep": (nested("object", 50_000) + PROSE, "too-complex"),
    "bold and italic crosswise": ("<b><i></b>" * 15_000 + PROSE * 3, SAFE),
    "fonts reopened in every paragraph": ("<p><font><b>" * 15_000 + PROSE, SAFE),
    # what was never closed
    "unclosed buttons": (nested("button", 500) + PROSE * 3, SAFE),
    "an unclosed button around everything": (f"<button>Menu{PROSE * 3}", READ),
    "an unclosed select": (f"<select><option>One{PROSE * 3}", READ),
    "an unclosed svg": (f"<svg>{PROSE * 3}", READ),
    "an unclosed comment": (f"{PROSE * 3}<!-- the rest", READ),
    "an unclosed script": (f"{PROSE * 3}<script>var a = '", READ),
    "an unclosed attribute": (f"{PROSE * 3}<p title=\"{WORDS * 1000}", SAFE),
    "an unclosed textarea": (f"<textarea>{PROSE}", SAFE),
    "an unclosed title": (f"<title>{PROSE}", SAFE),
    "a million less-than signs": ("<" * 1_000_000, "too-complex"),
    "brackets that open nothing": ("<p>" + "< " * 50_000 + PROSE, SAFE),
    "closings without openings": ("</div>" * 50_000 + PROSE * 3, READ),
    # too much
    "200,000 breaks": ("<br>" * 200_000, "too-complex"),
    "10,000 breaks": (WORDS + "<br>" * 10_000 + PROSE * 3, READ),
    "70,000 paragraphs": ("<p>x</p>" * 70_000, "too-complex"),
    "60 MB of text": (WORDS * 850_000, "too-complex"),
    "2 MB in one word": ("<p>" + "x" * 2_000_000, SAFE),
    "an attribute of 4 MB": (f"<p title='{'x' * 4_000_000}'>y</p>{PROSE * 3}", READ),
    "a class of 30,000 names": (f"<div class='{'nav ' * 30_000}'>x</div>{PROSE * 3}", READ),
    "3,000 attributes": ("<p " + " ".join(f"a{n}=1" for n in range(3_000)) + f">x</p>{PROSE * 3}", READ),
    "an address of 4 MB": (f"{PROSE * 3}<img src='data:image/png;base64,{'A' * 4_000_000}' alt='The hall'>", READ),
    "5,000 links": (f"{PROSE * 3}<p>" + "<a href='/x'>x</a> " * 5_000, SAFE),
    "3,000 notes": (f"{PROSE * 3}" + "".join(f"<sup><a href='#n{n}'>{n}</a></sup>" for n in range(3_000)), SAFE),
    "1,000 notes with their references": (
        PROSE + "".join(f"w<sup><a id=r{n} href='#n{n}'>{n}</a></sup> " for n in range(1_000))
        + "<ol>" + "".join(f"<li id=n{n}>N <a href='#r{n}'>↩</a></li>" for n in range(1_000)) + "</ol>", SAFE,
    ),
    "a table of 2,000 rows": (f"{PROSE * 3}<table>" + "<tr><td>1</td><td>2</td></tr>" * 2_000, SAFE),
    "a cell across a billion columns": (f"{PROSE * 3}<table><tr><td colspan=999999999 rowspan=999999999>x", READ),
    "a list from a number of 5,000 digits": (f"{PROSE * 3}<ol start='{'9' * 5000}'><li>one</ol>", READ),
    "2,000 pictures": (f"{PROSE * 3}" + "<img src=x.jpg alt=y>" * 2_000, SAFE),
    "500 KB of spaces": (f"{PROSE * 3}<p>{' ' * 500_000}x</p>", READ),
    "500 KB of spaces without an end": (f"{PROSE * 3}<p>x{' ' * 500_000}", READ),
    "a word with 100,000 accents": (f"{PROSE * 3}<p>e{chr(0x301) * 100_000}</p>", READ),
    # references and expansion
    "notes that refer to each other": (f"{PROSE * 3}<p id=a><a href='#b'>1</a><p id=b><a href='#a'>1</a>", READ),
    "an id that everything has": (f"{PROSE}" + "<p id=x><a href='#x'>1</a> y</p>" * 3000, SAFE),
    "an entity bomb in HTML": (
        f'<!DOCTYPE html [<!ENTITY a "{"x" * 99}"><!ENTITY b "{"&a;" * 99}"><!ENTITY c "{"&b;" * 99}">]>'
        f"<p>&c;&c;</p>{PROSE * 3}", READ,
    ),
    "a file through an entity": (
        f'<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><p>&a;</p>{PROSE * 3}', READ,
    ),
    "numeric entities that are nothing": (f"<p>&#0;&#xD800;&#x110000;&#99999999999;&#x;</p>{PROSE * 3}", READ),
    "JSON-LD, 100,000 deep": (f"<script type='application/ld+json'>{'[' * 100_000}</script>{PROSE * 3}", READ),
    "JSON-LD that is its own author": (
        '<script type="application/ld+json">{"@type": "Article", "@id": "x", "author": {"@id": "x"}}</script>'
        + PROSE * 3, READ,
    ),
    "JSON-LD with a number of 10,000 digits": (
        f'<script type="application/ld+json">{{"@type": "Article", "n": {"9" * 10_000}}}</script>{PROSE * 3}', READ,
    ),
    "a base that is none": (f"<base href='http://[::1'>{PROSE * 3}<a href='x'>y</a>", READ),
    "dates of nowhere": (f"<meta property='article:published_time' content='9999-99-99T99:99:99Z'>{PROSE * 3}", READ),
    "a language of 100 KB": (f"<html lang='{'en-' * 33_000}'>{PROSE * 3}", READ),
    # characters
    "NULs": (f"<p>a\0b</p>\0<\0p>{PROSE * 3}", READ),
    "only NULs": ("\0" * 100_000, "empty"),
    "lone surrogates": (f"<p>\ud800\udfff</p>{PROSE * 3}", READ),
    "right-to-left overrides": (f"<p>\u202e\u2066abc</p>{PROSE * 3}", READ),
    "form feeds and vertical tabs": (f"<p>\x0c\x0b\x1f\x7f</p>{PROSE * 3}", READ),
    "every control character": ("".join(map(chr, range(160))) + PROSE * 3, SAFE),
    "a page of one emoji": ("😀", SAFE),
    "nothing": ("", "empty"),
    "white space": (" \n\t\u00a0" * 1000, SAFE),
    "binary rubbish": (random.Random(3).randbytes(300_000).decode("latin-1"), SAFE),
    "frames": ("<frameset><frame src=a><frame src=b></frameset>", SAFE),
    "a second document after the first": (f"<html><body>{PROSE * 3}</body></html><html><body>{PROSE}", READ),
    "XML instead of HTML": (f"<?xml version='1.0'?><a:b xmlns:a='x'><a:c>{WORDS * 9}</a:c></a:b>", SAFE),
}  # fmt: skip


def outcome(html: str) -> tuple[str, str]:
    """The code of the refusal, or READ; and the words of the Post."""
    try:
        post = read(RawPost("x", "x", "page", html, url="https://blog.example/x"))
    except SourceError as error:
        return error.code if error.hint else "no hint", ""
    return READ, " ".join(text for _, text in post.holders())


@pytest.mark.parametrize("case", PAGES)
def test_pages(case: str) -> None:
    html, expected = PAGES[case]
    found, words = outcome(html)
    assert expected in (SAFE, found)
    if expected == READ:
        assert WORDS.strip() in words
    assert "root:" not in words
    assert not set("\0\ud800\udfff") & set(words)


@pytest.mark.parametrize("case", PAGES)
def test_finding_the_way_in_them(case: str) -> None:
    """`read_head` looks at whole pages before anybody reads them."""
    html, _ = PAGES[case]
    assert read_head(html, "https://blog.example/x").verdict() in ("post", "blog", "")


# --- servers, all the way ------------------------------------------------------------------------------------------


def body(data: bytes, content_type: str = "text/html", **headers: str) -> Page:
    return Page(data, content_type, headers={name.replace("_", "-"): value for name, value in headers.items()})


def raw(data: bytes) -> Callable[[Handler], None]:
    def answer(handler: Handler) -> None:
        handler.wfile.write(data)

    return answer


def without_end(data: bytes) -> Callable[[Handler], None]:
    def answer(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            handler.wfile.write(data * 1000)

    return answer


ARTICLE = f'<html><head><meta property="og:type" content="article"></head><body>{PROSE * 3}</body></html>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>{rss(item(1, content="&l9;"))[38:]}'
QUADRATIC = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "{"x" * 50_000}">]><rss>{"&a;" * 50_000}</rss>'
FILE = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel>&a;</channel></rss>'
ZEROS = gzip.compress(b"\0" * 60_000_000)
UTF8 = "text/html; charset=utf-8"
DIVS = nested("div", 50_000)
DEEP_JSON = b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 100_000
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"

SERVERS: dict[str, tuple[Page | Callable[[Handler], None], str]] = {
    # length and compression
    "60 MB": (without_end(PROSE.encode()), "too-large"),
    "60 MB in 60 KB of gzip": (body(ZEROS, Content_Encoding="gzip"), "too-large"),
    "gzip in gzip": (body(gzip.compress(ZEROS), Content_Encoding="gzip"), SAFE),
    "gzip that is none": (body(ARTICLE.encode(), Content_Encoding="gzip"), "connection-lost"),
    "gzip that nobody announced": (body(gzip.compress(ARTICLE.encode())), SAFE),
    "deflate that is none": (body(ARTICLE.encode(), Content_Encoding="deflate"), "connection-lost"),
    "brotli that nobody asked for": (body(ARTICLE.encode(), Content_Encoding="br"), "bad-encoding"),
    "an encoding of its own": (body(ARTICLE.encode(), Content_Encoding="x-secret"), "bad-encoding"),
    "half a gzip": (body(gzip.compress(ARTICLE.encode())[:-12], Content_Encoding="gzip"), "connection-lost"),
    "a zlib bomb": (body(zlib.compress(b"<p>" * 20_000_000), Content_Encoding="deflate"), "too-large"),
    "a length that is too long": (raw(HEAD + b"Content-Length: 99999\r\n\r\n" + ARTICLE.encode()), "connection-lost"),
    "a length that is too short": (raw(HEAD + b"Content-Length: 20\r\n\r\n" + ARTICLE.encode()), SAFE),
    "a negative length": (raw(HEAD + b"Content-Length: -5\r\n\r\n" + ARTICLE.encode()), SAFE),
    "a length in words": (raw(HEAD + b"Content-Length: many\r\n\r\n" + ARTICLE.encode()), SAFE),
    "two lengths": (raw(HEAD + b"Content-Length: 5\r\nContent-Length: 900\r\n\r\n" + ARTICLE.encode()), SAFE),
    "chunks that lie": (raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFF\r\n" + ARTICLE.encode()), SAFE),
    "chunks without numbers": (raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nmany\r\nx"), "connection-lost"),
    "headers without an end": (raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000), "connection-lost"),
    "a header of NULs": (raw(HEAD + b"X-\0: \0\r\n\r\n" + ARTICLE.encode()), SAFE),
    # charsets
    "UTF-16 that is announced": (body(ARTICLE.encode("utf-16"), "text/html; charset=utf-16"), READ),
    "UTF-16 with only its mark": (body(ARTICLE.encode("utf-16")), READ),
    "UTF-16 without a mark": (body(ARTICLE.encode("utf-16-le")), SAFE),
    "UTF-8 called UTF-16": (body(ARTICLE.encode(), "text/html; charset=utf-16"), SAFE),
    "latin-1 called UTF-8": (body(ARTICLE.replace("</body>", "Café").encode("latin-1"), UTF8), READ),
    "a charset that nobody knows": (body(ARTICLE.encode(), "text/html; charset=klingon-8"), READ),
    "a charset of Python's own": (body(ARTICLE.encode(), "text/html; charset=zip"), READ),
    "UTF-7": (body("<p>+ADw-script+AD4-</p>".encode("utf-7") + ARTICLE.encode(), "text/html; charset=utf-7"), SAFE),
    "a type of NULs": (body(ARTICLE.encode(), "\0\0"), SAFE),
    # XML
    "a billion laughs": (body(BOMB.encode(), RSS), "xml-bomb"),
    "quadratic laughs": (body(QUADRATIC.encode(), RSS), "xml-bomb"),
    "a file through a feed": (body(FILE.encode(), RSS), "xml-bomb"),
    "a feed, 10,000 deep": (body(b"<rss><channel>" + b"<item>" * 10_000, RSS), SAFE),
    "a sitemap of laughs": (body(BOMB.replace("rss", "urlset").encode(), "text/xml"), "xml-bomb"),
    "a packed sitemap of 60 MB": (body(ZEROS, "application/gzip"), SAFE),
    "a JSON feed, 100,000 deep": (body(DEEP_JSON, "application/json"), "bad-feed"),
    "a feed whose posts are bombs": (body(rss(item(1, content=PROSE * 3 + DIVS)).encode(), RSS), "too-complex"),
}  # fmt: skip


@pytest.mark.parametrize("case", SERVERS)
def test_servers(blog_server: BlogServer, case: str) -> None:
    answer, expected = SERVERS[case]
    if callable(answer):
        blog_server.when("/x.xml.gz" if "packed" in case else "/x", answer)
    else:
        blog_server.under("/x", lambda _: answer)
    assert expected in (SAFE, all_the_way(f"{blog_server.url}/x"))


def all_the_way(url: str) -> str:
    """READ if all posts behind `url` are read with their words, else the code of the first refusal."""
    try:
        for one in opened(url, limits=Limits(seconds=5.0, tries=1)).posts():
            if isinstance(one, Failure):
                return one.code
            assert WORDS.strip() in " ".join(text for _, text in read(one).holders())
    except SourceError as error:
        return error.code if error.hint else "no hint"
    return READ


# --- and without end -----------------------------------------------------------------------------------------------


def test_redirects_without_end(blog_server: BlogServer) -> None:
    steps = iter(range(1000))
    blog_server.under("/", lambda _: Page(status=302, headers={"Location": f"/{next(steps)}"}))
    assert all_the_way(blog_server.url + "/start") == "redirect-loop"
    assert len(blog_server.requests) <= 6


def test_pages_that_send_each_other_on(blog_server: BlogServer) -> None:
    for one, other in (("/a", "/b"), ("/b", "/a")):
        blog_server.put(one, f'<html><meta http-equiv="refresh" content="0; url={other}"><body>{PROSE * 3}</html>')
    assert all_the_way(blog_server.url + "/a") == READ
    assert blog_server.asked("/a") + blog_server.asked("/b") <= 2


def test_a_page_that_sends_on_to_a_private_address(blog_server: BlogServer) -> None:
    blog_server.put("/a", '<html><meta http-equiv="refresh" content="0; url=file:///etc/passwd"></html>')
    assert all_the_way(blog_server.url + "/a") != READ


@pytest.mark.parametrize("kind", ["rss", "json"])
def test_a_feed_without_end(blog_server: BlogServer, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page of it has another older one, and always the same post."""
    monkeypatch.setattr(f"audioblog.ingest.sources.{'feed' if kind == 'rss' else 'jsonfeed'}.MAX_PAGES", 20)

    def answer(path: str) -> Page:
        older = f"/feed/{len(blog_server.requests)}"
        if kind == "rss":
            link = f'<atom:link rel="next" href="{older}"/>'
            return Page(rss(item(1, content=FULL), channel=link).encode(), RSS)
        items = [{"id": "1", "content_html": FULL}]
        feed = {"version": "https://jsonfeed.org/version/1.1", "items": items, "next_url": older}
        return Page(json.dumps(feed).encode(), "application/feed+json")

    blog_server.under("/feed/", answer)
    assert len(list(opened(blog_server.url + "/feed/").posts())) == 1
    assert len(blog_server.requests) <= 21


# --- together ------------------------------------------------------------------------------------------------------


def test_there_are_enough_of_them() -> None:
    assert len(PAGES) + len(SERVERS) >= 40


HEAVY = (
    "divs, 100,000 deep", "spans, 100,000 deep", "bold and italic crosswise", "200,000 breaks", "60 MB of text",
    "2 MB in one word", "an attribute of 4 MB", "an address of 4 MB",
)  # fmt: skip


def test_the_heaviest_pages_stay_within_a_small_machine() -> None:
    """All in one process, which the kernel stops at 1.5 GB of addresses or after a minute of work."""
    code = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "from test_hostile import HEAVY, PAGES, outcome\n"
        "print([outcome(PAGES[case][0])[0] for case in HEAVY].count('too-complex'))\n"
    )

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))

    here = Path(__file__).parent
    command = [sys.executable, "-c", code, str(here), str(here.parent)]
    done = subprocess.run(command, preexec_fn=bounded, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) >= 4
