"""A catalogue of any age in, one of today's shape out: numbered steps, each in one transaction with its number.

Append only: a step that has once been in a released program is never changed, because catalogues out there have it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def _m001_create(db: sqlite3.Connection) -> None:
    db.execute("CREATE TABLE shows (show TEXT PRIMARY KEY, facts BLOB NOT NULL) WITHOUT ROWID")
    db.execute(
        "CREATE TABLE entries (show TEXT, post TEXT, guid TEXT NOT NULL, slug TEXT NOT NULL, facts BLOB NOT NULL,"
        " PRIMARY KEY (show, post), UNIQUE (show, guid), UNIQUE (show, slug)) WITHOUT ROWID"
    )
    db.execute("CREATE TABLE http (url TEXT PRIMARY KEY, facts BLOB NOT NULL) WITHOUT ROWID")
    db.execute("CREATE TABLE manifest (edition TEXT, file TEXT, key TEXT, PRIMARY KEY (edition, file)) WITHOUT ROWID")


def _m002_life(db: sqlite3.Connection) -> None:
    """Withdrawals, other names of a post, what happened to it, and since when a public file is no longer named."""
    db.execute(
        "CREATE TABLE withdrawals (show TEXT, post TEXT, at TEXT NOT NULL, reason TEXT NOT NULL,"
        " PRIMARY KEY (show, post)) WITHOUT ROWID"
    )
    db.execute(
        "CREATE TABLE aliases (show TEXT, alias TEXT, post TEXT NOT NULL, PRIMARY KEY (show, alias)) WITHOUT ROWID"
    )
    db.execute(
        "CREATE TABLE events (show TEXT NOT NULL, post TEXT NOT NULL, guid TEXT NOT NULL, at TEXT NOT NULL,"
        " what TEXT NOT NULL, detail TEXT NOT NULL)"
    )
    db.execute("CREATE INDEX events_of_a_post ON events (show, post)")
    db.execute(
        "CREATE TABLE retired (edition TEXT, file TEXT, since TEXT NOT NULL, PRIMARY KEY (edition, file)) WITHOUT ROWID"
    )
    db.execute(
        "INSERT INTO events SELECT show, post, guid, json_extract(facts, '$.first_seen'), 'made', ''"
        " FROM entries ORDER BY show, post"
    )


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (_m001_create, _m002_life)


def migrate(db: sqlite3.Connection) -> None:
    """Apply what is missing. A step that fails leaves the catalogue as it was before that step.

    sqlite3.DatabaseError for a catalogue that a later program has written: what it means is not known here.
    """
    while (done := _version(db)) != len(MIGRATIONS):
        if done > len(MIGRATIONS):
            raise sqlite3.DatabaseError("a newer audioblog has written it; install that version again")
        with transaction(db):
            if _version(db) == done:  # else another process was faster
                MIGRATIONS[done](db)
                db.execute(f"PRAGMA user_version = {done + 1}")


def _version(db: sqlite3.Connection) -> int:
    number: int = db.execute("PRAGMA user_version").fetchone()[0]
    return number


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All that is written inside is kept together or not at all."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
