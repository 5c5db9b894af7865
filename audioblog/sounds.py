"""A show's own sounds (intro, outro, chapter cue): looked for when it is opened, made clips of before any post."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from audioblog.errors import SpeechError, UsageError
from audioblog.job import Studio
from audioblog.model import Show, SoundKind
from audioblog.produce.mp3 import PROFILES
from audioblog.store import Store

KINDS: dict[str, SoundKind] = {"intro": "intro", "outro": "outro", "chapter_cue": "chapter"}
"""Key in feeds/NAME.toml -> what kind of sound it names."""


def find_sounds(show: Show) -> dict[str, Path | None]:
    """Key -> its file; None for what the show does not have. UsageError for a file that does not exist."""
    return {name: _file(show, name) for name in KINDS}


def _file(show: Show, name: str) -> Path | None:
    written = getattr(show, name)
    if not written:
        return None
    if not Path(written).is_file():
        hint = f"Correct {name} in feeds/{show.slug}.toml."
        raise UsageError(f"the {name} of the show, {written}, does not exist", hint)
    return Path(written)


def prepare_sounds(studio: Studio, show: Show, store: Store) -> None:
    """Make clips of the sounds that the posts will have. UsageError for one that cannot be read."""
    for name, kind in KINDS.items():
        path: Path | None = getattr(studio, name)
        if path is None:
            continue
        from audioblog.produce.jingle import prepare  # numpy, which a show without sounds does not need here

        try:
            prepare(path, kind, replace(PROFILES[studio.profile], lufs=studio.lufs), store)
        except SpeechError as error:
            hint = f"{error.hint} Give another file, or take {name} out of feeds/{show.slug}.toml.".lstrip()
            raise UsageError(f"the {name} of the show: {error.message}", hint, code=error.code) from error
