"""Built editions in, the same at their targets out: `audioblog publish`.

The workspace is held while it lasts, so that no build changes what is being published. Each edition is judged before
it replaces the last good one, and hubs are told once the new feed stands. Private shows are left out: only
`audioblog serve` can keep their addresses apart.
"""

from __future__ import annotations

import secrets
import socket
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from audioblog.checkup import check_path
from audioblog.config import Workspace, load_shows
from audioblog.errors import AudioblogError, PublishError, UsageError
from audioblog.model import Failure
from audioblog.publish.delivery.claim import Clock
from audioblog.publish.delivery.plan import Edition, read_edition
from audioblog.publish.delivery.targets import Target, open_target
from audioblog.publish.delivery.targets.directory import Directory
from audioblog.publish.delivery.upload import Outcome, Told, changed_feeds, preview, publish
from audioblog.publish.delivery.websub import Ping, ping
from audioblog.publish.lint.addresses import is_local
from audioblog.publish.lint.finding import Finding
from audioblog.shipments import Shipment, choose_shipments
from audioblog.state import locked
from audioblog.store import write_atomically

Bill = Callable[[Path], Sequence[str]]
"""A built folder -> what is wrong with it, a sentence each; nothing when its bill of health is clean."""


@dataclass(frozen=True, slots=True)
class Published:
    """What came of one shipment."""

    folder: str
    outcome: Outcome
    pings: tuple[Ping, ...] = ()


@dataclass(frozen=True, slots=True)
class Publication:
    """`publish --json`."""

    published: tuple[Published, ...]
    failures: tuple[Failure, ...] = ()
    left_out: tuple[str, ...] = ()
    """Private shows."""
    dry_run: bool = False
    schema: int = 1

    @property
    def exit_code(self) -> int:
        return 0 if not self.failures else 3 if self.published else 4


@dataclass(frozen=True, slots=True)
class Manner:
    """How to publish. The last three are there to be replaced in tests."""

    dry_run: bool = False
    force: bool = False
    told: Told = lambda _what, _name: None
    bill: Bill | None = None
    """None: `bill_of_health`."""
    sleep: Callable[[float], None] = time.sleep
    open: Callable[[str], Target] = open_target


def publish_all(workspace: Workspace, target: str, names: Sequence[str], manner: Manner, clock: Clock) -> Publication:
    """Publish the public folder to `target`, or ("") every show to the target that is written down for it.

    `names`: only these shows. UsageError: there is nothing to publish, or nowhere to. Busy: a build is running here or
    somebody else is publishing there. With several targets, the failure of one does not stop the others.
    """
    shipments = choose_shipments(workspace, target, names)
    done, failures = [], []
    with locked(workspace.work):
        for shipment in shipments:
            try:
                done.append(_ship(workspace, shipment, manner, clock))
            except AudioblogError as error:
                if len(shipments) == 1:
                    raise
                failures.append(error.failure(shipment.address))
    private = tuple(show.slug for show in load_shows(workspace) if show.private)
    return Publication(tuple(done), tuple(failures), private, manner.dry_run)


def _ship(workspace: Workspace, shipment: Shipment, manner: Manner, clock: Clock) -> Published:
    target = manner.open(shipment.address)
    _check_apart(shipment.folder, target)
    edition = read_edition(shipment.folder)
    grace = timedelta(days=workspace.settings.grace_days)
    planned = preview(target, edition, clock, grace=grace)
    wrong = _faults(workspace, shipment.folder, planned, manner, clock)
    local = _for_this_computer(edition)
    if not isinstance(target, Directory):  # what lies in the cloud is meant for the world
        wrong += local
    if manner.dry_run:
        return Published(str(shipment.folder), replace(planned, notes=(*wrong, *planned.notes)))
    if wrong and not manner.force:
        raise PublishError(
            f"the edition in {shipment.folder} is not published, because listeners would meet faults: {_some(wrong)}",
            "Mend them (audioblog check says how) and build again; or publish it as it is with --force.",
            code="not-clean",
        )
    outcome = publish(
        target,
        edition,
        publisher=_publisher(workspace),
        who=socket.gethostname(),
        clock=clock,
        force=manner.force,
        grace=grace,
        told=manner.told,
    )
    pings = tuple(
        ping(hub, feed.address, sleep=manner.sleep, clock=clock)
        for feed in changed_feeds(edition, outcome)
        for hub in feed.hubs
    )
    notes = (*outcome.notes, *(sentence for sentence in local if sentence not in wrong))
    return Published(str(shipment.folder), replace(outcome, overrode=(*wrong, *outcome.overrode), notes=notes), pings)


