"""What one show publishes beside its feed: feeds by rule, another voice, corrections; and embargoes in its settings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest

from audioblog.config import open_workspace
from audioblog.errors import UsageError
from audioblog.gather import Selection
from audioblog.survey import plan
from audioblog.withdraw import withdraw

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
POST = "---\ntitle: {0}\ndate: 2026-04-0{1}\ntags: [{2}]\nlang: {3}\n---\nThe {0} helps everyone who comes here.\n"
SHOW = 'title = "Kettle"\nauthor = "Fennbridge"\nlink = "https://blog.example.org/"\nsources = ["../blog"]\n'


def describe(desk: Any, more: str = "") -> None:
    desk.write("feeds/kettle.toml", SHOW + more)


@pytest.fixture
def show(desk: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A workspace with a show of three posts, not yet built."""
    monkeypatch.chdir(desk.folder)
    for name, day, tag, language in (
        ("ramp", 1, "care", "en-GB"),
        ("bus", 2, "care, travel", "en-GB"),
        ("te", 3, "tea", "cy"),
    ):
        desk.write(f"blog/{name}.md", POST.format(name, day, tag, language))
    describe(desk)
    return desk


def entries(public: Path, name: str = "feed.xml") -> list[Any]:
    parsed = feedparser.parse((public / name).read_bytes())
    assert not parsed.bozo
    return list(parsed.entries)


def titles(public: Path, name: str = "feed.xml") -> list[str]:
    return [entry.title for entry in entries(public, name)]


def test_feeds_by_rule_lie_beside_the_whole_one(show: Any) -> None:
    describe(show, '[feeds.care]\ntags = ["care"]\ntitle = "Care only"\n[feeds.welsh]\nlanguage = "cy"\n')
    assert show.build().counts.new == 3
    assert titles(show.public) == ["te", "bus", "ramp"]
    assert titles(show.public, "feeds/care.xml") == ["bus", "ramp"]
    assert titles(show.public, "feeds/welsh.xml") == ["te"]
    feeds = {name: feedparser.parse((show.public / name).read_bytes()).feed for name in ("feed.xml", "feeds/care.xml")}
    assert feeds["feeds/care.xml"].title == "Care only"
    guids = {name: ElementTree.parse(show.public / name).findtext("channel/{*}guid") for name in feeds}
    assert len(set(guids.values())) == 2
    links = {link.rel: link.href for link in feeds["feeds/care.xml"].links}
    assert links["self"] == "https://audio.example.org/feeds/care.xml"
    assert entries(show.public, "feeds/care.xml")[0].id == entries(show.public)[1].id, "the same episode"
    page = (show.public / "subscribe.html").read_text()
    assert '<a href="feeds/care.xml">Care only</a>' in page
    opml = ElementTree.parse(show.public / "shows.opml")
    assert [line.get("xmlUrl") for line in opml.iter("outline")] == [
        f"https://audio.example.org/{name}" for name in ("feed.xml", "feeds/care.xml", "feeds/welsh.xml")
    ]
    before = show.files()
    assert show.build(now=NOW + timedelta(days=1)).counts.unchanged == 3
    assert show.files() == before
    describe(show, '[feeds.care]\ntags = ["travel"]\ntitle = "Care only"\n')
    show.build(now=NOW + timedelta(days=1), base_url="https://new.example.org/")
    again = ElementTree.parse(show.public / "feeds" / "care.xml").findtext("channel/{*}guid")
    assert again == guids["feeds/care.xml"], "written once"
    assert titles(show.public, "feeds/care.xml") == ["bus"]


def test_a_feed_that_its_posts_have_left_stays_for_its_subscribers(show: Any) -> None:
    describe(show, '[feeds.tea]\ntags = ["tea"]\n[feeds.cake]\ntags = ["cake"]\n')
    show.build()
    assert not (show.public / "feeds" / "cake.xml").exists()
    show.write("blog/te.md", POST.format("te", 3, "soup", "cy"))
    show.build(now=NOW + timedelta(days=1))
    assert titles(show.public, "feeds/tea.xml") == []


