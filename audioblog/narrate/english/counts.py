"""Plain numbers: ordinals, decimals, cardinals; and the last resort for any digit.

In: numbers that no other class has claimed. Out: words. The last rule of all reads whatever digits are left, so that
none can ever reach the voice. Fractions, ratios and scores are in ratios.py.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from audioblog.narrate.english.context import plural_noun, word_after, word_before
from audioblog.narrate.english.numbers import cardinal, digits, fraction, number, ordinal, plural
from audioblog.narrate.english.tables.calendar import WEEKDAYS
from audioblog.narrate.english.tables.units import CODE_CUES, GLUED_UNITS, MACHINES, SECRETS, UNITS
from audioblog.narrate.scan import ANY, DIGIT, Locale, Rule

_EDGE = r"(?<![\w,])(?<![\d.]\.)"
_N = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_ORDINAL = re.compile(rf"{_EDGE}(?P<n>\d{{1,3}}(?:,\d{{3}})+|\d{{1,12}})(?P<end>st|nd|rd|th)(?P<s>s)?(?![^\W_])")
_CENTURY = re.compile(rf"{_EDGE}(?P<n>\d{{1,2}})(?:st|nd|rd|th)[\s-]c(?:\.|ent\.?)(?!\w)")
_SPACED = re.compile(r"(?<![\w.,/-])\d{1,3}(?:[\u00a0\u2009\u202f]\d{3}|[ ]\d{3})+(?![\w/]|[.,]\d| \d)")
_GROUPS = re.compile(r"(?<![\w.-])\d{1,4}(?:-\d{1,4}){2,}(?![\w-])")
_BY = re.compile(
    r"(?<![\w.,])(?P<a>\d{1,4}(?:\.\d+)?)x(?P<b>\d{1,4})(?:\s?(?P<unit>mm|cm|m|in|ft|km)(?P<power>[²2])?)?(?![^\W_])"
)
_PLUS = re.compile(rf"{_EDGE}(?P<n>{_N})\+(?!\s?\d)")
_TIMES = re.compile(rf"{_EDGE}(?P<n>{_N})[x×](?![^\W_]|\s?\d)")
_PLURAL = re.compile(rf"{_EDGE}(?P<n>\d{{1,3}}(?:,\d{{3}})+|\d{{1,7}})['’]?s(?![^\W_])")
_NUMBER = re.compile(rf"{_EDGE}(?P<n>{_N})(?![^\W_])")
_POINT = re.compile(r"(?<![\w.])\.(?P<n>\d+)(?!\w)")
_VERSION = re.compile(r"(?<![\w.])(?P<n>\d+(?:\.\d+){2,})(?![^\W_])")
_ENDING_IN = re.compile(r"\b(?:ending|ends)(?: in| with)?\s$")
_ANY = re.compile(r"\d+")
_NUMERAL = re.compile(r"[^\W\d_]")


def _ordinal(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("our 3rd meeting"), said("the 1,000th member"), said("Friday 13th"), said("11st")
    ('our third meeting', 'the one thousandth member', 'Friday the thirteenth', 'eleven stone')
    """
    n = int(match["n"].replace(",", ""))
    if match["end"] == "st" and (n % 10 != 1 or n % 100 == 11):
        return None  # 11st is eleven stone
    said = ("the " if word_before(match) in WEEKDAYS and not match["s"] else "") + ordinal(n)
    return plural(said) if match["s"] else said


