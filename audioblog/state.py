"""The catalogue: which posts a show has, under which identity, made from which inputs. SQLite in the working folder.

In go facts of finished work, out comes what the next run need not do again. Identities (GUID, slug, first date) are
minted once, when a post is first recorded, and never recomputed. Only the coordinating process opens the catalogue.
The lock is a second database held in an exclusive transaction: the kernel frees it with the process, also after
`kill -9` and when orphaned workers live on (a flock would be inherited by them).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import msgspec

from audioblog.errors import Busy, PublishError
from audioblog.migrations import migrate, transaction
from audioblog.model import Episode


@dataclass(frozen=True, slots=True)
class Entry:
    """One post of one show, as last made."""

    show: str
    post: str
    guid: str
    slug: str
    first_seen: datetime
    input_key: str = ""
    """Key of everything that decided the episode; equal key = nothing to do."""
    document: str = ""
    """Store key of the Post and its Timeline."""
    audio: str = ""
    """SHA-256 of the MP3."""
    episode: Episode | None = None
    publish_at: datetime | None = None
    """What the post itself says: not public before then."""
    staged: str = ""
    """Stem of the names under which its sound files wait in the staging folder until they are published."""


@dataclass(frozen=True, slots=True)
class Remembrance:
    """What a server said last time, for a conditional request; the body lies in the store under `body`."""

    url: str
    etag: str
    last_modified: str
    final_url: str
    content_type: str
    body: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A tombstone: this post was taken out, and never comes back by itself."""

    at: datetime
    reason: str = ""
    """For listeners; may be empty."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a post: "made", "updated", "withdrawn", "restored", "recognised" ..."""

    guid: str
    at: datetime
    what: str
    detail: str = ""


