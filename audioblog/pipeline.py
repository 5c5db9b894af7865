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
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from audioblog import recipe, runner, staging
from audioblog.answers import KeptAnswers
from audioblog.casting import voice_notes
from audioblog.config import Workspace
from audioblog.document import recall
from audioblog.errors import AudioblogError, PublishError, failure_of
from audioblog.gather import Opened, Selection, gather, open_sources
from audioblog.identity import episode_guid, mint_slug
from audioblog.interrupt import interruptible
from audioblog.job import Job, Made
from audioblog.jobs import RECIPE, announcements, jobs_again, jobs_of, still_there
from audioblog.model import Episode, Failure, Show
from audioblog.produce.tags import MOST_CHAPTERS
from audioblog.progressive import STUDIO, last_readings, mark_read
from audioblog.publish.wording import duration_words
from audioblog.reading import cause_of_death
from audioblog.recognise import DAY
from audioblog.register import Register
from audioblog.release import Press, list_feeds, release
from audioblog.report import Counts, EpisodeLine, Progress, Report, logged, run_name, save
from audioblog.run import Run
from audioblog.shows import Edition, choose_editions, facts, in_voice, is_named, may_read_comments, settle
from audioblog.sounds import prepare_sounds
from audioblog.state import Catalogue, Entry, locked
from audioblog.store import Store, check_writable
from audioblog.studio import Studios, keep_cover, open_side_studios, open_studios
from audioblog.worker import EPOCH, make, marker

if TYPE_CHECKING:
    from audioblog.publish.cover import Cover

PRELOAD = ("audioblog.worker", "audioblog.ingest.read", "audioblog.narrate.script", "audioblog.produce.episode")
"""What the workers' mother process imports once."""


def build(
    workspace: Workspace,
    sources: Sequence[str] = (),
    *,
    selection: Selection,
    progress: Progress,
    clock: Callable[[], datetime],
    force: bool = False,
    announce: bool = False,
) -> Report:
    """Build every show that `sources` names (none: all of feeds/). UsageError, Busy; all else is in the report.

    `force`: publish also what lint finds wrong, and tell `progress` what that is. `announce`: tell of every post whose
    words have changed in a short episode of its own.
    """
    editions = choose_editions(workspace, sources)
    for edition in editions:
        hint = "Give yourself the right to write there, or choose another folder with --out."
        check_writable(edition.out, "the output folder", hint)
    began = clock()
    with (
        locked(workspace.work),
        Catalogue(workspace.work / "state.db") as catalogue,
        interruptible() as interrupt,
        logged(workspace.work / "runs" / f"{run_name(began)}.log"),
    ):
        store = Store(workspace.work / "store")
        store.sweep(began.timestamp())
        staging.sweep(workspace.work, catalogue, began)
        run = Run(workspace, selection, catalogue, store, progress, interrupt, clock, force, announce)
        for edition in editions:
            try:
                build_edition(run, edition)
            except PublishError as error:
                run.fail(error.failure(str(edition.out)))
            except AudioblogError:
                raise
            except Exception as error:  # this edition's failure, and the others go on
                run.fail(failure_of(error, str(edition.out)))
        if run.published:
            list_feeds(_press(run))
        report = _report(run, began)
        save(report, workspace.work / "runs")
    return report


