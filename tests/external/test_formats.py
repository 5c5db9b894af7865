"""Opus and M4B beside the MP3: the same episode, the same chapters, named by page and feed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from audioblog import pipeline
from audioblog.config import open_workspace
from audioblog.errors import SpeechError, UsageError
from audioblog.gather import Selection
from audioblog.model import Timeline
from audioblog.produce.downloads import check_formats, make_download
from audioblog.report import Report, Silent
from audioblog.store import Store
from audioblog.worker import recall

pytestmark = pytest.mark.external

POST = """# Warm rooms

The hall is open all winter, and nobody has to give a reason.

## Who comes

People over sixty, and their carers.
"""
PODCAST = {"podcast": "https://podcastindex.org/namespace/1.0"}
BASE = "https://audio.example.org/"


@pytest.fixture
def build(need: Callable[..., None], tmp_path: Path) -> Callable[..., Report]:
    need("ffmpeg", "ffprobe", package="ffmpeg")
    (tmp_path / "post.md").write_text(POST, "utf-8")

    def run(formats: str) -> Report:
        workspace = open_workspace(tmp_path, {"base_url": BASE, "jobs": 1, "formats": formats}, {})
        moment = datetime(2026, 11, 23, 12, tzinfo=UTC)
        sources = [str(tmp_path / "post.md")]
        return pipeline.build(workspace, sources, selection=Selection(), progress=Silent(), clock=lambda: moment)

    return run


def probe(file: Path) -> tuple[float, list[tuple[str, int]], str]:
    command = ["ffprobe", "-v", "error", "-show_chapters", "-show_format", "-show_streams", "-of", "json", str(file)]
    read = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)
    chapters = [(each["tags"]["title"], round(float(each["start_time"]) * 1000)) for each in read["chapters"]]
    return float(read["format"]["duration"]), chapters, read["streams"][0]["codec_name"]


def test_other_formats_beside_the_mp3(build: Callable[..., Report], tmp_path: Path) -> None:
    report = build("opus m4b")
    assert report.exit_code == 0, report.failures
    public = tmp_path / "public"
    mp3 = next((public / "media").glob("*.mp3"))
    timeline = json.loads(mp3.with_suffix(".timeline.json").read_text())
    wanted = [(chapter["title"], chapter["start_ms"]) for chapter in timeline["chapters"]]
    assert len(wanted) == 2
    for kind, codec in (("opus", "opus"), ("m4b", "aac")):
        duration, chapters, found = probe(mp3.with_suffix(f".{kind}"))
        assert found == codec
        assert duration == pytest.approx(timeline["duration_ms"] / 1000, abs=0.1)
        assert chapters == wanted
    item = etree.parse(public / "feed.xml").find("channel/item")
    others = {other.get("type"): other for other in item.iterfind("podcast:alternateEnclosure", PODCAST)}
    assert set(others) == {"audio/ogg", "audio/mp4"}
    for other in others.values():
        file = public / other.find("podcast:source", PODCAST).get("uri").removeprefix(BASE)
        assert file.stat().st_size == int(other.get("length"))
    page = next((public / "episodes").glob("*/index.html")).read_text()
    assert "Download Opus, a smaller file" in page
    assert "Download M4B, for audiobook players" in page

    assert build("opus m4b").counts.unchanged == 1
    mp3.with_suffix(".opus").unlink()
    assert build("opus m4b").counts.unchanged == 1, "a file that is gone is made again, and the post is the same"
    assert mp3.with_suffix(".opus").is_file()

    assert build("").exit_code == 0
    assert "alternateEnclosure" not in (public / "feed.xml").read_text()
    assert "M4B" not in next((public / "episodes").glob("*/index.html")).read_text()


def test_a_download_that_is_not_the_episode_is_refused(build: Callable[..., Report], tmp_path: Path) -> None:
    build("")
    store = Store(tmp_path / ".audioblog" / "store")
    [document] = [found for file in store.folder.rglob("*.json") if (found := recall(store, file.name))]
    timeline: Timeline = document.timeline
    mp3, out = next((tmp_path / "public" / "media").glob("*.mp3")), tmp_path / "out.opus"
    assert make_download("opus", mp3, timeline, out) == out.stat().st_size
    longer = replace(timeline, duration_ms=timeline.duration_ms + 500)
    with pytest.raises(SpeechError, match="lasts"):
        make_download("opus", mp3, longer, out)
    assert not out.exists()


def test_what_cannot_be_made_is_said_before_anything_is_done(
    build: Callable[..., Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match="no format called 'flac'"):
        build("opus, flac")
    monkeypatch.setenv("PATH", "")
    assert "ffmpeg" in check_formats(("opus",))
    assert check_formats(()) == ""
    assert not (tmp_path / "public" / "feed.xml").exists()
