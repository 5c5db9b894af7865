"""Audio that waits to be published: each post's own, and nothing stays there for ever."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest

from audioblog.staging import sweep
from audioblog.state import Catalogue
from audioblog.store import STALE_SECONDS

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
POST = "---\ntitle: {0}\ndate: 2026-04-01\n---\nThe lunch club opens on Monday, and a meal costs three pounds.\n"


@pytest.fixture(autouse=True)
def _here(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.folder)


def waiting(desk: Any) -> list[str]:
    return sorted(file.name for file in (desk.folder / ".audioblog" / "staging").glob("*"))


def published(desk: Any) -> list[str]:
    """Every audio file that the feed names, whole."""
    feed = feedparser.parse((desk.public / "feed.xml").read_bytes())
    assert not feed.bozo
    for entry in feed.entries:
        audio = desk.public / "media" / entry.enclosures[0].href.rpartition("/")[2]
        assert audio.stat().st_size == int(entry.enclosures[0].length)
    return [entry.enclosures[0].href for entry in feed.entries]


def test_a_post_and_its_copy_are_both_published(desk: Any) -> None:
    for name in ("a", "copy"):
        desk.write(f"blog/{name}.md", POST.format("Lunch"))
    report = desk.build("blog", jobs=2)
    assert (report.exit_code, report.counts.new) == (0, 2), report.failures
    assert len(set(published(desk))) == 2
    assert waiting(desk) == []
    assert desk.build("blog").counts.unchanged == 2


def test_the_same_file_in_two_sources_is_published_from_both(desk: Any) -> None:
    for name in ("one", "two"):
        desk.write(f"{name}/a.md", POST.format("Lunch"))
    report = desk.build("one", "two", jobs=2)
    assert (report.exit_code, report.counts.new) == (0, 2), report.failures
    assert len(set(published(desk))) == 2


def test_a_copy_of_a_published_post_is_published_too(desk: Any) -> None:
    desk.write("blog/a.md", POST.format("Lunch"))
    desk.build("blog")
    desk.write("blog/copy.md", POST.format("Lunch"))
    assert desk.build("blog").counts.new == 1
    assert len(set(published(desk))) == 2


def test_what_dead_runs_left_is_swept_and_what_waits_for_its_time_stays(desk: Any) -> None:
    desk.write("blog/a.md", POST.format("Lunch").replace("---\nThe", "publish_at: 2026-12-01T08:00:00Z\n---\nThe"))
    desk.build("blog")
    (kept,) = waiting(desk)
    staging = desk.folder / ".audioblog" / "staging"
    for name in ("0123.part.mp3", "4567-89ab.mp3", "4567-89ab.opus", "fresh.part.mp3"):
        (staging / name).write_bytes(b"half a file")
    marker = desk.write(".audioblog/reading/0123", "")
    old = (NOW - timedelta(seconds=STALE_SECONDS + 60)).timestamp()
    for file in [*staging.iterdir(), marker]:
        if file.name != "fresh.part.mp3":
            os.utime(file, (old, old))
    desk.build("blog")
    assert waiting(desk) == sorted([kept, "fresh.part.mp3"])
    assert not marker.exists()
    desk.build("blog", now=datetime(2026, 12, 2, tzinfo=UTC))
    assert len(published(desk)) == 1


def test_an_edit_leaves_nothing_of_the_version_that_was_never_public(desk: Any) -> None:
    held = POST.format("Lunch").replace("---\nThe", "publish_at: 2026-12-01T08:00:00Z\n---\nThe")
    desk.write("blog/a.md", held)
    desk.build("blog")
    desk.write("blog/a.md", held.replace("three", "four"))
    desk.build("blog")
    assert len(waiting(desk)) == 2
    work = desk.folder / ".audioblog"
    later = datetime.now(UTC) + timedelta(seconds=STALE_SECONDS + 60)
    with Catalogue(work / "state.db") as catalogue:
        assert sweep(work, catalogue, later) == 1
        assert sweep(work, catalogue, later) == 0
    assert len(waiting(desk)) == 1
