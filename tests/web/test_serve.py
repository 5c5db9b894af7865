"""The real server on a real socket, asked as podcast apps ask."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from audioblog.errors import UsageError
from audioblog.web.serve import app, content_type, serve

SOUND = bytes(range(256)) * 40
PAGE = b"<!DOCTYPE html><title>Page</title>" + b"<p>text</p>" * 300
SECRET = b"secret"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    root = tmp_path_factory.mktemp("site")
    (root / "secret.txt").write_bytes(SECRET)
    public = root / "public"
    for name, data in {
        "index.html": PAGE, "feed.xml": b"<rss/>" * 300, "media/a.0.mp3": SOUND,
        "media/a.0.vtt": b"WEBVTT\n" * 300,
        "media/a.0.srt": b"1\n", "media/a.0.json": b"{}", "media/a.0.chapters.json": b"{}",
        "media/a.0.txt": "Ŵ".encode(),
        "episodes/a/index.html": PAGE, ".git/config": SECRET, "media/.new-abc": SECRET,
        "cover-1.jpg": b"x", "site.css": b"p{}",
    }.items():  # fmt: skip
        (public / name).parent.mkdir(parents=True, exist_ok=True)
        (public / name).write_bytes(data)
    (public / "link.txt").symlink_to(root / "secret.txt")
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app(public), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join(10)
    listener.close()


Answer = tuple[int, dict[str, str], bytes]


def ask(port: int, path: str, method: str = "GET", **headers: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/feed.xml", "application/rss+xml; charset=utf-8"),
        ("/media/a.0.mp3", "audio/mpeg"),
        ("/media/a.0.vtt", "text/vtt; charset=utf-8"),
        ("/media/a.0.srt", "application/x-subrip; charset=utf-8"),
        ("/media/a.0.json", "application/json"),
        ("/media/a.0.chapters.json", "application/json+chapters"),
        ("/media/a.0.txt", "text/plain; charset=utf-8"),
        ("/", "text/html; charset=utf-8"),
        ("/episodes/a/", "text/html; charset=utf-8"),
        ("/cover-1.jpg", "image/jpeg"),
        ("/site.css", "text/css; charset=utf-8"),
    ],
)
def test_types_and_head(port: int, path: str, kind: str) -> None:
    status, headers, body = ask(port, path)
    assert (status, headers["content-type"]) == (200, kind)
    head_status, head, nothing = ask(port, path, "HEAD")
    assert (head_status, head["content-type"], nothing) == (200, kind, b"")
    assert int(head["content-length"]) == len(body)
    assert head["accept-ranges"] == "bytes"
    assert content_type(path) == kind


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("0-1", 0, 2), ("100-199", 100, 200), ("10000-", 10000, len(SOUND)), ("-500", -500, None)],
)
def test_byte_ranges(port: int, asked: str, start: int, end: int | None) -> None:
    status, headers, body = ask(port, "/media/a.0.mp3", Range=f"bytes={asked}", Accept_Encoding="gzip")
    assert status == 206
    assert body == SOUND[start:end]
    assert headers["content-range"].endswith(f"/{len(SOUND)}")
    assert headers["content-type"] == "audio/mpeg"
    assert "content-encoding" not in headers


def test_several_ranges_at_once(port: int) -> None:
    status, headers, body = ask(port, "/media/a.0.mp3", Range="bytes=0-9,20-29")
    assert status == 206
    assert headers["content-type"].startswith("multipart/byteranges")
    assert SOUND[20:30] in body


def test_a_range_past_the_end(port: int) -> None:
    status, headers, _ = ask(port, "/media/a.0.mp3", Range="bytes=99999-")
    assert (status, headers["content-range"]) == (416, f"bytes */{len(SOUND)}")


def test_a_changed_file_is_never_spliced(port: int) -> None:
    _, headers, _ = ask(port, "/media/a.0.mp3", "HEAD")
    same, _, part = ask(port, "/media/a.0.mp3", Range="bytes=100-", If_Range=headers["etag"])
    assert (same, part) == (206, SOUND[100:])
    other, _, whole = ask(port, "/media/a.0.mp3", Range="bytes=100-", If_Range='"another"')
    assert (other, whole) == (200, SOUND)


def test_an_unchanged_feed_costs_nothing(port: int) -> None:
    _, headers, _ = ask(port, "/feed.xml")
    status, again, body = ask(port, "/feed.xml", If_None_Match=headers["etag"])
    assert (status, body, again["etag"]) == (304, b"", headers["etag"])
    assert ask(port, "/feed.xml", If_Modified_Since=headers["last-modified"])[0] == 304
    assert ask(port, "/feed.xml", If_None_Match='"old"')[0] == 200


def test_text_is_squeezed_and_audio_is_not(port: int) -> None:
    for path in ("/feed.xml", "/", "/media/a.0.vtt"):
        status, headers, body = ask(port, path, Accept_Encoding="gzip")
        assert (status, headers["content-encoding"]) == (200, "gzip")
        assert len(gzip.decompress(body)) > len(body)
        assert "accept-encoding" in headers["vary"].lower()
    assert "content-encoding" not in ask(port, "/media/a.0.mp3", Accept_Encoding="gzip")[1]
    assert "content-encoding" not in ask(port, "/feed.xml")[1]


def test_players_of_other_sites_may_read_media_and_feed(port: int) -> None:
    for path in ("/media/a.0.vtt", "/media/a.0.chapters.json", "/media/a.0.mp3", "/feed.xml"):
        assert ask(port, path)[1]["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in ask(port, "/")[1]


def test_hashed_names_are_kept_for_ever_and_the_feed_is_not(port: int) -> None:
    assert "immutable" in ask(port, "/media/a.0.mp3")[1]["cache-control"]
    assert ask(port, "/feed.xml")[1]["cache-control"] == "public, max-age=300"
    assert "cache-control" not in ask(port, "/media/none.mp3")[1]


@pytest.mark.parametrize(
    "path",
    [
        "/none", "/../secret.txt", "/%2e%2e/secret.txt", "/media/..%2f..%2fsecret.txt", "/..%5csecret.txt", "/link.txt",
        "/.git/config", "/media/.new-abc", "/%2egit/config", "//etc/passwd", "/%00", "/media/",
        "/media/a.0.mp3/x", "/" + "a" * 300,
    ],
)  # fmt: skip
def test_nothing_outside_the_folder_and_nothing_hidden(port: int, path: str) -> None:
    status, headers, body = ask(port, path)
    assert status == 404
    assert SECRET not in body
    assert b"<h1>Page not found</h1>" in body
    assert headers["content-type"] == "text/html; charset=utf-8"


def test_a_folder_without_its_slash_is_led_on(port: int) -> None:
    status, headers, _ = ask(port, "/episodes/a")
    assert status in {301, 307, 308}
    assert headers["location"].endswith("/episodes/a/")


def test_nothing_can_be_changed(port: int) -> None:
    for method in ("POST", "PUT", "DELETE"):
        status, headers, body = ask(port, "/feed.xml", method)
        assert (status, headers["allow"]) == (405, "GET, HEAD")
        assert b"GET and HEAD" in body


def test_pages_may_fetch_nothing_from_elsewhere(port: int) -> None:
    headers = ask(port, "/")[1]
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_a_port_that_is_taken_is_told(port: int, tmp_path: Path) -> None:
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
                assert ask(free, "/")[0] == 200
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
    assert "audioblog[web]" in done.stdout
