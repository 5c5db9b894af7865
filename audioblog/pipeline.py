"""READ FIRST. A blog in, its audio edition out: how the four rooms are joined.

    sources -> RawPost      ingest.sources, in this process: one polite request at a time
    RawPost -> Made         worker.make, in worker processes: read, narrate, speak
    Made    -> Episode      here: identity minted once, kept in the catalogue
    Episode -> public/      release: what may be public now; publish.edition: media first, pages next, feed.xml last

A post whose inputs have not changed is neither read nor spoken again. One post's failure is a line of the report and
never stops the others. Whatever moment a run dies, the same command takes it up again.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from audioblog import recipe, runner
from audioblog.answers import KeptAnswers
from audioblog.config import Workspace
from audioblog.errors import AudioblogError, PublishError, UsageError
from audioblog.gather import Gathered, Opened, Selection, gather, open_sources
from audioblog.identity import episode_guid, mint_slug
from audioblog.interrupt import Interrupt, interruptible
from audioblog.model import Episode, Failure, Show
from audioblog.produce.voices import calibration_hint
from audioblog.progressive import STUDIO, last_readings, mark_read
from audioblog.publish.wording import duration_words
from audioblog.reading import cause_of_death
from audioblog.register import Register
from audioblog.release import Press, release
from audioblog.report import Counts, EpisodeLine, Progress, Report, run_name, save
from audioblog.shows import Edition, choose_editions, facts, may_read_comments, settle
from audioblog.state import Catalogue, Entry, locked
from audioblog.store import Store
from audioblog.studio import Studios, open_studios
from audioblog.worker import EPOCH, Job, Made, make, marker, staging

if TYPE_CHECKING:
    from audioblog.publish.cover import Cover

RECIPE = 1
"""Raise it when what comes out for the same input changes; every episode is then made anew."""

PRELOAD = ("audioblog.worker", "audioblog.ingest.read", "audioblog.narrate.script", "audioblog.produce.episode")
"""What the workers' mother process imports once."""


@dataclass(slots=True)
class Run:
    """The open parts of one run, and what it has come to so far."""

    workspace: Workspace
    selection: Selection
    catalogue: Catalogue
    store: Store
    progress: Progress
    interrupt: Interrupt
    clock: Callable[[], datetime]
    force: bool = False
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    lines: list[EpisodeLine] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    """The public folders written."""

    def fail(self, failure: Failure) -> None:
        self.failures.append(failure)
        self.progress.post("failed", failure.source, f"{failure.message.rstrip('.')}. {failure.hint}".strip())


def build(
    workspace: Workspace,
    sources: Sequence[str] = (),
    *,
    selection: Selection,
    progress: Progress,
    clock: Callable[[], datetime],
    force: bool = False,
) -> Report:
    """Build every show that `sources` names (none: all of feeds/). UsageError, Busy; all else is in the report.

    `force`: publish also what lint finds wrong, and tell `progress` what that is.
    """
    editions = choose_editions(workspace, sources)
    for edition in editions:
        _check_writable(edition.out)
    began = clock()
    with (
        locked(workspace.work),
        Catalogue(workspace.work / "state.db") as catalogue,
        interruptible() as interrupt,
    ):
        store = Store(workspace.work / "store")
        store.sweep(began.timestamp())
        run = Run(workspace, selection, catalogue, store, progress, interrupt, clock, force)
        for edition in editions:
            try:
                build_edition(run, edition)
            except PublishError as error:
                run.fail(error.failure(str(edition.out)))
        report = _report(run, began)
        save(report, workspace.work / "runs")
    return report


