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

from audioblog.model import AudioFacts, ChapterTime, Script, Sound, SoundKind, Timeline
from audioblog.produce import jingle, measure, mp3, timeline, verify
from audioblog.produce.blob import Blobs, Clip
from audioblog.produce.jingle import Jingles
from audioblog.produce.mp3 import Profile
from audioblog.produce.record import Take
from audioblog.produce.tags import Tags, id3

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
        self._heard: list[tuple[str, measure.Measure]] = []
        self.pieces: list[verify.Piece] = []

    def write(self, takes: Iterable[Take]) -> Timeline:
        sheet = self._sheet
        room = len(id3(sheet.tags, [ChapterTime(chapter.title, 0, 0) for chapter in sheet.script.chapters]))
        self._file.seek(room + sheet.profile.frame_bytes)
        self._jingle("intro", sheet.jingles.intro)
        self._speech(takes)
        self._jingle("outro", sheet.jingles.outro)
        measure.check_even(self._heard)
        made = self._timeline()
        self._file.seek(0)
        self._file.write(id3(sheet.tags, made.chapters).ljust(room, b"\0"))  # zeros behind the frames: ID3's padding
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
            if take.measure is not None:
                self._heard.append((utterances[0].spoken, take.measure))
            self._append(take.clip, take.frames)

    def _jingle(self, kind: SoundKind, path: Path | None) -> None:
        if path is None:
            return
        begin = self._ms()
        clip, frames = jingle.prepare(path, kind, self._sheet.profile, self._clips)
        self._append(clip, frames)
        self._heard.append(("", measure.measured_sound(clip, frames, self._clips)))
        self._sounds.append(Sound(kind, begin, self._ms()))

    def _append(self, clip: Clip, frames: bytes) -> None:
        self._file.write(frames)
        self._frames += clip.frames
        self._bytes += len(frames)
        self._placed.append(clip)
        self.pieces.append(verify.piece(frames, clip.frames))

    def _ms(self) -> int:
        """The time at which the next clip will begin."""
        return round(self._frames * self._sheet.profile.frame_samples * 1000 / self._sheet.profile.sample_rate)

    def _timeline(self) -> Timeline:
        script, profile = self._sheet.script, self._sheet.profile
        cues = timeline.cues(script, self._placed)
        loudness, peak = measure.together([found for _, found in self._heard])
        return Timeline(
            script=script,
            cues=cues,
            chapters=timeline.chapters(script.chapters, cues, self._ms()),
            duration_ms=self._ms(),
            audio=AudioFacts(ENCODER, profile.sample_rate, profile.bitrate, self._frames, loudness, peak, profile.lufs),
            voice=self._sheet.voice,
            sounds=tuple(self._sounds),
        )
