"""Utterances -> clips: one paragraph or heading each, spoken, brought to level, encoded once, exact to the sample.

A clip is `LEAD_MS` of digital silence, then its utterances with digital silence between them, then silence up to the
next clip. The engine's own silence is cut off, so every pause is the one that the script asks for, and start and end of
each utterance are known. The whole clip is a whole number of frames: joined clips stay exact.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from audioblog.errors import SpeechError
from audioblog.model import Clip, ClipCue, Script, Utterance, Voice, Word
from audioblog.produce import mp3
from audioblog.produce.engines import Engine, Speech
from audioblog.produce.loudness import amplify
from audioblog.produce.mp3 import Profile
from audioblog.produce.resample import resample
from audioblog.produce.words import timed_words, words_of

LEAD_MS = 50
TAIL_MS = 100
"""The least silence at a clip's ends: the encoder's delay and the decoder's falls into it."""
END_MS = 300
"""Silence after the last word of all."""
MOST_CHARS = 1_500
"""A longer block is cut into several clips, between utterances: memory, and what an edit re-makes, stay small."""
FLOOR = 24
"""Samples up to this value (-63 dB) at the ends of an engine's output are its silence."""
STRIDE = 2_048
"""Samples looked at in one go; the silence is a few hundred long as a rule."""
SLOWEST, FASTEST = 0.4, 2.5
"""Shares of the voice's usual characters a second outside which an utterance was not spoken whole, or not only once."""
JUDGED_CHARS = 40
"""Utterances shorter than this vary too much in speed to be judged by it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One utterance of a clip: what is said, by which voice, and the silence after it. Nothing else matters."""

    voice: Voice
    spoken: str
    pause_ms: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A clip that is to be made."""

    parts: tuple[Part, ...]


OpenEngine = Callable[[Voice], Engine]


def plan_clips(script: Script, voice_of: Callable[[Utterance], Voice]) -> list[Plan]:
    """The script cut into clips, one part for each utterance, in order."""
    utterances = script.utterances
    pauses = [max(now.pause_after_ms, after.pause_before_ms) for now, after in pairwise(utterances)] + [END_MS]
    parts = [
        Part(voice_of(utterance), utterance.spoken if words_of(utterance.spoken) else "", pause)
        for utterance, pause in zip(utterances, pauses, strict=True)
    ]
    return [Plan(tuple(parts[i] for i in group)) for group in _groups(script)]


def _groups(script: Script) -> Iterator[list[int]]:
    """Indices of the utterances of each clip: of one block and chapter, and not much longer than MOST_CHARS."""
    opens = {chapter.utterance for chapter in script.chapters}
    chapter = chars = slice_ = 0
    marked = []
    for index, utterance in enumerate(script.utterances):
        chapter += utterance.id in opens
        same = index and utterance.block == script.utterances[index - 1].block and utterance.id not in opens
        chars = chars + len(utterance.spoken) if same else len(utterance.spoken)
        if chars > MOST_CHARS:
            slice_, chars = slice_ + 1, len(utterance.spoken)
        marked.append((utterance.block, utterance.role == "heading", chapter, slice_))
    for _, group in groupby(range(len(marked)), key=marked.__getitem__):
        yield list(group)


def render(key: str, plan: Plan, profile: Profile, engine_of: OpenEngine) -> tuple[Clip, bytes]:
    """Speak and encode a clip -> (what it is, its MP3 frames).

    Raises SpeechError when a word was not spoken, or a sentence at an impossible speed.
    """
    rate = profile.sample_rate
    pieces = [_silence(LEAD_MS, rate)]
    cues, at = [], len(pieces[0])
    for part, speech in zip(plan.parts, _spoken(plan, engine_of), strict=True):
        if speech is None:
            cues.append(ClipCue(at, at))
            continue
        sound, words = _voiced(part, speech, rate, at)
        pause = _silence(part.pause_ms, rate)
        cues.append(ClipCue(at, at + len(sound), words, speech.estimated))
        pieces += [sound, pause]
        at += len(sound) + len(pause)
    if not any(cue.words for cue in cues):
        return Clip(key, 0, 0, rate, tuple(ClipCue(0, 0) for _ in cues)), b""
    last = max(cue.end for cue in cues if cue.words)
    pcm = _framed(np.concatenate(pieces), last, plan.parts[-1].pause_ms - LEAD_MS, profile)
    frames = mp3.encode(pcm, profile)
    count, made = mp3.frames_for(len(pcm), profile), mp3.walk(frames).count
    if made != count:
        raise SpeechError(f"The encoder made {made} frames where {count} belong.", code="encoder")
    return Clip(key, count, count * profile.frame_samples, rate, tuple(cues)), frames


def _spoken(plan: Plan, engine_of: OpenEngine) -> list[Speech | None]:
    """Each part's speech, None for one without words; neighbours of one voice are spoken in one call."""
    spoken: list[Speech | None] = []
    for voice, run in groupby(plan.parts, key=lambda part: part.voice):
        texts = [part.spoken for part in run]
        said = iter(engine_of(voice).speak([text for text in texts if text]) if any(texts) else ())
        spoken += [next(said) if text else None for text in texts]
    return spoken


