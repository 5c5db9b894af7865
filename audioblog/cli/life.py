"""`withdraw` and `why`: take a post out everywhere, and say why one is, or is not, in the feed."""

from __future__ import annotations

from typing import Annotated

import typer

from audioblog.cli.options import AsJson, app, now, print_lines, workspace_of

PostName = Annotated[
    str,
    typer.Argument(metavar="POST", help="The post's address, its title, its GUID, or the address of its episode."),
]
ShowName = Annotated[str, typer.Option("--show", help="Only in this show; else in every show that has the post.")]


@app.command()
def withdraw(
    post: PostName,
    reason: Annotated[str, typer.Option(help="One sentence for listeners, shown in the place of the episode.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Put a withdrawn post back.")] = False,
    show: ShowName = "",
    as_json: AsJson = False,
) -> None:
    """Take a post out of the feed and the pages at once, and for good. Its files follow after `grace_days`."""
    from audioblog.report import as_json as to_json
    from audioblog.withdraw import text
    from audioblog.withdraw import withdraw as take_out

    def note(told: str) -> None:
        typer.echo(told, err=True)

    done = take_out(workspace_of(), post, reason=reason, undo=undo, show=show, clock=now, note=note)
    print_lines(to_json({"schema": 1, "withdrawn": done}) if as_json else text(done))


@app.command()
def why(post: PostName, show: ShowName = "", as_json: AsJson = False) -> None:
    """Say why a post is, or is not, in the feed, where it is, and what has happened to it."""
    from audioblog import why as reasons
    from audioblog.report import as_json as to_json

    found = reasons.why(workspace_of(), post, show=show, clock=now)
    print_lines(to_json({"schema": 1, "posts": found}) if as_json else reasons.text(found))
