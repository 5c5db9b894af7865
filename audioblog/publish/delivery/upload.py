"""A built edition and a target in, the edition at the target out, and an account of what was done.

Never is there a public feed that names a file that is not there: files first, then a look at the target itself, then
the feeds, each on the condition that nobody else has changed it, and only then is anything taken away. Whatever moment
this dies, the same call takes it up again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice

from audioblog.errors import Busy, Overtaken, PublishError
from audioblog.publish.delivery.claim import RENEW, Claim, Clock
from audioblog.publish.delivery.manifest import Kept, begun, read_manifest, write_manifest
from audioblog.publish.delivery.naming import Named, named_by
from audioblog.publish.delivery.plan import FEEDS, GRACE, Edition, Plan, check_complete, make_plan
from audioblog.publish.delivery.targets import ABSENT, Condition, Target, Version
from audioblog.publish.headers import cache_control, content_type

PARALLEL = 8
"""Files under way at once: most of the time goes by waiting for a distant store."""

UNGUARDED = (
    "This store does not honour conditions: two publishers at once would not notice each other. Let only one publish."
)

Told = Callable[[str, str], None]
"""Called with ("put" or "removed", name) after each step."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a publish did, or, as a plan, would do."""

    target: str
    put: tuple[str, ...]
    same: int
    removed: tuple[str, ...]
    waiting: tuple[str, ...]
    """Audio that stays until its grace is over."""
    bytes: int
    """Of what was put."""
    overrode: tuple[str, ...] = ()
    """What stood against it and was overridden by force."""
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Run:
    target: Target
    edition: Edition
    plan: Plan
    claim: Claim
    files: dict[str, Kept]
    """The manifest as it grows."""
    seen: dict[str, Condition]
    """Feed -> the version that we mean to replace."""
    told: Told
    parallel: int
    put: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


def preview(target: Target, edition: Edition, clock: Clock, *, grace: timedelta = GRACE) -> Outcome:
    """What `publish` would do. Reads the target, changes nothing."""
    plan = make_plan(edition, read_manifest(target).files, target.listing(), clock(), grace)
    against = _objections(target, edition, plan)[1]
    return _outcome(target, edition, plan, plan.put, plan.remove, notes=against)


def publish(
    target: Target,
    edition: Edition,
    *,
    publisher: str,
    who: str,
    clock: Clock,
    force: bool = False,
    grace: timedelta = GRACE,
    told: Told = lambda _what, _name: None,
    parallel: int = PARALLEL,
) -> Outcome:
    """Make `target` hold `edition`. `publisher` names the workspace and `who` the machine, to tell publishers apart.

    Busy: somebody else is publishing there, or has changed a feed meanwhile; theirs stands. PublishError: the target
    refused, or holds another show or files that we did not put there (`force` overrides these two). What was published
    before is intact after either.
    """
    claim = Claim(target, publisher, who, clock)
    claim.take()
    with _released(claim):
        target.sweep(clock())
        kept = read_manifest(target).files
        plan = make_plan(edition, kept, target.listing(), clock(), grace)
        seen, against = _objections(target, edition, plan)
        if against and not force:
            hint = "If it is right that this edition takes the place, run the command again with --force."
            raise PublishError(against[0], hint, code="not-ours")
        run = _Run(target, edition, plan, claim, dict(plan.kept), seen, told, parallel)
        if plan.put or plan.remove:
            _carry_out(run)
        elif run.files != kept:
            write_manifest(target, run.files)
    notes = () if claim.guarded else (UNGUARDED,)
    return _outcome(target, edition, plan, run.put, run.removed, overrode=against, notes=notes)


def _carry_out(run: _Run) -> None:
    for name in run.plan.put:
        run.files[name] = begun(run.edition.files[name].size, run.files.get(name))
    write_manifest(run.target, run.files)
    for step in run.plan.steps[:FEEDS]:
        if step:
            _put_all(run, step)
            write_manifest(run.target, run.files)
    others = [name for name in run.plan.steps[FEEDS] if name not in run.edition.feeds]
    _put_all(run, others)
    feeds = [name for step in run.plan.steps[FEEDS:] for name in step if name in run.edition.feeds]
    if feeds or run.plan.remove:
        sizes = {name: stored.size for name, stored in run.target.listing().items()}
        check_complete(run.edition.wanted(), sizes, run.target.address)
    for name in feeds:
        run.claim.confirm()
        _put_feed(run, name)
    _take_away(run)
    write_manifest(run.target, run.files)


