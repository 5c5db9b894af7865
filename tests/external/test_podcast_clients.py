"""Real podcast programs subscribe to the served edition and download it.

Proves: gPodder, Newsboat with Podboat, podget and yt-dlp each take the feed from `audioblog serve` and end up with
exactly the published files (by SHA-256; what a program says of itself is not trusted), also when every download breaks
off on its way; and an unchanged feed costs gPodder's users no data: it is answered 304.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from clients import Gpodder, Road, downloaded, road_to, run, screen, wait_for
from sample_edition import Edition, clean_environment

pytestmark = pytest.mark.external

Need = Callable[..., None]


@pytest.fixture
def road(edition: Edition) -> Iterator[Road]:
    with road_to(edition.url) as found:
        yield found


def test_gpodder_downloads_the_published_files(need: Need, edition: Edition, tmp_path: Path) -> None:
    need("gpo", package="gpodder")
    gpo, feed = Gpodder(tmp_path), edition.url + "feed.xml"
    gpo("subscribe", feed)
    gpo("update")
    gpo("download", feed)
    assert set(gpo.files()) == set(edition.digests())
    assert set(gpo.episodes()) == {item.guid for item in edition.items}


def test_gpodder_is_told_that_the_feed_has_not_changed(need: Need, road: Road, tmp_path: Path) -> None:
    need("gpo", package="gpodder")
    gpo = Gpodder(tmp_path)
    gpo("subscribe", road.feed)
    gpo("update")
    answers = road.statuses("/feed.xml")
    assert answers[0] == 200
    assert answers[-1] == 304


def test_gpodder_goes_on_where_a_download_broke_off(need: Need, edition: Edition, road: Road, tmp_path: Path) -> None:
    need("gpo", package="gpodder")
    road.cut = {".mp3"}
    gpo = Gpodder(tmp_path)
    gpo("subscribe", road.feed)
    gpo("update")
    gpo("download", road.feed, check=False)
    gpo("resume", check=False)
    assert set(gpo.files()) == set(edition.digests())
    assert len(road.broken) == len(edition.items)
    resumed = [(path, status) for path, status, wanted in road.seen if wanted and not wanted.startswith("bytes=0-")]
    assert {path for path, _ in resumed} == road.broken
    assert {status for _, status in resumed} == {206}


def newsboat(edition_feed: str, home: Path) -> tuple[Path, Path, Path, dict[str, str]]:
    """Newsboat reloads the feed and queues its audio: (config, queue, library, environment) for Podboat."""
    library, config, urls = home / "library", home / "config", home / "urls"
    (home / ".newsboat").mkdir()
    config.write_text(f'download-path "{library}/"\npodcast-auto-enqueue yes\nmax-downloads 2\n')
    urls.write_text(edition_feed + "\n")
    environment = clean_environment(home) | {"TERM": "xterm"}
    run("newsboat", "-C", config, "-q", "-u", urls, "-c", home / "cache.db", "-x", "reload", environment=environment)
    queue = home / "queue"
    (home / ".newsboat" / "queue").replace(queue)
    return config, queue, library, environment


def test_newsboat_and_podboat_download_the_published_files(need: Need, edition: Edition, tmp_path: Path) -> None:
    need("newsboat", "podboat", package="newsboat")
    config, queue, library, environment = newsboat(edition.url + "feed.xml", tmp_path)
    assert len(queue.read_text().splitlines()) == len(edition.items)
    wanted = set(edition.digests())
    with screen("podboat", "-C", str(config), "-q", str(queue), "-a", environment=environment):
        assert wait_for(lambda: set(downloaded(library)) == wanted, seconds=60)


def podget(feed: str, home: Path) -> dict[str, Path]:
    """What podget has in its library after a session. It asks for nothing and reports failure by habit."""
    settings, library = home / "podget", home / "library"
    environment = clean_environment(home)
    if not settings.exists():
        library.mkdir()
        create = ["podget", "-d", settings, "--create-config", "podgetrc"]
        subprocess.run(create, env=environment, capture_output=True, timeout=60)
        (settings / "serverlist").write_text(f"{feed} Community Sample\n")
    subprocess.run(["podget", "-d", settings, "-l", library, "-s"], env=environment, capture_output=True, timeout=120)
    return downloaded(library)


def test_podget_downloads_the_published_files(need: Need, edition: Edition, tmp_path: Path) -> None:
    need("podget")
    assert set(podget(edition.url + "feed.xml", tmp_path)) == set(edition.digests())


def test_podget_copes_with_downloads_that_break_off(need: Need, edition: Edition, road: Road, tmp_path: Path) -> None:
    need("podget")
    road.cut = {".mp3"}
    assert set(podget(road.feed, tmp_path)) == set(edition.digests())
    assert len(road.broken) == len(edition.items)


def yt_dlp(feed: str, home: Path) -> dict[str, Path]:
    name = "%(playlist_title)s/%(playlist_index)s.%(ext)s"
    command = (sys.executable, "-m", "yt_dlp", "-q", "--restrict-filenames", "-P", str(home), "-o", name, feed)
    run(*command, environment=clean_environment(home), timeout=120)
    return downloaded(home)


def test_yt_dlp_downloads_the_published_files(edition: Edition, tmp_path: Path) -> None:
    assert set(yt_dlp(edition.url + "feed.xml", tmp_path)) == set(edition.digests())


def test_yt_dlp_copes_with_downloads_that_break_off(edition: Edition, road: Road, tmp_path: Path) -> None:
    road.cut = {".mp3"}
    assert set(yt_dlp(road.feed, tmp_path)) == set(edition.digests())
    assert len(road.broken) == len(edition.items)
