"""The scanner: ONE pass from left to right over the original text, which yields Swaps.

In: a text, an ordered table of rules, a lexicon, and swaps that are already decided (from the page's own marks).
Out: Swaps in order, never overlapping. The first rule that matches at a position wins; what a rule wrote is never read
again, so no rule can spoil another one's words.

A rule may start at a digit, at a word, or at given symbols. Most words of a text are plain; they are passed over after
one look at their letters, which is what makes the pass cheap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from audioblog.model import Swap
from audioblog.narrate.lexicon import Lexicon

DIGIT, WORD, ANY = "0", "a", "\0"
"""Where a rule may start: at a digit, at a word, at any symbol that no other rule claims."""


@dataclass(frozen=True, slots=True)
class Locale:
    """What the rules must know of the reader's country."""

    tag: str = "en-GB"
    month_first: bool = False
    """How 5/6/2023 is read."""


Speak = Callable[[re.Match[str], Locale], str | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """`speak` turns a match into words; None means "not mine", and the next rule is asked."""

    why: str
    starts: str
    """DIGIT, WORD, ANY, or the symbols themselves."""
    pattern: re.Pattern[str]
    speak: Speak


@dataclass(frozen=True, slots=True)
class Rules:
    """An ordered table of rules, and the plain-looking words at which some rule may start."""

    digit: tuple[Rule, ...]
    word: tuple[Rule, ...]
    symbol: dict[str, tuple[Rule, ...]]
    words: frozenset[str]
    """Lower case."""
    any_symbol: tuple[Rule, ...] = field(default=())
    """Asked last, at every symbol and every character that is neither letter, digit nor space."""


def rules(table: Sequence[Rule], words: frozenset[str]) -> Rules:
    """Sort a table by where its rules may start; within each start the order of the table is kept."""
    symbols = {char for rule in table for char in rule.starts if char not in (DIGIT, WORD, ANY)}
    return Rules(
        tuple(rule for rule in table if DIGIT in rule.starts),
        tuple(rule for rule in table if WORD in rule.starts),
        {char: tuple(rule for rule in table if char in rule.starts or ANY in rule.starts) for char in symbols},
        words,
        tuple(rule for rule in table if ANY in rule.starts),
    )


_STOP = re.compile(r"([^\W\d_]{1,80})|(\d)|[^\s,;?!]")
"""Places where something may begin: a run of letters, a digit, a symbol. Every pattern of this room has such a bound,
or starts at a rare sign: a text without spaces must not take quadratic time."""
_JOINS = frozenset(")./@_&\\+#²³¹⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉")
"""Characters that make a token of a plain word (an address, a file name, a unit)."""
_HYPHENED = re.compile(r"-[\w-]{1,40}(?:@|\.\w)")
"""The rest of an address that starts like a compound: "co-pro@…"."""


def scan(
    text: str, table: Rules, locale: Locale, lexicon: Lexicon | None = None, fixed: Sequence[Swap] = ()
) -> Iterator[Swap]:
    """Every swap of `text`, in order. `fixed` swaps (sorted, not overlapping) win over every rule."""
    pos = 0
    for swap in (*fixed, None):
        limit = len(text) if swap is None else swap.start
        yield from _stretch(text, pos, limit, table, locale, lexicon)
        if swap is not None:
            yield swap
            pos = swap.end


def _stretch(text: str, pos: int, limit: int, table: Rules, locale: Locale, lexicon: Lexicon | None) -> Iterator[Swap]:
    known = lexicon.first_words if lexicon else frozenset()
    while stop := _STOP.search(text, pos, limit):
        start, pos = stop.span()
        word, digit = stop.groups()
        if word is not None and not word.isalpha():  # ½ and ² count as word characters
            word = word[: next(i for i, char in enumerate(word) if not char.isalpha())]
            pos = start + max(1, len(word))
        if word:
            if _plain(word, text, pos) and word not in table.words and word.lower() not in table.words | known:
                continue
            tried = table.word
        else:
            tried = table.digit if digit else table.symbol.get(text[start], table.any_symbol)
        if lexicon and (entry := lexicon.match(text, start, limit)):
            yield entry
            pos = max(pos, entry.end)
        elif found := _first(tried, text, start, limit, locale):
            yield found
            pos = max(pos, found.end)


def _plain(word: str, text: str, end: int) -> bool:
    """A run of letters that only a table of words could know: lower or title case, with nothing glued to it."""
    if not (word[1:].islower() or (len(word) == 1 and word.islower())):
        return False
    after = text[end : end + 2]
    if after[:1] == "-" and _HYPHENED.match(text, end):
        return False
    return not after or not (after[0] in _JOINS or after[0].isdigit()) or (after[0] == "." and not after[1:].isalnum())


def _first(tried: Sequence[Rule], text: str, start: int, limit: int, locale: Locale) -> Swap | None:
    for rule in tried:
        match = rule.pattern.match(text, start)
        if match and start < match.end() <= limit:
            spoken = rule.speak(match, locale)
            if spoken is not None:
                return Swap(start, match.end(), spoken, rule.why)
    return None
