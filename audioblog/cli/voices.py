"""`say` and `voices`: hear one sentence; see which voices there are, try and measure them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audioblog.cli.entry import exit_code
from audioblog.cli.options import AsJson, Private, VoiceName, app, print_lines, workspace_of
from audioblog.errors import AudioblogError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from audioblog.install import NewVoice
    from audioblog.sample import VoiceStanding


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


voices = typer.Typer(name="voices", rich_markup_mode=None, pretty_exceptions_enable=False)
app.add_typer(voices)

VoiceNames = Annotated[list[str], typer.Argument(metavar="NAME", help="Voices; `audioblog voices` lists them.")]


@voices.callback(invoke_without_command=True)
def list_voices(context: typer.Context, as_json: AsJson = False) -> None:
    """List the voices that work on this machine, and say why the others do not."""
    if context.invoked_subcommand:
        return
    from audioblog import sample
    from audioblog.report import as_json as to_json

    found = sample.survey_voices(workspace_of())
    print_lines(to_json({"schema": 1, "voices": found}) if as_json else map(_standing, found))


def _standing(voice: VoiceStanding) -> str:
    """One line of the list."""
    who = f"{voice.name}: {voice.spoken_name or voice.name}, {voice.language}." if voice.engine else f"{voice.name}:"
    said = [who, voice.problem or "Works.", f"{voice.licence}." if voice.licence else "", voice.hint]
    return " ".join(filter(None, said))


@voices.command("sample")
def sample_(
    names: VoiceNames,
    out: Annotated[Path, typer.Option(help="Folder for the MP3 files NAME.mp3, or the file, for one voice.")] = Path(),
    text: Annotated[str, typer.Option(help="What is said, instead of the sentence of each profile.")] = "",
    play: Annotated[bool, typer.Option("--play", help="Play each when it is made.")] = False,
) -> None:
    """Save or play a sentence by each of the voices."""
    from audioblog import sample
    from audioblog.errors import UsageError

    if sample.is_audio(out) and len(names) > 1:
        raise UsageError("one file cannot hold the samples of several voices", "Give a folder with --out.")

    def one(name: str) -> None:
        file = out if sample.is_audio(out) else out / f"{name}.mp3"
        spoken = sample.sample_voice(workspace_of(), name, file, text)
        print_lines([f"{name} said: {spoken}", f"Saved to {file}."])
        if play:
            sample.play(file)

    _for_each(names, one)


@voices.command()
def calibrate(names: VoiceNames) -> None:
    """Measure how loud and fast voices are.

    What is found is written into their profiles in voices/; one that came with the program is copied there first.
    """
    from audioblog import sample

    def one(name: str) -> None:
        found, file = sample.calibrate_voice(workspace_of(), name)
        print_lines(
            f"{name}: gain {found.gain_db} dB, {found.chars_per_second} characters a second; "
            f"reaches {found.lufs} LUFS, highest peak {found.true_peak_db} dBTP. Written to {file}."
        )

    _for_each(names, one)


def _for_each(names: list[str], act: Callable[[str], None]) -> None:
    """Do it for every name, whatever became of the others; exit codes as of a build: 3 some failed, 4 all did."""
    from audioblog.console import error_text

    failed: list[AudioblogError] = []
    for name in names:
        try:
            act(name)
        except AudioblogError as error:
            failed.append(error)
            if len(names) > 1:
                typer.echo(error_text(error), err=True)
    if failed and len(names) == 1:
        raise failed[0]
    if failed:
        codes = {exit_code(error) for error in failed}
        raise typer.Exit(3 if len(failed) < len(names) else codes.pop() if len(codes) == 1 else 4)


@voices.command()
def install(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME", help="Like en_GB-alba-medium. None: list all that are offered."),
    ] = None,
    place: Annotated[
        str, typer.Option("--from", metavar="FOLDER|URL", help="Where the voices are, instead of their public home.")
    ] = "",
    allow_private: Private = None,
) -> None:
    """Fetch natural voices (Piper).

    Each is checked, gets a profile in voices/ and is measured; then --voice NAME uses it. Piper itself is installed in
    the folder that audioblog was installed from: .venv/bin/pip install --editable '.[piper]'. A fetch that was stopped
    goes on where it was.
    """
    from audioblog.install import install_voice, list_offered

    workspace = workspace_of(allow_private=allow_private)
    if not names:
        print_lines(
            f"{name}: {language}, {size / 1e6:.0f} MB" for name, language, size in list_offered(workspace, place)
        )
        return

    def one(name: str) -> None:
        print_lines(_installed(install_voice(workspace, name, place, lambda line: typer.echo(line, err=True))))

    _for_each(names, one)


_UNCHECKED = "its files could not be checked, because that place does not tell their digests"


def _installed(made: NewVoice) -> Iterator[str]:
    """What an editor should know of a new voice."""
    checked = "its files are those that the list of voices names" if made.voice.checked else _UNCHECKED
    yield f"Installed {made.voice.name}: {checked}."
    card = f" All of it is in {made.voice.model.with_suffix('')}.MODEL_CARD." if made.voice.card else ""
    yield f"Licence: {made.voice.licence or 'not told'}.{card}"
    yield f"{'Written' if made.fresh else 'There was a profile already'}: {made.profile}"
    yield f"Not measured: {made.problem}" if made.problem else f"Use it with: --voice {made.voice.name}"
