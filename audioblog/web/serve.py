"""A public folder in, a running web server out, until Ctrl-C. What it answers: see `site` and `private`.

A preview and a small server: bound to this computer unless told otherwise.
"""

from __future__ import annotations

import socket
from contextlib import closing, suppress
from pathlib import Path

from audioblog.errors import UsageError, install_hint
from audioblog.listeners import Door


def serve(folder: Path, host: str = "127.0.0.1", port: int = 8000, door: Door | None = None) -> None:
    """Serve `folder` until Ctrl-C, and private shows to those whom `door` opens for.

    UsageError: the extra is missing, there is no such folder, the port is taken.
    """
    try:
        import uvicorn

        from audioblog.web.site import app
    except ImportError as error:
        raise UsageError("The web server is not installed.", install_hint("web"), code="missing-extra") from error
    if not folder.is_dir():
        raise UsageError(
            f"There is no folder {folder}.", "Run audioblog build first, or name the folder.", code="no-folder"
        )
    with closing(_listening(host, port)) as listener:
        # No access log: a private show's addresses hold its listeners' tokens.
        config = uvicorn.Config(
            app(folder, door), log_level="warning", server_header=False, timeout_graceful_shutdown=2, access_log=False
        )
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
