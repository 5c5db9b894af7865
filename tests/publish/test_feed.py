"""The feed, read back by independent parsers, and held to the rules that validators and apps have."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import Any

import feedparser
import podcastparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from audioblog.errors import PublishError
from audioblog.model import ChapterTime, Episode, Post, Show
from audioblog.publish.article import full_text
from audioblog.publish.cover import Cover
from audioblog.publish.feed import PAGE, feed_pages, feed_xml
from audioblog.publish.lint.feed import lint_feed
from audioblog.publish.shownotes import channel_description, description

NS = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
}
COVER = Cover(b"picture", "image/jpeg", 1400, 1400, "White words & a wave", "cover-0123456789ab.jpg")
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=400)


def channel_of(data: bytes) -> Any:
    return etree.fromstring(data).find("channel")


def texts(node: Any, path: str) -> list[str]:
    return [found.text or "" for found in node.findall(path, NS)]


def assert_sound(data: bytes) -> None:
    """The rules of W3C, Apple and PSP-1 that a feed of ours could break."""
    channel = channel_of(data)
    for path in (
        "title",
        "link",
        "description",
        "language",
        "lastBuildDate",
        "pubDate",
        "itunes:author",
        "podcast:guid",
    ):
        assert len(texts(channel, path)) == 1, path
        assert texts(channel, path)[0].strip(), path
    assert texts(channel, "itunes:explicit") == ["false"]
    assert texts(channel, "podcast:locked") == ["yes"]
    assert texts(channel, "podcast:txt[@purpose='ai-content']") == ["true"]
    assert "synthetic voice" in texts(channel, "description")[0]
    assert len(texts(channel, "description")[0].encode()) <= 4000
    assert channel.find("itunes:image", NS).get("href").endswith((".jpg", ".png"))
    assert channel.find("podcast:image", NS).get("alt") is not None
    items = channel.findall("item")
    assert items
    dates = []
    for item in items:
        for path in ("title", "link", "description", "guid", "pubDate", "itunes:duration", "itunes:explicit"):
            assert len(texts(item, path)) == 1, path
            assert texts(item, path)[0].strip(), path
        assert len(texts(item, "title")[0]) <= 255
        assert texts(item, "itunes:explicit") == ["false"]
        assert item.find("guid").get("isPermaLink") == "false"
        assert int(texts(item, "itunes:duration")[0]) > 0
        enclosure = item.find("enclosure")
        assert enclosure.get("type") == "audio/mpeg"
        assert int(enclosure.get("length")) > 0
        assert re.fullmatch(r"https?://[A-Za-z0-9._~/:-]+\.mp3", enclosure.get("url"))
        assert len(texts(item, "description")[0].encode()) <= 4000
        assert "synthetic voice" in texts(item, "description")[0]
        assert texts(item, "podcast:txt[@purpose='ai-content']") == ["true"]
        types = [found.get("type") for found in item.findall("podcast:transcript", NS)]
        assert types == ["text/vtt", "application/x-subrip", "application/json", "text/html"]
        for content in texts(item, "content:encoded"):
            assert "synthetic voice" in content
            assert not re.search(r'<script|(href|src)="(?!https?:|mailto:|tel:)', content)
        moment = parsedate_to_datetime(texts(item, "pubDate")[0])
        assert moment.strftime("%a") == texts(item, "pubDate")[0][:3]
        dates.append(moment)
    assert dates == sorted(dates, reverse=True)
    for path, attribute in (("item/guid", None), ("item/enclosure", "url")):
        found = [node.get(attribute) if attribute else node.text for node in channel.findall(path)]
        assert len(found) == len(set(found)), path


@pytest.fixture(scope="module")
def feed(show: Show, many: Callable[[int], list[Episode]], post: Post) -> bytes:
    episodes = many(3)
    notes = {episode.guid: full_text(post, None, top=2, page="https://audio.example.org/") for episode in episodes}
    return feed_xml(show, episodes, notes, COVER)


def test_the_feed_is_sound(feed: bytes) -> None:
    assert_sound(feed)


def test_the_same_in_gives_the_same_bytes(show: Show, many: Callable[[int], list[Episode]]) -> None:
    assert feed_xml(show, many(5), {}, COVER) == feed_xml(show, many(5)[::-1], {}, COVER)


def test_feedparser_reads_every_field_back(feed: bytes, show: Show, episode: Episode) -> None:
    parsed = feedparser.parse(BytesIO(feed))
    assert not parsed.bozo
    assert parsed.feed.title == show.title
    assert parsed.feed.link == show.base_url
    assert parsed.feed.language == "en-gb"
    assert parsed.feed.image.href == show.base_url + COVER.name
    assert [entry.title for entry in parsed.entries] == ["Post number 2", "Post number 1", "Post number 0"]
    last = parsed.entries[-1]
    assert last.id == "urn:uuid:0"
    assert not last.guidislink
    assert last.link == "https://audio.example.org/mill/episodes/post-0/"
    assert last.published_parsed[:5] == (2016, 3, 4, 9, 30)
    assert last.enclosures[0].href == "https://audio.example.org/mill/media/post-0.0123456789ab.mp3"
    assert last.enclosures[0].length == str(episode.bytes)
    assert last.author == episode.author


def test_podcastparser_reads_every_field_back(feed: bytes, show: Show, episode: Episode) -> None:
    parsed = podcastparser.parse(show.base_url + "feed.xml", BytesIO(feed))
    assert parsed["title"] == show.title
    assert parsed["cover_url"] == show.base_url + COVER.name
    assert parsed["explicit"] is False
    first = parsed["episodes"][-1]
    assert first["guid"] == "urn:uuid:0"
    assert first["total_time"] == round(episode.duration_ms / 1000)
    assert first["enclosures"][0]["file_size"] == episode.bytes
    assert "synthetic voice" in first["description_html"]
    assert "Nothing about us without us." in first["description_html"]


def test_the_last_build_date_comes_from_the_episodes(show: Show, many: Callable[[int], list[Episode]]) -> None:
    old, new = many(2)
    corrected = replace(old, updated=datetime(2020, 1, 1, 12, tzinfo=timezone(timedelta(hours=2))))
    channel = channel_of(feed_xml(show, [corrected, new], {}, COVER))
    assert texts(channel, "lastBuildDate") == ["Wed, 01 Jan 2020 10:00:00 +0000"]
    assert texts(channel, "pubDate") == ["Sat, 05 Mar 2016 09:30:00 +0000"]


def test_persons_name_the_voice_and_the_author(feed: bytes) -> None:
    item = channel_of(feed).find("item")
    people = {person.get("role"): (person.get("group"), person.text) for person in item.findall("podcast:person", NS)}
    assert people == {
        "narrator": ("cast", "eSpeak NG, British English (synthetic)"),
        "writer": ("writing", "Ada Okafor"),
    }


def test_an_unknown_author_is_not_invented(show: Show, episode: Episode) -> None:
    item = channel_of(feed_xml(show, [replace(episode, author="", url="", chapters=())], {}, COVER)).find("item")
    assert [person.get("role") for person in item.findall("podcast:person", NS)] == ["narrator"]
    assert item.find("podcast:contentLink", NS) is None
    assert item.find("podcast:chapters", NS) is None


def test_the_description_lists_the_chapters_as_apps_read_them(show: Show, episode: Episode) -> None:
    html = description(show, episode)
    assert re.findall(r"<li>([\d:]+) ", html) == ["00:00:00", "00:00:11", "00:00:15", "00:00:34"]
    assert '<a href="https://audio.example.org/mill/episodes/2016-03-04-library/">Read the transcript</a>' in html
    late = (ChapterTime("Soon", 5000, 3_600_000), ChapterTime("Late", 3_600_000, 3_700_000))
    hour = replace(episode, duration_ms=3_700_000, chapters=late)
    assert re.findall(r"<li>([\d:]+) ", description(show, hour)) == ["00:00:00", "00:00:05", "01:00:00"]
    assert "<li>" not in description(show, replace(hour, chapters=late[1:])), "apps take fewer than three for no list"


@pytest.mark.parametrize("odd", ["&" * 3000, "<" * 3000, "é&" * 2000, "x" * 9000])
def test_a_description_fits_whatever_has_to_be_escaped(show: Show, episode: Episode, odd: str) -> None:
    long = replace(
        episode, summary=odd, author=odd, voice=odd, url=f"https://a.example/{odd}",
        chapters=tuple(ChapterTime(odd, n, n + 1) for n in range(9)),
    )  # fmt: skip
    html = description(show, long)
    assert 0 < len(html.encode()) <= 4000
    assert "Read the transcript</a>" in html
    assert "synthetic voice" in html


def test_a_description_is_cut_by_parts_never_within_a_tag(show: Show, episode: Episode) -> None:
    chapters = tuple(ChapterTime("Überschrift & mehr " * 4, n * 1000, n * 1000 + 1000) for n in range(300))
    html = description(show, replace(episode, chapters=chapters, summary="Ein Satz über Æ. " * 400))
    assert len(html.encode()) <= 4000
    assert html.endswith("</li></ul>")
    assert "Read the transcript" in html


def test_the_channel_says_once_that_the_voice_is_synthetic(show: Show) -> None:
    assert channel_description(show) == "Posts about planning care together. Read by a synthetic voice."
    told = replace(show, description="Read by a synthetic voice, daily.")
    assert channel_description(told) == "Read by a synthetic voice, daily."
    assert "Mill Road Notes" in channel_description(replace(show, description=" "))
    assert len(channel_description(replace(show, description="é" * 9000)).encode()) <= 4000


def test_a_very_long_title_and_none(show: Show, many: Callable[[int], list[Episode]]) -> None:
    one, other = many(2)
    data = feed_xml(show, [replace(one, title="word " * 600), replace(other, title="\u200b \x00")], {}, COVER)
    assert_sound(data)
    none, long = texts(channel_of(data), "item/title")
    assert long.endswith("word…")
    assert none.strip()


def test_what_a_show_says_of_itself_is_in_the_feed(show: Show, episode: Episode) -> None:
    said = replace(
        show, explicit=True, medium="blog", locked=False, license="CC-BY-4.0", funding_url="https://give.example/ä",
        funding="Buy us a kettle", copyright="",
    )  # fmt: skip
    channel = channel_of(feed_xml(said, [episode], {}, COVER))
    assert texts(channel, "itunes:explicit") == texts(channel, "item/itunes:explicit") == ["true"]
    assert texts(channel, "podcast:medium") == ["blog"]
    assert texts(channel, "podcast:locked") == ["no"]
    assert texts(channel, "podcast:license") == ["cc-by-4.0"]
    assert channel.find("podcast:funding", NS).get("url") == "https://give.example/%C3%A4"
    assert texts(channel, "podcast:funding") == ["Buy us a kettle"]
    assert texts(channel, "copyright") == ["Mill Road Group"], "the author, when nothing else is said"
    own = replace(show, license="Ask us", license_url="https://blog.example.org/licence")
    licence = channel_of(feed_xml(own, [episode], {}, COVER)).find("podcast:license", NS)
    assert (licence.text, licence.get("url")) == ("Ask us", "https://blog.example.org/licence")


def test_a_feed_that_has_moved_says_where_to(show: Show, many: Callable[[int], list[Episode]]) -> None:
    moved = replace(show, moved_to="https://new.example/feed.xml")
    channel = channel_of(feed_xml(moved, many(2), {}, COVER))
    assert texts(channel, "itunes:new-feed-url") == ["https://new.example/feed.xml"]
    assert channel.find("atom:link[@rel='self']", NS).get("href") == "https://new.example/feed.xml"
    assert texts(channel, "link") == [show.base_url]
    assert lint_feed(feed_xml(moved, many(2), {}, COVER), "feed.xml", datetime(2026, 11, 23, tzinfo=UTC)) == ()
    older = channel_of(feed_xml(moved, many(2), {}, COVER, page="feed-2.xml", pages=3))
    assert texts(older, "itunes:new-feed-url") == []


def test_a_feed_of_which_the_last_item_was_withdrawn(show: Show) -> None:
    channel = channel_of(feed_xml(show, [], {}, COVER, emptied=datetime(2026, 11, 23, 12, tzinfo=UTC)))
    assert channel.findall("item") == []
    assert texts(channel, "lastBuildDate") == ["Mon, 23 Nov 2026 12:00:00 +0000"]


def test_an_empty_feed_is_refused(show: Show) -> None:
    with pytest.raises(PublishError) as caught:
        feed_xml(show, [], {}, COVER)
    assert caught.value.code == "empty-feed"


def test_pages_are_counted_from_the_oldest_and_never_change(show: Show, many: Callable[[int], list[Episode]]) -> None:
    before, after = feed_pages(many(PAGE * 2 + 50)), feed_pages(many(PAGE * 2 + 250))
    assert list(before) == ["feed.xml", "feed-2.xml", "feed-3.xml"]
    assert before["feed-2.xml"] == after["feed-2.xml"]
    assert before["feed-3.xml"] == after["feed-3.xml"]
    for count in (1, PAGE, PAGE + 1, 2 * PAGE, 3 * PAGE + 7):
        pages = feed_pages(many(count))
        assert len({episode.guid for page in pages.values() for episode in page}) == count
        assert all(len(page) == PAGE for name, page in pages.items() if name != "feed.xml")
    assert list(feed_pages(many(PAGE))) == ["feed.xml"]


def test_pages_are_linked_as_rfc_5005_wants(show: Show, many: Callable[[int], list[Episode]]) -> None:
    episodes = many(3)
    links = {}
    for page in ("feed.xml", "feed-3.xml", "feed-2.xml"):
        channel = channel_of(feed_xml(show, episodes, {}, COVER, page=page, pages=3))
        assert texts(channel, "link") == [show.base_url]
        found = channel.findall("atom:link", NS)
        links[page] = {link.get("rel"): link.get("href").removeprefix(show.base_url) for link in found}
    ends = {"first": "feed.xml", "last": "feed-2.xml"}
    assert links["feed.xml"] == {"self": "feed.xml", "next": "feed-3.xml", **ends}
    assert links["feed-3.xml"] == {"self": "feed-3.xml", "next": "feed-2.xml", **ends}
    assert links["feed-2.xml"] == {"self": "feed-2.xml", **ends}


@settings(max_examples=60)
@given(title=ANY_TEXT, summary=ANY_TEXT, author=ANY_TEXT, voice=ANY_TEXT, body=ANY_TEXT)
def test_any_text_whatever_gives_a_sound_feed(
    show: Show, episode: Episode, title: str, summary: str, author: str, voice: str, body: str
) -> None:
    odd = replace(
        episode, title=title, summary=summary, author=author, voice=voice, chapters=(ChapterTime(title, 0, 900),)
    )
    shown = replace(show, title=title, description=body, author=author, copyright=body)
    notes = {odd.guid: f"<p>{body.replace('<', '&lt;')}</p>"}
    data = feed_xml(shown, [odd], notes, COVER)
    assert_sound(data)
    assert data == feed_xml(shown, [odd], notes, COVER)


ODD = (
    "plain", "A & B &amp; C &lt;b&gt;", "<script>alert(1)</script>", "]]> the end of CDATA", "\x00\x0b\x1f\x7f",
    "\ufffe\uffff\ufdd0\U0001ffff", "\ud800 lone", "é ü ñ ł ž", "日本語", "שלום עולם", "مرحبا",
    "👩\u200d🦯 🏳\ufe0f\u200d🌈", "\u202e reversed", "\u200b", "tab\tnew\nline\r", "“quotes” – dash …",
    "&#0; &#xD800; &nbsp;", "%00 {{ jinja }} {% raw %}", "\U000e0001 tag", "a" * 500, "&" * 500,
    "http://a.example/?a=1&b=2", "\x85\x9f", "\ufeffmark", "ﬁ ½ ²", "--> <!--", "<?xml version='1.0'?>", " ",
    "\u2028\u2029", "\ufffd lost",
)  # fmt: skip
"""What real posts, and worse ones, have in their titles."""


@pytest.mark.parametrize("count", [1, 3, 300, 5000])
def test_feeds_of_any_size_with_every_odd_character(
    show: Show, many: Callable[[int], list[Episode]], count: int
) -> None:
    """W3C's validator itself, run by hand on such feeds, found 0 errors and 0 warnings; these are its rules."""
    episodes = [
        replace(
            episode, title=ODD[n % len(ODD)], summary=ODD[n * 7 % len(ODD)] * 3, author=ODD[n * 11 % len(ODD)],
            voice=ODD[n * 13 % len(ODD)] if n % 3 else episode.voice, tags=(ODD[n % len(ODD)],),
            url=episode.url if n % 4 else f"https://blög.example/ä?x=1&y=<{n}",
        )
        for n, episode in enumerate(many(count))
    ]  # fmt: skip
    pages = feed_pages(episodes)
    for name, items in pages.items():
        data = feed_xml(show, items, {}, COVER, page=name, pages=len(pages))
        assert_sound(data)
        assert not re.search("[\x80-\x9f\ufffd]", data.decode())
        assert b"<podcast:person role=" in data
        assert not re.search(rb"<podcast:person[^>]*/>|<podcast:person[^>]*> *</", data)
    assert sum(len(items) for items in pages.values()) >= count


