"""The name of a Piper voice, and a place that holds such voices -> its files on this machine, checked, and its profile.

How files come here is not this module's business: it is given a `Fetch`. What has come of a file waits beside the
others until it is whole and right, and, where Piper itself is there, until the voice has spoken. So an install that was
stopped goes on where it was, and a voice is there completely or not at all: what does not speak replaces nothing.
Two installs of one voice must not run at once; whoever calls sees to that.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audioblog.errors import FetchError, SpeechError
from audioblog.model import Voice
from audioblog.produce.engines import TRIAL
from audioblog.produce.engines.piper import Piper, missing_packages
from audioblog.produce.models import CONFIG, MODEL, find_model
from audioblog.produce.piper_list import CARD, Fetch, Wanted, find_files, refused

_LICENCE = re.compile(r"^\W*licen[cs]e\W+(.+)$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Installed:
    name: str
    model: Path
    config: Mapping[str, Any]
    licence: str
    """As the voice's card says it; "" when it does not."""
    card: str
    checked: bool
    """True when the sizes and digests of all files were known and right."""


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


def install(name: str, fetch: Fetch, models: Path, sample: str) -> Installed:
    """Bring the voice into the folder `models`. `sample`: a sentence in its language, for a try; "" if there is none.

    Raises UsageError for a name that is none, FetchError when the place cannot be read, or what it gave is not what it
    promised ("damaged"): then all is as it was.
    """
    files = find_files(name, fetch)
    work = models / ".partial" / name
    work.mkdir(parents=True, exist_ok=True)
    targets = {MODEL: models / f"{name}{MODEL}", CARD: models / f"{name}.{CARD}", CONFIG: models / f"{name}{CONFIG}"}
    fresh = {kind: work / target.name for kind, target in targets.items()}
    for kind, choice in files.items():
        if not _is_right(targets[kind], choice[0]):
            _bring(choice, fetch, fresh[kind], optional=kind == CARD)
    here = {kind: file if file.exists() else targets[kind] for kind, file in fresh.items()}
    config = _config(here[CONFIG])
    try:
        _try(name, here[MODEL], here[CONFIG], sample)
    except SpeechError as error:
        shutil.rmtree(work)  # whole and useless: the next install fetches it again
        raise refused(f"it does not speak. {error.message.rstrip('.')}") from error
    for kind, target in targets.items():  # the configuration last: without it, the model does not count as there
        if fresh[kind].exists():
            fresh[kind].replace(target)
    shutil.rmtree(work)
    find_model(str(targets[MODEL]))
    card = targets[CARD].read_text("utf-8", "replace") if targets[CARD].exists() else ""
    found = _LICENCE.search(card)
    checked = all(choice[0].md5 for choice in files.values())
    return Installed(name, targets[MODEL], config, found[1].strip() if found else "", card, checked)


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


def _is_right(file: Path, wanted: Wanted) -> bool:
    """Whether `file` is known to be what is wanted."""
    return bool(wanted.md5) and file.is_file() and not _wrong(file, wanted)


def _wrong(file: Path, wanted: Wanted) -> str:
    """How `file` differs from what is wanted; "" as far as that is known."""
    size = file.stat().st_size
    if wanted.exact and size != wanted.most:
        return f"{size:,} bytes instead of {wanted.most:,}"
    if not wanted.md5:
        return ""
    with file.open("rb") as data:
        found = hashlib.file_digest(data, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
    return "" if found == wanted.md5 else "its digest is not the listed one"


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
        wrong = _wrong(to, wanted)
        if not wrong:
            return
        to.unlink()
    raise refused(f"{wanted.path} came damaged, twice ({wrong})")


def _config(file: Path) -> dict[str, Any]:
    """The voice's configuration. FetchError when it is none."""
    try:
        found = json.loads(file.read_bytes())
        if int(found["audio"]["sample_rate"]) > 0:
            return dict(found)
    except (ValueError, KeyError, TypeError):
        pass
    raise refused("its configuration is not that of a Piper voice")


def _try(name: str, model: Path, config: Path, sample: str) -> None:
    """Let the voice say something. SpeechError when it cannot; nothing is known where Piper itself is not there."""
    if missing_packages():
        return
    voice = Voice(name, "piper", name.partition("-")[0].replace("_", "-"), model=name)
    spoken = Piper(voice, model, config).speak([sample or TRIAL])
    if sample and not any(speech.pcm for speech in spoken):
        raise SpeechError(f"It said nothing for “{sample}”.", code="silent")
