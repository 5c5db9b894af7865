"""Symbols that stand alone: arithmetic, comparisons, stars, arrows, emoji.

In: "≥18", "3 × 4", "a 5* hotel", "A → B", "#5", ":-)". Out: words or silence. What no table knows is called by
its Unicode name if it is a picture, else it is silent and on the ledger.
"""

from __future__ import annotations

import re

from audioblog.narrate.emoji import PICTURES, picture
from audioblog.narrate.english.numbers import number
from audioblog.narrate.english.tables.signs import SYMBOLS
from audioblog.narrate.scan import ANY, WORD, Locale, Rule

_TIMES = re.compile(r"[x×*](?=\s?\d)")
_X_BEFORE = re.compile(r"\d[a-z]{0,2}\s?$")
_SIZED = re.compile(r"[x×*]\s?\d+(?:\.\d+)?\s?(?:mm|cm|m|in|ft|inch|px|metres?|feet|pixels)\b")
_X_NUMBER = re.compile(r"x(?!86|64|32)(?P<n>\d{1,3})(?!\w)")
_PLUS_MINUS = re.compile(r"\+\s?/\s?[-−–]")
_COMPARE = re.compile(r"(?P<s>[<>≤≥~≈])\s?=?(?=\s?[£$€]?\d)")
_NUMBER_SIGN = re.compile(r"#(?=\d+(?!\w))|№\s?(?=\d)")
_STARS = re.compile(r"(?P<full>[★⭐](?:\s?[★⭐])*)(?P<empty>(?:\s?☆)*)")
_ASTERISK = re.compile(r"\*(?=[\s-][a-z]|[.,;:!?)]|$)")
_RATED = re.compile(r"(?:(?<![\w£$€.,*])[1-7]|Grade I{1,2}|grade I{1,2})$")
_EMOTICON = re.compile(r"[:;]-?[)(DP](?!\w)")
_TAG = re.compile(r"<(?=/?[a-zA-Z][\w-]{0,20}/?>)")
_COMPARED = {"<": "less than", ">": "more than", "≤": "at most", "≥": "at least", "~": "about", "≈": "about"}
_ANY = re.compile(r"[^\w\s]|[_]", re.S)


def _silent(_: re.Match[str], __: Locale) -> str:
    """
    >>> said("thanks :-)"), said("the <b> tag"), said("thanks: (you)")
    ('thanks', 'the b tag', 'thanks, you,')
    """
    return ""


def _times(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("3 × 4"), said("210 x 297 mm"), said("2*8"), said("box 4")
    ('three times four', 'two hundred and ten by two hundred and ninety-seven millimetres', 'two times eight', 'box four')
    """  # noqa: E501
    if not _X_BEFORE.search(match.string[max(0, match.start() - 4) : match.start()]):
        return None
    tight = match.string[match.start() - 1].isdecimal()
    sized = _SIZED.match(match.string, match.start())
    return "by" if sized or (tight and match[0] != "*") or match[0] == "x" else "times"


def _x_number(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("tea x2"), said("box2")
    ('tea times two', 'box two')
    """
    return None if match.start() and match.string[match.start() - 1].isalnum() else f"times {number(match['n'])}"


def _plus_minus(_: re.Match[str], __: Locale) -> str:
    """
    >>> said("+/- 5"), said("+ 5")
    ('plus or minus five', 'plus five')
    """
    return "plus or minus"


def _compare(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("≥18"), said("<5 cases"), said("~£300"), said(">= 5"), said("a < b")
    ('at least eighteen', 'less than five cases', 'about three hundred pounds', 'at least five', 'a less than b')
    """
    return _COMPARED[match["s"]] if "=" not in match[0] else {"<": "at most", ">": "at least"}.get(match["s"], "about")


def _number_sign(_: re.Match[str], __: Locale) -> str:
    """
    >>> said("#5 in the charts"), said("C# 5")
    ('number five in the charts', 'C hash five')
    """
    return "number "


def _stars(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("★★★★☆"), said("a 5★ stay"), said("a star")
    ('four out of five stars', 'a five star stay', 'a star')
    """
    full = sum(not char.isspace() for char in match["full"])
    of = full + match["empty"].count("☆")
    if match["empty"]:
        return f"{number(str(full))} out of {number(str(of))} stars"
    if full == 1 and match.start() and match.string[match.start() - 1].isdecimal():
        return "star"
    return f"{number(str(full))} star{'s' if full > 1 else ''}"


def _asterisk(match: re.Match[str], _: Locale) -> str | None:
    """A star after a rating or a listing; elsewhere the mark of a note.

    >>> said("a 5* hotel"), said("a Grade II* hall"), said("from £5* a day")
    ('a five star hotel', 'a Grade Two star hall', 'from five pounds a day')
    """
    return "star" if _RATED.search(match.string[max(0, match.start() - 9) : match.start()]) else None


def _any(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("A → B"), said("Terms & conditions"), said("a ^ b"), said("what?")
    ('eigh to B', 'Terms and conditions', 'a b', 'what?')
    """
    char = match[0]
    if char in "<>" and not re.search(r"\s$", match.string[max(0, match.start() - 1) : match.start()]):
        return ""
    if char == ">" and re.match(r"\s[A-Z]", match.string[match.end() : match.end() + 2]):
        return ","  # a path of menus: Settings > Privacy
    if char == "~" or char == "^":
        return SYMBOLS[char] if re.match(r"\s?\d", match.string[match.end() : match.end() + 2]) else ""
    return SYMBOLS.get(char)


RULES = (
    Rule("symbol", "x×*" + WORD, _TIMES, _times),
    Rule("symbol", WORD, _X_NUMBER, _x_number),
    Rule("symbol", "+", _PLUS_MINUS, _plus_minus),
    Rule("symbol", "<>≤≥~≈", _COMPARE, _compare),
    Rule("symbol", "<", _TAG, _silent),
    Rule("symbol", "#№", _NUMBER_SIGN, _number_sign),
    Rule("stars", "★⭐", _STARS, _stars),
    Rule("stars", "*", _ASTERISK, _asterisk),
    Rule("emoticon", ":;", _EMOTICON, _silent),
    Rule("emoji", ANY, PICTURES, picture),
    Rule("symbol", "".join(SYMBOLS), _ANY, _any),
)
