"""Private shows: each listener's own address, kept only as a hash, shut when it is revoked, and listed nowhere."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hosttable import ask
from webserver import running

from audioblog.config import Workspace, open_workspace
from audioblog.errors import UsageError
from audioblog.listeners import Door, Listener, add, digest, find, invitation_text, read, register, revoke, text
from audioblog.web.site import app

sys.path.insert(0, str(Path(__file__).parent.parent / "publish"))

import shelf

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
SOUND = b"sound" * 400
MEDIA = shelf.media("minutes", SOUND)
AUDIO, CHAPTERS = f"{MEDIA}.mp3", f"{MEDIA}.chapters.json"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A public show, and two private ones with the same episode."""
    monkeypatch.setattr(shelf, "BASE", "https://audio.example.org/m/LISTENER/")
    for name in ("board", "choir"):
        shelf.shelve(tmp_path / "private" / name, {"minutes": SOUND})
        (tmp_path / "private" / name / "subscribe.html").write_text("<p>https://audio.example.org/m/LISTENER/feed.xml")
        (tmp_path / "private" / name / CHAPTERS).write_bytes(b"{}")
        (tmp_path / "private" / name / "own.txt").write_text(name)
    shelf.shelve(tmp_path / "public", {"tea": SOUND})
    (tmp_path / "feeds").mkdir()
    for name, extra in {"board": "private = true", "choir": "private = true", "town": ""}.items():
        (tmp_path / "feeds" / f"{name}.toml").write_text(f'sources = ["posts"]\n{extra}\n')
    return open_workspace(tmp_path, {"base_url": "https://audio.example.org/"}, {})


def invite(workspace: Workspace, name: str, show: str = "board") -> str:
    """The path of the listener's own folder: /m/TOKEN/"""
    feed = add(workspace, name, show, lambda: NOW).feed
    return feed.removeprefix("https://audio.example.org").removesuffix("feed.xml")


@pytest.fixture
def host(workspace: Workspace) -> Iterator[str]:
    with running(app(workspace.folder / "public", Door(workspace))) as address:
        yield address


