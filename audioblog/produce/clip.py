"""Utterances -> clips: one paragraph or heading each, spoken, brought to level, encoded once, exact to the sample.

A clip is `LEAD_MS` of digital silence, then its utterances with digital silence between them, then silence up to the
next clip. The engine's own silence is cut off, so every pause is the one that the script asks for, and start and end of
each utterance are known. The whole clip is a whole number of frames: joined clips stay exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import log10
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from audioblog.errors import SpeechError
from audioblog.model import Script, Utterance, Voice, Word
from audioblog.produce import blob, mp3
from audioblog.produce.blob import SILENT_DB, Clip, ClipCue
from audioblog.produce.engines import Engine, Speech
from audioblog.produce.judge import FLOOR, judge, judge_words, may_stay_unsaid
from audioblog.produce.loudness import CEILING_DB, amplify
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
OVERSHOOT = 32_768 * 10 ** ((CEILING_DB + 0.3) / 20)
"""A sample that is higher than this has outgrown the limiter; eSpeak's stay below, at twice their rate."""
POWER_STEP = 7
"""Every so many samples are enough to know how loud an utterance is, within a tenth of a decibel."""
STRIDE = 2_048
"""Samples looked at in one go; the silence is a few hundred long as a rule."""
_SPEAKING = Lock()
"""One engine speaks at a time, whichever it is: most are no good for two threads. Encoding takes three times longer."""


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
    """Speak and encode a clip -> (what it is, its MP3 frames). May be called by several threads.

    Raises SpeechError when a word was not spoken, or a sentence lost, torn or distorted.
    """
    rate = profile.sample_rate
    pieces = [_silence(LEAD_MS, rate)]
    cues, at, peak = [], len(pieces[0]), 0
    for part, speech in zip(plan.parts, _spoken(plan, engine_of), strict=True):
        if speech is None or _is_unsaid(part, speech):
            cues.append(ClipCue(at, at))
            continue
        voiced = _voiced(part, speech, rate, at, engine_of)
        pause = _silence(part.pause_ms, rate)
        cues.append(ClipCue(at, at + len(voiced.pcm), voiced.words, speech.estimated, voiced.level_db))
        pieces += [voiced.pcm, pause]
        peak = max(peak, voiced.peak)
        at += len(voiced.pcm) + len(pause)
    if not any(cue.words for cue in cues):
        return blob.framed(key, tuple(ClipCue(0, 0) for _ in cues), b"", profile), b""
    last = max(cue.end for cue in cues if cue.words)
    pcm = _framed(pieces, last, plan.parts[-1].pause_ms - LEAD_MS, profile)
    frames = mp3.encode(pcm, profile)
    made, count = blob.framed(key, tuple(cues), frames, profile, peak), mp3.frames_for(len(pcm), profile)
    if made.frames != count:
        raise SpeechError(f"The encoder made {made.frames} frames where {count} belong.", code="encoder")
    return made, frames


def _is_unsaid(part: Part, speech: Speech) -> bool:
    """Whether it takes no time, like standing punctuation: the voice has no sound for it, and need not have one."""
    return may_stay_unsaid(part.spoken, part.voice) and not len(_trimmed(speech)[1])


def _spoken(plan: Plan, engine_of: OpenEngine) -> list[Speech | None]:
    """Each part's speech, None for one without words; neighbours of one voice are spoken in one call."""
    spoken: list[Speech | None] = []
    for voice, run in groupby(plan.parts, key=lambda part: part.voice):
        texts = [part.spoken for part in run]
        wanted = [text for text in texts if text]
        said = iter(_speak(voice, wanted, engine_of) if wanted else ())
        spoken += [next(said) if text else None for text in texts]
    return spoken


def _speak(voice: Voice, texts: Sequence[str], engine_of: OpenEngine) -> list[Speech]:
    with _SPEAKING:
        return engine_of(voice).speak(texts)


