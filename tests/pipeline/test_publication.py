"""`audioblog publish`, by the real command and by what it joins: targets, a clean bill, hubs, two at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from s3server import s3_server
from websubhub import Hub

sys.path.insert(0, str(Path(__file__).parent.parent / "publish"))

from shelf import Clock, Shelf, at, contents, media, rss, shelve

from audioblog.config import open_workspace
from audioblog.errors import Busy, PublishError, UsageError
from audioblog.publication import Manner, Publication, publish_all, text
from audioblog.publish.delivery.targets import open_target
from audioblog.state import locked

A, B = b"a" * 400, b"b" * 600


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The real command in the workspace `tmp_path`."""

    def go(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "audioblog", *arguments]
        return subprocess.run(
            command, cwd=tmp_path, env=os.environ | environment, capture_output=True, text=True, timeout=60
        )

    return go


def send(folder: Path, target: str = "", *names: str, manner: Manner | None = None, **flags: Any) -> Publication:
    manner = manner or Manner()
    manner = replace(manner, bill=manner.bill or (lambda _folder: ()))  # a shelf is no whole edition
    return publish_all(open_workspace(folder, flags, {}), target, names, manner, Clock())


def describe(folder: Path, name: str, extra: str = "") -> None:
    file = folder / "feeds" / f"{name}.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f'sources = ["posts"]\n{extra}\n')


@pytest.fixture
def built(desk: Any) -> Path:
    """The public folder of a real edition of one post."""
    post = desk.write(
        "posts/bus.md", "---\ntitle: The bus\ndate: 2026-04-01\n---\nThe bus stops outside the surgery.\n"
    )
    report = desk.build(post.parent)
    assert not report.failures
    return Path(desk.public)


def test_to_a_folder_and_again(tmp_path: Path, built: Path, run: Callable[..., Any]) -> None:
    planned = run("publish", "web", "--dry-run")
    assert planned.returncode == 0, planned.stderr
    assert planned.stdout.splitlines()[-1] == "  put feed.xml"
    assert not (tmp_path / "web").exists()
    done = run("publish", "web")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{len(contents(built))} files" in done.stdout
    assert at(open_target(str(tmp_path / "web"))) == contents(built)
    assert "has everything already" in run("publish", "web").stdout


def test_to_a_store_as_json(tmp_path: Path, built: Path, run: Callable[..., Any]) -> None:
    with s3_server() as server:
        address = f"s3://{server.new_bucket()}/audio"
        done = run("publish", address, "--json")
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        assert told["schema"] == 1
        assert told["published"][0]["outcome"]["put"][-1] == "feed.xml"
        assert at(open_target(address)) == contents(built)


def test_what_check_calls_an_error_is_not_published(tmp_path: Path, built: Path, run: Callable[..., Any]) -> None:
    assert run("publish", "web").returncode == 0
    good = (tmp_path / "web" / "feed.xml").read_bytes()
    (built / "feed.xml").write_bytes(good.replace(b"<itunes:explicit>false<", b"<itunes:explicit>no<"))
    refused = run("publish", "web")
    assert refused.returncode == 1
    assert "listeners would meet faults" in refused.stderr
    assert "--force" in refused.stderr
    assert (tmp_path / "web" / "feed.xml").read_bytes() == good
    forced = run("publish", "web", "--force")
    assert forced.returncode == 0
    assert "Overridden by --force: feed.xml" in forced.stdout


def test_a_withdrawn_episode_leaves_the_target_and_its_page_says_so(
    tmp_path: Path, desk: Any, built: Path, run: Callable[..., Any]
) -> None:
    desk.write("posts/tram.md", "---\ntitle: The tram\ndate: 2026-04-02\n---\nThe tram stops outside the surgery.\n")
    assert desk.build(tmp_path / "posts").counts.new == 1
    assert run("publish", "web").returncode == 0
    before = set(contents(tmp_path / "web"))
    assert run("withdraw", "The bus", "--reason", "Wrong timetable.").returncode == 0
    done = run("publish", "web")
    assert done.returncode == 0, done.stderr
    web = contents(tmp_path / "web")
    assert b"The bus" not in web["feed.xml"]
    assert b"The tram" in web["feed.xml"]
    assert b"Wrong timetable." in web["episodes/2026-04-01-the-bus/index.html"]
    assert set(web) == before, "its audio stays for apps with an old feed"


