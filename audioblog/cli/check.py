"""`check`: an edition or any podcast feed against every rule."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from audioblog.cli.options import AsJson, Private, app, now, print_lines, workspace_of


@app.command()
def check(
    target: Annotated[
        str | None,
        typer.Argument(
            metavar="[FOLDER, FILE or ADDRESS]",
            help="A public folder with all its files, one feed's file, or a feed's address with its host. "
            "None: what this workspace has built.",
            show_default=False,
        ),
    ] = None,
    base_url: Annotated[str, typer.Option(help="Address at which the folder is or will be reached on the web.")] = "",
    audio: Annotated[
        bool, typer.Option("--audio", help="Decode every MP3 and measure it: 3 seconds for an hour of speech.")
    ] = False,
    limit: Annotated[
        int, typer.Option(min=0, help="With an address: how many of the newest episodes to ask for. 0: all.")
    ] = 10,
    allow_private: Private = None,
    as_json: AsJson = False,
) -> None:
    """Check an edition, or any podcast feed: what is wrong, where, why it matters to a listener, how to mend it.

    Ends with 0 when there is no fault, and with 3 when there are errors or warnings.
    """
    from audioblog import checkup
    from audioblog.config import with_slash
    from audioblog.console import checkup_text
    from audioblog.report import as_json as to_json

    workspace = workspace_of(allow_private=allow_private)
    if target and "://" in target:
        found = checkup.check_address(workspace, target, now, limit=limit)
    elif target:
        found = checkup.check_path(
            workspace, Path(target), now, base_url=base_url and with_slash(base_url), decode=audio
        )
    else:
        found = checkup.check_own(workspace, now, base_url=base_url and with_slash(base_url), decode=audio)
    print_lines(to_json(found) if as_json else checkup_text(found))
    raise typer.Exit(found.exit_code)
