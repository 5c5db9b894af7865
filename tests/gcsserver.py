"""The part of Google Cloud Storage's XML API that obstore speaks, on 127.0.0.1: conditions stand on generations.

Written after the API's reference: x-goog-if-generation-match (0: there must be none), x-goog-generation, 412.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from unittest.mock import patch
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape


class _Store:
    def __init__(self) -> None:
        self.objects: dict[str, tuple[bytes, int]] = {}
        self.headers: dict[str, dict[str, str]] = {}
        self.parts: dict[str, dict[int, bytes]] = {}
        self.lock = threading.Lock()
        self.count = 1000


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    store: _Store

    def _where(self) -> tuple[str, dict[str, str]]:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        return unquote(parts.path).lstrip("/").partition("/")[2], asked

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_PUT(self) -> None:
        name, asked = self._where()
        data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if "uploadId" in asked:
            self.store.parts[asked["uploadId"]][int(asked["partNumber"])] = data
            self._answer(200, ETag=f'"{md5(data).hexdigest()}"')
            return
        self._keep(name, data)

    def _keep(self, name: str, data: bytes, body: bytes = b"") -> None:
        store, wanted = self.store, self.headers.get("x-goog-if-generation-match")
        with store.lock:
            held = store.objects[name][1] if name in store.objects else 0
            if wanted is not None and int(wanted) != held:
                self._answer(412)
                return
            store.count += 1
            store.objects[name] = (data, store.count)
            store.headers.setdefault(name, {}).update(
                {key: self.headers[key] for key in ("Content-Type", "Cache-Control") if key in self.headers}
            )
        self._answer(200, body, ETag=f'"{md5(data).hexdigest()}"', x_goog_generation=str(store.count))

    def do_POST(self) -> None:
        name, asked = self._where()
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if "uploads" in asked:
            self.store.parts[name] = {}
            said = f"<InitiateMultipartUploadResult><UploadId>{escape(name)}</UploadId></InitiateMultipartUploadResult>"
            self._answer(200, said.encode())
            return
        assert b"<Part>" in sent
        data = b"".join(part for _, part in sorted(self.store.parts.pop(asked["uploadId"]).items()))
        etag = f"&quot;{md5(data).hexdigest()}&quot;"
        self._keep(
            name, data, f"<CompleteMultipartUploadResult><ETag>{etag}</ETag></CompleteMultipartUploadResult>".encode()
        )

    def do_GET(self) -> None:
        name, asked = self._where()
        if not name:
            self._answer(200, self._list(asked.get("prefix", "")))
            return
        if name not in self.store.objects:
            self._answer(404)
            return
        data, generation = self.store.objects[name]
        when = "Fri, 27 Nov 2026 12:00:00 GMT"
        etag = f'"{md5(data).hexdigest()}"'
        self._answer(200, data, ETag=etag, x_goog_generation=str(generation), Last_Modified=when)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _list(self, prefix: str) -> bytes:
        lines = "".join(
            f"<Contents><Key>{escape(name)}</Key><Size>{len(data)}</Size><LastModified>2026-11-27T12:00:00.000Z"
            f'</LastModified><ETag>"{md5(data).hexdigest()}"</ETag></Contents>'
            for name, (data, _) in sorted(self.store.objects.items())
            if name.startswith(prefix)
        )
        return f"<ListBucketResult>{lines}</ListBucketResult>".encode()

    def do_DELETE(self) -> None:
        name, _ = self._where()
        self._answer(204 if self.store.objects.pop(name, None) else 404)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@contextmanager
def gcs_server(folder: Path) -> Iterator[str]:
    """An empty bucket's address, for as long as the block lasts; `folder` takes the key that names the server."""
    handler = type("Handler", (_Handler,), {"store": _Store()})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        key = {"gcs_base_url": url, "disable_oauth": True, "client_email": "", "private_key": "", "private_key_id": ""}
        (folder / "key.json").write_text(json.dumps(key))
        with patch.dict(os.environ, {"GOOGLE_SERVICE_ACCOUNT": str(folder / "key.json"), "GOOGLE_BASE_URL": url}):
            yield "gs://shelf/audio"
        server.shutdown()
