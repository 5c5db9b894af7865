"""Script -> one finished, tagged, proven MP3 and its Timeline. Read this first: it is the whole way of a file.

The file is written once, from front to back, one clip at a time, so memory does not grow with the post: room for tag
and header is left free at the start (their size does not depend on times) and filled when all times are known.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import BinaryIO

from audioblog.errors import SpeechError
from audioblog.model import AudioFacts, ChapterTime, Clip, Script, Timeline, Utterance, Voice
from audioblog.produce import blob, jingle, measure, mp3, timeline, verify
from audioblog.produce.blob import Blobs
from audioblog.produce.clip import OpenEngine, Plan, plan_clips, render
from audioblog.produce.engines import open_engine
from audioblog.produce.loudness import TARGET_LUFS
from audioblog.produce.mp3 import Profile
from audioblog.produce.tags import Tags, id3
from audioblog.produce.words import words_of

ENCODER = "LAME 3.100"
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
    intro: Path | None = None,
    outro: Path | None = None,
    out: Path,
    others: Sequence[Voice] = (),
    engine_of: OpenEngine = open_engine,
) -> Timeline:
    """Write the episode to `out` (a staging path) and return when everything in it sounds.

    `others`: voices that the script names, and voices for what `voice` does not speak. Raises SpeechError when
    an engine fails, a word is missing, or the finished file does not agree with the Timeline; `out` is then gone.
    """
    if not any(words_of(utterance.spoken) for utterance in script.utterances):
        raise SpeechError(f"There is nothing to say in “{script.title[:80]}”.", code="nothing-to-say")
    order = _Order(script, voice, profile, tags, intro, outro, tuple(others), engine_of)
    try:
        made, pieces = _levelled(order, clips, out)
        verify.prove(out, made, pieces)
    except BaseException:
        out.unlink(missing_ok=True)
        raise
    return made


def recipe(
    script: Script,
    voice: Voice,
    *,
    profile: Profile,
    tags: Tags,
    intro: Path | None = None,
    outro: Path | None = None,
    others: Sequence[Voice] = (),
    engine_of: OpenEngine = open_engine,
) -> str:
    """Key of everything that decides the file: the clips in order, chapters, tags with the cover, jingles."""
    order = _Order(script, voice, profile, tags, intro, outro, tuple(others), engine_of)
    shown = asdict(tags) | {
        "cover": hashlib.sha256(tags.cover).hexdigest(),
        "published": tags.published.isoformat() if tags.published else "",
    }
    chapters = [(chapter.title, chapter.utterance) for chapter in script.chapters]
    ids = [utterance.id for utterance in script.utterances]
    keys = [order.key(plan) for plan in order.plans()]
    return blob.digest("episode", keys, ids, chapters, shown, jingle.fingerprint(intro), jingle.fingerprint(outro))


@dataclass(frozen=True, slots=True)
class _Order:
    """All that decides an episode."""

    script: Script
    voice: Voice
    profile: Profile
    tags: Tags
    intro: Path | None
    outro: Path | None
    others: tuple[Voice, ...]
    engine_of: OpenEngine

    def plans(self, trim_db: int = 0) -> list[Plan]:
        """The clips, with every voice louder by `trim_db`."""
        return plan_clips(self.script, lambda utterance: self._voice_of(utterance, trim_db))

    def key(self, plan: Plan) -> str:
        parts = [(part.voice, part.spoken, part.pause_ms) for part in plan.parts]
        return blob.clip_key(parts, self.profile, lambda voice: self.engine_of(voice).version)

    def _voice_of(self, utterance: Utterance, trim_db: int) -> Voice:
        """The voice that the script asks for, if it speaks the utterance's language; else the first one that does.

        The episode's own where none does.
        """
        named = next((other for other in self.others if other.name == utterance.voice), self.voice)
        language = _primary(utterance.lang) or _primary(named.language)
        able = (voice for voice in (named, self.voice, *self.others) if _primary(voice.language) == language)
        voice = next(able, self.voice)
        return replace(voice, gain_db=voice.gain_db + trim_db) if trim_db else voice


def _levelled(order: _Order, clips: Blobs, out: Path) -> tuple[Timeline, list[verify.Piece]]:
    """The file, made again with another gain while its loudness is off."""
    trim_db = 0
    for _ in range(TURNS):
        with out.open("wb") as file:
            body = _Body(file, order)
            made = body.write(order.plans(trim_db), clips)
        error = TARGET_LUFS - (TARGET_LUFS if made.audio.lufs is None else made.audio.lufs)
        if abs(error) <= OFF_LU:
            break
        trim_db += round(error)
    return made, body.pieces


class _Body:
    """One file being written: counts what it holds."""

    def __init__(self, file: BinaryIO, order: _Order) -> None:
        self._file = file
        self._order = order
        self._frames = 0
        self._bytes = 0
        self._measures: list[measure.Measure] = []
        self.pieces: list[verify.Piece] = []

    def write(self, plans: Sequence[Plan], clips: Blobs) -> Timeline:
        script, profile, tags = self._order.script, self._order.profile, self._order.tags
        room = len(id3(tags, [ChapterTime(chapter.title, 0, 0) for chapter in script.chapters]))
        self._file.seek(room + profile.frame_bytes)
        head = self._jingle(self._order.intro, clips)
        spoken = list(self._speech(plans, clips))
        self._jingle(self._order.outro, clips)
        made = self._timeline(spoken, head)
        self._file.seek(0)
        self._file.write(id3(tags, made.chapters).ljust(room, b"\0"))  # zeros behind the frames are ID3's padding
        self._file.write(mp3.info_frame(profile, self._frames, self._bytes))
        self._file.flush()
        os.fsync(self._file.fileno())
        return made

    def _speech(self, plans: Sequence[Plan], clips: Blobs) -> Iterator[Clip]:
        """Append every clip, from the store or newly made."""
        keys = [self._order.key(plan) for plan in plans]
        chosen = measure.sample(keys, [_seconds(plan) for plan in plans])
        for plan, key in zip(plans, keys, strict=True):
            kept = blob.unpack(clips.get(key), key)
            if kept is None:
                kept = render(key, plan, self._order.profile, self._order.engine_of)
                clips.put(key, blob.pack(*kept))
            if key in chosen and kept[1]:
                self._measures.append(measure.measured(key, kept[1], clips))
            self._append(*kept)
            yield kept[0]

    def _jingle(self, path: Path | None, clips: Blobs) -> int:
        """Append an intro or outro, if there is one -> its samples."""
        if path is None:
            return 0
        clip, frames = jingle.prepare(path, self._order.profile, clips)
        self._append(clip, frames)
        return clip.samples

    def _append(self, clip: Clip, frames: bytes) -> None:
        self._file.write(frames)
        self._frames += clip.frames
        self._bytes += len(frames)
        self.pieces.append(verify.piece(frames))

    def _timeline(self, spoken: Sequence[Clip], head: int) -> Timeline:
        script, voice, profile = self._order.script, self._order.voice, self._order.profile
        cues = timeline.cues(script, spoken, head)
        duration = round(self._frames * profile.frame_samples * 1000 / profile.sample_rate)
        return Timeline(
            script=script,
            cues=cues,
            chapters=timeline.chapters(script.chapters, cues, duration),
            duration_ms=duration,
            audio=AudioFacts(
                ENCODER, profile.sample_rate, profile.bitrate, self._frames, *measure.together(self._measures)
            ),
            voice=voice.spoken_name or voice.name,
        )


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()


def _seconds(plan: Plan) -> float:
    """An estimate of how long a clip will be."""
    return sum(len(part.spoken) / part.voice.chars_per_second for part in plan.parts)
