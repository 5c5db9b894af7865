"""Plain numbers: ordinals, fractions, ratios, scores, ranges, decimals, cardinals; and the last resort for any digit.

In: numbers that no other class has claimed. Out: words. The last rule of all reads whatever digits are left, so that
none can ever reach the voice.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from audioblog.narrate.english.context import word_after, word_before
from audioblog.narrate.english.numbers import cardinal, digits, fraction, number, ordinal, plural
from audioblog.narrate.english.tables import GLUED_UNITS, UNITS
from audioblog.narrate.scan import DIGIT, Locale, Rule
from audioblog.narrate.vocabulary import vocabulary

_EDGE = r"(?<![\w.,])"
_N = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_ORDINAL = re.compile(rf"{_EDGE}(?P<n>\d{{1,3}}(?:,\d{{3}})+|\d{{1,12}})(?P<end>st|nd|rd|th)(?P<s>s)?(?![^\W_])")
_CENTURY = re.compile(rf"{_EDGE}(?P<n>\d{{1,2}})(?:st|nd|rd|th)[\s-]c(?:\.|ent\.?)(?!\w)")
_ONE_TO_ONE = re.compile(r"(?<![\w.,/-])(?:1[-–]2[-–]1|121)(?![\w/-]|[.,]\d)")
_WEEKDAYS = vocabulary("monday tuesday wednesday thursday friday saturday sunday mon tues wed weds thurs fri sat sun")
_MIXED = re.compile(rf"{_EDGE}(?P<n>\d+)\s+(?P<a>\d{{1,2}})[/⁄](?P<b>\d{{1,3}})(?![\w/]|[.,]\d)")
_VULGAR = re.compile(r"(?P<n>\d+)?\s?(?P<v>[¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])")
_SLASH = re.compile(r"(?<![\w./])(?P<a>\d{1,4})[/⁄](?P<b>\d{1,4})(?![\w/]|[.,]\d)")
_RATIO = re.compile(r"(?<![\w.:])(?P<a>\d{1,4}(?:\.\d+)?):(?P<b>\d{1,4}(?:\.\d+)?)(?P<s>s)?(?![\w:])")
_SCORE = re.compile(r"(?<![\w.,/-])(?P<a>\d{1,2})\s?[-–]\s?(?P<b>\d{1,2})(?![\w%/-]|[.,]\d|\s?[-–]\s?\d)")
_GROUPS = re.compile(r"(?<![\w.-])\d{2,4}(?:-\d{2,4}){2,}(?![\w-])")
_BY = re.compile(r"(?<![\w.,])(?P<a>\d{1,4}(?:\.\d+)?)x(?P<b>\d{1,4})(?P<unit>mm|cm|m|in|ft)?(?!\w)")
_PLUS = re.compile(rf"{_EDGE}(?P<n>{_N})\+(?!\s?\d)")
_TIMES = re.compile(rf"{_EDGE}(?P<n>{_N})[x×](?![^\W_]|\s?\d)")
_PLURAL = re.compile(rf"{_EDGE}(?P<n>\d{{1,3}}(?:,\d{{3}})+|\d{{1,7}})['’]?s(?![^\W_])")
_NUMBER = re.compile(rf"{_EDGE}(?P<n>{_N})(?![^\W_])")
_POINT = re.compile(r"(?<![\w.])\.(?P<n>\d+)(?!\w)")
_VERSION = re.compile(r"(?<![\w.])(?P<n>\d+(?:\.\d+){2,})(?![^\W_])")
_CODE_CUES = vocabulary("number no code reference ref id account charity company pin passcode registered text")
_SECRETS = frozenset(("passcode", "pin", "password"))
_ANY = re.compile(r"\d+")
_NUMERAL = re.compile(r"[^\W\d_]")
_SCORE_CUES = vocabulary(
    "won win wins lost lose loses beat beaten drew draw draws score scored finished victory defeat winning losing "
    "led leading result trailing ended"
)
_SCORE_NOUNS = vocabulary("win wins victory defeat loss draw lead scoreline aggregate")
_DEGREES = frozenset(("degree", "in", "honours", "from", "grade"))
_OUT_OF = frozenset((10, 20, 30, 40, 50, 60, 80, 100))
_MACHINES = frozenset(("boeing", "airbus", "peugeot", "bus", "route", "room"))


def _ordinal(match: re.Match[str], _: Locale) -> str | None:
    n = int(match["n"].replace(",", ""))
    if match["end"] == "st" and (n % 10 != 1 or n % 100 == 11):
        return None  # 11st is eleven stone
    said = ("the " if word_before(match) in _WEEKDAYS and not match["s"] else "") + ordinal(n)
    return plural(said) if match["s"] else said


def _mixed(match: re.Match[str], _: Locale) -> str | None:
    top, bottom = int(match["a"]), int(match["b"])
    if not 0 < top < bottom:
        return None
    return f"{number(match['n'])} and {fraction(top, bottom, article=True)}"


def _vulgar(match: re.Match[str], _: Locale) -> str:
    top, bottom = unicodedata.normalize("NFKC", match["v"]).split("⁄")
    if match["n"]:
        return f"{number(match['n'])} and {fraction(int(top), int(bottom), article=True)}"
    before_article = word_after(match) in ("a", "an", "the") and top == "1"
    return "half" if before_article and bottom == "2" else fraction(int(top), int(bottom))


def _slash(match: re.Match[str], _: Locale) -> str:
    a, b = int(match["a"]), int(match["b"])
    if b == a + 1 and word_after(match) in ("year", "years"):
        return f"{cardinal(a)} or {cardinal(b)}"
    if word_before(match) in ("year", "years", "grade", "class"):
        return f"{cardinal(a)} {cardinal(b)}"
    if (a, b) in ((24, 7), (9, 11), (7, 7), (20, 20)) or a == b:
        return f"{cardinal(a)} {cardinal(b)}"
    if (b in _OUT_OF and 1 < a <= b) or word_after(match) in ("stars", "points", "marks") or (b > 100 and a <= b):
        return f"{number(match['a'])} out of {number(match['b'])}"
    if 0 < a < b <= 100 or (a and 1 < b < 10):
        return fraction(a, b)
    return f"{number(match['a'])} over {number(match['b'])}"


def _ratio(match: re.Match[str], _: Locale) -> str:
    degree = (match["a"], match["b"]) in (("2", "1"), ("2", "2")) and word_after(match) in _DEGREES
    if degree or (match["a"] == match["b"] and len(match["a"]) > 1):
        return f"{number(match['a'])} {number(match['b'])}"
    last = number(match["b"])
    return f"{number(match['a'])} to {plural(last) if match['s'] else last}"


def _nil(n: int) -> str:
    return cardinal(n) if n else "nil"


def _score(match: re.Match[str], _: Locale) -> str | None:
    a, b = int(match["a"]), int(match["b"])
    cued = word_before(match) in _SCORE_CUES or word_after(match) in _SCORE_NOUNS
    if cued:
        return f"{_nil(a)} {_nil(b)}"
    earlier = match.string[max(0, match.start() - 8) : match.start()]
    if 7 <= a <= 12 and 1 <= b <= 8 and a > b and not re.search(r"\d[-–]\d+,\s$", earlier):
        return None  # opening hours: 9–5
    if a >= b and (a < 10 or b < 10) and " " not in match[0]:
        return f"{_nil(a)} {_nil(b)}" if b == 0 or a == b == 0 else f"{cardinal(a)} {cardinal(b)}"
    return None


def _groups(match: re.Match[str], _: Locale) -> str:
    return ", ".join(digits(group) for group in match[0].split("-"))


def _plus(match: re.Match[str], _: Locale) -> str:
    return f"{number(match['n'])} plus"


def _times(match: re.Match[str], _: Locale) -> str:
    return f"{number(match['n'])} times"


def _by(match: re.Match[str], _: Locale) -> str:
    unit = f" {(UNITS | GLUED_UNITS)[match['unit']][1]}" if match["unit"] else ""
    return f"{number(match['a'])} by {number(match['b'])}{unit}"


def _plural(match: re.Match[str], _: Locale) -> str:
    said = number(match["n"])
    of = re.match(r"\s+(?:of|and)\b", match.string[match.end() : match.end() + 5])
    return plural(said.removeprefix("one ") if of and match["n"].strip("0,") == "1" else said)


def _number(match: re.Match[str], _: Locale) -> str:
    written, before = match["n"], word_before(match)
    if (
        before in _SECRETS
        or (before in _CODE_CUES and len(written) >= 5 and written.isdigit())
        or (before in _MACHINES and len(written) == 3)
    ):
        return digits(written)
    return number(written)


def _point(match: re.Match[str], _: Locale) -> str:
    return number("." + match["n"])


def _version(match: re.Match[str], _: Locale) -> str:
    parts = match["n"].split(".")
    if len(parts) == 4:
        return " dot ".join(digits(part) for part in parts)
    return " point ".join(number(part) for part in parts)


def _any(match: re.Match[str], _: Locale) -> str:
    return number(match[0])


def _numeral(match: re.Match[str], _: Locale) -> str | None:
    """Ⅷ, ①, ৴: characters that are numbers by themselves."""
    value = unicodedata.numeric(match[0], None)
    if value is None:
        return None
    exact = Fraction(value).limit_denominator(1000)
    return cardinal(exact.numerator) if exact.denominator == 1 else fraction(exact.numerator, exact.denominator)


def _century(match: re.Match[str], _: Locale) -> str:
    return f"{ordinal(int(match['n']))} century"


def _one_to_one(match: re.Match[str], _: Locale) -> str | None:
    apart = match[0] != "121"
    return (
        "one to one"
        if apart or word_after(match) in ("support", "session", "sessions", "meeting", "meetings")
        else None
    )


FIRST = (
    Rule("century", DIGIT, _CENTURY, _century),
    Rule("ratio", DIGIT, _ONE_TO_ONE, _one_to_one),
    Rule("ordinal", DIGIT, _ORDINAL, _ordinal),
    Rule("number", DIGIT, _BY, _by),
)
"""Asked before measures: "1st" is no stone, and "4x4" no name."""
RULES = (
    Rule("fraction", DIGIT, _MIXED, _mixed),
    Rule("fraction", DIGIT + "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞", _VULGAR, _vulgar),
    Rule("version", DIGIT, _VERSION, _version),
    Rule("code", DIGIT, _GROUPS, _groups),
    Rule("ratio", DIGIT, _RATIO, _ratio),
    Rule("fraction", DIGIT, _SLASH, _slash),
    Rule("score", DIGIT, _SCORE, _score),
    Rule("number", DIGIT, _PLUS, _plus),
    Rule("number", DIGIT, _TIMES, _times),
    Rule("number", DIGIT, _PLURAL, _plural),
    Rule("number", DIGIT, _NUMBER, _number),
    Rule("number", ".", _POINT, _point),
)
LAST = (Rule("number", DIGIT, _ANY, _any), Rule("number", "*", _NUMERAL, _numeral))
