"""What a place that holds Piper voices says it has, its `voices.json` -> the files of a voice, with sizes and digests.

The place is laid out as the public collection is (rhasspy/piper-voices): the list names for every voice its files,
which lie in LANGUAGE/REGION/SPEAKER/QUALITY/. A folder that holds just the files of a voice will do as well; then there
is no list, and nothing is known to check them by.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Protocol

import msgspec

from audioblog.errors import FetchError, UsageError
from audioblog.produce.models import CONFIG, MODEL

LIST = "voices.json"
CARD = "MODEL_CARD"
LIST_BYTES, CARD_BYTES, CONFIG_BYTES, MODEL_BYTES = 20_000_000, 1_000_000, 5_000_000, 1_000_000_000
"""The most that a file of each kind may have when no list tells its size; the largest voices have 120 MB."""
HOME = "https://huggingface.co/rhasspy/piper-voices/resolve/main/"

_NAME = re.compile(r"(?P<language>[a-z]{2,3})_(?P<region>[A-Za-z0-9]+)-(?P<speaker>[^-/\\]+)-(?P<quality>[a-z_]+)")
_List = dict[str, msgspec.Raw]
"""By name, each entry still to be read: one that is wrong must not cost the others."""


class Fetch(Protocol):
    def __call__(self, path: str, to: Path, most: int) -> None:
        """Complete the file `to` from the place's `path`. FetchError, with the code "not-found" if it has none such."""


class ListedFile(msgspec.Struct):
    size_bytes: int
    md5_digest: str = ""


class ListedLanguage(msgspec.Struct):
    name_english: str = ""
    country_english: str = ""


class ListedVoice(msgspec.Struct):
    """What `voices.json` says of a voice, as far as it matters here."""

    files: dict[str, ListedFile]
    """By path in the place."""
    language: ListedLanguage = msgspec.field(default_factory=ListedLanguage)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file of a voice in the place."""

    path: str
    most: int
    """Bytes."""
    exact: bool = False
    """True when it has `most` bytes and no fewer, because a list says so."""
    md5: str = ""
    """In lower case; "" when it is not known."""


Files = dict[str, list[Wanted]]
"""For each kind of file (MODEL, CONFIG, CARD) where it may lie, the likeliest place first."""


def offered(fetch: Fetch) -> Iterator[tuple[str, str, int]]:
    """(name, language, bytes) of every voice that the place lists. Raises UsageError when it has no list."""
    listed = _list(fetch)
    if listed is None:
        raise UsageError("that place has no list of its voices", "Give the name of the voice that it holds.")
    for name, entry in sorted(listed.items()):
        try:
            voice = _entry(entry)
        except msgspec.DecodeError:
            continue  # nobody can fetch it, so it is not offered
        country = f" ({voice.language.country_english})" if voice.language.country_english else ""
        size = sum(file.size_bytes for file in voice.files.values())
        yield name, f"{voice.language.name_english or name.partition('-')[0]}{country}", size


def parts_of(name: str) -> re.Match[str]:
    """The parts of a voice's name: language, region, speaker, quality. UsageError for what is none."""
    parts = _NAME.fullmatch(name)
    if parts is None:
        hint = "Names are like en_GB-alba-medium. `audioblog voices install`, without a name, lists them."
        raise UsageError(f"“{name}” is not the name of a Piper voice", hint)
    return parts


def find_files(name: str, fetch: Fetch) -> Files:
    """The files of the voice `name`. UsageError for a name that is none or not there, FetchError for a bad list."""
    parts = parts_of(name)
    listed = _list(fetch)
    return _usual(name, parts) if listed is None else _named(name, parts["language"], listed)


def refused(what: str) -> FetchError:
    """What the place gave is not what it promised."""
    hint = "Try again later, or from another place with --from."
    return FetchError(f"The voice was not installed: {what}.", hint, code="damaged")


def _list(fetch: Fetch) -> _List | None:
    """The place's list; None when it has none."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / LIST
        try:
            fetch(LIST, file, LIST_BYTES)
            return msgspec.json.decode(file.read_bytes(), type=_List)
        except FetchError as error:
            if error.code == "not-found":
                return None
            raise
        except msgspec.DecodeError as error:
            raise refused(f"the list {LIST} cannot be read ({error})") from error


def _entry(written: msgspec.Raw) -> ListedVoice:
    """Raises msgspec.DecodeError for what is no entry of a voice."""
    voice = msgspec.json.decode(written, type=ListedVoice)
    if any(file.size_bytes < 0 for file in voice.files.values()):
        raise msgspec.DecodeError("a file has less than no bytes")
    return voice


def _usual(name: str, parts: re.Match[str]) -> Files:
    """Where the files of a voice lie without a list: side by side, or as in the public collection."""
    place = f"{parts['language']}/{parts['language']}_{parts['region']}/{parts['speaker']}/{parts['quality']}/"
    sizes = {MODEL: MODEL_BYTES, CARD: CARD_BYTES, CONFIG: CONFIG_BYTES}
    names = {MODEL: f"{name}{MODEL}", CARD: CARD, CONFIG: f"{name}{CONFIG}"}
    return {kind: [Wanted(names[kind], most), Wanted(place + names[kind], most)] for kind, most in sizes.items()}


def _named(name: str, language: str, listed: _List) -> Files:
    """Where the list says that they lie."""
    if name not in listed:
        near = [other for other in sorted(listed) if other.startswith(language)]
        hint = f"In that language there are: {', '.join(near)}." if near else "There is none in that language."
        raise UsageError(f"there is no voice “{name}” in that place", hint, code="no-voice")
    try:
        voice = _entry(listed[name])
    except msgspec.DecodeError as error:
        raise refused(f"the list {LIST} cannot be read where it tells of “{name}” ({error})") from error
    found: Files = {}
    for path, file in voice.files.items():
        kind = next((kind for kind in (CONFIG, MODEL, CARD) if path.endswith(kind)), None)
        if kind is None:
            continue
        if PureWindowsPath(path).anchor or ".." in PureWindowsPath(path).parts:  # knows both kinds of slashes
            raise refused(f"the list names a file outside of the place: {path}")
        found[kind] = [Wanted(path, file.size_bytes, exact=True, md5=file.md5_digest.lower())]
    if not {MODEL, CONFIG} <= found.keys():
        raise refused(f"the list names no model of “{name}”")
    return found
