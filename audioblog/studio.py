"""A show's settings in, the opened things that its posts are made with out: voice, lexicon, cover, jingles."""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audioblog import recipe
from audioblog.config import Workspace
from audioblog.errors import UsageError
from audioblog.model import Show, Voice
from audioblog.narrate.lexicon import Lexicon, load_lexicon
from audioblog.narrate.narration import load_rules
from audioblog.narrate.script import House
from audioblog.produce.voices import list_voices, load_voice
from audioblog.worker import Studio

if TYPE_CHECKING:
    from audioblog.publish.cover import Cover


def open_studio(workspace: Workspace, show: Show, language: str = "") -> tuple[Studio, Cover]:
    """Everything that the posts of `show` share. UsageError or PublishError when it names something that is not there.

    `language`: what the editor, and not only the blog, says that the posts are written in.
    Writes nothing: whoever makes posts puts the cover's bytes into the store under `Studio.cover`.
    """
    from audioblog.publish.categories import checked_category
    from audioblog.publish.cover import draw_cover, read_cover
    from audioblog.publish.identity import check_address

    checked_category(show.category, show.subcategory)
    check_address(show)
    voice, lexicon = open_voice(workspace, show.voice)
    cover = read_cover(Path(show.cover), show.cover_alt) if show.cover else draw_cover(show.title, "Read aloud")
    picture = hashlib.sha256(cover.data).hexdigest()
    jingles = {name: _jingle(show, name) for name in ("intro", "outro")}
    others = other_voices(workspace, voice)
    house = open_house(workspace, voice, lexicon, comments=show.comments, narration=show.narration)
    key = recipe.key(
        [replace(each, licence="", sample="") for each in (voice, *others)],
        lexicon.digest,
        {field.name: getattr(house, field.name) for field in fields(house) if field.name != "lexicon"},
        workspace.settings.profile,
        [show.title, picture, cover.alt],
        language,
        [hashlib.sha256(file.read_bytes()).hexdigest() if file else "" for file in jingles.values()],
    )
    studio = Studio(
        work=workspace.work,
        key=key,
        voice=voice,
        others=others,
        house=house,
        profile=workspace.settings.profile,
        accept=workspace.settings.accept,
        show=show.title,
        cover=picture,
        cover_mime=cover.mime,
        cover_alt=cover.alt,
        **jingles,
        language=language,
    )
    return studio, cover


def open_voice(workspace: Workspace, name: str) -> tuple[Voice, Lexicon]:
    """The voice profile, and the lexicon of its language in layers: shipped first, the workspace's own on top."""
    folders = workspace.data_folders("voices")
    voice = load_voice(name, folders)
    names = dict.fromkeys((f"{voice.language.partition('-')[0]}.csv", f"{voice.language}.csv", *voice.lexicons))
    files = [folder / "lexicons" / name for folder in reversed(folders) for name in names]
    return voice, load_lexicon([file for file in files if file.is_file()])


def other_voices(workspace: Workspace, voice: Voice) -> tuple[Voice, ...]:
    """One voice of the same engine for each language that `voice` does not speak."""
    found: dict[str, Voice] = {}
    for other in list_voices(workspace.data_folders("voices")):
        language = other.language.partition("-")[0]
        if other.engine == voice.engine and language != voice.language.partition("-")[0]:
            found.setdefault(language, other)
    return tuple(found.values())


def open_house(workspace: Workspace, voice: Voice, lexicon: Lexicon, *, comments: bool, narration: str = "") -> House:
    """How this voice's posts are narrated, by the rules that are called `narration`. UsageError if there are none."""
    return House(
        lexicon=lexicon,
        comments=comments,
        chars_per_second=voice.chars_per_second,
        rules=load_rules(narration, workspace.data_folders("voices")),
        languages=tuple(other.language for other in other_voices(workspace, voice)),
    )


def _jingle(show: Show, name: str) -> Path | None:
    written = getattr(show, name)
    if not written:
        return None
    if not Path(written).is_file():
        hint = f"Correct {name} in feeds/{show.slug}.toml."
        raise UsageError(f"the {name} of the show, {written}, does not exist", hint)
    return Path(written)
