"""Which voices speak a show: its own, those of other languages, those of roles and speakers. Profiles in voices/ and a
show's settings in, opened voices out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import get_args

from audioblog.config import Workspace
from audioblog.errors import SpeechError, UsageError
from audioblog.model import Role, Show, Voice
from audioblog.narrate.lexicon import Lexicon, load_lexicon
from audioblog.narrate.narration import SECOND, Narration
from audioblog.produce.voices import (
    EVERYWHERE,
    calibration_hint,
    check_lexicons,
    for_other_languages,
    list_voices,
    load_voice,
    profiles,
)


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


def cast_voices(workspace: Workspace, cast: Mapping[str, str]) -> tuple[Voice, ...]:
    """Each profile of the cast, once. UsageError that says who should have had a voice that does not exist."""
    folders = workspace.data_folders("voices")
    found: dict[str, Voice] = {}
    for who, name in cast.items():
        try:
            found[name] = load_voice(name, folders)
        except UsageError as error:
            raise UsageError(f"the voice for “{who}”: {error.message}", error.hint, code=error.code) from error
    return tuple(found.values())
