"""Fixtures of all rooms. `from blogserver import BlogServer` works in every test file."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# Under --import-mode=importlib the tests' own folder is not on the path.
sys.path.insert(0, str(Path(__file__).parent))

# Before any test imports Piper: onnxruntime would report the use of the developer's machine.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

from blogserver import BlogServer

pytest.register_assert_rewrite("enginecontract")


@pytest.fixture
def blog_server() -> Iterator[BlogServer]:
    """A running, empty BlogServer on 127.0.0.1."""
    with BlogServer() as server:
        yield server


@pytest.fixture
def free_port() -> Callable[[], int]:
    """`free_port()`: a port of 127.0.0.1 at which nobody listens now."""

    def find() -> int:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port: int = probe.getsockname()[1]
            return port

    return find
