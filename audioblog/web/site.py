"""A public folder in, an ASGI application out that serves it as podcast apps need it.

HEAD, byte ranges, ETag and 304 are Starlette's, which alone of Python's servers gets them all right (measured); types,
caching, CORS, compression and what is refused are ours. Nothing outside the folder, and no hidden file, is ever sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from audioblog.listeners import Door
from audioblog.publish.headers import cache_control, content_type, for_everyone
from audioblog.web.private import PREFIX, PrivateShows

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SECURITY = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'",
}
_SMALLER_ZIPPED = ("text/", "application/json", "application/rss", "application/x-subrip", "image/svg")
_RANGES = re.compile(r"bytes=\s*(\d+-\d*|-\d+)(\s*,\s*(\d+-\d*|-\d+)){0,9}\s*", re.IGNORECASE)
"""What is taken for a wish for parts; anything else is ignored, as RFC 9110 (14.2) has it. Ten parts are enough."""
_READING = "GET, HEAD"

_PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/site.css"></head>
<body><main><h1>{title}</h1>
{text}
</main></body></html>
"""
_NOT_FOUND = _PAGE.format(
    title="Page not found",
    text="<p>There is nothing at this address. If you typed it, check the spelling. If you followed a link, the "
    'episode may have been taken away.</p><p><a href="/index.html">All episodes</a></p>',
)
_SHUT = _PAGE.format(
    title="This address is shut",
    text="<p>This was one listener’s own address, and it is not used any more. If it was yours, ask whoever gave it to "
    "you for a new one.</p>",
)


def app(folder: Path, door: Door | None = None) -> Starlette:
    """An ASGI application that serves `folder`, and private shows to those whom `door` opens for."""
    public = StaticFiles(directory=folder, html=True)
    files: ASGIApp = PrivateShows(door, public) if door else public
    return Starlette(
        routes=[Mount("/", files)],
        middleware=[Middleware(_Manners, private=door is not None)],
        exception_handlers={404: _page(_NOT_FOUND, 404), 401: _page(_NOT_FOUND, 404), 410: _page(_SHUT, 410),
                            405: _not_allowed},
    )  # fmt: skip


class _Manners:
    """ASGI middleware: refuses hidden names, and gives each answer its type, cache, CORS and security headers."""

    def __init__(self, application: ASGIApp, *, private: bool) -> None:
        self._plain = application
        self._gzipped: ASGIApp = GZipMiddleware(application, minimum_size=1000, compresslevel=6)
        self._private = private

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._plain(scope, receive, send)
            return
        path = scope["path"]
        if any(part.startswith(".") for part in path.split("/")) or "\\" in path or "\x00" in path:
            scope = {**scope, "path": "/not/found", "raw_path": b"/not/found"}
        wanted = [
            each for each in scope["headers"] if each[0] != b"range" or _RANGES.fullmatch(each[1].decode("latin-1"))
        ]
        scope = {**scope, "headers": wanted}
        private = self._private and path.startswith(PREFIX)

        async def send_with_manners(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _headers(message, path, private=private)
            await send(message)

        if scope["method"] == "OPTIONS":
            await _preflight(path)(scope, receive, send_with_manners)
            return
        in_part = any(name == b"range" for name, _ in wanted)
        zipped = _zips(content_type(path)) and not in_part
        await (self._gzipped if zipped else self._plain)(scope, receive, send_with_manners)


def _zips(kind: str) -> bool:
    return kind.startswith(_SMALLER_ZIPPED)


def _headers(message: Message, path: str, *, private: bool) -> list[tuple[bytes, bytes]]:
    """The headers of an answer, ours in place of what Starlette guessed."""
    status, kind = message["status"], content_type(path)
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in message["headers"]}
    headers |= _SECURITY
    if status in {200, 206} and not headers.get("content-type", "").startswith("multipart/"):
        headers["content-type"] = kind
    if status in {200, 206, 304}:
        headers["cache-control"] = cache_control(path, private=private)
        if _zips(kind):
            headers["vary"] = "Accept-Encoding"  # also when this one is not compressed: a cache may hold both
    if headers.get("content-encoding") == "gzip" and headers.get("etag", "").startswith('"'):
        headers["etag"] = "W/" + headers["etag"]  # other bytes than the plain file's: never to be joined with those
    if "location" in headers:  # relative, so that it is right behind a proxy and under a private address
        headers["location"] = quote(path.rpartition("/")[2]) + "/"
    if private:
        headers["x-robots-tag"] = "noindex, nofollow"
        if status >= 400:  # else a cache may keep the answer that nobody, or nobody any more, is at this address
            headers["cache-control"] = "no-store"
    if for_everyone(path):
        headers["access-control-allow-origin"] = "*"
        headers["access-control-expose-headers"] = "Accept-Ranges, Content-Length, Content-Range, ETag"
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


def _preflight(path: str) -> Response:
    """What a browser asks before another site's player may read a file in parts."""
    allowed = {"Allow": f"{_READING}, OPTIONS"}
    if for_everyone(path):
        allowed |= {
            "Access-Control-Allow-Methods": _READING,
            "Access-Control-Allow-Headers": "Range, If-Range, If-None-Match, If-Modified-Since",
            "Access-Control-Max-Age": "86400",
        }
    return Response(status_code=204, headers=allowed)


def _page(html: str, status: int) -> Callable[[Request, Exception], Response]:
    return lambda _request, _error: HTMLResponse(html, status)


def _not_allowed(_request: Request, _error: Exception) -> Response:
    return PlainTextResponse("This server only gives files out: GET and HEAD.\n", 405, {"Allow": _READING})
