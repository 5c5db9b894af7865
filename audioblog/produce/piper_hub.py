"""The name of a Piper voice, and a place that holds such voices -> its files on this machine, checked, and its profile.

The place is laid out as the public collection is (rhasspy/piper-voices): `voices.json` lists every voice with the
sizes and MD5 digests of its files, which lie in LANGUAGE/REGION/SPEAKER/QUALITY/. A folder that holds just the files
of a voice will do as well; then nothing is known to check them by. How files come here is not this module's business:
it is given a `Fetch`. What has come of a file waits beside the others until it is whole and right, so an install that
was stopped goes on where it was, and a voice is there completely or not at all.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

import msgspec

from audioblog.errors import FetchError, SpeechError, UsageError
from audioblog.produce.models import CONFIG, MODEL

HOME = "https://huggingface.co/rhasspy/piper-voices/resolve/main/"
LIST = "voices.json"
CARD = "MODEL_CARD"
LIST_BYTES, CARD_BYTES, CONFIG_BYTES, MODEL_BYTES = 20_000_000, 1_000_000, 5_000_000, 1_000_000_000
"""The most that a file of each kind may have when no list tells its size; the largest voices have 120 MB."""

_NAME = re.compile(r"(?P<language>[a-z]{2,3})_(?P<region>[A-Za-z0-9]+)-(?P<speaker>[^-/\\]+)-(?P<quality>[a-z_]+)")
_LICENCE = re.compile(r"^\W*licen[cs]e\W+(.+)$", re.IGNORECASE | re.MULTILINE)


class ListedFile(msgspec.Struct):
    size_bytes: int
    md5_digest: str


class ListedLanguage(msgspec.Struct):
    name_english: str = ""
    country_english: str = ""


class ListedVoice(msgspec.Struct):
    """What `voices.json` says of a voice, as far as it matters here."""

    files: dict[str, ListedFile]
    """By path in the place."""
    language: ListedLanguage = msgspec.field(default_factory=ListedLanguage)


class Fetch(Protocol):
    def __call__(self, path: str, to: Path, most: int) -> None:
        """Complete the file `to` from the place's `path`. FetchError, with the code "not-found" if it has none such."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file of a voice in the place."""

    path: str
    most: int
    """Bytes; exactly these when the digest is known."""
    md5: str = ""


@dataclass(frozen=True, slots=True)
class Installed:
    name: str
    model: Path
    config: Mapping[str, Any]
    licence: str
    """As the voice's card says it; "" when it does not."""
    card: str
    checked: bool
    """True when sizes and digests were known and right."""


def copy_from(folder: Path) -> Fetch:
    """A place that is a folder of this machine."""

    def fetch(path: str, to: Path, most: int) -> None:
        source = folder / path
        if not source.is_file():
            raise FetchError(f"There is no {path} in {folder}.", "Check the folder.", code="not-found")
        if source.stat().st_size > most:
            raise FetchError(f"{source} is larger than the {most:,} bytes expected.", "Check it.", code="too-large")
        shutil.copyfile(source, to)

    return fetch


def offered(fetch: Fetch) -> Iterator[tuple[str, str, int]]:
    """(name, language, bytes) of every voice that the place lists. Raises UsageError when it has no list."""
    listed = _list(fetch)
    if listed is None:
        raise UsageError("that place has no list of its voices", "Give the name of the voice that it holds.")
    for name, voice in sorted(listed.items()):
        country = f" ({voice.language.country_english})" if voice.language.country_english else ""
        size = sum(file.size_bytes for file in voice.files.values())
        yield name, f"{voice.language.name_english or name.partition('-')[0]}{country}", size


def install(name: str, fetch: Fetch, models: Path) -> Installed:
    """Bring the voice into the folder `models`.

    Raises UsageError for a name that is none, FetchError when the place cannot be read, SpeechError when what it gave
    is not what it promised.
    """
    parts = _NAME.fullmatch(name)
    if parts is None:
        hint = "Names are like en_GB-alba-medium. `audioblog voices install`, without a name, lists them."
        raise UsageError(f"“{name}” is not the name of a Piper voice", hint)
    files = _files(name, parts, listed := _list(fetch))
    work = models / ".partial" / name
    work.mkdir(parents=True, exist_ok=True)
    targets = {MODEL: models / f"{name}{MODEL}", CARD: models / f"{name}.{CARD}", CONFIG: models / f"{name}{CONFIG}"}
    for kind, choice in files.items():
        if not _is_right(targets[kind], choice[0]):
            _bring(choice, fetch, work / kind.strip("."), optional=kind == CARD)
    config = _config(work / CONFIG.strip("."), targets[CONFIG])
    for kind, target in targets.items():  # the configuration last: without it, the model does not count as there
        if (work / kind.strip(".")).exists():
            (work / kind.strip(".")).replace(target)
    shutil.rmtree(work)
    card = targets[CARD].read_text("utf-8", "replace") if targets[CARD].exists() else ""
    found = _LICENCE.search(card)
    return Installed(name, targets[MODEL], config, found[1].strip() if found else "", card, listed is not None)


