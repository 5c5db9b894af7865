"""Our own feed is clean, and every fault planted into it is seen, wherever it is planted; nothing else is.

`lint_feed` alone: what can be told from a feed's bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from itertools import chain
from pathlib import Path
from typing import Any

import planted
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from audioblog.model import Episode, Show
from audioblog.publish.cover import Cover
from audioblog.publish.feed import feed_xml
from audioblog.publish.lint.document import Feed, read
from audioblog.publish.lint.feed import lint_feed
from audioblog.publish.lint.finding import Finding
from audioblog.publish.lint.history import Known, remembered
from audioblog.publish.lint.rules import rules

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
COVER = Cover(b"picture", "image/jpeg", 1400, 1400, "Words", "cover-0123456789ab.jpg")
LINT = Path(lint_feed.__code__.co_filename).parent
CHECKUP = LINT.parent.parent / "checkup.py"


@pytest.fixture(scope="module")
def feed(show: Show, many: Callable[[int], list[Episode]]) -> bytes:
    episodes = many(4)
    notes = {episode.guid: "<p>What was said about tea, in full.</p>" for episode in episodes}
    return feed_xml(show, episodes, notes, COVER)


def check(data: bytes, **options: Any) -> list[Finding]:
    return list(lint_feed(data, "feed.xml", NOW, **options))


def edited(data: bytes, edit: Callable[[Any], None], item: int | None = None) -> tuple[bytes, Any]:
    root = etree.fromstring(data)
    part = root.find("channel") if item is None else root.findall("channel/item")[item]
    edit(part)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8"), part


def test_our_own_feed_is_clean(feed: bytes) -> None:
    assert check(feed) == []
    assert check(feed, served_at="https://audio.example.org/mill/feed.xml") == []


@pytest.mark.parametrize("item", [0, 1, -1])
@pytest.mark.parametrize("name", planted.FAULTS)
def test_a_fault_in_an_item_is_seen(feed: bytes, name: str, item: int) -> None:
    edit, code = planted.FAULTS[name]
    data, part = edited(feed, edit, item)
    found = [finding for finding in check(data) if finding.code == code]
    assert found, [finding.code for finding in check(data)]
    lines = data.split(b"\n")
    start = next(number for number, line in enumerate(lines, 1) if (part.findtext("link") or "?").encode() in line)
    assert any(abs(finding.line - start) < 40 for finding in found), "the line leads to the item"


@pytest.mark.parametrize("name", planted.SHOW_FAULTS)
def test_a_fault_in_the_channel_is_seen(feed: bytes, name: str) -> None:
    edit, code = planted.SHOW_FAULTS[name]
    data, _ = edited(feed, edit)
    assert code in {finding.code for finding in check(data)}


def test_every_fault_says_what_where_why_and_how(feed: bytes) -> None:
    cases = [(edit, None) for edit, _ in planted.SHOW_FAULTS.values()]
    cases += [(edit, 1) for edit, _ in planted.FAULTS.values()]
    found = list(chain.from_iterable(check(edited(feed, edit, item)[0]) for edit, item in cases))
    assert len(found) >= len(cases)
    for finding in found:
        assert finding.file == "feed.xml"
        assert finding.line > 0
        for words in (finding.what, finding.why, finding.mend):
            assert re.fullmatch(r".{12,}[.:>}\da-z“”]", words), finding


def test_every_rule_is_used_and_every_code_has_its_rule() -> None:
    used = set(re.findall(r'"([a-z][a-z0-9-]+)"', "".join(f.read_text("utf-8") for f in (*LINT.glob("*.py"), CHECKUP))))
    assert set(rules()) <= used
    for code, rule in rules().items():
        assert rule.severity in {"error", "warning", "note"}, code
        assert rule.why.endswith("."), code
        assert rule.mend.endswith((".", "SOURCE")), code


def test_every_element_of_the_schema_explains_itself() -> None:
    note = "{urn:audioblog:lint}"
    defines = etree.parse(str(LINT / "feed.rng")).getroot().iter("{*}define")
    parts = [define for define in defines if "." in define.get("name")]
    assert len(parts) > 60
    for define in parts:
        assert define.get(f"{note}must"), define.get("name")
        assert define.get(f"{note}why", "").endswith("."), define.get("name")


def test_an_empty_feed_is_seen(feed: bytes) -> None:
    def empty(channel: Any) -> None:
        for item in channel.findall("item"):
            channel.remove(item)

    assert "empty-feed" in {finding.code for finding in check(edited(feed, empty)[0])}


@pytest.mark.parametrize("item", [0, 1, 2])
def test_an_item_out_of_order_is_seen(feed: bytes, item: int) -> None:
    data, _ = edited(feed, planted.says("pubDate", "Thu, 01 Jan 2015 09:00:00 +0000"), item)
    [finding] = check(data)
    assert finding.code == "order"
    assert f"Post number {3 - item}" in finding.what


def test_oldest_first_is_for_serials(feed: bytes) -> None:
    def turn(channel: Any) -> None:
        for item in channel.findall("item"):
            channel.insert(list(channel).index(channel.find("item")), item)

    data, _ = edited(feed, turn)
    assert [finding.code for finding in check(data)] == ["order"]
    serial, _ = edited(data, planted.says(f"{planted.ITUNES}type", "serial"))
    assert check(serial) == []


def test_a_feed_that_nobody_can_write_to_gets_a_note(show: Show, many: Callable[[int], list[Episode]]) -> None:
    data = feed_xml(replace(show, owner_email=""), many(2), {}, COVER)
    assert [(finding.severity, finding.code) for finding in check(data)] == [("note", "no-owner")]


def test_an_edition_that_is_tried_out_has_no_fault(show: Show, many: Callable[[int], list[Episode]]) -> None:
    data = feed_xml(replace(show, base_url="http://127.0.0.1:8000/"), many(3), {}, COVER)
    assert [(finding.severity, finding.code) for finding in check(data)] == [("note", "local-address")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-xml"),
        (b"<rss version='2.0'><channel>", "not-xml"),
        (b"<?xml version='1.0'?><rss version='2.0'><channel><title>A &nbsp; B</title></channel></rss>", "not-xml"),
        (b"<?xml version='1.0'?><rss version='2.0'><channel><title>\x0b</title></channel></rss>", "not-xml"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'/>", "not-rss"),
        (b"<html><body>404</body></html>", "not-rss"),
    ],
)
def test_what_is_no_feed_is_said_so(data: bytes, code: str) -> None:
    assert [finding.code for finding in check(data)] == [code]


def test_a_strangers_entities_are_not_opened() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    check(f"{bomb}<rss version='2.0'><channel><title>&b;</title></channel></rss>".encode())
    outside = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    told = check(f"{outside}<rss version='2.0'><channel><title>&a;</title></channel></rss>".encode())
    assert "missing-language" in {finding.code for finding in told}


def test_a_good_feed_of_somebody_else_is_clean() -> None:
    """Other order, other tags, other hosts, older habits: none of that is a fault."""
    feed = """<?xml version="1.0" encoding="UTF-8"?>
