"""What travels to a worker process and back: a post to be made, what all posts of its show share, and what was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from audioblog.ingest.raw import RawPost
from audioblog.model import Episode, Voice
from audioblog.narrate.house import House
from audioblog.staging import job_name


@dataclass(frozen=True, slots=True)
class Studio:
    """What all posts of a show share. Small: it travels with every job."""

    work: Path
    """The workspace's working folder."""
    key: str
    """Key of everything in here that decides how an episode sounds and what its tags say."""
    voice: Voice
    others: tuple[Voice, ...]
    """Voices for posts and passages in the languages that `voice` does not speak."""
    house: House
    profile: str
    formats: tuple[str, ...]
    """What is made beside the MP3."""
    lufs: float
    """The loudness that episodes are to have."""
    threads: int
    """How many clips of one post may be made at the same time."""
    accept: bool
    """Whether posts that were found with little confidence are made as well."""
    show: str
    """The show's title, for the tags."""
    cover: str
    """Store key of the picture for the tags: the cover, or a smaller one made of it."""
    cover_mime: str
    cover_alt: str
    intro: Path | None = None
    outro: Path | None = None
    chapter_cue: Path | None = None
    language: str = ""
    """What the editor says the show's posts are written in: "en-GB" makes American of a blog's default British."""


@dataclass(frozen=True, slots=True)
class Job:
    show: str
    post: str
    """The identity under which the catalogue knows the post."""
    source: str
    """Where the post comes from, for messages."""
    input_key: str
    studio: Studio
    raw: RawPost | None = None
    document: str = ""
    """Without `raw`: the store key of the document that the episode was made from before."""

    @property
    def name(self) -> str:
        """What its files are called."""
        return job_name(self.show, self.post, self.input_key)


@dataclass(frozen=True, slots=True)
class Made:
    """A finished post. The episode has no identity yet: guid, show, slug and media are empty."""

    episode: Episode
    document: str
    """Store key of the `Document`."""
    audio: str
    """SHA-256 of the MP3."""
    staged: str
    """Stem of the names under which its sound files wait in the staging folder."""
    publish_at: datetime | None = None
    """What the post says of itself: not public before then."""
    unspoken: tuple[str, ...] = ()
    """What the voice has no sound for."""