class Catalogue:
    """An open catalogue; close it, or use it in a `with`."""

    def __init__(self, file: Path) -> None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(file, isolation_level=None, timeout=30)
            with ExitStack() as stack:
                stack.callback(self._db.close)
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA synchronous = NORMAL")
                migrate(self._db)
                stack.pop_all()
        except (sqlite3.DatabaseError, OSError) as error:
            hint = f"Check that {file.parent} may be written to. If the file is damaged, restore it from a backup."
            raise PublishError(f"the catalogue {file} cannot be opened: {error}", hint, code="catalogue") from error

    def __enter__(self) -> Catalogue:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def transaction(self) -> AbstractContextManager[None]:
        """All that is written inside is kept together or not at all."""
        return transaction(self._db)

    def entries(self, show: str) -> dict[str, Entry]:
        """Every post of the show, by post id."""
        rows = self._db.execute("SELECT facts FROM entries WHERE show = ?", (show,))
        found = (msgspec.json.decode(row[0], type=Entry) for row in rows)
        return {entry.post: entry for entry in found}

    def record(self, entry: Entry) -> Entry:
        """Keep the entry; the identity of a post that is known already wins over the one given. The entry as kept."""
        row = self._db.execute("SELECT facts FROM entries WHERE show = ? AND post = ?", (entry.show, entry.post))
        if (known := row.fetchone()) is not None:
            old = msgspec.json.decode(known[0], type=Entry)
            entry = replace(entry, guid=old.guid, slug=old.slug, first_seen=old.first_seen)
        self._db.execute(
            "INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?)",
            (entry.show, entry.post, entry.guid, entry.slug, msgspec.json.encode(entry)),
        )
        return entry

    def aliases(self, show: str) -> dict[str, str]:
        """Other names under which a source gave a post -> the name that the catalogue knows it by."""
        return dict(self._db.execute("SELECT alias, post FROM aliases WHERE show = ?", (show,)))

    def add_alias(self, show: str, alias: str, post: str) -> None:
        """From now on the source's `alias` is the known post `post`."""
        self._db.execute("INSERT OR REPLACE INTO aliases VALUES (?, ?, ?)", (show, alias, post))

    def withdrawals(self, show: str) -> dict[str, Withdrawal]:
        """post -> its tombstone."""
        rows = self._db.execute("SELECT post, at, reason FROM withdrawals WHERE show = ?", (show,))
        return {post: Withdrawal(datetime.fromisoformat(at), reason) for post, at, reason in rows}

    def withdraw(self, entry: Entry, withdrawal: Withdrawal | None) -> None:
        """Put up a tombstone for a post, in place of any that stands; None takes it away."""
        self._db.execute("DELETE FROM withdrawals WHERE show = ? AND post = ?", (entry.show, entry.post))
        if withdrawal is not None:
            row = (entry.show, entry.post, withdrawal.at.isoformat(), withdrawal.reason)
            self._db.execute("INSERT INTO withdrawals VALUES (?, ?, ?, ?)", row)

    def note(self, entry: Entry, at: datetime, what: str, detail: str = "") -> None:
        """Add to the post's history."""
        row = (entry.show, entry.post, entry.guid, at.isoformat(), what, detail)
        self._db.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)", row)

    def history(self, show: str, post: str) -> tuple[Event, ...]:
        """What happened to a post, the first thing first: also its GUID at each time, which never changes."""
        query = "SELECT guid, at, what, detail FROM events WHERE show = ? AND post = ? ORDER BY rowid"
        rows = self._db.execute(query, (show, post))
        return tuple(Event(guid, datetime.fromisoformat(at), what, detail) for guid, at, what, detail in rows)

    def show_facts(self, show: str) -> dict[str, str]:
        """What was settled when the show was first made (its podcast:guid, its title)."""
        row = self._db.execute("SELECT facts FROM shows WHERE show = ?", (show,)).fetchone()
        return msgspec.json.decode(row[0], type=dict[str, str]) if row else {}

    def set_show_facts(self, show: str, facts: dict[str, str]) -> None:
        self._db.execute("INSERT OR REPLACE INTO shows VALUES (?, ?)", (show, msgspec.json.encode(facts)))

    def shows(self) -> tuple[str, ...]:
        """The names of all shows ever recorded."""
        return tuple(row[0] for row in self._db.execute("SELECT show FROM shows ORDER BY show"))

    def remembered(self, url: str) -> Remembrance | None:
        row = self._db.execute("SELECT facts FROM http WHERE url = ?", (url,)).fetchone()
        return msgspec.json.decode(row[0], type=Remembrance) if row else None

    def remember(self, answer: Remembrance) -> None:
        self._db.execute("INSERT OR REPLACE INTO http VALUES (?, ?)", (answer.url, msgspec.json.encode(answer)))

    def answers(self) -> set[str]:
        """Store keys of the bodies that are remembered."""
        rows = self._db.execute("SELECT facts FROM http")
        return {msgspec.json.decode(row[0], type=Remembrance).body for row in rows}

    def manifest(self, edition: str) -> dict[str, str]:
        """file -> key of the inputs that it was last written from, for one public folder."""
        return dict(self._db.execute("SELECT file, key FROM manifest WHERE edition = ?", (edition,)))

    def set_manifest(self, edition: str, manifest: dict[str, str]) -> None:
        """Replace the edition's manifest."""
        old = self.manifest(edition)
        with self.transaction():
            gone = [(edition, file) for file in old if file not in manifest]
            self._db.executemany("DELETE FROM manifest WHERE edition = ? AND file = ?", gone)
            new = [(edition, file, key) for file, key in manifest.items() if old.get(file) != key]
            self._db.executemany("INSERT OR REPLACE INTO manifest VALUES (?, ?, ?)", new)

    def retired(self, edition: str) -> dict[str, datetime]:
        """Public file that nothing names any more -> since when."""
        rows = self._db.execute("SELECT file, since FROM retired WHERE edition = ?", (edition,))
        return {file: datetime.fromisoformat(since) for file, since in rows}

    def set_retired(self, edition: str, retired: Mapping[str, datetime]) -> None:
        """Replace what is known of the edition's retired files."""
        with self.transaction():
            self._db.execute("DELETE FROM retired WHERE edition = ?", (edition,))
            rows = [(edition, file, since.isoformat()) for file, since in retired.items()]
            self._db.executemany("INSERT INTO retired VALUES (?, ?, ?)", rows)


@contextmanager
def locked(work: Path, doing: str = "") -> Iterator[None]:
    """Hold the workspace, or what else `work` stands for, for one writing run.

    Busy when another run holds it, with what that is `doing`; nothing is waited for.
    """
    try:
        work.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(work / "lock.db", isolation_level=None, timeout=0)
    except (sqlite3.OperationalError, OSError) as error:
        raise _not_writable(work, error) from error
    with closing(db):
        try:
            db.execute("BEGIN EXCLUSIVE")
            (work / "lock.json").write_text(f"{os.getpid()}\n", "utf-8")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise _not_writable(work, error) from error
            holder = (work / "lock.json").read_text("utf-8") if (work / "lock.json").is_file() else "unknown"
            hint = "Wait until it is done and run the same command again."
            doing = doing or f"working in {work.parent}"
            raise Busy(f"another audioblog is {doing} (process {holder.strip()})", hint) from error
        yield


def _not_writable(work: Path, error: Exception) -> PublishError:
    hint = "audioblog keeps its working state there. Run it in a folder that you may write to."
    return PublishError(f"{work} cannot be written: {error}", hint, code="not-writable")
