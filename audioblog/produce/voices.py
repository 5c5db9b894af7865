"""voices/NAME.toml -> Voice: profiles that an editor may change, every mistake in them named.

Folders are searched in the order given, the workspace's own before the one that comes with the program, so a copy of a
profile under its old name replaces it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

from audioblog.errors import UsageError
from audioblog.model import Voice

_TYPES: dict[str, tuple[type, ...]] = {
    "engine": (str,),
    "language": (str,),
    "model": (str,),
    "rate": (int,),
    "pitch": (int,),
    "gain_db": (int, float),
    "speaker": (str,),
    "lexicons": (list,),
    "chars_per_second": (int, float),
    "licence": (str,),
    "sample": (str,),
    "spoken_name": (str,),
}
_WORDS = {str: "a text in quotes", int: "a whole number", float: "a number", list: "a list of texts"}
MEASURED = ("gain_db", "chars_per_second")
"""What `voices calibrate` writes."""
EVERYWHERE = "espeak"
"""The engine that comes with the program and speaks every language that there is a profile for."""
TONES = "beep"
_RANGES = {"rate": (40, 900), "pitch": (0, 99), "gain_db": (-40, 40), "chars_per_second": (1, 100)}
_ENGINE = re.compile(r"^\s*[\"']?engine[\"']?\s*=", re.MULTILINE)
_RULES = re.compile(r"^\s*(\[\s*(pauses|frames|limits)\s*\]|(sentence_ms|clause_ms|break_ms|skip)\s*=)", re.MULTILINE)
"""What the rules of narration begin with, which may lie in a voices folder, too."""
_REQUIRED = tuple(f.name for f in fields(Voice) if f.default is MISSING and f.name != "name")


def load_voice(name: str, folders: Sequence[Path]) -> Voice:
    """The profile called `name`. Raises UsageError that lists the profiles there are, or what is wrong in this one."""
    return read_voice(find_voice(name, folders))


def find_voice(name: str, folders: Sequence[Path]) -> Path:
    """The file of the profile called `name`. Raises UsageError that lists the profiles there are."""
    for folder in folders:
        path = folder / f"{name}.toml"
        if name and path.name == f"{name}.toml" and path.is_file():
            return path
    known = [path.stem for path in _files(folders)]
    raise UsageError(
        f"There is no voice called “{name}”.",
        f"Voices here: {', '.join(known) or 'none'}. A new one is a file voices/NAME.toml.",
        code="no-voice",
    )


def list_voices(folders: Sequence[Path]) -> list[Voice]:
    """Every profile that is right, by name, the first folder's where two have one."""
    return [profile for profile in profiles(folders).values() if isinstance(profile, Voice)]


def profiles(folders: Sequence[Path]) -> dict[str, Voice | UsageError]:
    """Name -> the profile, or what is wrong with it: one bad file must not cost the others."""
    found: dict[str, Voice | UsageError] = {}
    for path in _files(folders):
        try:
            found[path.stem] = read_voice(path)
        except UsageError as error:
            found[path.stem] = error
    return found


def read_voice(path: Path) -> Voice:
    """One profile file; its name is the file's. Raises UsageError that names file, key and what it should be."""
    found = _parsed(path)
    wrong = [*_unknown(found), *_missing(found), *_mistyped(found)]
    if wrong:
        raise UsageError(f"{path}: {'; '.join(wrong)}.", f"Keys of a voice: {', '.join(_TYPES)}.", code="voice")
    values: dict[str, Any] = found | {"lexicons": tuple(found.get("lexicons", ()))}
    return Voice(name=path.stem, **values, calibrated=all(key in found for key in MEASURED))


def check_lexicons(voice: Voice, folders: Sequence[Path]) -> None:
    """Raises UsageError when the profile names a lexicon that lies in none of the folders."""
    for named in voice.lexicons:
        if not any((folder / "lexicons" / named).is_file() for folder in folders):
            message = f"The voice “{voice.name}” names the lexicon {named}, which is not in voices/lexicons."
            raise UsageError(message, "Correct `lexicons` in its profile, or put the file there.", code="voice")


def text_of(path: Path) -> str:
    """What a profile file says, without the mark (BOM) that some editors put first. UsageError if it is no text."""
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path} is not UTF-8 text.", "Save it again, with the encoding UTF-8.", code="voice"
        ) from error
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", "Check the file.", code="voice") from error


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text_of(path))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        hint = "Correct that line, or take the file out of the folder."
        raise UsageError(f"{path} is not correct TOML: {error}.", hint, code="voice") from error


