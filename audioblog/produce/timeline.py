"""Script and clips -> Timeline: when every utterance, word and chapter sounds, in milliseconds of the episode.

The only clock is the count of MP3 frames before a clip, so times are exact for every player that honours the header;
the others play everything a constant 25 ms (compact: 50 ms) later.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from audioblog.errors import SpeechError
from audioblog.model import Chapter, ChapterTime, Cue, Script, Timeline, Word
from audioblog.produce.blob import Clip
from audioblog.produce.words import words_of


def cues(script: Script, clips: Iterable[Clip]) -> tuple[Cue, ...]:
    """One cue for each utterance. `clips`: all that the file holds, in order, also those without speech."""
    found: list[Cue] = []
    before = 0
    utterances = iter(script.utterances)
    for clip in clips:
        for cue, utterance in zip(clip.cues, utterances, strict=False):
            start, end = _ms(before + cue.start, clip.sample_rate), _ms(before + cue.end, clip.sample_rate)
            shift = before * 1000 / clip.sample_rate
            words = tuple(Word(w.start, w.end, min(max(start, round(w.ms + shift)), end)) for w in cue.words)
            found.append(Cue(utterance.id, start, end, words, cue.estimated))
        before += clip.samples
    if len(found) != len(script.utterances):
        raise SpeechError(f"{len(script.utterances)} utterances became {len(found)} cues.", code="timeline")
    return tuple(found)


def chapters(marks: Sequence[Chapter], timed: Sequence[Cue], duration_ms: int) -> tuple[ChapterTime, ...]:
    """Chapters from the first words of their utterances; each ends where the next begins, the last with the audio.

    The first one starts at 0, so that the intro belongs to it. A chapter whose utterance is not in the script is left
    out, and of several at one time the last is kept.
    """
    starts = {cue.utterance: cue.start_ms for cue in timed}
    titles = {starts[mark.utterance]: mark.title for mark in marks if mark.utterance in starts}
    times = sorted(titles)
    if not times:
        return ()
    begins = [0, *times[1:], duration_ms]
    return tuple(ChapterTime(titles[at], start, end) for at, (start, end) in zip(times, pairwise(begins), strict=True))


def unspoken(made: Timeline) -> tuple[str, ...]:
    """The utterances that the voice has no sound for: letters of other scripts (see `judge.may_stay_unsaid`)."""
    said = zip(made.script.utterances, made.cues, strict=True)
    return tuple(utterance.spoken for utterance, cue in said if not cue.words and words_of(utterance.spoken))


def _ms(samples: int, rate: int) -> int:
    return round(samples * 1000 / rate)
