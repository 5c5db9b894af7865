"""A real S3 API on 127.0.0.1: moto's server. Buckets are made and objects looked at through plain HTTP."""

from __future__ import annotations

import itertools
import os
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from unittest.mock import patch

from moto.server import ThreadedMotoServer

KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1"}


_numbers = itertools.count(1)
"""moto keeps one set of buckets a process, however many of its servers run."""


class S3Server:
    """`url` is its endpoint."""

    def __init__(self, url: str) -> None:
        self.url = url

    def new_bucket(self) -> str:
        """The name of an empty bucket."""
        name = f"bucket-{next(_numbers)}"
        self._ask("PUT", name)
        return name

    def head(self, bucket: str, name: str) -> Message:
        """The headers of an object; urllib's HTTPError when there is none."""
        return self._ask("HEAD", f"{bucket}/{name}")

    def _ask(self, method: str, path: str) -> Message:
        signed = {"Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request"}
        request = urllib.request.Request(f"{self.url}/{path}", method=method, headers=signed)
        with urllib.request.urlopen(request, timeout=20) as answer:
            headers: Message = answer.headers
            return headers


@contextmanager
def s3_server() -> Iterator[S3Server]:
    """Running for as long as the block lasts; the environment names it as obstore's endpoint."""
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    with patch.dict(os.environ, KEYS | {"AWS_ENDPOINT_URL": url}):
        yield S3Server(url)
    server.stop()