def test_a_flash_briefing(show: Any) -> None:
    describe(show, "[feeds.speaker]\nflash_briefing = true\n")
    report = show.build()
    loud = {line.title for line in report.episodes if line.true_peak_db > -2}
    fit = [title for title in titles(show.public) if title not in loud]
    assert titles(show.public, "feeds/speaker.xml") == fit if fit else not (show.public / "feeds/speaker.xml").exists()


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("[feeds.Care]\n", "cannot be called “Care”"),
        ("[feeds.media]\n", "cannot be called “media”"),
        ('[feeds.care-2]\ntags = ["x"]\n', "cannot be called"),
        ('[feeds.care]\ntag = ["x"]\n', "unknown key: tag"),
        ('[feeds.care]\ntags = "x"\n', "Expected"),
        ('[posts."a.md"]\npublish_at = "tomorrow"\n', "no moment in time"),
        ("embargoes = {}\n", "unknown key: embargoes"),
    ],
)
def test_what_a_show_says_wrongly_is_named(show: Any, written: str, complaint: str) -> None:
    describe(show, written)
    with pytest.raises(UsageError, match=complaint):
        show.build()


def test_a_second_voice_is_a_feed_of_its_own(show: Any) -> None:
    describe(
        show, '[feeds.clear]\nvoice = "en-clear"\n[feeds.fast]\nvoice = "en-us"\ntags = ["travel"]\ntitle = "Fast"\n'
    )
    assert show.build().counts.new == 3 + 3 + 1
    assert titles(show.public) == titles(show.public, "clear/feed.xml") == ["te", "bus", "ramp"]
    assert titles(show.public, "fast/feed.xml") == ["bus"]
    both = [*entries(show.public), *entries(show.public, "clear/feed.xml"), *entries(show.public, "fast/feed.xml")]
    assert len({entry.id for entry in both}) == len({entry.enclosures[0].href for entry in both}) == 7
    for entry in both:
        file = show.public / entry.enclosures[0].href.removeprefix("https://audio.example.org/")
        assert file.stat().st_size == int(entry.enclosures[0].length)
    names = {Path(entry.enclosures[0].href).name for entry in both}
    assert len(names) == 7, "the hash of the audio is in the name"
    guids = {ElementTree.parse(show.public / f).findtext("channel/{*}guid") for f in ("feed.xml", "clear/feed.xml")}
    assert len(guids) == 2
    assert 'href="clear/feed.xml"' in (show.public / "subscribe.html").read_text()
    assert feedparser.parse((show.public / "clear" / "feed.xml").read_bytes()).feed.title == "Kettle: clear"
    assert (show.public / "clear" / "episodes" / "2026-04-01-ramp" / "index.html").is_file()
    assert len(list(ElementTree.parse(show.public / "shows.opml").iter("outline"))) == 3
    before = show.files()
    again = show.build(now=NOW + timedelta(days=1))
    assert (again.counts.new, again.counts.updated) == (0, 0)
    assert show.files() == before


@pytest.mark.parametrize(
    ("written", "table"),
    [
        ('[feeds.clear]\nvoice = "en-claer"\n', r"\[feeds\.clear\]"),
        ('[posts."bus.md"]\nvoice = "en-claer"\n', r'\[posts\."bus\.md"\]'),
    ],
)
def test_a_misspelled_voice_is_told_before_anything_is_made(show: Any, written: str, table: str) -> None:
    describe(show, written)
    with pytest.raises(UsageError, match=rf"feeds/kettle\.toml, {table}: There is no voice called “en-claer”"):
        show.build()
    assert not list((show.folder / ".audioblog" / "staging").glob("*"))
    with pytest.raises(UsageError, match=table):
        plan(open_workspace(show.folder, {}, {}), [], Selection(), lambda: NOW)


