"""`extract` and `script`: what was found, and what will be said."""

from __future__ import annotations

from typing import Annotated

import typer

from audioblog.cli.options import (
    AsJson,
    Comments,
    Limit,
    NarrationName,
    Private,
    Robots,
    VoiceName,
    app,
    now,
    print_lines,
    workspace_of,
)


@app.command()
def extract(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE...", help="What `build` takes, one or more.")],
    limit: Limit = 0,
    allow_private: Private = None,
    ignore_robots: Robots = None,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="List what was dropped, and by which rule.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line a post.")] = False,
) -> None:
    """Show the posts that are found in a source, cleaned and structured, and what was dropped."""
    import msgspec

    from audioblog import survey
    from audioblog.console import failure_text
    from audioblog.findings import post_text
    from audioblog.gather import Selection
    from audioblog.model import Failure

    workspace = workspace_of(allow_private=allow_private, ignore_robots=ignore_robots)
    good = bad = 0
    for source, post in survey.posts(workspace, sources, Selection(limit), now):
        failed = isinstance(post, Failure)
        bad, good = bad + failed, good + (not failed)
        if as_json:
            print_lines(msgspec.json.encode(survey.extract_line(source, post)).decode())
        elif isinstance(post, Failure):
            typer.echo(failure_text(post), err=True)
        else:
            print_lines([*post_text(post, verbose=verbose), ""])
    raise typer.Exit(0 if not bad else 3 if good else 4)


@app.command()
def script(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="What `build` takes.")],
    voice: VoiceName = None,
    comments: Comments = None,
    narration: NarrationName = None,
    limit: Limit = 0,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show what changed since the version that was published last.")
    ] = False,
    ssml: Annotated[bool, typer.Option("--ssml", help="Print SSML 1.1, for other speech programs.")] = False,
    allow_private: Private = None,
    ignore_robots: Robots = None,
    as_json: AsJson = False,
) -> None:
    """Show what will be said, what is said differently from how it is written, and what is left out."""
    import msgspec

    from audioblog import survey
    from audioblog.console import diff_text, failure_text, script_text
    from audioblog.gather import Selection
    from audioblog.model import Failure

    flags = {"voice": voice, "comments": comments, "narration": narration}
    workspace = workspace_of(**flags, allow_private=allow_private, ignore_robots=ignore_robots)
    good = bad = 0
    for _, post in survey.posts(workspace, [source], Selection(limit), now):
        if isinstance(post, Failure):
            bad += 1
            typer.echo(failure_text(post), err=True)
            continue
        good += 1
        made = survey.script_of(workspace, post, survey.show_of(workspace, post, flags))
        if diff:
            print_lines(diff_text(workspace, post, made))
        elif ssml:
            from audioblog.narrate.ssml import ssml as render

            print_lines(render(made))
        else:
            print_lines(msgspec.json.encode(survey.script_document(made)).decode() if as_json else script_text(made))
    raise typer.Exit(0 if not bad else 3 if good else 4)
