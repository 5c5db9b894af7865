"""What happens to a post after it was published: withdrawn, put back, held back until its time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest

from audioblog.config import Workspace, open_workspace
from audioblog.errors import UsageError
from audioblog.state import Catalogue
from audioblog.why import Why, why
from audioblog.withdraw import Withdrawn, withdraw

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
POST = (
    "---\ntitle: {0}\ndate: 2026-04-0{1}\npermalink: https://blog.example.org/{0}/\n{2}---\nThe {0} helps everyone.\n"
)


def write(desk: Any, name: str, day: int, more: str = "") -> None:
    desk.write(f"blog/{name}.md", POST.format(name, day, more))


def workspace_of(desk: Any) -> Workspace:
    return open_workspace(desk.folder, {}, {})


def take_out(
    desk: Any, name: str, *, now: datetime = NOW, reason: str = "", undo: bool = False
) -> tuple[Withdrawn, ...]:
    return withdraw(
        workspace_of(desk), name, reason=reason, undo=undo, show="", clock=lambda: now, note=lambda _: None
    )  # fmt: skip


def ask(desk: Any, name: str, now: datetime = NOW) -> Why:
    (answer,) = why(workspace_of(desk), name, show="", clock=lambda: now)
    return answer


def titles(public: Path) -> list[str]:
    parsed = feedparser.parse((public / "feed.xml").read_bytes())
    assert not parsed.bozo
    return [entry.title for entry in parsed.entries]


@pytest.fixture
def blog(desk: Any) -> Any:
    """An edition of two posts: the ramp and, newer, the bus."""
    write(desk, "ramp", 1)
    write(desk, "bus", 2)
    assert desk.build(desk.folder / "blog").counts.new == 2
    return desk


def page_of(desk: Any, slug: str) -> str:
    return (desk.public / "episodes" / slug / "index.html").read_text("utf-8")


def test_a_withdrawn_post_leaves_feed_and_pages_at_once_and_its_files_after_the_grace(blog: Any) -> None:
    media = sorted(blog.public.glob("media/*-bus.*"))
    (done,) = take_out(blog, "https://blog.example.org/bus/", reason="Mary asked us to <take> it out.")
    assert (done.title, done.withdrawn, done.published) == ("bus", True, True)
    assert titles(blog.public) == ["ramp"]
    assert "bus" not in (blog.public / "index.html").read_text()
    page = page_of(blog, "2026-04-02-bus")
    assert "Mary asked us to &lt;take&gt; it out." in page
    assert '<meta name="robots" content="noindex">' in page
    assert "23 November 2026" in page
    assert "helps everyone" not in page
    assert "media/" not in page
    assert all(file.is_file() for file in media), "apps with the old feed still find them"
    report = blog.build(blog.folder / "blog", now=NOW + timedelta(days=6))
    assert (report.counts.withdrawn, report.counts.unchanged, report.counts.new) == (1, 1, 0)
    assert all(file.is_file() for file in media)
    blog.build(blog.folder / "blog", now=NOW + timedelta(days=8))
    assert not [file for file in media if file.exists()]
    assert titles(blog.public) == ["ramp"]
    assert "withdrawn" in page_of(blog, "2026-04-02-bus")


def test_a_withdrawn_post_never_comes_back_by_itself(blog: Any) -> None:
    take_out(blog, "bus")
    write(blog, "bus", 2, "author: Somebody Else\n")
    report = blog.build(blog.folder / "blog", now=NOW + timedelta(days=30), voice="en-us")
    assert (report.counts.new, report.counts.updated, report.counts.withdrawn) == (0, 1, 1)
    assert titles(blog.public) == ["ramp"]
    (blog.folder / "blog" / "bus.md").rename(blog.folder / "blog" / "bus-again.md")
    report = blog.build(blog.folder / "blog", now=NOW + timedelta(days=31), voice="en-us")
    assert report.counts.new == 0, "known by its address, under the new name of its file"
    assert titles(blog.public) == ["ramp"]


def test_withdrawing_can_be_undone_even_when_the_files_are_gone(blog: Any) -> None:
    before = blog.files()
    guids = [entry.id for entry in feedparser.parse((blog.public / "feed.xml").read_bytes()).entries]
    take_out(blog, "bus")
    (done,) = take_out(blog, "bus", undo=True)
    assert (done.withdrawn, done.published) == (False, True)
    assert set(blog.files()) == set(before)
    assert titles(blog.public) == ["bus", "ramp"]
    take_out(blog, "bus")
    blog.build(blog.folder / "blog", now=NOW + timedelta(days=9))
    take_out(blog, "bus", undo=True)
    assert titles(blog.public) == ["ramp"], "there is nothing to listen to yet"
    report = blog.build(blog.folder / "blog", now=NOW + timedelta(days=9))
    assert report.counts.withdrawn == 0
    assert titles(blog.public) == ["bus", "ramp"]
    assert [entry.id for entry in feedparser.parse((blog.public / "feed.xml").read_bytes()).entries] == guids


def test_the_last_post_can_be_withdrawn_too(blog: Any) -> None:
    take_out(blog, "bus")
    take_out(blog, "ramp")
    assert titles(blog.public) == []
    assert "There are no episodes yet" in (blog.public / "index.html").read_text()
    assert blog.build(blog.folder / "blog", now=NOW + timedelta(days=1)).counts.withdrawn == 2
    assert titles(blog.public) == []


@pytest.mark.parametrize(
    "name",
    [
        "bus", "2026-04-02-bus", "http://www.blog.example.org/bus", "bus.md",
        "https://audio.example.org/episodes/2026-04-02-bus/", "episodes/2026-04-02-bus/index.html",
    ],
)  # fmt: skip
def test_a_post_has_many_names(blog: Any, name: str) -> None:
    answer = ask(blog, name)
    assert (answer.title, answer.standing, answer.feed) == ("bus", "public", "feed.xml")
    assert ask(blog, answer.guid) == ask(blog, answer.guid.removeprefix("urn:uuid:")) == answer
    (audio,) = blog.public.glob("media/*-bus.*.mp3")
    assert ask(blog, f"https://audio.example.org/media/{audio.name}") == answer


def test_a_post_that_nobody_knows_is_answered_with_near_names(blog: Any) -> None:
    with pytest.raises(UsageError) as caught:
        take_out(blog, "https://blog.example.org/buses/")
    assert "https://blog.example.org/bus/" in caught.value.hint
    write(blog, "tram", 3)
    blog.write("blog/tram2.md", POST.format("tram", 4, "slug: x\n").replace("/tram/", "/tram2/"))
    blog.build(blog.folder / "blog")
    with pytest.raises(UsageError, match="2 posts are called"):
        take_out(blog, "tram")


def test_why_tells_the_history(blog: Any) -> None:
    take_out(blog, "bus", reason="Wrong")
    take_out(blog, "bus", undo=True, now=NOW + timedelta(days=1))
    take_out(blog, "bus", reason="Still wrong", now=NOW + timedelta(days=2))
    answer = ask(blog, "bus")
    assert [event.what for event in answer.history] == ["made", "withdrawn", "restored", "withdrawn"]
    assert {event.guid for event in answer.history} == {answer.guid}
    assert answer.standing == "withdrawn"
    assert "25 November 2026" in answer.because
    assert "Still wrong" in answer.because
    assert answer.feed == ""


def test_why_tells_of_a_post_that_failed(blog: Any) -> None:
    blog.write("blog/empty.md", "---\ntitle: Empty\n---\n")
    assert blog.build(blog.folder / "blog").counts.failed == 1
    with pytest.raises(UsageError, match="the last run failed on it") as caught:
        ask(blog, "empty.md")
    assert caught.value.hint


@pytest.mark.parametrize("said", ["publish_at: 2026-12-01T08:00:00Z\n", "publishDate: 2026-12-01T09:00:00+01:00\n"])
def test_an_embargo_holds_until_its_moment(desk: Any, said: str) -> None:
    write(desk, "ramp", 1)
    write(desk, "hours", 2, said)
    report = desk.build(desk.folder / "blog")
    assert report.counts.new == 2, report.failures
    assert titles(desk.public) == ["ramp"]
    assert not [name for name in desk.files() if "hours" in name]
    assert "hours" not in (desk.public / "index.html").read_text()
    assert ask(desk, "hours").standing == "embargo"
    assert "2026-12-01 08:00" in ask(desk, "hours").because
    early = desk.build(desk.folder / "blog", now=datetime(2026, 12, 1, 7, 59, 59, tzinfo=UTC))
    assert (early.counts.unchanged, titles(desk.public)) == (2, ["ramp"])
    desk.build(desk.folder / "blog", now=datetime(2026, 12, 1, 8, tzinfo=UTC))
    entries = feedparser.parse((desk.public / "feed.xml").read_bytes()).entries
    assert [entry.title for entry in entries] == ["hours", "ramp"]
    assert entries[0].published == "Tue, 01 Dec 2026 08:00:00 +0000", "new on the day it becomes public"
    assert ask(desk, "hours", datetime(2026, 12, 2, tzinfo=UTC)).standing == "public"


def test_a_date_in_the_future_is_an_embargo(desk: Any) -> None:
    write(desk, "ramp", 1)
    desk.write("blog/later.md", "---\ntitle: Later\ndate: 2026-12-24\n---\nIt is Christmas.\n")
    desk.build(desk.folder / "blog")
    assert titles(desk.public) == ["ramp"]
    desk.build(desk.folder / "blog", now=datetime(2026, 12, 24, 1, tzinfo=UTC))
    assert titles(desk.public) == ["Later", "ramp"]


def test_replaced_audio_goes_after_the_grace_and_not_before(blog: Any) -> None:
    (old,) = blog.public.glob("media/*-bus.*.mp3")
    write(blog, "bus", 2, "author: Dilys Ward\n")
    assert blog.build(blog.folder / "blog", now=NOW + timedelta(days=1)).counts.updated == 1
    (new,) = set(blog.public.glob("media/*-bus.*.mp3")) - {old}
    blog.build(blog.folder / "blog", now=NOW + timedelta(days=7))
    assert old.is_file()
    blog.build(blog.folder / "blog", now=NOW + timedelta(days=9))
    assert (old.is_file(), new.is_file()) == (False, True)
    assert titles(blog.public) == ["bus", "ramp"]


def test_a_run_that_died_after_the_tombstone_is_finished_by_the_next(blog: Any) -> None:
    """The tombstone is kept first: a build without any other change takes the post out."""
    take_out(blog, "ramp")
    with Catalogue(blog.folder / ".audioblog" / "state.db") as catalogue:
        entry = catalogue.entries("edition:public")["bus.md"]
        stone = next(iter(catalogue.withdrawals("edition:public").values()))
        catalogue.withdraw(entry, stone)
    blog.build(blog.folder / "blog")
    assert titles(blog.public) == []


def test_audio_that_somebody_deleted_costs_only_its_own_episode(blog: Any) -> None:
    """`withdraw` makes no audio: what is missing is left out, and said."""
    write(blog, "tram", 3)
    blog.build(blog.folder / "blog")
    next(blog.public.glob("media/*-tram.*.mp3")).unlink()
    told: list[str] = []
    withdraw(workspace_of(blog), "bus", reason="", undo=False, show="", clock=lambda: NOW, note=told.append)
    assert titles(blog.public) == ["ramp"]
    assert "tram" in " ".join(told)
    blog.build(blog.folder / "blog")
    assert titles(blog.public) == ["tram", "ramp"]
