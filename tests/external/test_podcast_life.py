"""What happens to listeners' programs while an edition lives on: older pages, new audio, an episode taken back.

Proves with gPodder: a feed of 320 episodes is read to its oldest page; audio that is made anew keeps its episode, does
not come up as new and is not loaded again; an episode that is withdrawn is gone from the list of whoever has not loaded
it, and can still be loaded by whoever has the old feed; a private show is heard at a listener's own address, at no
other, and no longer when that is revoked.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError

import pytest
from clients import Gpodder, downloaded, serving
from sample_edition import build_sample, clean_environment, free_port

from audioblog.model import AudioFacts, Block, Episode, Post, Script, Show, Timeline
from audioblog.publish.cover import Cover
from audioblog.publish.edition import publish
from audioblog.publish.tombstone import Tombstone

pytestmark = pytest.mark.external

Need = Callable[..., None]
FIRST = datetime(2024, 3, 4, 9, tzinfo=UTC)
POST = Post("tea", "Tea", (Block("b1", "paragraph", "We met for tea at the library."),))
COVER = Cover(b"picture", "image/jpeg", 1400, 1400, "Tea", "cover-0123456789ab.jpg")
TIMELINE = Timeline(Script("Tea", "en-GB", ()), (), (), 60_000, AudioFacts("lame", 44100, 64, 2300), "eSpeak NG")


@dataclass
class Press:
    """Publishes episodes, each with an MP3 of its own, into a folder that is served."""

    out: Path
    url: str
    manifest: dict[str, str] = field(default_factory=dict)

    def episode(self, number: int, audio: bytes) -> Episode:
        name = f"media/tea-{number}.{hashlib.sha256(audio).hexdigest()[:12]}"
        file = self.out / f"{name}.mp3"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(audio)
        moment = FIRST + timedelta(days=number)
        return Episode(
            guid=f"urn:uuid:tea-{number}", show="tea", post=f"tea-{number}", slug=f"tea-{number}",
            title=f"Tea number {number}", published=moment, updated=moment, language="en-GB", media=name,
            bytes=len(audio), duration_ms=60_000, voice="eSpeak NG",
        )  # fmt: skip

    def __call__(self, episodes: Sequence[Episode], withdrawn: Sequence[Tombstone] = ()) -> None:
        show = Show(
            slug="tea", title="Tea at Three", author="Tea at Three", base_url=self.url,
            guid="9b024349-ccf0-5f69-a609-6b82873eab3c",
        )  # fmt: skip
        publish(
            show, episodes, load=lambda _: (POST, TIMELINE), media={}, cover=COVER,
            out=self.out, manifest=self.manifest, withdrawn=withdrawn,
        )  # fmt: skip


@contextmanager
def press(folder: Path) -> Iterator[Press]:
    port = free_port()
    (folder / "public").mkdir()
    with serving(folder / "public", port) as url:
        yield Press(folder / "public", url)


@pytest.fixture(scope="module")
def voices() -> list[bytes]:
    """Real MP3 files that differ."""
    return [item.audio.read_bytes() for item in build_sample().items[:3]]


def test_a_feed_in_pages_is_read_to_its_end(need: Need, tmp_path: Path) -> None:
    need("gpo", package="gpodder")
    gpo = Gpodder(tmp_path)
    gpo.keep(1000)
    with press(tmp_path) as paper:
        paper([paper.episode(number, b"\xff\xfb" + bytes([number % 256]) * 64) for number in range(320)])
        assert sorted(file.name for file in paper.out.glob("feed*.xml")) == ["feed-2.xml", "feed.xml"]
        gpo("subscribe", paper.url + "feed.xml")
        gpo("update")
    assert set(gpo.episodes()) == {f"urn:uuid:tea-{number}" for number in range(320)}


def test_new_audio_of_an_old_episode_is_not_loaded_again(need: Need, tmp_path: Path, voices: list[bytes]) -> None:
    need("gpo", package="gpodder")
    gpo = Gpodder(tmp_path)
    with press(tmp_path) as paper:
        old, other = paper.episode(1, voices[0]), paper.episode(2, voices[1])
        paper([old, other])
        feed = paper.url + "feed.xml"
        gpo("subscribe", feed)
        gpo("update")
        gpo("download", feed)
        loaded = gpo.files()
        assert set(loaded) == {hashlib.sha256(voice).hexdigest() for voice in voices[:2]}
        new = replace(paper.episode(1, voices[2]), updated=old.updated + timedelta(days=30))
        paper([new, other])
        gpo("update")
        gpo("download", feed)
        assert gpo.files() == loaded, "what was loaded and heard stays as it is"
        assert gpo.episodes() == {each.guid: f"{paper.url}{each.media}.mp3" for each in (new, other)}
        newcomer = Gpodder(tmp_path / "newcomer")
        newcomer.home.mkdir()
        newcomer("subscribe", feed)
        newcomer("update")
        newcomer("download", feed)
        assert set(newcomer.files()) == {hashlib.sha256(voice).hexdigest() for voice in voices[1:]}


def test_an_episode_that_is_taken_back_is_gone(need: Need, tmp_path: Path, voices: list[bytes]) -> None:
    need("gpo", package="gpodder")
    gpo = Gpodder(tmp_path)
    with press(tmp_path) as paper:
        kept, taken = paper.episode(1, voices[0]), paper.episode(2, voices[1])
        paper([kept, taken])
        feed = paper.url + "feed.xml"
        gpo("subscribe", feed)
        gpo("update")
        assert set(gpo.episodes()) == {kept.guid, taken.guid}
        address = gpo.episodes()[taken.guid]
        paper([kept], [Tombstone(taken.slug, FIRST + timedelta(days=40), "Mary asked us to.")])
        gpo("update")
        assert set(gpo.episodes()) == {kept.guid}
        gpo("download", feed)
        assert set(gpo.files()) == {hashlib.sha256(voices[0]).hexdigest()}
        with urllib.request.urlopen(address, timeout=20) as answer:  # an app that still has the old feed
            assert answer.read() == voices[1]
        with urllib.request.urlopen(f"{paper.url}episodes/{taken.slug}/", timeout=20) as answer:
            assert b"Mary asked us to." in answer.read()


def audioblog(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "audioblog", *arguments]
    environment = clean_environment(folder)
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def answered(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            status: int = answer.status
            return status
    except HTTPError as error:
        error.close()
        return error.code


def test_a_private_show_is_heard_by_its_listeners_only(need: Need, tmp_path: Path) -> None:
    need("gpo", package="gpodder")
    desk, port = tmp_path / "desk", free_port()
    for name in ("feeds", "posts", "public"):
        (desk / name).mkdir(parents=True)
    (desk / "feeds" / "tea.toml").write_text('title = "Tea for us"\nsources = ["../posts"]\nprivate = true\n')
    (desk / "posts" / "tea.md").write_text("# Tea\n\nWe met for tea at the library.\n")
    (desk / "audioblog.toml").write_text(f'base_url = "http://127.0.0.1:{port}/"\n')
    audioblog(desk, "build", "--plain")
    feed = audioblog(desk, "listeners", "add", "Ada").split()[0]
    gpo = Gpodder(tmp_path)
    with serving(desk / "public", port):
        gpo("subscribe", feed)
        gpo("update")
        gpo("download", feed)
        [address] = gpo.episodes().values()
        assert set(gpo.files()) == set(downloaded(desk / "private"))
        assert gpo.files()
        token = feed.split("/")[-2]
        assert token in address
        assert [answered(url.replace(token, "a" * len(token))) for url in (feed, address)] == [404, 404]
        audioblog(desk, "listeners", "revoke", "Ada")
        assert [answered(url) for url in (feed, address)] == [410, 410]
