"""Clips -> one MP3 file and its Timeline.

The file is written once, from front to back, one clip at a time, so memory does not grow with the sound: room for tag
and header is left free at the start (their size does not depend on times) and filled when all times are known.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from audioblog.model import AudioFacts, Script, Sound, SoundKind, Timeline
from audioblog.produce import jingle, measure, mp3, timeline, verify
from audioblog.produce.blob import Blobs, Clip
from audioblog.produce.even import Said, check_even, said_in
from audioblog.produce.jingle import Jingles
from audioblog.produce.mp3 import Profile
from audioblog.produce.record import Take
from audioblog.produce.tags import Tags, id3, room_for

ENCODER = "LAME 3.100"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the file is made of and says about itself, apart from the clips."""

    script: Script
    profile: Profile
    tags: Tags
    jingles: Jingles
    voice: str
    """What people are told."""


def assemble(sheet: Sheet, takes: Iterable[Take], clips: Blobs, out: Path) -> tuple[Timeline, list[verify.Piece]]:
    """Write `out`; (its Timeline, the pieces that it consists of, in order)."""
    with out.open("wb") as file:
        reel = _Reel(file, sheet, clips)
        return reel.write(takes), reel.pieces


class _Reel:
    """One file being written: counts what it holds."""

    def __init__(self, file: BinaryIO, sheet: Sheet, clips: Blobs) -> None:
        self._file = file
        self._sheet = sheet
        self._clips = clips
        self._frames = 0
        self._bytes = 0
        self._placed: list[Clip] = []
        self._sounds: list[Sound] = []
        self._said: list[Said] = []
        self._heard: list[tuple[Clip, measure.Measure]] = []
        self.pieces: list[verify.Piece] = []

    def write(self, takes: Iterable[Take]) -> Timeline:
        sheet = self._sheet
        room = room_for(sheet.tags, sheet.script)
        self._file.seek(room + sheet.profile.frame_bytes)
        self._jingle("intro", sheet.jingles.intro)
        self._speech(takes)
        self._jingle("outro", sheet.jingles.outro)
        check_even(self._said)
        made = self._timeline()
        self._file.seek(0)
        self._file.write(id3(sheet.tags, made.chapters, room))
        self._file.write(mp3.info_frame(sheet.profile, self._frames, self._bytes))
        self._file.flush()
        os.fsync(self._file.fileno())
        return made

    def _speech(self, takes: Iterable[Take]) -> None:
        """Append every take; a chapter's cue before the one that opens it, but not at the very beginning."""
        opens = {chapter.utterance for chapter in self._sheet.script.chapters}
        said = iter(self._sheet.script.utterances)
        for number, take in enumerate(takes):
            utterances = [utterance for _, utterance in zip(take.clip.cues, said, strict=False)]
            if number and utterances[0].id in opens:
                self._jingle("chapter", self._sheet.jingles.chapter)
            self._said += said_in(take.plan, take.clip)
            self._append(take.clip, take.frames, take.measure)

    def _jingle(self, kind: SoundKind, path: Path | None) -> None:
        if path is None:
            return
        begin = self._ms()
        clip, frames = jingle.prepare(path, kind, self._sheet.profile, self._clips)
        self._append(clip, frames, measure.measured_sound(clip, frames, self._clips))
        self._sounds.append(Sound(kind, begin, self._ms()))

    def _append(self, clip: Clip, frames: bytes, heard: measure.Measure | None) -> None:
        self.pieces.append(verify.piece(clip, frames, self._sheet.profile))
        if heard is not None:
            self._heard.append((clip, heard))
        self._file.write(frames)
        self._frames += clip.frames
        self._bytes += len(frames)
        self._placed.append(clip)

    def _ms(self, frames: int | None = None) -> int:
        """The time at which the next clip will begin; or how long so many frames last."""
        profile = self._sheet.profile
        return round((self._frames if frames is None else frames) * profile.frame_samples * 1000 / profile.sample_rate)

    def _timeline(self) -> Timeline:
        script, profile = self._sheet.script, self._sheet.profile
        cues = timeline.cues(script, self._placed)
        loudness, peak = measure.estimate(self._placed, self._heard)
        heard_ms = self._ms(sum(clip.frames for clip, _ in self._heard))
        facts = AudioFacts(
            ENCODER, profile.sample_rate, profile.bitrate, self._frames, loudness, peak, profile.lufs, heard_ms
        )
        return Timeline(
            script=script,
            cues=cues,
            chapters=timeline.chapters(script.chapters, cues, self._ms()),
            duration_ms=self._ms(),
            audio=facts,
            voice=self._sheet.voice,
            sounds=tuple(self._sounds),
        )
