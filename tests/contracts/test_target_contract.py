"""The same tests on every place that an edition can be published to: a folder, and a store with a real S3 API."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from gcsserver import gcs_server
from obstore.store import MemoryStore
from s3server import S3Server, s3_server

from audioblog.errors import Overtaken, PublishError, UsageError
from audioblog.publish.delivery.targets import ABSENT, Target, Version, open_target
from audioblog.publish.delivery.targets.cloud import Cloud

MP3 = {"kind": "audio/mpeg", "cache": "public, max-age=31536000, immutable"}
FEED = {"kind": "application/rss+xml; charset=utf-8", "cache": "public, max-age=300"}


@pytest.fixture(scope="module")
def s3() -> Iterator[S3Server]:
    with s3_server() as server:
        yield server


@pytest.fixture
def gcs(tmp_path: Path) -> Iterator[str]:
    with gcs_server(tmp_path) as address:
        yield address


@pytest.fixture(params=["folder", "file", "s3", "s3 with a prefix", "gs", "memory"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An address at which nothing lies."""
    if request.param == "memory":
        return "memory://"
    if request.param == "gs":
        return str(request.getfixturevalue("gcs"))
    if request.param == "folder":
        return str(tmp_path / "two words")
    if request.param == "file":
        return (tmp_path / "two words").as_uri()
    server: S3Server = request.getfixturevalue("s3")
    return f"s3://{server.new_bucket()}" + ("/audio/blog" if "prefix" in request.param else "")


@pytest.fixture
def target(address: str) -> Target:
    """ "memory" is obstore's own store, whose etags have no quotes (and which no user can name)."""
    return Cloud(address, MemoryStore()) if address == "memory://" else open_target(address)


def test_a_listing_may_write_an_etag_without_its_quotes() -> None:
    assert Version('"0x1D823A"').mark == Version("0x1D823A").mark == Version('W/"0x1D823A"').mark


class TestTargetContract:
    def test_it_is_empty_at_first(self, target: Target) -> None:
        assert dict(target.listing()) == {}
        assert target.get("feed.xml") is None

    def test_what_is_put_can_be_got_and_is_listed(self, target: Target, tmp_path: Path) -> None:
        source = tmp_path / "a.mp3"
        source.write_bytes(bytes(range(256)) * 30_000)  # more than one part of a multipart upload
        audio = target.put("media/a.mp3", source, **MP3)
        feed = target.put("feed.xml", b"<rss/>", **FEED)
        assert target.get("feed.xml") == (b"<rss/>", feed)
        assert target.get("media/a.mp3") == (source.read_bytes(), audio)
        listing = target.listing()
        assert {name: stored.size for name, stored in listing.items()} == {"feed.xml": 6, "media/a.mp3": 7_680_000}
        assert listing["feed.xml"].mark == feed.mark
        assert listing["media/a.mp3"].mark == audio.mark

    def test_the_version_changes_with_the_content(self, target: Target) -> None:
        first = target.put("feed.xml", b"one", **FEED)
        second = target.put("feed.xml", b"two", **FEED)
        assert first != second
        assert target.get("feed.xml") == (b"two", second)

    def test_nobody_overwrites_what_another_wrote_meanwhile(self, target: Target) -> None:
        seen = target.put("feed.xml", b"one", **FEED)
        theirs = target.put("feed.xml", b"theirs", **FEED, only_if=seen)
        with pytest.raises(Overtaken, match=r"feed\.xml"):
            target.put("feed.xml", b"ours", **FEED, only_if=seen)
        with pytest.raises(Overtaken):
            target.put("feed.xml", b"ours", **FEED, only_if=ABSENT)
        assert target.get("feed.xml") == (b"theirs", theirs)
        target.delete("feed.xml")
        with pytest.raises(Overtaken):
            target.put("feed.xml", b"ours", **FEED, only_if=theirs)
        target.put("feed.xml", b"new", **FEED, only_if=ABSENT)

    def test_of_many_at_once_one_wins(self, target: Target) -> None:
        seen = target.put("feed.xml", b"old", **FEED)

        def write(number: int) -> Version | None:
            try:
                return target.put("feed.xml", b"%d" % number, **FEED, only_if=seen)
            except Overtaken:
                return None

        with ThreadPoolExecutor(8) as pool:
            won = [version for version in pool.map(write, range(8)) if version]
        assert len(won) == 1
        found = target.get("feed.xml")
        assert found is not None
        assert found[1] == won[0]

    def test_deleting_may_be_repeated(self, target: Target) -> None:
        target.put("episodes/a/index.html", b"page", **FEED)
        target.delete("episodes/a/index.html")
        target.delete("episodes/a/index.html")
        assert dict(target.listing()) == {}

    def test_hidden_names_are_kept_and_not_listed(self, target: Target) -> None:
        target.put(".audioblog/manifest.json", b"{}", **FEED)
        target.put("feed.xml", b"x", **FEED)
        assert set(target.listing()) == {"feed.xml"}
        assert target.get(".audioblog/manifest.json") is not None

    def test_its_address_is_told(self, target: Target, address: str) -> None:
        assert target.address in address.replace("%20", " ")


