"""Script -> one finished, tagged, proven MP3 and its Timeline. Read this first: it is the whole way of a file.

plans     which utterances are one clip, spoken by which voice          clip
takes     each clip spoken, judged, levelled, encoded, kept, heard      record, judge, measure
file      tag, header and all clips, and when everything sounds         assemble, tags, mp3, timeline
proof     the file read back from the disk                              verify
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from audioblog.errors import SpeechError
from audioblog.model import Script, Timeline, Utterance, Voice
from audioblog.produce import blob, verify
from audioblog.produce.assemble import Sheet, assemble
from audioblog.produce.blob import Blobs
from audioblog.produce.clip import OpenEngine, Plan, plan_clips
from audioblog.produce.engines import open_engine
from audioblog.produce.jingle import Jingles
from audioblog.produce.mp3 import TARGET_LUFS, Profile
from audioblog.produce.record import record
from audioblog.produce.tags import Tags
from audioblog.produce.words import words_of

NO_JINGLES = Jingles()
TURNS = 3
"""How often an episode whose loudness is off is made with another gain. A calibrated voice never needs it, but a post
of three words may, or one in a language that the voice spells out."""
OFF_LU = 0.8
"""Beyond this the gain is changed, in whole decibels: an edit that moves the loudness a little must not re-make all."""


def make_episode(
    script: Script,
    voice: Voice,
    *,
    profile: Profile,
    clips: Blobs,
    tags: Tags,
    jingles: Jingles = NO_JINGLES,
    out: Path,
    others: Sequence[Voice] = (),
    engine_of: OpenEngine = open_engine,
    threads: int = 1,
) -> Timeline:
    """Write the episode to `out` (a staging path) and return when everything in it sounds.

    `others`: voices that the script names, and voices for what `voice` does not speak. Raises SpeechError when
    an engine fails, a word is missing, or the finished file does not agree with the Timeline; `out` is then gone.
    """
    if not any(words_of(utterance.spoken) for utterance in script.utterances):
        raise _nothing_to_say(script)
    order = _Order(script, voice, profile, tuple(others), engine_of)
    sheet = Sheet(script, profile, tags, jingles, voice.spoken_name or voice.name)
    try:
        made, pieces, keys = _levelled(order, sheet, clips, out, threads)
        verify.prove(out, made, pieces, verify.Order(keys, tags, profile))
    except BaseException:
        with suppress(OSError):  # where nothing could be written: the error that tells so is on its way
            out.unlink(missing_ok=True)
        raise
    return made


def _nothing_to_say(script: Script) -> SpeechError:
    return SpeechError(f"There is nothing to say in “{script.title[:80]}”.", code="nothing-to-say")


@dataclass(frozen=True, slots=True)
class _Order:
    """What is spoken, and by whom."""

    script: Script
    voice: Voice
    profile: Profile
    others: tuple[Voice, ...]
    engine_of: OpenEngine

    def plans(self, trim_db: float = 0) -> list[Plan]:
        """The clips, with every voice louder by `trim_db`."""
        return plan_clips(self.script, lambda utterance: self._voice_of(utterance, trim_db))

    def key(self, plan: Plan) -> str:
        parts = [(part.voice, part.spoken, part.pause_ms) for part in plan.parts]
        return blob.clip_key(parts, self.profile, lambda voice: self.engine_of(voice).version)

    def _voice_of(self, utterance: Utterance, trim_db: float) -> Voice:
        """The voice that the script asks for, if it speaks the utterance's language; else the first one that does.

        The episode's own where none does.
        """
        named = next((other for other in self.others if other.name == utterance.voice), self.voice)
        language = _primary(utterance.lang) or _primary(named.language)
        able = (voice for voice in (named, self.voice, *self.others) if _primary(voice.language) == language)
        voice = next(able, self.voice)
        return replace(voice, gain_db=voice.gain_db + trim_db) if trim_db else voice


def _levelled(
    order: _Order, sheet: Sheet, clips: Blobs, out: Path, threads: int
) -> tuple[Timeline, list[verify.Piece], tuple[str, ...]]:
    """The file, made again with another gain while its loudness is off; its pieces; the clips that were asked for."""
    target = sheet.profile.lufs
    trim_db = target - TARGET_LUFS
    for _ in range(TURNS):
        plans = order.plans(trim_db)
        keys = tuple(order.key(plan) for plan in plans)
        takes = record(plans, keys, profile=sheet.profile, clips=clips, engine_of=order.engine_of, threads=threads)
        made, pieces = assemble(sheet, takes, clips, out)
        error = target - (target if made.audio.lufs is None else made.audio.lufs)
        if abs(error) <= OFF_LU:
            break
        trim_db += round(error)
    if not any(cue.words for cue in made.cues):
        raise _nothing_to_say(order.script)
    return made, pieces, keys


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()
