"""A WebSub hub on 127.0.0.1 that behaves like a real one: it fetches the feed that it is told of, and may be busy."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import parse_qs


class Hub:
    """`answers`: (status, headers) a request, the last one for all that follow; `pings`: (type, form) of each."""

    def __init__(self, *answers: tuple[int, dict[str, str]], slow: float = 0) -> None:
        self.answers, self.slow = list(answers or [(202, {})]), slow
        self.pings: list[tuple[str, dict[str, list[str]]]] = []
        self.on_ping: Callable[[str], None] = lambda _feed: None
        self.errors: list[BaseException] = []
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                form = parse_qs(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())
                hub.pings.append((self.headers.get("Content-Type", ""), form))
                try:
                    hub.on_ping(form["hub.url"][0])
                except BaseException as error:
                    hub.errors.append(error)
                time.sleep(hub.slow)
                status, headers = hub.answers.pop(0) if len(hub.answers) > 1 else hub.answers[0]
                self.send_response(status)
                for name, value in {"Content-Length": "0", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()

            def do_GET(self) -> None:
                hub.errors.append(AssertionError("a hub was asked with GET"))
                self.send_error(400)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/"

    def __enter__(self) -> Hub:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)
        if kind is None and self.errors:
            raise self.errors[0]
