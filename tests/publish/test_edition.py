"""The public folder as a whole: complete, repeatable, never dangling, whatever happens in between."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from audioblog.errors import PublishError
from audioblog.model import Episode, Post, Show, Timeline
from audioblog.publish import edition, folder
from audioblog.publish.cover import Cover
from audioblog.publish.edition import SIDECARS, Changes, missing_media, publish

COVER = Cover(b"picture", "image/jpeg", 1400, 1400, "Words", "cover-0123456789ab.jpg")


class Press:
    """Publishes into a folder, keeping the manifest as the catalogue does, and counts how often a post is loaded."""

    def __init__(self, root: Path, show: Show, post: Post, timeline: Timeline) -> None:
        self.out, self.staging = root / "public", root / "staging"
        self.staging.mkdir()
        self.show, self.post, self.timeline = show, post, timeline
        self.manifest: dict[str, str] = {}
        self.loaded = 0
        self.inputs: dict[str, str] = {}

    def load(self, episode: Episode) -> tuple[Post, Timeline]:
        self.loaded += 1
        return replace(self.post, title=episode.title), self.timeline

    def __call__(self, episodes: list[Episode], cover: Cover = COVER) -> Changes:
        media = {}
        for episode in missing_media(episodes, self.out):
            staged = self.staging / f"{episode.slug}.mp3"
            staged.write_bytes(b"\0" * episode.bytes)
            media[f"{episode.media}.mp3"] = staged
        return publish(
            self.show, episodes, load=self.load, media=media, cover=cover, out=self.out, manifest=self.manifest,
            inputs=self.inputs,
        )  # fmt: skip

    def files(self) -> dict[str, bytes]:
        return {str(path.relative_to(self.out)): path.read_bytes() for path in self.out.rglob("*") if path.is_file()}

    def assert_nothing_dangles(self) -> None:
        """Every address of ours in the feed, and every link of every page, leads to a file that is there."""
        files = self.files()
        assert not [name for name in files if "/." in f"/{name}"], "no half-written file stays"
        for name in (name for name in files if name.endswith(".xml")):
            for address in re.findall(rf'{re.escape(self.show.base_url)}([^"<&\]]*)', files[name].decode()):
                path = address.partition("#")[0]
                assert (path + "index.html" if path.endswith("/") or not path else path) in files, address
            for url, length in re.findall(r'<enclosure url="([^"]+)" length="(\d+)"', files[name].decode()):
                assert len(files[url.removeprefix(self.show.base_url)]) == int(length)
        for name in (name for name in files if name.endswith(".html")):
            for link in re.findall(r'(?:href|src)="([^"#:]+)(?:#[^"]*)?"', files[name].decode()):
                target = (self.out / name).parent / link
                assert target.resolve().is_file(), f"{name}: {link}"


@pytest.fixture
def press(tmp_path: Path, show: Show, post: Post, timeline: Timeline) -> Press:
    return Press(tmp_path, show, post, timeline)


@pytest.fixture
def small(many: Callable[[int], list[Episode]]) -> Callable[[int], list[Episode]]:
    return lambda count: [replace(episode, bytes=2000 + number) for number, episode in enumerate(many(count))]


def test_an_edition_has_the_files_of_the_design(press: Press, small: Callable[[int], list[Episode]]) -> None:
    changes = press(small(1))
    expected = {
        "feed.xml", "index.html", "subscribe.html", "site.css", "player.js", COVER.name, "episodes/post-0/index.html",
        *(f"media/post-0.0123456789ab.{suffix}" for suffix in ("mp3", *SIDECARS)),
    }  # fmt: skip
    assert set(press.files()) == expected == set(changes.written) == set(press.manifest)
    assert changes.written[0].endswith(".mp3")
    assert changes.written[-1] == "feed.xml"
    press.assert_nothing_dangles()


def test_a_second_time_nothing_is_loaded_or_written(press: Press, small: Callable[[int], list[Episode]]) -> None:
    press(small(3))
    before, loaded = press.files(), press.loaded
    times = {path: path.stat().st_mtime_ns for path in press.out.rglob("*")}
    changes = press(small(3)[::-1])
    assert (changes.written, changes.removed, press.loaded) == ((), (), loaded)
    assert set(changes.unchanged) == set(before)
    assert press.files() == before
    assert {path: path.stat().st_mtime_ns for path in press.out.rglob("*")} == times


def test_a_lost_manifest_writes_the_same_bytes_and_touches_nothing(
    press: Press, small: Callable[[int], list[Episode]]
) -> None:
    press(small(2))
    press.manifest.clear()
    assert press(small(2)).written == ()


def test_a_new_episode_makes_only_its_own_files(press: Press, small: Callable[[int], list[Episode]]) -> None:
    press(small(2))
    changes = press(small(3))
    assert {name for name in changes.written if "post-2" not in name} == {"index.html", "feed.xml"}
    assert press.loaded <= 2 * 2 + 1 + 3, "once for the files of each, once for its text in the feed"
    press.assert_nothing_dangles()


def test_text_that_changes_while_the_episode_does_not(press: Press, small: Callable[[int], list[Episode]]) -> None:
    episodes = small(2)
    press.inputs = {episode.guid: "1" for episode in episodes}
    press(episodes)
    press.post = replace(press.post, author="x", blocks=press.post.blocks[:2])
    assert press(episodes).written == ()
    press.inputs[episodes[0].guid] = "2"
    assert set(press(episodes).written) == {"episodes/post-0/index.html", "feed.xml"}


def test_a_deleted_or_missing_file_is_made_again(press: Press, small: Callable[[int], list[Episode]]) -> None:
    press(small(2))
    before = press.files()
    for name in ("index.html", "media/post-1.0123456789ab.vtt", "episodes/post-0/index.html", "site.css"):
        (press.out / name).unlink()
    press(small(2))
    assert press.files() == before


def test_audio_that_is_missing_or_cut_never_gets_into_the_feed(
    press: Press, small: Callable[[int], list[Episode]], show: Show
) -> None:
    press(small(1))
    feed = press.files()["feed.xml"]
    for data in (None, b"short"):
        path = press.out / "media/post-0.0123456789ab.mp3"
        path.unlink(missing_ok=True)
        if data:
            path.write_bytes(data)
        assert [episode.slug for episode in missing_media(small(1), press.out)] == ["post-0"]
        with pytest.raises(PublishError) as caught:
            publish(show, small(1), load=press.load, media={}, cover=COVER, out=press.out, manifest={})
        assert caught.value.code == "media-missing"
        assert press.files()["feed.xml"] == feed


def test_new_audio_has_a_new_name_and_the_old_one_stays(press: Press, small: Callable[[int], list[Episode]]) -> None:
    press(small(1))
    again = replace(small(1)[0], media="media/post-0.ffffffffffff", bytes=999)
    changes = press([again])
    assert "media/post-0.0123456789ab.mp3" in changes.stale
    assert "media/post-0.0123456789ab.mp3" in press.files(), "apps with the old feed still find it"
    assert b"0123456789ab.mp3" not in press.files()["feed.xml"]
    press.assert_nothing_dangles()


def test_an_episode_that_is_gone_leaves_the_feed_first_and_then_its_page(
    press: Press, small: Callable[[int], list[Episode]], monkeypatch: pytest.MonkeyPatch
) -> None:
    press(small(2))
    feeds_at_removal = []
    real = folder.remove

    def remove(root: Path, name: str) -> None:
        feeds_at_removal.append((root / "feed.xml").read_bytes())
        real(root, name)

    monkeypatch.setattr(folder, "remove", remove)
    changes = press(small(1))
    assert changes.removed == ("episodes/post-1/index.html",)
    assert all(b"post-1" not in feed for feed in feeds_at_removal)
    assert "media/post-1.0123456789ab.mp3" in changes.stale
    press.assert_nothing_dangles()


def test_a_file_that_is_not_ours_is_never_touched(press: Press, small: Callable[[int], list[Episode]]) -> None:
    press(small(2))
    (press.out / "episodes/post-1/notes.txt").write_text("mine")
    (press.out / "CNAME").write_text("mine")
    press(small(1))
    assert press.files()["episodes/post-1/notes.txt"] == b"mine"
    assert press.files()["CNAME"] == b"mine"


def test_a_first_run_with_nothing_publishes_nothing(press: Press) -> None:
    assert press([]) == Changes()
    assert not press.out.exists()


def test_an_empty_edition_never_replaces_one_with_episodes(press: Press, small: Callable[[int], list[Episode]]) -> None:
    press(small(1))
    before = press.files()
    with pytest.raises(PublishError) as caught:
        press([])
    assert caught.value.code == "empty-feed"
    assert press.files() == before


def test_an_unknown_category_changes_nothing_public(press: Press, small: Callable[[int], list[Episode]]) -> None:
    press(small(1))
    before = press.files()
    press.show = replace(press.show, category="Blogs")
    with pytest.raises(PublishError):
        press(small(2))
    assert press.files() == before


def test_wherever_it_stops_the_feed_is_whole_and_the_next_run_finishes(
    press: Press, small: Callable[[int], list[Episode]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk at each write in turn, on the way from two episodes to three with one of the old ones gone."""
    later = [replace(episode, updated=episode.updated + timedelta(days=9)) for episode in small(3)[1:]]
    press(small(2))
    real = folder.write
    steps = 0
    while True:
        left = steps

        def write(root: Path, name: str, data: bytes) -> bool:
            nonlocal left
            left -= 1
            if left < 0:
                raise PublishError("The disk is full", code="disk-full")
            return real(root, name, data)

        monkeypatch.setattr(folder, "write", write)
        try:
            press(later)
        except PublishError:
            press.assert_nothing_dangles()
            steps += 1
        else:
            break
    assert steps > 5
    press.assert_nothing_dangles()
    assert "episodes/post-0/index.html" not in press.files()


