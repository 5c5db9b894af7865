"""The workspace and the command line in, which folder goes to which address out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from audioblog.config import Workspace, load_shows
from audioblog.errors import UsageError
from audioblog.shows import place


@dataclass(frozen=True, slots=True)
class Shipment:
    """One folder and the address that it goes to."""

    folder: Path
    address: str


def choose_shipments(workspace: Workspace, target: str, names: Sequence[str]) -> tuple[Shipment, ...]:
    """What goes where: each show to its own target, the whole public folder to the workspace's.

    `target`: what the command line says, "" when nothing; `names`: only these shows. UsageError when it says nowhere.
    """
    public = workspace.folder / workspace.settings.out
    shows = [show for show in load_shows(workspace) if not show.private]
    unknown = [name for name in names if name not in {show.slug for show in shows}]
    if unknown:
        raise UsageError(f"there is no public show called {unknown[0]}", f"Shows: {', '.join(s.slug for s in shows)}.")
    placed = {show.slug: place(show, workspace).out for show in shows}
    if names:
        addresses = {show.slug: target or show.target for show in shows}
        if len(names) > 1 and target:
            raise UsageError("several shows cannot go to one target", "Name one show, or none for all of them.")
        if bare := [name for name in names if not addresses[name]]:
            raise _nowhere(f"the show {bare[0]}")
        return tuple(Shipment(placed[name], addresses[name]) for name in names)
    if target:
        return (Shipment(public, target),)
    own = [Shipment(placed[show.slug], show.target) for show in shows if show.target]
    common = workspace.settings.target
    everything = [Shipment(public, common if "://" in common else str(workspace.folder / common))] if common else []
    if not own and not everything:
        raise _nowhere("this edition")
    return (*own, *everything)


def _nowhere(what: str) -> UsageError:
    return UsageError(
        f"it is not said where {what} is to be published",
        "Name a target: audioblog publish s3://bucket/folder. Or write it into audioblog.toml or feeds/NAME.toml as "
        'target = "…".',
        code="no-target",
    )
