"""A clip, and it as bytes in the store, and the keys that decide what is stored: the same inputs are the same clip.

Layout: the magic, the length of a JSON head (4 bytes, big-endian), the head, the MP3 frames. The head holds the clip
and a digest of the frames; a blob that does not agree with itself counts as absent.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from audioblog.model import Voice, Word
from audioblog.produce.mp3 import Profile

RECIPE = 4
"""Raised whenever the same inputs are to sound different: grouping, trimming, limiter, encoder settings."""
MAGIC = b"CLP1"


@dataclass(frozen=True, slots=True)
class ClipCue:
    """Where one utterance sounds within its clip, in samples of the clip's PCM (leading silence included)."""

    start: int
    end: int
    words: tuple[Word, ...] = ()
    """Word.ms counts from the start of the clip."""
    estimated: bool = False
    """True: the engine did not say when words begin; they share the time by their letters."""


@dataclass(frozen=True, slots=True)
class Clip:
    """One encoded piece of audio (a paragraph, a heading); its MP3 frames lie in the store under `key`."""

    key: str
    frames: int
    samples: int
    sample_rate: int
    cues: tuple[ClipCue, ...]
    """One per utterance of the clip, in order; none in an intro, outro or chapter cue."""
    level_db: float = -120.0
    """RMS of the speech in it, before encoding, dB of full scale."""


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


def pack(clip: Clip, frames: bytes) -> bytes:
    cues = [
        [cue.start, cue.end, [[word.start, word.end, word.ms] for word in cue.words], cue.estimated]
        for cue in clip.cues
    ]
    facts = {"key": clip.key, "frames": clip.frames, "samples": clip.samples, "sample_rate": clip.sample_rate}
    rest = {"cues": cues, "level_db": clip.level_db, "sha256": _sha(frames)}
    head = json.dumps(facts | rest, separators=(",", ":")).encode()
    return MAGIC + len(head).to_bytes(4, "big") + head + frames


def unpack(data: bytes | None, key: str) -> tuple[Clip, bytes] | None:
    """The clip and its frames; None when there is no blob, or it is damaged, or another clip's."""
    if data is None or data[:4] != MAGIC:
        return None
    body = 8 + int.from_bytes(data[4:8], "big")
    try:
        head = json.loads(data[8:body])
        clip = _clip(head)
    except (ValueError, KeyError, TypeError):
        return None
    frames = data[body:]
    return (clip, frames) if clip.key == key and head.get("sha256") == _sha(frames) else None


def _clip(head: dict[str, Any]) -> Clip:
    cues = tuple(
        ClipCue(start, end, tuple(Word(*word) for word in words), *estimated)
        for start, end, words, *estimated in head["cues"]
    )
    return Clip(head["key"], head["frames"], head["samples"], head["sample_rate"], cues, head["level_db"])


def _sha(frames: bytes) -> str:
    return hashlib.sha256(frames).hexdigest()
