"""A post's name in, the post taken out everywhere; or put back.

The tombstone is kept first, so that whatever happens next, no later run makes the post public again. Then every show
that has it is published as it was last, without asking the blog: feed, index and pages at once, files after the grace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from audioblog.config import Workspace
from audioblog.errors import UsageError
from audioblog.lookup import find_posts
from audioblog.publish.wording import date_words
from audioblog.release import Press, last_publication, release
from audioblog.shows import AGAIN
from audioblog.state import Catalogue, Entry, Withdrawal, locked
from audioblog.store import Store
from audioblog.studio import cover_of


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """One show's part of the answer; `withdraw --json` prints a list of them."""

    show: str
    guid: str
    slug: str
    title: str
    withdrawn: bool
    """False when it was put back."""
    published: bool
    """False when this show has to be built before listeners notice."""
    files_until: datetime | None = None
    """When its audio and transcripts are removed, by the first run after that."""


def withdraw(
    workspace: Workspace,
    name: str,
    *,
    reason: str,
    undo: bool,
    show: str,
    clock: Callable[[], datetime],
    note: Callable[[str], None],
) -> tuple[Withdrawn, ...]:
    """Take the post called `name` out of every show that has it (or of `show`). UsageError, Busy, PublishError."""
    file = workspace.work / "state.db"
    if not file.is_file():
        raise UsageError(f"nothing has been built in {workspace.folder} yet", "Go to the folder that you build in.")
    now = clock().replace(microsecond=0)
    with locked(workspace.work), Catalogue(file) as catalogue:
        found = find_posts(catalogue, name, show)
        if not show:
            found = tuple(_in_every_voice(catalogue, found))
        for entry in found:
            _record(catalogue, entry, now, reason, undo=undo)
        # What lint finds wrong elsewhere in the feed must not keep the post in it.
        press = Press(workspace, catalogue, Store(workspace.work / "store"), now, note, force=True)
        return tuple(_publish(press, entry, undo=undo) for entry in found)


def _in_every_voice(catalogue: Catalogue, found: Iterable[Entry]) -> Iterator[Entry]:
    """The same posts in the other voices of their shows as well: there they have another GUID."""
    wanted = {(entry.show.partition(AGAIN)[0], entry.post) for entry in found}
    for show in catalogue.shows():
        entries = catalogue.entries(show)
        for first, post in sorted(wanted):
            if show.partition(AGAIN)[0] == first and post in entries:
                yield entries[post]


def _record(catalogue: Catalogue, entry: Entry, now: datetime, reason: str, *, undo: bool) -> None:
    standing = catalogue.withdrawals(entry.show).get(entry.post)
    with catalogue.transaction():
        if undo and standing:
            catalogue.withdraw(entry, None)
            catalogue.note(entry, now, "restored")
        elif not undo and (standing is None or (reason and reason != standing.reason)):
            catalogue.withdraw(entry, Withdrawal(standing.at if standing else now, reason))
            catalogue.note(entry, now, "withdrawn", reason)


def _publish(press: Press, entry: Entry, *, undo: bool) -> Withdrawn:
    title = entry.episode.title if entry.episode else entry.post
    until = None if undo else press.now + timedelta(days=press.workspace.settings.grace_days)
    last = last_publication(press.catalogue.show_facts(entry.show))
    done = False
    if last is not None and (out := press.workspace.folder / last.out).is_dir():
        done = release(press, last.show, out, cover_of(last.show)).written
    return Withdrawn(entry.show, entry.guid, entry.slug, title, not undo, done, until)


def text(done: Iterable[Withdrawn]) -> Iterator[str]:
    """The answer for people."""
    for each in done:
        if not each.published:
            yield f"“{each.title}” is {'out of' if each.withdrawn else 'back in'} {each.show} with the next build."
        elif each.withdrawn:
            yield f"“{each.title}” is out of the feed of {each.show}. Its page says that it was withdrawn."
        else:
            yield f"“{each.title}” is back in the feed of {each.show}."
        if each.files_until:
            yield f"Its audio and transcripts stay for apps that hold an old feed until {date_words(each.files_until)};"
            yield "the first run after that removes them."
    yield "If the folder is on another server, put it there again (`audioblog publish`)."
