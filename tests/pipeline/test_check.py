"""`check` on an edition that was really built: clean as it is, and every fault of a file in it is found and named."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sample_edition import build_sample

from audioblog.checkup import Checkup, check_path
from audioblog.config import open_workspace
from audioblog.errors import UsageError
from audioblog.withdraw import withdraw

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def public(tmp_path: Path) -> Path:
    """A copy of the sample edition, with the catalogue that it was made from."""
    made = build_sample()
    shutil.copytree(made.folder.parent, tmp_path / "workspace")
    return tmp_path / "workspace" / "public"


def check(public: Path, *, decode: bool = False) -> Checkup:
    return check_path(open_workspace(public.parent, {}, {}), public, lambda: NOW, decode=decode)


def codes(public: Path) -> set[str]:
    return {finding.code for finding in check(public).findings if finding.fault}


def first(public: Path, pattern: str) -> Path:
    return sorted(public.glob(pattern))[0]


def replace(file: Path, pattern: str, new: str) -> None:
    text, number = re.subn(pattern, new, file.read_text("utf-8"), count=1)
    assert number, f"{pattern} is not in {file.name}"
    file.write_text(text, "utf-8")


def test_what_we_build_is_clean(public: Path) -> None:
    found = check(public, decode=True)
    assert [finding.code for finding in found.findings] == ["local-address"]
    assert found.exit_code == 0


def test_a_folder_of_feeds_alone_is_no_edition(public: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(public / "feed.xml", alone)
    found = check_path(open_workspace(tmp_path, {}, {}), alone, lambda: NOW)
    assert {finding.code for finding in found.findings} == {"files-elsewhere", "local-address"}
    assert found.exit_code == 0


def test_what_has_not_changed_is_not_read_again(public: Path) -> None:
    captions, chapters = first(public, "media/*.vtt"), first(public, "media/*.chapters.json")
    captions.write_text("nothing of the kind")
    (public / "subscribe.html").write_text("<p>Nothing</p>")
    workspace = open_workspace(public.parent, {}, {})
    for changed, expected in (
        ([], set()),
        (["index.html"], set()),
        ([chapters.relative_to(public).as_posix()], {"bad-transcript"}),
        (["subscribe.html"], {"page"}),
    ):
        found = check_path(workspace, public, lambda: NOW, changed=changed)
        assert {finding.code for finding in found.findings if finding.fault} == expected


def test_one_file_is_checked_without_its_folder(public: Path) -> None:
    shutil.rmtree(public / "media")
    found = check_path(open_workspace(public.parent, {}, {}), public / "feed.xml", lambda: NOW)
    assert found.exit_code == 0


def truncate(public: Path) -> None:
    file = first(public, "media/*.mp3")
    file.write_bytes(file.read_bytes()[:-1000])


def flip(public: Path) -> None:
    file = first(public, "media/*.mp3")
    data = bytearray(file.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 600] = bytes(600)
    file.write_bytes(data)


def swap(public: Path) -> None:
    one, other = sorted(public.glob("media/*.mp3"))[:2]
    held = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(held)


def shift_chapter(public: Path) -> None:
    file = first(public, "media/*.chapters.json")
    document = json.loads(file.read_text())
    document["chapters"][1]["startTime"] += 0.001
    file.write_text(json.dumps(document))


def rename_chapter(public: Path) -> None:
    file = first(public, "media/*.chapters.json")
    document = json.loads(file.read_text())
    document["chapters"][1]["title"] = "Something else"
    file.write_text(json.dumps(document))


def shift_cue(public: Path) -> None:
    replace(first(public, "media/*.vtt"), r"(\d)\.(\d\d)\d --> ", r"\1.\g<2>3 --> ")


def reword_cue(public: Path) -> None:
    replace(first(public, "media/*.srt"), r"(?m)^(3\n.* --> .*\n).*$", r"\1Other words.")


def drop_cue(public: Path) -> None:
    file = sorted(path for path in public.glob("media/*.json") if path.name.count(".") == 2)[0]
    document = json.loads(file.read_text())
    del document["segments"][3]
    file.write_text(json.dumps(document))


def backwards(public: Path) -> None:
    file = first(public, "media/*.vtt")
    cues = file.read_text("utf-8").split("\n\n")
    cues[3], cues[4] = cues[4], cues[3]
    file.write_text("\n\n".join(cues), "utf-8")


def loud(public: Path) -> None:
    replace(first(public, "media/*.timeline.json"), r'"lufs":-?[\d.]+', '"lufs":-11.5')


FILE_FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "audio gone": (lambda public: first(public, "media/*.mp3").unlink(), "missing-file"),
    "audio cut off": (truncate, "broken-mp3"),
    "audio cut off, length": (truncate, "wrong-length"),
    "hole in the audio": (flip, "broken-mp3"),
    "audio of another": (swap, "wrong-duration"),
    "captions gone": (lambda public: first(public, "media/*.vtt").unlink(), "missing-file"),
    "captions empty": (lambda public: first(public, "media/*.srt").write_text(""), "empty-file"),
    "captions broken": (lambda public: first(public, "media/*.vtt").write_text("captions\n"), "bad-transcript"),
    "captions backwards": (backwards, "bad-transcript"),
    "a cue some milliseconds off": (shift_cue, "transcript-differs"),
    "a cue with other words": (reword_cue, "transcript-differs"),
    "a cue left out": (drop_cue, "transcript-differs"),
    "chapters gone": (lambda public: first(public, "media/*.chapters.json").unlink(), "missing-file"),
    "chapters broken": (lambda public: first(public, "media/*.chapters.json").write_text("{"), "bad-chapters"),
    "a chapter a millisecond off": (shift_chapter, "chapters-differ"),
    "a chapter of another name": (rename_chapter, "chapters-differ"),
    "chapter list of another time": (
        lambda public: replace(public / "feed.xml", r"(&lt;li&gt;\d\d:)(\d\d)", r"\g<1>59"), "chapters-differ",
    ),
    "duration": (lambda public: replace(public / "feed.xml", r"(<itunes:duration>)\d", r"\g<1>9"), "wrong-duration"),
    "length": (lambda public: replace(public / "feed.xml", r'length="\d', 'length="9'), "wrong-length"),
    "too loud": (loud, "loudness"),
    "page gone": (lambda public: shutil.rmtree(first(public, "episodes/*")), "missing-file"),
    "dead link": (lambda public: replace(public / "index.html", r'href="episodes/', 'href="episode/'), "dead-link"),
    "way out": (lambda public: replace(public / "index.html", r'href="episodes/', 'href="../../'), "dead-link"),
    "dead fragment": (lambda public: replace(public / "index.html", r'href="#\w+', 'href="#nothing'), "dead-fragment"),
    "page without language": (lambda public: replace(public / "index.html", r'<html lang="[^"]*"', "<html"), "page"),
    "page without title": (lambda public: replace(public / "index.html", r"<title>[^<]*", "<title>"), "page"),
    "page with two headings": (lambda public: replace(public / "index.html", "<h2[^>]*>", "<h1>"), "page"),
    "cover gone": (lambda public: first(public, "cover-*").unlink(), "missing-file"),
    "cover broken": (lambda public: first(public, "cover-*").write_bytes(b"no picture"), "artwork-type"),
    "guid changed": (
        lambda public: replace(public / "feed.xml", r"(<guid[^>]*>)[^<]*", r"\1urn:uuid:0"), "guid-changed",
    ),
    "show's guid changed": (
        lambda public: replace(public / "feed.xml", r"(<podcast:guid>)\w{4}", r"\g<1>0000"), "podcast-guid-changed",
    ),
    "an episode left out": (
        lambda public: replace(public / "feed.xml", r"(?s)<item>.*?</item>", ""), "missing-episode",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILE_FAULTS)
def test_a_fault_in_a_file_is_found_and_named(public: Path, name: str) -> None:
    plant, code = FILE_FAULTS[name]
    plant(public)
    found = check(public)
    told = [finding for finding in found.findings if finding.code == code]
    assert told, [(finding.code, finding.what) for finding in found.findings]
    assert found.exit_code == 3
    for finding in told:
        assert (public / finding.file).parent.is_dir()
        assert finding.what.endswith((".", "”", '"')) or "://" in finding.what or finding.what[-1].isalnum()


@pytest.mark.parametrize("loudness", [-21, -12])
def test_a_shows_own_loudness_is_what_its_audio_is_held_against(desk, loudness: int) -> None:
    desk.write("post.md", "# Warm rooms\n\nThe hall is open all winter, and nobody has to give a reason for coming.\n")
    desk.write("feeds/warm.toml", f'title = "Warm"\nsources = ["../post.md"]\nloudness = {loudness}\n')
    assert desk.build().exit_code == 0
    assert [found.code for found in check(desk.public, decode=True).findings if found.fault] == []
    timeline = first(desk.public, "media/*.timeline.json")
    replace(timeline, r',"target_lufs":[^,}]*', "")
    assert "loudness" in codes(desk.public), "a timeline that says nothing of it was made for -16"


def test_what_was_withdrawn_must_be_gone(public: Path) -> None:
    before = (public / "feed.xml").read_bytes()
    workspace = open_workspace(public.parent, {}, {})
    title = before.decode().partition("<item>")[2].partition("<title>")[2].partition("</title>")[0]
    withdraw(workspace, title, reason="", undo=False, show="", clock=lambda: NOW, note=print)
    assert check(public).exit_code == 0
    (public / "feed.xml").write_bytes(before)
    assert {finding.code for finding in check(public).findings if finding.fault} == {"hidden-episode"}


def test_audio_that_says_something_else_is_heard(public: Path) -> None:
    """Sentences out of their place: every frame is whole, lengths agree, and only listening tells."""
    audio = first(public, "media/*.mp3")
    timeline = audio.with_suffix(".timeline.json")
    document = json.loads(timeline.read_text())
    for cue in document["cues"][2:6]:
        cue["end_ms"] -= min(300, (cue["end_ms"] - cue["start_ms"]) // 3)
    for cue in document["cues"]:
        for word in cue["words"]:
            word["ms"] = min(word["ms"], cue["end_ms"])
    timeline.write_text(json.dumps(document))
    assert "audio-differs" not in {finding.code for finding in check(public).findings}
    assert "audio-differs" in {finding.code for finding in check(public, decode=True).findings}


def test_an_edition_of_several_shows_is_checked_show_by_show(public: Path, tmp_path: Path) -> None:
    several = tmp_path / "several"
    for name in ("one", "two"):
        shutil.copytree(public, several / name)
    (several / "two" / "index.html").unlink()
    found = check_path(open_workspace(tmp_path, {}, {}), several, lambda: NOW)
    assert {finding.file.partition("/")[0] for finding in found.findings if finding.fault} == {"two"}


def test_a_shows_other_feeds_are_checked_with_it(public: Path) -> None:
    """Feeds by rule hold the same episodes under a guid of their own; another voice is an edition in the edition."""
    feed = (public / "feed.xml").read_text("utf-8")
    own = re.sub(r"(<podcast:guid>)[^<]*", r"\g<1>917393e3-1b1e-5cef-ace4-edaa54e1f810", feed)
    base = re.search(r'href="([^"]*)feed.xml" rel="self"', own)
    assert base is not None
    (public / "feeds").mkdir()
    (public / "feeds" / "news.xml").write_text(own.replace('feed.xml" rel="self"', 'feeds/news.xml" rel="self"'))
    shutil.copytree(public, public.parent / "held")
    shutil.move(public.parent / "held", public / "voice")
    shutil.rmtree(public / "voice" / "feeds")
    voice = public / "voice" / "feed.xml"
    voice.write_text(voice.read_text("utf-8").replace(base[1], f"{base[1]}voice/"))
    assert check(public).exit_code == 0
    first(public, "voice/media/*.vtt").unlink()
    replace(public / "feeds" / "news.xml", r"<language>[^<]*", "<language>")
    faults = {finding.file for finding in check(public).findings if finding.fault}
    assert faults == {
        "voice/feed.xml",
        "feeds/news.xml",
        "voice/episodes/" + first(public, "episodes/*").name + "/index.html",
    }


def test_there_must_be_something_to_check(tmp_path: Path) -> None:
    for target in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(UsageError, match="nothing to check"):
            check_path(open_workspace(tmp_path, {}, {}), target, lambda: NOW)


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "audioblog", "check", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)


def test_the_command_says_what_where_why_and_what_to_do(public: Path) -> None:
    clean = run(public.parent)
    assert clean.returncode == 0, clean.stdout
    shift_chapter(public)
    (public / "subscribe.html").unlink()
    told = run(public.parent)
    assert told.returncode == 3
    for words in ("Error, chapters-differ:", "In media/", "Why it matters: ", "What to do: ", "Error, dead-link:"):
        assert words in told.stdout
    assert "more like this" in told.stdout, "what is found on every page is not told of every page"
    document = json.loads(run(public.parent, "public", "--json").stdout)
    assert document["schema"] == 1
    assert document["counts"]["error"] == sum(each["severity"] == "error" for each in document["findings"])
    assert set(document["findings"][0]) == {"severity", "code", "what", "why", "mend", "file", "item", "line"}
    assert run(public.parent, "nowhere").returncode == 2
