"""A show's settings in, the opened things that its posts are made with out: voice, lexicon, cover, jingles."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audioblog import recipe
from audioblog.casting import cast_of, cast_voices, open_voice, other_voices
from audioblog.config import Workspace
from audioblog.errors import UsageError
from audioblog.job import Studio
from audioblog.model import Show, Voice
from audioblog.narrate.house import House
from audioblog.narrate.lexicon import Lexicon, with_words
from audioblog.narrate.narration import load_rules, narration
from audioblog.produce.mp3 import PROFILES
from audioblog.shows import in_voice, is_named, of_post
from audioblog.sounds import find_sounds
from audioblog.store import Store

LOUDNESS = (-30.0, -12.0)
"""LUFS; louder than this, the limiter would be heard."""
MOST_THREADS = 4
"""A long post has no more use for them than this: the engine speaks one clip at a time."""

if TYPE_CHECKING:
    from audioblog.publish.cover import Cover


def open_studio(workspace: Workspace, show: Show, language: str = "") -> tuple[Studio, Cover]:
    """Everything that the posts of `show` share. UsageError or PublishError when it names something that is not there.

    `language`: what the editor, and not only the blog, says that the posts are written in.
    Writes nothing: whoever makes posts calls `keep_cover` before.
    """
    from audioblog.publish.categories import checked_category
    from audioblog.publish.identity import check_address

    checked_category(show.category, show.subcategory)
    check_address(show)
    voice, lexicon = open_voice(workspace, show.voice)
    cover = cover_of(show)
    picture, picture_mime = _in_tags(cover)
    sounds = find_sounds(show)
    house = open_house(workspace, voice, lexicon, show)
    others = (*other_voices(workspace, voice), *cast_voices(workspace, house.cast))
    key = recipe.key(
        [replace(each, licence="", sample="", calibrated=False) for each in (voice, *others)],
        house.lexicon.digest,
        {field.name: getattr(house, field.name) for field in fields(house) if field.name != "lexicon"},
        _checked_profile(workspace.settings.profile),
        _checked_loudness(show),
        _checked_formats(show),
        [show.title, picture, cover.alt],
        language,
        [hashlib.sha256(file.read_bytes()).hexdigest() if file else "" for file in sounds.values()],
    )
    studio = Studio(
        work=workspace.work,
        key=key,
        voice=voice,
        others=others,
        house=house,
        profile=workspace.settings.profile,
        formats=show.formats,
        lufs=show.loudness,
        threads=min(workspace.settings.jobs or os.cpu_count() or 1, MOST_THREADS),
        accept=workspace.settings.accept,
        show=show.title,
        cover=picture,
        cover_mime=picture_mime,
        cover_alt=cover.alt,
        **sounds,
        language=language,
    )
    return studio, cover


@dataclass(frozen=True, slots=True)
class Studios:
    """A show's studio, and those of its single posts for which feeds/NAME.toml says something otherwise."""

    usual: Studio
    special: Mapping[str, Studio]

    def of(self, *names: str) -> Studio:
        """The studio of the post that is known by one of `names`: its id, its address, its file."""
        return next((studio for name, studio in self.special.items() if is_named(name, names)), self.usual)

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with the pronunciations, each told once."""
        studios = (self.usual, *self.special.values())
        return tuple(dict.fromkeys(told for studio in studios for told in studio.house.lexicon.problems))

    @property
    def key(self) -> str:
        """Key of everything but the posts that decides the show's episodes."""
        return recipe.key(self.usual.key, {name: studio.key for name, studio in self.special.items()})


def open_studios(workspace: Workspace, show: Show, language: str = "") -> tuple[Studios, Cover]:
    """Every studio that the show's posts need; arguments and errors as of `open_studio`."""
    studio, cover = open_studio(workspace, show, language)
    special = {}
    for name in show.posts:
        with _named(f'feeds/{show.slug}.toml, [posts."{name}"]'):
            special[name], _ = open_studio(workspace, of_post(show, name), language)
    return Studios(studio, special), cover


def open_side_studios(workspace: Workspace, show: Show, language: str = "") -> dict[str, tuple[Studios, Cover]]:
    """The studios of the feeds that have a voice of their own; errors as of `open_studio`, which name the feed."""
    opened = {}
    for name in (name for name, feed in show.feeds.items() if feed.voice):
        with _named(f"feeds/{show.slug}.toml, [feeds.{name}]"):
            opened[name] = open_studios(workspace, in_voice(show, name), language)
    return opened


@contextmanager
def _named(where: str) -> Iterator[None]:
    """A UsageError within says where in the show's file it comes from."""
    try:
        yield
    except UsageError as error:
        raise UsageError(f"{where}: {error.message}", error.hint, code=error.code) from error


def cover_of(show: Show) -> Cover:
    """The show's own picture, or the one that is drawn for it. PublishError for a picture that apps would refuse."""
    from audioblog.publish.cover import draw_cover, read_cover

    return read_cover(Path(show.cover), show.cover_alt) if show.cover else draw_cover(show.title, "Read aloud")


def keep_cover(store: Store, studio: Studio, cover: Cover) -> None:
    """Put the picture for the tags of the studio's posts into the store, made small once if it has to be."""
    from audioblog.publish.cover import JPEG_END, fits_tag, for_tag

    if fits_tag(cover) or not (store.get(studio.cover) or b"").endswith(JPEG_END):
        store.put(studio.cover, for_tag(cover))


def _in_tags(cover: Cover) -> tuple[str, str]:
    """(store key, MIME type) of the picture that goes into the tags. It need not exist yet."""
    from audioblog.publish.cover import IN_TAG_BYTES, fits_tag

    digest = hashlib.sha256(cover.data).hexdigest()
    if fits_tag(cover):
        return digest, cover.mime
    return recipe.key("cover in tags", IN_TAG_BYTES, digest), "image/jpeg"


def open_house(workspace: Workspace, voice: Voice, lexicon: Lexicon, show: Show) -> House:
    """How this show's posts are narrated by this voice; the show's own words are laid over the lexicon.

    UsageError if it names rules that there are none of.
    """
    rules = load_rules(show.narration, workspace.data_folders("voices"))
    try:
        rules = narration(show.rules, rules)
    except (KeyError, TypeError, ValueError) as error:
        where = f"the rules in feeds/{show.slug}.toml"
        raise UsageError(f"{where}: {error}", "See voices/narration.toml for what can be set.") from error
    return House(
        lexicon=with_words(lexicon, show.words, f"words in feeds/{show.slug}.toml"),
        comments=show.comments,
        chars_per_second=voice.chars_per_second,
        rules=rules,
        languages=(voice.language, *(other.language for other in other_voices(workspace, voice))),
        cast=cast_of(show, rules),
    )


def _checked_profile(name: str) -> str:
    if name not in PROFILES:
        raise UsageError(f"there is no MP3 profile called {name!r}", f"The profiles are: {', '.join(PROFILES)}.")
    return name


def _checked_loudness(show: Show) -> float:
    quietest, loudest = LOUDNESS
    if not quietest <= show.loudness <= loudest:
        hint = "Podcasts are at -16."
        raise UsageError(f"loudness must be between {quietest:g} and {loudest:g} LUFS, not {show.loudness:g}", hint)
    return show.loudness


def _checked_formats(show: Show) -> tuple[str, ...]:
    from audioblog.produce.downloads import check_formats

    wrong = check_formats(show.formats)
    if wrong:
        raise UsageError(wrong, "Install ffmpeg, or correct `formats` in audioblog.toml or feeds/NAME.toml.")
    return show.formats
