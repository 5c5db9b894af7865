"""Which files a feed names, wherever it lies: at the top, below feeds, in the folder of one show, or moved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audioblog.model import Episode, Show
from audioblog.publish.cover import Cover
from audioblog.publish.delivery.naming import named_by
from audioblog.publish.feed import feed_xml

COVER = Cover(b"picture", "image/jpeg", 1400, 1400, "Words", "cover-0123456789ab.jpg")


@pytest.mark.parametrize(
    ("name", "page", "base", "moved", "folder"),
    [
        ("feed.xml", "feed.xml", "https://a.example/", "", ""),
        ("feed-2.xml", "feed-2.xml", "https://a.example/mill/", "", ""),
        ("feeds/care.xml", "feeds/care.xml", "https://a.example/mill/", "", ""),
        ("mill/feed.xml", "feed.xml", "https://a.example/mill/", "", "mill/"),
        ("mill/feed.xml", "feed.xml", "https://mill.example/", "", "mill/"),
        ("mill/feeds/care.xml", "feeds/care.xml", "https://mill.example/", "", "mill/"),
        ("feed.xml", "feed.xml", "https://a.example/mill/", "https://new.example/feed.xml", ""),
        ("mill/feed.xml", "feed.xml", "https://a.example/mill/", "https://new.example/feed.xml", "mill/"),
    ],
)
def test_a_feeds_files_are_found_where_they_lie(
    show: Show, episode: Episode, name: str, page: str, base: str, moved: str, folder: str
) -> None:
    data = feed_xml(replace(show, base_url=base, moved_to=moved), [episode], {}, COVER, page=page)
    named = named_by(name, data)
    expected = {f"{folder}{episode.media}.{suffix}" for suffix in ("mp3", "vtt", "srt", "json", "chapters.json")}
    assert expected | {f"{folder}{COVER.name}"} <= set(named.files)
    assert named.files[f"{folder}{episode.media}.mp3"] == episode.bytes
    assert named.guid == show.guid