def _century(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("20th c. art"), said("20th call")
    ('twentieth century art', 'twentieth call')
    """
    return f"{ordinal(int(match['n']))} century"


def _spaced(match: re.Match[str], _: Locale) -> str | None:
    """Thousands with a space, where they end in noughts or count something.

    >>> said("10 000 steps"), said("23 456 people"), said("Year 6 120")
    ('ten thousand steps', 'twenty-three thousand four hundred and fifty-six people', 'Year six one hundred and twenty')
    """
    counts = match[0].endswith("000") or plural_noun(word_after(match)) or " " not in match[0]
    return number(re.sub(r"\s", "", match[0])) if counts and word_before(match) not in CODE_CUES else None


def _groups(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("sort code 12-10-11"), said("a 4-4-2 side"), said("10-11")
    ('sort code one two, one zero, one one', 'a four four two side', 'ten to eleven')
    """
    groups = match[0].split("-")
    if any(len(group) == 1 for group in groups) and all(len(group) < 3 for group in groups):
        return " ".join(cardinal(int(group)) for group in groups)
    return ", ".join(digits(group) for group in match[0].split("-"))


def _plus(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("65+"), said("2+2")
    ('sixty-five plus', 'two plus two')
    """
    return f"{number(match['n'])} plus"


def _times(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("5x faster"), said("5xl")
    ('five times faster', 'five X L')
    """
    return f"{number(match['n'])} times"


def _by(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("a 2x2 grid"), said("2x8 m2"), said("2xl")
    ('a two by two grid', 'two by eight square metres', 'two X L')
    """
    unit = f" {'square ' if match['power'] else ''}{(UNITS | GLUED_UNITS)[match['unit']][1]}" if match["unit"] else ""
    return f"{number(match['a'])} by {number(match['b'])}{unit}"


def _plural(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("100s of emails, then 1,000s"), said("two 2s"), said("2sec")
    ('hundreds of emails, then thousands', 'two twos', 'two seconds')
    """
    said, size = number(match["n"]), match["n"].replace(",", "")
    of = re.match(r"\s+(?:of|and)\b", match.string[match.end() : match.end() + 5])
    if size.strip("0") != "1" or (len(size) < 3 and not of):
        return plural(said)
    return " of ".join(map(plural, said.removeprefix("one ").split(" ")))  # tens of thousands


def _number(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("1,204 people"), said("7.05"), said("passcode 123456"), said("ending in 8876"), said("7a")
    ('one thousand two hundred and four people', 'seven point zero five', 'passcode one two three four five six', 'ending in eight eight seven six', 'seven eigh')
    """  # noqa: E501
    written, before = match["n"], word_before(match)
    if (
        before in SECRETS
        or (before in CODE_CUES and len(written) >= 5 and written.isdigit())
        or (before in MACHINES and len(written) == 3)
        or (len(written) == 4 and _ENDING_IN.search(match.string[max(0, match.start() - 14) : match.start()]))
    ):
        return digits(written)
    return number(written)


def _point(match: re.Match[str], _: Locale) -> str:
    """
    >>> said(".75 of a unit"), said("v.75")
    ('point seven five of a unit', 'v.seventy-five')
    """
    return number("." + match["n"])


def _version(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("section 4.2.1"), said("192.168.0.1"), said("4.2")
    ('section four point two point one', 'one nine two dot one six eight dot zero dot one', 'four point two')
    """
    parts = match["n"].split(".")
    if len(parts) == 4 or any(len(part) > 4 for part in parts):
        return " dot ".join(digits(part) for part in parts)
    return " point ".join(number(part) for part in parts)


def _any(match: re.Match[str], _: Locale) -> str:
    """The last resort: digits that nothing else has claimed.

    >>> said("_12_"), said("twelve")
    ('twelve', 'twelve')
    """
    return number(match[0])


def _numeral(match: re.Match[str], _: Locale) -> str | None:
    """Characters that are numbers by themselves.

    >>> said("Ⅷ"), said("①"), said("八"), said("é")
    ('eight', 'one', '八', 'é')
    """
    value = unicodedata.numeric(match[0], None)
    if value is None:
        return None
    exact = Fraction(value).limit_denominator(1000)
    return cardinal(exact.numerator) if exact.denominator == 1 else fraction(exact.numerator, exact.denominator)


FIRST = (
    Rule("century", DIGIT, _CENTURY, _century),
    Rule("ordinal", DIGIT, _ORDINAL, _ordinal),
    Rule("number", DIGIT, _BY, _by),
)
"""Asked before measures: "1st" is no stone, and "4x4" no name."""
CODES = (Rule("version", DIGIT, _VERSION, _version), Rule("code", DIGIT, _GROUPS, _groups))
RULES = (
    Rule("number", DIGIT, _PLUS, _plus),
    Rule("number", DIGIT, _TIMES, _times),
    Rule("number", DIGIT, _PLURAL, _plural),
    Rule("number", DIGIT, _SPACED, _spaced),
    Rule("number", DIGIT, _NUMBER, _number),
    Rule("number", ".", _POINT, _point),
)
LAST = (Rule("number", DIGIT, _ANY, _any), Rule("number", ANY, _NUMERAL, _numeral))
