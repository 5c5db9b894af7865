"""`status` and `gc`: what the workspace holds, its settings, and what it need not hold."""

from __future__ import annotations

from typing import Annotated

import typer

from audioblog.cli.options import AsJson, app, now, print_lines, workspace_of
from audioblog.config import Settings


@app.command()
def status(
    config: Annotated[bool, typer.Option("--config", help="Print every setting and where it comes from.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say what this workspace holds: shows, episodes, the last run; or its settings."""
    from audioblog import standing
    from audioblog.report import as_json as to_json

    workspace = workspace_of()
    if config:
        origins = dict(workspace.origins)
        values = {name: getattr(workspace.settings, name) for name in Settings.__slots__}
        settings = {name: {"value": value, "from": origins[name]} for name, value in values.items()}
        lines = (f"{name} = {value!r} ({origins[name]})" for name, value in values.items())
        print_lines(to_json({"schema": 1, "settings": settings}) if as_json else lines)
        return
    found = standing.look(workspace, now())
    print_lines(to_json(found) if as_json else standing.text(found))


@app.command()
def gc(
    speech: Annotated[
        bool, typer.Option("--speech", help="The spoken paragraphs, too: the next edit of a post costs more time.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be removed and change nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Remove what the working folder no longer needs. Nothing that is public or waits for its time is touched."""
    from audioblog import waste
    from audioblog.report import as_json as to_json

    found = waste.collect(workspace_of(), now(), speech=speech, dry_run=dry_run)
    document = {"schema": 1, "removed": not dry_run, "waste": found}
    print_lines(to_json(document) if as_json else waste.text(found, dry_run=dry_run))
