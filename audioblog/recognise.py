"""A post in, the known post that it is under another name out: it keeps its identity, and no listener hears it twice.

A blog that moves (WordPress to Ghost, http to https, a new domain) gives its old posts new ids and addresses. A false
merge loses a post, a missed one only repeats it: an address alone is no proof, nor is a title; signs must agree, and
where they are weak the texts are compared as well. Only posts that this run has not met under their own names can be
found. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from audioblog.ingest.sources.permalink import permalink
from audioblog.model import Episode, Post
from audioblog.state import Entry

DAY = timedelta(days=1)
"""Sources differ in time zones, so the same date may be a day off."""
ENOUGH_WORDS = 60
"""Shorter texts must be equal: two notes by one pattern differ in a word."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What can be compared of a post; "" and None are unknown."""

    url: str = ""
    title: str = ""
    published: datetime | None = None

    @staticmethod
    def of(post: Episode | Post) -> Trace:
        return Trace(post.url, post.title, post.published)

    def same_title(self, other: Trace) -> bool:
        return plain_title(self.title) == plain_title(other.title) != ""

    def same_day(self, other: Trace) -> bool:
        dates = (self.published, other.published)
        return dates[0] is not None and dates[1] is not None and abs(dates[0] - dates[1]) <= DAY

    def contradicts(self, other: Trace) -> bool:
        """Whether address, title and date are known of both and all differ: another post, even under the same id.

        A new source may count from 1 as the old one did.
        """
        known = all((self.url, other.url, self.title, other.title, self.published, other.published))
        moved = path_of(self.url) != path_of(other.url)
        return known and moved and not self.same_title(other) and not self.same_day(other)


@dataclass(slots=True)
class Known:
    """The entries that a post may turn out to be, by address and by title."""

    by_page: dict[str, list[Entry]] = field(default_factory=dict)
    by_title: dict[str, list[Entry]] = field(default_factory=dict)

    @staticmethod
    def of(entries: Iterable[Entry]) -> Known:
        known = Known()
        for entry in entries:
            if entry.episode is None:
                continue
            if page := canonical(entry.episode.url):
                known.by_page.setdefault(page, []).append(entry)
            if title := plain_title(entry.episode.title):
                known.by_title.setdefault(title, []).append(entry)
        return known


def certain(known: Known, trace: Trace, met: Set[str]) -> Entry | None:
    """The entry that `trace` is without doubt: the same address (scheme, "www.", last slash and tracking do not
    matter) and the same day, or the same title when no date is known. `met`: posts of this run."""
    entry = _only(known.by_page.get(canonical(trace.url), []), met)
    if entry is None or entry.episode is None:
        return None
    old = Trace.of(entry.episode)
    return entry if old.same_day(trace) or (trace.published is None and old.same_title(trace)) else None


def likely(known: Known, trace: Trace, met: Set[str]) -> Iterator[tuple[Entry, float]]:
    """Entries that `trace` may be if their texts are alike (`likeness`) by so much."""
    page = _only(known.by_page.get(canonical(trace.url), []), met)
    if page and page.episode and Trace.of(page.episode).same_title(trace):
        yield page, 0.7
    for entry in known.by_title.get(plain_title(trace.title), []):
        if entry.post in met or entry.episode is None:
            continue
        old = Trace.of(entry.episode)
        if old.same_day(trace):
            yield entry, 0.5 if path_of(old.url) == path_of(trace.url) != "" else 0.7
        elif trace.published is None:
            yield entry, 1.0


def likeness(one: Post, other: Post) -> float:
    """1 for texts of the same words, else the share of three-word runs that they have in common (Jaccard); short texts
    are equal or they are not (0)."""
    first, second = _words(one), _words(other)
    if first == second:
        return 1.0 if first else 0.0
    if min(len(first), len(second)) < ENOUGH_WORDS:
        return 0.0
    ours, theirs = _runs(first), _runs(second)
    return len(ours & theirs) / len(ours | theirs)


def canonical(url: str) -> str:
    """An address as people compare them: "example.org/a-post". "" for what is no web address."""
    parts = urlsplit(permalink(url)) if url.startswith(("http://", "https://")) else None
    if parts is None or not parts.netloc:
        return ""
    return parts.netloc.removeprefix("www.") + _path(parts.path) + (f"?{parts.query}" if parts.query else "")


def path_of(url: str) -> str:
    """The same without its host; "" for a front page, which names no post."""
    _, slash, path = canonical(url).partition("/")
    return slash + path if path else ""


def _path(path: str) -> str:
    return re.sub(r"/(index|default)\.(html?|php|aspx?)$", "/", path).rstrip("/")


def plain_title(title: str) -> str:
    """Letters and digits in lower case, one space between words: quotes and dashes differ from source to source."""
    folded = unicodedata.normalize("NFKD", title).casefold()
    return " ".join(re.findall(r"\w+", re.sub(r"[\u0300-\u036f'’‘]", "", folded)))


def _only(entries: list[Entry], met: Set[str]) -> Entry | None:
    """The entry, if there is just one by that name: an address that several posts share says nothing."""
    return entries[0] if len(entries) == 1 and entries[0].post not in met else None


def _words(post: Post) -> list[str]:
    return [word for block in post.body() for word in plain_title(block.text).split()]


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    return set(zip(words, words[1:], words[2:], strict=False))
