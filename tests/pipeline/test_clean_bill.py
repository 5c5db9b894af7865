"""A feed with an error never takes the place of a good one, unless it is forced, and then that is said."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import planted
import pytest
from lxml import etree

from audioblog import pipeline
from audioblog.config import open_workspace
from audioblog.errors import PublishError
from audioblog.gather import Selection
from audioblog.publish.lint.gate import gate
from audioblog.report import Report, Silent

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
POST = "# The bus\n\nThe 42 bus now stops outside the surgery.\n\n## Why\n\nWe asked for this in 2019.\n"
SHOW = 'title = "Kerb"\nsources = ["../posts"]\nguid = "{}"\n'
GUID = "9b024349-ccf0-5f69-a609-6b82873eab3c"
ANOTHER = "917393e3-1b1e-5cef-ace4-edaa54e1f810"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("feeds", "posts"):
        (tmp_path / name).mkdir()
    (tmp_path / "posts" / "bus.md").write_text(POST)
    (tmp_path / "feeds" / "kerb.toml").write_text(SHOW.format(GUID))
    monkeypatch.chdir(tmp_path)  # sources in a show's file are kept relative to the folder that is worked in
    return tmp_path


def build(folder: Path, told: Silent, *, force: bool = False) -> Report:
    workspace = open_workspace(folder, {"jobs": 1, "base_url": "https://audio.example.org/"}, {})
    return pipeline.build(workspace, selection=Selection(), progress=told, clock=lambda: NOW, force=force)


def files(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in (folder / "public").rglob("*") if file.is_file()}


def test_a_show_that_would_lose_its_subscribers_is_not_published(folder: Path) -> None:
    assert build(folder, Silent()).exit_code == 0
    before = files(folder)
    shutil.rmtree(folder / ".audioblog")  # the catalogue is lost, and somebody "corrects" the show's identity
    (folder / "feeds" / "kerb.toml").write_text(SHOW.format(ANOTHER))
    report = build(folder, Silent())
    [failure] = report.failures
    assert failure.code == "not-clean"
    assert ANOTHER in failure.message
    assert GUID in failure.message
    assert "--force" in failure.hint
    assert report.exit_code == 4
    assert files(folder) == before
    told = Silent()
    assert build(folder, told, force=True).exit_code == 0
    assert any("overridden by --force" in note and ANOTHER in note for note in told.notes)
    assert ANOTHER.encode() in (folder / "public" / "feed.xml").read_bytes()


@pytest.fixture
def good(folder: Path) -> bytes:
    build(folder, Silent())
    return (folder / "public" / "feed.xml").read_bytes()


def test_only_errors_stand_in_the_way(folder: Path, good: bytes) -> None:
    notes: list[str] = []
    judge = gate(folder / "public", NOW, note=notes.append)
    judge("feed.xml", good)
    root = etree.fromstring(good)
    planted.says("description", "word " * 1000)(root.find("channel/item"))
    judge("feed.xml", etree.tostring(root))
    planted.says("guid", "")(root.find("channel/item"))
    with pytest.raises(PublishError, match="guid") as caught:
        judge("feed.xml", etree.tostring(root))
    assert caught.value.code == "not-clean"
    assert notes == []
    forced = gate(folder / "public", NOW, force=True, note=notes.append)
    forced("feed.xml", etree.tostring(root))
    assert notes
    assert all("overridden" in note for note in notes)


def test_an_old_feed_that_nobody_can_read_does_not_stand_in_the_way(folder: Path, good: bytes) -> None:
    (folder / "public" / "feed.xml").write_bytes(b"<rss")
    gate(folder / "public", NOW, note=print)("feed.xml", good)
    report = build(folder, Silent())
    assert not report.failures
