"""What was found where the user pointed: a source as text comes in, its kind, beginning and content go out.

Every kind of source recognises itself by looking at a `Found` (see the table in `sources`), so that no flag is needed.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Protocol
from urllib.parse import unquote, urlsplit

from audioblog.errors import SourceError, UsageError
from audioblog.ingest.decode import decode, not_text
from audioblog.ingest.network.fetch import Fetcher
from audioblog.ingest.raw import RawPost, SourceInfo
from audioblog.model import Failure

HEAD = 65536
"""Bytes of a file that are looked at to recognise it."""
MAX_FILE = 5_000_000
"""Bytes of a page, a Markdown or a text file; exports, which may be far larger, are streamed by their own readers."""
SUFFIXES = {
    ".md": "markdown", ".markdown": "markdown", ".mdown": "markdown", ".mkd": "markdown", ".mdx": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".txt": "text", ".text": "text",
}  # fmt: skip
POSSIBLE = (
    "Give a blog's address, a post's or a feed's address, an HTML, Markdown or text file, an export, a folder, or “-” "
    "for standard input."
)
_HOST = re.compile(r"[\w-]+(\.[\w-]+)*\.[a-z]{2,24}(:\d+)?(/.*)?", re.I)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:", re.I)
_PROLOG = re.compile(r"(\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(\[[^\]]*\])?[^>]*>)", re.S | re.I)
_TAG = re.compile(r"<([A-Za-z][\w.:-]*)")


@dataclass(frozen=True, slots=True)
class Desk:
    """What every source may need to do its work."""

    fetcher: Fetcher
    now: datetime
    since: datetime | None = None
    """When the last complete reading of this source began: what has not changed since need not be given."""


class Source(Protocol):
    """Where posts come from."""

    @property
    def info(self) -> SourceInfo: ...

    @property
    def left_out(self) -> list[tuple[str, str]]:
        """(which, why) of what was passed over on purpose, such as drafts; filled while `posts` goes on."""

    def posts(self) -> Iterator[RawPost | Failure]:
        """Newest first and lazily; one that cannot be read is a Failure, and the others follow."""


LeftOut = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Listing:
    """The Source that all routes make: what is known of it, and how to start reading."""

    info: SourceInfo
    start: Callable[[LeftOut], Iterator[RawPost | Failure]]
    left_out: LeftOut = field(default_factory=list)

    def posts(self) -> Iterator[RawPost | Failure]:
        self.left_out.clear()
        return self.start(self.left_out)


@dataclass(frozen=True, slots=True)
class Found:
    source: str
    """What the user pointed at."""
    url: str = ""
    """Where it was found, after redirects; "" for a file and standard input."""
    path: Path | None = None
    content_type: str = ""
    start: str = ""
    """The first characters, without white space before them."""
    body: bytes | None = None
    """None: it lies in the file `path`."""
    headers: tuple[tuple[str, str], ...] = ()
    """Of the answer of a server; names in lower case."""
    not_text: str = ""
    """What it is, if it is no text: "a folder", "a PDF document", "binary data" ..."""

    @property
    def root(self) -> str:
        """The first element of a markup document, lower case ("rss", "html" ...); "" if it is no markup."""
        return root_element(self.start)

    @property
    def kind_by_name(self) -> str:
        """What the name of a file or address says: "markdown", "html", "text" or ""."""
        name = self.path.name if self.path else urlsplit(self.url).path
        return SUFFIXES.get(Path(name).suffix.lower(), "")

    def read(self, limit: int = MAX_FILE) -> bytes:
        """All of it; raises SourceError ("too-large", "unreadable")."""
        if self.body is not None:
            return self.body
        assert self.path is not None, "what has no body has a path"
        return read_file(self.path, limit)

    def text(self, limit: int = MAX_FILE) -> str:
        return decode(self.read(limit), self.content_type)


def look(source: str, fetcher: Fetcher, stdin: Any) -> Found:
    """Find what `source` names; raises UsageError, SourceError ("no-such-file", "unreadable"), FetchError."""
    name = source.strip()
    if not name:
        raise UsageError("No source was given.", POSSIBLE)
    if name == "-":
        return _in_memory(source, _read_stdin(stdin))
    lowered = name.lower()
    if lowered.startswith("feed:"):
        name = name[5:] if lowered.startswith(("feed:http:", "feed:https:")) else "https:" + name[5:]
    if lowered.startswith("file:"):
        return _on_disk(source, Path(unquote(urlsplit(name).path)))
    if re.match(r"https?:", name, re.I):
        return _on_the_web(source, name, fetcher)
    path = Path(name).expanduser()
    if _exists(path) or path.suffix.lower() in SUFFIXES:
        return _on_disk(source, path)
    if _HOST.fullmatch(name):
        return _on_the_web(source, "https://" + name, fetcher)
    if _SCHEME.match(name) and "/" in name:
        raise SourceError(f"“{name}” cannot be read: only http and https addresses can.", POSSIBLE, code="bad-scheme")
    return _on_disk(source, path)


def read_file(path: Path, limit: int = MAX_FILE) -> bytes:
    """The content of `path`, which must not hold more than `limit` bytes."""
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise _unreadable(path, error) from error
    if len(data) > limit:
        raise SourceError(f"{path} is larger than {limit / 1_000_000:.0f} MB.", "Split it.", code="too-large")
    return data


def root_element(text: str) -> str:
    """The name of the first element of a document, lower case; "" if the text does not begin as markup does."""
    at = 0
    while found := _PROLOG.match(text, at):
        at = found.end()
    tag = _TAG.match(text, at)
    return tag[1].lower() if tag else ""


def _on_the_web(source: str, url: str, fetcher: Fetcher) -> Found:
    response = fetcher.get(url, kind="page")
    headers = tuple(response.headers.items())
    start = _start(response.body, response.content_type)
    what = not_text(response.body)
    return Found(source, response.url, None, response.content_type, start, response.body, headers, what)


def _on_disk(source: str, path: Path) -> Found:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return Found(source, path=path, not_text="a folder")
        if not stat.S_ISREG(mode):
            raise SourceError(f"{path} is neither a file nor a folder.", POSSIBLE, code="unreadable")
        with path.open("rb") as file:
            head = file.read(HEAD)
    except (FileNotFoundError, NotADirectoryError) as error:
        message = f"There is no file {path}, and it is no address either."
        raise SourceError(message, POSSIBLE, code="no-such-file") from error
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    return Found(source, path=path, start=_start(head), not_text=not_text(head))


def _unreadable(path: Path, error: OSError | ValueError) -> SourceError:
    why = getattr(error, "strerror", None) or error
    return SourceError(f"{path} cannot be read ({why}).", "Check its name and permissions.", code="unreadable")


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _in_memory(source: str, data: bytes) -> Found:
    if len(data) > MAX_FILE:
        raise SourceError(
            f"Standard input is larger than {MAX_FILE / 1_000_000:.0f} MB.", "Give it as a file.", code="too-large"
        )
    if not data.strip():
        raise SourceError("Nothing came through standard input.", "Pipe a post into it: … < post.html", code="empty")
    return Found(source, start=_start(data[:HEAD]), body=data, not_text=not_text(data))


def _read_stdin(stdin: IO[Any]) -> bytes:
    data = getattr(stdin, "buffer", stdin).read(MAX_FILE + 1)
    return data.encode("utf-8", "surrogateescape") if isinstance(data, str) else bytes(data)


def _start(head: bytes, content_type: str = "") -> str:
    return decode(head[:HEAD], content_type).lstrip()
