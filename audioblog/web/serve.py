"""The public folder over HTTP as podcast apps need it: HEAD, byte ranges, ETag and 304, the right types, CORS.

A preview and a small server: bound to this computer unless told otherwise. Nothing outside the folder, and no hidden
file, is ever sent.
"""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audioblog.errors import UsageError

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

TYPES = {
    ".chapters.json": "application/json+chapters",
    ".json": "application/json",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/rss+xml; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".opus": "audio/ogg",
    ".m4a": "audio/mp4",
    ".epub": "application/epub+zip",
    ".zip": "application/zip",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
"""By the end of the name; the system's own table differs from machine to machine."""

_SECURITY = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'",
}
_SMALLER_ZIPPED = ("text/", "application/json", "application/rss", "application/x-subrip", "image/svg")
_FOREVER = "public, max-age=31536000, immutable"
_SHORT = "public, max-age=300"

_NOT_FOUND = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Page not found</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/site.css"></head>
<body><main><h1>Page not found</h1>
<p>There is nothing at this address. If you typed it, check the spelling. If you followed a link, the episode may have
been taken away.</p><p><a href="/index.html">All episodes</a></p></main></body></html>
"""

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def app(folder: Path) -> Starlette:
    """An ASGI application that serves `folder`."""
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.routing import Mount
    from starlette.staticfiles import StaticFiles

    files = StaticFiles(directory=folder, html=True)
    return Starlette(
        routes=[Mount("/", files)],
        middleware=[Middleware(_Manners)],
        exception_handlers={404: _not_found, 405: _not_allowed},
    )


def serve(folder: Path, host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve `folder` until Ctrl-C. UsageError: the extra is missing, there is no such folder, the port is taken."""
    try:
        import uvicorn
    except ImportError as error:
        raise UsageError(
            "The web server is not installed.", 'Install it with: pip install "audioblog[web]"', code="missing-extra"
        ) from error
    if not folder.is_dir():
        raise UsageError(
            f"There is no folder {folder}.", "Run audioblog build first, or name the folder.", code="no-folder"
        )
    with closing(_listening(host, port)) as listener:
        config = uvicorn.Config(app(folder), log_level="warning", server_header=False, timeout_graceful_shutdown=2)
        with suppress(KeyboardInterrupt):  # which uvicorn raises again once it has stopped in good order
            uvicorn.Server(config).run(sockets=[listener])


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"Nothing can be served at {host}, port {port}: {reason}.",
            f"Stop the program that uses it, or choose another one: audioblog serve --port {min(port + 1, 65535)}",
            code="port-taken",
        ) from error


class _Manners:
    """ASGI middleware: refuses hidden names, and gives each answer its type, cache, CORS and security headers."""

    def __init__(self, application: App) -> None:
        from starlette.middleware.gzip import GZipMiddleware

        self._plain = application
        self._gzipped: App = GZipMiddleware(application, minimum_size=1000)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._plain(scope, receive, send)
            return
        path = scope["path"]
        if any(part.startswith(".") for part in path.split("/")) or "\\" in path or "\x00" in path:
            scope = {**scope, "path": "/not/found", "raw_path": b"/not/found"}
        kind = content_type(path)
        asked = {name for name, _ in scope["headers"]}
        whole_text = b"range" not in asked and kind.startswith(_SMALLER_ZIPPED)

        async def send_with_manners(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _headers(message, path, kind)
            await send(message)

        await (self._gzipped if whole_text else self._plain)(scope, receive, send_with_manners)


def content_type(path: str) -> str:
    """The media type of a published file, by its name; a folder is its index.html."""
    name = path.rpartition("/")[2] or "index.html"
    return next((kind for end, kind in TYPES.items() if name.endswith(end)), "application/octet-stream")


def _headers(message: Message, path: str, kind: str) -> list[tuple[bytes, bytes]]:
    """The headers of an answer, ours in place of what Starlette guessed."""
    status = message["status"]
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in message["headers"]}
    headers |= _SECURITY
    multipart = headers.get("content-type", "").startswith("multipart/")
    if status in {200, 206} and not multipart:
        headers["content-type"] = kind
    if status in {200, 206, 304}:
        headers["cache-control"] = _FOREVER if path.startswith("/media/") else _SHORT
    if path.startswith("/media/") or path.endswith(".xml"):
        headers["access-control-allow-origin"] = "*"
        headers["access-control-expose-headers"] = "Accept-Ranges, Content-Length, Content-Range, ETag"
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


async def _not_found(_request: Request, _error: Exception) -> Response:
    from starlette.responses import HTMLResponse

    return HTMLResponse(_NOT_FOUND, 404)


async def _not_allowed(_request: Request, _error: Exception) -> Response:
    from starlette.responses import PlainTextResponse

    return PlainTextResponse("This server only gives files out: GET and HEAD.\n", 405, {"Allow": "GET, HEAD"})