<rss xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0"
     xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" version="2.0">
<channel>
  <item>
    <i:duration>1:02:03</i:duration><guid>https://shop.example/tea-2</guid><title>On cups</title>
    <enclosure type="audio/mpeg" length="900" url="https://count.example/redirect.mp3/cdn.example.net/2.mp3?x=1&amp;y=2"/>
    <pubDate>Tue, 1 Oct 2024 04:00:00 -0000</pubDate>
    <media:content url="x"><media:title>Cups</media:title></media:content>
    <podcast:chapters url="https://cdn.example.net/2.json" type="application/json"/>
    <podcast:transcript url="https://cdn.example.net/2.srt" type="application/srt"/>
    <podcast:value type="lightning"><podcast:valueRecipient name="a" address="b" split="1"/></podcast:value>
    <description><![CDATA[<p>About <a href="mailto:tea@shop.example">cups</a>, synthetic and real.</p>]]></description>
  </item>
  <item><title>On tea</title><guid isPermaLink="false">tea-1</guid><pubDate>Mon, 30 Sep 2024 04:00:00 EST</pubDate>
    <enclosure url="https://cdn.example.net/1.m4a" type="audio/x-m4a" length="800"/></item>
  <i:explicit>false</i:explicit><i:image href="https://pics.example.com/cover?size=3000"/>
  <i:category text="Arts"><i:category text="Food"/></i:category><i:keywords>tea</i:keywords>
  <i:owner><i:email>tea@shop.example</i:email></i:owner>
  <atom:link rel="self" href="https://feeds.host.example/tea"/><language>en-US</language>
  <title>Tea &amp; cups</title><description>All about tea.</description><link>https://shop.example</link>
  <podcast:person img="https://pics.example.com/a.jpg">Ada</podcast:person><category>Tea</category>
