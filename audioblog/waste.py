"""The working folder in; what nothing in it needs any more out, counted, and removed if that is wanted: `audioblog gc`.

What is public is never touched, nor what waits for its time, nor anything that could not be made again by a build.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from audioblog import staging
from audioblog.config import Workspace
from audioblog.publish.wording import counted, size_words
from audioblog.state import Catalogue, locked

TEXTS = "texts of earlier versions of posts"
ANSWERS = "answers that servers have replaced"
LEFTOVERS = "files of runs that died, and audio that was never published"
SPEECH = "spoken paragraphs, which a build would have to speak again after an edit"


@dataclass(frozen=True, slots=True)
class Waste:
    what: str
    files: int
    bytes: int


def collect(workspace: Workspace, now: datetime, *, speech: bool = False, dry_run: bool = False) -> tuple[Waste, ...]:
    """Remove what is not needed, and say what that was. Busy when a build is running.

    `speech`: the store of spoken paragraphs, too. `dry_run`: only say it.
    """
    file = workspace.work / "state.db"
    if not file.is_file():
        return ()
    with locked(workspace.work), Catalogue(file) as catalogue:
        found = dict(_unneeded(workspace.work, catalogue, now, speech=speech))
        sizes = {what: [path.stat().st_size for path in files] for what, files in found.items()}
        for path in (path for files in found.values() for path in files if not dry_run):
            path.unlink()
    return tuple(Waste(what, len(each), sum(each)) for what, each in sizes.items() if each)


def _unneeded(work: Path, catalogue: Catalogue, now: datetime, *, speech: bool) -> Iterator[tuple[str, list[Path]]]:
    entries = [entry for show in catalogue.shows() for entry in catalogue.entries(show).values()]
    yield TEXTS, _others(work, ".json", {entry.document for entry in entries})
    yield ANSWERS, _others(work, ".http", catalogue.answers())
    yield LEFTOVERS, staging.leftovers(work, catalogue, now)
    if speech:
        yield SPEECH, _others(work, "", ())


def _others(work: Path, suffix: str, needed: Iterable[str]) -> list[Path]:
    """Objects of one kind that are not needed. The names of temporary files begin with a dot and are left alone."""
    kept = set(needed)
    files = (work / "store").glob(f"[0-9a-f][0-9a-f]/[0-9a-f]*{suffix}")
    return [file for file in files if file.suffix == suffix and file.name not in kept]


def text(found: Iterable[Waste], *, dry_run: bool) -> Iterator[str]:
    """The same for people."""
    total = 0
    for each in found:
        total += each.bytes
        yield f"{counted(each.files, 'file')}, {size_words(each.bytes)}: {each.what}"
    if not total:
        yield "There is nothing to remove."
    else:
        yield f"{size_words(total)} {'could be' if dry_run else 'were'} removed."
