"""A show's other feeds: by rule, for smart speakers, as a list of all; and what a moved one tells its old server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from audioblog.errors import PublishError
from audioblog.model import Episode, Show
from audioblog.publish.moved import check_moved, recipe
from audioblog.publish.opml import Outline, opml
from audioblog.publish.sidefeeds import belongs, chosen, side_show
from audioblog.show import SideFeed

FIT = {"lufs": -16.0, "true_peak_db": -2.5, "duration_ms": 599_000}


@pytest.mark.parametrize(
    ("rule", "takes"),
    [
        (SideFeed(), True),
        (SideFeed(tags=("care", "other")), True),
        (SideFeed(tags=("CARE ",)), True),
        (SideFeed(tags=("cares",)), False),
        (SideFeed(authors=("ada okafor",)), True),
        (SideFeed(authors=("Ada",)), False),
        (SideFeed(language="en"), True),
        (SideFeed(language="EN-gb"), True),
        (SideFeed(language="en-US"), False),
        (SideFeed(language="e"), False),
        (SideFeed(tags=("care",), language="cy"), False),
    ],
)
def test_a_rule_takes_an_episode_when_all_of_it_agrees(episode: Episode, rule: SideFeed, takes: bool) -> None:
    assert belongs(rule, replace(episode, tags=("Care", "Tea"))) is takes


def test_a_feed_by_rule_is_a_podcast_of_its_own(show: Show) -> None:
    whole = replace(
        show, feeds={"in-welsh": SideFeed(language="cy", guid="g2"), "us": SideFeed(title="T", language="en")}
    )
    welsh = side_show(whole, "in-welsh")
    assert (welsh.title, welsh.guid, welsh.language) == (show.title, "g2", "cy")
    assert (welsh.base_url, welsh.description) == (show.base_url, show.description)
    assert (side_show(whole, "us").title, side_show(whole, "us").language) == ("T", show.language)


def test_the_newest_so_many(show: Show, many: Callable[[int], list[Episode]]) -> None:
    newest = many(9)[::-1]
    assert chosen(SideFeed(limit=3), show, newest) == (newest[:3], [])
    assert chosen(SideFeed(), show, newest) == (newest, [])
    assert chosen(SideFeed(tags=("none",)), show, newest) == ([], ["no post belongs to it yet"])


def test_a_flash_briefing_keeps_to_its_limits(show: Show, many: Callable[[int], list[Episode]]) -> None:
    briefing = SideFeed(flash_briefing=True)
    newest = [replace(episode, **FIT) for episode in many(9)[::-1]]
    assert chosen(briefing, show, newest) == (newest[:5], [])
    for fault, said in (
        ({"duration_ms": 600_001}, "ten are allowed"), ({"lufs": -19.1}, "-19.1 LUFS"), ({"lufs": -8.9}, "-8.9 LUFS"),
        ({"lufs": None}, "not measured"), ({"true_peak_db": -1.9}, "true peak is -1.9 dB"),
    ):  # fmt: skip
        bad = [replace(newest[0], **fault), *newest[1:]]
        taken, told = chosen(briefing, show, bad)
        assert taken == newest[1:6]
        assert len(told) == 1
        assert said in told[0]
        assert newest[0].title in told[0]
    edge = [replace(newest[0], duration_ms=600_000, lufs=-19.0, true_peak_db=-2.0)]
    assert chosen(briefing, show, edge) == (edge, [])
    taken, told = chosen(briefing, replace(show, base_url="http://audio.example.org/"), newest)
    assert taken == []
    assert "https" in told[0]


def test_a_list_of_feeds_is_read_back(show: Show) -> None:
    data = opml([Outline('Tea & "cake"', "https://a.example/feed.xml", "https://a.example/", "en-GB", "A <b>")])
    root = ElementTree.fromstring(data)
    assert root.get("version") == "2.0"
    (outline,) = root.iter("outline")
    assert outline.attrib == {
        "type": "rss", "text": 'Tea & "cake"', "title": 'Tea & "cake"', "xmlUrl": "https://a.example/feed.xml",
        "htmlUrl": "https://a.example/", "language": "en-gb", "description": "A <b>",
    }  # fmt: skip


def test_a_moved_show_says_how_to_send_apps_on(show: Show) -> None:
    moved = replace(show, moved_to="https://new.example/podcast.xml")
    check_moved(moved)
    told = "\n".join(recipe(moved))
    assert "location = /mill/feed.xml { return 301 https://new.example/podcast.xml; }" in told
    assert "redir /mill/feed.xml https://new.example/podcast.xml 301" in told
    check_moved(show)
    for wrong in ("new.example/feed.xml", "https://", f"{show.base_url}feed.xml"):
        with pytest.raises(PublishError) as caught:
            check_moved(replace(show, moved_to=wrong))
        assert caught.value.code == "moved-to"
