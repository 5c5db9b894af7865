"""One sentence spoken the way a post is, which voices work here, and how loud and fast they are: `say` and `voices`."""

from __future__ import annotations

import mimetypes
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audioblog.casting import open_voice
from audioblog.config import Workspace
from audioblog.errors import SpeechError, UsageError
from audioblog.model import Block, Post, Voice
from audioblog.produce.voices import (
    calibration_hint,
    check_lexicons,
    find_voice,
    profiles,
    read_voice,
    text_of,
    with_measured,
)
from audioblog.shows import made_up
from audioblog.store import Store, check_writable, disk_error, write_atomically
from audioblog.studio import open_house

if TYPE_CHECKING:
    from audioblog.produce.calibrate import Calibration

PLAYERS = (
    ("afplay",),
    ("ffplay", "-autoexit", "-nodisp", "-loglevel", "error"),
    ("mpv", "--no-video"),
    ("mpg123", "-q"),
)
"""Programs that play an MP3, in the order in which they are looked for."""


@dataclass(frozen=True, slots=True)
class VoiceStanding:
    name: str
    language: str
    engine: str
    spoken_name: str
    licence: str
    problem: str
    """Why it does not work here; "" when it does."""
    hint: str
    """What would make it better; "" when there is nothing."""


def say(workspace: Workspace, text: str, voice: str, out: Path) -> str:
    """Speak `text` into the MP3 file `out`; gives the words that were said.

    UsageError when there are none, or when `out` has the name of another kind of audio; PublishError when it cannot be
    written.
    """
    from audioblog.narrate.script import narrate
    from audioblog.produce.episode import make_episode
    from audioblog.produce.mp3 import PROFILES
    from audioblog.produce.tags import Tags

    if is_audio(out) and out.suffix.lower() != ".mp3":
        raise UsageError(f"only MP3 files can be made, and {out} is named as another kind", "End its name in .mp3.")
    profile, lexicon = open_voice(workspace, voice)
    house = replace(open_house(workspace, profile, lexicon, made_up(workspace)), opening=False, closing=False)
    post = Post("say", "", (Block("b1", "paragraph", " ".join(text.split())),), language=profile.language)
    script = narrate(post, house)
    spoken = " ".join(utterance.spoken for utterance in script.utterances)
    if not any(character.isalpha() for character in spoken):
        raise UsageError("there is nothing to say in that text", "Give at least one word.")
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "said.mp3"
        make_episode(
            script,
            profile,
            profile=PROFILES[workspace.settings.profile],
            clips=Store(Path(folder) / "clips"),
            tags=Tags(title=spoken[:80], language=profile.language),
            out=made,
        )
        _copy(made, out)
    return spoken


def _copy(made: Path, out: Path) -> None:
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(made, out)
    except OSError as error:
        raise disk_error(out, error) from error


def is_audio(file: Path) -> bool:
    """Whether a file of this name would be taken for audio or video."""
    return (mimetypes.guess_type(file.name)[0] or "").startswith(("audio/", "video/"))


def play(file: Path) -> None:
    """Play an MP3 with a program of this machine. UsageError when there is none, or when it fails."""
    found = next((command for command in PLAYERS if shutil.which(command[0])), None)
    if found is None:
        names = ", ".join(command[0] for command in PLAYERS)
        hint = f"Open {file} yourself, or install one of: {names}."
        raise UsageError("no program that plays MP3 files was found", hint)
    status = subprocess.run([*found, str(file)], check=False, stdout=sys.stderr).returncode
    if status:
        raise UsageError(f"{found[0]} could not play {file} (status {status})", f"Open {file} yourself.")


def survey_voices(workspace: Workspace) -> tuple[VoiceStanding, ...]:
    """Every voice profile, tried on this machine: each says a word."""
    folders = workspace.data_folders("voices")
    return tuple(_standing(name, profile, folders) for name, profile in profiles(folders).items())


def _standing(name: str, voice: Voice | UsageError, folders: Sequence[Path]) -> VoiceStanding:
    from audioblog.produce.engines import try_engine

    if isinstance(voice, UsageError):
        return VoiceStanding(name, "", "", "", "", f"Does not work: {voice.message}", voice.hint)
    try:
        check_lexicons(voice, folders)
        try_engine(voice)
    except (UsageError, SpeechError) as error:
        problem = f"Does not work here: {error.message.rstrip('.')}. {error.hint}".rstrip()
    else:
        problem = ""
    shown = (voice.name, voice.language, voice.engine, voice.spoken_name, voice.licence)
    return VoiceStanding(*shown, problem, "" if problem else calibration_hint(voice))


def sample_voice(workspace: Workspace, name: str, out: Path, text: str = "") -> str:
    """Speak the voice's own sample sentence, or `text`, into the MP3 file `out`; gives the words that were said."""
    voice, _ = open_voice(workspace, name)
    if not (text or voice.sample):
        hint = 'Add a line like: sample = "Good morning.", or give the sentence with --text.'
        raise UsageError(f"the profile of the voice “{name}” has no sample sentence", hint)
    return say(workspace, text or voice.sample, name, out)


def calibrate_voice(workspace: Workspace, name: str) -> tuple[Calibration, Path]:
    """Measure a voice on this machine and write what was found into the workspace's own profile of it.

    A profile that came with the program is copied there first. UsageError without such a voice, SpeechError when it
    does not work.
    """
    from audioblog.produce.calibrate import measure_voice

    source = find_voice(name, workspace.data_folders("voices"))
    own = workspace.folder / "voices" / source.name
    check_writable(own.parent, "the folder of profiles", "Give yourself the right to write there.")
    found = measure_voice(read_voice(source))
    write_atomically(own, with_measured(text_of(source), found.gain_db, found.chars_per_second).encode())
    return found, own
