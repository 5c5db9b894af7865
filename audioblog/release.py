"""The catalogue in, one show's public folder out: what may be public at this moment, and nothing else.

Every command that changes what listeners get ends here: `build` when its posts are made, `withdraw` without making
any. What a run has published is kept among the show's facts, so that a later command can publish the same again
without asking the blog.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from audioblog.config import Workspace
from audioblog.document import is_kept, recall
from audioblog.errors import PublishError
from audioblog.life import public_episodes, standing, tombstones
from audioblog.model import Episode, Post, Show, Timeline
from audioblog.staging import staging
from audioblog.state import Catalogue, Entry, Withdrawal
from audioblog.store import Store

if TYPE_CHECKING:
    from audioblog.publish.cover import Cover
    from audioblog.publish.opml import Outline

PUBLISHED = "published"
"""The show's fact that holds a `Publication`."""


@dataclass(frozen=True, slots=True)
class Press:
    """What a release works with."""

    workspace: Workspace
    catalogue: Catalogue
    store: Store
    now: datetime
    note: Callable[[str], None]
    """Told what an editor should know."""
    force: bool = False
    """Publish also a feed in which lint finds errors; `note` is told which."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A show as it was last published, and where."""

    show: Show
    out: str
    """Relative to the workspace, when it lies in there."""


class _TextLost(PublishError):
    code = "text-lost"


@dataclass(frozen=True, slots=True)
class Released:
    written: bool
    """False when there is nothing to publish yet."""
    withdrawn: int
    """Posts of the show that are withdrawn."""


def release(press: Press, show: Show, out: Path, cover: Cover) -> Released:
    """Write the public folder of `show` from the catalogue. With no episode at all there is nothing to write.

    An episode whose audio or text has been lost is left out until a build has made it again.
    """
    from audioblog.publish import moved
    from audioblog.publish.edition import clear_away, publish
    from audioblog.publish.lint.gate import gate

    moved.check_moved(show)
    entries = tuple(press.catalogue.entries(show.slug).values())
    withdrawn = press.catalogue.withdrawals(show.slug)
    waiting = _waiting(press.workspace, out, entries)
    episodes = _audible(press, out, public_episodes(entries, withdrawn, show.embargoes, press.now), waiting)
    _tell_embargoes(press, show, entries, withdrawn)
    stones = tombstones(entries, withdrawn)
    if not episodes and not (stones and (out / "feed.xml").exists()):
        return Released(False, len(stones))
    manifest = press.catalogue.manifest(str(out))
    issue = partial(
        publish,
        show,
        load=_loader(press.store, entries),
        cover=cover,
        out=out,
        manifest=manifest,
        inputs={entry.guid: entry.document for entry in entries},
        withdrawn=stones,
        judge=gate(out, press.now, force=press.force, note=press.note),
    )
    try:
        changes = issue(episodes, media=_of(episodes, waiting))
    except _TextLost:
        readable = _readable(press, episodes, entries)
        changes = issue(readable, media=_of(readable, _waiting(press.workspace, out, entries)))
    for told in (*changes.told, *(moved.recipe(show) if show.moved_to else ())):
        press.note(told)
    retired = _retire(press, out, changes.stale)
    clear_away(out, manifest, (name for name in changes.stale if name not in retired))
    press.catalogue.set_manifest(str(out), manifest)
    press.catalogue.set_retired(str(out), retired)
    _remember(press, show, out)
    return Released(True, len(stones))


def _remember(press: Press, show: Show, out: Path) -> None:
    here = press.workspace.folder
    place = out.relative_to(here) if out.is_relative_to(here) else out  # a workspace may be moved
    publication = msgspec.json.encode(Publication(show, str(place))).decode()
    press.catalogue.set_show_facts(show.slug, {**press.catalogue.show_facts(show.slug), PUBLISHED: publication})


def last_publication(facts: Mapping[str, str]) -> Publication | None:
    """What `release` last published of a show; None when it never did."""
    return msgspec.json.decode(facts[PUBLISHED], type=Publication) if PUBLISHED in facts else None


def list_feeds(press: Press) -> None:
    """Write `shows.opml` into the workspace's public folder: every feed in there, but those of private shows."""
    from audioblog.publish.folder import write
    from audioblog.publish.opml import opml

    root = press.workspace.folder / press.workspace.settings.out
    facts = (press.catalogue.show_facts(show) for show in press.catalogue.shows())
    published = [last for last in map(last_publication, facts) if last and not last.show.private]
    inside = [each for each in published if (press.workspace.folder / each.out).is_relative_to(root)]
    if outlines := [line for each in inside for line in _outlines(press.workspace.folder / each.out, each.show)]:
        write(root, "shows.opml", opml(outlines))


