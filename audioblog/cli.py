"""The command line: arguments in, one call to the pipeline, a result on stdout, all else on stderr, an exit code out.

Plain on purpose: the boxes and colours of Typer's rich mode read badly in a screen reader.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from audioblog import __version__
from audioblog.config import Settings, Workspace, open_workspace
from audioblog.errors import AudioblogError, Busy, SourceError, UsageError

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


def _workspace(**flags: Any) -> Workspace:
    return open_workspace(Path.cwd(), flags, os.environ)


def _now() -> datetime:
    return datetime.now(UTC)


def _print(lines: Iterable[str] | str) -> None:
    for line in [lines] if isinstance(lines, str) else lines:
        sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _called() -> str:
    """How the reader can call audioblog from where she is: by name, or by its path in the virtual environment."""
    if shutil.which("audioblog"):
        return "audioblog"
    program = Path(sys.executable).with_name("audioblog")
    return os.path.relpath(program) if program.exists() else f"{os.path.relpath(sys.executable)} -m audioblog"


def _version(wanted: bool) -> None:
    if wanted:
        _print(f"audioblog {__version__}")
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


@app.command()
def build(
    sources: Sources = None,
    out: Out = None,
    base_url: BaseUrl = None,
    voice: VoiceName = None,
    limit: Limit = 0,
    since: Since = None,
    comments: Comments = None,
    jobs: Jobs = None,
    allow_private: Private = None,
    ignore_robots: Robots = None,
    accept: Accept = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done and change nothing.")] = False,
    as_json: AsJson = False,
    plain: Plain = None,
) -> None:
    """Turn blogs into an audio edition: read, narrate, speak and publish what is new or changed."""
    from audioblog import pipeline
    from audioblog.console import build_text
    from audioblog.gather import Selection
    from audioblog.report import as_json as to_json
    from audioblog.report import progress

    flags = {"out": out, "base_url": base_url, "voice": voice, "comments": comments, "jobs": jobs, "plain": plain}
    workspace = _workspace(**flags, allow_private=allow_private, ignore_robots=ignore_robots, accept=accept)
    selection = Selection(limit, since.replace(tzinfo=UTC) if since else None)
    if dry_run:
        _plan(workspace, sources or [], selection, as_json=as_json)
        return
    with progress(plain=workspace.settings.plain, quiet=as_json and not sys.stderr.isatty()) as told:
        report = pipeline.build(workspace, sources or [], selection=selection, progress=told, clock=_now)
    _print(to_json(report) if as_json else build_text(report, workspace, _called()))
    raise typer.Exit(report.exit_code)


@app.command()
def plan(
    sources: Sources = None,
    out: Out = None,
    voice: VoiceName = None,
    limit: Limit = 0,
    since: Since = None,
    comments: Comments = None,
    allow_private: Private = None,
    ignore_robots: Robots = None,
    as_json: AsJson = False,
) -> None:
    """Say what a build would do: posts new, changed and the same; words, minutes, megabytes, seconds."""
    from audioblog.gather import Selection

    flags = {"out": out, "voice": voice, "comments": comments}
    workspace = _workspace(**flags, allow_private=allow_private, ignore_robots=ignore_robots)
    _plan(workspace, sources or [], Selection(limit, since.replace(tzinfo=UTC) if since else None), as_json=as_json)


def _plan(workspace: Workspace, sources: list[str], selection: Any, *, as_json: bool) -> NoReturn:
    from audioblog import survey
    from audioblog.console import plan_text
    from audioblog.report import as_json as to_json

    made = survey.plan(workspace, sources, selection, _now)
    _print(to_json(made) if as_json else plan_text(made))
    raise typer.Exit(0 if not made.failures else 3 if made.posts else 4)


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
    from audioblog.console import failure_text, post_text
    from audioblog.gather import Selection
    from audioblog.model import Failure

    workspace = _workspace(allow_private=allow_private, ignore_robots=ignore_robots)
    good = bad = 0
    for source, post in survey.posts(workspace, sources, Selection(limit), _now):
        failed = isinstance(post, Failure)
        bad, good = bad + failed, good + (not failed)
        if as_json:
            _print(msgspec.json.encode(survey.extract_line(source, post)).decode())
        elif isinstance(post, Failure):
            typer.echo(failure_text(post), err=True)
        else:
            _print([*post_text(post, verbose=verbose), ""])
    raise typer.Exit(0 if not bad else 3 if good else 4)


@app.command()
def script(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="What `build` takes.")],
    voice: VoiceName = None,
    comments: Comments = None,
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

    flags = {"voice": voice, "comments": comments}
    workspace = _workspace(**flags, allow_private=allow_private, ignore_robots=ignore_robots)
    good = bad = 0
    for _, post in survey.posts(workspace, [source], Selection(limit), _now):
        if isinstance(post, Failure):
            bad += 1
            typer.echo(failure_text(post), err=True)
            continue
        good += 1
        made = survey.script_of(workspace, post, workspace.settings.voice, comments=workspace.settings.comments)
        if diff:
            _print(diff_text(workspace, post, made))
        elif ssml:
            from audioblog.narrate.ssml import ssml as render

            _print(render(made))
        else:
            _print(msgspec.json.encode(survey.script_document(made)).decode() if as_json else script_text(made))
    raise typer.Exit(0 if not bad else 3 if good else 4)


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

    workspace = _workspace(voice=voice, allow_private=allow_private, ignore_robots=ignore_robots)
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
    asked = wordlist.ask(workspace, sources, Selection(limit), _now)
    _print(to_json(asked) if as_json else words_text(asked))
    raise typer.Exit(0 if not asked.failures else 3 if asked.posts else 4)


@app.command()
def say(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="One sentence, as it would stand in a post.")],
    out: Annotated[Path, typer.Option(help="MP3 file to write.")] = Path("say.mp3"),
    voice: VoiceName = None,
    play: Annotated[bool, typer.Option("--play", help="Play it when it is made.")] = False,
) -> None:
    """Speak one sentence into an MP3 file, exactly as a post would be spoken."""
    from audioblog import sample

    workspace = _workspace(voice=voice)
    spoken = sample.say(workspace, text, workspace.settings.voice, out)
    _print([f"Said: {spoken}", f"Saved to {out}."])
    if play:
        sample.play(out)


@app.command()
def voices(as_json: AsJson = False) -> None:
    """List the voices that work on this machine, and say why the others do not."""
    from audioblog import sample
    from audioblog.report import as_json as to_json

    found = sample.survey_voices(_workspace())
    if as_json:
        _print(to_json({"schema": 1, "voices": found}))
    else:
        _print(f"{v.name}: {v.spoken_name}, {v.language}. {v.problem or 'Works.'} {v.licence}".rstrip() for v in found)


@app.command()
def status(
    config: Annotated[bool, typer.Option("--config", help="Print every setting and where it comes from.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say what this workspace holds: shows, episodes, the last run; or its settings."""
    from audioblog import standing
    from audioblog.report import as_json as to_json

    workspace = _workspace()
    if config:
        origins = dict(workspace.origins)
        values = {name: getattr(workspace.settings, name) for name in Settings.__slots__}
        settings = {name: {"value": value, "from": origins[name]} for name, value in values.items()}
        lines = (f"{name} = {value!r} ({origins[name]})" for name, value in values.items())
        _print(to_json({"schema": 1, "settings": settings}) if as_json else lines)
        return
    found = standing.look(workspace)
    _print(to_json(found) if as_json else standing.text(found))


