"""The sample blog's feed against its readers' rules: RSS 2.0, W3C's validator, Apple, the podcast namespace.

Each assertion is a rule that W3C's validator or a directory reports, or a fault that no validator sees and apps suffer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from email.utils import format_datetime, parsedate_to_datetime
from html.parser import HTMLParser
from urllib.parse import urlsplit
from uuid import UUID
from xml.etree.ElementTree import Element

import pytest
from PIL import Image
from sample_edition import ITUNES, PODCAST, Edition, build_sample

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
MOST_BYTES = 4000
"""Apple: description of a show or an episode."""
SEVERAL = {f"{ATOM}link", f"{PODCAST}person", f"{PODCAST}transcript", f"{PODCAST}txt", "category", "item"}
"""The only elements that may stand twice in a channel or an item."""


@pytest.fixture(scope="module")
def edition() -> Edition:
    return build_sample()


@pytest.fixture(scope="module")
def channel(edition: Edition) -> Element:
    [channel] = edition.feed
    return channel


@pytest.fixture(scope="module")
def parts(channel: Element) -> list[Element]:
    """The channel and each of its items."""
    return [channel, *channel.iter("item")]


class Body(HTMLParser):
    """The tags and addresses of an item's full text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src", "cite"}]


def texts(parts: list[Element], *names: str) -> Iterator[str]:
    for part in parts:
        yield from (element.text or "" for name in names for element in part.findall(name))


def test_it_is_rss_2_with_what_must_be_there(edition: Edition, channel: Element, parts: list[Element]) -> None:
    assert (edition.feed.tag, edition.feed.attrib) == ("rss", {"version": "2.0"})
    for name in ("title", "link", "description", "language", "lastBuildDate", "pubDate"):
        assert (channel.findtext(name) or "").strip(), name
    for item in parts[1:]:
        for name in ("title", "link", "description", "guid", "pubDate", f"{ITUNES}duration", f"{CONTENT}encoded"):
            assert (item.findtext(name) or "").strip(), name
        assert item.find("enclosure") is not None


def test_nothing_stands_twice_that_may_stand_once(parts: list[Element]) -> None:
    for part in parts:
        assert {tag for tag, number in Counter(child.tag for child in part).items() if number > 1} <= SEVERAL


def test_dates_are_of_rfc_2822_with_the_right_weekday(parts: list[Element]) -> None:
    dates = list(texts(parts, "pubDate", "lastBuildDate"))
    assert dates
    assert [format_datetime(parsedate_to_datetime(date)) for date in dates] == dates


def test_links_name_this_feed_and_this_site(edition: Edition, channel: Element) -> None:
    related = {link.get("rel"): link.get("href") for link in channel.findall(f"{ATOM}link")}
    assert related["self"] == edition.url + "feed.xml"
    assert channel.findtext("link", "").startswith(("http://", "https://"))
    for item in edition.items:
        assert item.page.is_file()


def test_enclosures_are_plain_addresses_of_mp3_files(channel: Element) -> None:
    for enclosure in channel.iter("enclosure"):
        path = urlsplit(enclosure.attrib["url"]).path
        assert re.fullmatch(r"[A-Za-z0-9._~/-]+\.mp3", path)
        assert enclosure.attrib["type"] == "audio/mpeg"
        assert int(enclosure.attrib["length"]) > 16_384, "AntennaPod takes less for a mistake"


def test_guids_are_no_addresses_and_the_shows_own_is_a_version_5(channel: Element) -> None:
    assert {guid.get("isPermaLink") for guid in channel.iter("guid")} == {"false"}
    assert UUID(channel.findtext(f"{PODCAST}guid", "")).version == 5


def test_descriptions_are_short_enough_and_tell_of_the_voice(channel: Element, parts: list[Element]) -> None:
    assert "<" not in channel.findtext("description", ""), "W3C's validator warns of markup in a show's description"
    for description in texts(parts, "description"):
        assert len(description.encode()) <= MOST_BYTES
        assert "synthetic" in description
        assert Body(description).tags <= {"p", "a", "ul", "ol", "li", "br"}


def test_full_texts_hold_nothing_unsafe_and_no_relative_address(parts: list[Element]) -> None:
    for html in texts(parts, f"{CONTENT}encoded"):
        body = Body(html)
        assert not body.tags & {"script", "style", "iframe", "object", "form", "input"}
        assert body.tags >= {"p"}
        assert [a for a in body.addresses if urlsplit(a).scheme not in {"http", "https", "mailto", "tel"}] == []


def test_apples_tags_have_apples_values(edition: Edition, channel: Element, parts: list[Element]) -> None:
    assert set(texts(parts, f"{ITUNES}explicit")) == {"false"}
    category = channel.find(f"{ITUNES}category")
    assert category is not None
    assert category.attrib["text"] == "Society & Culture"
    assert [sub.attrib["text"] for sub in category] == ["Personal Journals"]
    assert channel.findtext(f"{ITUNES}author")
    assert all(text.isdigit() for text in texts(parts[1:], f"{ITUNES}duration"))
    image = channel.find(f"{ITUNES}image")
    assert image is not None
    with Image.open(edition.file(image.attrib["href"])) as cover:
        assert cover.width == cover.height
        assert 1400 <= cover.width <= 3000
        assert (cover.mode, cover.format) in {("RGB", "PNG"), ("RGB", "JPEG")}


def test_the_podcast_namespace_is_used_by_its_rules(channel: Element, parts: list[Element]) -> None:
    assert channel.findtext(f"{PODCAST}locked") in {"yes", "no"}
    assert channel.findtext(f"{PODCAST}medium") == "podcast"
    picture = channel.find(f"{PODCAST}image")
    assert picture is not None
    assert picture.attrib["alt"].strip()
    for part in parts:
        marks = [mark for mark in part.findall(f"{PODCAST}txt") if mark.get("purpose") == "ai-content"]
        assert [mark.text for mark in marks] == ["true"]
        people = part.findall(f"{PODCAST}person")
        assert "narrator" in {person.get("role") for person in people}
        assert all(person.attrib["role"].islower() and person.attrib["group"].islower() for person in people)
    for chapters in channel.iter(f"{PODCAST}chapters"):
        assert chapters.attrib["type"] == "application/json+chapters"
