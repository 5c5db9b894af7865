"""The console script: an error in, its message on stderr and its exit code out."""

from __future__ import annotations

import os
import sys

import typer

from audioblog.cli.options import app
from audioblog.errors import AudioblogError, Busy, SourceError, SpeechError, UsageError

SETTING = {"no-engine", "no-voice", "no-sample"}
"""Codes of errors in speech that are for whoever chose the voice, not for the voice."""


def exit_code(error: AudioblogError) -> int:
    """DESIGN.md, section 4: 1 unexpected, 2 usage or configuration, 4 all failed, 75 busy."""
    if isinstance(error, UsageError) or (isinstance(error, SpeechError) and error.code in SETTING):
        return 2
    if isinstance(error, Busy):
        return 75
    return 4 if isinstance(error, (SourceError, SpeechError)) else 1


def main() -> None:
    """The console script."""
    debug = "--debug" in sys.argv
    try:
        app([argument for argument in sys.argv[1:] if argument != "--debug"])
    except AudioblogError as error:
        from audioblog.console import error_text

        if debug:
            raise
        typer.echo(error_text(error), err=True)
        sys.exit(exit_code(error))
    except KeyboardInterrupt:
        typer.echo("audioblog: stopped.", err=True)
        sys.exit(130)
    except BrokenPipeError:  # the reader of stdout went away: `audioblog script … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