def test_more_than_a_page_of_episodes(
    press: Press, small: Callable[[int], list[Episode]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("audioblog.publish.feed.PAGE", 4)
    monkeypatch.setattr("audioblog.publish.site.NEWEST", 3)
    changes = press(small(10))
    feeds = [name for name in changes.written if name.endswith(".xml")]
    assert feeds == ["feed-2.xml", "feed-3.xml", "feed.xml"]
    assert "archive/2016/index.html" in press.files()
    press.assert_nothing_dangles()
    again = press(small(10))
    assert again.written == ()
    assert len(again.unchanged) == len(set(again.unchanged)) == len(press.files())
    (press.out / "archive/2016/index.html").unlink()
    assert press(small(10)).written == ("archive/2016/index.html",)
    assert set(press(small(11)).written) >= {"feed.xml", "archive/2016/index.html"}
    shrunk = press(small(3))
    assert set(shrunk.removed) >= {"feed-2.xml", "feed-3.xml", "archive/2016/index.html"}
    press.assert_nothing_dangles()


def test_opening_the_room_is_cheap() -> None:
    code = "import audioblog.publish.edition, sys; print({'lxml', 'PIL', 'jinja2', 'feedgen'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "set()\n"


def test_old_media_that_somebody_cleared_away_is_forgotten(press: Press, small: Callable[[int], list[Episode]]) -> None:
    press(small(2))
    assert len(press(small(1)).stale) == 7
    for path in press.out.glob("media/post-1.*"):
        path.unlink()
    assert press(small(1)).stale == ()
    assert not [name for name in press.manifest if "post-1" in name]


def test_a_base_address_without_its_slash_is_mended(press: Press, small: Callable[[int], list[Episode]]) -> None:
    press.show = replace(press.show, base_url="https://audio.example.org/mill")
    press(small(1))
    assert b"https://audio.example.org/mill/media/" in press.files()["feed.xml"]


def test_another_cover_has_another_address(press: Press, small: Callable[[int], list[Episode]]) -> None:
    press(small(1))
    changes = press(small(1), replace(COVER, name="cover-ffffffffffff.jpg", data=b"new"))
    assert set(changes.written) == {"cover-ffffffffffff.jpg", "index.html", "feed.xml"}
    assert changes.removed == (COVER.name,)


def test_a_new_version_of_the_code_makes_everything_anew(
    press: Press, small: Callable[[int], list[Episode]], monkeypatch: pytest.MonkeyPatch
) -> None:
    press(small(1))
    loaded = press.loaded
    monkeypatch.setattr(edition, "_made_by", lambda: b"another version")
    assert press(small(1)).written == (), "made anew, and found to be the same"
    assert press.loaded > loaded
