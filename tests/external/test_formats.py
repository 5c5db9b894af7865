"""Opus and M4B beside the MP3: the same episode, the same chapters, named by page and feed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from audioblog import pipeline
from audioblog.config import open_workspace
from audioblog.document import recall
from audioblog.errors import SpeechError, UsageError
from audioblog.gather import Selection
from audioblog.model import Chapter, Script, Timeline, Utterance, Voice
from audioblog.produce.downloads import check_formats, make_download
from audioblog.produce.episode import make_episode
from audioblog.produce.mp3 import PROFILES
from audioblog.produce.tags import MOST_CHAPTERS, Tags
from audioblog.report import Report, Silent
from audioblog.store import Store

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


def spoken(folder: Path, titles: Sequence[str]) -> tuple[Path, Timeline]:
    """An episode of chapters with these titles, in tones."""
    names = [f"u{number}" for number in range(len(titles))]
    utterances = [Utterance(name, name, 0, 3, "Hay", "Hay", "heading", pause_after_ms=300) for name in names]
    script = Script("T", "en-GB", tuple(utterances), chapters=tuple(map(Chapter, titles, names)))
    out = folder / "episode.mp3"
    voice = Voice("beep", "beep", "en-GB")
    store = Store(folder / "store")
    return out, make_episode(script, voice, profile=PROFILES["compact"], clips=store, tags=Tags("T"), out=out)


TITLES = ("Croeso", "a " + "日本語" * 30, "Über den Fluß; a=b #c \\ “d”", "b" + "é" * 140, "👩\u200d🚒" * 40, "End")


@pytest.mark.parametrize("kind", ["opus", "m4b"])
def test_titles_in_any_script_and_of_any_length(need: Callable[..., None], tmp_path: Path, kind: str) -> None:
    """M4B has 255 bytes for a title; what is longer is cut between letters, and the file stays readable."""
    need("ffmpeg", "ffprobe", package="ffmpeg")
    mp3, timeline = spoken(tmp_path, TITLES)
    out = tmp_path / f"out.{kind}"
    assert make_download(kind, mp3, timeline, out) == out.stat().st_size
    _, chapters, _ = probe(out)
    assert [start for _, start in chapters] == [chapter.start_ms for chapter in timeline.chapters]
    for (title, _), wanted in zip(chapters, TITLES, strict=True):
        whole = kind == "opus" or len(wanted.encode()) <= 255
        assert title == wanted if whole else wanted.startswith(title.removesuffix("…"))
        assert whole or 240 < len(title.encode()) <= 255


@pytest.mark.parametrize("kind", ["opus", "m4b"])
def test_the_last_of_too_many_chapters_goes_on_to_the_end(need: Callable[..., None], tmp_path: Path, kind: str) -> None:
    need("ffmpeg", "ffprobe", package="ffmpeg")
    mp3, timeline = spoken(tmp_path, [f"Part {number}" for number in range(MOST_CHAPTERS + 3)])
    make_download(kind, mp3, timeline, tmp_path / "out")
    command = ["ffprobe", "-v", "error", "-show_chapters", "-of", "json", str(tmp_path / "out")]
    read = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)["chapters"]
    assert len(read) == MOST_CHAPTERS
    assert float(read[-1]["end_time"]) == pytest.approx(timeline.duration_ms / 1000, abs=0.1)


def test_a_download_that_cannot_be_read_back_is_one_posts_error(
    need: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An ffmpeg that ends well and leaves something else than the file that it was asked for."""
    mp3, timeline = spoken(tmp_path, ["One", "Two"])
    fake = tmp_path / "bin" / "ffmpeg"
    fake.parent.mkdir()
    fake.write_text('#!/bin/sh\nfor out; do :; done\necho nothing > "$out"\n')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}:/usr/bin:/bin")
    for kind in ("opus", "m4b"):
        with pytest.raises(SpeechError, match="cannot be read back"):
            make_download(kind, mp3, timeline, tmp_path / "out")
        assert not (tmp_path / "out").exists()


def test_what_cannot_be_made_is_said_before_anything_is_done(
    build: Callable[..., Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match="no format called 'flac'"):
        build("opus, flac")
    monkeypatch.setenv("PATH", "")
    assert "ffmpeg" in check_formats(("opus",))
    assert check_formats(()) == ""
    assert not (tmp_path / "public" / "feed.xml").exists()
