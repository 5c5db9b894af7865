"""Whatever is wrong with one post or source: a clear error with its exit code, and the others are published."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import feedparser
import pytest
from blogserver import BlogServer, Handler

GOOD = "<p>The 42 bus now stops outside the surgery. We asked for this for years, and the council listened.</p>"
PAGE = "<html lang='en'><head><title>{0}</title></head><body><article><h1>{0}</h1>{1}</article></body></html>"
COOKIES = (
    "<html><head><title>Kettle</title></head><body><div id='cookie-law-info-bar'><p>We use cookies on our website to "
    "give you the most relevant experience. By clicking Accept you consent to the use of all cookies.</p>"
    "<button>Accept all</button><button>Reject</button></div></body></html>"
)


def sixty_megabytes(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html><body><p>")
    for _ in range(60):
        handler.wfile.write(b"word " * 200_000)


def page(body: str, status: int = 200) -> Callable[[BlogServer, str], str]:
    return lambda server, path: server.put(path, body, status=status)


SOURCES: dict[str, tuple[Callable[[BlogServer, str], str], str]] = {
    "404": (page("<h1>gone</h1>", 404), "not-found"),
    "500": (page("<h1>oh</h1>", 500), "server-error"),
    "redirect loop": (lambda server, path: server.redirect(path, path), "redirect-loop"),
    "60 MB page": (lambda server, path: server.when(path, sixty_megabytes), "too-large"),
    "cookie wall": (page(COOKIES), "cookie-wall|no-article|empty"),
    "empty post": (page("<html><body></body></html>"), "empty|no-article|javascript"),
    "bad feed": (lambda s, path: s.put(path, "<rss><channel><item><title>x</tit", "application/rss+xml"), "."),
    "XML bomb": (
        lambda server, path: server.put(
            path,
            '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
            "<rss version='2.0'><channel><title>&b;</title></channel></rss>",
            "application/rss+xml",
        ),
        ".",
    ),
    "no such host": (lambda _server, _path: "http://no-such-host.invalid/", "no-such-host"),
    "no such file": (lambda _server, _path: "no/such/file.html", "."),
}


@pytest.mark.parametrize("name", SOURCES)
def test_a_bad_source_is_named_and_the_good_one_published(desk, blog_server, name: str) -> None:
    prepare, code = SOURCES[name]
    bad = prepare(blog_server, "/bad/")
    good = desk.write("good.html", PAGE.format("The bus", GOOD * 2))
    report = desk.build(good, bad)
    assert report.exit_code == 3
    assert report.counts.new == 1
    (failure,) = report.failures
    assert re.search(code, failure.code), failure
    assert failure.source
    assert len(failure.message) > 20
    assert len(failure.hint) > 10
    assert len(feedparser.parse((desk.public / "feed.xml").read_bytes()).entries) == 1


def test_when_everything_fails_nothing_is_published(desk, blog_server) -> None:
    report = desk.build(blog_server.url + "/nothing-here/")
    assert report.exit_code == 4
    assert not (desk.public / "feed.xml").exists()


def test_one_bad_post_of_a_feed_does_not_stop_the_others(desk, blog_server, rss) -> None:
    feed = rss(("1", "The bus", GOOD), ("2", "Nothing", "<p></p>"), ("3", "The ramp", GOOD.replace("bus", "ramp")))
    report = desk.build(blog_server.put("/feed/", feed, "application/rss+xml"))
    assert (report.counts.new, report.counts.failed, report.exit_code) == (2, 1, 3)


ODD = {
    "broken UTF-8": b"<html><head><title>The bus</title></head><body><h1>The bus</h1>"
    + b"<p>The caf\xe9 \xff\xfe bus \xf0\x9f "
    + b"stops outside the surgery, and the council listened to us at last.</p></body></html>",
    "no title": f"<html><body>{GOOD * 3}</body></html>",
    "title of 3,000 characters": PAGE.format("A very long title indeed " * 120, GOOD * 2),
    "emoji and right-to-left": PAGE.format(
        "שלום 👋🏽 مرحبا",
        "<p>Good morning 😀😀😀 everyone! 👩‍👩‍👧 We say שלום עולם and مرحبا بالعالم to you all today.</p>" + GOOD,
    ),
    "another language, for which there is a voice": (
        "<html lang='fr'><head><title>Le bus</title></head><body><article><h1>Le bus</h1>"
        "<p>Le bus 42 s’arrête maintenant devant le cabinet médical. Nous l’avions demandé en 2019.</p>"
        "</article></body></html>"
    ),
    "controls": PAGE.format("The\x00 bus\x0b", GOOD + "<p>A \x1b[31m red \x07 bell &#x0; &#xFFFE; here.</p>"),
    "markup in a title": PAGE.format("&lt;script&gt;alert(1)&lt;/script&gt; &amp; ]]&gt;", GOOD * 2),
    "a date that is none": "---\ntitle: The bus\ndate: the day after tomorrow\n---\n\nThe 42 bus stops here now.\n",
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_post_is_read(desk, name: str) -> None:
    text = ODD[name]
    suffix = "md" if isinstance(text, str) and text.startswith("---") else "html"
    report = desk.build(desk.write(f"odd.{suffix}", text))
    assert report.counts.new == 1, report.failures
    feed = feedparser.parse((desk.public / "feed.xml").read_bytes())
    assert not feed.bozo
    assert 0 < len(feed.entries[0].title) <= 255
    assert report.episodes[0].duration_ms > 1000


def test_a_post_in_a_language_without_a_voice_is_named(desk) -> None:
    text = "<html lang='ja'><head><title>バス停</title></head><body><article><h1>バス停</h1>"
    text += "<p>四十二番のバスは今、診療所の前に止まります。私たちは二〇一九年にこれを求めました。</p>"
    text += "</article></body></html>"
    good = desk.write("good.html", PAGE.format("The bus", GOOD * 2))
    report = desk.build(good, desk.write("odd.html", text))
    (failure,) = report.failures
    assert (report.counts.new, failure.code) == (1, "no-voice")
    assert "fr" in failure.hint


def test_an_output_folder_that_cannot_be_written_is_a_usage_error(desk) -> None:
    from audioblog.errors import UsageError

    (desk.folder / "public").write_text("a file is in the way")
    with pytest.raises(UsageError, match="cannot be written"):
        desk.build(desk.write("good.html", PAGE.format("The bus", GOOD * 2)))


def test_private_addresses_are_refused_unless_allowed(desk, blog_server) -> None:
    address = blog_server.put("/post/", PAGE.format("The bus", GOOD * 3))
    report = desk.build(address, allow_private=False)
    (failure,) = report.failures
    assert failure.code in ("private-address", "bad-port")
    assert "--allow-private" in failure.hint + failure.message
    assert blog_server.requests == []


def test_a_disk_that_is_full_before_a_post_is_made_is_told_in_plain_words(desk, small_disk: Path) -> None:
    sentences = "".join(
        f"<p>{GOOD[3:-4]} That was complaint number {number} to the council.</p>" for number in range(40)
    )
    (desk.folder / ".audioblog").mkdir()
    (desk.folder / ".audioblog" / "staging").symlink_to(small_disk)
    long = desk.write("long.html", PAGE.format("The bus", sentences))
    short = desk.write("short.html", PAGE.format("The ramp", GOOD))
    report = desk.build(long, short, jobs=1)
    (failure,) = report.failures
    assert (report.exit_code, report.counts.new, failure.code) == (3, 1, "disk-full")
    assert "Free some space" in failure.hint


def test_a_full_disk_publishes_nothing_and_the_next_run_finishes(desk, small_disk: Path) -> None:
    sentences = "".join(
        f"<p>{GOOD[3:-4]} That was complaint number {number} to the council.</p>" for number in range(40)
    )
    post = desk.write("good.html", PAGE.format("The bus", sentences))
    out = small_disk / "public"
    report = desk.build(post, out=str(out))
    assert report.exit_code != 0
    assert any("full" in failure.message for failure in report.failures), report.failures
    assert not (out / "feed.xml").exists()
    again = desk.build(post)
    assert again.exit_code == 0
    assert (desk.public / "feed.xml").exists()
