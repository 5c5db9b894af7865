"""`build` and `plan`: the main job, and what it would do."""

from __future__ import annotations

import sys
from datetime import UTC
from typing import Annotated, Any, NoReturn

import typer

from audioblog.cli.options import (
    Accept,
    AsJson,
    BaseUrl,
    Comments,
    Jobs,
    Limit,
    NarrationName,
    Out,
    Plain,
    Private,
    Robots,
    Since,
    Sources,
    VoiceName,
    app,
    called,
    now,
    print_lines,
    workspace_of,
)
from audioblog.config import Workspace


@app.command()
def build(
    sources: Sources = None,
    out: Out = None,
    base_url: BaseUrl = None,
    voice: VoiceName = None,
    limit: Limit = 0,
    since: Since = None,
    comments: Comments = None,
    narration: NarrationName = None,
    jobs: Jobs = None,
    allow_private: Private = None,
    ignore_robots: Robots = None,
    accept: Accept = None,
    announce: Annotated[
        bool, typer.Option("--announce", help="Tell of posts whose words have changed in a short episode of its own.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done and change nothing.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Publish a feed in which `check` finds errors, and say which.")
    ] = False,
    as_json: AsJson = False,
    plain: Plain = None,
) -> None:
    """Turn blogs into an audio edition: read, narrate, speak and publish what is new or changed."""
    from audioblog import pipeline
    from audioblog.console import build_text
    from audioblog.gather import Selection
    from audioblog.report import as_json as to_json
    from audioblog.report import progress

    flags = {"out": out, "base_url": base_url, "voice": voice, "jobs": jobs, "plain": plain}
    manner = {"comments": comments, "narration": narration}
    workspace = workspace_of(**flags, **manner, allow_private=allow_private, ignore_robots=ignore_robots, accept=accept)
    selection = Selection(limit, since.replace(tzinfo=UTC) if since else None)
    if dry_run:
        _plan(workspace, sources or [], selection, as_json=as_json)
        return
    with progress(plain=workspace.settings.plain, quiet=as_json and not sys.stderr.isatty()) as told:
        report = pipeline.build(
            workspace,
            sources or [],
            selection=selection,
            progress=told,
            clock=now,
            force=force,
            announce=announce,
        )
    print_lines(to_json(report) if as_json else build_text(report, workspace, called()))
    raise typer.Exit(report.exit_code)


@app.command()
def plan(
    sources: Sources = None,
    out: Out = None,
    voice: VoiceName = None,
    limit: Limit = 0,
    since: Since = None,
    comments: Comments = None,
    narration: NarrationName = None,
    allow_private: Private = None,
    ignore_robots: Robots = None,
    as_json: AsJson = False,
) -> None:
    """Say what a build would do: posts new, changed and the same; words, minutes, megabytes, seconds."""
    from audioblog.gather import Selection

    flags = {"out": out, "voice": voice, "comments": comments, "narration": narration}
    workspace = workspace_of(**flags, allow_private=allow_private, ignore_robots=ignore_robots)
    _plan(workspace, sources or [], Selection(limit, since.replace(tzinfo=UTC) if since else None), as_json=as_json)


def _plan(workspace: Workspace, sources: list[str], selection: Any, *, as_json: bool) -> NoReturn:
    from audioblog import survey
    from audioblog.console import plan_text
    from audioblog.report import as_json as to_json

    made = survey.plan(workspace, sources, selection, now)
    print_lines(to_json(made) if as_json else plan_text(made))
    raise typer.Exit(0 if not made.failures else 3 if made.posts else 4)
