"""A listener's own address in, the files of their private show out: /m/TOKEN/feed.xml, /m/TOKEN/media/…

The edition is built once, with a word in its addresses where each listener's token goes; it is put in on the way out.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles

from audioblog.config import LISTENER
from audioblog.listeners import Door

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

PREFIX = "/m/"
_WITH_ADDRESSES = (".xml", ".html", ".opml")


class PrivateShows:
    """ASGI application: private shows below `PREFIX`, everything else as `public` has it."""

    def __init__(self, door: Door, public: ASGIApp) -> None:
        self._door, self._public = door, public

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not scope["path"].startswith(PREFIX):
            await self._public(scope, receive, send)
            return
        token, slash, rest = scope["path"].removeprefix(PREFIX).partition("/")
        listener = self._door.opens_for(token)
        if listener is None or not (self._door.rooms / listener.show).is_dir():
            raise HTTPException(404)
        if listener.revoked:
            raise HTTPException(410)
        if not slash:
            await RedirectResponse(f"{token}/")(scope, receive, send)
            return
        files = _Personal(self._door.rooms / listener.show, token)
        await files({**scope, "path": f"/{rest}", "root_path": ""}, receive, send)


class _Personal(StaticFiles):
    """The files of a private show as one listener gets them."""

    def __init__(self, folder: Path, token: str) -> None:
        super().__init__(directory=folder, html=True)
        self._own = f"m/{token}/".encode()

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        if not str(full_path).endswith(_WITH_ADDRESSES):
            return super().file_response(full_path, stat_result, scope, status_code)
        data = Path(full_path).read_bytes().replace(LISTENER.encode(), self._own)
        tag = hashlib.sha256(data).hexdigest()[:32]
        headers: Mapping[str, str] = {"ETag": f'"{tag}"', "Accept-Ranges": "none"}
        response = Response(data, status_code, headers)
        asked = Request(scope).headers.get("if-none-match", "")
        if tag in {each.strip().removeprefix("W/").strip('"') for each in asked.split(",")}:
            return NotModifiedResponse(response.headers)
        return response
