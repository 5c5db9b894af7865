"""What a bad disk has done to the working folder costs a build some time, and no listener an episode for long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import feedparser
import mutagen.id3
import pytest
from PIL import Image

from audioblog.document import recall
from audioblog.store import Store

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
POST = "---\ntitle: The {0}\ndate: 2026-04-01\n---\nThe {0} is open again, and everybody is glad of it.\n"


@pytest.fixture
def built(desk: Any) -> Any:
    """An edition of two posts."""
    for name in ("ramp", "bus"):
        desk.write(f"blog/{name}.md", POST.format(name))
    assert desk.build(desk.folder / "blog").counts.new == 2
    return desk


def titles(desk: Any) -> list[str]:
    feed = feedparser.parse((desk.public / "feed.xml").read_bytes())
    assert not feed.bozo
    return sorted(entry.title for entry in feed.entries)


def documents(desk: Any) -> list[Path]:
    return sorted((desk.folder / ".audioblog" / "store").glob("*/*.json"))


@pytest.mark.parametrize("left", [0, 1, 2, 1000])
def test_documents_that_were_cut_off_are_made_again(built: Any, left: int) -> None:
    before = documents(built)
    for file in before:
        file.write_bytes(file.read_bytes()[:left])
    built.write("blog/bus.md", POST.format("bus").replace("glad", "proud"))
    report = built.build(built.folder / "blog", now=NOW + timedelta(hours=1))
    assert (report.exit_code, report.failures) == (0, ())
    assert titles(built) == ["The bus", "The ramp"]
    store = Store(built.folder / ".audioblog" / "store")
    assert len([file for file in documents(built) if recall(store, file.name)]) == 2
    assert built.build(built.folder / "blog", now=NOW + timedelta(hours=2)).counts.unchanged == 2


def spoil(desk: Any, title: str) -> None:
    """Change one letter in the middle of a document."""
    (file,) = (file for file in documents(desk) if f'"{title}"'.encode() in file.read_bytes())
    file.write_bytes(file.read_bytes().replace(b"everybody", b"everyboby"))


def test_a_document_with_a_wrong_letter_costs_its_episode_until_the_next_build(built: Any) -> None:
    spoil(built, "The bus")
    built.write("blog/ramp.md", POST.format("ramp").replace("ramp\n", "new ramp\n"))
    report = built.build(built.folder / "blog", now=NOW + timedelta(hours=1))
    assert report.exit_code == 0
    assert titles(built) == ["The new ramp"]
    report = built.build(built.folder / "blog", now=NOW + timedelta(hours=2))
    assert report.exit_code == 0
    assert titles(built) == ["The bus", "The new ramp"]


def test_a_damaged_answer_of_a_server_is_asked_for_again(desk: Any, blog_server: Any, rss: Any) -> None:
    feed = rss(("1", "The bus", "<p>The bus is open again, and everybody is glad of it.</p>"))
    address = blog_server.put("/feed/", feed, "application/rss+xml", etag='"1"')
    desk.build(address)
    for file in (desk.folder / ".audioblog" / "store").glob("*/*.http"):
        file.write_bytes(file.read_bytes()[:100])
    report = desk.build(address)
    assert (report.failures, report.counts.unchanged) == ((), 1)


@pytest.mark.parametrize("large", [False, True])
def test_a_damaged_cover_is_put_into_no_tag(desk: Any, large: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.folder)
    (desk.folder / "feeds").mkdir()
    if large:
        Image.frombytes("RGB", (1400, 1400), Random(5).randbytes(1400 * 1400 * 3)).save("feeds/cover.png")
    desk.write("feeds/s.toml", 'title = "S"\nsources = ["../blog"]\n' + 'cover = "cover.png"\n' * large)
    for number in range(2):
        desk.write("blog/ramp.md", POST.format("ramp").replace("glad", f"glad {number}"))
        desk.build(now=NOW + timedelta(hours=number))
        for file in (desk.folder / ".audioblog" / "store").glob("*/*"):
            if file.read_bytes()[:3] in (b"\xff\xd8\xff", b"\x89PN"):
                file.write_bytes(file.read_bytes()[:300])
    sizes = {len(mutagen.id3.ID3(file).getall("APIC")[0].data) for file in desk.public.glob("media/*.mp3")}
    assert len(sizes) == 1
    assert sizes.pop() > 300


def test_a_lost_document_of_a_post_that_has_left_the_blog_stops_no_other(built: Any) -> None:
    spoil(built, "The bus")
    (built.folder / "blog" / "bus.md").unlink()
    for hours in (1, 2):
        built.write("blog/ramp.md", POST.format("ramp").replace("ramp\n", f"ramp {hours}\n"))
        built.build(built.folder / "blog", now=NOW + timedelta(hours=hours))
        assert titles(built) == [f"The ramp {hours}"]