class TestServing:
    def test_a_listener_gets_feed_pages_and_audio_at_an_address_of_their_own(
        self, host: str, workspace: Workspace
    ) -> None:
        own = invite(workspace, "Edith")
        status, headers, feed = ask(host, f"{own}feed.xml")
        assert (status, headers["content-type"]) == (200, "application/rss+xml; charset=utf-8")
        enclosure = ElementTree.fromstring(feed).find(".//enclosure")
        assert enclosure is not None
        assert enclosure.get("url") == f"https://audio.example.org{own}{AUDIO}"
        assert b"LISTENER" not in feed
        assert ask(host, f"{own}{AUDIO}")[2] == SOUND
        assert ask(host, f"{own}{AUDIO}", Range="bytes=-5")[2] == SOUND[-5:]
        assert ask(host, f"{own}{CHAPTERS}")[1]["access-control-allow-origin"] == "*"
        assert own.encode() in ask(host, f"{own}subscribe.html")[2]
        assert ask(host, own)[2] == b"minutes"
        assert ask(host, f"{own}episodes/minutes/")[2] == b"<h1>minutes"

    def test_every_answer_is_kept_out_of_search_and_of_shared_caches(self, host: str, workspace: Workspace) -> None:
        own = invite(workspace, "Edith")
        for path in (f"{own}feed.xml", f"{own}{AUDIO}", own, f"{own}none", "/m/wrong/feed.xml", "/m/"):
            headers = ask(host, path)[1]
            assert headers["x-robots-tag"] == "noindex, nofollow", path
            assert "public" not in headers.get("cache-control", ""), path
            assert headers["referrer-policy"] == "no-referrer"
        assert ask(host, f"{own}{AUDIO}")[1]["cache-control"] == "private, max-age=31536000, immutable"
        assert "x-robots-tag" not in ask(host, "/feed.xml")[1]

    def test_an_unchanged_feed_costs_a_listener_nothing(self, host: str, workspace: Workspace) -> None:
        own, other = invite(workspace, "Edith"), invite(workspace, "Owen")
        _, headers, body = ask(host, f"{own}feed.xml")
        status, again, nothing = ask(host, f"{own}feed.xml", If_None_Match=headers["etag"])
        assert (status, nothing, again["etag"]) == (304, b"", headers["etag"])
        _, head, _ = ask(host, f"{own}feed.xml", "HEAD")
        assert (head["content-length"], head["etag"]) == (str(len(body)), headers["etag"])
        assert ask(host, f"{other}feed.xml", If_None_Match=headers["etag"])[0] == 200
        squeezed = ask(host, f"{own}feed.xml", Accept_Encoding="gzip")[1]["etag"]
        assert ask(host, f"{own}feed.xml", Accept_Encoding="gzip", If_None_Match=squeezed)[0] == 304

    def test_each_listener_hears_only_the_show_of_their_own(self, host: str, workspace: Workspace) -> None:
        board, choir = invite(workspace, "Edith", "board"), invite(workspace, "Edith", "choir")
        assert ask(host, f"{board}own.txt")[2] == b"board"
        assert ask(host, f"{choir}own.txt")[2] == b"choir"
        for path in ("../choir/own.txt", "..%2fchoir/own.txt", "%2e%2e/choir/own.txt"):
            assert ask(host, f"{board}{path}")[0] == 404

    @pytest.mark.parametrize(
        "path",
        [
            "/m/", "/m/feed.xml", "/m//feed.xml", "/m/LISTENER/feed.xml", "/m/" + "a" * 32 + "/feed.xml", "/m/%00/",
            "/private/board/feed.xml", "/board/feed.xml", "/m/../private/board/feed.xml", "/m/%ff/feed.xml",
            "/.audioblog/listeners/listeners.json", "/../.audioblog/listeners/listeners.json",
        ],
    )  # fmt: skip
    def test_nobody_else_gets_anything(self, host: str, workspace: Workspace, path: str) -> None:
        invite(workspace, "Edith")
        status, _, body = ask(host, path)
        assert status == 404
        assert b"minutes" not in body
        assert b"Edith" not in body

    def test_a_revoked_address_is_gone_at_once_and_others_are_not(self, host: str, workspace: Workspace) -> None:
        own, other = invite(workspace, "Edith"), invite(workspace, "Owen")
        assert ask(host, f"{own}feed.xml")[0] == 200
        revoke(workspace, "Edith", "", lambda: NOW)
        for path in ("feed.xml", AUDIO, "", "episodes/minutes/"):
            status, headers, body = ask(host, own + path)
            assert (status, headers["cache-control"]) == (410, "no-store"), path
            assert b"This address is shut" in body
        assert ask(host, f"{other}{AUDIO}")[0] == 200
        again = invite(workspace, "Edith")
        assert again != own
        assert ask(host, f"{again}feed.xml")[0] == 200
        assert ask(host, f"{own}feed.xml")[0] == 410

    def test_an_address_typed_in_capitals_works(self, host: str, workspace: Workspace) -> None:
        own = invite(workspace, "Edith")
        assert ask(host, f"{own.upper().replace('/M/', '/m/')}feed.xml")[0] == 200

    def test_a_folder_without_its_slash_stays_at_the_listeners_own_address(
        self, host: str, workspace: Workspace
    ) -> None:
        own = invite(workspace, "Edith")
        for path in (own.rstrip("/"), f"{own}episodes/minutes"):
            status, headers, _ = ask(host, path)
            assert status == 307
            assert headers["location"] == path.rpartition("/")[2] + "/"

    def test_public_shows_name_no_private_one(self, host: str, workspace: Workspace) -> None:
        invite(workspace, "Edith")
        for path in ("/", "/feed.xml"):
            assert b"board" not in ask(host, path)[2]


