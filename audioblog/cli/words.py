"""`words`: what a narrator would ask the author about, and the lists of pronunciations."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from audioblog.cli.options import (
    AsJson,
    Limit,
    Private,
    Robots,
    Sources,
    VoiceName,
    app,
    now,
    print_lines,
    workspace_of,
)
from audioblog.errors import UsageError


@app.command()
def words(
    sources: Sources = None,
    add: Annotated[
        list[str] | None, typer.Option(metavar="WORD=SAY", help="Put a pronunciation into this workspace's lexicon.")
    ] = None,
    import_file: Annotated[Path | None, typer.Option("--import", help="Take pronunciations from a PLS file.")] = None,
    export_file: Annotated[
        Path | None, typer.Option("--export", help="Write all pronunciations to a PLS file.")
    ] = None,
    voice: VoiceName = None,
    limit: Limit = 0,
    allow_private: Private = None,
    ignore_robots: Robots = None,
    as_json: AsJson = False,
) -> None:
    """List the words to ask the author about, and say how they should be spoken."""
    from audioblog import wordlist
    from audioblog.console import words_text
    from audioblog.gather import Selection
    from audioblog.report import as_json as to_json

    workspace = workspace_of(voice=voice, allow_private=allow_private, ignore_robots=ignore_robots)
    if add:
        file, rows = wordlist.add(workspace, add)
        typer.echo(f"{rows} put into {file}.", err=True)
    if import_file:
        file, rows, problems = wordlist.import_pls(workspace, import_file)
        typer.echo("\n".join([*problems, f"{rows} pronunciations put into {file}."]), err=True)
    if export_file:
        typer.echo(f"{wordlist.export_pls(workspace, export_file)} pronunciations written to {export_file}.", err=True)
    if not sources:
        if add or import_file or export_file:
            return
        raise UsageError("no source was named", "Name what `build` takes, or use --add, --import or --export.")
    asked = wordlist.ask(workspace, sources, Selection(limit), now)
    print_lines(to_json(asked) if as_json else words_text(asked))
    raise typer.Exit(0 if not asked.failures else 3 if asked.posts else 4)