def for_other_languages(
    voice: Voice, voices: Iterable[Voice], works: Callable[[Voice], bool] = lambda _other: True
) -> tuple[Voice, ...]:
    """For each language that `voice` does not speak, the best of `voices` that works, in the order of their names.

    Best is one of the same engine, then one that every machine has (tones stay among themselves); among several, the
    one that has the language's own name ("fr" before "fr-female", "en-gb" before "en-clear"). `works` is asked only of
    voices that would be taken.
    """
    engines = {voice.engine} if voice.engine == TONES else {voice.engine, EVERYWHERE}
    able = [other for other in voices if other.engine in engines]
    found: dict[str, Voice] = {}
    for other in sorted(able, key=lambda other: _rank(other, voice)):
        language = _primary(other.language)
        if language != _primary(voice.language) and language not in found and works(other):
            found[language] = other
    return tuple(sorted(found.values(), key=lambda other: other.name))


def _rank(other: Voice, voice: Voice) -> tuple[bool, bool, str]:
    named = other.name in (_primary(other.language), other.language.lower())
    return other.engine != voice.engine, not named, other.name


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()


def calibration_hint(voice: Voice) -> str:
    """What to do about a profile whose gain and speed nobody has measured; "" when there is nothing to do."""
    if voice.calibrated:
        return ""
    said = f"How loud and how fast the voice “{voice.name}” is has not been measured, so episodes may be made twice."
    return f"{said} Run once: audioblog voices calibrate {voice.name}"


def with_measured(profile: str, gain_db: float, chars_per_second: float) -> str:
    """The text of a profile with these values and all else as it was, comments too.

    UsageError when the place of a value is not found in this text, so that it cannot be changed.
    """
    for key, value in zip(MEASURED, (gain_db, chars_per_second), strict=True):
        wanted = tomllib.loads(profile) | {key: value}
        right = (text for text in _changed(profile, key, f"{key} = {value}") if _says(text, wanted))
        if (changed := next(right, None)) is None:
            hint = f"Write it yourself: gain_db = {gain_db}, chars_per_second = {chars_per_second}."
            raise UsageError(f"{key} cannot be changed in this profile", hint, code="voice")
        profile = changed
    return profile


def _changed(profile: str, key: str, line: str) -> Iterator[str]:
    """`profile` with `line` in the place of each line that looks like the one of `key`; last, with `line` added."""
    for place in re.finditer(rf"^[ \t]*([\"']?){key}\1[ \t]*=.*$", profile, flags=re.MULTILINE):
        yield profile[: place.start()] + line + profile[place.end() :]
    yield f"{profile.rstrip()}\n{line}\n"


def _says(text: str, wanted: dict[str, Any]) -> bool:
    try:
        return tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:
        return False


def _files(folders: Sequence[Path]) -> list[Path]:
    """The profiles: every TOML file but the rules of narration, so that none is left out without a word."""
    paths: dict[str, Path] = {}
    for folder in folders:
        for path in folder.glob("[!.]*.toml"):  # "._fr.toml" is what a Mac leaves beside "fr.toml"
            if path.is_file() and not _is_rules(path):
                paths.setdefault(path.stem, path)
    return [paths[name] for name in sorted(paths)]


def _is_rules(path: Path) -> bool:
    if path.name == "narration.toml":
        return True
    try:
        text = text_of(path)
    except UsageError:
        return False
    return bool(_RULES.search(text)) and not _ENGINE.search(text)


def _unknown(found: dict[str, Any]) -> list[str]:
    return [f"“{key}” is not a key of a voice" for key in found if key not in _TYPES]


def _missing(found: dict[str, Any]) -> list[str]:
    return [f"“{key}” is missing" for key in _REQUIRED if key not in found]


def _mistyped(found: dict[str, Any]) -> list[str]:
    wrong = []
    for key, value in found.items():
        kinds = _TYPES.get(key)
        if kinds is None:
            continue
        right = isinstance(value, kinds) and not isinstance(value, bool)
        if not right or (kinds == (list,) and not all(isinstance(item, str) for item in value)):
            wrong.append(f"“{key}” must be {_WORDS[kinds[-1]]}, not {value!r}")
        elif key in _RANGES and not _RANGES[key][0] <= value <= _RANGES[key][1]:
            low, high = _RANGES[key]
            wrong.append(f"“{key}” must be between {low} and {high}, not {value}")
    return wrong
