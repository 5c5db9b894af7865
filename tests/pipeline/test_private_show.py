"""A private show through the whole pipeline: built apart, named nowhere, and heard by the real command's listener."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Any

import pytest
from hosttable import ask
from webserver import running

from audioblog.checkup import check_path
from audioblog.config import open_workspace
from audioblog.listeners import Door
from audioblog.publish.delivery.naming import named_by
from audioblog.web.site import app

POST = "---\ntitle: {0}\ndate: 2026-04-01\n---\nThe {0} stops outside the surgery.\n"


def test_a_private_show_is_built_apart_and_reaches_its_listener(
    desk: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(desk.folder)
    desk.write("audioblog.toml", 'base_url = "https://audio.example.org/"\n')
    for name in ("board", "town"):
        desk.write(f"{name}/post.md", POST.format(name))
        private = "private = true\n" if name == "board" else ""
        desk.write(
            f"feeds/{name}.toml",
            f'title = "{name}"\nsources = ["../{name}"]\nhub = "https://hub.example.org/"\n{private}'
            'description = "Short notes."\nauthor = "The board"\nowner_email = "audio@example.org"\n',
        )
    report = desk.build()
    assert report.counts.new == 2, report.failures
    room = desk.folder / "private" / "board"
    assert not (desk.public / "board").exists()
    assert (desk.public / "town" / "feed.xml").is_file()
    workspace = open_workspace(desk.folder, {}, {})
    faults = [
        f
        for f in check_path(workspace, room, lambda: datetime(2026, 11, 23, 12, tzinfo=UTC)).findings
        if f.severity == "error"
    ]
    assert faults == []
    feed = (room / "feed.xml").read_bytes()
    assert named_by("feed.xml", feed).hubs == ()
    assert b"<podcast:block>yes<" in feed
    assert all(b'content="noindex' in page.read_bytes() for page in room.rglob("*.html"))
    assert not any(b'name="robots"' in page.read_bytes() for page in desk.public.rglob("*.html"))
    own = invited(capsys, monkeypatch)
    with running(app(desk.public, Door(workspace))) as host:
        served = named_by("feed.xml", ask(host, f"{own}feed.xml")[2])
        assert served.address == f"https://audio.example.org{own}feed.xml"
        for name, length in served.files.items():
            status, _, body = ask(host, own + name)
            assert status == 200, name
            assert length in {None, len(body)}
        assert f"https://audio.example.org{own}feed.xml".encode() in ask(host, f"{own}subscribe.html")[2]


def invited(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """The path of the address that `audioblog listeners add` prints."""
    from audioblog.cli import main

    monkeypatch.setattr(sys, "argv", ["audioblog", "listeners", "add", "Edith"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    printed = capsys.readouterr().out.splitlines()
    monkeypatch.setattr(sys, "argv", ["audioblog", "listeners", "list"])
    with pytest.raises(SystemExit):
        main()
    assert capsys.readouterr().out.startswith("board: Edith, since ")
    return printed[0].removeprefix("https://audio.example.org").removesuffix("feed.xml")
