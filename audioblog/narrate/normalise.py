"""Written to spoken, for one text. In: text, language, lexicon, swaps already decided. Out: Swaps, or the spoken words.

    normalise("Ring 111 by 5pm.")  ->  "Ring one one one by five P M."

Rules see the original text only (scan.py); this module joins what they said with what stands between.
"""

from __future__ import annotations

from collections.abc import Sequence

from audioblog.model import Swap
from audioblog.narrate.languages import locale_of, rules_of
from audioblog.narrate.lexicon import Lexicon
from audioblog.narrate.punctuation import closed, soften, tidy
from audioblog.narrate.scan import scan


def swaps(
    text: str, lang: str = "en-GB", lexicon: Lexicon | None = None, fixed: Sequence[Swap] = ()
) -> tuple[Swap, ...]:
    """Every change from written to spoken, in order, never overlapping; `fixed` ones are kept as they are."""
    return tuple(scan(text, rules_of(lang), locale_of(lang), lexicon, fixed))


def say(text: str, start: int, end: int, found: Sequence[Swap]) -> str:
    """The words of text[start:end]; `found` are the swaps that lie within it."""
    parts: list[str] = []
    at = start
    for swap in found:
        parts.append(soften(text, at, swap.start))
        spoken = swap.spoken
        left = text[swap.start - 1] if swap.start > start else " "
        right = text[swap.end] if swap.end < end else " "
        if spoken and (left.isalnum() or at == swap.start) and spoken[0] not in "-'":
            spoken = " " + spoken
        if spoken and right.isalnum() and spoken[-1] not in "-":
            spoken += " "
        parts.append(spoken)
        at = swap.end
    parts.append(soften(text, at, end))
    return tidy("".join(parts))


def normalise(text: str, lang: str = "en-GB", lexicon: Lexicon | None = None) -> str:
    """The spoken form of a text, for a voice of this language. Never raises."""
    spoken = say(text, 0, len(text), swaps(text, lang, lexicon))
    return closed(spoken) if text.rstrip()[-1:] in (".", "…") else spoken
