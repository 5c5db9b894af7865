"""Podcast Index's own parser (podcast-partytime) reads every field of the sample blog's feed back, as it was published.

What feedparser and podcastparser read is held against the files in tests/test_feed_readback.py.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sample_edition import PODCAST, Edition

pytestmark = pytest.mark.external

ITS_TYPES = {"application/srt": "application/x-subrip"}
"""partytime calls SubRip by its shorter name, whatever the feed says."""


@pytest.fixture(scope="module")
def feed(node: Callable[..., Any], edition: Edition) -> dict[str, Any]:
    parsed: dict[str, Any] = node("partytime.mjs", str(edition.folder / "feed.xml"))
    return parsed


def test_the_show_is_read_whole(edition: Edition, feed: dict[str, Any]) -> None:
    channel = edition.feed.find("channel")
    assert channel is not None
    assert feed["title"] == channel.findtext("title")
    assert feed["description"] == channel.findtext("description")
    assert feed["link"] == edition.url
    assert feed["language"] == "en-gb"
    assert (feed["explicit"], feed["itunesBlock"], feed["itunesType"]) == (False, False, "episodic")
    assert feed["itunesCategory"] == ["Society & Culture > Personal Journals"]
    assert edition.file(feed["itunesImage"]).is_file()
    assert feed["guid"] == channel.findtext(f"{PODCAST}guid")
    assert feed["locked"] is True
    assert feed["medium"] == "podcast"
    assert feed["pubsub"]["self"] == edition.url + "feed.xml"
    assert [(each["role"], each["group"]) for each in feed["podcastPeople"]] == [("Narrator", "Cast")]
    assert feed["podcastPeople"][0]["name"].endswith("(synthetic)")
    support = {tag for tags in feed["pc20support"].values() for tag in tags}
    assert {"transcript", "chapters", "locked", "person", "guid", "medium"} <= support


def test_every_episode_is_read_whole(edition: Edition, feed: dict[str, Any]) -> None:
    assert [item["guid"] for item in feed["items"]] == [item.guid for item in edition.items]
    for read, item in zip(feed["items"], edition.items, strict=True):
        assert read["title"] == item.title
        assert edition.file(read["link"]) == item.page
        assert edition.file(read["enclosure"]["url"]) == item.audio
        assert (read["enclosure"]["length"], read["enclosure"]["type"]) == (item.length, "audio/mpeg")
        assert read["duration"] == item.duration_s
        assert read["explicit"] is False
        assert datetime.fromisoformat(read["pubDate"]) == item.published
        assert "synthetic" in read["description"]
        found = [(each["type"], edition.file(each["url"])) for each in read["podcastTranscripts"]]
        transcripts = [(ITS_TYPES.get(kind, kind), file) for kind, file in found]
        assert transcripts == list(item.transcripts)
        assert read["podcastChapters"]["type"] == "application/json+chapters"
        assert edition.file(read["podcastChapters"]["url"]) == item.chapters
        assert "Narrator" in {person["role"] for person in read["podcastPeople"]}
