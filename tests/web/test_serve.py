"""The real server on a real socket, asked as podcast apps ask."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hosttable import FILES, MP3, PAGE, SOUND, HostTable, ask, lay_out
from starlette.staticfiles import StaticFiles
from webserver import running

from audioblog.errors import UsageError
from audioblog.web.serve import serve
from audioblog.web.site import app


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(app(lay_out(tmp_path_factory.mktemp("site")))) as address:
        yield address


class TestServe(HostTable):
    """`audioblog serve` passes the whole table."""


@pytest.mark.parametrize("path", ["/none", "/.git/config", "/../secret.txt", "/%00", "/media/", "/" + "a" * 300])
def test_a_page_says_that_nothing_is_there(host: str, path: str) -> None:
    status, headers, body = ask(host, path)
    assert (status, headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert b"<h1>Page not found</h1>" in body


@pytest.mark.parametrize(
    "asked", ["items=0-1", "bytes=abc", "bytes=", "bytes=5", "bytes=1-2-3", "bytes=" + ",".join(["0-1"] * 11)]
)
def test_what_is_no_wish_for_parts_is_ignored(host: str, asked: str) -> None:
    status, _, body = ask(host, MP3, Range=asked)
    assert (status, body) == (200, SOUND)


def test_a_squeezed_file_is_not_the_same_as_the_plain_one(host: str) -> None:
    plain, squeezed = ask(host, "/feed.xml")[1], ask(host, "/feed.xml", Accept_Encoding="gzip")[1]
    assert squeezed["etag"] == f"W/{plain['etag']}"
    assert plain["vary"] == "Accept-Encoding"
    again = ask(host, "/feed.xml", Range="bytes=1-", If_Range=squeezed["etag"])
    assert (again[0], again[2]) == (200, FILES["feed.xml"])


def test_the_tag_counts_and_the_date_does_not_when_both_are_sent(host: str) -> None:
    etag = ask(host, "/feed.xml")[1]["etag"]
    old = "Wed, 01 Jan 2020 00:00:00 GMT"
    assert ask(host, "/feed.xml", If_None_Match=etag, If_Modified_Since=old)[0] == 304


def test_a_file_that_may_not_be_read_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(StaticFiles, "lookup_path", refuse)
    with running(app(lay_out(tmp_path))) as address:
        assert ask(address, "/feed.xml")[0] == 404


def test_nothing_can_be_changed_and_it_says_what_can_be_done(host: str) -> None:
    status, headers, body = ask(host, "/feed.xml", "POST")
    assert (status, headers["allow"]) == (405, "GET, HEAD")
    assert b"GET and HEAD" in body
    assert ask(host, "/", "OPTIONS")[1]["allow"] == "GET, HEAD, OPTIONS"
    assert "access-control-allow-methods" not in ask(host, "/", "OPTIONS")[1]


def test_a_port_that_is_taken_is_told(host: str, tmp_path: Path) -> None:
    port = int(host.rpartition(":")[2])
    with pytest.raises(UsageError, match=f"port {port}") as caught:
        serve(tmp_path, port=port)
    assert caught.value.code == "port-taken"
    assert f"--port {port + 1}" in caught.value.hint


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        serve(tmp_path / "none", port=0)
    assert caught.value.code == "no-folder"


def test_ctrl_c_ends_it_quietly(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(PAGE)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        free = probe.getsockname()[1]
    code = (
        f"from audioblog.web.serve import serve; from pathlib import Path; serve(Path({str(tmp_path)!r}), port={free})"
    )
    with subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True) as process:
        for _ in range(600):
            with contextlib.suppress(OSError):
                assert ask(f"http://127.0.0.1:{free}", "/")[0] == 200
                break
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, "")


def test_a_missing_extra_is_told_and_the_module_imports_without_it(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['uvicorn'] = None; sys.modules['starlette'] = None\n"
        "from audioblog.web.serve import serve\nfrom audioblog.errors import UsageError\nfrom pathlib import Path\n"
        f"try: serve(Path({str(tmp_path)!r}))\nexcept UsageError as error: print(error.code, error.hint)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.startswith("missing-extra")
    assert "'.[web]'" in done.stdout