def build_edition(run: Run, edition: Edition) -> None:
    """One show: gather its posts, make what is new or changed, publish all of it."""
    began, failed = run.clock(), len(run.failures)
    entries = run.catalogue.entries(edition.show.slug)
    opened, show, studios, cover = _open(run, edition, entries)
    for told in (*opened.failures, *studios.usual.house.lexicon.problems):
        run.fail(told) if isinstance(told, Failure) else run.progress.note(f"lexicon: {told}")
    if hint := calibration_hint(studios.usual.voice):
        run.progress.note(f"voice: {hint}")
    run.store.put(studios.usual.cover, cover.data)
    register = Register(run.catalogue, run.store, show.slug, entries, began.replace(microsecond=0))
    jobs = _jobs(run, gather(opened, run.selection), studios, edition.out, register)
    workers = run.workspace.settings.jobs or os.cpu_count() or 1
    pool = partial(runner.process_pool, workers, PRELOAD)
    for outcome in runner.run(make, jobs, pool, window=2 * workers):
        error = outcome.error and cause_of_death(outcome.error, marker(outcome.job))
        if isinstance(error, AudioblogError):
            run.fail(error.failure(outcome.job.source))
        elif error is not None:
            raise error
        elif outcome.result is not None:
            entry = _record(run, show, register, outcome.job, outcome.result)
            entries[entry.post] = entry
    for source in opened.sources:
        for which, why in source.left_out:
            run.progress.note(f"passed over: {which}, {why}")
    _publish(run, show, edition.out, cover)
    complete = not run.interrupt.asked and len(run.failures) == failed and run.selection == Selection()
    kept = run.catalogue.show_facts(show.slug)
    run.catalogue.set_show_facts(show.slug, mark_read(kept, opened.names, began, _way(studios), complete=complete))


def _open(run: Run, edition: Edition, entries: Mapping[str, Entry]) -> tuple[Opened, Show, Studios, Cover]:
    """Open the sources and settle the show. Only what changed is asked for while all the rest can stay as it is."""
    memory = KeptAnswers(run.catalogue, run.store)
    kept = run.catalogue.show_facts(edition.show.slug)
    gone = run.catalogue.withdrawals(edition.show.slug)
    wanted = (entry for post, entry in entries.items() if post not in gone)
    whole = run.selection == Selection() and all(_still_there(run, entry, edition.out) for entry in wanted)
    whole = whole and not may_read_comments(edition.show)  # a new comment alone does not make a post one that changed
    last_read = last_readings(kept, edition.show.sources) if whole else {}
    opened = open_sources(edition.show.sources, run.workspace.settings, memory, run.clock(), last_read)
    show = settle(edition.show, [source.info for source in opened.sources], kept)
    studios, cover = open_studios(run.workspace, show, edition.show.language)
    if last_read and _way(studios) != kept.get(STUDIO):
        opened = open_sources(edition.show.sources, run.workspace.settings, memory, run.clock())
    run.catalogue.set_show_facts(show.slug, {**kept, **facts(show)})
    return opened, show, studios, cover


def _way(studios: Studios) -> str:
    """Key of everything but the post that decides an episode."""
    return recipe.key(RECIPE, studios.key)


def _jobs(run: Run, posts: Iterator[Gathered], studios: Studios, out: Path, register: Register) -> Iterator[Job]:
    """What has to be made: posts that are new or changed, and known ones whose audio is gone. Never withdrawn ones."""
    entries, withdrawn = register.entries, run.catalogue.withdrawals(register.show)
    for found in posts:
        if run.interrupt.asked:
            return
        if isinstance(found.item, Failure):
            run.fail(found.item)
            continue
        post = register.meet(found.post, found.item)
        if not post or post in withdrawn:
            continue
        studio = studios.of(post, found.item.id, found.item.url, found.item.source)
        key = recipe.key(RECIPE, replace(found.item, source=""), studio.key)
        entry = entries.get(post)
        if entry and entry.input_key == key and _still_there(run, entry, out):
            run.unchanged += 1
        else:
            yield Job(post, found.item.source, key, studio, raw=found.item)
    for entry in list(entries.values()):  # no longer in the source, which often lists only its newest
        gone = entry.post not in register.met and entry.post not in withdrawn
        if gone and entry.episode and not _still_there(run, entry, out):
            if run.interrupt.asked:
                return
            studio = studios.of(entry.post, entry.episode.url)
            yield Job(entry.post, entry.episode.url or entry.post, entry.input_key, studio, document=entry.document)