@app.command()
def serve(
    folder: Annotated[Path | None, typer.Argument(help="Public folder. Default: the workspace's own.")] = None,
    host: Annotated[str, typer.Option(help="Address to listen at. 0.0.0.0 lets the whole network in.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535)] = 8000,
) -> None:
    """Serve the public folder, so that browsers and podcast apps can use it. Stop it with Ctrl-C."""
    from audioblog.web.serve import serve as run_server

    workspace = _workspace()
    public = folder or workspace.folder / workspace.settings.out
    if not public.is_dir():
        raise UsageError(f"there is no folder {public} to serve", "Make one first: audioblog build SOURCE")
    typer.echo(f"Serving {public} at http://{host}:{port}/ (the feed is http://{host}:{port}/feed.xml)", err=True)
    run_server(public, host=host, port=port)


def exit_code(error: AudioblogError) -> int:
    """DESIGN.md, section 4."""
    if isinstance(error, UsageError):
        return 2
    if isinstance(error, Busy):
        return 75
    return 4 if isinstance(error, SourceError) else 1


def main() -> None:
    """The console script."""
    debug = "--debug" in sys.argv
    try:
        app([argument for argument in sys.argv[1:] if argument != "--debug"])
    except AudioblogError as error:
        from audioblog.console import error_text

        if debug:
            raise
        typer.echo(error_text(error), err=True)
        sys.exit(exit_code(error))
    except KeyboardInterrupt:
        typer.echo("audioblog: stopped.", err=True)
        sys.exit(130)
    except BrokenPipeError:  # the reader of stdout went away: `audioblog script … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


if __name__ == "__main__":
    main()
