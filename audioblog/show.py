"""What an editor says of a show in feeds/NAME.toml. Standard library only; part of `audioblog.model`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class SideFeed:
    """Another feed of a show, a table [feeds.NAME]: some of its posts, or all of them in another voice."""

    title: str = ""
    """"" = the show's title with the feed's name."""
    description: str = ""
    tags: tuple[str, ...] = ()
    """Posts with any of these tags."""
    authors: tuple[str, ...] = ()
    """Posts by any of these."""
    language: str = ""
    """Posts in this language: "cy", or "en-GB" exactly."""
    limit: int = 0
    """The newest so many; 0 = all."""
    flash_briefing: bool = False
    """For smart speakers: at most five items, none longer than ten minutes."""
    voice: str = ""
    """A voice profile: the posts are spoken once more, with a folder of their own below the show's."""
    guid: str = ""


@dataclass(frozen=True, slots=True)
class Show:
    """The podcast: RSS channel. What an editor writes in feeds/NAME.toml, with defaults taken from the source."""

    slug: str
    title: str
    sources: tuple[str, ...] = ()
    description: str = ""
    language: str = "en-GB"
    author: str = ""
    owner_email: str = ""
    category: str = "Society & Culture"
    subcategory: str = ""
    cover: str = ""
    """Path of the show's own picture; "" = one is drawn."""
    cover_alt: str = ""
    link: str = ""
    copyright: str = ""
    guid: str = ""
    explicit: bool = False
    medium: str = "podcast"
    """Of the podcast namespace: "podcast", "newsletter", "blog" ...; some apps look for podcasts only."""
    locked: bool = True
    """Whether other platforms are forbidden to import the show."""
    license: str = ""
    """An SPDX identifier ("CC-BY-4.0"), or the name of a licence whose text is at `license_url`."""
    license_url: str = ""
    funding_url: str = ""
    funding: str = ""
    """What the link to `funding_url` says."""
    moved_to: str = ""
    """The address of the feed's new home; "" = it has not moved."""
    feeds: Mapping[str, SideFeed] = field(default_factory=dict)
    voice: str = "en-gb"
    comments: bool = False
    narration: str = ""
    """Rules of narration: a preset's name, a TOML file; "" = the house's own."""
    second_voice: str = ""
    """The voice profile for what the rules give to a second voice; "" = there is none."""
    voices: Mapping[str, str] = field(default_factory=dict)
    """Voice profiles by role ("quote") or by speaker ("Lorraine")."""
    rules: Mapping[str, Any] = field(default_factory=dict)
    """This show's own rules of narration, laid over those that `narration` names."""
    words: Mapping[str, str] = field(default_factory=dict)
    """This show's own pronunciations: what is written, and how it is said. They win over the workspace's lexicon."""
    posts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What is otherwise for single posts, by address, id or file; any of `config.OF_A_POST`."""
    embargoes: Mapping[str, datetime] = field(default_factory=dict)
    """Moments before which single posts are not public, by address, id or file: `publish_at` of [posts."NAME"]."""
    intro: str = ""
    outro: str = ""
    chapter_cue: str = ""
    """A short sound that is played before every chapter but the first."""
    formats: tuple[str, ...] = ()
    """What is made beside the MP3: "opus", "m4b"."""
    loudness: float = -16.0
    """Integrated loudness of the episodes, LUFS."""
    base_url: str = ""
    """Where this show's public folder will be reached; ends with a slash."""
    target: str = ""
    """Where `audioblog publish` puts the show: a folder, or s3://, gs:// or az:// address; "" = the workspace's."""
    hub: str = ""
    """Address of a WebSub hub that tells apps of new episodes; "" = none."""
    private: bool = False
    """For invited listeners only: each has an address of their own, and nothing is listed anywhere."""
