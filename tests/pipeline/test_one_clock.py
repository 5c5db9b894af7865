"""Every file of an edition tells the same times: chapters in the MP3 and beside it, captions, timeline, feed, page."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import mutagen.id3
from lxml import etree

from audioblog import pipeline
from audioblog.checkup import check_path
from audioblog.config import open_workspace
from audioblog.gather import Selection
from audioblog.produce.tags import MOST_CHAPTERS
from audioblog.report import Silent

POST = """<p>The hall is open all winter. Nobody has to give a reason.</p>
<h2>Who comes</h2><p>People over sixty, and their carers. Some come for the talk.</p>
<h2>What it costs</h2><p>Tea is free of charge; a meal costs £3.50.</p>
<h3>And the bus</h3><p>The 42 stops outside.</p>"""
CLOCK = re.compile(r"(?:(\d+):)?(\d\d):(\d\d)[.,](\d{3})")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PODCAST = {"podcast": "https://podcastindex.org/namespace/1.0", "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd"}


def ms(clock: str) -> int:
    match = CLOCK.fullmatch(clock)
    assert match, clock
    hours, minutes, seconds, rest = (int(part or 0) for part in match.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def spans(text: str) -> list[tuple[int, int]]:
    lines = (line.split(" --> ") for line in text.splitlines() if " --> " in line)
    return [(ms(start), ms(end.split()[0])) for start, end in lines]


def test_all_tell_the_same_times_to_the_millisecond(desk, blog_server, rss) -> None:
    blog_server.put("/feed/", rss(("1", "Warm rooms", POST), ("2", "Short", "<p>One sentence only.</p>")), "text/xml")
    assert desk.build(blog_server.url + "/feed/").exit_code == 0
    feed = etree.parse(desk.public / "feed.xml")
    items = feed.findall("channel/item")
    assert len(items) == 2
    for item in items:
        file = local(desk.public, item.find("enclosure").get("url"))
        timeline = json.loads(file.with_suffix(".timeline.json").read_text())
        check_chapters(desk.public, item, file, timeline)
        check_captions(desk.public, item, timeline)
        seconds = int(item.findtext("itunes:duration", namespaces=PODCAST))
        assert abs(seconds * 1000 - timeline["duration_ms"]) <= 500, "the feed knows whole seconds"
        assert timeline["chapters"][-1]["end_ms"] == timeline["duration_ms"]


def test_more_chapters_than_an_mp3_holds(desk) -> None:
    """Page and feed have all of them; in the file, the last one goes on to the end, and the build says so."""
    parts = "\n\n".join(f"## Part {number}" for number in range(MOST_CHAPTERS + 5))
    desk.write("post.md", f"# Many parts\n\nThere are many.\n\n{parts}\n\nThe end.\n")
    workspace = open_workspace(desk.folder, {"base_url": "https://audio.example.org/", "jobs": 1}, {})
    progress = Silent()
    report = pipeline.build(
        workspace, [str(desk.folder / "post.md")], selection=Selection(), progress=progress, clock=lambda: NOW
    )
    assert report.exit_code == 0
    [told] = [note for note in progress.notes if "chapters" in note]
    assert told.startswith("“Many parts” has 261 chapters")
    timeline = json.loads(next(desk.public.glob("media/*.timeline.json")).read_text())
    inside = mutagen.id3.ID3(next(desk.public.glob("media/*.mp3"))).getall("CHAP")
    assert len(inside) == MOST_CHAPTERS
    assert max(each.end_time for each in inside) == timeline["duration_ms"]
    found = check_path(workspace, desk.public, lambda: NOW)
    assert [finding.code for finding in found.findings if finding.fault] == []


def check_chapters(public: Path, item: etree._Element, file: Path, timeline: dict) -> None:
    wanted = [(each["title"], each["start_ms"], each["end_ms"]) for each in timeline["chapters"]]
    tag = mutagen.id3.ID3(file)
    inside = [(str(each.sub_frames["TIT2"]), each.start_time, each.end_time) for each in tag.getall("CHAP")]
    assert sorted(inside, key=lambda each: each[1]) == wanted
    url = item.find("podcast:chapters", PODCAST).get("url")
    beside = json.loads(local(public, url).read_text())["chapters"]
    assert [(c["title"], round(c["startTime"] * 1000), round(c["endTime"] * 1000)) for c in beside] == wanted
    page = etree.HTML(local(public, item.findtext("link") + "index.html").read_text())
    links = page.iterfind(".//ol[@class='chapters']//a")
    assert [int(link.get("data-seek")) for link in links] == [start for _, start, _ in wanted]


def check_captions(public: Path, item: etree._Element, timeline: dict) -> None:
    cues = [(cue["start_ms"], cue["end_ms"]) for cue in timeline["cues"] if cue["words"]]
    for kind in ("text/vtt", "application/x-subrip", "application/srt"):
        for element in item.iterfind(f"podcast:transcript[@type='{kind}']", PODCAST):
            found = spans(local(public, element.get("url")).read_text())
            assert found, kind
            edges = {edge for cue in cues for edge in cue} | {
                word["ms"] for c in timeline["cues"] for word in c["words"]
            }
            assert {edge for span in found for edge in span} <= edges, f"{kind}: every time is one of the timeline's"
            assert (found[0][0], found[-1][1]) == (cues[0][0], cues[-1][1])


def local(public: Path, url: str) -> Path:
    return public / url.removeprefix("https://audio.example.org/")


def test_a_heading_that_no_voice_can_say_is_left_out_and_told(desk) -> None:
    desk.write("post.md", "# Signs\n\nThis is how it is written.\n\n## ʻ\n\nIt stands before a vowel.\n")
    workspace = open_workspace(desk.folder, {"base_url": "https://audio.example.org/", "jobs": 1}, {})
    progress = Silent()
    report = pipeline.build(
        workspace, [str(desk.folder / "post.md")], selection=Selection(), progress=progress, clock=lambda: NOW
    )
    assert report.exit_code == 0
    assert [note for note in progress.notes if "no sound" in note] == [
        "“Signs” leaves out “ʻ.”: the voice has no sound for it"
    ]
    found = check_path(workspace, desk.public, lambda: NOW)
    assert [finding.code for finding in found.findings if finding.fault] == []
