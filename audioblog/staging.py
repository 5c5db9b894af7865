"""Finished audio waits in the staging folder until it is published, each post's in files of its own.

Two posts may sound the same to the byte (a copy of a post, say): a name made of the sound alone would let the first of
them that is published take the other's file away. What runs that died have left here is swept away.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from audioblog import recipe
from audioblog.state import Catalogue
from audioblog.store import STALE_SECONDS

STAGING = "staging"
"""Below the working folder."""


def staging(work: Path) -> Path:
    """The staging folder, made if there is none."""
    folder = work / STAGING
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def job_name(show: str, post: str, input_key: str) -> str:
    """What the files of one job are called: 32 hexadecimal digits, its own among all jobs of all shows."""
    return recipe.key(show, post, input_key)[:32]


def sweep(work: Path, catalogue: Catalogue, now: datetime) -> int:
    """Remove audio that no post needs any more, and what dead runs left half done; the number of files removed.

    Call it before a run makes anything.
    """
    gone = leftovers(work, catalogue, now)
    for file in gone:
        file.unlink(missing_ok=True)
    return len(gone)


def leftovers(work: Path, catalogue: Catalogue, now: datetime) -> list[Path]:
    """What `sweep` removes. Files of the last hour stay: a worker may outlive its run for a moment."""
    old = [file for file in _leavings(work) if now.timestamp() - file.stat().st_mtime > STALE_SECONDS]
    needed = {entry.staged for show in catalogue.shows() for entry in catalogue.entries(show).values()} if old else ()
    return [file for file in old if file.name.partition(".")[0] not in needed or file.name.endswith(".part.mp3")]


def _leavings(work: Path) -> Iterator[Path]:
    """Staged files, and the marks of posts that were being read when their run died."""
    for folder in (work / STAGING, work / "reading"):
        yield from (file for file in folder.glob("*") if file.is_file())
