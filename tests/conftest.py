"""Fixtures of all rooms. `from blogserver import BlogServer` works in every test file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# Under --import-mode=importlib the tests' own folder is not on the path.
sys.path.insert(0, str(Path(__file__).parent))

from blogserver import BlogServer

pytest.register_assert_rewrite("enginecontract")


@pytest.fixture
def blog_server() -> Iterator[BlogServer]:
    """A running, empty BlogServer on 127.0.0.1."""
    with BlogServer() as server:
        yield server
