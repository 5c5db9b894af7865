"""The feed read back, field by field, by Podcast Index's own parser: it knows every tag of the podcast namespace.

Proves: nothing that the sample edition's feed says is lost on the way into a directory: show, people, licence, funding,
GUIDs, enclosures, dates, durations, transcripts in four forms, chapters, the hub; and what a feed by rule says as well.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sample_edition import Edition

from audioblog.model import ChapterTime, Episode, Show
from audioblog.publish.cover import Cover
from audioblog.publish.feed import feed_xml
from audioblog.publish.sidefeeds import side_show
from audioblog.show import SideFeed

pytestmark = pytest.mark.external

WHEN = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
SHOW = Show(
    "mill", "Mill & Road <notes>", description="About care & tea.", author="Ada Okafor", link="https://blog.example/",
    owner_email="a@blog.example.org", category="Society & Culture", subcategory="Personal Journals",
    copyright="Mill Road Group",
    base_url="https://audio.example.org/mill/", guid="9b024349-ccf0-5f69-a609-6b82873eab3c", license="CC-BY-4.0",
    funding_url="https://give.example.org/", funding="Buy us a kettle", hub="https://hub.example.org/", explicit=True,
    feeds={"welsh": SideFeed(language="cy", title="Te", guid="917393e3-1b1e-5cef-ace4-edaa54e1f810")},
)  # fmt: skip
EPISODE = Episode(
    "urn:uuid:0", "mill", "p", "tea", "Tea & cake", WHEN, WHEN, "en-GB", "media/tea.0123456789ab", 123_456, 61_400,
    author="Beth Ward", url="https://blog.example/tea/", summary="What we drank.", voice="eSpeak NG",
    chapters=tuple(ChapterTime(f"Part {n}", n * 20_000, n * 20_000 + 20_000) for n in range(3)),
)  # fmt: skip
COVER = Cover(b"p", "image/jpeg", 1400, 1400, "A kettle", "cover-0123456789ab.jpg")


@pytest.fixture
def parsed(node: Any, tmp_path: Path) -> Any:
    """parsed(bytes) -> what podcast-partytime makes of a feed."""

    def parse(data: bytes) -> dict[str, Any]:
        (tmp_path / "feed.xml").write_bytes(data)
        found: dict[str, Any] = node("feed.mjs", str(tmp_path / "feed.xml"))
        return found

    return parse


def test_everything_that_a_show_says(parsed: Any) -> None:
    feed = parsed(feed_xml(SHOW, [EPISODE], {EPISODE.guid: "<p>The whole text.</p>"}, COVER))
    assert (feed["title"], feed["author"], feed["language"]) == ("Mill & Road ‹notes›", "Ada Okafor", "en-gb")
    assert feed["description"] == "About care & tea. Read by a synthetic voice."
    assert feed["link"] == SHOW.base_url
    assert feed["explicit"] is True
    assert feed["itunesCategory"] == ["Society & Culture > Personal Journals"]
    assert feed["itunesImage"] == feed["image"]["url"] == f"{SHOW.base_url}{COVER.name}"
    assert feed["owner"] == {"name": "Ada Okafor", "email": "a@blog.example.org"}
    assert (feed["guid"], feed["medium"], feed["locked"]) == (SHOW.guid, "podcast", True)
    assert feed["license"]["identifier"] == "cc-by-4.0"
    assert feed["podcastFunding"] == [{"message": "Buy us a kettle", "url": "https://give.example.org/"}]
    assert feed["podcastPeople"] == [{"name": "eSpeak NG (synthetic)", "role": "Narrator", "group": "Cast"}]
    assert feed["pubsub"] == {"self": f"{SHOW.base_url}feed.xml", "hub": SHOW.hub}
    assert feed["copyright"] == "Mill Road Group"
    assert feed["pubDate"] == "2026-03-03T09:30:00.000Z"
    assert feed["itunesType"] == "episodic"


def test_everything_that_an_episode_says(parsed: Any) -> None:
    (item,) = parsed(feed_xml(SHOW, [EPISODE], {EPISODE.guid: "<p>The whole text.</p>"}, COVER))["items"]
    media = f"{SHOW.base_url}{EPISODE.media}"
    assert (item["guid"], item["title"], item["author"]) == (EPISODE.guid, EPISODE.title, EPISODE.author)
    assert item["enclosure"] == {"url": f"{media}.mp3", "length": 123_456, "type": "audio/mpeg"}
    assert (item["duration"], item["pubDate"]) == (61, "2026-03-03T09:30:00.000Z")
    assert item["link"] == f"{SHOW.base_url}episodes/tea/"
    assert item["summary"] == "What we drank."
    assert "00:00:20 Part 1" in item["description"]
    assert "The whole text." in item["content"]
    assert "synthetic voice" in item["description"]
    assert "synthetic voice" in item["content"]
    assert [(each["url"], each["language"]) for each in item["podcastTranscripts"]] == [
        (f"{media}.vtt", "en-GB"), (f"{media}.srt", "en-GB"), (f"{media}.json", "en-GB"), (item["link"], "en-GB"),
    ]  # fmt: skip
    assert item["podcastChapters"] == {"url": f"{media}.chapters.json", "type": "application/json+chapters"}
    assert [(each["name"], each["role"]) for each in item["podcastPeople"]] == [
        ("eSpeak NG (synthetic)", "Narrator"), ("Beth Ward", "Writer"),
    ]  # fmt: skip


def test_a_feed_by_rule_and_a_moved_one(parsed: Any) -> None:
    welsh = parsed(feed_xml(side_show(SHOW, "welsh"), [EPISODE], {}, COVER, page="feeds/welsh.xml"))
    assert (welsh["title"], welsh["language"], welsh["guid"]) == ("Te", "cy", SHOW.feeds["welsh"].guid)
    assert welsh["pubsub"]["self"] == f"{SHOW.base_url}feeds/welsh.xml"
    assert welsh["items"][0]["guid"] == EPISODE.guid
    moved = parsed(feed_xml(replace(SHOW, moved_to="https://new.example/feed.xml"), [EPISODE], {}, COVER))
    assert moved["itunesNewFeedUrl"] == "https://new.example/feed.xml"


def test_the_sample_edition(parsed: Any, edition: Edition) -> None:
    feed = parsed((edition.folder / "feed.xml").read_bytes())
    assert [item["guid"] for item in feed["items"]] == [item.guid for item in edition.items]
    for found, item in zip(feed["items"], edition.items, strict=True):
        assert (found["title"], found["duration"]) == (item.title, item.duration_s)
        assert edition.file(found["enclosure"]["url"]).stat().st_size == found["enclosure"]["length"]
        assert len(found["podcastTranscripts"]) == 4
