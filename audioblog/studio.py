"""A show's settings in, the opened things that its posts are made with out: voice, lexicon, cover, jingles."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from audioblog import recipe
from audioblog.config import Workspace
from audioblog.errors import SpeechError, UsageError
from audioblog.job import Studio
from audioblog.model import Role, Show, Voice
from audioblog.narrate.house import House
from audioblog.narrate.lexicon import Lexicon, load_lexicon, with_words
from audioblog.narrate.narration import SECOND, Narration, load_rules, narration
from audioblog.produce.mp3 import PROFILES
from audioblog.produce.voices import (
    EVERYWHERE,
    calibration_hint,
    check_lexicons,
    for_other_languages,
    list_voices,
    load_voice,
    profiles,
)
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
    others = (*other_voices(workspace, voice), *_cast_voices(workspace, house.cast))
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


def open_voice(workspace: Workspace, name: str) -> tuple[Voice, Lexicon]:
    """The voice profile, and the lexicon of its language in layers: shipped first, the workspace's own on top.

    UsageError when there is no such profile, something is wrong in it, or it names a lexicon that is not there.
    """
    folders = workspace.data_folders("voices")
    voice = load_voice(name, folders)
    check_lexicons(voice, folders)
    names = dict.fromkeys((f"{voice.language.partition('-')[0]}.csv", f"{voice.language}.csv", *voice.lexicons))
    files = [folder / "lexicons" / name for folder in reversed(folders) for name in names]
    return voice, load_lexicon([file for file in files if file.is_file()])


def other_voices(workspace: Workspace, voice: Voice) -> tuple[Voice, ...]:
    """A voice that works here for each language that `voice` does not speak."""
    return _choose(workspace, voice)[0]


def voice_notes(workspace: Workspace, voice: Voice) -> Iterator[str]:
    """What an editor should know of the show's voice, and of the profiles that were passed over beside it."""
    if hint := calibration_hint(voice):
        yield hint
    for name, profile in profiles(workspace.data_folders("voices")).items():
        if isinstance(profile, UsageError):
            yield f"“{name}” was passed over. {profile.message} {profile.hint}"
    yield from _choose(workspace, voice)[1]


def _choose(workspace: Workspace, voice: Voice) -> tuple[tuple[Voice, ...], list[str]]:
    """(the voices of other languages, what those that do not work here lack).

    Only the workspace's own are tried: the ones that come with the program need no more than it does itself, and
    starting their engine takes a third of a second of a run that has nothing to do. Who works in the program's own
    folder has both in one, and there all that speak by that engine count as the program's.
    """
    from audioblog.produce.engines import open_engine

    own, *_, shipped = (workspace.folder / "voices", *workspace.data_folders("voices"))
    mixed = own.is_dir() and own.samefile(shipped)
    lacks = []

    def works(other: Voice) -> bool:
        if not (own / f"{other.name}.toml").is_file() or (mixed and other.engine == EVERYWHERE):
            return True
        try:
            open_engine(other)
        except SpeechError as error:
            lacks.append(f"“{other.name}” was passed over for {other.language}. {error.message} {error.hint}".strip())
            return False
        return True

    return for_other_languages(voice, list_voices(workspace.data_folders("voices")), works), lacks


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


def cast_of(show: Show, rules: Narration) -> dict[str, str]:
    """Role or speaker -> voice profile: what the rules give to each role, then what the show says itself.

    UsageError for a name that is neither.
    """
    if strange := [who for who in show.voices if who not in get_args(Role) and not who[:1].isupper()]:
        hint = f"A voice is for a speaker's name, or for a role: {', '.join(get_args(Role))}."
        raise UsageError(f"voices in feeds/{show.slug}.toml: {strange[0]!r} is neither", hint)
    by_role = {role: show.second_voice if name == SECOND else name for role, name in rules.voices.items()}
    cast = {**by_role, **show.voices}
    return {who: name for who, name in cast.items() if name and name != show.voice}


def _cast_voices(workspace: Workspace, cast: Mapping[str, str]) -> tuple[Voice, ...]:
    """Each profile of the cast, once. UsageError that says who should have had a voice that does not exist."""
    folders = workspace.data_folders("voices")
    found: dict[str, Voice] = {}
    for who, name in cast.items():
        try:
            found[name] = load_voice(name, folders)
        except UsageError as error:
            raise UsageError(f"the voice for “{who}”: {error.message}", error.hint, code=error.code) from error
    return tuple(found.values())


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
