"""Looking without touching: what a source holds, what would be said, what a build would do.

Nothing here writes to the workspace or the public folder. Servers are still asked politely, and what they say is
remembered only for the length of the run.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from audioblog import recipe
from audioblog.answers import KeptAnswers
from audioblog.casting import open_voice
from audioblog.changes import entry_of
from audioblog.config import Workspace, load_shows
from audioblog.errors import failure_of
from audioblog.gather import Selection, gather, open_sources
from audioblog.ingest.raw import RawPost
from audioblog.jobs import RECIPE
from audioblog.model import Failure, Post, Script, Show
from audioblog.reading import read_all
from audioblog.register import Register
from audioblog.shows import Edition, choose_editions, is_named, made_up, of_post, settle
from audioblog.state import Catalogue, Entry
from audioblog.store import Store
from audioblog.studio import open_house, open_side_studios, open_studios
from audioblog.worker import in_the_shows_language

SPEED = 250
"""Seconds of audio made in a second by one core; measured with `make bench` and halved, to be on the safe side."""


@dataclass(frozen=True, slots=True)
class PlannedPost:
    title: str
    source: str
    change: str
    """"new", "changed" or "same"."""
    words: int = 0
    minutes: float = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """`plan --json`: what a build would do."""

    new: int
    changed: int
    same: int
    words: int
    minutes: float
    """Of audio to be made."""
    megabytes: float
    seconds: float
    """That a build would take on this machine, without waiting for the network."""
    posts: tuple[PlannedPost, ...]
    failures: tuple[Failure, ...]
    schema: int = 1


@contextmanager
def _reading(workspace: Workspace) -> Iterator[tuple[Catalogue, KeptAnswers, Store]]:
    """The catalogue and store as they are; an empty catalogue in memory when there is none yet."""
    file = workspace.work / "state.db"
    store = Store(workspace.work / "store")
    with Catalogue(file if file.is_file() else Path(":memory:")) as catalogue:
        yield catalogue, KeptAnswers(catalogue, store, read_only=True), store


def posts(
    workspace: Workspace, sources: Sequence[str], selection: Selection, clock: Callable[[], datetime]
) -> Iterator[tuple[str, Post | Failure]]:
    """(source, Post or Failure) for every post of the sources, in their order. Reads in worker processes."""
    workers = workspace.settings.jobs or os.cpu_count() or 1
    yield from read_all(found(workspace, sources, selection, clock), workers)


def found(
    workspace: Workspace, sources: Sequence[str], selection: Selection, clock: Callable[[], datetime]
) -> Iterator[tuple[str, RawPost | Failure]]:
    """(source, RawPost or Failure) for every post of the sources, in their order."""
    with _reading(workspace) as (_, memory, _store):
        for source in sources:
            opened = open_sources([source], workspace.settings, memory, clock())
            yield from ((source, failure) for failure in opened.failures)
            yield from ((source, gathered.item) for gathered in gather(opened, selection))


def script_of(workspace: Workspace, post: Post, show: Show) -> Script:
    """What will be said of `post` in the manner of `show`, as its editor describes it."""
    from audioblog.narrate.script import narrate

    post = in_the_shows_language(post, show.language)
    show = of_post(show, post.id, post.url, post.source)
    profile, lexicon = open_voice(workspace, show.voice)
    return narrate(post, open_house(workspace, profile, lexicon, show))


def show_of(workspace: Workspace, post: Post, flags: Mapping[str, Any]) -> Show:
    """The show that published `post`, else one that names it; else the workspace's settings decide.

    `flags`: fields of the show that the command line gives (None = not given); they win.
    """
    shows = {show.slug: show for show in load_shows(workspace)}
    published = entry_of(workspace, post)
    show = shows.get(published.show) if published else None
    names = (post.id, post.url, post.source)
    named = (each for each in shows.values() if any(is_named(name, names) for name in each.posts))
    show = show or next(named, None) or made_up(workspace)
    return replace(show, **{name: value for name, value in flags.items() if value is not None})


def plan(workspace: Workspace, sources: Sequence[str], selection: Selection, clock: Callable[[], datetime]) -> Plan:
    """What `build` with the same arguments would do now."""
    planned: list[PlannedPost] = []
    failures: list[Failure] = []
    with _reading(workspace) as (catalogue, memory, store):
        for edition in choose_editions(workspace, sources):
            for item in _plan_edition(workspace, edition, selection, clock(), catalogue, memory, store):
                failures.append(item) if isinstance(item, Failure) else planned.append(item)
    minutes = sum(post.minutes for post in planned)
    counts = {change: sum(post.change == change for post in planned) for change in ("new", "changed", "same")}
    return Plan(
        **counts,
        words=sum(post.words for post in planned),
        minutes=round(minutes, 1),
        megabytes=round(minutes * 60 * 64_000 / 8 / 1e6, 1),
        seconds=round(minutes * 60 / SPEED, 1),
        posts=tuple(planned),
        failures=tuple(failures),
    )


def _plan_edition(
    workspace: Workspace,
    edition: Edition,
    selection: Selection,
    now: datetime,
    catalogue: Catalogue,
    memory: KeptAnswers,
    store: Store,
) -> Iterator[PlannedPost | Failure]:
    opened = open_sources(edition.show.sources, workspace.settings, memory, now)
    yield from opened.failures
    show = settle(edition.show, opened.infos, catalogue.show_facts(edition.show.slug))
    studios, _cover = open_studios(workspace, show, edition.show.language)
    open_side_studios(workspace, show, edition.show.language)  # a voice that is misspelled there is told here already
    entries = catalogue.entries(show.slug)
    register = Register(catalogue, store, show.slug, entries, now, keeps=False)
    withdrawn = catalogue.withdrawals(show.slug)
    fresh: list[tuple[str, RawPost]] = []
    for gathered in gather(opened, selection):
        item = gathered.item
        if isinstance(item, Failure):
            yield item
            continue
        post = register.meet(gathered.post, item)
        if not post or post in withdrawn:
            continue
        studio = studios.of(post, item.id, item.url, item.source)
        key = recipe.key(RECIPE, replace(item, source=""), studio.key)
        entry = entries.get(post)
        if entry and entry.input_key == key and store.path(entry.document).is_file():
            yield PlannedPost(item.title or (entry.episode.title if entry.episode else ""), item.source, "same")
        else:
            fresh.append((post, item))
    workers = workspace.settings.jobs or os.cpu_count() or 1
    read = read_all(((raw.source, raw) for _, raw in fresh), workers)
    for (name, raw), (_, found) in zip(fresh, read, strict=True):
        if isinstance(found, Failure):
            yield found
        else:
            known = entries.get(name) or register.recognise(name, found)
            yield _planned(workspace, edition.show, found, raw.source, known)


def _planned(workspace: Workspace, show: Show, post: Post, source: str, entry: Entry | None) -> PlannedPost | Failure:
    try:
        script = script_of(workspace, post, show)
    except Exception as error:  # this post's failure, and the others go on
        return failure_of(error, source)
    spoken = " ".join(utterance.spoken for utterance in script.utterances)
    pauses = sum(utterance.pause_after_ms for utterance in script.utterances) / 1000
    seconds = len(spoken) / open_voice(workspace, show.voice)[0].chars_per_second + pauses
    change = "changed" if entry else "new"
    return PlannedPost(post.title, source, change, len(spoken.split()), round(seconds / 60, 2))


def extract_line(source: str, post: Post | Failure) -> dict[str, Any]:
    """One line of `extract --json`, DESIGN.md section 4."""
    if isinstance(post, Failure):
        error = {"code": post.code, "message": post.message, "hint": post.hint}
        return {"schema": 1, "source": source, "error": error}
    found: dict[str, Any] = msgspec.to_builtins(post)
    head = {name: found[name] for name in ("url", "title", "author", "published", "language", "route", "confidence")}
    rest = {name: found[name] for name in ("updated", "summary", "tags", "image", "provenance")}
    body = {name: found[name] for name in ("blocks", "footnotes", "comments", "dropped")}
    return {"schema": 1, "source": source, **head, **body, **rest}


def script_document(script: Script) -> dict[str, Any]:
    """`script --json`, DESIGN.md section 4, with the ledger by rule."""
    from audioblog.publish.ledger import ledger

    document: dict[str, Any] = {"schema": 1, **msgspec.to_builtins(script)}
    return {**document, "ledger": msgspec.to_builtins(ledger(script))}
