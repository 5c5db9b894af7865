"""`check ADDRESS`: a host that does everything right is clean, and each way to fail its listeners is named."""

from __future__ import annotations

import gzip
import hashlib
import re
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from sample_edition import build_sample

from audioblog.checkup import Checkup, check_address
from audioblog.config import open_workspace
from audioblog.publish.headers import content_type

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TLS = Path(__file__).parents[1] / "data" / "ingest" / "tls"


class Host(ThreadingHTTPServer):
    """A web server with the sample edition on it; `faults` names what it does wrong."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{self.server_address[1]}/"
        self.faults: set[str] = set()
        self.requests: list[tuple[str, str]] = []
        made = build_sample()
        files = (file for file in made.folder.rglob("*") if file.is_file())
        self.files = {file.relative_to(made.folder).as_posix(): file.read_bytes() for file in files}
        self.files["feed.xml"] = self.files["feed.xml"].replace(made.url.encode(), self.url.encode())


class Answer(BaseHTTPRequestHandler):
    """One request, answered as nginx would, but for the faults."""

    server: Host
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        faults = self.server.faults
        path = unquote(urlsplit(self.path).path).lstrip("/")
        self.server.requests.append((self.command, path))
        path += "index.html" if path.endswith("/") or not path else ""
        audio = path.endswith(".mp3")
        if f"moved {path}" in faults:
            self._send(302, {"Location": "/final.xml"}, b"")
        elif path.startswith("hop"):
            self._send(301, {"Location": f"/{'feed.xml' if path == 'hop0' else f'hop{int(path[3:]) - 1}'}"}, b"")
        elif path == "endless":
            self._send(301, {"Location": "/endless"}, b"")
        elif self.command == "HEAD" and "no HEAD" in faults and audio:
            self._send(405, {"Allow": "GET"}, b"")
        elif path not in {*self.server.files, "final.xml"} or ("no audio" in faults and audio):
            self._send(404, {"Content-Type": "text/html"}, b"gone")
        else:
            self._file(path, self.server.files["feed.xml" if path == "final.xml" else path])

    do_HEAD = do_GET  # noqa: N815

    def _file(self, path: str, data: bytes) -> None:
        faults, audio = self.server.faults, path.endswith(".mp3")
        tag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
        kind = "application/octet-stream" if "no types" in faults else content_type(path)
        headers = {"Content-Type": kind, "Cache-Control": "max-age=300", "ETag": tag, "Accept-Ranges": "bytes"}
        for name in faults & set(headers):
            del headers[name]
        if "no CORS" not in faults:
            headers["Access-Control-Allow-Origin"] = "*"
        if "no 304" not in faults and self.headers.get("If-None-Match") == tag:
            self._send(304, headers, b"")
            return
        if "shorter" in faults and audio:
            data = data[:-100]
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        if asked and "no ranges" not in faults:
            start, end = int(asked[1]), int(asked[2]) + 1
            shift = 1 if "wrong ranges" in faults else 0
            headers["Content-Range"] = f"bytes {start + shift}-{end - 1 + shift}/{len(data)}"
            self._send(206, headers, data[start:end])
            return
        if "gzip" in self.headers.get("Accept-Encoding", "") and not audio and "no gzip" not in faults:
            headers["Content-Encoding"] = "gzip"
            data = gzip.compress(data)
        self._send(200, headers, data)

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def host() -> Iterator[Host]:
    with Host() as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()


Check = Callable[..., Checkup]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    return partial(check_address, open_workspace(tmp_path, {}, {}), clock=lambda: NOW)


def codes(found: Checkup) -> set[str]:
    return {finding.code for finding in found.findings if finding.code != "local-address"}


def test_a_good_host_is_clean(host: Host, check: Check) -> None:
    found = check(url=host.url)
    assert codes(found) == set()
    assert found.exit_code == 0
    assert {method for method, path in host.requests if path.endswith(".mp3")} == {"HEAD", "GET"}


def test_only_the_newest_episodes_are_asked_for(host: Host, check: Check) -> None:
    check(url=host.url + "feed.xml", limit=2)
    assert len({path for _, path in host.requests if path.endswith(".mp3")}) == 2


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("no HEAD", "head"),
        ("no audio", "status"),
        ("no ranges", "ranges"),
        ("wrong ranges", "ranges"),
        ("shorter", "host-length"),
        ("no types", "host-type"),
        ("ETag", "no-validator"),
        ("no 304", "no-304"),
        ("no gzip", "no-gzip"),
        ("Cache-Control", "cache"),
        ("no CORS", "no-cors"),
        ("moved feed.xml", "temporary-move"),
    ],
)
def test_a_host_that_fails_its_listeners_is_named(host: Host, check: Check, fault: str, code: str) -> None:
    host.faults = {fault}
    found = check(url=host.url + "feed.xml", limit=1)
    told = [finding for finding in found.findings if finding.code == code]
    assert told, [(finding.code, finding.what) for finding in found.findings]
    assert codes(found) == {code}
    assert all(finding.file.startswith(host.url) for finding in told)


def test_redirects_are_followed_and_counted(host: Host, check: Check) -> None:
    assert codes(check(url=host.url + "hop0", limit=1)) == set()
    assert codes(check(url=host.url + "hop5", limit=1)) == {"redirects"}
    [finding] = check(url=host.url + "endless").findings
    assert finding.code == "unreachable"
    assert finding.severity == "error"


def test_broken_files_at_the_host_are_named(host: Host, check: Check) -> None:
    for name in [name for name in host.files if name.endswith((".vtt", ".chapters.json"))]:
        host.files[name] = b"nothing of the kind"
    for name in [name for name in host.files if name.startswith("cover")]:
        host.files[name] = b"no picture"
    for name in [name for name in host.files if name.startswith("episodes/")]:
        del host.files[name]
    found = check(url=host.url + "feed.xml", limit=1)
    assert codes(found) == {"bad-transcript", "bad-chapters", "artwork-type", "status"}


def test_what_is_no_feed_is_said_so(host: Host, check: Check) -> None:
    assert {"not-rss", "host-type"} <= codes(check(url=host.url + "index.html")) | {"not-rss"}
    assert codes(check(url=host.url + "nothing.xml")) == {"status"}


def test_what_is_no_address_is_said_so(check: Check, host: Host) -> None:
    assert codes(check(url="http://[")) == {"unreachable"}
    host.files["feed.xml"] = host.files["feed.xml"].replace(b'<enclosure url="http:', b'<enclosure url="http://[')
    assert {"bad-enclosure", "unreachable"} <= codes(check(url=host.url))


def test_nobody_answers(check: Check, host: Host) -> None:
    host.server_close()
    assert codes(check(url=host.url)) == {"unreachable"}


def test_a_certificate_that_proves_nothing_is_an_error(host: Host, check: Check) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "blog.example.crt", TLS / "blog.example.key")
    host.socket = context.wrap_socket(host.socket, server_side=True)
    [finding] = check(url=host.url.replace("http:", "https:")).findings
    assert finding.code == "certificate"


def test_an_address_with_a_password_is_not_asked_for(check: Check, host: Host) -> None:
    found = check(url=host.url.replace("http://", "http://user:secret@"))
    assert codes(found) == {"unreachable"}
    assert not host.requests
