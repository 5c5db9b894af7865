"""The open parts of one run, and what it has come to so far: what the modules that make an edition share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from audioblog.config import Workspace
from audioblog.gather import Selection
from audioblog.ingest.raw import well_formed
from audioblog.interrupt import Interrupt
from audioblog.model import Failure
from audioblog.report import EpisodeLine, Progress
from audioblog.state import Catalogue, Entry
from audioblog.store import Store


@dataclass(slots=True)
class Run:
    """The open parts of one run, and what it has come to so far."""

    workspace: Workspace
    selection: Selection
    catalogue: Catalogue
    store: Store
    progress: Progress
    interrupt: Interrupt
    clock: Callable[[], datetime]
    force: bool = False
    announce: bool = False
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    lines: list[EpisodeLine] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    """The public folders written."""
    changed: list[tuple[Entry, Entry]] = field(default_factory=list)
    """What was made anew: as it was before, and as it is now."""
    told: set[str] = field(default_factory=set)
    """The notes so far."""

    def fail(self, failure: Failure) -> None:
        failure = well_formed(failure)
        self.failures.append(failure)
        self.progress.post("failed", failure.source, f"{failure.message.rstrip('.')}. {failure.hint}".strip())

    def note(self, text: str) -> None:
        """Tell something that is no failure, once in a run."""
        if text not in self.told:
            self.told.add(text)
            self.progress.note(text)
