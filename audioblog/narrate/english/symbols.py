"""Symbols, slashes, editors' brackets, note marks, ranges.

In: "parents/carers", "(D)deaf", "[2]", "3–7". Out: words or silence.

A slash is "or" between words, silent between letters, and joins a prefix ("co/production"). A dash between
quantities is "to". What no table knows is called by its Unicode name if it is a picture, else it is silent and on
the ledger.
"""

from __future__ import annotations

import re

from audioblog.narrate.emoji import PICTURES, picture
from audioblog.narrate.english.numbers import number
from audioblog.narrate.english.tables import DAYS, MONTH_FORMS, PER, PREFIXES, SYMBOLS
from audioblog.narrate.scan import DIGIT, WORD, Locale, Rule
from audioblog.narrate.vocabulary import vocabulary

_NOTE = re.compile(r"\[(?:\d{1,3}(?:\s?[,–-]\s?\d{1,3})*|[ivx]{1,4}|[a-z]|\*|†|note \d+)\]")
_SUPERSCRIPT = re.compile(r"[¹²³⁰⁴-⁹]+")
_SUBSCRIPT = re.compile(r"[₀-₉]+")
_DOUBLED = re.compile(r"\((?P<a>\w)\)(?P<b>(?i:(?P=a))\w*)")
_PREFIX = re.compile(r"\((?P<a>[A-Za-z]{1,6})-?\)-?(?P<b>[a-z]+)")
_PLURAL = re.compile(r"\((?P<s>e?s|ren)\)")
_INNER = re.compile(r"(?<=[^\W\d_])\((?=[a-z]{1,4}\)[a-z])|\)(?=[a-z])")
_OPENED = re.compile(r"[^\W\d_]\([a-z]{1,4}$")
_SHE_OR_HE = re.compile(r"\(s\)he(?!\w)")
_SLASH = re.compile(r"\s?/\s?(?P<per>[\w²³]+)?")
_DASH = re.compile(r"[-–—−‒]+")
_MINUS = re.compile(r"[-−–](?=[£$€]?\.?\d)")
_TIMES = re.compile(r"[x×*](?=\s?\d)")
_X_BEFORE = re.compile(r"\d[a-z]{0,2}\s?$")
_X_NUMBER = re.compile(r"x(?P<n>\d{1,3})(?!\w)")
_COMPARE = re.compile(r"(?P<s>[<>≤≥~≈])\s?=?(?=\s?[£$€]?\d)")
_NUMBER_SIGN = re.compile(r"#(?=\d+(?!\w))|№\s?(?=\d)")
_STARS = re.compile(r"(?P<full>[★⭐](?:\s?[★⭐])*)(?P<empty>(?:\s?☆)*)")
_EMOTICON = re.compile(r"[:;]-?[)(DP](?!\w)")
_ELLIPSIS = re.compile(r"\[(?:…|\.{3})\]")
_COMPARED = {"<": "less than", ">": "more than", "≤": "at most", "≥": "at least", "~": "about", "≈": "about"}
_ANY = re.compile(r"[^\w\s]|[_]", re.S)
_CALENDAR = "|".join(
    (*MONTH_FORMS, *DAYS, *(name.lower() for name in DAYS.values()), "spring", "summer", "autumn", "winter")
)
_RANGE_LEFT = re.compile(
    r"(?:\d|[%°½¼¾]|\d\s?[^\W\d_]{1,4}|[ap]\.?m\.?|\d\s(?:million|billion)|"
    rf"(?<![^\W\d_])(?i:{_CALENDAR})\.?(?:\s\d{{4}})?)\s?$"
)
_RANGE_RIGHT = re.compile(rf"\s?(?:(?P<number>[£$€]?\.?\d)|(?=[A-Z])(?i:{_CALENDAR})(?![^\W\d_]))")
_SPACED_CUES = vocabulary("pages page pp p chapters chapter ages aged age nos years weeks verses between from")


def _silent(_: re.Match[str], __: Locale) -> str:
    return ""


def _pause(_: re.Match[str], __: Locale) -> str:
    return ","


