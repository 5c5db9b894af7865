"""Written to spoken, for one text. In: text, language, lexicon, swaps already decided. Out: Swaps, or the spoken words.

    normalise("Ring 111 by 5pm.")  ->  "Ring one one one by five P M."

Rules see the original text only (scan.py); this module joins what they said with what stands between.
"""

from __future__ import annotations

import unicodedata
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
    pieces: list[str] = []
    at, glued = start, False
    for swap in found:
        _put(pieces, soften(text, at, swap.start), glued=glued)
        glued = not swap.spoken and swap.why == "bracket"
        _put(pieces, swap.spoken, glued=glued)
        at = swap.end
    _put(pieces, soften(text, at, end), glued=glued)
    return tidy("".join(pieces))


def _put(pieces: list[str], more: str, *, glued: bool) -> None:
    """Append what is said next; words grow together only around a bracket within a word: "f(r)iends"."""
    if pieces and more and not glued and _ends_a_word(pieces[-1][-1]) and more[0].isalnum():
        pieces.append(" ")
    if more:
        pieces.append(more)


def _ends_a_word(char: str) -> bool:
    return char.isalnum() or bool(unicodedata.combining(char))


def normalise(text: str, lang: str = "en-GB", lexicon: Lexicon | None = None) -> str:
    """The spoken form of a text, for a voice of this language. Never raises."""
    spoken = say(text, 0, len(text), swaps(text, lang, lexicon))
    return closed(spoken) if text.rstrip()[-1:] in (".", "…") else spoken