def build_edition(run: Run, edition: Edition) -> None:
    """One show: gather its posts, make what is new or changed, publish all of it."""
    began, failed = run.clock(), len(run.failures)
    entries = run.catalogue.entries(edition.show.slug)
    opened, show, studios, cover = _open(run, edition, entries)
    again = open_side_studios(run.workspace, show, edition.show.language)
    prepare_sounds(studios.usual, show, run.store)
    for told in (*opened.failures, *studios.problems):
        run.fail(told) if isinstance(told, Failure) else run.progress.note(f"lexicon: {told}")
    for told in voice_notes(run.workspace, studios.usual.voice):
        run.note(f"voice: {told}")
    keep_cover(run.store, studios.usual, cover)
    register = Register(run.catalogue, run.store, show.slug, entries, began.replace(microsecond=0))
    jobs = jobs_of(run, gather(opened, run.selection), studios, edition.out, register)
    _make(run, show, register, jobs)
    for name in _unknown_posts(run, show):
        run.progress.note(f"feeds/{show.slug}.toml: no post of this show has the address or id “{name}”")
    for source in opened.sources:
        for which, why in source.left_out:
            run.progress.note(f"passed over: {which}, {why}")
    _make(run, show, register, announcements(run, show, studios))
    for name, (others, picture) in again.items():
        try:
            _build_again(run, show, name, edition.out / name, others, picture)
        except Exception as error:  # this feed's failure, and the show's own is published all the same
            run.fail(_of_feed(name, failure_of(error, str(edition.out / name))))
    _publish(run, show, edition.out, cover)
    complete = not run.interrupt.asked and len(run.failures) == failed and run.selection == Selection()
    kept = run.catalogue.show_facts(show.slug)
    run.catalogue.set_show_facts(show.slug, mark_read(kept, opened.names, began, _way(studios), complete=complete))


def _unknown_posts(run: Run, show: Show) -> Iterator[str]:
    """Names in the show's [posts] that fit none of its posts: they may be misspelled."""
    entries = run.catalogue.entries(show.slug).values() if show.posts else ()
    known = [(entry.post, entry.episode.url if entry.episode else "") for entry in entries]
    yield from (name for name in show.posts if not any(is_named(name, names) for names in known))


def _build_again(run: Run, first: Show, name: str, out: Path, studios: Studios, cover: Cover) -> None:
    """The posts of a show once more, in the voice of its feed `name`: a show of its own, below the first one's folder.

    The blog is not asked again: what the first voice was given to read is in the store.
    """
    show = in_voice(first, name)
    keep_cover(run.store, studios.usual, cover)
    run.catalogue.set_show_facts(show.slug, {**run.catalogue.show_facts(show.slug), **facts(show)})
    register = Register(
        run.catalogue, run.store, show.slug, run.catalogue.entries(show.slug), run.clock().replace(microsecond=0)
    )
    _make(run, show, register, jobs_again(run, first, name, studios, out, register), feed=name)
    _publish(run, show, out, cover)


def _of_feed(name: str, failure: Failure) -> Failure:
    """The failure, said to be one of the feed `name`, since the post may be well in the show's own."""
    return replace(failure, message=f"In the feed “{name}”: {failure.message}") if name else failure


def _make(run: Run, show: Show, register: Register, jobs: Iterator[Job], *, feed: str = "") -> None:
    """Do the jobs in worker processes and keep what they made. `feed`: of the show's, the one in another voice."""
    workers = run.workspace.settings.jobs or os.cpu_count() or 1
    pool = partial(runner.process_pool, workers, PRELOAD)
    for outcome in runner.run(make, jobs, pool, window=2 * workers):
        if failure := _settled(run, show, register, outcome):
            run.fail(_of_feed(feed, failure))


def _settled(run: Run, show: Show, register: Register, outcome: runner.Outcome[Job, Made]) -> Failure | None:
    """Keep what a job made; else its failure, whatever that is: the others go on."""
    job = outcome.job
    if outcome.error is not None:
        return failure_of(cause_of_death(outcome.error, marker(job)), job.source)
    try:
        if outcome.result is not None:
            entry = _record(run, show, register, job, outcome.result)
            register.entries[entry.post] = entry
    except Exception as error:
        return failure_of(error, job.source)
    return None


def _open(run: Run, edition: Edition, entries: Mapping[str, Entry]) -> tuple[Opened, Show, Studios, Cover]:
    """Open the sources and settle the show. Only what changed is asked for while all the rest can stay as it is."""
    memory = KeptAnswers(run.catalogue, run.store)
    kept = run.catalogue.show_facts(edition.show.slug)
    last_read = last_readings(kept, edition.show.sources) if run.selection == Selection() else {}
    if last_read and (may_read_comments(edition.show) or not _all_there(run, edition, entries)):
        last_read = {}  # a new comment alone does not make a post one that changed
    opened = open_sources(edition.show.sources, run.workspace.settings, memory, run.clock(), last_read)
    show = settle(edition.show, opened.infos, kept)
    studios, cover = open_studios(run.workspace, show, edition.show.language)
    if last_read and _way(studios) != kept.get(STUDIO):
        opened = open_sources(edition.show.sources, run.workspace.settings, memory, run.clock())
    run.catalogue.set_show_facts(show.slug, {**kept, **facts(show)})
    return opened, show, studios, cover


