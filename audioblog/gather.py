"""The sources of a show in, its posts out: each source opened once, limited as asked, every post under one identity."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from audioblog.config import Settings
from audioblog.errors import AudioblogError, SourceError, failure_of
from audioblog.ingest.network.fetch import Fetcher, Limits, Memory
from audioblog.ingest.raw import RawPost, SourceInfo, well_formed
from audioblog.ingest.sources.routes import Source, open_source
from audioblog.model import Failure


@dataclass(frozen=True, slots=True)
class Selection:
    """Which of a source's posts are wanted."""

    limit: int = 0
    """The newest so many of each source; 0 = all."""
    since: datetime | None = None
    """Published then or later; posts without a date are always wanted."""


@dataclass(frozen=True, slots=True)
class Gathered:
    post: str
    """The identity of the post in the show; "" for a failure that has none."""
    item: RawPost | Failure


@dataclass(frozen=True, slots=True)
class Opened:
    names: tuple[str, ...]
    sources: tuple[Source, ...]
    failures: tuple[Failure, ...]

    @property
    def infos(self) -> tuple[SourceInfo, ...]:
        """What the sources say of themselves."""
        return tuple(well_formed(source.info) for source in self.sources)


def open_sources(
    names: Sequence[str],
    settings: Settings,
    memory: Memory,
    now: datetime,
    last_read: Mapping[str, datetime] | None = None,
) -> Opened:
    """Open every source; one that cannot be opened is a Failure and does not stop the others.

    `last_read`: since when only what has changed is wanted of a source that can tell.
    """
    fetcher = Fetcher(
        memory=memory,
        allow_private=settings.allow_private,
        robots=not settings.ignore_robots,
        contact=settings.contact,
        limits=Limits(pause=settings.pause),
    )
    opened: list[tuple[str, Source]] = []
    failures: list[Failure] = []
    for name in names:
        try:
            source = open_source(name, fetcher, sys.stdin.buffer, now, (last_read or {}).get(name))
            opened.append((well_formed(name), source))
        except SourceError as error:
            failures.append(error.failure(name))
        except AudioblogError:
            raise
        except Exception as error:  # this source's failure, and the others go on
            failures.append(failure_of(error, name))
    return Opened(tuple(name for name, _ in opened), tuple(source for _, source in opened), tuple(failures))


def gather(opened: Opened, selection: Selection) -> Iterator[Gathered]:
    """Every wanted post, source by source, newest first, each once.

    Two posts of different sources that happen to have one id are kept apart; the same post (same address) met again in
    a second source is left out.
    """
    owners: dict[str, str] = {}
    addresses: set[str] = set()
    for name, source in zip(opened.names, opened.sources, strict=True):
        taken = 0
        for item in _posts(name, source):
            if isinstance(item, Failure):
                yield Gathered("", item)
                continue
            if selection.since and item.published and item.published < selection.since:
                continue
            post = item.id if owners.setdefault(item.id, name) == name else f"{name}#{item.id}"
            if item.url in addresses and owners[item.id] != name:
                continue
            if item.url:
                addresses.add(item.url)
            yield Gathered(post, item)
            taken += 1
            if taken == selection.limit:
                break


def _posts(name: str, source: Source) -> Iterator[RawPost | Failure]:
    """The source's posts, in text that every file and tag can hold; what ends it ends this source alone."""
    try:
        yield from map(well_formed, source.posts())
    except Exception as error:  # perhaps of a plug-in
        yield failure_of(error, name)
