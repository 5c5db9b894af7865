"""What a run tells people and programs: progress on stderr while it lasts, one report at the end.

On a terminal a bar is drawn; elsewhere, and with --plain, one plain line a post, because a screen reader reads a
redrawn line again and again.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol, TextIO

import msgspec

from audioblog.model import Failure


@dataclass(frozen=True, slots=True)
class EpisodeLine:
    """One episode made in this run."""

    guid: str
    title: str
    url: str
    """The post's own address."""
    file: str
    """The MP3, relative to the public folder."""
    bytes: int
    duration_ms: int
    lufs: float | None
    true_peak_db: float | None


@dataclass(frozen=True, slots=True)
class Counts:
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """`build --json`, DESIGN.md section 4. Also kept as .audioblog/runs/RUN.json."""

    run: str
    counts: Counts
    seconds: float
    audio_ms: int
    """Of the episodes made in this run."""
    episodes: tuple[EpisodeLine, ...] = ()
    failures: tuple[Failure, ...] = ()
    schema: int = 1
    editions: tuple[str, ...] = ()
    """The public folders written."""
    interrupted: bool = False

    @property
    def exit_code(self) -> int:
        """0 done, 3 some posts failed and the rest is published, 4 nothing could be done, 130 interrupted."""
        if self.interrupted:
            return 130
        if not self.failures:
            return 0
        return 3 if self.editions and self.counts.new + self.counts.updated + self.counts.unchanged else 4


def as_json(document: object, *, indent: int = 2) -> str:
    """Any of our dataclasses as one JSON document, keys in the order of their fields."""
    return msgspec.json.format(msgspec.json.encode(document), indent=indent).decode()


def save(report: Report, folder: Path) -> None:
    """Keep the report among the workspace's runs."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{report.run}.json").write_text(as_json(report) + "\n", "utf-8")


@contextmanager
def logged(file: Path) -> Iterator[None]:
    """Within the block, keep the tracebacks of mistakes that nobody foresaw in `file`; without any, there is none."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(file, encoding="utf-8", errors="backslashreplace", delay=True)
    handler.setLevel(logging.ERROR)
    log = logging.getLogger("audioblog")
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)
        handler.close()


class Progress(Protocol):
    """Where the pipeline tells how far it is."""

    def post(self, verb: str, title: str, detail: str = "") -> None:
        """One post is finished: "made", "updated" or "failed"."""

    def note(self, text: str) -> None:
        """Something worth knowing that is not a post."""


@dataclass
class PlainProgress:
    """One line a post."""

    stream: TextIO
    count: int = 0

    def post(self, verb: str, title: str, detail: str = "") -> None:
        self.count += 1
        print(f"{self.count}. {verb}: {title}{f', {detail}' if detail else ''}", file=self.stream, flush=True)

    def note(self, text: str) -> None:
        print(text, file=self.stream, flush=True)


@dataclass
class Silent:
    """For --json in a pipe, tests and the Python API."""

    notes: list[str] = field(default_factory=list)

    def post(self, verb: str, title: str, detail: str = "") -> None:
        self.notes.append(f"{verb}: {title} {detail}".strip())

    def note(self, text: str) -> None:
        self.notes.append(text)


@contextmanager
def progress(*, plain: bool, quiet: bool = False, environment: Mapping[str, str] | None = None) -> Iterator[Progress]:
    """The right kind of progress for this terminal."""
    environment = os.environ if environment is None else environment
    if quiet:
        yield Silent()
    elif plain or not sys.stderr.isatty() or environment.get("TERM") == "dumb" or "CI" in environment:
        yield PlainProgress(sys.stderr)
    else:
        with _Bar() as bar:
            yield bar


class _Bar:
    """A counter that is redrawn in place, with finished posts scrolling by above it."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.status import Status

        self._console = Console(stderr=True, highlight=False)
        self._status = Status("Reading the blog", console=self._console)
        self._count = 0

    def __enter__(self) -> _Bar:
        self._status.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._status.stop()

    def post(self, verb: str, title: str, detail: str = "") -> None:
        self._count += 1
        self._console.print(f"{verb}: {title}{f', {detail}' if detail else ''}", markup=False)
        self._status.update(f"{self._count} posts done")

    def note(self, text: str) -> None:
        self._console.print(text, markup=False)


def run_name(now: datetime) -> str:
    """A run's name: when it began, to the second, and sortable."""
    return now.strftime("%Y%m%dT%H%M%SZ")
