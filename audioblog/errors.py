"""Everything that can go wrong and that a person can act upon.

    AudioblogError              what, why (message) and what to do (hint); `code` is a stable short name
    |-- UsageError              wrong arguments or configuration                       exit 2
    |-- SourceError             a source or post cannot be read
    |   |-- FetchError          the network, a host, or a guard said no
    |   `-- NoArticle           a page was read, and holds no post that can be narrated
    |-- NarrationError          a script cannot be made
    |-- SpeechError             an engine, an encoder or a finished file is wrong
    |   `-- WorkerCrashed       the process that did this job died, even when the job ran alone
    |-- PublishError            the edition cannot be written
    |   `-- Overtaken           somebody else wrote there since we looked
    |-- Busy                    another run holds the workspace                        exit 75
    `-- Bug                     none of the above: audioblog itself is wrong

All of them survive pickling, because they travel between processes.
"""

from __future__ import annotations

import logging

from audioblog.model import Failure

_LOG = logging.getLogger("audioblog")
_LOG.addHandler(logging.NullHandler())  # a traceback is for the makers: `report.logged` keeps it


class AudioblogError(Exception):
    """Base: str(error) says what happened and why; `hint` says what to do; `code` is for programs."""

    code = "error"
    stage = ""

    def __init__(self, message: str, hint: str = "", *, code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if code:
            self.code = code

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.message, self.hint, self.code)

    def failure(self, source: str) -> Failure:
        """The same as a line of the run's report."""
        return Failure(source, self.stage, self.code, self.message, self.hint)


def install_hint(extra: str) -> str:
    """What to do about an optional part of the program that is missing: "piper", "web" ..., as in pyproject.toml.

    The program is installed from its folder. By its name alone, pip would look for it in a registry that lacks it.
    """
    return f"In the folder that audioblog was installed from, run: .venv/bin/pip install --editable '.[{extra}]'"


def _rebuild(kind: type[AudioblogError], message: str, hint: str, code: str) -> AudioblogError:
    return kind(message, hint, code=code)


class UsageError(AudioblogError):
    code = "usage"


class SourceError(AudioblogError):
    code = "source"
    stage = "ingest"


class FetchError(SourceError):
    code = "fetch"


class NoArticle(SourceError):
    code = "no-article"


class NarrationError(AudioblogError):
    code = "narration"
    stage = "narrate"


class SpeechError(AudioblogError):
    code = "speech"
    stage = "produce"


class WorkerCrashed(SpeechError):
    code = "worker-crashed"


class PublishError(AudioblogError):
    code = "publish"
    stage = "publish"


class Overtaken(PublishError):
    code = "overtaken"


class Busy(AudioblogError):
    code = "busy"


class Bug(AudioblogError):
    code = "bug"


def failure_of(error: BaseException, source: str) -> Failure:
    """The failure of one post, whatever ended it: one that nobody foresaw is a `Bug`, and its traceback is logged."""
    if isinstance(error, AudioblogError):
        return error.failure(source)
    _LOG.error("%s", source.encode("utf-8", "replace").decode(), exc_info=error)
    said = f"{type(error).__name__}: {error}".encode("utf-8", "replace").decode().removesuffix(": ")
    message = f"audioblog itself made a mistake here, which is not your fault ({said})"
    hint = (
        "The other posts are not affected. Please report it with this message and, after a build, "
        "the newest file in .audioblog/runs that ends in .log."
    )
    return Bug(message, hint).failure(source)
