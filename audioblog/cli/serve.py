"""`serve`: the public folder on the web, from this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from audioblog.cli.options import app, workspace_of
from audioblog.errors import UsageError


@app.command()
def serve(
    folder: Annotated[Path | None, typer.Argument(help="Public folder. Default: the workspace's own.")] = None,
    host: Annotated[str, typer.Option(help="Address to listen at. 0.0.0.0 lets the whole network in.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535)] = 8000,
) -> None:
    """Serve the public folder, so that browsers and podcast apps can use it. Stop it with Ctrl-C."""
    from audioblog.listeners import Door, register
    from audioblog.web.serve import serve as run_server

    workspace = workspace_of()
    public = folder or workspace.folder / workspace.settings.out
    if not public.is_dir():
        raise UsageError(f"there is no folder {public} to serve", "Make one first: audioblog build SOURCE")
    typer.echo(f"Serving {public} at http://{host}:{port}/ (the feed is http://{host}:{port}/feed.xml)", err=True)
    door = Door(workspace) if register(workspace).is_file() or workspace.private.is_dir() else None
    if door:
        typer.echo(f"Private shows in {workspace.private} are served to their listeners only.", err=True)
    run_server(public, host=host, port=port, door=door)
