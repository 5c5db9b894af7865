"""`say` and `voices`: hear one sentence, and see which voices there are."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from audioblog.cli.options import AsJson, VoiceName, app, print_lines, workspace_of


@app.command()
def say(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="One sentence, as it would stand in a post.")],
    out: Annotated[Path, typer.Option(help="MP3 file to write.")] = Path("say.mp3"),
    voice: VoiceName = None,
    play: Annotated[bool, typer.Option("--play", help="Play it when it is made.")] = False,
) -> None:
    """Speak one sentence into an MP3 file, exactly as a post would be spoken."""
    from audioblog import sample

    workspace = workspace_of(voice=voice)
    spoken = sample.say(workspace, text, workspace.settings.voice, out)
    print_lines([f"Said: {spoken}", f"Saved to {out}."])
    if play:
        sample.play(out)


@app.command()
def voices(as_json: AsJson = False) -> None:
    """List the voices that work on this machine, and say why the others do not."""
    from audioblog import sample
    from audioblog.report import as_json as to_json

    found = sample.survey_voices(workspace_of())
    if as_json:
        print_lines(to_json({"schema": 1, "voices": found}))
    else:
        print_lines(
            f"{v.name}: {v.spoken_name}, {v.language}. {v.problem or 'Works.'} {v.licence}".rstrip() for v in found
        )
