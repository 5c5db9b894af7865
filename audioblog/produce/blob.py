"""A clip, and it as bytes in the store, and the keys that decide what is stored: the same inputs are the same clip.

Layout: the magic, the length of a JSON head (4 bytes, big-endian), the SHA-256 of the head, the head, the MP3 frames.
The head holds the clip, with the digest of the frames; a blob that does not agree with itself counts as absent. Blobs
of the first layout (CLP1) count as absent, too: they do not tell how loud each utterance is. They are made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from math import log10
from typing import Any, Protocol

from audioblog.model import Voice, Word
from audioblog.produce.mp3 import Profile, count_frames

RECIPE = 4
"""Raised whenever the same inputs are to sound different: grouping, trimming, limiter, encoder settings."""
MAGIC = b"CLP2"
_HEAD = 40
"""Where the JSON head begins."""


SILENT_DB = -120.0
"""Stands for minus infinity in JSON."""


@dataclass(frozen=True, slots=True)
class ClipCue:
    """Where one utterance sounds within its clip, in samples of the clip's PCM (leading silence included)."""

    start: int
    end: int
    words: tuple[Word, ...] = ()
    """Word.ms counts from the start of the clip."""
    estimated: bool = False
    """True: the engine did not say when words begin; they share the time by their letters."""
    level_db: float = SILENT_DB
    """RMS before encoding, dB of full scale."""


@dataclass(frozen=True, slots=True)
class Clip:
    """One encoded piece of audio (a paragraph, a heading); its MP3 frames lie in the store under `key`."""

    key: str
    frames: int
    samples: int
    sample_rate: int
    cues: tuple[ClipCue, ...]
    """One per utterance of the clip, in order; none in an intro, outro or chapter cue."""
    sha256: str = ""
    """Of its MP3 frames."""
    peak: int = 0
    """The highest sample before encoding."""

    @property
    def energy(self) -> float:
        """Mean square of the speech in it, full scale is 1, times its samples."""
        return sum((cue.end - cue.start) * 10 ** (cue.level_db / 10) for cue in self.cues)

    @property
    def spoken(self) -> int:
        """Samples in which somebody speaks."""
        return sum(cue.end - cue.start for cue in self.cues)

    @property
    def level_db(self) -> float:
        """RMS of the speech in it, dB of full scale."""
        return 10 * log10(self.energy / self.spoken) if self.spoken else SILENT_DB


class Blobs(Protocol):
    """Where clips are kept: bytes by key (64 hexadecimal digits), put in the place of what is there."""

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, data: bytes) -> None: ...


def digest(*parts: Any) -> str:
    """SHA-256 of the parts' canonical JSON."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def clip_key(parts: list[tuple[Voice, str, int]], profile: Profile, version_of: Callable[[Voice], str]) -> str:
    """Key of a clip: (voice, spoken text, pause in ms) of each utterance, the profile, the engines' versions."""
    said = [[voice_digest(voice, version_of(voice)), spoken, pause] for voice, spoken, pause in parts]
    return digest("clip", RECIPE, said, asdict(profile))


def voice_digest(voice: Voice, version: str) -> str:
    """What of a voice decides its sound; its name, licence and sample sentence do not."""
    sound = (voice.engine, version, voice.model, voice.language, voice.rate, voice.pitch, voice.speaker)
    return digest(sound, round(voice.gain_db, 3))


def framed(key: str, cues: tuple[ClipCue, ...], frames: bytes, profile: Profile, peak: int = 0) -> Clip:
    """The clip that these MP3 frames are. SpeechError when they are not of the profile, or torn."""
    count = count_frames(frames, profile)
    return Clip(key, count, count * profile.frame_samples, profile.sample_rate, cues, frames_digest(frames), peak)


def pack(clip: Clip, frames: bytes) -> bytes:
    cues = [
        [cue.start, cue.end, [[word.start, word.end, word.ms] for word in cue.words], cue.estimated, cue.level_db]
        for cue in clip.cues
    ]
    facts = {"key": clip.key, "frames": clip.frames, "samples": clip.samples, "sample_rate": clip.sample_rate}
    rest = {"cues": cues, "sha256": clip.sha256, "peak": clip.peak}
    head = json.dumps(facts | rest, separators=(",", ":")).encode()
    return MAGIC + len(head).to_bytes(4, "big") + hashlib.sha256(head).digest() + head + frames


def unpack(data: bytes | None, key: str) -> tuple[Clip, bytes] | None:
    """The clip and its frames; None when there is no blob, or it is damaged, or another clip's."""
    if data is None or data[:4] != MAGIC:
        return None
    body = _HEAD + int.from_bytes(data[4:8], "big")
    head, frames = data[_HEAD:body], data[body:]
    if hashlib.sha256(head).digest() != data[8:_HEAD]:
        return None
    clip = _clip(json.loads(head))
    return (clip, frames) if clip.key == key and clip.sha256 == frames_digest(frames) else None


def frames_digest(frames: bytes) -> str:
    """What tells these MP3 frames from all others."""
    return hashlib.sha256(frames).hexdigest()


def _clip(head: dict[str, Any]) -> Clip:
    cues = tuple(
        ClipCue(start, end, tuple(Word(*word) for word in words), estimated, level)
        for start, end, words, estimated, level in head["cues"]
    )
    return Clip(head["key"], head["frames"], head["samples"], head["sample_rate"], cues, head["sha256"], head["peak"])
