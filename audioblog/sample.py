"""One sentence spoken the way a post is, which voices work here, and how loud and fast they are: `say` and `voices`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audioblog.config import Workspace
from audioblog.errors import SpeechError, UsageError
from audioblog.model import Block, Post, Voice
from audioblog.produce.voices import calibration_hint, find_voice, list_voices, read_voice, with_measured
from audioblog.shows import made_up
from audioblog.store import Store, write_atomically
from audioblog.studio import open_house, open_voice

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
    """Speak `text` into the MP3 file `out`; gives the words that were said. UsageError when there are none."""
    from audioblog.narrate.script import narrate
    from audioblog.produce.episode import make_episode
    from audioblog.produce.mp3 import PROFILES
    from audioblog.produce.tags import Tags

    profile, lexicon = open_voice(workspace, voice)
    house = replace(open_house(workspace, profile, lexicon, made_up(workspace)), opening=False, closing=False)
    post = Post("say", "", (Block("b1", "paragraph", " ".join(text.split())),), language=profile.language)
    script = narrate(post, house)
    spoken = " ".join(utterance.spoken for utterance in script.utterances)
    if not any(character.isalpha() for character in spoken):
        raise UsageError("there is nothing to say in that text", "Give at least one word.")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as clips:
        make_episode(
            script,
            profile,
            profile=PROFILES[workspace.settings.profile],
            clips=Store(Path(clips)),
            tags=Tags(title=spoken[:80], language=profile.language),
            out=out,
        )
    return spoken


def play(file: Path) -> None:
    """Play an MP3 with a program of this machine. UsageError when there is none."""
    for command in PLAYERS:
        if shutil.which(command[0]):
            subprocess.run([*command, str(file)], check=False, stdout=sys.stderr)
            return
    names = ", ".join(command[0] for command in PLAYERS)
    raise UsageError("no program that plays MP3 files was found", f"Open {file} yourself, or install one of: {names}.")


def survey_voices(workspace: Workspace) -> tuple[VoiceStanding, ...]:
    """Every voice profile, tried on this machine: each says a word."""
    return tuple(_standing(voice) for voice in list_voices(workspace.data_folders("voices")))


def _standing(voice: Voice) -> VoiceStanding:
    from audioblog.produce.engines import try_engine

    try:
        try_engine(voice)
    except SpeechError as error:
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
    found = measure_voice(read_voice(source))
    own = workspace.folder / "voices" / source.name
    write_atomically(own, with_measured(source.read_text("utf-8"), found.gain_db, found.chars_per_second).encode())
    return found, own