</channel></rss>"""
    assert check(feed.encode()) == []


def test_namespaces_and_encoding_must_be_the_documented_ones(feed: bytes) -> None:
    other = feed.replace(b"http://www.itunes.com/dtds/podcast-1.0.dtd", b"https://www.itunes.com/dtds/podcast-1.0.dtd")
    assert {"wrong-namespace", "missing-itunes-image"} <= {finding.code for finding in check(other)}
    latin = etree.tostring(etree.fromstring(feed), xml_declaration=True, encoding="ISO-8859-1")
    assert [finding.code for finding in check(latin)] == ["encoding"]
    alias = b"https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"
    assert check(feed.replace(b"https://podcastindex.org/namespace/1.0", alias)) == []


def test_identities_that_were_given_are_kept(feed: bytes) -> None:
    before = read(feed, "feed.xml")
    assert isinstance(before, Feed)
    known = remembered(before)
    assert check(feed, known=known) == []
    new, _ = edited(feed, planted.says("guid", "urn:uuid:another"), 2)
    [finding] = check(new, known=known)
    assert (finding.code, finding.item) == ("guid-changed", "Post number 1")
    other, _ = edited(feed, planted.says(f"{planted.PODCAST}guid", "917393e3-1b1e-5cef-ace4-edaa54e1f810"))
    assert [finding.code for finding in check(other, known=known)] == ["podcast-guid-changed"]
    stranger = Known(known.show, {}, frozenset())
    assert {finding.code for finding in check(feed, known=stranger)} == {"unknown-episode"}
    taken_back = Known(known.show, known.guids, None, {"urn:uuid:1": "it was withdrawn"})
    [finding] = check(feed, known=taken_back)
    assert (finding.code, finding.item) == ("hidden-episode", "Post number 1")


def test_a_private_feed_names_no_hub(feed: bytes) -> None:
    def block(channel: Any) -> None:
        etree.SubElement(channel, f"{planted.ITUNES}block").text = "Yes"
        etree.SubElement(channel, f"{planted.ATOM}link", rel="hub", href="https://hub.example.com/")

    assert [finding.code for finding in check(edited(feed, block)[0])] == ["private-hub"]


AWKWARD = (
    "https://[", "http://[::1", "//", "9" * 400, "Fri, 20 Nov 99999 09:00:00 -9999", "0:0:0:0", "<a href='http://['>",
    "",
)  # fmt: skip


@pytest.mark.parametrize("value", AWKWARD, ids=range(len(AWKWARD)))
def test_whatever_a_strangers_feed_says_it_is_judged(show: Show, episode: Episode, value: str) -> None:
    """Each text and each attribute in turn says something awkward: that may be a fault, and never an exception."""
    root = etree.fromstring(feed_xml(show, [episode], {}, COVER))
    for element in root.iter():
        held, element.text = element.text, value
        assert isinstance(check(etree.tostring(root)), list)
        element.text = held
        for key, text in element.items():
            element.set(key, value)
            assert isinstance(check(etree.tostring(root)), list)
            element.set(key, text)


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80)


@given(one=ANY_TEXT, other=ANY_TEXT)
def test_whatever_a_post_says_our_feed_is_clean(show: Show, episode: Episode, one: str, other: str) -> None:
    made = replace(episode, title=one, summary=other, author=one, voice=other, tags=(other,))
    named = replace(show, title=other, description=one, author=other, copyright=one)
    data = feed_xml(named, [made], {made.guid: f"<p>{escape(one)}</p>"}, COVER)
    assert check(data) == []
