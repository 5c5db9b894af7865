"""A Script's account for the listener: what was left out, and what is said otherwise than written, by rule. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from audioblog.model import Script
from audioblog.publish.wording import one_line


@dataclass(frozen=True, slots=True)
class Change:
    written: str
    spoken: str
    """Empty for what is left out."""
    count: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, and each different thing that it did."""

    why: str
    count: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    left_out: tuple[Rule, ...]
    said_differently: tuple[Rule, ...]


def ledger(script: Script) -> Ledger:
    """Every omission and every swap of `script`, grouped by rule in order of first appearance, equal ones counted.

    A swap for nothing (the mark of a note within a sentence) is left out like an omission.
    """
    swapped = [
        (swap.why, _written(utterance.text, utterance.start, swap.start, swap.end), swap.spoken.strip(" ,"))
        for utterance in script.utterances
        for swap in utterance.swaps
    ]
    silent = [entry for entry in swapped if not one_line(entry[2])]
    said = (entry for entry in swapped if one_line(entry[2]) and one_line(entry[1]) != one_line(entry[2]))
    return Ledger(
        _by_rule([*((omission.why, omission.text, "") for omission in script.omissions), *silent]), _by_rule(said)
    )


def _written(text: str, offset: int, start: int, end: int) -> str:
    return text[max(start - offset, 0) : max(end - offset, 0)]


def _by_rule(entries: Iterable[tuple[str, str, str]]) -> tuple[Rule, ...]:
    rules: dict[str, Counter[tuple[str, str]]] = {}
    for why, written, spoken in entries:
        rules.setdefault(one_line(why.replace("_", " ")), Counter())[one_line(written), one_line(spoken)] += 1
    return tuple(
        Rule(why, found.total(), tuple(Change(written, spoken, count) for (written, spoken), count in found.items()))
        for why, found in rules.items()
    )
