"""Publishing to a target: the order, only what changed, crashes at every step, two at once, what is taken away."""

from __future__ import annotations

import doctest
import itertools
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from s3server import S3Server, s3_server

from audioblog.errors import Busy, PublishError
from audioblog.publish import headers
from audioblog.publish.delivery.claim import CLAIM
from audioblog.publish.delivery.manifest import MANIFEST
from audioblog.publish.delivery.naming import named_by
from audioblog.publish.delivery.plan import read_edition, step_of
from audioblog.publish.delivery.targets import Target, open_target
from audioblog.publish.delivery.upload import UNGUARDED, Outcome, preview, publish

sys.path.insert(0, str(Path(__file__).parent))

from shelf import Clock, Crash, Shelf, Watched, assert_nothing_dangles, at, contents, media, rss, shelve

A, B, C = b"aaaa" * 100, b"bb" * 300, b"c" * 500


@pytest.fixture(scope="module")
def s3() -> Iterator[S3Server]:
    with s3_server() as server:
        yield server


@pytest.fixture(params=["folder", "s3"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Target:
    """An empty real target."""
    if request.param == "folder":
        return open_target(str(tmp_path / "target"))
    server: S3Server = request.getfixturevalue("s3")
    return open_target(f"s3://{server.new_bucket()}/audio")


def send(target: Target, root: Path, *, publisher: str = "me", clock: Clock | None = None, **given: Any) -> Outcome:
    given.setdefault("parallel", 1)
    return publish(
        target, read_edition(root), publisher=publisher, who=f"{publisher}'s machine", clock=clock or Clock(), **given
    )


def test_files_go_first_and_the_feed_last(tmp_path: Path) -> None:
    root = shelve(tmp_path / "public", {"tea": A, "bus": B}, older={"old": C})
    target = Watched(Shelf())
    outcome = send(target, root)
    order = [name for _, name in target.public()]
    assert sorted(order, key=step_of) == order
    assert order[-2:] == ["feed-2.xml", "feed.xml"]
    assert set(order) == set(contents(root)) == set(outcome.put)
    assert outcome.bytes == sum(map(len, contents(root).values()))


def test_every_object_has_its_type_and_cache_time(tmp_path: Path) -> None:
    target = Shelf()
    send(target, shelve(tmp_path / "public", {"tea": A}))
    name = media("tea", A)
    assert target.headers[f"{name}.mp3"] == ("audio/mpeg", "public, max-age=31536000, immutable")
    assert target.headers[f"{name}.vtt"] == ("text/vtt; charset=utf-8", "public, max-age=3600")
    assert target.headers["feed.xml"] == ("application/rss+xml; charset=utf-8", "public, max-age=300")
    assert target.headers["episodes/tea/index.html"] == ("text/html; charset=utf-8", "public, max-age=300")


def test_only_what_changed_is_put(place: Target, tmp_path: Path) -> None:
    root = shelve(tmp_path / "public", {"tea": A})
    send(place, root)
    watched = Watched(place)
    assert send(watched, root).put == ()
    assert watched.public() == []
    shelve(root, {"tea": A, "bus": B})
    added = {f"{media('bus', B)}.mp3", f"{media('bus', B)}.vtt", "episodes/bus/index.html", "index.html", "feed.xml"}
    assert set(send(watched, root).put) == added
    assert at(place) == contents(root)


def test_what_somebody_changed_at_the_target_is_put_again(place: Target, tmp_path: Path) -> None:
    root = shelve(tmp_path / "public", {"tea": A})
    send(place, root)
    place.put("index.html", b"hacked", kind="text/html", cache="")
    place.delete(f"{media('tea', A)}.mp3")
    assert set(send(place, root).put) == {"index.html", f"{media('tea', A)}.mp3"}
    assert at(place) == contents(root)


def test_several_at_a_time_come_to_the_same(place: Target, tmp_path: Path) -> None:
    root = shelve(tmp_path / "public", {f"post-{number}": b"%d" % number * 50 for number in range(12)})
    assert set(send(place, root, parallel=6).put) == set(contents(root))
    assert at(place) == contents(root)


class TestTakingAway:
    def test_pages_go_after_the_feed_stands_and_audio_after_its_grace(self, place: Target, tmp_path: Path) -> None:
        root, clock = tmp_path / "public", Clock()
        sound = f"{media('tea', A)}.mp3"
        send(place, shelve(root, {"tea": A, "bus": B}), clock=clock)
        shelve(root, {"bus": B})
        watched = Watched(place)
        clock.advance(days=1)
        outcome = send(watched, root, clock=clock)
        assert watched.public() == [
            ("put", "index.html"),
            ("put", "feed.xml"),
            ("delete", "episodes/tea/index.html"),
        ]
        assert outcome.waiting == (sound, sound.replace("mp3", "vtt"))
        clock.advance(days=29)
        assert send(place, root, clock=clock).removed == ()
        assert sound in at(place)
        clock.advance(days=1)
        assert send(place, root, clock=clock).removed == (sound.replace("mp3", "vtt"), sound)
        assert at(place) == contents(root)

    def test_the_grace_begins_when_the_feed_stops_naming_it_although_the_file_still_lies_here(
        self, tmp_path: Path
    ) -> None:
        root, target, clock = tmp_path / "public", Shelf(), Clock()
        send(target, shelve(root, {"tea": A, "bus": B}), clock=clock)
        kept = {name: (root / name).read_bytes() for name in contents(root) if name.startswith(media("tea", A))}
        shelve(root, {"bus": B})
        for name, data in kept.items():
            (root / name).write_bytes(data)
        assert send(target, root, clock=clock).waiting == ()
        clock.advance(days=31)
        assert send(target, root, clock=clock).removed == ()
        shelve(root, {"bus": B})
        assert set(send(target, root, clock=clock).removed) == set(kept)

    def test_audio_that_is_named_again_begins_its_grace_anew(self, tmp_path: Path) -> None:
        root, target, clock = tmp_path / "public", Shelf(), Clock()
        send(target, shelve(root, {"tea": A, "bus": B}), clock=clock)
        send(target, shelve(root, {"bus": B}), clock=clock)
        clock.advance(days=20)
        assert f"{media('tea', A)}.mp3" not in send(target, shelve(root, {"tea": A, "bus": B}), clock=clock).put
        clock.advance(days=20)
        assert send(target, shelve(root, {"bus": B}), clock=clock).removed == ("episodes/tea/index.html",)

    def test_nothing_that_we_did_not_publish_is_ever_removed(self, place: Target, tmp_path: Path) -> None:
        place.put("favicon.ico", b"theirs", kind="image/x-icon", cache="")
        place.put("media/song.0123456789ab.mp3", b"theirs", kind="audio/mpeg", cache="")
        root = shelve(tmp_path / "public", {"tea": A})
        send(place, root, grace=timedelta())
        send(place, shelve(root, {"bus": B}), grace=timedelta())
        assert at(place) == contents(root) | {"favicon.ico": b"theirs", "media/song.0123456789ab.mp3": b"theirs"}

    def test_a_manifest_that_lies_removes_nothing_outside(self, tmp_path: Path) -> None:
        outside = tmp_path / "precious.txt"
        outside.write_text("precious")
        target = open_target(str(tmp_path / "target"))
        root = shelve(tmp_path / "public", {"tea": A})
        send(target, root)
        manifest = tmp_path / "target" / MANIFEST
        said = json.loads(manifest.read_bytes())
        said["files"]["../precious.txt"] = {"digest": "x", "size": 8, "mark": "x"}
        manifest.write_text(json.dumps(said))
        send(target, shelve(root, {"bus": B}), grace=timedelta())
        assert outside.read_text() == "precious"


class TestCrashes:
    """The feed at the target names nothing that is not there, whatever step is the last; the same call finishes."""

    def editions(self, tmp_path: Path) -> tuple[Path, Path]:
        old = shelve(tmp_path / "old", {"tea": A, "bus": B}, older={"first": C})
        return old, shelve(tmp_path / "new", {"tea": A + b"corrected", "walk": C}, older={"first": C})

    def steps(self, tmp_path: Path) -> int:
        old, new = self.editions(tmp_path)
        target = Watched(Shelf())
        send(target, old, grace=timedelta())
        before = len(target.done)
        send(target, new, grace=timedelta())
        return len(target.done) - before

    def test_at_every_step(self, place: Target, tmp_path: Path) -> None:
        old, new = self.editions(tmp_path)
        count = self.steps(tmp_path)
        assert count > 20
        # "Before a step" is "after the one before it" with the wire cut: tried where it is cheap.
        moments = ("after",) if place.address.startswith("s3") else ("before", "after")
        for step, moment in itertools.product(range(count), moments):
            send(place, old, grace=timedelta())

            def crash(number: int, what: str, name: str, step: int = step) -> None:
                if number >= step:
                    raise Crash

            with pytest.raises(Crash):
                send(Watched(place, **{moment: crash}), new, grace=timedelta())
            assert_nothing_dangles(place)
            send(place, new, grace=timedelta())
            assert at(place) == contents(new), f"{moment} step {step}"

    def test_a_first_publish_that_dies_shows_no_feed_at_all(self, tmp_path: Path) -> None:
        old, _ = self.editions(tmp_path)
        for step in range(8):
            target = Shelf()

            def crash(number: int, what: str, name: str, step: int = step) -> None:
                if number >= step:
                    raise Crash

            with pytest.raises(Crash):
                send(Watched(target, before=crash), old)
            assert "feed.xml" not in target.objects
            send(target, old)
            assert at(target) == contents(old)

    def test_what_a_dead_run_uploaded_is_not_uploaded_again(self, place: Target, tmp_path: Path) -> None:
        root = shelve(tmp_path / "public", {f"post-{number}": b"%d" % number * 50 for number in range(6)})

        def crash(number: int, what: str, name: str) -> None:
            if name.endswith(".html"):
                raise Crash

        with pytest.raises(Crash):
            send(Watched(place, before=crash), root)
        watched = Watched(place)
        send(watched, root)
        assert not [name for _, name in watched.public() if name.endswith(".mp3")]
        assert at(place) == contents(root)

    def test_what_a_dead_run_uploaded_and_nobody_wants_any_more_is_removed(self, tmp_path: Path) -> None:
        root, target = tmp_path / "public", Shelf()

        def crash(number: int, what: str, name: str) -> None:
            if name == "feed.xml":
                raise Crash

        with pytest.raises(Crash):
            send(Watched(target, before=crash), shelve(root, {"mistake": A}))
        send(target, shelve(root, {"bus": B}), grace=timedelta())
        assert at(target) == contents(root)

    def test_a_killed_process(self, place: Target, tmp_path: Path) -> None:
        old, new = self.editions(tmp_path)
        code = (
            "import os, signal, sys; sys.path[:0] = sys.argv[1:3]\n"
            "from test_upload import *\n"
            "def die(number, what, name):\n"
            "    if number == int(sys.argv[5]): os.kill(os.getpid(), signal.SIGKILL)\n"
            "send(Watched(open_target(sys.argv[3]), after=die), Path(sys.argv[4]), grace=timedelta())"
        )
        here = Path(__file__).parent
        for step in (3, 9, 20):
            send(place, old, grace=timedelta())
            arguments = [str(here), str(here.parent), place.address, str(new), str(step)]
            done = subprocess.run([sys.executable, "-c", code, *arguments], timeout=60, env=os.environ)
            assert done.returncode == -signal.SIGKILL
            assert_nothing_dangles(place)
            send(place, new, grace=timedelta())
            assert at(place) == contents(new)

    def test_what_was_half_written_is_swept_away_when_it_is_old(self, tmp_path: Path) -> None:
        root, there = shelve(tmp_path / "public", {"tea": A}), tmp_path / "target"
        place = open_target(str(there))
        send(place, root)
        for name, age in {"media/.new-old": 7200, "media/.new-fresh": 60, "media/.htaccess": 7200}.items():
            (there / name).write_bytes(b"half")
            os.utime(there / name, (Clock()().timestamp() - age,) * 2)
        send(place, root)
        left = sorted(file.name for file in (there / "media").iterdir() if file.name.startswith("."))
        assert left == [".htaccess", ".new-fresh"]


class TestTwoAtOnce:
    def test_the_second_one_is_told_who_the_first_is(self, place: Target, tmp_path: Path) -> None:
        mine, theirs = shelve(tmp_path / "mine", {"tea": A}), shelve(tmp_path / "theirs", {"bus": B})
        refused: list[str] = []

        def meanwhile(number: int, what: str, name: str) -> None:
            if name == "index.html":
                with pytest.raises(Busy, match="they's machine") as caught:
                    send(place, mine, publisher="me")
                refused.append(caught.value.hint)

        send(Watched(place, before=meanwhile), theirs, publisher="they")
        assert len(refused) == 1
        assert at(place) == contents(theirs)

    def test_of_two_that_start_together_one_wins_and_the_other_says_so(self, place: Target, tmp_path: Path) -> None:
        mine, theirs = shelve(tmp_path / "mine", {"tea": A}), shelve(tmp_path / "theirs", {"bus": B})
        together, results = threading.Barrier(2), {}

        def go(name: str, root: Path) -> None:
            together.wait()
            try:
                results[name] = send(place, root, publisher=name, parallel=3)
            except Busy as error:
                results[name] = error

        threads = [threading.Thread(target=go, args=pair) for pair in (("me", mine), ("they", theirs))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert_nothing_dangles(place)
        won = {name for name, result in results.items() if isinstance(result, Outcome)}
        assert won, results
        if len(won) == 1:  # else the one began when the other was done
            assert at(place) == contents(mine if won == {"me"} else theirs)

    def test_one_that_died_is_taken_over_when_its_time_is_up(self, place: Target, tmp_path: Path) -> None:
        root, clock = shelve(tmp_path / "public", {"tea": A}), Clock()

        def crash(number: int, what: str, name: str) -> None:
            if number >= 4:
                raise Crash

        with pytest.raises(Crash):
            send(Watched(place, before=crash), root, publisher="they", clock=clock)
        with pytest.raises(Busy):
            send(place, root, publisher="me", clock=clock)
        clock.advance(minutes=11)
        send(place, root, publisher="me", clock=clock)
        assert at(place) == contents(root)

    def test_one_that_was_thought_dead_notices_and_stops_before_the_feed(self, place: Target, tmp_path: Path) -> None:
        mine, theirs, clock = shelve(tmp_path / "mine", {"tea": A}), shelve(tmp_path / "theirs", {"bus": B}), Clock()

        def sleep(number: int, what: str, name: str) -> None:
            if name == "index.html":
                clock.advance(minutes=20)
                send(place, theirs, publisher="they", clock=clock, force=True)

        with pytest.raises(Busy):
            send(Watched(place, before=sleep), mine, publisher="me", clock=clock)
        found = place.get("feed.xml")
        assert found is not None
        assert found[0] == contents(theirs)["feed.xml"]
        assert_nothing_dangles(place)

    def test_a_feed_that_somebody_changed_meanwhile_stays(self, place: Target, tmp_path: Path) -> None:
        root = shelve(tmp_path / "public", {"tea": A})
        send(place, root)
        theirs = rss({"tea": A}) + b"<!-- edited by hand -->"

        def meanwhile(number: int, what: str, name: str) -> None:
            if name == "index.html":
                place.put("feed.xml", theirs, kind="application/rss+xml", cache="")

        with pytest.raises(Busy, match=r"somebody else changed feed\.xml"):
            send(Watched(place, after=meanwhile), shelve(root, {"tea": A, "bus": B}))
        found = place.get("feed.xml")
        assert found is not None
        assert found[0] == theirs
        send(place, root)
        assert at(place) == contents(root)

    @pytest.mark.parametrize("conditions", ["ignored", "unknown"])
    def test_a_store_without_conditions_works_and_is_told(self, tmp_path: Path, conditions: str) -> None:
        root, target = shelve(tmp_path / "public", {"tea": A}), Shelf(conditions)
        assert send(target, root).notes == (UNGUARDED,)
        assert at(target) == contents(root)
        assert send(target, root, publisher="another").put == ()
        target.put(CLAIM, b'{"publisher":"they","who":"x","until":"2026-11-27T12:05:00Z"}', kind="", cache="")
        with pytest.raises(Busy):
            send(target, root)
        assert send(Shelf(), root).notes == ()


class TestWhatSpeaksAgainstIt:
    def test_files_of_somebody_else_are_not_overwritten(self, place: Target, tmp_path: Path) -> None:
        place.put("index.html", b"their home page", kind="text/html", cache="")
        root = shelve(tmp_path / "public", {"tea": A})
        with pytest.raises(PublishError, match=r"audioblog did not put there: index\.html") as caught:
            send(place, root)
        assert "--force" in caught.value.hint
        assert at(place) == {"index.html": b"their home page"}
        outcome = send(place, root, force=True)
        assert "index.html" in outcome.overrode[0]
        assert at(place) == contents(root)

    def test_another_show_is_not_overwritten(self, tmp_path: Path) -> None:
        root, target = shelve(tmp_path / "public", {"tea": A}), Shelf()
        send(target, root)
        (root / "feed.xml").write_bytes(rss({"tea": A}, guid="another"))
        with pytest.raises(PublishError, match="the feed of another show") as caught:
            send(target, root)
        assert caught.value.code == "not-ours"
        assert send(target, root, force=True).overrode

    def test_a_feed_that_names_a_missing_file_is_never_published_not_even_by_force(self, tmp_path: Path) -> None:
        root = shelve(tmp_path / "public", {"tea": A})
        (root / f"{media('tea', A)}.mp3").unlink()
        with pytest.raises(PublishError, match="is missing") as caught:
            read_edition(root)
        assert caught.value.code == "dangling"
        (root / f"{media('tea', A)}.mp3").write_bytes(A[:-1])
        with pytest.raises(PublishError, match="has 399 bytes and not 400"):
            read_edition(root)

    def test_a_file_that_the_target_lost_on_the_way_stops_the_feed(self, tmp_path: Path) -> None:
        root, target = shelve(tmp_path / "public", {"tea": A}), Shelf()

        def lose(number: int, what: str, name: str) -> None:
            if name.endswith(".mp3"):
                target.delete(name)

        with pytest.raises(PublishError, match=r"is missing in shelf://one"):
            send(Watched(target, after=lose), root)
        assert "feed.xml" not in target.objects

    @pytest.mark.parametrize("data", [b"", b"<rss", b"<rss>&nbsp;</rss>"])
    def test_a_feed_that_apps_cannot_read_is_not_published(self, tmp_path: Path, data: bytes) -> None:
        root = shelve(tmp_path / "public", {"tea": A})
        (root / "feed.xml").write_bytes(data)
        with pytest.raises(PublishError, match="not well-formed") as caught:
            read_edition(root)
        assert caught.value.code == "bad-feed"

    def test_a_folder_without_a_feed_is_no_edition(self, tmp_path: Path) -> None:
        with pytest.raises(PublishError, match="no folder"):
            read_edition(tmp_path / "none")
        with pytest.raises(PublishError, match=r"no feed\.xml"):
            read_edition(tmp_path)

    def test_a_manifest_of_the_future_is_told(self, tmp_path: Path) -> None:
        root, target = shelve(tmp_path / "public", {"tea": A}), Shelf()
        target.put(MANIFEST, b'{"files":{},"schema":2}', kind="", cache="")
        with pytest.raises(PublishError, match="of a later audioblog") as caught:
            send(target, root)
        assert caught.value.code == "bad-manifest"


def test_hidden_files_and_links_are_not_published(tmp_path: Path) -> None:
    root = shelve(tmp_path / "public", {"tea": A})
    (tmp_path / "secret").write_text("secret")
    (root / ".new-abc").write_bytes(b"half")
    (root / ".git").mkdir()
    (root / ".git" / "config").write_bytes(b"secret")
    (root / "link.html").symlink_to(tmp_path / "secret")
    target = Shelf()
    send(target, root)
    assert not [name for name in target.objects if "secret" in name or "new" in name or "git" in name or "link" in name]


def test_a_plan_changes_nothing_and_says_the_same_as_what_is_then_done(place: Target, tmp_path: Path) -> None:
    root = shelve(tmp_path / "public", {"tea": A, "bus": B})
    send(place, root)
    shelve(root, {"bus": B, "walk": C})
    watched = Watched(place)
    said = preview(watched, read_edition(root), Clock())
    assert watched.done == []
    done = send(watched, root)
    assert (said.put, said.removed, said.waiting, said.same) == (done.put, done.removed, done.waiting, done.same)


def test_a_failure_lets_others_publish_at_once(tmp_path: Path) -> None:
    root, target = shelve(tmp_path / "public", {"tea": A}), Shelf()

    def refuse(number: int, what: str, name: str) -> None:
        if name == "index.html":
            raise PublishError("the store says no")

    with pytest.raises(PublishError, match="the store says no"):
        send(Watched(target, before=refuse), root, publisher="they", parallel=2)
    assert "feed.xml" not in target.objects
    send(target, root, publisher="me")
    assert at(target) == contents(root)


def test_a_feed_names_its_files_and_not_what_lies_elsewhere() -> None:
    base = "https://audio.example.org/town/"
    feed = (
        '<rss xmlns:atom="http://www.w3.org/2005/Atom" xmlns:podcast="https://podcastindex.org/namespace/1.0" '
        'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel>'
        f'<atom:link rel="self" href="{base}feed.xml"/><itunes:image href="{base}cover.jpg"/><item>'
        f'<enclosure url="{base}media/a.mp3" length="7"/><enclosure url="https://cdn.example.org/media/b.mp3"/>'
        f'<podcast:transcript url="{base}episodes/a/#text"/><podcast:chapters url="{base}media/a.chapters.json"/>'
        f'<podcast:alternateEnclosure><podcast:source uri="{base}media/a.opus"/></podcast:alternateEnclosure>'
        "</item></channel></rss>"
    ).encode()
    assert dict(named_by("town/feed.xml", feed).files) == {
        "town/cover.jpg": None,
        "town/media/a.mp3": 7,
        "town/episodes/a/index.html": None,
        "town/media/a.chapters.json": None,
        "town/media/a.opus": None,
    }
    assert "media/a.mp3" in named_by("feed.xml", feed).files
    side = feed.replace(b"town/feed.xml", b"town/feeds/bus.xml")
    assert named_by("town/feeds/bus.xml", side).files == named_by("town/feed.xml", feed).files
    assert "media/a.mp3" in named_by("feeds/bus.xml", side).files
    assert named_by("elsewhere.xml", feed).files == {}


def test_the_examples_in_its_docstrings_are_true() -> None:
    assert doctest.testmod(headers).attempted > 0
    assert doctest.testmod(headers).failed == 0
