"""Where a text changes its language, and where its author asks for silence.

In: a holder's text, its spans, the languages that have a voice. Out: passages, and silences by place.

A `lang` of the page is believed and final. Where the rules' `language_words` is raised, a passage of fewer words stays
in the voice around it: some listeners find a change of voice for one word harder to follow than an accent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from audioblog.model import Span
from audioblog.narrate.languages import primary

_CLOSING = re.compile(r"[\s\"”’»)\]]*[.,;:!?…]*[\"”’»)\]]*")
_OPENING = re.compile(r"[\"“‘«(\[]*\s?$")


@dataclass(frozen=True, slots=True)
class Passage:
    """text[start:end] is in one language."""

    start: int
    end: int
    lang: str


def passages(
    text: str, start: int, end: int, spans: Sequence[Span], lang: str, voices: Sequence[str], least: int
) -> list[Passage]:
    """text[start:end] in order without gaps; one passage unless a part is marked in another language with a voice.

    A part within a part has its own language.
    """
    found: list[Passage] = []
    at = start
    ordered = sorted((span for span in spans if span.kind == "lang"), key=lambda each: (each.start, -each.end))
    for number, span in enumerate(ordered, 1):
        inside = at <= span.start < span.end <= end
        if not inside or not _changes(text, span, lang, voices, least):
            continue
        first = span.start - len(_quote_before(text[at : span.start]))
        last = min(end, _past_signs(text, span.end))
        if first > at:
            found.append(Passage(at, first, lang))
        found += passages(text, first, last, ordered[number:], span.value, voices, least)
        at = last
    return [*found, Passage(at, end, lang)] if at < end or not found else found


def _changes(text: str, span: Span, lang: str, voices: Sequence[str], least: int) -> bool:
    other = primary(span.value)
    words = len(text[span.start : span.end].split())
    return other != primary(lang) and other in {primary(voice) for voice in voices} and words >= least


def _quote_before(text: str) -> str:
    """An opening quotation mark goes with the words that it opens."""
    found = _OPENING.search(text)
    return found[0] if found else ""


def _past_signs(text: str, end: int) -> int:
    """A stop or a closing mark goes with the words that it closes, or it would be an utterance without words."""
    found = _CLOSING.match(text, end)
    return found.end() if found else end


def silences(text: str, spans: Sequence[Span]) -> Mapping[int, int]:
    """place -> milliseconds, for every `break` of the page; after the sign that closes the words before it."""
    return {
        _past_signs(text, span.end): int(span.value)
        for span in spans
        if span.kind == "break" and span.value.isdecimal() and 0 <= span.end <= len(text)
    }


def cut_at(slices: Sequence[tuple[int, int]], places: Sequence[int]) -> list[tuple[int, int]]:
    """The slices, cut where `places` fall inside them.

    >>> cut_at([(0, 9), (10, 20)], [4, 10, 30])
    [(0, 4), (4, 9), (10, 20)]
    """
    cut: list[tuple[int, int]] = []
    for start, end in slices:
        edges = [start, *(place for place in sorted(set(places)) if start < place < end), end]
        cut += pairwise(edges)
    return cut
