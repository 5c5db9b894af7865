"""A show's entries in; what may be public of them at a moment, and why the rest may not, out. Pure.

A post is public when it is made, is not withdrawn, and its time has come. An embargo lasts until the later of what the
post (or the show's settings) says as `publish_at` and its own date: a date in the future is a promise to nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Literal

from audioblog.model import Episode
from audioblog.publish.tombstone import Tombstone
from audioblog.shows import is_named
from audioblog.state import Entry, Withdrawal

Standing = Literal["public", "withdrawn", "embargo", "not made"]


Embargoes = Mapping[str, datetime]
"""`Show.embargoes`: what an editor says of single posts. It beats what the post says of itself."""


def public_from(entry: Entry, embargoes: Embargoes) -> datetime | None:
    """The moment before which the post is not public; None when it is not made."""
    episode = entry.episode
    if episode is None:
        return None
    names = (entry.post, episode.url, entry.slug)
    editors = next((moment for name, moment in embargoes.items() if is_named(name, names)), None)
    return max(episode.published, editors or entry.publish_at or episode.published)


def standing(entry: Entry, withdrawn: Mapping[str, Withdrawal], embargoes: Embargoes, now: datetime) -> Standing:
    moment = public_from(entry, embargoes)
    if entry.post in withdrawn:
        return "withdrawn"
    if moment is None:
        return "not made"
    return "public" if moment <= now else "embargo"


def public_episodes(
    entries: Iterable[Entry], withdrawn: Mapping[str, Withdrawal], embargoes: Embargoes, now: datetime
) -> list[Episode]:
    """What the feed and the pages are made of. An embargoed post is dated by the moment at which it became public."""
    public = []
    for entry in entries:
        moment = public_from(entry, embargoes)
        if entry.episode and moment and moment <= now and entry.post not in withdrawn:
            public.append(replace(entry.episode, published=moment, updated=max(entry.episode.updated, moment)))
    return public


def tombstones(entries: Iterable[Entry], withdrawn: Mapping[str, Withdrawal]) -> tuple[Tombstone, ...]:
    """What stands at the addresses of withdrawn posts."""
    return tuple(
        Tombstone(entry.slug, withdrawn[entry.post].at, withdrawn[entry.post].reason)
        for entry in entries
        if entry.post in withdrawn
    )
