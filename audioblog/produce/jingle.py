"""A show's intro, outro or chapter cue, in any format -> a clip like all others, prepared once and kept in the store.

WAV, AIFF, MP3, FLAC and Ogg Vorbis are read by the wheels that are there anyway; for everything else pydub asks ffmpeg,
which the user must then install. Silence at the ends is cut off, since files from a sequencer begin and end with
seconds of it and a listener would wait before a dead player; then pydub fades the ends, so that no cut clicks.
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
from audioblog.produce import blob, mp3, silence
from audioblog.produce.aiff import FASTEST_RATE, SLOWEST_RATE, read_aiff
from audioblog.produce.blob import Blobs, Clip
from audioblog.produce.decode import decode_sound
from audioblog.produce.loudness import amplify, block_powers, integrated
from audioblog.produce.mixdown import mixdown
from audioblog.produce.mp3 import Profile
from audioblog.produce.resample import resample

FADE_MS = 20
LEAD_MS = 50
TAIL_MS: dict[SoundKind, int] = {"intro": 500, "outro": 300, "chapter": 200}
"""Silence between the sound and what follows it."""
LONGEST_S: dict[SoundKind, float] = {"intro": 180, "outro": 180, "chapter": 5}
"""It is held in memory whole; and who jumps from chapter to chapter must not wait."""
SHORTEST_S = 0.1
LONGEST_REST_MS = 1_000
"""The longest silence inside of it: music rests, but after a second people reach for the player."""
WAY = 2
"""Raised whenever the same file is to be prepared differently."""


@dataclass(frozen=True, slots=True)
class Jingles:
    """The sound files of a show; None for what it does not have."""

    intro: Path | None = None
    outro: Path | None = None
    chapter: Path | None = None
    """Played before every chapter but the first."""


def prepare(path: Path, kind: SoundKind, profile: Profile, clips: Blobs) -> tuple[Clip, bytes]:
    """The sound as clip and frames, from its first to its last audible moment.

    Raises SpeechError when the file is missing, no sound that can be read here, silent, too long, or falls silent.
    """
    data = _read(path)
    key = blob.digest("jingle", blob.RECIPE, WAY, kind, hashlib.sha256(data).hexdigest(), asdict(profile))
    kept = blob.unpack(clips.get(key), key)
    if kept is None:
        kept = _encode(key, *_sound(path, data, kind, profile), profile, TAIL_MS[kind])
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


def _sound(path: Path, data: bytes, kind: SoundKind, profile: Profile) -> tuple[Any, float]:
    """(all that is heard of it, mono, 16 bits, with soft ends; what brings it to the loudness of the speech)."""
    pcm, rate = _decoded(path, data)
    name = path.name
    if not SLOWEST_RATE <= rate <= FASTEST_RATE:
        said = f"{name} is damaged: it claims to have {rate:,} samples a second."
        raise SpeechError(said, "Save it anew.", code="jingle")
    gain_db = _gain_db(pcm, rate, profile)
    pcm = _heard(name, pcm, rate, silence.SILENCE / 10 ** (gain_db / 20))
    seconds = len(pcm) / rate
    if not SHORTEST_S <= seconds <= LONGEST_S[kind]:
        limits = f"{SHORTEST_S:g} to {LONGEST_S[kind]:g} seconds"
        raise SpeechError(f"{name} lasts {seconds:.1f} seconds.", f"Make it {limits} long.", code="jingle")
    sound = _pydub()(pcm.tobytes(), sample_width=2, frame_rate=rate, channels=1)
    return sound.fade_in(FADE_MS).fade_out(FADE_MS), gain_db


def _heard(name: str, pcm: NDArray[np.int16], rate: int, floor: float) -> NDArray[np.int16]:
    """`pcm` without the silence at its ends: what stays at or below `floor`. SpeechError for a long one inside."""
    loud = np.flatnonzero(silence.levels(pcm, rate) > floor)
    if not len(loud):
        raise SpeechError(f"Nothing can be heard in {name}: it is silent.", code="jingle")
    steps = np.diff(loud, append=loud[-1] + 1)
    widest = int(steps.argmax())
    quiet = (int(steps[widest]) - 1) * silence.STEP_MS
    if quiet > LONGEST_REST_MS:
        since = (int(loud[widest]) + 1) * silence.STEP_MS / 1000
        raise SpeechError(
            f"{name} falls silent for {quiet / 1000:.1f} seconds, {since:.1f} seconds after its start; "
            "listeners would take that for the end.",
            f"Cut it: at most {LONGEST_REST_MS / 1000:g} second of silence may be inside.",
            code="jingle",
        )
    step = rate * silence.STEP_MS // 1000
    first = max(0, int(loud[0]) - 1)  # a step before the sound begins: the fade would take the edge off a drum
    return pcm[first * step : (int(loud[-1]) + 1) * step]


def _decoded(path: Path, data: bytes) -> tuple[NDArray[np.int16], int]:
    """(mono PCM, sample rate)."""
    if data[:4] != b"FORM":
        return decode_sound(data) or _by_ffmpeg(path)
    try:
        return read_aiff(data)
    except SpeechError:
        return _by_ffmpeg(path)


def _by_ffmpeg(path: Path) -> tuple[NDArray[np.int16], int]:
    if not shutil.which("ffmpeg"):
        raise SpeechError(
            f"{path.name} is in a format that needs ffmpeg, which is not installed.",
            "Install ffmpeg, or save the file as WAV, uncompressed AIFF, MP3, FLAC or Ogg Vorbis.",
            code="jingle",
        )
    try:
        sound = _pydub().from_file(str(path)).set_sample_width(2)
    except (import_module("pydub.exceptions").CouldntDecodeError, OSError, LookupError, ValueError) as error:
        raise SpeechError(f"{path.name} is not a sound file that can be read.", code="jingle") from error
    return mixdown(np.frombuffer(sound.raw_data, np.int16).reshape(-1, sound.channels)), sound.frame_rate


def _pydub() -> Any:
    """The class AudioSegment (pydub has no types)."""
    with warnings.catch_warnings():  # on import it warns when there is no ffmpeg; here it is rarely needed
        warnings.simplefilter("ignore")
        return import_module("pydub").AudioSegment


def _encode(key: str, sound: Any, gain_db: float, profile: Profile, tail_ms: int) -> tuple[Clip, bytes]:
    pcm = resample(np.frombuffer(sound.raw_data, np.int16), sound.frame_rate, profile.sample_rate)
    pcm = amplify(pcm, gain_db)
    lead = LEAD_MS * profile.sample_rate // 1000
    count = mp3.frames_for(lead + len(pcm) + tail_ms * profile.sample_rate // 1000, profile)
    whole = np.zeros(mp3.samples_for(count, profile), np.int16)
    whole[lead : lead + len(pcm)] = pcm
    frames = mp3.encode(whole, profile)
    return blob.framed(key, (), frames, profile), frames


def _gain_db(pcm: NDArray[np.int16], rate: int, profile: Profile) -> float:
    """What brings it to the loudness of the speech; a sound shorter than a block, or silence, is left as it is."""
    loudness = integrated(block_powers(pcm, rate))
    return 0.0 if loudness is None else profile.lufs - loudness
