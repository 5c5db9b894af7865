"""What all commands share: the app, the options that several of them take, and how they speak."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from audioblog import __version__
from audioblog.config import Workspace, open_workspace

app = typer.Typer(
    name="audioblog",
    help="Audio editions of blogs: one address in, a podcast feed of narrated posts out, offline.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Sources = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[SOURCE]...",
        help="A blog's address, one post, a feed, a file (HTML, Markdown, text), a folder, or - for standard input. "
        "None: every show described in feeds/.",
        show_default=False,
    ),
]
Out = Annotated[str | None, typer.Option(help="Folder that the edition is written to. Default: public.")]
BaseUrl = Annotated[str | None, typer.Option(help="Address at which that folder will be reached on the web.")]
VoiceName = Annotated[str | None, typer.Option("--voice", help="Voice profile; see `audioblog voices`.")]
NarrationName = Annotated[
    str | None,
    typer.Option("--narration", help="Rules of narration: plain, full, brief, or a TOML file like narration.toml."),
]
Limit = Annotated[int, typer.Option(min=0, help="Only the newest so many posts of each source. 0: all.")]
Since = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only posts published then or later.")]
Comments = Annotated[bool | None, typer.Option("--comments/--no-comments", help="Read the comments as a last chapter.")]
Jobs = Annotated[int | None, typer.Option(min=0, help="Posts made at the same time. 0: one for each core.")]
Private = Annotated[
    bool | None, typer.Option("--allow-private", help="Allow addresses of this machine and of private networks.")
]
Robots = Annotated[
    bool | None, typer.Option("--ignore-robots", help="Read pages that robots.txt forbids. Only for your own site.")
]
Accept = Annotated[bool | None, typer.Option("--accept", help="Publish posts found with little confidence, too.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of text.")]
Plain = Annotated[bool | None, typer.Option("--plain", help="One plain line a post, no redrawn progress.")]


def workspace_of(**flags: Any) -> Workspace:
    return open_workspace(Path.cwd(), flags, os.environ)


def now() -> datetime:
    return datetime.now(UTC)


def print_lines(lines: Iterable[str] | str) -> None:
    for line in [lines] if isinstance(lines, str) else lines:
        sys.stdout.write(line + "\n")
    sys.stdout.flush()


def called() -> str:
    """How the reader can call audioblog from where she is: by name, or by its path in the virtual environment."""
    if shutil.which("audioblog"):
        return "audioblog"
    program = Path(sys.executable).with_name("audioblog")
    return os.path.relpath(program) if program.exists() else f"{os.path.relpath(sys.executable)} -m audioblog"


def _version(wanted: bool) -> None:
    if wanted:
        print_lines(f"audioblog {__version__}")
        raise typer.Exit


@app.callback()
def options(
    _version_wanted: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
    _debug: Annotated[
        bool, typer.Option("--debug", help="Show where in the program an error arose. Works after a command, too.")
    ] = False,
) -> None:
    """Audio editions of blogs: one address in, a podcast feed of narrated posts out, offline."""
