"""What every server of an edition must answer, as one table of tests: run on `audioblog serve`, nginx and Caddy.

A subclass gives a fixture `host`: the address of a running server whose root holds `FILES` (made by `lay_out`).
"""

from __future__ import annotations

import gzip
import http.client
import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest

SOUND = bytes(range(256)) * 40
PAGE = b"<!DOCTYPE html><title>Page</title>" + b"<p>text</p>" * 300
SECRET = b"secret"
MP3 = "/media/tea.0123456789ab.mp3"
VTT = "/media/tea.0123456789ab.vtt"

FILES = {
    "index.html": PAGE,
    "feed.xml": b"<rss/>" * 300,
    "feed-2.xml": b"<rss/>" * 300,
    "shows.opml": b"<opml/>" * 300,
    "media/tea.0123456789ab.mp3": SOUND,
    "media/tea.0123456789ab.opus": SOUND,
    "media/tea.0123456789ab.m4b": SOUND,
    "media/tea.0123456789ab.vtt": b"WEBVTT\n" * 300,
    "media/tea.0123456789ab.srt": b"1\n" * 600,
    "media/tea.0123456789ab.json": b'{"a": 1}' + b" " * 2000,
    "media/tea.0123456789ab.chapters.json": b"{}" + b" " * 2000,
    "media/tea.0123456789ab.txt": "Ŵ".encode() * 600,
    "episodes/tea/index.html": PAGE,
    "site.css": b"p{}" * 500,
    "player.js": b"let a;" * 300,
    "cover-0123456789ab.jpg": b"\xff\xd8" * 600,
    "tea.epub": b"PK" * 600,
}
HIDDEN = (".audioblog/manifest.json", ".git/config", "media/.new-abc", ".htpasswd")

Answer = tuple[int, dict[str, str], bytes]


def lay_out(root: Path) -> Path:
    """A public folder below `root`, with a secret beside it and hidden files in it."""
    public = root / "public"
    (root / "secret.txt").write_bytes(SECRET)
    for name, data in {**FILES, **dict.fromkeys(HIDDEN, SECRET)}.items():
        (public / name).parent.mkdir(parents=True, exist_ok=True)
        (public / name).write_bytes(data)
        os.utime(public / name, (1_700_000_000, 1_700_000_000))
    (public / "link.txt").symlink_to(root / "secret.txt")
    return public


def ask(host: str, path: str, method: str = "GET", **headers: str) -> Answer:
    """The path goes out as it is: no library between us and the server mends it."""
    connection = http.client.HTTPConnection(urlsplit(host).netloc, timeout=10)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


