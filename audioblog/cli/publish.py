"""`publish`: a built edition to where the world can reach it."""

from __future__ import annotations

from typing import Annotated

import typer

from audioblog.cli.options import AsJson, Out, app, now, print_lines, workspace_of

EVERY = 100
"""Files between two lines of progress."""


@app.command()
def publish(
    target: Annotated[
        str,
        typer.Argument(
            metavar="TARGET",
            help="A folder, or an s3://, gs:// or az:// address with bucket and folder. "
            "Default: the targets written in feeds/*.toml and audioblog.toml.",
            show_default=False,
        ),
    ] = "",
    show: Annotated[list[str] | None, typer.Option(help="Only this show of feeds/. May be given again.")] = None,
    out: Out = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done and change nothing.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Publish in spite of faults or of other people's files, and say which.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Put the built edition where the world can reach it: only what changed, audio first, the feed last."""
    from audioblog.publication import Manner, publish_all, text
    from audioblog.report import as_json as to_json

    done = 0

    def told(what: str, name: str) -> None:
        nonlocal done
        done += 1
        if done % EVERY == 0:
            typer.echo(f"{done} files done, the last one {what}: {name}", err=True)

    manner = Manner(dry_run=dry_run, force=force, told=told)
    publication = publish_all(workspace_of(out=out), target, show or [], manner, now)
    print_lines(to_json(publication) if as_json else text(publication))
    raise typer.Exit(publication.exit_code)
