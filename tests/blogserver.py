"""A small blog server for tests, on 127.0.0.1: pages are put into it, and it remembers what it was asked.

    with BlogServer() as server:
        server.put("/feed/", FEED, "application/rss+xml", etag='"1"')
        server.redirect("/old", "/new")
        server.when("/odd", lambda handler: handler.wfile.write(b"HTTP/1.0 200 OK\\r\\n\\r\\nhello"))
        fetch(server.url + "/feed/")
        assert server.asked("/feed/") == 1

A text body may say `{url}`: it is replaced by the server's address if `fill=True`.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

HTML = "text/html; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True)
class Page:
    body: bytes = b""
    content_type: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class Asked:
    """One request: its path with query, and its headers by names in lower case."""

    path: str
    headers: Mapping[str, str]


Answer = Page | Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD from the pages of its server."""

    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        blog = self.server.blog
        blog.requests.append(Asked(self.path, {name.lower(): value for name, value in self.headers.items()}))
        answer = blog.answer(self.path)
        if callable(answer):
            self.close_connection = True
            answer(self)
        else:
            self.reply(answer)

    do_HEAD = do_GET  # noqa: N815

    def reply(self, page: Page) -> None:
        """Send `page`, or 304 if the visitor has it."""
        known = page.etag and self.headers.get("If-None-Match") == page.etag
        dated = page.last_modified and self.headers.get("If-Modified-Since") == page.last_modified
        self.send_response(304 if known or dated else page.status)
        validators = {"ETag": page.etag, "Last-Modified": page.last_modified}
        body = b"" if known or dated else page.body
        for name, value in {**validators, "Content-Type": page.content_type, **page.headers}.items():
            if value:
                self.send_header(name, value)
        if not known and not dated and "Content-Length" not in page.headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing: the tests read `BlogServer.requests`."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    blog: BlogServer

    def handle_error(self, *args: object) -> None:
        """A visitor who hangs up is part of the tests."""


class BlogServer:
    """A context manager; `url` has no slash at its end. What was not put in is 404."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.blog = self
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.port: int = self._server.server_address[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        self.pages: dict[str, Answer] = {}
        self.folders: dict[str, Callable[[str], Page]] = {}
        self.requests: list[Asked] = []
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def put(
        self,
        path: str,
        body: str | bytes = b"",
        content_type: str = HTML,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        etag: str = "",
        last_modified: str = "",
        fill: bool = False,
    ) -> str:
        """Answer `path` (with its query, if it has one) with `body`; gives the full address."""
        if fill and isinstance(body, str):
            body = body.replace("{url}", self.url)
        data = body.encode() if isinstance(body, str) else body
        self.pages[path] = Page(data, content_type, status, headers or {}, etag, last_modified)
        return self.url + path

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        """Answer `path` with a redirect."""
        return self.put(path, status=status, headers={"Location": to})

    def when(self, path: str, answer: Callable[[Handler], None]) -> str:
        """Let `answer` write the whole reply to `path`."""
        self.pages[path] = answer
        return self.url + path

    def under(self, start: str, answer: Callable[[str], Page]) -> str:
        """Let `answer` make the page of every path that begins with `start`, unless it was put in by itself."""
        self.folders[start] = answer
        return self.url + start

    def answer(self, path: str) -> Answer:
        if path in self.pages:
            return self.pages[path]
        folder = max((start for start in self.folders if path.startswith(start)), key=len, default="")
        return self.folders[folder](path) if folder else Page(b"<h1>Not here</h1>", status=404)

    def asked(self, path: str) -> int:
        """How often `path` was asked for."""
        return sum(request.path == path for request in self.requests)

    def __enter__(self) -> BlogServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
