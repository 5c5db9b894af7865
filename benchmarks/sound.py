"""How right the sound is: each function makes files, decodes them, and says how far they are from what is wanted."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from statistics import mean

import numpy as np
from numpy.typing import NDArray

from audioblog.model import Script, Timeline, Utterance, Voice
from audioblog.produce import verify
from audioblog.produce.decode import decode_mp3
from audioblog.produce.engines import open_engine
from audioblog.produce.loudness import integrated, step_powers
from audioblog.produce.voices import list_voices, load_voice
from benchmarks.text import WHEN, WHO, varied, words
from benchmarks.ways import make, script

VOICES = [Path(__file__).parent.parent / "voices"]
THREE = ("en-gb", "en-us", "en-clear")
POSTS = 20
ONSETS = 100
STEP = 220
"""Samples (5 ms) in which an onset is looked for."""
LOUD = 300
"""Of 32,768: the encoder's noise before a sudden start reaches 40."""


def onsets(folder: Path) -> tuple[int, int, float]:
    """(words within 50 ms, words, the worst in ms): where they are heard in the MP3 against where the timeline is.

    Each of the random words follows a comma, so that the waveform shows where it begins. "t" and "k" begin with 45 ms
    of closed lips or tongue, which is silence and belongs to the word.
    """
    chance = random.Random(4)
    chosen = [chance.choice(words()) for _ in range(ONSETS)]
    blocks = [[f"{', '.join(chosen[at : at + 5])}.".capitalize()] for at in range(0, ONSETS, 5)]
    made = make(script(blocks), load_voice("en-gb", VOICES), "standard", folder, "onsets")
    pcm, rate = decode_mp3((folder / "onsets.mp3").read_bytes())
    loud = np.abs(pcm[: len(pcm) // STEP * STEP].astype(np.int32)).reshape(-1, STEP).max(axis=1) > LOUD
    heard = np.array([i for i in range(6, len(loud)) if loud[i] and not loud[i - 6 : i].any()]) * STEP * 1000 / rate
    errors = [float(np.abs(heard - word.ms).min()) for cue in made.cues for word in cue.words]
    return sum(error <= 50 for error in errors), len(errors), max(errors)


def loudness(folder: Path) -> tuple[float, float]:
    """(the largest distance from -16 LUFS, the highest true peak in dBTP) of 20 varied posts in three voices each."""
    worst, highest = 0.0, -99.0
    for name in THREE:
        voice = load_voice(name, VOICES)
        for number, blocks in enumerate(varied(POSTS)):
            made = make(script(blocks), voice, "standard", folder, f"{name}{number}")
            heard = verify.inspect(folder / f"{name}{number}.mp3", made)
            assert heard.lufs is not None
            assert heard.true_peak_db is not None
            worst, highest = max(worst, abs(heard.lufs + 16)), max(highest, heard.true_peak_db)
    return worst, highest


def twins(folder: Path) -> tuple[bool, float]:
    """(whether two builds from nothing have one timeline, the shortest utterance against its twin)."""
    voice, blocks = load_voice("en-gb", VOICES), varied(4)[3]
    builds: list[Timeline] = []
    for name in ("first", "second"):
        (folder / name).mkdir()
        builds.append(make(script(blocks), voice, "standard", folder / name, "post"))
        open_engine(voice).speak(["Something else is said in between."])
    lengths = [[cue.end_ms - cue.start_ms for cue in build.cues] for build in builds]
    return builds[0] == builds[1], min(min(a, b) / max(a, b) for a, b in zip(*lengths, strict=True))


def second_language(folder: Path) -> tuple[int, float]:
    """(languages, the largest distance in LU): passages by their own voices, against the English around them."""
    voices = list_voices(VOICES)
    english = load_voice("en-gb", VOICES)
    others: dict[str, Voice] = {}
    for voice in voices:
        if voice.engine == "espeak" and not voice.language.startswith("en"):
            others.setdefault(voice.language.partition("-")[0], voice)
    said = []
    for number, voice in enumerate(others.values()):
        for text, lang in (
            (f"{WHO[number]} said, {WHEN[number % len(WHEN)]}:", "en-GB"),
            (voice.sample, voice.language),
        ):
            said.append(Utterance(f"u{len(said)}", f"b{number}", 0, len(text), text, text, "paragraph", lang))
    paused = tuple(replace(utterance, pause_after_ms=300) for utterance in said)
    made = make(
        Script("Greetings", "en-GB", paused), english, "standard", folder, "greetings", others=[*others.values()]
    )
    pcm, rate = decode_mp3((folder / "greetings.mp3").read_bytes())
    levels = [_level(pcm, rate, cue.start_ms, cue.end_ms) for cue in made.cues]
    usual = mean(levels[0::2])
    return len(others), max(abs(level - usual) for level in levels[1::2])


def _level(pcm: NDArray[np.int16], rate: int, start_ms: int, end_ms: int) -> float:
    steps = step_powers(pcm[start_ms * rate // 1000 : end_ms * rate // 1000], rate)
    found = integrated([(a + b) / 2 for a, b in pairwise(steps)])
    return -70.0 if found is None else found