def _all_there(run: Run, edition: Edition, entries: Mapping[str, Entry]) -> bool:
    """Whether nothing has to be made again of what the catalogue knows."""
    gone = run.catalogue.withdrawals(edition.show.slug)
    return all(still_there(run, entry, edition.out) for post, entry in entries.items() if post not in gone)


def _way(studios: Studios) -> str:
    """Key of everything but the post that decides an episode."""
    return recipe.key(RECIPE, studios.key)


def _record(run: Run, show: Show, register: Register, job: Job, made: Made) -> Entry:
    """Give a made post its identity, once, and keep it in the catalogue."""
    now, entries = run.clock().replace(microsecond=0), register.entries
    known = entries.get(job.post) or _known_by_its_text(register, job, made)
    if known and _same(known, made):  # a change elsewhere in the lexicon, say
        run.unchanged += 1
        return run.catalogue.record(replace(known, input_key=job.input_key, staged=made.staged))
    post = known.post if known else job.post
    first_seen = known.first_seen if known else now
    dated = made.episode.published != EPOCH
    published = _date(made.episode.published if dated else first_seen, known, now)
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
        staged=made.staged,
    )
    with run.catalogue.transaction():
        kept = run.catalogue.record(entry)
        run.catalogue.note(kept, now, "updated" if known else "made", f"{episode.media}.mp3")
    run.new += known is None
    run.updated += known is not None
    if known:
        run.changed.append((known, kept))
    run.lines.append(_line(episode))
    if len(episode.chapters) > MOST_CHAPTERS:
        run.progress.note(_many_chapters(episode))
    if made.unspoken:
        signs = ", ".join(f"“{each}”" for each in made.unspoken)
        run.progress.note(f"“{episode.title}” leaves out {signs}: the voice has no sound for it")
    run.progress.post("updated" if known else "made", episode.title, duration_words(episode.duration_ms))
    return kept


def _many_chapters(episode: Episode) -> str:
    held = f"the MP3 itself holds {MOST_CHAPTERS}, the last of which goes on to the end"
    return f"“{episode.title}” has {len(episode.chapters)} chapters: page and feed have all, {held}"


def _known_by_its_text(register: Register, job: Job, made: Made) -> Entry | None:
    document = recall(register.store, made.document)
    return register.recognise(job.post, document.post) if document else None


def _date(said: datetime, known: Entry | None, now: datetime) -> datetime:
    """The date of a public episode stays when its source gives it a few hours off, as a blog that has moved does."""
    before = known.episode.published if known and known.episode else None
    return before if before and before <= now and abs(before - said) <= DAY else said


def _same(known: Entry, made: Made) -> bool:
    downloads = known.episode.downloads if known.episode else ()
    return (known.audio, known.document, downloads) == (made.audio, made.document, made.episode.downloads)


def _slugs(entries: Mapping[str, Entry]) -> set[str]:
    return {entry.slug for entry in entries.values()}


def _line(episode: Episode) -> EpisodeLine:
    file = f"{episode.media}.mp3"
    facts_ = (episode.bytes, episode.duration_ms, episode.lufs, episode.true_peak_db)
    return EpisodeLine(episode.guid, episode.title, episode.url, file, *facts_)


def _publish(run: Run, show: Show, out: Path, cover: Cover) -> None:
    """Write the public folder from the catalogue."""
    told = release(_press(run), show, out, cover)
    run.withdrawn += told.withdrawn
    if told.written:
        run.published.append(str(out))


def _press(run: Run) -> Press:
    return Press(run.workspace, run.catalogue, run.store, run.clock(), run.progress.note, run.force)


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
