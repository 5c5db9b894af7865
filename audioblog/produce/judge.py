"""An engine's speech -> accepted, or refused because something in it was lost, doubled, torn or distorted.

Every utterance of every clip goes through this, before it is encoded. What is judged is the engine's own sound, its
silence at both ends cut off. That all words were spoken is judged where they get their times (`words`), and here, by
how long the last ones took.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from audioblog.errors import SpeechError
from audioblog.model import Voice
from audioblog.produce.silence import USUAL_RATE, drop_out, longest_pause_ms
from audioblog.produce.words import Spot, are_lone_letters

FLOOR = 24
"""Samples up to this value (-63 dB) are an engine's silence."""
SLOW, FAST = 0.71, 1.41
"""The band: shares of the voice's usual speed, `weight` a second. In 430 utterances of nine voices: 0.75 to 1.25. The
second is less than twice the first: of a take and its half, or its double, only one is in the band."""
SLOWEST, FASTEST = 0.55, 1.9
"""Outside of these an utterance is refused even if it is said alike twice."""
ALIKE = 0.15
"""By how much two takes of one text may differ in length."""
JUDGED_CHARS = 30
"""Utterances shorter than this vary too much in speed to be judged by it."""
LAST_WORD_S = 1.0
"""What the last word may take beside three times its usual length."""
LEAST = 0.2
"""Share of its usual length that the last word takes at least; in 8,000 utterances of eSpeak: 0.31 (Spanish “y”)."""
LEAST_FUSED = 0.4
"""The same of three words that have only one mark, or of two at the end: 0.62."""
MOST_SHORT = 2
"""So many words with one mark may be as short as they like, before the end: “of a” is swallowed down to a third."""
FLAT_SHARE = 0.01
"""Share of samples in flat tops that is distortion: none in nine voices, a tenth when clipped by 20 dB."""
FLAT_FROM = 8_000
"""Flat tops lower than this are no clipping but silence or noise."""


def judge(text: str, voice: Voice, sound: NDArray[np.int16], rate: int, again: Callable[[], int]) -> None:
    """Raises SpeechError, in words for an editor, unless `sound` can be `text`.

    `again` speaks the text once more and gives the number of samples: asked only when the speed is unusual.
    """
    if not len(sound):
        raise SpeechError(f"The voice said nothing for “{text[:80]}”.", code="silent")
    quiet = drop_out(sound, rate, FLOOR)
    if quiet > longest_pause_ms(USUAL_RATE / voice.rate):
        raise SpeechError(f"The voice falls silent for {quiet} ms within “{text[:60]}”.", _AGAIN, code="silent")
    if flat_share(sound) > FLAT_SHARE:
        hint = "Lower the volume in the voice's own settings, or choose another voice."
        raise SpeechError(f"The voice is distorted (too loud) in “{text[:60]}”.", hint, code="distorted")
    _judge_speed(text, voice, len(sound), rate, again)


def may_stay_unsaid(text: str, voice: Voice) -> bool:
    """Whether silence is all that can be expected: nothing but single letters of scripts that are not the voice's.

    eSpeak has no sound for a quarter of all letters (“ʻ”, “ࣁ”). An ideograph is a word, not a letter.
    """
    return are_lone_letters(text) and not _scripts(text) & {*_scripts_of(voice), "CJK"}


def judge_words(text: str, voice: Voice, spots: Sequence[Spot], end: int, rate: int) -> None:
    """Raises SpeechError when the last words are cut short or go on too long, or words that share a mark are too short.

    `end`: the sample at which the sound ends. Not for words whose times are all estimated.
    """
    marked = [index for index, spot in enumerate(spots) if spot.marked]
    for here, after in zip(marked, [*marked[1:], len(spots)], strict=True):
        is_last = after == len(spots)
        if not is_last and after - here <= MOST_SHORT:
            continue
        said = text[spots[here].start : None if is_last else spots[after].start]
        seconds = ((end if is_last else spots[after].sample) - spots[here].sample) / rate
        usual = weight(said) / voice.chars_per_second
        if seconds < usual * (LEAST if after - here == 1 else LEAST_FUSED):
            message = f"The voice left out part of “{said.strip()[:60]}” in “{text[:60]}”."
            raise SpeechError(message, _measure(voice), code="words-missing")
        if is_last and seconds > LAST_WORD_S + 3 * usual and not _is_foreign(text, voice):
            message = f"The voice goes on for {seconds:.1f} s after the last word of “{text[:60]}” has begun."
            raise SpeechError(message, _AGAIN, code="speed")


def flat_share(sound: NDArray[np.int16]) -> float:
    """Share of samples that are as high as the highest, two or more in a row: tops that clipping has cut flat."""
    top = max(int(sound.max(initial=0)), -int(sound.min(initial=0)))
    if top < FLAT_FROM:
        return 0.0
    upper, lower = sound >= top - 1, sound <= 1 - top
    if np.count_nonzero(upper) + np.count_nonzero(lower) < FLAT_SHARE * len(sound):
        return 0.0
    high = np.flatnonzero(upper | lower)
    return float(np.count_nonzero(np.diff(high) == 1)) / len(sound)


def weight(text: str) -> float:
    """How long a text takes to say, in characters of usual text.

    Fitted to eSpeak: spelled letters and pauses at punctuation count for more than they have characters.
    """
    letters = sum(map(str.isalpha, text))
    return letters + 0.25 * len(text.split()) + 5.5 * len(_PAUSE.findall(text)) + 2 * len(_LETTER.findall(text)) + 1.5


def _judge_speed(text: str, voice: Voice, samples: int, rate: int, again: Callable[[], int]) -> None:
    """Refuse a speed at which something was lost or doubled; one out of the band must at least be the same twice."""
    if len(text) < JUDGED_CHARS or _is_foreign(text, voice):
        return
    share = weight(text) * rate / samples / voice.chars_per_second
    if SLOW <= share <= FAST or (SLOWEST <= share <= FASTEST and abs(again() - samples) <= ALIKE * samples):
        return
    raise SpeechError(
        f"The voice said “{text[:60]}” at {len(text) * rate / samples:.1f} characters a second, "
        f"which is {share:.1f} times what is usual: something was left out or said twice.",
        _measure(voice),
        code="speed",
    )


def _measure(voice: Voice) -> str:
    return f"If the voice is right and its profile is not, measure it once: audioblog voices calibrate {voice.name}"


def _is_foreign(text: str, voice: Voice) -> bool:
    """Whether part of the text is in a script that the voice's own sample lacks: such letters are spelled by name."""
    return not _scripts(text) <= _scripts_of(voice)


def _scripts_of(voice: Voice) -> set[str]:
    return _scripts(voice.sample) or {"LATIN"}


def _scripts(text: str) -> set[str]:
    """Names of the scripts of a text's letters: {"LATIN"}, {"HEBREW", "LATIN"} ..."""
    return {unicodedata.name(letter, "").partition(" ")[0] for letter in set(text) if letter.isalpha()}


_PAUSE = re.compile(r"[,;:.?!]\s")
_LETTER = re.compile(r"\b[^\W\d_]\b(?!')")
_AGAIN = "Build again; if it stays, try another voice."
