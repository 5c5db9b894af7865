"""A show's intro, outro or chapter cue, in any format -> a clip like all others, prepared once and kept in the store.

WAV, AIFF, MP3, FLAC and Ogg Vorbis are read by the wheels that are there anyway; for everything else pydub asks ffmpeg,
which the user must then install. pydub also mixes to mono and fades the ends, so that no cut clicks.
"""

from __future__ import annotations

import hashlib
import shutil
import warnings
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audioblog.errors import SpeechError
from audioblog.model import SoundKind
from audioblog.produce import blob, mp3
from audioblog.produce.aiff import read_aiff
from audioblog.produce.blob import Blobs, Clip
from audioblog.produce.decode import decode_sound
from audioblog.produce.loudness import amplify, block_powers, integrated
from audioblog.produce.mp3 import Profile
from audioblog.produce.resample import resample

FADE_MS = 20
LEAD_MS = 50
TAIL_MS: dict[SoundKind, int] = {"intro": 500, "outro": 300, "chapter": 200}
"""Silence between the sound and what follows it."""
LONGEST_S: dict[SoundKind, float] = {"intro": 180, "outro": 180, "chapter": 5}
"""It is held in memory whole; and who jumps from chapter to chapter must not wait."""
SHORTEST_S = 0.1


@dataclass(frozen=True, slots=True)
class Jingles:
    """The sound files of a show; None for what it does not have."""

    intro: Path | None = None
    outro: Path | None = None
    chapter: Path | None = None
    """Played before every chapter but the first."""


def prepare(path: Path, kind: SoundKind, profile: Profile, clips: Blobs) -> tuple[Clip, bytes]:
    """The sound as clip and frames. Raises SpeechError when the file is missing or no sound that can be read here."""
    data = _read(path)
    key = blob.digest("jingle", blob.RECIPE, kind, hashlib.sha256(data).hexdigest(), asdict(profile))
    kept = blob.unpack(clips.get(key), key)
    if kept is None:
        kept = _encode(key, _mono(path, data, kind), profile, TAIL_MS[kind])
        clips.put(key, blob.pack(*kept))
    return kept


def _read(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SpeechError(f"The audio file {path} cannot be read: {error.strerror}.", code="jingle") from error
    if not data:
        raise SpeechError(f"{path.name} is empty, so it is not a sound file.", code="jingle")
    return data


def _mono(path: Path, data: bytes, kind: SoundKind) -> Any:
    """The sound, mono, 16 bits, with soft ends."""
    sound = _decoded(path, data).set_sample_width(2).set_channels(1)
    if not SHORTEST_S <= sound.duration_seconds <= LONGEST_S[kind]:
        name = "a chapter cue" if kind == "chapter" else f"an {kind}"
        raise SpeechError(
            f"{path} lasts {sound.duration_seconds:.1f} seconds; {name} lasts {SHORTEST_S} to {LONGEST_S[kind]}.",
            code="jingle",
        )
    return sound.fade_in(FADE_MS).fade_out(FADE_MS)


def _decoded(path: Path, data: bytes) -> Any:
    pydub = _pydub()
    if data[:4] == b"FORM":
        pcm, rate = read_aiff(data)
    else:
        found = decode_sound(data)
        if found is None:
            return _by_ffmpeg(path)
        pcm, rate = found
    return pydub(pcm.tobytes(), sample_width=2, frame_rate=rate, channels=1)


def _by_ffmpeg(path: Path) -> Any:
    if not shutil.which("ffmpeg"):
        raise SpeechError(
            f"{path.name} is in a format that needs ffmpeg, which is not installed.",
            "Install ffmpeg, or save the file as WAV, AIFF, MP3, FLAC or Ogg Vorbis.",
            code="jingle",
        )
    try:
        return _pydub().from_file(str(path))
    except (import_module("pydub.exceptions").CouldntDecodeError, OSError, LookupError, ValueError) as error:
        raise SpeechError(f"{path.name} is not a sound file that can be read.", code="jingle") from error


def _pydub() -> Any:
    """The class AudioSegment (pydub has no types)."""
    with warnings.catch_warnings():  # on import it warns when there is no ffmpeg; here it is rarely needed
        warnings.simplefilter("ignore")
        return import_module("pydub").AudioSegment


def _encode(key: str, sound: Any, profile: Profile, tail_ms: int) -> tuple[Clip, bytes]:
    pcm = resample(np.frombuffer(sound.raw_data, np.int16), sound.frame_rate, profile.sample_rate)
    pcm = amplify(pcm, _gain_db(pcm, profile))
    lead = LEAD_MS * profile.sample_rate // 1000
    count = mp3.frames_for(lead + len(pcm) + tail_ms * profile.sample_rate // 1000, profile)
    whole = np.zeros(mp3.samples_for(count, profile), np.int16)
    whole[lead : lead + len(pcm)] = pcm
    frames = mp3.encode(whole, profile)
    return Clip(key, count, count * profile.frame_samples, profile.sample_rate, ()), frames


def _gain_db(pcm: NDArray[np.int16], profile: Profile) -> float:
    """What brings it to the loudness of the speech; a sound shorter than a block, or silence, is left as it is."""
    loudness = integrated(block_powers(pcm, profile.sample_rate))
    return 0.0 if loudness is None else profile.lufs - loudness
