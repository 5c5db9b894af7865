"""A clip as bytes in the store, and the keys that decide what is stored: the same inputs are the same clip.

Layout: the magic, the length of a JSON head (4 bytes, big-endian), the head, the MP3 frames. The head holds the clip
and a digest of the frames; a blob that does not agree with itself counts as absent.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Protocol

from audioblog.model import Clip, ClipCue, Voice, Word
from audioblog.produce.mp3 import Profile

RECIPE = 1
"""Raised whenever the same inputs are to sound different: grouping, trimming, limiter, encoder settings."""
MAGIC = b"CLP1"


class Blobs(Protocol):
    """Where clips are kept: bytes by key (64 hexadecimal digits), put if absent."""

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
    head = json.dumps({**facts, "cues": cues, "sha256": _sha(frames)}, separators=(",", ":")).encode()
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
    return Clip(head["key"], head["frames"], head["samples"], head["sample_rate"], cues)


def _sha(frames: bytes) -> str:
    return hashlib.sha256(frames).hexdigest()
