"""Large files against a real server: ranges, cuts, wrong answers, and what is kept for the next time."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from blogserver import BlogServer, Handler
from hub import Hub

from audioblog.errors import FetchError
from audioblog.ingest.network.download import TRIES, Manner, download

DATA = bytes(n * n % 251 for n in range(10_000))
MOST = 20_000


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def manner(slept: list[float]) -> Manner:
    return Manner(allow_private=True, sleep=slept.append, part_bytes=3_000, part_seconds=20)


@pytest.fixture
def hub(blog_server: BlogServer) -> Hub:
    made = Hub(blog_server, {}, listed=False)
    made.files["file.bin"] = DATA
    blog_server.when("/hub/file.bin", made._answer("file.bin"))
    return made


def test_a_file_comes_in_parts(hub: Hub, manner: Manner, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    download(hub.url + "file.bin", tmp_path / "f", MOST, manner, lambda here, whole: told.append((here, whole)))
    assert (tmp_path / "f").read_bytes() == DATA
    assert hub.ranges("bin") == ["bytes=0-2999", "bytes=3000-5999", "bytes=6000-8999", "bytes=9000-11999"]
    assert told == [(3_000, 10_000), (6_000, 10_000), (9_000, 10_000), (10_000, 10_000)]


def test_a_cut_costs_one_part(hub: Hub, manner: Manner, tmp_path: Path, slept: list[float]) -> None:
    hub.cut("bin", after=1_000, times=2)
    download(hub.url + "file.bin", tmp_path / "f", MOST, manner)
    assert (tmp_path / "f").read_bytes() == DATA
    assert hub.ranges("bin")[:3] == ["bytes=0-2999"] * 3
    assert slept == [2, 4]


def test_what_came_before_a_failure_is_taken_up_again(hub: Hub, manner: Manner, tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_bytes(DATA[:5_000])
    hub.cut("bin", after=10, times=TRIES)
    with pytest.raises(FetchError) as caught:
        download(hub.url + "file.bin", file, MOST, manner)
    assert caught.value.code == "connection-lost"
    assert file.read_bytes() == DATA[:5_000]
    download(hub.url + "file.bin", file, MOST, manner)
    assert file.read_bytes() == DATA
    assert hub.ranges("bin")[TRIES] == "bytes=5000-7999"


def test_a_file_that_is_here_already_is_not_fetched_again(hub: Hub, manner: Manner, tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(DATA)
    download(hub.url + "file.bin", tmp_path / "f", MOST, manner)
    assert hub.ranges("bin") == ["bytes=10000-12999"]
    assert (tmp_path / "f").read_bytes() == DATA


def test_a_longer_file_of_the_same_name_is_begun_anew(hub: Hub, manner: Manner, tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"x" * 12_000)
    download(hub.url + "file.bin", tmp_path / "f", MOST, manner)
    assert (tmp_path / "f").read_bytes() == DATA


def test_a_server_without_ranges_gives_all_at_once(blog_server: BlogServer, manner: Manner, tmp_path: Path) -> None:
    url = blog_server.put("/file.bin", DATA)
    (tmp_path / "f").write_bytes(b"old")
    download(url, tmp_path / "f", MOST, manner)
    assert (tmp_path / "f").read_bytes() == DATA
    small = blog_server.put("/small.bin", DATA[:100])
    download(small, tmp_path / "g", MOST, manner)
    assert (tmp_path / "g").read_bytes() == DATA[:100]


def test_redirects_are_followed_for_every_part(
    hub: Hub, blog_server: BlogServer, manner: Manner, tmp_path: Path
) -> None:
    url = blog_server.redirect("/moved.bin", "/hub/file.bin")
    download(url, tmp_path / "f", MOST, manner)
    assert (tmp_path / "f").read_bytes() == DATA
    assert blog_server.asked("/moved.bin") == 4


@pytest.mark.parametrize("server", ["ranges", "none"])
def test_more_than_was_expected_is_refused(
    hub: Hub, blog_server: BlogServer, manner: Manner, tmp_path: Path, server: str
) -> None:
    url = hub.url + "file.bin" if server == "ranges" else blog_server.put("/file.bin", DATA)
    with pytest.raises(FetchError) as caught:
        download(url, tmp_path / "f", 9_999, manner)
    assert caught.value.code == "too-large"
    assert not (tmp_path / "f").exists()


@pytest.mark.parametrize(
    ("status", "code", "asked"),
    [(404, "not-found", 1), (403, "forbidden", 1), (503, "server-error", TRIES), (429, "too-many-requests", TRIES)],
)
def test_answers_that_are_no_file(
    blog_server: BlogServer, manner: Manner, tmp_path: Path, status: int, code: str, asked: int
) -> None:
    url = blog_server.put("/file.bin", b"no", status=status)
    with pytest.raises(FetchError) as caught:
        download(url, tmp_path / "f", MOST, manner)
    assert caught.value.code == code
    assert blog_server.asked("/file.bin") == asked


def test_a_server_that_sends_other_parts_is_given_up(blog_server: BlogServer, manner: Manner, tmp_path: Path) -> None:
    def answer(handler: Handler) -> None:
        handler.send_response(206)
        handler.send_header("Content-Range", "bytes 0-2999/10000")
        handler.send_header("Content-Length", "3000")
        handler.end_headers()
        handler.wfile.write(DATA[:3_000])

    url = blog_server.when("/odd.bin", answer)
    with pytest.raises(FetchError) as caught:
        download(url, tmp_path / "f", MOST, manner)
    assert caught.value.code == "wrong-part"
    assert blog_server.asked("/odd.bin") < 3 * TRIES


def test_a_server_that_stops_sending_is_left(blog_server: BlogServer, manner: Manner, tmp_path: Path) -> None:
    def drip(handler: Handler) -> None:
        handler.send_response(206)
        handler.send_header("Content-Range", "bytes 0-2999/10000")
        handler.send_header("Content-Length", "3000")
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    url = blog_server.when("/slow.bin", drip)
    with pytest.raises(FetchError) as caught:
        download(url, tmp_path / "f", MOST, replace(manner, part_seconds=0.4))
    assert caught.value.code == "timeout"


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/f", "file:///etc/passwd", "http://[::1]/f"])
def test_the_guard_holds_for_files_too(manner: Manner, tmp_path: Path, url: str) -> None:
    with pytest.raises(FetchError) as caught:
        download(url, tmp_path / "f", MOST, replace(manner, allow_private=False))
    assert caught.value.code in {"private-address", "bad-scheme", "bad-port"}
