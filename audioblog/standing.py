"""The workspace in, what it holds out: `audioblog status`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from audioblog.config import Workspace
from audioblog.life import public_episodes, standing
from audioblog.publish.wording import counted, duration_words
from audioblog.release import last_publication
from audioblog.state import Catalogue


@dataclass(frozen=True, slots=True)
class ShowStanding:
    show: str
    title: str
    guid: str
    episodes: int
    """Public ones; so are the next two."""
    audio_ms: int
    newest: str
    """Title of the newest episode."""
    waiting: int = 0
    """Made, and held back until their time."""
    withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    workspace: str
    shows: tuple[ShowStanding, ...]
    last_run: dict[str, Any]
    """The report of the last run, as saved; empty when there was none."""
    schema: int = 1


def look(workspace: Workspace, now: datetime) -> Standing:
    """Read the catalogue and the newest report; changes nothing."""
    file = workspace.work / "state.db"
    if not file.is_file():
        return Standing(str(workspace.folder), (), {})
    with Catalogue(file) as catalogue:
        shows = tuple(_show(catalogue, show, now) for show in catalogue.shows())
    return Standing(str(workspace.folder), shows, last_run(workspace.work / "runs"))


def _show(catalogue: Catalogue, show: str, now: datetime) -> ShowStanding:
    facts, entries = catalogue.show_facts(show), catalogue.entries(show).values()
    last, withdrawn = last_publication(facts), catalogue.withdrawals(show)
    embargoes = last.show.embargoes if last else {}
    episodes = public_episodes(entries, withdrawn, embargoes, now)
    newest = max(episodes, key=lambda episode: episode.published, default=None)
    return ShowStanding(
        show=show,
        title=facts["title"],
        guid=facts["guid"],
        episodes=len(episodes),
        audio_ms=sum(episode.duration_ms for episode in episodes),
        newest=newest.title if newest else "",
        waiting=sum(standing(entry, withdrawn, embargoes, now) == "embargo" for entry in entries),
        withdrawn=len(withdrawn),
    )


def last_run(folder: Path) -> dict[str, Any]:
    """The newest report among the workspace's runs; empty when there is none."""
    runs = sorted(folder.glob("*.json"))
    report: dict[str, Any] = msgspec.json.decode(runs[-1].read_bytes()) if runs else {}
    return report


def text(found: Standing) -> Iterator[str]:
    """The same for people."""
    if not found.shows:
        yield f"Nothing has been built in {found.workspace} yet. Start with: audioblog build SOURCE"
        return
    for show in found.shows:
        yield f"{show.title}: {counted(show.episodes, 'episode')}, {duration_words(show.audio_ms)} of audio."
        if show.newest:
            yield f"  Newest: {show.newest}"
        if show.waiting:
            yield f"  Held back until their time: {show.waiting}"
        if show.withdrawn:
            yield f"  Withdrawn: {show.withdrawn}"
    if run := found.last_run:
        counts = ", ".join(f"{number} {name}" for name, number in run["counts"].items())
        yield f"Last run {run['run']}: {counts}."
        yield from (f"  failed: {failure['source']}: {failure['message']}" for failure in run["failures"])
