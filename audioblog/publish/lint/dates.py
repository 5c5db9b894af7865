"""The dates of a feed: real ones, with their own weekday, not in the future, newest first.

The form (RFC 2822) is the schema's business; here is the arithmetic that no schema can do.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise

from audioblog.publish.lint.document import Feed, Item
from audioblog.publish.lint.finding import Finding
from audioblog.publish.lint.rules import broken

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SLACK = timedelta(hours=1)
"""Clocks of servers differ; only what lies further ahead counts as future."""


def moment(text: str) -> datetime | None:
    """The moment that an RFC 2822 date with a time zone names; None for everything else."""
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    if found.tzinfo is None and text.rstrip().endswith("-0000"):  # RFC 2822: UTC, of a sender who knows no zone
        return found.replace(tzinfo=UTC)
    return found if found.tzinfo else None


def date_findings(feed: Feed, now: datetime) -> Iterator[Finding]:
    """Everything about the dates of channel and items. `now`: an aware moment."""
    for part in feed.parts:
        for tag in ("pubDate", "lastBuildDate"):
            for element in part.all(tag):
                text = " ".join((element.text or "").split())
                yield from (broken(code, said, part.place(element)) for code, said in _faults(tag, text, now))
    for item in feed.items:
        if item.first("pubDate") is None:
            yield broken("missing-pubdate", f"{item.label} has no pubDate.", item.place())
    yield from _order(feed)


def _faults(tag: str, text: str, now: datetime) -> Iterator[tuple[str, str]]:
    found = moment(text)
    if found is None:
        if _has_the_form(text):
            yield "impossible-date", f"{tag} says “{text}”, and there is no such date."
        return
    told, right = text[:3], WEEKDAYS[found.weekday()]
    if told in WEEKDAYS and told != right:
        yield "wrong-weekday", f"{tag} says “{text}”, but that day is a {found:%A}: {right}."
    if found > now + SLACK:
        yield "future-date", f"{tag} says “{text}”, which is still to come."


def _has_the_form(text: str) -> bool:
    """Whether a date looks right, so that the schema has passed it: "31 Feb 2026 09:00:00 +0000"."""
    words = text.partition(",")[2].split() if "," in text else text.split()
    return len(words) == 5 and words[0].isdigit() and words[2].isdigit() and ":" in words[3]


def _order(feed: Feed) -> Iterator[Finding]:
    """Items must be newest first; a serial show may be told from its beginning."""
    dated = [(item, found) for item in feed.items if (found := moment(item.text("pubDate")))]
    falls = [(before, after) for before, after in pairwise(dated) if before[1] < after[1]]
    if not falls:
        return
    if len(falls) == len(dated) - 1:
        if feed.channel.text("itunes:type") != "serial":
            item = dated[0][0]
            yield broken("order", f"The episodes stand oldest first: {item.label} is the oldest.", item.place())
        return
    for (item, date), (later, later_date) in falls:
        yield broken("order", _displaced(item, date, later, later_date), item.place())


def _displaced(item: Item, date: datetime, later: Item, later_date: datetime) -> str:
    return (
        f"{item.label} of {date:%d %B %Y} stands before the newer {later.label} of {later_date:%d %B %Y}, "
        "so the episodes are not newest first."
    )