def test_a_feed_for_this_computer_is_not_sent_into_the_world(tmp_path: Path) -> None:
    root = shelve(tmp_path / "public", {"tea": A})
    local = (root / "feed.xml").read_bytes().replace(b"https://audio.example.org/town/", b"http://127.0.0.1:8000/")
    (root / "feed.xml").write_bytes(local)
    publication = send(tmp_path, str(tmp_path / "web"))
    assert "works on this computer only" in publication.published[0].outcome.notes[0]
    shelf = Shelf()
    with pytest.raises(PublishError, match="works on this computer only"):
        send(tmp_path, "shelf", manner=Manner(open=lambda _address: shelf))
    assert shelf.objects == {}
    forced = send(tmp_path, "shelf", manner=Manner(open=lambda _address: shelf, force=True))
    assert "works on this computer only" in forced.published[0].outcome.overrode[0]


def test_each_show_goes_to_its_own_target_and_everything_to_the_common_one(tmp_path: Path) -> None:
    describe(tmp_path, "town", 'target = "../out/town"')
    describe(tmp_path, "bus")
    describe(tmp_path, "board", 'private = true\ntarget = "../out/board"')
    (tmp_path / "audioblog.toml").write_text('target = "all"\n')
    town, bus = shelve(tmp_path / "public" / "town", {"tea": A}), shelve(tmp_path / "public" / "bus", {"bus": B})
    shelve(tmp_path / "private" / "board", {"secret": B})
    publication = send(tmp_path)
    assert [published.outcome.target for published in publication.published] == [
        str(tmp_path / "out" / "town"),
        str(tmp_path / "all"),
    ]
    assert at(open_target(str(tmp_path / "out" / "town"))) == contents(town)
    assert set(at(open_target(str(tmp_path / "all")))) == {
        *(f"town/{name}" for name in contents(town)),
        *(f"bus/{name}" for name in contents(bus)),
    }
    assert publication.left_out == ("board",)
    assert not (tmp_path / "out" / "board").exists()
    assert "The private show board was left out" in "\n".join(text(publication))
    assert [p.outcome.target for p in send(tmp_path, "", "town").published] == [str(tmp_path / "out" / "town")]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "it is not said where this edition is to be published"),
        (["", "bus"], "it is not said where the show bus is to be published"),
        (["somewhere", "tram"], "no public show called tram"),
        (["somewhere", "bus", "town"], "several shows cannot go to one target"),
        (["public/below"], "one lies in the other"),
        (["."], "one lies in the other"),
    ],
)
def test_what_cannot_be_meant(tmp_path: Path, arguments: list[str], words: str, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("bus", "town"):
        describe(tmp_path, name)
        shelve(tmp_path / "public" / name, {"tea": A})
    with pytest.raises(UsageError, match=words) as caught:
        send(tmp_path, *arguments)
    assert caught.value.hint


def test_an_edition_with_faults_does_not_replace_a_good_one(tmp_path: Path) -> None:
    root, shelf = shelve(tmp_path / "public", {"tea": A}), Shelf()
    send(tmp_path, "shelf", manner=Manner(open=lambda _address: shelf))
    good = at(shelf)
    shelve(root, {"tea": B})
    faults = ("feed.xml: the cover is too small.", "feed.xml: no language.", "c", "d")
    judged: list[Path] = []

    def bill(folder: Path) -> tuple[str, ...]:
        judged.append(folder)
        return faults

    with pytest.raises(PublishError, match=r"the cover is too small\. .* \(and 1 more\)") as caught:
        send(tmp_path, "shelf", manner=Manner(bill=bill, open=lambda _address: shelf))
    assert (judged, caught.value.code) == ([root], "not-clean")
    assert "--force" in caught.value.hint
    assert at(shelf) == good
    planned = send(tmp_path, "shelf", manner=Manner(bill=bill, open=lambda _address: shelf, dry_run=True))
    assert planned.published[0].outcome.notes == faults
    forced = send(tmp_path, "shelf", manner=Manner(bill=bill, open=lambda _address: shelf, force=True))
    assert forced.published[0].outcome.overrode == faults
    assert "Overridden by --force: feed.xml: the cover is too small." in list(text(forced))
    assert contents(root).items() <= at(shelf).items()


def test_a_hub_is_told_once_the_news_is_public_and_only_of_news(tmp_path: Path) -> None:
    web = tmp_path / "web"
    with Hub() as hub:

        def news_is_there(feed: str) -> None:
            assert feed == "https://audio.example.org/town/feed.xml"
            assert b"<guid>bus</guid>" in (web / "feed.xml").read_bytes()

        hub.on_ping = news_is_there
        shelve(tmp_path / "public", {"tea": A, "bus": B}, hub=hub.url)
        (told,) = send(tmp_path, str(web)).published
        assert [ping.accepted for ping in told.pings] == [True]
        (quiet,) = send(tmp_path, str(web)).published
        assert quiet.pings == ()
        assert len(hub.pings) == 1


def test_a_hub_that_fails_never_fails_the_publish_and_is_told_of(tmp_path: Path) -> None:
    with Hub((500, {})) as hub:
        root = shelve(tmp_path / "public", {"tea": A}, hub=hub.url)
        publication = send(tmp_path, str(tmp_path / "web"), manner=Manner(sleep=lambda _seconds: None))
    assert publication.exit_code == 0
    assert at(open_target(str(tmp_path / "web"))) == contents(root)
    assert any("could not be told (it answered 500" in line for line in text(publication))


def test_no_hub_is_told_of_a_plan(tmp_path: Path) -> None:
    with Hub() as hub:
        shelve(tmp_path / "public", {"tea": A}, hub=hub.url)
        send(tmp_path, str(tmp_path / "web"), manner=Manner(dry_run=True))
    assert hub.pings == []


def test_somebody_else_is_publishing(tmp_path: Path, run: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    shelve(tmp_path / "public", {"tea": A})
    claim = tmp_path / "web" / ".audioblog" / "publisher.json"
    claim.parent.mkdir(parents=True)
    claim.write_text('{"publisher":"other","who":"printer’s laptop","until":"2999-01-01T00:00:00Z"}', "utf-8")
    done = run("publish", "web", "--force")
    assert done.returncode == 75
    assert "printer’s laptop" in done.stderr
    assert not (tmp_path / "web" / "feed.xml").exists()


def test_a_build_in_the_same_workspace_is_not_published_half_done(tmp_path: Path) -> None:
    shelve(tmp_path / "public", {"tea": A})
    with locked(tmp_path / ".audioblog"), pytest.raises(Busy):
        send(tmp_path, str(tmp_path / "web"))


def test_one_target_that_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    for name in ("bus", "town"):
        describe(tmp_path, name, f'target = "../{name}"')
        shelve(tmp_path / "public" / name, {name: A})
    (tmp_path / "bus").write_text("in the way")
    publication = send(tmp_path)
    assert publication.exit_code == 3
    assert [failure.code for failure in publication.failures] == ["not-writable"]
    assert at(open_target(str(tmp_path / "town"))) == contents(tmp_path / "public" / "town")


def test_the_same_workspace_is_known_by_the_same_name(tmp_path: Path) -> None:
    shelve(tmp_path / "public", {"tea": A})
    send(tmp_path, str(tmp_path / "web"))
    name = (tmp_path / ".audioblog" / "publisher").read_text()
    (tmp_path / "public" / "feed.xml").write_bytes(rss({"tea": A}) + b"<!-- new -->")
    send(tmp_path, str(tmp_path / "web"))
    assert (tmp_path / ".audioblog" / "publisher").read_text() == name
    assert media("tea", A) + ".mp3" in at(open_target(str(tmp_path / "web")))
