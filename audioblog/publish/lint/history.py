"""A feed against what was published before, or what the catalogue holds: identities are given once and kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from audioblog.publish.lint.document import Feed, Item
from audioblog.publish.lint.finding import Finding
from audioblog.publish.lint.rules import broken
from audioblog.publish.lint.web import split

_HASHED = re.compile(r"(.+?)[.-][0-9a-f]{12}(?:\.[a-z0-9]+)?")
"""A media name of audioblog: what comes before the hash stays the same when the audio is made anew."""


@dataclass(frozen=True, slots=True)
class Known:
    """The identities that must not change, and which of them are public."""

    show: str = ""
    """The show's podcast:guid; "" when it is not known."""
    guids: Mapping[str, str] = field(default_factory=dict)
    """Path of an episode's page, or the name of its audio without its hash -> guid."""
    public: frozenset[str] | None = None
    """The guids that the feeds must hold, and no others; None when nobody knows."""
    hidden: Mapping[str, str] = field(default_factory=dict)
    """guid -> why listeners must not get that episode."""


def remembered(feed: Feed) -> Known:
    """What an edition that is published already says of identities."""
    guids = {key: item.guid for item in feed.items if item.guid for key in keys(item)}
    return Known(feed.channel.text("podcast:guid"), guids)


def keys(item: Item) -> Iterator[str]:
    """What an episode is known by beside its guid: the path of its page, the name of its audio without the hash."""
    link = split(item.text("link")).path
    if link.strip("/"):
        yield link
    name = split(item.enclosure).path.rpartition("/")[2]
    if hashed := _HASHED.fullmatch(name):
        yield hashed[1]


def history_findings(feed: Feed, known: Known) -> Iterator[Finding]:
    """Episodes and show with another identity than they have been given."""
    show = feed.channel.text("podcast:guid")
    if known.show and show and show != known.show:
        said = f"The show's podcast:guid is {show}; it was {known.show}."
        yield broken("podcast-guid-changed", said, feed.channel.place(feed.channel.first("podcast:guid")))
    given = set(known.guids.values())
    for item in feed.items:
        if why := known.hidden.get(item.guid):
            said = f"{item.label} is in the feed, but {why}."
            yield broken("hidden-episode", said, item.place(item.first("guid")))
        if not item.guid or item.guid in given:
            continue
        old = next((known.guids[key] for key in keys(item) if key in known.guids), "")
        place = item.place(item.first("guid"))
        if old:
            yield broken("guid-changed", f"{item.label} has the guid {item.guid}; it was {old}.", place)
        elif known.public is not None:
            said = f"{item.label} with the guid {item.guid} is not in this workspace's catalogue."
            yield broken("unknown-episode", said, place)