@dataclass(frozen=True, slots=True)
class _Voiced:
    """One utterance, as it goes into the clip."""

    pcm: NDArray[np.int16]
    """At the profile's rate, without the engine's own silence at its ends."""
    words: tuple[Word, ...]
    """In ms from the clip's start."""
    level_db: float
    """RMS, dB of full scale."""
    peak: int
    """The highest sample that it had, before it was limited a second time."""


def _voiced(part: Part, speech: Speech, rate: int, offset: int, engine_of: OpenEngine) -> _Voiced:
    def again() -> int:
        return len(_trimmed(_speak(part.voice, [part.spoken], engine_of)[0])[1])

    first, raw = _trimmed(speech)
    judge(part.spoken, part.voice, raw, speech.sample_rate, again)
    loud, sound, peak = _brought_to_level(raw, part.voice.gain_db, speech.sample_rate, rate)
    spots = timed_words(part.spoken, speech.marks, first + len(raw), estimated=speech.estimated)
    if not speech.estimated:
        judge_words(part.spoken, part.voice, spots, first + len(raw), speech.sample_rate)
    ms = [round((offset / rate + max(0, spot.sample - first) / speech.sample_rate) * 1000) for spot in spots]
    words = tuple(Word(spot.start, spot.end, at) for spot, at in zip(spots, ms, strict=True))
    return _Voiced(sound, words, _level_db(loud), peak)


def _brought_to_level(
    raw: NDArray[np.int16], gain_db: float, rate: int, new_rate: int
) -> tuple[NDArray[np.int16], NDArray[np.int16], int]:
    """(with the gain, and limited; the same at the new rate; the highest sample at that rate).

    Between the samples of a limited sound its peaks may stand higher, with flite's recorded voices by 2 dB. Where that
    shows at the new rate, the sound is limited there instead, which takes twice the time; and a decibel lower, because
    the encoder makes the peaks of such a sound higher again.
    """
    loud = amplify(raw, gain_db)
    sound = resample(loud, rate, new_rate)
    peak = max(int(sound.max(initial=0)), -int(sound.min(initial=0)))
    if peak > OVERSHOOT:
        sound = amplify(resample(raw, rate, new_rate), gain_db, CEILING_DB - 1)
    return loud, sound, peak


def _trimmed(speech: Speech) -> tuple[int, NDArray[np.int16]]:
    """(samples of silence before, the speech without the silence at its ends)."""
    raw = np.frombuffer(speech.pcm, np.int16)
    first = _first_loud(raw)
    return first, raw[first : len(raw) - _first_loud(raw[::-1])]


def _first_loud(pcm: NDArray[np.int16]) -> int:
    """Where the silence at the start of `pcm` ends; its length when there is nothing else."""
    for start in range(0, len(pcm), STRIDE):
        loud = np.flatnonzero(np.abs(pcm[start : start + STRIDE].astype(np.int32)) > FLOOR)
        if len(loud):
            return start + int(loud[0])
    return len(pcm)


def _level_db(loud: NDArray[np.int16]) -> float:
    wave = loud[::POWER_STEP].astype(np.float32)
    power = float(np.einsum("i,i->", wave, wave)) / len(wave) / 32_768**2
    return round(10 * log10(power), 2) if power else SILENT_DB


def _framed(pieces: Sequence[NDArray[np.int16]], spoken: int, tail_ms: int, profile: Profile) -> NDArray[np.int16]:
    """`pieces` joined, then cut or filled up to whole frames that end as near to `tail_ms` after `spoken` as can be."""
    least = mp3.frames_for(spoken + TAIL_MS * profile.sample_rate // 1000, profile)
    wanted = round((spoken + tail_ms * profile.sample_rate / 1000) / profile.frame_samples)
    whole = np.zeros(mp3.samples_for(max(least, wanted), profile), np.int16)
    at = 0
    for piece in pieces:
        part = piece[: len(whole) - at]
        whole[at : at + len(part)] = part
        at += len(part)
    return whole


def _silence(ms: int, rate: int) -> NDArray[np.int16]:
    return np.zeros(ms * rate // 1000, np.int16)