def test_a_second_voice_that_does_not_work_here_costs_its_own_feed(show: Any) -> None:
    show.write("voices/mute.toml", 'engine = "piper"\nmodel = "gone.onnx"\nlanguage = "en-GB"\n')
    describe(show, '[feeds.mute]\nvoice = "mute"\n')
    report = show.build()
    assert (report.exit_code, report.counts.new) == (3, 3)
    assert titles(show.public) == ["te", "bus", "ramp"]
    assert [failure.message.partition(":")[0] for failure in report.failures] == ["In the feed “mute”"] * 3
    assert {Path(failure.source).name for failure in report.failures} == {"bus.md", "ramp.md", "te.md"}


def test_a_second_feed_that_cannot_be_written_stops_no_other(show: Any) -> None:
    describe(show, '[feeds.clear]\nvoice = "en-clear"\n')
    show.write("public/clear", "a file is in the way")
    report = show.build()
    assert titles(show.public) == ["te", "bus", "ramp"]
    (failure,) = report.failures
    assert "In the feed “clear”" in failure.message


def test_withdrawing_takes_a_post_out_in_every_voice(show: Any) -> None:
    describe(show, '[feeds.clear]\nvoice = "en-clear"\n')
    show.build()
    guid = entries(show.public, "clear/feed.xml")[-1].id
    workspace = open_workspace(show.folder, {}, {})
    done = withdraw(workspace, guid, reason="", undo=False, show="", clock=lambda: NOW, note=lambda _: None)
    assert [each.show for each in done] == ["kettle", "kettle+clear"]
    assert titles(show.public) == titles(show.public, "clear/feed.xml") == ["te", "bus"]
    assert show.build(now=NOW + timedelta(days=1)).counts.new == 0
    assert titles(show.public, "clear/feed.xml") == ["te", "bus"]


def test_an_embargo_in_the_shows_settings(show: Any) -> None:
    describe(show, '[posts."bus.md"]\npublish_at = 2026-12-01T08:00:00Z\n')
    show.build()
    assert titles(show.public) == ["te", "ramp"]
    show.build(now=datetime(2026, 12, 1, 8, tzinfo=UTC))
    assert titles(show.public) == ["bus", "te", "ramp"]


def test_a_correction_is_announced_only_when_asked_and_only_of_words(show: Any) -> None:
    show.build()
    show.write("blog/bus.md", POST.format("bus", 2, "care", "en-GB") + "\nIt comes every ten minutes now.\n")
    old = entries(show.public)[1]
    assert show.build(now=NOW + timedelta(days=1), announce=True).counts.new == 1
    correction, _, corrected, _ = entries(show.public)
    assert correction.title == "Correction: bus"
    assert (corrected.id, corrected.published) == (old.id, old.published)
    assert corrected.enclosures[0].href != old.enclosures[0].href
    assert correction.published == "Tue, 24 Nov 2026 12:00:00 +0000"
    assert "It comes every ten minutes now." in correction.content[0].value
    assert "2 April 2026" in correction.content[0].value
    assert "helps everyone" not in correction.content[0].value
    again = show.build(now=NOW + timedelta(days=2), announce=True)
    assert (again.counts.new, again.counts.updated) == (0, 0)
    other_voice = show.build(now=NOW + timedelta(days=3), announce=True, voice="en-us")
    assert (other_voice.counts.new, other_voice.counts.updated) == (0, 3)
    show.write("blog/bus.md", POST.format("bus", 2, "care", "en-GB"))
    assert show.build(now=NOW + timedelta(days=4), voice="en-us").counts.new == 0
    assert len(entries(show.public)) == 4


def test_a_moved_feed_says_so(show: Any) -> None:
    describe(show, 'moved_to = "https://new.example/feed.xml"\n')
    show.build()
    channel = ElementTree.parse(show.public / "feed.xml").find("channel")
    assert channel is not None
    itunes = "{http://www.itunes.com/dtds/podcast-1.0.dtd}new-feed-url"
    assert channel.findtext(itunes) == "https://new.example/feed.xml"
    assert titles(show.public) == ["te", "bus", "ramp"], "it is still served"
