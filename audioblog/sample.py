"""One sentence spoken the way a post is, and which voices work here: `audioblog say` and `audioblog voices`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from audioblog.config import Workspace
from audioblog.errors import SpeechError, UsageError
from audioblog.model import Block, Post, Voice
from audioblog.shows import made_up
from audioblog.store import Store
from audioblog.studio import open_house, open_voice

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
    """Every voice profile, tried on this machine."""
    from audioblog.produce.voices import list_voices

    return tuple(_standing(voice) for voice in list_voices(workspace.data_folders("voices")))


def _standing(voice: Voice) -> VoiceStanding:
    from audioblog.produce.engines import open_engine

    try:
        open_engine(voice)
    except SpeechError as error:
        problem = f"Does not work here: {error.message.rstrip('.')}. {error.hint}".rstrip()
    else:
        problem = ""
    return VoiceStanding(voice.name, voice.language, voice.engine, voice.spoken_name, voice.licence, problem)
