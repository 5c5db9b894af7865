"""kill -9 at any moment: what is public stays whole, and the same command finishes the work."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import feedparser

POSTS = 6


def write_blog(folder: Path, word: str) -> None:
    folder.mkdir(exist_ok=True)
    for n in range(POSTS):
        text = f"Post number {n}, about the {word}. " + f"The {word} stops here, and everybody gets on. " * 25
        (folder / f"{n:02d}.md").write_text(f"---\ntitle: Post {n}\ndate: 2026-04-{n + 1:02d}\n---\n{text}\n")


def start(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "audioblog", "build", "blog", "--jobs", "2"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, cwd=folder, start_new_session=True, **quiet)  # type: ignore[call-overload]


def check_public(public: Path) -> int:
    """Everything that the feed names is there, whole; the number of its episodes."""
    if not (public / "feed.xml").exists():
        return 0
    feed = feedparser.parse((public / "feed.xml").read_bytes())
    assert not feed.bozo
    for entry in feed.entries:
        audio = public / "media" / entry.enclosures[0].href.rpartition("/")[2]
        assert audio.stat().st_size == int(entry.enclosures[0].length)
        for suffix in ("vtt", "srt", "json", "chapters.json"):
            assert audio.with_suffix(f".{suffix}").stat().st_size > 0
        assert (public / "episodes" / audio.name.rpartition(".mp3")[0].rpartition(".")[0] / "index.html").is_file()
    return len(feed.entries)


def test_killed_at_random_moments_nothing_public_is_broken_and_the_work_gets_done(tmp_path: Path) -> None:
    chance = random.Random(2026)
    write_blog(tmp_path / "blog", "bus")
    for round_ in range(8):
        if round_ == 4:
            write_blog(tmp_path / "blog", "tram")  # every post changes: old and new editions meet
        child = start(tmp_path)
        try:
            child.wait(timeout=chance.uniform(0.6, 3.0))
        except subprocess.TimeoutExpired:
            os.kill(child.pid, signal.SIGKILL)
            child.wait()
        time.sleep(0.1)
        check_public(tmp_path / "public")
    assert start(tmp_path).wait(timeout=120) == 0
    assert check_public(tmp_path / "public") == POSTS
    guids = [entry.id for entry in feedparser.parse((tmp_path / "public" / "feed.xml").read_bytes()).entries]
    assert len(set(guids)) == POSTS
    leftovers = [file for file in (tmp_path / "public").rglob("*") if "tmp" in file.name or file.name.startswith(".")]
    assert not [file for file in leftovers if file.suffix in (".xml", ".html", ".mp3")], leftovers
