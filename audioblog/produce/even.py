"""Utterances whose level is not the usual one of their voice: too soft or too loud beside the rest of an episode.

The level of every utterance is known from before it was encoded, so all are judged, heard again or not, for nothing.
Figures: 8,100 utterances of 22 voices (eSpeak in seven languages at 80 to 450 words a minute, flite), foreign words and
names among them, put together in 20,000 episodes of 2 to 30 utterances.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audioblog.errors import SpeechError
from audioblog.produce.blob import Clip
from audioblog.produce.clip import Plan

JUDGED_S = 0.5
"""A shorter utterance is as loud as its vowels happen to be."""
LONG_S = 2.0
UNEVEN_DB = 4.5
"""How far one of at least LONG_S may be from its voice's usual level: 4.1 was seen. And a voice from the others, which
differ by 1.8 dB when they are calibrated."""
UNEVEN_SHORT_DB = 6.0
"""A shorter one: 5.3 was seen. Also one of a voice that says little else, and is held against the others."""
REST_S = 3.0
"""So much else must be said to know what is usual."""


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance as it was spoken."""

    text: str
    voice: str
    seconds: float
    level_db: float


def said_in(plan: Plan, clip: Clip) -> Iterator[Said]:
    """What is said in a clip, by whom, how loud."""
    for part, cue in zip(plan.parts, clip.cues, strict=True):
        if cue.words:
            yield Said(part.spoken, part.voice.name, (cue.end - cue.start) / clip.sample_rate, cue.level_db)


def check_even(said: Sequence[Said]) -> None:
    """Raises SpeechError, in words for an editor, if an utterance or a voice is much louder or softer than the rest."""
    everything = _Usual(said)
    voices = {name: _Usual([each for each in said if each.voice == name]) for name in {each.voice for each in said}}
    for each in said:
        for off, most in _differences(each, voices[each.voice], everything):
            if abs(off) > most:
                raise SpeechError(
                    f"“{each.text[:60]}” is {abs(off):.0f} decibels {'louder' if off > 0 else 'softer'} than the rest.",
                    "Build again; if it stays, calibrate the voice that says it: audioblog voices calibrate.",
                    code="loudness",
                )


def _differences(each: Said, usual: _Usual, everything: _Usual) -> Iterator[tuple[float, float]]:
    """(by how much it differs, by how much it may): from the rest of its voice, and its voice from the others."""
    if each.seconds < JUDGED_S:
        return
    if usual.seconds - each.seconds >= REST_S:
        yield each.level_db - usual.level_db, UNEVEN_DB if each.seconds >= LONG_S else UNEVEN_SHORT_DB
        if everything.seconds - usual.seconds >= REST_S:
            yield usual.level_db - everything.level_db, UNEVEN_DB
    elif everything.seconds - each.seconds >= REST_S:
        yield each.level_db - everything.level_db, UNEVEN_SHORT_DB


class _Usual:
    """How loud several utterances are as a rule: as half of the time is louder, and half softer."""

    def __init__(self, said: Sequence[Said]) -> None:
        self.seconds = sum(each.seconds for each in said)
        self.level_db = 0.0
        passed = 0.0
        for each in sorted(said, key=lambda each: each.level_db):
            self.level_db = each.level_db
            passed += each.seconds
            if passed >= self.seconds / 2:
                break