def _voiced(part: Part, speech: Speech, rate: int, offset: int) -> tuple[NDArray[np.int16], tuple[Word, ...]]:
    """(PCM at the profile's rate, without the engine's own silence at its ends; words in ms from the clip's start)."""
    raw = np.frombuffer(speech.pcm, np.int16)
    first, end = _first_loud(raw), len(raw) - _first_loud(raw[::-1])
    if first >= end:
        raise SpeechError(f"The voice said nothing for “{part.spoken[:80]}”.", code="silent")
    _judge_speed(part, (end - first) / speech.sample_rate)
    sound = resample(amplify(raw[first:end], part.voice.gain_db), speech.sample_rate, rate)
    spots = timed_words(part.spoken, speech.marks, end, estimated=speech.estimated)
    ms = [round((offset / rate + max(0, spot.sample - first) / speech.sample_rate) * 1000) for spot in spots]
    return sound, tuple(Word(spot.start, spot.end, at) for spot, at in zip(spots, ms, strict=True))


def _first_loud(pcm: NDArray[np.int16]) -> int:
    """Where the silence at the start of `pcm` ends; its length when there is nothing else."""
    for start in range(0, len(pcm), STRIDE):
        loud = np.flatnonzero(np.abs(pcm[start : start + STRIDE].astype(np.int32)) > FLOOR)
        if len(loud):
            return start + int(loud[0])
    return len(pcm)


def _judge_speed(part: Part, seconds: float) -> None:
    """Refuse a speed at which something was lost or doubled."""
    if len(part.spoken) < JUDGED_CHARS or _is_foreign(part):
        return
    speed, usual = len(part.spoken) / seconds, part.voice.chars_per_second
    if not SLOWEST * usual <= speed <= FASTEST * usual:
        raise SpeechError(
            f"The voice said “{part.spoken[:60]}” at {speed:.1f} characters a second instead of about {usual:.0f}.",
            "If the voice is right and its profile wrong, correct chars_per_second there.",
            code="speed",
        )


def _is_foreign(part: Part) -> bool:
    """Whether part of the text is in a script that the voice's own sample lacks: such letters are spelled by name."""
    own = _scripts(part.voice.sample) or {"LATIN"}
    return not _scripts(part.spoken) <= own


def _scripts(text: str) -> set[str]:
    """Names of the scripts of a text's letters: {"LATIN"}, {"HEBREW", "LATIN"} ..."""
    return {unicodedata.name(letter, "").partition(" ")[0] for letter in set(text) if letter.isalpha()}


def _framed(pcm: NDArray[np.int16], spoken: int, tail_ms: int, profile: Profile) -> NDArray[np.int16]:
    """`pcm` cut or filled with silence to whole frames that end as near to `tail_ms` after `spoken` as they can."""
    least = mp3.frames_for(spoken + TAIL_MS * profile.sample_rate // 1000, profile)
    wanted = round((spoken + tail_ms * profile.sample_rate / 1000) / profile.frame_samples)
    length = mp3.samples_for(max(least, wanted), profile)
    return np.concatenate([pcm[:length], np.zeros(max(0, length - len(pcm)), np.int16)])


def _silence(ms: int, rate: int) -> NDArray[np.int16]:
    return np.zeros(ms * rate // 1000, np.int16)