def _still_there(run: Run, entry: Entry, out: Path) -> bool:
    """Whether all that publishing this entry needs exists."""
    if entry.episode is None or not run.store.path(entry.document).is_file():
        return False
    places = (out / f"{entry.episode.media}.mp3", staging(run.workspace.work) / f"{entry.audio}.mp3")
    return any(place.is_file() and place.stat().st_size == entry.episode.bytes for place in places)


def _record(run: Run, show: Show, register: Register, job: Job, made: Made) -> Entry:
    """Give a made post its identity, once, and keep it in the catalogue."""
    now, entries = run.clock().replace(microsecond=0), register.entries
    known = entries.get(job.post) or register.recognise(job.post, made)
    if known and (known.audio, known.document) == (made.audio, made.document):  # a change elsewhere in the lexicon, say
        run.unchanged += 1
        return run.catalogue.record(replace(known, input_key=job.input_key))
    post = known.post if known else job.post
    first_seen = known.first_seen if known else now
    dated = made.episode.published != EPOCH
    published = made.episode.published if dated else first_seen
    slug = known.slug if known else mint_slug(made.episode.title, published if dated else None, _slugs(entries))
    episode = replace(
        made.episode,
        guid=known.guid if known else episode_guid(show.guid, post),
        show=show.slug,
        slug=slug,
        media=f"media/{slug}.{made.audio[:12]}",
        published=published,
        updated=max(made.episode.updated, published, now if known else EPOCH),
    )
    entry = Entry(
        show=show.slug,
        post=post,
        guid=episode.guid,
        slug=slug,
        first_seen=first_seen,
        input_key=job.input_key,
        document=made.document,
        audio=made.audio,
        episode=episode,
        publish_at=made.publish_at,
    )
    with run.catalogue.transaction():
        kept = run.catalogue.record(entry)
        run.catalogue.note(kept, now, "updated" if known else "made", f"{episode.media}.mp3")
    run.new += known is None
    run.updated += known is not None
    run.lines.append(_line(episode))
    run.progress.post("updated" if known else "made", episode.title, duration_words(episode.duration_ms))
    return kept


def _slugs(entries: Mapping[str, Entry]) -> set[str]:
    return {entry.slug for entry in entries.values()}


def _line(episode: Episode) -> EpisodeLine:
    file = f"{episode.media}.mp3"
    facts_ = (episode.bytes, episode.duration_ms, episode.lufs, episode.true_peak_db)
    return EpisodeLine(episode.guid, episode.title, episode.url, file, *facts_)


def _publish(run: Run, show: Show, out: Path, cover: Cover) -> None:
    """Write the public folder from the catalogue."""
    press = Press(run.workspace, run.catalogue, run.store, run.clock(), run.progress.note, run.force)
    told = release(press, show, out, cover)
    run.withdrawn += told.withdrawn
    if told.written:
        run.published.append(str(out))


def _report(run: Run, began: datetime) -> Report:
    return Report(
        run=run_name(began),
        counts=Counts(run.new, run.updated, run.unchanged, len(run.failures), run.withdrawn),
        seconds=round((run.clock() - began).total_seconds(), 2),
        audio_ms=sum(line.duration_ms for line in run.lines),
        episodes=tuple(run.lines),
        failures=tuple(run.failures),
        editions=tuple(run.published),
        interrupted=run.interrupt.asked,
    )


def _check_writable(out: Path) -> None:
    """Before hours of work: may the result be written at all? UsageError if not."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        hint = "Give yourself the right to write there, or choose another folder with --out."
        raise UsageError(f"the output folder {out} cannot be written to: {error.strerror}", hint) from error
