"""The repository's own sample blog as an edition: built once a session, by the real command, in a workspace of its own.

edition = build_sample()
edition.url, edition.folder        # where it expects to be served, and the public folder
edition.items                      # what its feed says, newest first, read with the standard library alone
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

REPOSITORY = Path(__file__).parent.parent
BUILD_SECONDS = 240
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"


@dataclass(frozen=True)
class Item:
    """One episode as the feed describes it; files are local paths of what its addresses name."""

    title: str
    guid: str
    page: Path
    audio: Path
    length: int
    published: datetime
    duration_s: int
    chapters: Path | None
    transcripts: tuple[tuple[str, Path], ...]
    """(media type, file)"""


@dataclass(frozen=True)
class Edition:
    url: str
    """Ends with a slash; nobody listens there until a test serves it."""
    folder: Path
    report: dict[str, Any]
    """What `build --json` printed."""

    @property
    def feed(self) -> ElementTree.Element:
        return ElementTree.fromstring((self.folder / "feed.xml").read_bytes())

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(self._item(element) for element in self.feed.iter("item"))

    def file(self, address: str) -> Path:
        """The file that an address of this edition names."""
        assert address.startswith(self.url), f"{address} is not below {self.url}"
        path = self.folder / address.removeprefix(self.url)
        return path / "index.html" if address.endswith("/") else path

    def digests(self) -> dict[str, str]:
        """SHA-256 of every published MP3 -> its name."""
        return {digest(file): file.name for file in (self.folder / "media").glob("*.mp3")}

    def _item(self, element: ElementTree.Element) -> Item:
        def text(name: str) -> str:
            return element.findtext(name) or ""

        enclosure = element.find("enclosure")
        assert enclosure is not None
        chapters = element.find(f"{PODCAST}chapters")
        return Item(
            text("title"),
            text("guid"),
            self.file(text("link")),
            self.file(enclosure.attrib["url"]),
            int(enclosure.attrib["length"]),
            parsedate_to_datetime(text("pubDate")),
            int(text(f"{ITUNES}duration")),
            None if chapters is None else self.file(chapters.attrib["url"]),
            tuple((t.attrib["type"], self.file(t.attrib["url"])) for t in element.findall(f"{PODCAST}transcript")),
        )


@cache
def build_sample() -> Edition:
    """Build feeds/sample.toml as `make demo` does. Fails the test when a post fails."""
    workspace = tempfile.TemporaryDirectory(prefix="audioblog sample ")  # a space: paths with one must work
    atexit.register(workspace.cleanup)
    folder = Path(workspace.name)
    for name in ("feeds", "samples"):
        shutil.copytree(REPOSITORY / name, folder / name)
    url = f"http://127.0.0.1:{free_port()}/"
    command = [sys.executable, "-m", "audioblog", "build", "--base-url", url, "--json", "--plain"]
    done = subprocess.run(
        command, cwd=folder, env=clean_environment(folder), capture_output=True, text=True, timeout=BUILD_SECONDS
    )
    assert done.returncode == 0, f"the sample blog could not be built:\n{done.stdout}\n{done.stderr}"
    return Edition(url, folder / "public", json.loads(done.stdout))


def clean_environment(home: Path) -> dict[str, str]:
    """This process's environment with another HOME, and none of the variables that change what audioblog does."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AUDIOBLOG_", "XDG_"))}
    return kept | {"HOME": str(home), "LC_ALL": "C.UTF-8"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def digest(file: Path) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(file.read_bytes()).hexdigest()
