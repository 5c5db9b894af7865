"""The workspace in, what it holds out: `audioblog status`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from audioblog.config import Workspace
from audioblog.publish.wording import duration_words
from audioblog.state import Catalogue


@dataclass(frozen=True, slots=True)
class ShowStanding:
    show: str
    title: str
    guid: str
    episodes: int
    audio_ms: int
    newest: str
    """Title of the newest episode."""


@dataclass(frozen=True, slots=True)
class Standing:
    workspace: str
    shows: tuple[ShowStanding, ...]
    last_run: dict[str, Any]
    """The report of the last run, as saved; empty when there was none."""
    schema: int = 1


def look(workspace: Workspace) -> Standing:
    """Read the catalogue and the newest report; changes nothing."""
    file = workspace.work / "state.db"
    if not file.is_file():
        return Standing(str(workspace.folder), (), {})
    with Catalogue(file) as catalogue:
        shows = tuple(_show(catalogue, show) for show in catalogue.shows())
    return Standing(str(workspace.folder), shows, last_run(workspace.work / "runs"))


def _show(catalogue: Catalogue, show: str) -> ShowStanding:
    facts = catalogue.show_facts(show)
    episodes = [entry.episode for entry in catalogue.entries(show).values() if entry.episode]
    newest = max(episodes, key=lambda episode: episode.published, default=None)
    audio = sum(episode.duration_ms for episode in episodes)
    return ShowStanding(show, facts["title"], facts["guid"], len(episodes), audio, newest.title if newest else "")


def last_run(folder: Path) -> dict[str, Any]:
    """The newest report among the workspace's runs; empty when there is none."""
    runs = sorted(folder.glob("*.json"))
    report: dict[str, Any] = msgspec.json.decode(runs[-1].read_bytes()) if runs else {}
    return report


def text(standing: Standing) -> Iterator[str]:
    """The same for people."""
    if not standing.shows:
        yield f"Nothing has been built in {standing.workspace} yet. Start with: audioblog build SOURCE"
        return
    for show in standing.shows:
        yield f"{show.title}: {show.episodes} episodes, {duration_words(show.audio_ms)} of audio."
        if show.newest:
            yield f"  Newest: {show.newest}"
    if run := standing.last_run:
        counts = ", ".join(f"{number} {name}" for name, number in run["counts"].items())
        yield f"Last run {run['run']}: {counts}."
        yield from (f"  failed: {failure['source']}: {failure['message']}" for failure in run["failures"])
