"""The phonemes of a text with their lengths, as Piper gives them -> when its words begin.

Between words stands a space among the phonemes, but not between all: the phonemiser speaks some sequences as one
("in the" is “ɪnðə”), and may part a word in two. So words and groups of phonemes are matched: the way of going through
both, in order, in which what each word sounds like alone is most like the groups that it is matched with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from audioblog.produce.engines import Mark
from audioblog.produce.words import words_of

MOST_FUSED = 4
"""Words that are spoken as one, or groups that one word is spoken as, at most."""
STRAY = 12
"""Groups that the match may run ahead or behind of an even pace."""
MOST_UNLIKE = 0.4
"""Share of the phonemes that may differ; beyond it, the match is a guess."""

Lengths = Sequence[tuple[str, int]]
"""Phonemes and their samples, in order; begins with the sign of a beginning ("^")."""


@dataclass(frozen=True, slots=True)
class Sounding:
    """One sentence as it was spoken."""

    at: int
    """The sample of its text's sound at which it begins."""
    phonemes: Sequence[str]
    lengths: Lengths | None
    """None where the model does not tell them."""

    @property
    def ends_sentence(self) -> bool:
        return bool(self.phonemes) and self.phonemes[-1] in ".?!"


def marks_of(text: str, heard: Sequence[Sounding], phonemes_of: Callable[[str], str]) -> tuple[Mark, ...] | None:
    """A mark for each word, or for the first of several that are spoken as one; None when times must be estimated."""
    groups: list[tuple[str, int]] = []
    for sounding in heard:
        if sounding.lengths is None:
            return None
        groups += _groups(sounding.lengths, sounding.at)
    words = words_of(text)
    if len(words) == len(groups):
        firsts: list[int] | None = list(range(len(words)))
    else:
        firsts = _matched([_letters(phonemes_of(text[start:end])) for start, end in words], [g for g, _ in groups])
    if firsts is None:
        return None
    found: dict[int, Mark] = {}
    for (start, _), group in zip(words, firsts, strict=True):
        found.setdefault(group, Mark(start, groups[group][1]))
    return tuple(found.values())


def _groups(lengths: Lengths, at: int) -> list[tuple[str, int]]:
    """(phonemes of a word without signs, its first sample) of one sentence."""
    groups: list[tuple[str, int]] = []
    new = True
    for phoneme, samples in lengths:
        if phoneme == " ":
            new = True
        elif phoneme.isalpha() and new:  # a sign of stress counts as a letter, and may come first
            groups.append((_letters(phoneme), at))
            new = False
        elif groups:
            groups[-1] = (groups[-1][0] + _letters(phoneme), groups[-1][1])
        at += samples
    return groups


def _letters(phonemes: str) -> str:
    """Without stress, length, pauses and signs of beginning and end; those of a word alone and in a sentence differ."""
    return "".join(phoneme for phoneme in phonemes if phoneme.isalpha() and phoneme not in "ˈˌː")


def _matched(words: Sequence[str], groups: Sequence[str]) -> list[int] | None:
    """For each word the group in which it begins; None when the two are too unlike."""

    @cache
    def unlike(word: int, words_here: int, group: int, groups_here: int) -> int:
        said = Counter("".join(words[word : word + words_here]))
        heard = Counter("".join(groups[group : group + groups_here]))
        return (said - heard).total() + (heard - said).total()

    moves = [(count, 1) for count in range(1, MOST_FUSED + 1)] + [(1, count) for count in range(2, MOST_FUSED + 1)]
    best: dict[tuple[int, int], tuple[int, tuple[int, int]]] = {(0, 0): (0, (0, 0))}
    for word in range(len(words)):
        for group in range(len(groups)):
            if (word, group) not in best or abs(group - word * len(groups) / len(words)) > STRAY:
                continue
            cost = best[word, group][0]
            for words_here, groups_here in moves:
                end = (word + words_here, group + groups_here)
                if end[0] > len(words) or end[1] > len(groups):
                    continue
                total = cost + unlike(word, words_here, group, groups_here)
                if end not in best or total < best[end][0]:
                    best[end] = (total, (word, group))
    last = (len(words), len(groups))
    if last not in best or best[last][0] > MOST_UNLIKE * sum(map(len, groups)):
        return None
    firsts = [0] * len(words)
    while last != (0, 0):
        before = best[last][1]
        firsts[before[0] : last[0]] = [before[1]] * (last[0] - before[0])
        last = before
    return firsts
