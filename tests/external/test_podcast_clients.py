"""Real podcast programs subscribe to the served edition and download it.

Proves: gPodder, Newsboat with Podboat, and podget each take the feed from `audioblog serve` and end up with exactly the
published files (by SHA-256; what a program says of itself is not trusted), and an unchanged feed costs gPodder's users
no data: it is answered 304.
"""

from __future__ import annotations

import os
import pty
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError

import pytest
from sample_edition import Edition, clean_environment, digest

pytestmark = pytest.mark.external


def run(*command: str | Path, environment: dict[str, str], timeout: int = 60) -> str:
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def downloaded(folder: Path) -> dict[str, Path]:
    """SHA-256 -> file of every MP3 below `folder`."""
    return {digest(file): file for file in folder.rglob("*.mp3")}


class Recorder(BaseHTTPRequestHandler):
    """Passes each request for the feed on to the edition's server, and remembers path and status."""

    upstream: str
    seen: list[tuple[str, int]]

    def do_GET(self) -> None:
        passed = {name: value for name, value in self.headers.items() if name.lower() != "host"}
        request = urllib.request.Request(self.upstream + self.path.lstrip("/"), headers=passed)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                status, headers, body = answer.status, answer.headers, answer.read()
        except HTTPError as answer:  # 304 is an error to urllib
            status, headers, body = answer.code, answer.headers, b""
            answer.close()
        self.seen.append((self.path, status))
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in {"content-length", "connection", "date", "server"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def recorder(edition: Edition) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """(address of the feed as seen through a recorder, what was asked and answered)."""
    seen: list[tuple[str, int]] = []
    handler = type("Handler", (Recorder,), {"upstream": edition.url, "seen": seen})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/feed.xml", seen
        server.shutdown()


def test_gpodder_downloads_the_published_files(need: Callable[..., None], edition: Edition, tmp_path: Path) -> None:
    need("gpo", package="gpodder")
    environment = clean_environment(tmp_path) | {"GPODDER_HOME": str(tmp_path / "gpodder")}
    feed = edition.url + "feed.xml"
    run("gpo", "-q", "subscribe", feed, environment=environment)
    run("gpo", "-q", "update", environment=environment)
    run("gpo", "-q", "download", feed, environment=environment, timeout=120)
    assert set(downloaded(tmp_path / "gpodder")) == set(edition.digests())


def test_gpodder_is_told_that_the_feed_has_not_changed(
    need: Callable[..., None], recorder: tuple[str, list[tuple[str, int]]], tmp_path: Path
) -> None:
    need("gpo", package="gpodder")
    feed, seen = recorder
    environment = clean_environment(tmp_path) | {"GPODDER_HOME": str(tmp_path / "gpodder")}
    run("gpo", "-q", "subscribe", feed, environment=environment)
    run("gpo", "-q", "update", environment=environment)
    answers = [status for path, status in seen if path == "/feed.xml"]
    assert answers[0] == 200
    assert answers[-1] == 304


def test_newsboat_and_podboat_download_the_published_files(
    need: Callable[..., None], edition: Edition, tmp_path: Path
) -> None:
    need("newsboat", "podboat", package="newsboat")
    library = tmp_path / "library"
    (tmp_path / ".newsboat").mkdir()
    config, urls, queue = tmp_path / "config", tmp_path / "urls", tmp_path / "queue"
    config.write_text(f'download-path "{library}/"\npodcast-auto-enqueue yes\nmax-downloads 2\n')
    urls.write_text(edition.url + "feed.xml\n")
    environment = clean_environment(tmp_path) | {"TERM": "xterm"}
    run(
        "newsboat", "-C", config, "-q", "-u", urls, "-c", tmp_path / "cache.db", "-x", "reload", environment=environment
    )
    waiting = tmp_path / ".newsboat" / "queue"
    assert len(waiting.read_text().splitlines()) == len(edition.items)
    waiting.replace(queue)
    wanted = set(edition.digests())
    with screen("podboat", "-C", str(config), "-q", str(queue), "-a", environment=environment):
        assert wait_for(lambda: set(downloaded(library)) == wanted, seconds=60)


@contextmanager
def screen(*command: str, environment: dict[str, str]) -> Iterator[None]:
    """A full-screen program, running in a terminal of its own for as long as the block lasts."""
    terminal, inner = pty.openpty()
    process = subprocess.Popen(
        command, env=environment, stdin=inner, stdout=inner, stderr=inner, start_new_session=True
    )
    os.close(inner)
    reader = threading.Thread(target=drain, args=(terminal,))
    reader.start()
    try:
        yield
    finally:
        process.terminate()
        process.wait(10)
        reader.join(10)
        os.close(terminal)


def drain(terminal: int) -> None:
    with suppress(OSError):  # Linux's way to say that the program at the other end is gone
        while os.read(terminal, 65536):
            pass


def wait_for(true: Callable[[], bool], seconds: int) -> bool:
    for _ in range(seconds * 5):
        if true():
            return True
        time.sleep(0.2)
    return False


def test_podget_downloads_the_published_files(need: Callable[..., None], edition: Edition, tmp_path: Path) -> None:
    need("podget")
    environment = clean_environment(tmp_path)
    settings, library = tmp_path / "podget", tmp_path / "library"
    library.mkdir()
    subprocess.run(
        ["podget", "-d", settings, "--create-config", "podgetrc"], env=environment, capture_output=True, timeout=60
    )
    (settings / "serverlist").write_text(f"{edition.url}feed.xml Community Sample\n")
    subprocess.run(["podget", "-d", settings, "-l", library, "-s"], env=environment, capture_output=True, timeout=120)
    assert set(downloaded(library)) == set(edition.digests())