def test_older_pages_stay_the_same_when_another_is_added(show: Show, many: Callable[[int], list[Episode]]) -> None:
    def page(number: int, pages: int) -> bytes:
        return feed_xml(show, many(3), {}, COVER, page=f"feed-{number}.xml", pages=pages)

    assert page(2, 3) == page(2, 4)
    assert page(3, 3) == page(3, 4)


def test_what_looks_like_html_in_a_title_survives_apps_that_read_it_as_html(show: Show, episode: Episode) -> None:
    data = feed_xml(replace(show, title="A & B"), [replace(episode, title="The <br> tag & I \ufffd")], {}, COVER)
    assert texts(channel_of(data), "item/title") == ["The ‹br› tag & I ?"]
    assert b"<title>A &#x26; B</title>" in data


def test_dates_are_in_utc(show: Show, episode: Episode) -> None:
    summer = replace(episode, published=datetime(2024, 7, 1, 0, 30, tzinfo=timezone(timedelta(hours=1))))
    assert texts(channel_of(feed_xml(show, [summer], {}, COVER)), "item/pubDate") == ["Sun, 30 Jun 2024 23:30:00 +0000"]
    assert summer.published.astimezone(UTC).day == 30


def test_a_hub_is_named_and_never_one_of_a_private_show(show: Show, many: Callable[[int], list[Episode]]) -> None:
    told = replace(show, hub="https://hub.example.org/")
    channel = channel_of(feed_xml(told, many(2), {}, COVER))
    assert [link.get("href") for link in channel.findall("atom:link[@rel='hub']", NS)] == ["https://hub.example.org/"]
    assert texts(channel, "itunes:block") == []
    private = channel_of(feed_xml(replace(told, private=True), many(2), {}, COVER))
    assert private.findall("atom:link[@rel='hub']", NS) == []
    assert texts(private, "itunes:block") == ["Yes"]
    assert texts(private, "podcast:block") == ["yes"]