def profile_of(voice: Installed, sample: str) -> str:
    """The text of voices/NAME.toml."""
    language = voice.config.get("language") or {}
    code = str(language.get("code") or voice.name.partition("-")[0]).replace("_", "-")
    country = f" ({language['country_english']})" if language.get("country_english") else ""
    spoken = f"Piper, {voice.name.split('-')[1]}, {language.get('name_english') or code}{country}"
    values = {
        "engine": "piper",
        "language": code,
        "model": voice.name,
        "spoken_name": spoken,
        "licence": voice.licence or "not told; ask whoever made the voice",
        "sample": sample,
    }
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items() if value]
    head = f"# A Piper voice, installed by: audioblog voices install {voice.name}\n# 175 is the model's own pace.\n"
    speakers = list(voice.config.get("speaker_id_map") or {})
    if len(speakers) > 1:
        head += f"# It has {len(speakers)} speakers; choose one with: speaker = {json.dumps(speakers[0])}\n"
        head += f"# They are: {', '.join(speakers[:200])}\n"
    return head + "\n".join([*lines[:3], "rate = 175", *lines[3:]]) + "\n"


def _list(fetch: Fetch) -> dict[str, ListedVoice] | None:
    """The place's list; None when it has none."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / LIST
        try:
            fetch(LIST, file, LIST_BYTES)
            return msgspec.json.decode(file.read_bytes(), type=dict[str, ListedVoice])
        except FetchError as error:
            if error.code == "not-found":
                return None
            raise
        except msgspec.DecodeError as error:
            raise _wrong(f"the list {LIST} cannot be read ({error})") from error


def _files(name: str, parts: re.Match[str], listed: dict[str, ListedVoice] | None) -> dict[str, list[Wanted]]:
    """For each kind of file where it may lie, the likeliest place first."""
    if listed is None:
        place = f"{parts['language']}/{parts['language']}_{parts['region']}/{parts['speaker']}/{parts['quality']}/"
        sizes = {MODEL: MODEL_BYTES, CARD: CARD_BYTES, CONFIG: CONFIG_BYTES}
        names = {MODEL: f"{name}{MODEL}", CARD: CARD, CONFIG: f"{name}{CONFIG}"}
        return {kind: [Wanted(names[kind], most), Wanted(place + names[kind], most)] for kind, most in sizes.items()}
    if name not in listed:
        near = [other for other in sorted(listed) if other.startswith(parts["language"])]
        hint = f"In that language there are: {', '.join(near)}." if near else "There is none in that language."
        raise UsageError(f"there is no voice “{name}” in that place", hint, code="no-voice")
    found: dict[str, list[Wanted]] = {}
    for path, file in listed[name].files.items():
        kind = next((kind for kind in (CONFIG, MODEL, CARD) if path.endswith(kind)), None)
        if kind is None:
            continue
        if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
            raise _wrong(f"the list names a file outside of the place: {path}")
        found[kind] = [Wanted(path, file.size_bytes, file.md5_digest)]
    if not {MODEL, CONFIG} <= found.keys():
        raise _wrong(f"the list names no model of “{name}”")
    return found


def _is_right(file: Path, wanted: Wanted) -> bool:
    """Whether `file` is known to be what is wanted."""
    if not wanted.md5 or not file.is_file() or file.stat().st_size != wanted.most:
        return False
    with file.open("rb") as data:
        return hashlib.file_digest(data, lambda: hashlib.md5(usedforsecurity=False)).hexdigest() == wanted.md5


def _bring(choice: list[Wanted], fetch: Fetch, to: Path, *, optional: bool) -> None:
    """Fetch a file from the first place that has it; anew, once, when it came wrong."""
    for wanted in choice:
        try:
            _bring_right(wanted, fetch, to)
        except FetchError as error:
            if error.code != "not-found" or (wanted is choice[-1] and not optional):
                raise
        else:
            return


def _bring_right(wanted: Wanted, fetch: Fetch, to: Path) -> None:
    if not wanted.md5:
        to.unlink(missing_ok=True)  # nothing would tell whether its beginning is of the same version
    for _ in range(2):
        fetch(wanted.path, to, wanted.most)
        if not wanted.md5 or _is_right(to, wanted):
            return
        size = to.stat().st_size
        to.unlink()
    said = f"{size:,} bytes instead of {wanted.most:,}" if size != wanted.most else "its digest is not the listed one"
    raise _wrong(f"{wanted.path} came damaged, twice ({said})")


def _config(fresh: Path, kept: Path) -> dict[str, Any]:
    """The voice's configuration. SpeechError when it is none."""
    try:
        found = json.loads((fresh if fresh.exists() else kept).read_bytes())
        if int(found["audio"]["sample_rate"]) > 0:
            return dict(found)
    except (ValueError, KeyError, TypeError):
        fresh.unlink(missing_ok=True)
    raise _wrong("its configuration is not that of a Piper voice")


def _wrong(what: str) -> SpeechError:
    return SpeechError(
        f"The voice was not installed: {what}.", "Try again later, or from another place with --from.", code="damaged"
    )
