"""Voice -> its gain and its speed, measured: what a profile's `gain_db` and `chars_per_second` are set to.

The voice speaks its calibration text, the limiter and the encoder do what they do to an episode, the MP3 is decoded and
measured, and the gain is moved until the loudness is the target's. The limiter bends, so this takes two or three turns.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from audioblog.errors import SpeechError
from audioblog.model import Voice
from audioblog.produce.clip import OpenEngine, Part, Plan, render
from audioblog.produce.decode import decode_mp3
from audioblog.produce.engines import open_engine
from audioblog.produce.loudness import block_powers, integrated, true_peak_db
from audioblog.produce.mp3 import PROFILES, TARGET_LUFS, Profile

PAUSE_MS = 300
"""Between sentences, as in an episode; pauses lie below the gate and hardly count."""
NEAR_LU = 0.02
MOST_TURNS = 8

TEXTS = Path(__file__).with_name("calibration.toml")
"""Sentences by language. A voice of another language says the sample of its profile, repeated."""


@dataclass(frozen=True, slots=True)
class Calibration:
    gain_db: float
    chars_per_second: float
    """Pauses between sentences included."""
    lufs: float
    """What is reached with this gain."""
    true_peak_db: float


def calibrate(voice: Voice, *, profile: Profile = PROFILES["standard"], engine_of: OpenEngine = open_engine) -> float:
    """The gain in dB that brings this voice to the target loudness. Raises SpeechError when the voice does not work."""
    return measure_voice(voice, profile=profile, engine_of=engine_of).gain_db


def measure_voice(
    voice: Voice, *, profile: Profile = PROFILES["standard"], engine_of: OpenEngine = open_engine
) -> Calibration:
    """The same with everything that was measured on the way."""
    texts = _texts(voice)
    voice = _paced(voice, texts, engine_of)
    for _ in range(MOST_TURNS):
        parts = tuple(Part(voice, text, PAUSE_MS) for text in texts)
        clip, frames = render("calibration", Plan(parts), profile, engine_of)
        pcm, rate = decode_mp3(frames)
        loudness = integrated(block_powers(pcm, rate))
        if loudness is None:
            break
        error = TARGET_LUFS - loudness
        if abs(error) <= NEAR_LU:
            speed = sum(map(len, texts)) * rate / clip.samples
            peak = true_peak_db(pcm)
            return Calibration(round(voice.gain_db, 2), round(speed, 1), round(loudness, 2), round(peak, 2))
        voice = replace(voice, gain_db=voice.gain_db + error)
    raise SpeechError(f"The voice “{voice.name}” cannot be brought to {TARGET_LUFS} LUFS.", code="loudness")


def _paced(voice: Voice, texts: Sequence[str], engine_of: OpenEngine) -> Voice:
    """`voice` with the speed that it has, roughly: at one that it has not, what it says would be refused."""
    seconds = sum(len(speech.pcm) / 2 / speech.sample_rate for speech in engine_of(voice).speak(texts))
    return replace(voice, chars_per_second=sum(map(len, texts)) / seconds) if seconds else voice


def first_sentence(language: str) -> str:
    """The first sentence that voices of `language` ("en") are measured by; "" when there is none in it."""
    return str(tomllib.loads(TEXTS.read_text("utf-8")).get(language, "")).strip().partition("\n")[0]


def _texts(voice: Voice) -> tuple[str, ...]:
    known = tomllib.loads(TEXTS.read_text("utf-8"))
    texts = tuple(known.get(voice.language.partition("-")[0].lower(), "").split("\n")[:-1])
    if not texts and not voice.sample:
        raise SpeechError(
            f"There is no calibration text in the language of “{voice.name}” ({voice.language}).",
            "Write a sentence or two into `sample` of its profile.",
            code="no-sample",
        )
    return texts or (voice.sample,) * 5
