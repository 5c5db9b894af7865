"""Real podcast programs, driven without a screen, and a road to the server that is watched and can be cut.

Programs are judged by the files and databases that they leave, never by what they print.
"""

from __future__ import annotations

import json
import os
import pty
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError

from sample_edition import clean_environment, digest


def run(*command: str | Path, environment: dict[str, str], timeout: int = 60, check: bool = True) -> str:
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout
    )
    assert done.returncode == 0 or not check, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def downloaded(folder: Path) -> dict[str, Path]:
    """SHA-256 -> file of every MP3 below `folder`."""
    return {digest(file): file for file in folder.rglob("*.mp3")}


@dataclass(frozen=True)
class Gpodder:
    """gPodder's command line, with a home of its own."""

    home: Path

    def __call__(self, *arguments: str, check: bool = True) -> None:
        environment = clean_environment(self.home) | {"GPODDER_HOME": str(self.home / "gpodder")}
        run("gpo", "-q", *arguments, environment=environment, timeout=180, check=check)

    def keep(self, episodes: int) -> None:
        """How many episodes of a feed it remembers; 200 unless told otherwise."""
        settings = self.home / "gpodder" / "Settings.json"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(json.dumps({"limit": {"episodes": episodes}}))

    def episodes(self) -> dict[str, str]:
        """guid -> address of the audio, of every episode that its database holds."""
        with closing(sqlite3.connect(self.home / "gpodder" / "Database")) as database:
            return dict(database.execute("SELECT guid, url FROM episode"))

    def files(self) -> dict[str, Path]:
        return downloaded(self.home / "gpodder")


@dataclass
class Road:
    """Between a program and the server: what was asked and answered, and what is cut on the way."""

    url: str
    seen: list[tuple[str, int, str]] = field(default_factory=list)
    """(path, status, the Range that was asked for)"""
    cut: set[str] = field(default_factory=set)
    """Endings of paths whose first answer breaks off after two fifths."""
    broken: set[str] = field(default_factory=set)

    @property
    def feed(self) -> str:
        return f"{self.url}feed.xml"

    def statuses(self, path: str) -> list[int]:
        return [status for asked, status, _ in self.seen if asked == path]


@contextmanager
def road_to(server: str) -> Iterator[Road]:
    """A road to `server`, whose own address in feeds and pages is replaced by the road's."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            passed = {name: value for name, value in self.headers.items() if name.lower() != "host"}
            passed["Accept-Encoding"] = "identity"
            request = urllib.request.Request(server + self.path.lstrip("/"), headers=passed, method=self.command)
            try:
                with urllib.request.urlopen(request, timeout=20) as answer:
                    status, headers, body = answer.status, answer.headers, answer.read()
            except HTTPError as answer:  # 304 is an error to urllib
                status, headers, body = answer.code, answer.headers, b""
                answer.close()
            road.seen.append((self.path, status, self.headers.get("Range", "")))
            if "xml" in headers.get("Content-Type", ""):
                body = body.replace(server.encode(), road.url.encode())
            length = headers.get("Content-Length", "0") if self.command == "HEAD" else str(len(body))
            self.send_response(status)
            for name, value in headers.items():
                if name.lower() not in {"content-length", "connection", "date", "server"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", length)
            self.end_headers()
            self.wfile.write(body[: self._cut(body)])

        do_HEAD = do_GET  # noqa: N815

        def _cut(self, body: bytes) -> int:
            if self.command == "HEAD" or self.path in road.broken or not self.path.endswith(tuple(road.cut or {"\0"})):
                return len(body)
            road.broken.add(self.path)
            self.close_connection = True
            return len(body) * 2 // 5

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as proxy:
        road = Road(f"http://127.0.0.1:{proxy.server_address[1]}/")
        threading.Thread(target=proxy.serve_forever, args=(0.05,), daemon=True).start()
        yield road
        proxy.shutdown()


@contextmanager
def serving(folder: Path, port: int) -> Iterator[str]:
    """`audioblog serve` on `folder`; its address."""
    command = [sys.executable, "-m", "audioblog", "serve", str(folder), "--port", str(port)]
    server = subprocess.Popen(
        command, cwd=folder.parent, env=clean_environment(folder.parent), stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}/"
    try:
        for _ in range(150):
            with suppress(OSError), urllib.request.urlopen(url, timeout=5):
                break
            assert server.poll() is None, "audioblog serve stopped at once"
            time.sleep(0.2)
        yield url
    finally:
        server.terminate()
        server.wait(10)


@contextmanager
def screen(*command: str, environment: dict[str, str]) -> Iterator[None]:
    """A full-screen program, running in a terminal of its own for as long as the block lasts."""
    terminal, inner = pty.openpty()
    process = subprocess.Popen(
        command, env=environment, stdin=inner, stdout=inner, stderr=inner, start_new_session=True
    )
    os.close(inner)
    reader = threading.Thread(target=_drain, args=(terminal,))
    reader.start()
    try:
        yield
    finally:
        process.terminate()
        process.wait(10)
        reader.join(10)
        os.close(terminal)


def _drain(terminal: int) -> None:
    with suppress(OSError):  # Linux's way to say that the program at the other end is gone
        while os.read(terminal, 65536):
            pass


def wait_for(true: Callable[[], bool], seconds: int) -> bool:
    for _ in range(seconds * 5):
        if true():
            return True
        time.sleep(0.2)
    return False