def _put_all(run: _Run, names: Sequence[str]) -> None:
    """Several at once, in any order. The first failure stops what has not begun, and comes out."""
    waiting = iter(names)
    with ThreadPoolExecutor(run.parallel) as pool:

        def begin(count: int) -> dict[Future[Version], str]:
            return {pool.submit(_put, run, name): name for name in islice(waiting, count)}

        flying = begin(2 * run.parallel)  # a few more than can be put at once, so that no thread is ever idle
        while flying:
            done = wait(flying, RENEW.total_seconds(), return_when=FIRST_COMPLETED).done
            for future in done:
                _note(run, flying.pop(future), future.result())
            flying |= begin(len(done))
            run.claim.keep()


def _put(run: _Run, name: str) -> Version:
    source = run.edition.files[name].path
    return run.target.put(name, source, kind=content_type(name), cache=cache_control(name))


def _put_feed(run: _Run, name: str) -> None:
    condition, data = run.seen[name], run.edition.feeds[name]
    try:
        version = run.claim.put(name, data, condition, kind=content_type(name), cache=cache_control(name))
    except Overtaken as error:
        raise Busy(
            f"somebody else changed {name} at {run.target.address} while this was publishing; theirs stays",
            "Run the same command again to put yours in its place.",
        ) from error
    _note(run, name, version)


def _note(run: _Run, name: str, version: Version) -> None:
    local = run.edition.files[name]
    run.files[name] = Kept(local.digest, local.size, version.mark)
    run.put.append(name)
    run.told("put", name)


def _take_away(run: _Run) -> None:
    for name in run.plan.remove:
        run.claim.keep()
        run.target.delete(name)
        run.files.pop(name, None)
        run.removed.append(name)
        run.told("removed", name)


def _objections(target: Target, edition: Edition, plan: Plan) -> tuple[dict[str, Condition], tuple[str, ...]]:
    """The version of every feed that will be replaced, and what speaks against replacing anything there."""
    seen: dict[str, Condition] = {}
    against = []
    for name in (name for step in plan.steps[FEEDS:] for name in step if name in edition.feeds):
        found = target.get(name)
        seen[name] = found[1] if found else ABSENT
        ours = edition.named[name].guid
        theirs = _guid(name, found[0]) if found else ""
        if ours and theirs and ours != theirs:
            against.append(f"{name} at {target.address} is the feed of another show (its podcast:guid is {theirs}).")
    if plan.foreign:
        some = ", ".join(plan.foreign[:3]) + (" and more" if len(plan.foreign) > 3 else "")
        against.append(f"At {target.address} lie files that audioblog did not put there: {some}.")
    return seen, tuple(against)


def _guid(name: str, data: bytes) -> str:
    try:
        return named_by(name, data).guid
    except PublishError:  # not a feed at all
        return ""


@contextmanager
def _released(claim: Claim) -> Iterator[None]:
    """Gives the claim back however the block ends. That it cannot be given back is no failure: it ends by itself."""
    try:
        yield
    finally:
        with suppress(PublishError, Busy):
            claim.release()


def _outcome(
    target: Target,
    edition: Edition,
    plan: Plan,
    put: Sequence[str],
    removed: Sequence[str],
    *,
    overrode: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
) -> Outcome:
    size = sum(edition.files[name].size for name in put)
    return Outcome(target.address, tuple(put), len(plan.same), tuple(removed), plan.waiting, size, overrode, notes)


def changed_feeds(edition: Edition, outcome: Outcome) -> tuple[Named, ...]:
    """What the feeds that were put say of themselves, for whoever is told of news."""
    return tuple(edition.named[name] for name in outcome.put if name in edition.named)
