"""The public functions of `audioblog`: the command line's abilities for Python. Apart, so that importing is cheap."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from audioblog import pipeline, survey
from audioblog.config import Workspace, open_workspace
from audioblog.errors import SourceError
from audioblog.gather import Selection
from audioblog.model import Failure, Post, Script
from audioblog.narrate.lexicon import Lexicon, load_lexicon
from audioblog.report import Report, Silent
from audioblog.shows import made_up


def _workspace(flags: Mapping[str, object]) -> Workspace:
    return open_workspace(Path.cwd(), flags, os.environ)


def _now() -> datetime:
    return datetime.now(UTC)


def build(sources: Sequence[str], settings: Mapping[str, object]) -> Report:
    """See `audioblog.build`."""
    workspace = _workspace(settings)
    return pipeline.build(workspace, sources, selection=Selection(), progress=Silent(), clock=_now)


def extract(source: str, settings: Mapping[str, object]) -> Post:
    """See `audioblog.extract`. Reads in this process, so that a script needs no `if __name__ == "__main__":` for it."""
    from audioblog.ingest.read import read

    for _, found in survey.found(_workspace(settings), [source], Selection(limit=1), _now):
        if isinstance(found, Failure):
            raise SourceError(found.message, found.hint, code=found.code)
        return read(found)
    raise SourceError(f"there is no post in {source}", "Check the address.", code="empty")


def script(post: Post, voice: str, *, comments: bool) -> Script:
    """See `audioblog.script`."""
    workspace = _workspace({})
    return survey.script_of(workspace, post, replace(made_up(workspace), voice=voice, comments=comments))


def normalise(text: str, lang: str) -> str:
    """See `audioblog.normalise`; with the lexicon of the language that is shipped."""
    from audioblog.narrate.normalise import normalise

    return normalise(text, lang, _lexicon(lang.partition("-")[0]))


@lru_cache
def _lexicon(language: str) -> Lexicon:
    folders = reversed(_workspace({}).data_folders("voices"))
    files = [folder / "lexicons" / f"{language}.csv" for folder in folders]
    return load_lexicon([file for file in files if file.is_file()])