class TestRegister:
    def test_only_the_hash_of_a_token_is_kept(self, workspace: Workspace) -> None:
        token = invite(workspace, "Edith").split("/")[2]
        kept = b"".join(file.read_bytes() for file in workspace.folder.rglob("*") if file.is_file())
        assert token.encode() not in kept
        assert token not in repr(read(register(workspace)))
        (listener,) = read(register(workspace))
        assert listener == Listener("board", "Edith", hashlib.sha256(token.encode()).hexdigest(), NOW)
        assert register(workspace).stat().st_mode & 0o077 == 0

    def test_a_token_has_160_random_bits_that_can_be_dictated(self, workspace: Workspace) -> None:
        drawn: list[int] = []

        def random(count: int) -> bytes:
            drawn.append(count)
            return bytes(range(count))

        feed = add(workspace, "Edith", "board", lambda: NOW, random).feed
        assert drawn == [20]
        assert re.fullmatch(r"https://audio\.example\.org/m/[a-z2-7]{32}/feed\.xml", feed)
        assert len({invite(workspace, f"listener {number}") for number in range(50)}) == 50

    def test_every_listener_is_compared_whoever_asks(self, monkeypatch: pytest.MonkeyPatch) -> None:
        everyone = tuple(Listener("board", str(number), digest(str(number)), NOW) for number in range(9))
        compared: list[str] = []
        monkeypatch.setattr("audioblog.listeners.hmac.compare_digest", lambda a, b: compared.append(a) or a == b)
        assert find(everyone, "0") == everyone[0]
        assert find(everyone, "none") is None
        assert len(compared) == 18

    def test_who_has_an_address_is_listed_without_the_address(self, workspace: Workspace) -> None:
        assert "Nobody" in next(iter(text(())))
        token = invite(workspace, "Edith").split("/")[2]
        invite(workspace, "Owen", "choir")
        revoke(workspace, "Edith", "board", lambda: NOW)
        lines = list(text(read(register(workspace))))
        assert lines == ["board: Edith, since 2026-11-27, shut on 2026-11-27", "choir: Owen, since 2026-11-27"]
        assert token not in json.dumps(lines)

    def test_what_cannot_be_meant(self, workspace: Workspace) -> None:
        invite(workspace, "Edith")
        for call, words in (
            (lambda: add(workspace, "Edith", "board", lambda: NOW), "has an address for board already"),
            (lambda: add(workspace, " ", "board", lambda: NOW), "needs a name"),
            (lambda: add(workspace, "Owen", "", lambda: NOW), "more than one private show"),
            (lambda: add(workspace, "Owen", "town", lambda: NOW), "no private show called town"),
            (lambda: revoke(workspace, "Owen", "", lambda: NOW), "does not exist"),
            (lambda: revoke(workspace, "Edith", "choir", lambda: NOW), "does not exist"),
        ):
            with pytest.raises(UsageError, match=words) as caught:
                call()
            assert caught.value.hint
        revoke(workspace, "Edith", "", lambda: NOW)
        with pytest.raises(UsageError, match="shut already"):
            revoke(workspace, "Edith", "", lambda: NOW)

    def test_no_private_show_at_all_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="no show here is private") as caught:
            add(open_workspace(tmp_path, {}, {}), "Edith", "", lambda: NOW)
        assert "private = true" in caught.value.hint

    def test_a_damaged_register_is_told_and_lets_nobody_in(self, workspace: Workspace) -> None:
        register(workspace).parent.mkdir(parents=True)
        register(workspace).write_text("[{]")
        with pytest.raises(UsageError, match="is damaged"):
            read(register(workspace))

    def test_an_invitation_is_said_in_plain_words(self, workspace: Workspace) -> None:
        lines = list(invitation_text(add(workspace, "Edith", "board", lambda: NOW)))
        assert lines[0].endswith("/feed.xml")
        assert "Give it to nobody else" in lines[1]
