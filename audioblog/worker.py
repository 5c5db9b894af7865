"""One post in, its document and its MP3 out: the job that worker processes do, one post at a time.

The way of a post through three rooms stands here in a dozen lines (`make`). What it makes goes into the store and the
staging folder; identity and publication are the coordinator's (pipeline.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from audioblog.document import Document, keep, recall
from audioblog.errors import NarrationError, SourceError
from audioblog.job import Job, Made, Studio
from audioblog.model import Download, Episode, Post, Script, Timeline, Voice
from audioblog.reading import read_within_limits
from audioblog.staging import staging
from audioblog.store import Store, disk_in_words

if TYPE_CHECKING:
    from audioblog.produce.tags import Tags

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def make(job: Job) -> Made:
    """Read, narrate and speak one post.

    SourceError, NarrationError or SpeechError when it cannot be done, PublishError when the disk is full or refuses.
    """
    with disk_in_words(staging(job.studio.work)):
        return _made(job)


def _made(job: Job) -> Made:
    from audioblog.narrate.script import narrate
    from audioblog.produce.downloads import make_download
    from audioblog.produce.episode import make_episode
    from audioblog.produce.jingle import Jingles
    from audioblog.produce.mp3 import PROFILES
    from audioblog.produce.timeline import unspoken

    studio, store = job.studio, Store(job.studio.work / "store")
    post = in_the_shows_language(_post(job, store), studio.language)
    _check_confidence(post, accept=studio.accept)
    _check_language(post, (studio.voice, *studio.others))
    script = narrate(post, studio.house)
    staged = staging(studio.work) / f"{job.name}.part.mp3"
    timeline = make_episode(
        script,
        studio.voice,
        profile=replace(PROFILES[studio.profile], lufs=studio.lufs),
        clips=store,
        tags=_tags(post, script, studio, store),
        jingles=Jingles(studio.intro, studio.outro, studio.chapter_cue),
        others=studio.others,
        out=staged,
        threads=studio.threads,
    )
    audio = _digest(staged)
    size = staged.stat().st_size
    finished = staged.replace(staging(studio.work) / f"{job.name}-{audio[:32]}.mp3")
    downloads = tuple(
        Download(kind, make_download(kind, finished, timeline, finished.with_suffix(f".{kind}")))
        for kind in studio.formats
    )
    episode = replace(_episode(post, timeline, size), downloads=downloads)
    kept = keep(store, Document(post, timeline))
    return Made(episode, kept, audio, finished.stem, post.publish_at, unspoken(timeline))


def marker(job: Job) -> Path:
    """The file that exists while the job's post is being read."""
    return job.studio.work / "reading" / job.name


def _post(job: Job, store: Store) -> Post:
    if job.raw is not None:
        return read_within_limits(job.raw, marker(job))
    document = recall(store, job.document)
    if document is None:
        hint = "It is no longer in the blog's feed either; name its address to add it again."
        raise SourceError("the audio and the text of this post are gone from the working folder", hint, code="lost")
    return document.post


def in_the_shows_language(post: Post, language: str) -> Post:
    """The post with the show's regional variant, when both are of one language.

    Blog software says "en-US" until somebody changes it (WordPress's `WPLANG` is empty by default), which would turn a
    British author's 5/6/2026 into May the sixth.
    """
    if not language or post.language == language or primary(post.language) != primary(language):
        return post
    provenance = {**dict(post.provenance), "language": "show"}
    return replace(post, language=language, provenance=tuple(sorted(provenance.items())))


def primary(tag: str) -> str:
    """The language of a BCP 47 tag, without region and script."""
    return tag.partition("-")[0].lower()


def _check_confidence(post: Post, *, accept: bool) -> None:
    """SourceError for a page on which it is doubtful what the article is: an editor should look first."""
    from audioblog.ingest.article.voters import REVIEW_BELOW

    if post.confidence < REVIEW_BELOW and not accept:
        message = f"it is not certain which text on this page is the post (confidence {post.confidence:.2f})"
        hint = "Look at it with `audioblog extract -v`. If it is right, build it with --accept."
        raise SourceError(message, hint, code="needs-review")


def _check_language(post: Post, voices: Sequence[Voice]) -> None:
    """NarrationError for a post in a language that none of the voices speaks: it would be gibberish, spoken firmly."""
    languages = sorted({primary(voice.language) for voice in voices})
    if primary(post.language) not in languages:
        message = f"the post is in a language ({post.language}) that no voice here speaks"
        hint = f"There are voices for: {', '.join(languages)}. Add a profile for {post.language} to voices/."
        raise NarrationError(message, hint, code="no-voice")


def _tags(post: Post, script: Script, studio: Studio, store: Store) -> Tags:
    from audioblog.produce.tags import Tags, lyrics

    return Tags(
        title=post.title,
        author=spoken_author(post),
        show=studio.show,
        published=post.published,
        language=post.language,
        link=post.url,
        comment=studio.house.voice_notice,
        cover=store.get(studio.cover) or b"",
        cover_mime=studio.cover_mime,
        cover_alt=studio.cover_alt,
        lyrics=lyrics(script),
    )


def spoken_author(post: Post) -> str:
    """The author, unless it is only a guess."""
    return "" if post.origin("author").startswith("heuristic") else post.author


def _episode(post: Post, timeline: Timeline, size: int) -> Episode:
    return Episode(
        guid="",
        show="",
        post=post.id,
        slug="",
        title=post.title,
        published=post.published or EPOCH,
        updated=post.updated or post.published or EPOCH,
        language=post.language,
        media="",
        bytes=size,
        duration_ms=timeline.duration_ms,
        author=spoken_author(post),
        url=post.url,
        summary=post.summary,
        tags=post.tags,
        voice=timeline.voice,
        chapters=timeline.chapters,
        lufs=timeline.audio.lufs,
        true_peak_db=timeline.audio.true_peak_db,
    )


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
