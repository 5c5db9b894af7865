"""What the page's own marks decide before any rule: note references, raised figures, words to say instead.

In: a holder's text and spans. Out: fixed Swaps, sorted and not overlapping.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from audioblog.model import Span, Swap
from audioblog.narrate.english.ipa import respell
from audioblog.narrate.english.numbers import number, ordinal
from audioblog.narrate.languages import is_english
from audioblog.narrate.lexicon import spell
from audioblog.narrate.normalise import normalise

FOOTNOTE = "footnote mark"
AUTHORS_WORDS, AUTHORS_SPELLING, AUTHORS_SOUNDS = "as the page says", "spelled, as the page says", "phonemes"
_QUANTITY = re.compile(r"(?:\d\s?(?:km|cm|mm|m|ft|in|yd|mi|nm)|\b(?:km|cm|mm|m|ft))$")
_VARIABLE = re.compile(r"(?<![^\W_])[^\W\d_]$")
_ENDING = re.compile(r"(?:st|nd|rd|th|TM|®|™)$", re.I)


def fixed_swaps(text: str, spans: Sequence[Span], lang: str = "en-GB") -> tuple[Swap, ...]:
    """Spans that lie outside the text are ignored: a wrong mark must not spoil a right text."""
    found: list[Swap] = []
    for span in sorted(spans, key=lambda each: (each.start, each.end)):
        if not 0 <= span.start < span.end <= len(text) or (found and span.start < found[-1].end):
            continue
        swap = _TOLD[span.kind](text, span, lang) if span.kind in _TOLD else _swap(text, span)
        if swap:
            found.append(swap)
    return tuple(found)


def _swap(text: str, span: Span) -> Swap | None:
    written = text[span.start : span.end]
    if span.kind == "noteref":
        return Swap(span.start, span.end, "", FOOTNOTE)
    if span.kind == "unread":
        return Swap(span.start, span.end, "", span.value)
    if span.kind == "sup" and not _ENDING.match(written.strip()):
        return _raised(text, span, written.strip())
    return None


def _said(_text: str, span: Span, lang: str) -> Swap | None:
    """Words to say instead, or /phonemes/, which are respelled as well as letters can."""
    sounds = span.value[1:-1] if len(span.value) > 2 and span.value[0] == span.value[-1] == "/" else ""
    spoken = respell(sounds) if sounds else normalise(span.value, lang).rstrip(".")
    why = f"{AUTHORS_SOUNDS}: /{sounds}/" if sounds else AUTHORS_WORDS
    return Swap(span.start, span.end, spoken, why) if spoken else None


def _spelled(text: str, span: Span, lang: str) -> Swap | None:
    """Letters and digits by their names; a space is a pause."""
    groups = (" ".join(_character(char, lang) for char in group) for group in text[span.start : span.end].split())
    spoken = ", ".join(" ".join(group.split()) for group in groups if group.strip())
    return Swap(span.start, span.end, spoken, AUTHORS_SPELLING) if spoken else None


def _character(char: str, lang: str) -> str:
    if char.isalpha():
        return spell(char) if is_english(lang) and char.isascii() else char
    return normalise(char, lang)


_TOLD: Mapping[str, Callable[[str, Span, str], Swap | None]] = {"say": _said, "spell": _spelled}


def _raised(text: str, span: Span, written: str) -> Swap | None:
    """A power after a quantity, a figure or a single letter; after a word, a note mark; a raised word is a word."""
    before = text[max(0, span.start - 8) : span.start]
    if not (written.isdecimal() or written in ("*", "†", "‡", "§")):
        return None
    if re.search(r"(?<!\d)\d{1,2}$", before) and written.isdecimal():
        return Swap(span.start, span.end, f"to the power of {number(written)}", "power")
    if written.isdecimal() and _QUANTITY.search(before):
        power = {"2": "squared", "3": "cubed"}.get(written, "")
        measured = re.search(r"\d\s?\w+$", before)
        return None if measured and power else Swap(span.start, span.end, power, "power")
    if written.isdecimal() and _VARIABLE.search(before):
        n = int(written[:6])
        return Swap(span.start, span.end, {2: "squared", 3: "cubed"}.get(n, f"to the {ordinal(n)}"), "power")
    return Swap(span.start, span.end, "", FOOTNOTE)