def test_types_and_cache_times_are_kept_by_the_store(s3: S3Server) -> None:
    bucket = s3.new_bucket()
    target = open_target(f"s3://{bucket}/with-headers")
    target.put("media/a.mp3", b"sound" * 2_000_000, **MP3)
    target.put("feed.xml", b"<rss/>", **FEED, only_if=ABSENT)
    audio, feed = (s3.head(bucket, f"with-headers/{name}") for name in ("media/a.mp3", "feed.xml"))
    assert (audio["Content-Type"], audio["Cache-Control"]) == (MP3["kind"], MP3["cache"])
    assert (feed["Content-Type"], feed["Cache-Control"]) == (FEED["kind"], FEED["cache"])
    assert feed["Accept-Ranges"] == "bytes"


def test_more_objects_than_one_answer_holds(s3: S3Server) -> None:
    target = open_target(f"s3://{s3.new_bucket()}/many")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: target.put(f"media/{number}.vtt", b"x", **FEED), range(1100)))
    assert len(target.listing()) == 1100


@pytest.mark.parametrize(
    ("address", "code", "words"),
    [
        ("s3://none-such", "no-bucket", "there is no such bucket"),
        ("ftp://somewhere/x", "no-target", "addresses that begin with ftp://"),
        ("s3://", "usage", "names no bucket"),
        ("s3://key:secret@bucket/x", "usage", "names no bucket"),
        ("az://container/x", "usage", "cannot be opened"),
    ],
)
def test_a_place_that_cannot_be_used_is_told(s3: S3Server, address: str, code: str, words: str) -> None:
    with pytest.raises((PublishError, UsageError), match=words) as caught:
        open_target(address).listing()
    assert caught.value.code == code
    assert caught.value.hint
    assert "secret" not in str(caught.value)
    assert "\n" not in caught.value.message


def test_a_store_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch, free_port: Callable[[], int]) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    with pytest.raises(PublishError, match="it cannot be reached") as caught:
        open_target("s3://bucket").listing()
    assert caught.value.code == "unreachable"


def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    target = open_target(str(tmp_path / "file" / "below"))
    with pytest.raises(PublishError, match="A file stands where a folder is needed"):
        target.put("feed.xml", b"x", **FEED)


def test_a_folder_keeps_out_of_links_that_lead_elsewhere(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.html").write_text("secret")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link.html").symlink_to(outside / "secret.html")
    (inside / "elsewhere").symlink_to(outside)
    assert dict(open_target(str(inside)).listing()) == {}


def test_a_missing_extra_is_told() -> None:
    code = (
        "import sys; sys.modules['obstore'] = None\n"
        "from audioblog.publish.delivery.targets import open_target\nfrom audioblog.errors import UsageError\n"
        "try: open_target('s3://bucket')\nexcept UsageError as error: print(error.code, error.hint)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60, env=os.environ
    )
    assert done.stdout.startswith("missing-extra")
    assert "'.[cloud]'" in done.stdout