def _note(match: re.Match[str], _: Locale) -> str | None:
    """A mark after a word; "[a]" at a sentence's start is an editor's letter."""
    before = match.string[match.start() - 1 : match.start()] if match.start() else ""
    if match[0][1:-1].isalpha() and not (before.isalnum() or before in ".,;:!?”’\"'"):
        return None
    return ""


def _superscript(match: re.Match[str], _: Locale) -> str:
    """A note mark after a word; a power after a single letter or a digit."""
    before = re.search(r"(\w+)$", match.string[max(0, match.start() - 8) : match.start()])
    power = {"²": "squared", "³": "cubed"}.get(match[0])
    if before and (len(before[1]) == 1 or before[1][-1].isdecimal()):
        return power or f"to the power of {number(_plain(match[0]))}"
    return ""


def _plain(raised: str) -> str:
    return raised.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789"))


def _subscript(match: re.Match[str], _: Locale) -> str:
    return number(_plain(match[0]))


def _doubled(match: re.Match[str], _: Locale) -> str:
    """ "(D)deaf": the community's two spellings, said once."""
    return match["b"]


def _prefix(match: re.Match[str], _: Locale) -> str | None:
    return match["a"] + match["b"] if match["a"].lower() in PREFIXES | {"trans", "mal", "neuro", "intra"} else None


def _inner(match: re.Match[str], _: Locale) -> str | None:
    """ "un(der)paid": both brackets are silent, and the word is whole."""
    if match[0] == ")" and not _OPENED.search(match.string[max(0, match.start() - 7) : match.start()]):
        return None
    return ""


def _she_or_he(_: re.Match[str], __: Locale) -> str:
    return "she or he"


def _plural(match: re.Match[str], _: Locale) -> str | None:
    word = re.search(r"[^\W\d_]+$", match.string[max(0, match.start() - 30) : match.start()])
    return f" or {word[0]}{match['s']}" if word else None


def _money_per(match: re.Match[str], _: Locale) -> str | None:
    """ "£12/hour": per hour. Elsewhere only the slash itself is swapped."""
    before = match.string[max(0, match.start() - 20) : match.start()]
    if match["per"] in PER and re.search(r"[£$€]\s?[\d.,]+\s?(?:k|m|bn)?\s?$|\d\s?p$", before):
        return f"per {PER[match['per']]}"
    return None


_DAY_NAMES = frozenset((*DAYS, *(name.lower() for name in DAYS.values())))
_SLASH_ONLY = re.compile(r"/")


def _or(match: re.Match[str], _: Locale) -> str:
    text, start = match.string, match.start()
    left = re.search(r"([^\W_]+)[\"”’)]?\s?$", text[max(0, start - 30) : start])
    right = re.match(r"\s?[\"“‘(]?([^\W_]+)", text[start + 1 : start + 31])
    if not left or not right:
        return ""
    a, b = left[1], right[1]
    if a.lower() in PREFIXES:
        return "-"
    if a.lower() in ("and", "or") or b.lower() in ("or", "and"):
        return " "
    if a.lower() in _DAY_NAMES and b.lower() in _DAY_NAMES:
        return ","
    if "°" in text[max(0, start - 3) : start]:
        return "or"
    if (
        a.isdecimal()
        or b.isdecimal()
        or (len(a) == 1 and len(b) == 1)
        or (a.isupper() and b.isupper() and len(a) < 6 and len(b) < 6)
    ):
        return " "
    return "or"


def _range(match: re.Match[str], _: Locale) -> str | None:
    """The dash of "3–7", "Mon-Fri", "9am – 5pm"."""
    text = match.string
    left, right = (
        _RANGE_LEFT.search(text[max(0, match.start() - 16) : match.start()]),
        _RANGE_RIGHT.match(text, match.end()),
    )
    if not left or not right:
        return None
    spaced = text[match.start() - 1].isspace() or text[match.end()].isspace()
    bare = right["number"] and left[0].strip().isdecimal()
    if spaced and bare and word_before_number(text, match.start()) not in _SPACED_CUES:
        return None
    return "to"