def _faults(workspace: Workspace, folder: Path, planned: Outcome, manner: Manner, clock: Clock) -> tuple[str, ...]:
    if not planned.put:
        return ()
    judge = manner.bill or bill_of_health(workspace, clock, planned.put)
    return tuple(judge(folder))


def bill_of_health(workspace: Workspace, clock: Clock, changed: Collection[str]) -> Bill:
    """What `audioblog check` calls errors: a listener would lose something.

    Of the feeds, and of the `changed` files: the others stand at the target already, and were judged before they did.
    """

    def judge(folder: Path) -> tuple[str, ...]:
        found = check_path(workspace, folder, clock, changed=frozenset(changed)).findings
        return tuple(_sentence(fault) for fault in found if fault.severity == "error")

    return judge


def _for_this_computer(edition: Edition) -> tuple[str, ...]:
    """A sentence when the feed says that it is reached at an address of this computer."""
    local = [named.address for named in edition.named.values() if is_local(named.address)]
    if not local:
        return ()
    return (f"The feed names {local[0]}, which works on this computer only; build again with --base-url.",)


def _sentence(fault: Finding) -> str:
    item = f" (“{fault.item}”)" if fault.item else ""
    return f"{fault.file}{item}: {fault.what.rstrip('.')}."


def _check_apart(folder: Path, target: Target) -> None:
    """A folder is not published into itself."""
    if isinstance(target, Directory):
        here, there = folder.resolve(), target.root.resolve()
        if here.is_relative_to(there) or there.is_relative_to(here):
            raise UsageError(f"{folder} cannot be published to {there}: one lies in the other", "Name another target.")


def _publisher(workspace: Workspace) -> str:
    """What this workspace is known by at its targets; minted once."""
    file = workspace.work / "publisher"
    if not file.is_file():
        write_atomically(file, secrets.token_hex(8).encode())
    return file.read_text("ascii").strip()


def _some(sentences: Sequence[str]) -> str:
    more = f" (and {len(sentences) - 3} more)" if len(sentences) > 3 else ""
    return " ".join(sentences[:3]) + more


def text(publication: Publication) -> Iterator[str]:
    """The same for people."""
    for published in publication.published:
        yield from _plan_text(published) if publication.dry_run else _done_text(published)
    yield from (
        f"Not published: {failure.source}: {failure.message} {failure.hint}" for failure in publication.failures
    )
    for show in publication.left_out:
        yield f"The private show {show} was left out: give it to its listeners with audioblog serve."


def _plan_text(published: Published) -> Iterator[str]:
    outcome = published.outcome
    yield f"Publishing {published.folder} to {outcome.target} would do this, in this order:"
    yield from (f"  put {name}" for name in outcome.put)
    yield from (f"  remove {name}" for name in outcome.removed)
    if not outcome.put and not outcome.removed:
        yield "  nothing: everything is there already"
    yield from _rest(published)


def _done_text(published: Published) -> Iterator[str]:
    outcome = published.outcome
    if outcome.put or outcome.removed:
        yield f"Published to {outcome.target}: {_files(len(outcome.put))} ({_size(outcome.bytes)}) put there."
    else:
        yield f"Nothing to publish: {outcome.target} has everything already."
    if outcome.removed:
        yield f"{_files(len(outcome.removed)).capitalize()} removed."
    for sentence in outcome.overrode:
        yield f"Overridden by --force: {sentence}"
    for told in published.pings:
        heard = (
            "has been told" if told.accepted else f"could not be told ({told.message}); apps will notice by themselves"
        )
        yield f"The hub {told.hub} {heard} that {told.feed} has news."
    yield from _rest(published)


def _rest(published: Published) -> Iterator[str]:
    outcome = published.outcome
    if outcome.waiting:
        waiting = _files(len(outcome.waiting)).capitalize()
        yield f"{waiting} of former episodes stay for a while, for apps with an old feed."
    yield from outcome.notes


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count:,} files"


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB" if count >= 100_000 else f"{count / 1e3:,.1f} kB"
