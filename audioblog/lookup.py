"""A name that a person knows a post by in, the catalogue's entries of it out.

A post may be named by its GUID, its address, the address of its page or audio, its slug, its id, or its whole title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from audioblog.errors import UsageError
from audioblog.recognise import canonical
from audioblog.state import Catalogue, Entry

_PLACE = re.compile(r"(?:^|/)(?:episodes/([^/]+)(?:/(?:index\.html)?)?|media/([^/]+?)\.[0-9a-f]{12}\.[a-z0-9.]+)$")


def find_posts(catalogue: Catalogue, name: str, show: str = "") -> tuple[Entry, ...]:
    """The post called `name`, once for each show that has it. UsageError when there is none, or more than one."""
    found: dict[str, Entry] = {}
    titles: list[str] = []
    for each in [show] if show else catalogue.shows():
        entries = catalogue.entries(each)
        post = catalogue.aliases(each).get(name, name)
        called = [entries[post]] if post in entries else [e for e in entries.values() if _is_called(e, name.strip())]
        if len(called) > 1:
            guids = ", ".join(entry.guid for entry in called)
            raise UsageError(f"{len(called)} posts are called “{name}”", f"Name one by its GUID: {guids}.")
        found.update((each, entry) for entry in called)
        titles += _names(entries.values())
    if not found:
        raise UsageError(f"no post is known as “{name}”", _near(name, titles))
    return tuple(found.values())


def _is_called(entry: Entry, name: str) -> bool:
    place = _PLACE.search(name)
    slugs = {name, *(place.groups() if place else ())}
    if name.removeprefix("urn:uuid:") == entry.guid.removeprefix("urn:uuid:") or entry.slug in slugs:
        return True
    episode = entry.episode
    if episode is None:
        return False
    same_address = bool(episode.url) and canonical(episode.url) == canonical(name)
    return same_address or episode.title.casefold() == name.casefold()


def _names(entries: Iterable[Entry]) -> list[str]:
    return [name for e in entries if e.episode for name in (e.slug, e.episode.title, e.episode.url) if name]


def _near(name: str, names: list[str]) -> str:
    near = get_close_matches(name, names, n=3, cutoff=0.6)
    if near:
        return "Did you mean: " + "; ".join(near) + "?"
    return "Name it by its address, its title, or the address of its page. `audioblog status` lists the shows."
