"""A workspace in a temporary folder, and builds in it through the real pipeline: real pages, real speech, real MP3."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audioblog import pipeline
from audioblog.config import open_workspace
from audioblog.gather import Selection
from audioblog.report import Report, Silent

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Desk:
    """Where an editor sits: `folder` is the workspace, `public` its edition."""

    folder: Path

    @property
    def public(self) -> Path:
        return self.folder / "public"

    def build(
        self, *sources: str | Path, limit: int = 0, now: datetime = NOW, announce: bool = False, **flags: object
    ) -> Report:
        given = {"allow_private": True, "pause": 0.0, "jobs": 2, "base_url": "https://audio.example.org/"}
        workspace = open_workspace(self.folder, {**given, **flags}, {})
        told = [str(source) for source in sources]
        return pipeline.build(
            workspace, told, selection=Selection(limit), progress=Silent(), clock=lambda: now, announce=announce
        )

    def write(self, name: str, text: str | bytes) -> Path:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file

    def files(self) -> dict[str, tuple[int, int]]:
        """Every public file with its size and time of writing."""
        found = (file for file in self.public.rglob("*") if file.is_file())
        return {str(f.relative_to(self.public)): (f.stat().st_size, f.stat().st_mtime_ns) for f in found}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


Feed = Callable[..., str]


@pytest.fixture
def rss() -> Feed:
    """RSS 2.0 text of (id, title, html) items, newest first."""

    def make(
        *items: tuple[str, str, str], title: str = "Kettle and Kerb", link: str = "https://kettle.example.org/"
    ) -> str:
        entries = "".join(
            f"<item><title>{name}</title><guid isPermaLink='false'>{number}</guid>"
            f"<link>{link}{number}/</link><pubDate>Mon, {20 - place:02d} Apr 2026 09:00:00 +0000</pubDate>"
            f"<dc:creator>Dilys Ward</dc:creator><content:encoded><![CDATA[{html}]]></content:encoded></item>"
            for place, (number, name, html) in enumerate(items)
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
            f"<title>{title}</title><link>{link}</link><description>A street’s own blog</description>"
            f"<language>en-GB</language>{entries}</channel></rss>"
        )

    return make


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 400 kB, where the machine lets us mount one (root on Linux)."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount command to make a small disk with")
    if done.returncode:
        pytest.skip(f"no small disk can be mounted: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
