"""What has to be made: posts in, a `Job` out for each that is new, changed, or has lost its audio.

Three kinds: the posts of a show's sources; the same once more for a feed in another voice; and, when they are asked
for, the announcements of corrections. Withdrawn posts are never made.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterator
from dataclasses import replace
from pathlib import Path

from audioblog import recipe
from audioblog.correction import MOST_AT_ONCE, announcement
from audioblog.document import recall
from audioblog.errors import failure_of
from audioblog.gather import Gathered
from audioblog.ingest.raw import RawPost
from audioblog.job import Job, Studio
from audioblog.life import public_from
from audioblog.model import Failure, Show
from audioblog.recognise import Trace
from audioblog.register import Register
from audioblog.run import Run
from audioblog.staging import STAGING
from audioblog.state import Entry
from audioblog.studio import Studios

RECIPE = 2
"""Raise it when what comes out for the same input changes; every episode is then made anew."""


DOCUMENT_END = b"}}"
"""How the JSON of a `Document` ends, and hardly anything else in it: the end of an object that ends another."""


def jobs_of(run: Run, posts: Iterator[Gathered], studios: Studios, out: Path, register: Register) -> Iterator[Job]:
    """What has to be made: posts that are new or changed, and known ones whose audio is gone. Never withdrawn ones."""
    entries, withdrawn = register.entries, run.catalogue.withdrawals(register.show)
    for found in posts:
        if run.interrupt.asked:
            return
        if isinstance(found.item, Failure):
            run.fail(found.item)
            continue
        try:
            job = _job_of(found.post, found.item, studios, register, withdrawn)
        except Exception as error:  # this post's failure, and the others go on
            run.fail(failure_of(error, found.item.source))
            continue
        entry = entries.get(job.post) if job else None
        if job and entry and entry.input_key == job.input_key and still_there(run, entry, out):
            run.unchanged += 1
        elif job:
            yield job
    for entry in list(entries.values()):  # no longer in the source, which often lists only its newest
        gone = entry.post not in register.met and entry.post not in withdrawn
        if gone and entry.episode and not still_there(run, entry, out):
            if run.interrupt.asked:
                return
            studio = studios.of(entry.post, entry.episode.url)
            yield _from_document(entry, register.show, entry.input_key, studio)


def _job_of(name: str, raw: RawPost, studios: Studios, register: Register, withdrawn: Container[str]) -> Job | None:
    """The job of a post that its source calls `name`; None when it is withdrawn, or this run has met it already."""
    post = register.meet(name, raw)
    if not post or post in withdrawn:
        return None
    studio = studios.of(post, raw.id, raw.url, raw.source)
    key = recipe.key(RECIPE, replace(raw, source=""), studio.key)
    return Job(register.show, post, raw.source, key, studio, raw=raw)


def _from_document(entry: Entry, show: str, key: str, studio: Studio) -> Job:
    """The post once more, from what was read before."""
    source = entry.episode.url if entry.episode else ""
    return Job(show, entry.post, source or entry.post, key, studio, document=entry.document)


def still_there(run: Run, entry: Entry, out: Path) -> bool:
    """Whether all that publishing this entry needs exists."""
    # 10,000 episodes are looked at in a run: pathlib alone would take a second of it.
    if entry.episode is None or not _has_its_end(f"{run.store.folder}/{entry.document[:2]}/{entry.document}"):
        return False
    for kind, size in entry.episode.audio():
        places = (f"{out}/{entry.episode.media}.{kind}", f"{run.workspace.work}/{STAGING}/{entry.staged}.{kind}")
        if all(_size(place) != size for place in places):
            return False
    return True


def _has_its_end(document: str) -> bool:
    """Whether a document is there and was not cut off, as a full disk or a power cut does."""
    try:
        file = os.open(document, os.O_RDONLY)
    except OSError:
        return False
    try:
        os.lseek(file, -len(DOCUMENT_END), os.SEEK_END)
        return os.read(file, len(DOCUMENT_END)) == DOCUMENT_END
    except OSError:  # it is shorter than that
        return False
    finally:
        os.close(file)


def _size(file: str) -> int:
    """Bytes; -1 when there is no such file."""
    try:
        return os.stat(file).st_size  # noqa: PTH116 - see `still_there`
    except OSError:
        return -1


def jobs_again(run: Run, first: Show, name: str, studios: Studios, out: Path, register: Register) -> Iterator[Job]:
    """The posts of the first show that the feed `name` takes, in so far as they are new or changed."""
    from audioblog.publish.sidefeeds import belongs

    withdrawn = run.catalogue.withdrawals(first.slug) | run.catalogue.withdrawals(register.show)
    for entry in run.catalogue.entries(first.slug).values():
        if run.interrupt.asked:
            return
        if entry.episode is None or entry.post in withdrawn or not belongs(first.feeds[name], entry.episode):
            continue
        register.met[entry.post] = Trace()
        studio = studios.of(entry.post, entry.episode.url)
        key = recipe.key(RECIPE, entry.document, studio.key)
        known = register.entries.get(entry.post)
        if not (known and known.input_key == key and still_there(run, known, out)):
            yield _from_document(entry, register.show, key, studio)


def announcements(run: Run, show: Show, studios: Studios) -> Iterator[Job]:
    """With `--announce`: a short episode for every public post whose words this run has changed."""
    changed = [pair for pair in run.changed if run.announce and pair[1].show == show.slug]
    posts = [post for old, new in changed if (post := _announcement(run, show, old, new))]
    if len(posts) > MOST_AT_ONCE:
        run.progress.note(f"{len(posts)} corrections are too many to announce one by one; none is announced")
        return
    for post in posts:
        key = recipe.key(RECIPE, post, studios.usual.key)
        yield Job(show.slug, post.id, post.source, key, studios.usual, raw=post)


def _announcement(run: Run, show: Show, old: Entry, new: Entry) -> RawPost | None:
    before, after = recall(run.store, old.document), recall(run.store, new.document)
    moment = public_from(old, show.embargoes)
    if before is None or after is None or moment is None or moment > run.clock():
        return None
    return announcement(new.post, before, after, moment, run.clock().replace(microsecond=0))
