"""Sources that other packages bring: found by their metadata, asked before the built-in ones, loaded only if there."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from feedbook import opened, posts

from audioblog.errors import UsageError
from audioblog.ingest.sources.routes import GROUP

PIGEON = """
from audioblog.ingest.sources.found import Listing
from audioblog.ingest.raw import RawPost, SourceInfo
from audioblog.ingest.sources.routes import Route


def recognise(found):
    return found.start.startswith("COO ")


def open_pigeon(found, desk):
    post = RawPost(id="coo", source=found.source, format="text", content=found.text().removeprefix("COO "))
    return Listing(SourceInfo(title="Pigeon post", route="pigeon"), lambda left_out: iter((post,)))


ROUTE = Route("pigeon", recognise, open_pigeon)
"""


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, module: str, value: str, code: str) -> None:
    """A package as an installer would leave it in `folder`: its module, and the folder of its metadata."""
    metadata = folder / f"{module}-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(f"[{GROUP}]\npigeon = {value}\n")
    (folder / f"{module}.py").write_text(code)
    monkeypatch.syspath_prepend(str(folder))


def test_an_installed_source_is_asked_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, "pigeon_source", "pigeon_source:ROUTE", PIGEON)
    source = opened("-", "COO The kettle is mended.")
    assert (source.info.title, source.info.route) == ("Pigeon post", "pigeon")
    assert [post.content for post in posts(source)] == ["The kettle is mended."]
    monkeypatch.delitem(sys.modules, "pigeon_source")


def test_what_it_does_not_recognise_goes_to_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, "shy_pigeon", "shy_pigeon:ROUTE", PIGEON)
    assert opened("-", "The kettle is mended.").info.route == "text"
    monkeypatch.delitem(sys.modules, "shy_pigeon")


@pytest.mark.parametrize(
    ("module", "value"),
    [
        ("pigeon_gone", "no_such_module:ROUTE"),
        ("pigeon_empty", "pigeon_empty:NOTHING"),
        ("pigeon_odd", "pigeon_odd:recognise"),
    ],
)
def test_one_that_cannot_be_loaded_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, value: str
) -> None:
    install(tmp_path, monkeypatch, module, value, PIGEON)
    with pytest.raises(UsageError, match="pigeon") as caught:
        opened("-", "The kettle is mended.")
    assert caught.value.code == "bad-plug-in"
    assert value in caught.value.message
    sys.modules.pop(module, None)


def test_nothing_is_loaded_where_nothing_is_installed() -> None:
    assert opened("-", "COO The kettle is mended.").info.route == "text"