def word_before_number(text: str, end: int) -> str:
    found = re.search(r"([^\W\d_]+)\.?\s+[\d.,]+\s*$", text[max(0, end - 30) : end])
    return found[1].lower() if found else ""


def _minus(match: re.Match[str], _: Locale) -> str | None:
    before = match.string[match.start() - 1 : match.start()] if match.start() else " "
    earlier = match.string[max(0, match.start() - 3) : match.start()].strip()
    if not (before.isspace() or before in "(") or (match[0] != "−" and earlier[-1:].isdecimal()):
        return None
    return "minus"


def _times(match: re.Match[str], _: Locale) -> str | None:
    if not _X_BEFORE.search(match.string[max(0, match.start() - 4) : match.start()]):
        return None
    tight = match.string[match.start() - 1].isdecimal()
    units = re.match(
        r"[x×*]\s?\d+(?:\.\d+)?\s?(?:mm|cm|m|in|ft|inch|px|metres?|feet|pixels)\b", match.string[match.start() :]
    )
    return "by" if units or (tight and match[0] != "*") or match[0] == "x" else "times"


def _x_number(match: re.Match[str], _: Locale) -> str | None:
    return None if match.start() and match.string[match.start() - 1].isalnum() else f"times {number(match['n'])}"


def _compare(match: re.Match[str], _: Locale) -> str:
    return _COMPARED[match["s"]] if "=" not in match[0] else {"<": "at most", ">": "at least"}.get(match["s"], "about")


def _number_sign(_: re.Match[str], __: Locale) -> str:
    return "number "


def _stars(match: re.Match[str], _: Locale) -> str:
    full = sum(not char.isspace() for char in match["full"])
    of = full + match["empty"].count("☆")
    if match["empty"]:
        return f"{number(str(full))} out of {number(str(of))} stars"
    return f"{number(str(full))} star{'s' if full > 1 else ''}"


def _any(match: re.Match[str], _: Locale) -> str | None:
    char = match[0]
    if char in "<>" and not re.search(r"\s$", match.string[max(0, match.start() - 1) : match.start()]):
        return ""
    if char == ">" and re.match(r"\s[A-Z]", match.string[match.end() : match.end() + 2]):
        return ","  # a path of menus: Settings > Privacy
    if char == "~" or char == "^":
        return SYMBOLS[char] if re.match(r"\s?\d", match.string[match.end() : match.end() + 2]) else ""
    return SYMBOLS.get(char)


RULES = (
    Rule("footnote mark", "[", _NOTE, _note),
    Rule("left out by the author", "[", _ELLIPSIS, _pause),
    Rule("footnote mark", "⁰¹²³⁴⁵⁶⁷⁸⁹", _SUPERSCRIPT, _superscript),
    Rule("footnote mark", DIGIT + WORD, _SUPERSCRIPT, _superscript),
    Rule("number", "₀₁₂₃₄₅₆₇₈₉", _SUBSCRIPT, _subscript),
    Rule("bracket", "(", _DOUBLED, _doubled),
    Rule("bracket", "()", _INNER, _inner),
    Rule("bracket", "(", _SHE_OR_HE, _she_or_he),
    Rule("bracket", "(", _PLURAL, _plural),
    Rule("bracket", "(", _PREFIX, _prefix),
    Rule("money", "/", _SLASH, _money_per),
    Rule("slash", "/", _SLASH_ONLY, _or),
    Rule("range", "-–—−‒", _DASH, _range),
    Rule("symbol", "-−–", _MINUS, _minus),
    Rule("symbol", "x×*" + WORD, _TIMES, _times),
    Rule("symbol", WORD, _X_NUMBER, _x_number),
    Rule("symbol", "<>≤≥~≈", _COMPARE, _compare),
    Rule("symbol", "#№", _NUMBER_SIGN, _number_sign),
    Rule("stars", "★⭐", _STARS, _stars),
    Rule("emoticon", ":;", _EMOTICON, _silent),
    Rule("emoji", "*", PICTURES, picture),
    Rule("symbol", "".join(SYMBOLS), _ANY, _any),
)
