"""The sample blog's feed, read by the two parsers that most podcast software in Python stands on, against the files.

Proves that what feedparser and podcastparser (gPodder) see is whole: every item with its title, GUID, date, length in
bytes and in time, chapters and transcripts, and that all of it is true of the files that were published.
"""

from __future__ import annotations

import io
import json
from typing import Any

import feedparser
import miniaudio
import podcastparser
import pytest
from sample_edition import Edition, build_sample


@pytest.fixture(scope="module")
def edition() -> Edition:
    return build_sample()


@pytest.fixture(scope="module")
def by_feedparser(edition: Edition) -> Any:
    return feedparser.parse((edition.folder / "feed.xml").read_bytes())


@pytest.fixture(scope="module")
def by_podcastparser(edition: Edition) -> dict[str, Any]:
    feed = io.BytesIO((edition.folder / "feed.xml").read_bytes())
    parsed: dict[str, Any] = podcastparser.parse(edition.url + "feed.xml", feed)
    return parsed


def test_every_post_of_the_sample_blog_is_an_episode(edition: Edition) -> None:
    posts = [file for file in (edition.folder.parent / "samples" / "blog").iterdir() if file.is_file()]
    assert len(edition.items) == len(posts)
    assert edition.report["counts"]["new"] == len(posts)
    assert not edition.report["failures"]


def test_feedparser_finds_no_fault_and_every_item(edition: Edition, by_feedparser: Any) -> None:
    assert not by_feedparser.bozo
    assert by_feedparser.feed.title == "Kerb and Kettle"
    assert by_feedparser.feed.language == "en-gb"
    assert by_feedparser.feed.image.href.startswith(edition.url)
    assert [entry.id for entry in by_feedparser.entries] == [item.guid for item in edition.items]
    for entry, item in zip(by_feedparser.entries, edition.items, strict=True):
        assert entry.title == item.title
        assert entry.published_parsed == item.published.utctimetuple()
        [enclosure] = entry.enclosures
        assert (enclosure.type, int(enclosure.length)) == ("audio/mpeg", item.audio.stat().st_size)
        assert edition.file(enclosure.href) == item.audio
        assert edition.file(entry.link) == item.page
        assert "synthetic" in entry.content[0].value


def test_podcastparser_finds_the_same(edition: Edition, by_podcastparser: dict[str, Any]) -> None:
    assert by_podcastparser["title"] == "Kerb and Kettle"
    assert edition.file(by_podcastparser["cover_url"]).is_file()
    found = sorted(by_podcastparser["episodes"], key=lambda episode: -episode["published"])
    assert [episode["guid"] for episode in found] == [item.guid for item in edition.items]
    for episode, item in zip(found, edition.items, strict=True):
        [enclosure] = episode["enclosures"]
        assert (enclosure["mime_type"], enclosure["file_size"]) == ("audio/mpeg", item.audio.stat().st_size)
        assert (episode["title"], episode["total_time"]) == (item.title, item.duration_s)
        assert episode["published"] == item.published.timestamp()
        assert episode["description"].strip()
        assert "synthetic" in episode["description_html"]


def test_identities_and_addresses_are_unique(edition: Edition) -> None:
    for facts in ([item.guid for item in edition.items], [item.audio for item in edition.items]):
        assert len(set(facts)) == len(facts)


def test_items_are_newest_first_and_not_in_the_future(edition: Edition) -> None:
    dates = [item.published for item in edition.items]
    assert dates == sorted(dates, reverse=True)
    assert dates[0].date().isoformat() == "2025-07-22"
    assert dates[-1].date().isoformat() == "2025-01-14"


def test_lengths_are_those_of_the_decoded_files(edition: Edition) -> None:
    for item in edition.items:
        assert item.length == item.audio.stat().st_size
        heard = miniaudio.mp3_read_s16(item.audio.read_bytes())
        seconds = len(heard.samples) / heard.nchannels / heard.sample_rate
        assert abs(seconds - item.duration_s) <= 1, item.title


def test_transcripts_and_chapters_are_there_and_lie_inside_the_audio(edition: Edition) -> None:
    for item in edition.items:
        kinds = [kind for kind, _ in item.transcripts]
        assert kinds == ["text/vtt", "application/x-subrip", "application/json", "text/html"]
        assert all(file.stat().st_size for _, file in item.transcripts)
        assert item.chapters is not None
        chapters = json.loads(item.chapters.read_text())["chapters"]
        starts = [chapter["startTime"] for chapter in chapters]
        assert starts[0] == 0
        assert starts == sorted(set(starts))
        assert starts[-1] < item.duration_s
        assert len(chapters) > 1 or item.audio.name.startswith("2025-05-20"), "only the plain text has no headings"
