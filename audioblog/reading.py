"""RawPost -> Post within limits: a page may cost so many seconds and bytes, and not one more.

A page that hangs a C library cannot be stopped from within Python, so reading is done in worker processes: the kernel's
own alarm ends one that takes too long. A marker file then tells the coordinator what the dead worker was doing.
"""

from __future__ import annotations

import signal
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from audioblog import runner
from audioblog.errors import SourceError, WorkerCrashed, failure_of
from audioblog.ingest.raw import RawPost
from audioblog.model import Failure, Post

SECONDS = 20
"""Ordinary pages take a twentieth of a second, the largest that are let in some three seconds."""
BYTES = 1_000_000_000
"""Memory beyond what the process had when it began to read."""
HINT = "Save the text of the post as a file, and give that file to audioblog instead of the page."


@dataclass(frozen=True, slots=True)
class ReadJob:
    place: int
    raw: RawPost
    marker: Path


def read_within_limits(raw: RawPost, marker: Path) -> Post:
    """Read one post, in a process that may die of it. `marker` exists only while it is being read.

    SourceError "too-large" when the memory does not suffice, else what `ingest.read.read` raises.
    """
    from audioblog.ingest.read import read

    marker.parent.mkdir(parents=True, exist_ok=True)
    marker.touch()
    try:
        with _alarm(), _memory():
            return read(raw)
    except MemoryError as error:
        message = f"reading this post took more than {BYTES / 1e9:.0f} GB of memory, so it was stopped"
        raise SourceError(message, HINT, code="too-large") from error
    finally:
        marker.unlink(missing_ok=True)


def cause_of_death(error: BaseException, marker: Path) -> BaseException:
    """What to say of a job whose worker died: when it died reading, the post was too much; else `error` as it is."""
    if not isinstance(error, WorkerCrashed) or not marker.exists():
        return error
    marker.unlink()
    message = f"reading this post took more than {SECONDS} seconds, or crashed, so it was stopped"
    return SourceError(message, HINT, code="too-slow")


def read_all(posts: Iterable[tuple[str, RawPost | Failure]], workers: int) -> Iterator[tuple[str, Post | Failure]]:
    """(source, what was gathered) in; (source, Post or Failure) out, in the same order, read in worker processes."""
    sources: list[str] = []
    ready: dict[int, Post | Failure] = {}
    given = 0
    with tempfile.TemporaryDirectory(prefix="audioblog-") as folder:

        def jobs() -> Iterator[ReadJob]:
            for place, (source, item) in enumerate(posts):
                sources.append(source)
                if isinstance(item, Failure):
                    ready[place] = item
                else:
                    yield ReadJob(place, item, Path(folder) / f"{place}.reading")

        pool = partial(runner.process_pool, workers, ("audioblog.reading", "audioblog.ingest.read"))
        for outcome in runner.run(_read, jobs(), pool, window=2 * workers):
            ready[outcome.job.place] = _result(outcome)
            while given in ready:
                yield sources[given], ready.pop(given)
                given += 1
        yield from ((sources[place], ready[place]) for place in sorted(ready))


def _read(job: ReadJob) -> Post:
    return read_within_limits(job.raw, job.marker)


def _result(outcome: runner.Outcome[ReadJob, Post]) -> Post | Failure:
    if outcome.error is None and outcome.result is not None:
        return outcome.result
    error = cause_of_death(outcome.error or WorkerCrashed("no result"), outcome.job.marker)
    return failure_of(error, outcome.job.raw.source)


@contextmanager
def _alarm() -> Iterator[None]:
    """The kernel ends this process when the time is up, whatever it is doing. Without alarms (Windows) nothing does."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


@contextmanager
def _memory() -> Iterator[None]:
    """Let the process grow by no more than `BYTES`; a larger wish is a MemoryError. Only where /proc says its size."""
    size = Path("/proc/self/statm")
    if sys.platform == "win32" or not size.exists():
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    now = int(size.read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + BYTES, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
