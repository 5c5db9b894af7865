"""The bytes of one feed in, every finding about it out: what can be told without its files and its host. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from audioblog.publish.lint.addresses import address_findings
from audioblog.publish.lint.channel import (
    category_findings,
    document_findings,
    identity_findings,
    owner_findings,
)
from audioblog.publish.lint.dates import date_findings
from audioblog.publish.lint.document import Feed, read
from audioblog.publish.lint.finding import Finding, in_order
from audioblog.publish.lint.history import Known, history_findings
from audioblog.publish.lint.house import house_findings, privacy_findings
from audioblog.publish.lint.markup import markup_findings
from audioblog.publish.lint.schema import schema_findings


def lint_feed(
    data: bytes, file: str, now: datetime, *, served_at: str = "", known: Known | None = None, schema: bool = True
) -> tuple[Finding, ...]:
    """All findings about the feed in `data`, errors first.

    `file`: what to call it; `now`: an aware moment; `served_at`: the address at which it is reached, when that is
    known; `known`: the identities that it must keep; `schema`: without it the half that takes longest is left out.
    """
    feed = read(data, file)
    if isinstance(feed, Finding):
        return (feed,)
    return in_order(findings(feed, data, now, served_at=served_at, known=known, schema=schema))


def findings(
    feed: Feed, data: bytes, now: datetime, *, served_at: str = "", known: Known | None = None, schema: bool = True
) -> Iterator[Finding]:
    """The same of a feed that is read already, in the order of the checks."""
    for finding in schema_findings(feed) if schema else ():
        # What audioblog made itself has no excuse for being only nearly right.
        yield replace(finding, severity="error") if feed.house else finding
    yield from document_findings(feed, data)
    yield from identity_findings(feed)
    yield from date_findings(feed, now)
    yield from address_findings(feed, served_at)
    yield from owner_findings(feed)
    yield from category_findings(feed)
    yield from markup_findings(feed)
    yield from house_findings(feed)
    yield from privacy_findings(feed)
    if known is not None:
        yield from history_findings(feed, known)