def _outlines(out: Path, show: Show) -> Iterator[Outline]:
    """The feeds of one show that exist."""
    from audioblog.publish.opml import Outline
    from audioblog.publish.sidefeeds import side_show

    files = {"feed.xml": show} | {f"feeds/{name}.xml": side_show(show, name) for name in show.feeds}
    for name, each in files.items():
        if (out / name).is_file():
            yield Outline(each.title, show.base_url + name, show.base_url, each.language, each.description)


def _tell_embargoes(press: Press, show: Show, entries: Iterable[Entry], withdrawn: Mapping[str, Withdrawal]) -> None:
    waiting = (e for e in entries if standing(e, withdrawn, show.embargoes, press.now) == "embargo")
    held = [entry.episode.title for entry in waiting if entry.episode]
    if held:
        more = f" and {len(held) - 1} more" if len(held) > 1 else ""
        press.note(f"made, but not public before its time: “{held[0]}”{more}; `audioblog why POST` says when")


def _loader(store: Store, entries: Iterable[Entry]) -> Callable[[Episode], tuple[Post, Timeline]]:
    documents = {entry.guid: entry.document for entry in entries}

    def load(episode: Episode) -> tuple[Post, Timeline]:
        document = recall(store, documents[episode.guid])
        if document is None:
            raise _TextLost(f"the text of “{episode.title}” is missing in {store.folder}")
        return document.post, document.timeline

    return load


def _readable(press: Press, episodes: list[Episode], entries: Iterable[Entry]) -> list[Episode]:
    """Those whose text exists, whole."""
    lost = {entry.guid for entry in entries if not is_kept(press.store, entry.document)}
    for episode in episodes:
        if episode.guid in lost:
            press.note(f"left out, because its text is damaged: “{episode.title}”; the next build makes it again")
    return [episode for episode in episodes if episode.guid not in lost]


def _of(episodes: Iterable[Episode], waiting: Mapping[str, Path]) -> dict[str, Path]:
    """Of the audio that waits, what belongs to these episodes."""
    return {name: waiting[name] for episode in episodes for name in _sounds(episode) if name in waiting}


def _waiting(workspace: Workspace, out: Path, entries: Iterable[Entry]) -> dict[str, Path]:
    """Public name -> finished MP3, for the audio that still waits in the staging folder."""
    folder = staging(workspace.work)
    files = {
        f"{entry.episode.media}.{kind}": folder / f"{entry.staged}.{kind}"
        for entry in entries
        if entry.episode
        for kind, _ in entry.episode.audio()
    }
    return {name: file for name, file in files.items() if file.is_file() and not _is_public(out, name, file)}


def _sounds(episode: Episode) -> tuple[str, ...]:
    """Public names of the files in which it can be heard."""
    return tuple(f"{episode.media}.{kind}" for kind, _ in episode.audio())


def _audible(press: Press, out: Path, episodes: list[Episode], waiting: Mapping[str, Path]) -> list[Episode]:
    """Those whose audio exists: a file that somebody deleted costs its own episode, and that only until it is made."""
    there = [e for e in episodes if all(name in waiting or (out / name).is_file() for name in _sounds(e))]
    for episode in episodes if len(there) < len(episodes) else ():
        if episode not in there:
            press.note(f"left out, because its audio is missing: “{episode.title}”; the next build makes it again")
    return there


def _is_public(out: Path, name: str, staged: Path) -> bool:
    """Whether the staged file is published already (its name holds its hash); then it is not needed any more."""
    public = out / name
    same = public.is_file() and public.stat().st_size == staged.stat().st_size
    if same:
        staged.unlink()
    return same


def _retire(press: Press, out: Path, stale: Iterable[str]) -> dict[str, datetime]:
    """Public files that nothing names any more -> since when, without those whose time of grace is over.

    Apps go on with the feed that they read last, for hours or days: what it names must not vanish under them.
    """
    grace = timedelta(days=press.workspace.settings.grace_days)
    known = press.catalogue.retired(str(out))
    since = {name: known.get(name, press.now) for name in stale}
    return {name: moment for name, moment in since.items() if moment + grace > press.now}
