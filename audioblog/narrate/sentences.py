"""Sentences of a text, by pysbd behind a wrapper that proves that nothing was lost.

In: a text, its language, stretches that must not be cut (swaps). Out: (start, end) slices of the ORIGINAL text, in
order, that hold every visible character exactly once. pysbd only proposes places to cut; whatever it does to its
copy of the text cannot change ours. Most paragraphs have nothing that could mislead a regular expression, and never
reach pysbd.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import Any

from audioblog.narrate.stops import ABBREVIATED, PLAIN_STOP, mended
from audioblog.narrate.vocabulary import vocabulary

LONGEST = 250
"""Characters of a sentence beyond which it is split at clause marks, for the engine's sake and the listener's."""
_TOO_LONG = 600
"""Beyond this a split falls at a comma or a space, whatever the grammar."""
_CHUNK = 4000
"""pysbd takes time by the square of the length; longer texts reach it in pieces."""
_SUPPORTED = vocabulary("en hi mr zh es am ar hy bg ur ru pl fa nl da fr my el it ja de kk sk")
_DOUBTFUL = re.compile(
    r"[。！？।۔؟]|[.!?…](?!\s+[\"“‘(]?[A-Z]|[\"”’)]*\s*$|[\"”’)]*\s+[\"“‘(]?[A-Z])|(?<![^\W\d_A-Z]{3})[.!?…]|"
    rf"\b(?:{'|'.join(ABBREVIATED)})\.|[.!?][\"”’)]"
)
_ENDS = re.compile(r"(?<![.!?…。！？।۔؟])[.!?…。！？।۔؟]+[\"”’»)\]]*(?:\s+|(?<=[。！？]))")
_INLINE_LIST = re.compile(r"(?:^|\s)(?:\d{1,2}|[a-z])[.)]\)?\s.*\s(?:\d{1,2}|[a-z])[.)]\)?\s")
_CLAUSES = (re.compile(r";\s+"), re.compile(r"\s[–—-]\s+|—"), re.compile(r":\s+"))
_COMMA = re.compile(r",\s+")
_SPACE = re.compile(r"\s+")

Slice = tuple[int, int]


def sentences(text: str, lang: str = "en-GB", whole: Sequence[Slice] = ()) -> list[Slice]:
    """Slices of `text`, without white space at their ends; none cuts a stretch of `whole` (sorted)."""
    cuts = _allowed(_cuts(text, lang), whole)
    slices: list[Slice] = []
    for start, end in pairwise((0, *cuts, len(text))):
        slices += _split_long(text, start, end, whole)
    return [found for found in (_strip(text, *each) for each in slices) if found]


def heard_sentences(text: str, lang: str, whole: Sequence[Slice], silent: Sequence[Slice]) -> list[Slice]:
    """Slices as of `sentences`, found as a listener hears the text: without its `silent` stretches (sorted).

    A silent stretch, such as a note's mark behind a full stop, belongs to the words before it; or to the first ones.
    """
    if not silent:
        return sentences(text, lang, whole)
    edges = [0, *(edge for stretch in silent for edge in stretch), len(text)]
    heard = [at for start, end in zip(edges[::2], edges[1::2], strict=True) for at in range(start, end)]
    together = [(bisect_left(heard, start), bisect_left(heard, end)) for start, end in whole]
    found = sentences("".join(text[at] for at in heard), lang, together)
    starts = [heard[start] for start, _ in found][1:]
    return [piece for each in pairwise((0, *starts, len(text))) if (piece := _strip(text, *each))]


def _cuts(text: str, lang: str) -> list[int]:
    """Where a new sentence starts; line breaks always end one."""
    cuts: list[int] = []
    for line in re.finditer(r"[^\n]+", text):
        for start in range(line.start(), line.end(), _CHUNK):
            end = min(start + _CHUNK, line.end())
            cuts += [start + cut for cut in _line_cuts(text[start:end], lang)]
            cuts.append(end)
    return [cut for cut in cuts if 0 < cut < len(text)]


def _line_cuts(line: str, lang: str) -> list[int]:
    inline = _INLINE_LIST.search(line)
    if not inline and not _ENDS.search(line):
        return []
    if not inline and not _DOUBTFUL.search(line):
        return [match.end() for match in PLAIN_STOP.finditer(line)]
    proposed = _segmenter(lang.split("-")[0].lower()).segment(line)
    if "".join(proposed) != line:
        return [match.end() for match in _ENDS.finditer(line)]
    return mended(line, list(accumulate(map(len, proposed))))


@cache
def _segmenter(language: str) -> Any:
    """pysbd is imported when the first doubtful sentence comes: it costs a tenth of a second."""
    import pysbd

    return pysbd.Segmenter(language=language if language in _SUPPORTED else "en", clean=False)


def _allowed(cuts: Sequence[int], whole: Sequence[Slice]) -> list[int]:
    """The cuts that do not fall inside a stretch that belongs together."""
    allowed: list[int] = []
    stretches = iter((*whole, (1 << 62, 1 << 62)))
    start, end = next(stretches)
    for cut in sorted(set(cuts)):
        while end <= cut:
            start, end = next(stretches)
        if cut <= start:
            allowed.append(cut)
    return allowed


def _split_long(text: str, start: int, end: int, whole: Sequence[Slice]) -> list[Slice]:
    """Halve a long sentence at the strongest clause mark near its middle, until every part is short enough."""
    if end - start <= LONGEST:
        return [(start, end)]
    marks: tuple[re.Pattern[str], ...] = _CLAUSES
    if end - start > _TOO_LONG:
        marks = (*_CLAUSES, _COMMA, _SPACE)
    middle = (start + end) // 2
    inside = [stretch for stretch in whole if stretch[0] < end and stretch[1] > start]
    for mark in marks:
        cuts = _allowed([match.end() for match in mark.finditer(text, start, end)], inside)
        cuts = [cut for cut in cuts if start + 40 < cut < end - 40]
        if cuts:
            cut = min(cuts, key=lambda at: abs(at - middle))
            return _split_long(text, start, cut, inside) + _split_long(text, cut, end, inside)
    return [(start, end)]


def _strip(text: str, start: int, end: int) -> Slice | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