class HostTable:
    @pytest.mark.parametrize("name", sorted(FILES))
    def test_a_whole_file_and_its_head(self, host: str, name: str) -> None:
        status, headers, body = ask(host, f"/{name}")
        assert (status, body) == (200, FILES[name])
        again, head, nothing = ask(host, f"/{name}", "HEAD")
        assert (again, nothing) == (200, b"")
        for field in ("content-type", "content-length", "etag", "last-modified", "accept-ranges"):
            assert head[field] == headers[field], field
        assert int(head["content-length"]) == len(body)
        assert head["accept-ranges"] == "bytes"

    @pytest.mark.parametrize(
        ("path", "kind"),
        [
            ("/feed.xml", "application/rss+xml; charset=utf-8"),
            ("/shows.opml", "text/x-opml; charset=utf-8"),
            ("/media/tea.0123456789ab.mp3", "audio/mpeg"),
            ("/media/tea.0123456789ab.opus", "audio/ogg"),
            ("/media/tea.0123456789ab.m4b", "audio/mp4"),
            ("/media/tea.0123456789ab.vtt", "text/vtt; charset=utf-8"),
            ("/media/tea.0123456789ab.srt", "application/x-subrip; charset=utf-8"),
            ("/media/tea.0123456789ab.json", "application/json"),
            ("/media/tea.0123456789ab.chapters.json", "application/json+chapters"),
            ("/media/tea.0123456789ab.txt", "text/plain; charset=utf-8"),
            ("/", "text/html; charset=utf-8"),
            ("/episodes/tea/", "text/html; charset=utf-8"),
            ("/site.css", "text/css; charset=utf-8"),
            ("/player.js", "text/javascript; charset=utf-8"),
            ("/cover-0123456789ab.jpg", "image/jpeg"),
            ("/tea.epub", "application/epub+zip"),
        ],
    )
    def test_types(self, host: str, path: str, kind: str) -> None:
        status, headers, _ = ask(host, path)
        assert (status, headers["content-type"]) == (200, kind)
        assert headers["x-content-type-options"] == "nosniff"

    @pytest.mark.parametrize(
        ("asked", "start", "end"),
        [
            ("0-1", 0, 2), ("100-199", 100, 200), ("1000-", 1000, 10240), ("-500", 9740, 10240),
            ("0-99999", 0, 10240), ("-99999", 0, 10240), ("10239-", 10239, 10240),
        ],
    )  # fmt: skip
    def test_one_part(self, host: str, asked: str, start: int, end: int) -> None:
        status, headers, body = ask(host, MP3, Range=f"bytes={asked}", Accept_Encoding="gzip")
        assert (status, body) == (206, SOUND[start:end])
        assert headers["content-range"] == f"bytes {start}-{end - 1}/{len(SOUND)}"
        assert headers["content-type"] == "audio/mpeg"
        assert "content-encoding" not in headers

    def test_several_parts(self, host: str) -> None:
        status, headers, body = ask(host, MP3, Range="bytes=0-9,20-29,-5")
        assert status == 206
        kind, _, boundary = headers["content-type"].partition("; boundary=")
        assert kind == "multipart/byteranges"
        parts = body.split(b"--" + boundary.encode())[1:-1]
        found = []
        for part in parts:
            head, _, data = part.strip(b"\r\n").partition(b"\r\n\r\n")
            (where,) = (line for line in head.split(b"\r\n") if line.lower().startswith(b"content-range:"))
            found.append((where.partition(b": ")[2].decode(), data))
        assert found == [
            (f"bytes 0-9/{len(SOUND)}", SOUND[0:10]),
            (f"bytes 20-29/{len(SOUND)}", SOUND[20:30]),
            (f"bytes 10235-10239/{len(SOUND)}", SOUND[-5:]),
        ]

    def test_a_part_past_the_end(self, host: str) -> None:
        status, headers, _ = ask(host, MP3, Range="bytes=99999-")
        assert (status, headers["content-range"]) == (416, f"bytes */{len(SOUND)}")

    def test_a_file_that_has_changed_is_never_spliced(self, host: str) -> None:
        _, headers, _ = ask(host, MP3, "HEAD")
        for same in (headers["etag"], headers["last-modified"]):
            status, _, body = ask(host, MP3, Range="bytes=100-", If_Range=same)
            assert (status, body) == (206, SOUND[100:]), same
        for other in ('"another"', "Wed, 01 Jan 2020 00:00:00 GMT", f"W/{headers['etag']}"):
            status, _, body = ask(host, MP3, Range="bytes=100-", If_Range=other)
            assert (status, body) == (200, SOUND), other

    @pytest.mark.parametrize("path", ["/feed.xml", MP3, VTT, "/"])
    def test_what_has_not_changed_costs_nothing(self, host: str, path: str) -> None:
        _, headers, _ = ask(host, path)
        etag, modified = headers["etag"], headers["last-modified"]
        for asked in (
            {"If_None_Match": etag},
            {"If_None_Match": f"W/{etag}"},
            {"If_None_Match": f'"old", {etag}'},
            {"If_Modified_Since": modified},
        ):
            status, again, body = ask(host, path, **asked)
            assert (status, body) == (304, b""), asked
            assert again["etag"] == etag
            assert again["cache-control"] == headers["cache-control"]
        for asked in (
            {"If_None_Match": '"old"'},
            {"If_Modified_Since": "Wed, 01 Jan 2020 00:00:00 GMT"},
            {"If_None_Match": '"old"', "If_Modified_Since": modified},
        ):
            assert ask(host, path, **asked)[0] == 200, asked

    def test_a_squeezed_feed_that_has_not_changed_costs_nothing_either(self, host: str) -> None:
        _, headers, _ = ask(host, "/feed.xml", Accept_Encoding="gzip")
        status, _, body = ask(host, "/feed.xml", Accept_Encoding="gzip", If_None_Match=headers["etag"])
        assert (status, body) == (304, b"")

    @pytest.mark.parametrize("path", ["/feed.xml", "/", VTT, VTT.replace("vtt", "srt"), VTT.replace("vtt", "json")])
    def test_text_is_squeezed(self, host: str, path: str) -> None:
        status, headers, body = ask(host, path, Accept_Encoding="gzip")
        assert (status, headers["content-encoding"]) == (200, "gzip")
        assert gzip.decompress(body) == FILES[path.lstrip("/") or "index.html"]
        assert "accept-encoding" in headers["vary"].lower()
        assert "content-encoding" not in ask(host, path)[1]

    @pytest.mark.parametrize("name", [MP3, "/media/tea.0123456789ab.opus", "/cover-0123456789ab.jpg", "/tea.epub"])
    def test_sound_and_pictures_are_not_squeezed(self, host: str, name: str) -> None:
        assert "content-encoding" not in ask(host, name, Accept_Encoding="gzip")[1]

    def test_cache_times(self, host: str) -> None:
        assert ask(host, MP3)[1]["cache-control"] == "public, max-age=31536000, immutable"
        assert ask(host, "/cover-0123456789ab.jpg")[1]["cache-control"] == "public, max-age=31536000, immutable"
        assert ask(host, VTT)[1]["cache-control"] == "public, max-age=3600"
        for path in ("/feed.xml", "/", "/episodes/tea/", "/site.css"):
            assert ask(host, path)[1]["cache-control"] == "public, max-age=300"
        assert "immutable" not in ask(host, "/media/none.0123456789ab.mp3")[1].get("cache-control", "")

    def test_players_of_other_sites_may_read_transcripts_and_chapters(self, host: str) -> None:
        for path in (VTT, VTT.replace("vtt", "chapters.json"), VTT.replace("vtt", "json"), MP3, "/feed.xml"):
            headers = ask(host, path, Origin="https://player.example.org")[1]
            assert headers["access-control-allow-origin"] == "*", path
            assert "Content-Range" in headers["access-control-expose-headers"]
        assert "access-control-allow-origin" not in ask(host, "/", Origin="https://player.example.org")[1]

    def test_players_of_other_sites_may_ask_before_they_read_in_parts(self, host: str) -> None:
        status, headers, body = ask(
            host, MP3, "OPTIONS", Origin="https://player.example.org", Access_Control_Request_Method="GET",
            Access_Control_Request_Headers="range",
        )  # fmt: skip
        assert (status, body) == (204, b"")
        assert headers["access-control-allow-origin"] == "*"
        assert "GET" in headers["access-control-allow-methods"]
        assert "range" in headers["access-control-allow-headers"].lower()

    @pytest.mark.parametrize(
        "path",
        [
            "/none", "/../secret.txt", "/%2e%2e/secret.txt", "/media/..%2f..%2fsecret.txt", "/..%5csecret.txt",
            "/media/%2e%2e/%2e%2e/secret.txt", "/media/../../secret.txt", "/%252e%252e/secret.txt",
            "//etc/passwd", "/etc/passwd", "/media/", "/%ff", *(f"/{name}" for name in HIDDEN), "/%2egit/config",
            "/media/%2enew-abc", MP3 + "/x",
        ],
    )  # fmt: skip
    def test_nothing_outside_the_folder_and_nothing_hidden(self, host: str, path: str) -> None:
        status, _, body = ask(host, path)
        assert status in {400, 403, 404}
        assert SECRET not in body
        assert b"root:" not in body

    def test_a_link_that_leads_elsewhere_is_not_followed(self, host: str) -> None:
        status, _, body = ask(host, "/link.txt")
        assert status in {403, 404}
        assert SECRET not in body

    def test_a_folder_without_its_slash_is_led_on(self, host: str) -> None:
        status, headers, _ = ask(host, "/episodes/tea")
        assert status in {301, 302, 307, 308}
        assert headers["location"].endswith("tea/")

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
    def test_nothing_can_be_changed(self, host: str, method: str) -> None:
        assert ask(host, "/feed.xml", method)[0] in {403, 405}
        assert ask(host, "/feed.xml")[2] == FILES["feed.xml"]

    def test_pages_may_load_nothing_from_elsewhere(self, host: str) -> None:
        headers = ask(host, "/")[1]
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "no-referrer"
