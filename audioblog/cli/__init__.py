"""The command line: arguments in, one call to the pipeline, a result on stdout, all else on stderr, an exit code out.

Plain on purpose: the boxes and colours of Typer's rich mode read badly in a screen reader.
One module a group of commands; each puts its commands into `options.app` when it is imported, in the order of `--help`.
"""

from audioblog.cli import build, look, words, voices, life, check, publish, listeners, status, serve  # isort: skip
from audioblog.cli.entry import main
from audioblog.cli.options import app

__all__ = [
    "app",
    "build",
    "check",
    "life",
    "listeners",
    "look",
    "main",
    "publish",
    "serve",
    "status",
    "voices",
    "words",
]
