"""Dates.

In: day-first text (month-first where the locale says so). Out: "the fifth of June twenty twelve".

British reading: the day before the month with "the … of", years in pairs ("nineteen oh five"), from 2010 "twenty
ten". ISO dates are year-month-day everywhere; a part above twelve settles which one is the day. Years by themselves
are in years.py, days of the week in weekdays.py.
"""

from __future__ import annotations

import re
from datetime import date

from audioblog.narrate.english.context import GREW_BY, plural_noun, word_after, word_before
from audioblog.narrate.english.numbers import cardinal, ordinal, two_digits, year
from audioblog.narrate.english.tables.calendar import (
    DATE_CUES,
    DEADLINE_CUES,
    MONTH_CUES,
    MONTH_FORMS,
    MONTHS,
    MONTHS_ALSO_NAMES,
    SAID_IN_PAIRS,
)
from audioblog.narrate.scan import DIGIT, WORD, Locale, Rule

_NAMES = "|".join(sorted(MONTH_FORMS, key=len, reverse=True))
_MONTH = rf"(?P<month>(?i:{_NAMES}))(?![^\W_])"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_DAY2 = r"(?P<day2>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4}(?!\d|[.:]\d|,\d{3})|['’‘]\d\d(?!\d))"
_TO_YEAR = r"(?:\.?,\s*|\.?\s+)"
_EDGE = r"(?<![\w/.,])"
_DASH = r"\s?[-–—/]\s?"
_DOT = r"\.(?=\s+[a-z\d]|,|$)"
"""A full stop that ends no sentence; at the end of the text the renderer puts it back."""

_DAY_FIRST = re.compile(
    rf"{_EDGE}{_DAY}(?:\s+of)?\s*[-–]?\s*{_MONTH}"
    rf"(?:{_TO_YEAR}{_YEAR}|[-–]{_YEAR.replace('year', 'year2')}|(?<=-[A-Za-z]{{3}})-(?P<short>\d\d)(?![\w-])|{_DOT})?"
)
_DAY_LIST = re.compile(
    rf"{_EDGE}(?P<days>(?:{_DAY.replace('?P<day>', '?:')},\s)+){_DAY}\s(?P<join>and|or|&)\s{_DAY2}(?:\s+of)?\s+{_MONTH}"
    rf"(?:{_TO_YEAR}{_YEAR})?"
)
_DAYS_FIRST = re.compile(
    rf"{_EDGE}{_DAY}(?P<join>{_DASH}|\s(?:to|and|until|or)\s|\s?&\s?){_DAY2}(?:\s+of)?\s+{_MONTH}(?:{_TO_YEAR}{_YEAR})?"
)
_MONTH_FIRST = re.compile(
    rf"{_MONTH}\.?\s+(?:the\s+)?{_DAY}(?![\d%£$€]|[.:,]\d|\s?[ap]\.?m\b|[a-z])(?:(?P<join>{_DASH}){_DAY2}(?!\d))?(?:,?\s+{_YEAR})?"
)
_MONTH_DASHED = re.compile(rf"{_MONTH}-{_DAY}-(?P<year>\d{{4}})(?!\d)(?P<day2>(?!))?")
_MONTH_YEAR = re.compile(rf"{_MONTH}(?:\.?,?\s+{_YEAR}|{_DOT})")
_SHORT_MONTH = re.compile(rf"{_MONTH}(?!\w)(?:{_DOT})?")
_MONTH_AFTER = re.compile(rf"\.?\s?[-–/&]\s?(?:{_NAMES})(?![^\W_])", re.I)
_MONTH_BEFORE = re.compile(rf"(?<![^\W_])(?:{_NAMES})\.?\s?[-–/&]\s?$", re.I)
_NUMERIC = re.compile(
    r"(?<![\w/.,-])(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})(?![\w/-]|[.,]\d)"
)
_NUMERIC_MONTH = re.compile(r"(?<![\w/.,-])(?P<m>0?[1-9]|1[0-2])/(?P<y>(?:19|20)\d\d)(?![\w/-]|[.,]\d)")
_ISO = re.compile(
    r"(?<![\w/.,-])(?P<y>[12]\d{3})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d|[/-])"
    r"(?:[T ](?P<h>[01]\d|2[0-3]):(?P<min>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
)
_SHORT = re.compile(r"(?<![\w/.,-])(?P<a>0?[1-9]|[12]\d|3[01])/(?P<b>0?[1-9]|[12]\d|3[01])(?![\w/]|[.,]\d)")
_WEEK = re.compile(r"(?i:\bw/[ce])\s$")
_COMMON_PARTS = frozenset(((1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 5), (1, 10)))
"""Two numbers with a slash that are a fraction more often than a date."""


def _day(written: str) -> str:
    return ordinal(int(written))


def _year(written: str | None) -> str:
    """ " twenty twelve", or " ninety-eight" of '98; "" without one."""
    if not written:
        return ""
    short = written.lstrip("'’‘")
    return " " + (year(int(short)) if len(short) == 4 else two_digits(int(short)))


def _the(match: re.Match[str]) -> str:
    return "" if word_before(match) == "the" else "the "


def _month(match: re.Match[str]) -> str:
    return MONTHS[MONTH_FORMS[match["month"].lower()] - 1]


def _verb(match: re.Match[str], *, firm: bool) -> bool:
    """ "may", "march", "sat" in small letters are words unless a year or an ordinal makes them a date."""
    return match["month"] in ("may", "march", "mar") and not firm


def _day_first(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("on 3 June 2021"), said("5th Nov"), said("the 3 may stay")
    ('on the third of June twenty twenty-one', 'the fifth of November', 'the three may stay')
    """
    said_year = match["year"] or match["year2"] or (match["short"] and f"'{match['short']}")
    ordinal_sign = match[0][len(match["day"]) :][:2] in ("st", "nd", "rd", "th")
    if _verb(match, firm=bool(said_year) or "of" in match[0] or ordinal_sign):
        return None
    return f"{_the(match)}{_day(match['day'])} of {_month(match)}{_year(said_year)}"


def _days_first(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("5-7 Oct 2022"), said("2 and 3 may do")
    ('the fifth to the seventh of October twenty twenty-two', 'two and three may do')
    """
    if _verb(match, firm=bool(match["year"])):
        return None
    join = match["join"].strip()
    words = {"and": "and", "&": "and", "or": "or", "/": "or", "until": "until"}.get(join, "to")
    return (
        f"{_the(match)}{_day(match['day'])} {words} the {_day(match['day2'])} of {_month(match)}{_year(match['year'])}"
    )


def _day_list(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("on 1, 8 and 15 May"), said("1, 8 and 15 mice")
    ('on the first, the eighth and the fifteenth of May', 'one, eight and fifteen mice')
    """
    if _verb(match, firm=bool(match["year"])):
        return None
    days = [_day(day) for day in (*re.findall(r"\d+", match["days"]), match["day"])]
    join = "or" if match["join"] == "or" else "and"
    said = ", the ".join(days)
    return f"{_the(match)}{said} {join} the {_day(match['day2'])} of {_month(match)}{_year(match['year'])}"


def _month_first(match: re.Match[str], locale: Locale) -> str | None:
    """
    >>> said("June 5th, 2020"), said("Jan-15-2020"), said("they may 3 times")
    ('June the fifth, twenty twenty', 'January the fifteenth, twenty twenty', 'they may three times')
    """
    after, before = word_after(match), word_before(match)
    counted = (plural_noun(after) or after == "of") and before not in DATE_CUES
    if _verb(match, firm=False) or (counted and not match["year"] and match[0][-1].isdecimal()):
        return None
    the = "" if locale.month_first else "the "
    second = f" to {the}{_day(match['day2'])}" if match["day2"] else ""
    return f"{_month(match)} {the}{_day(match['day'])}{second}{',' if match['year'] else ''}{_year(match['year'])}"


def _month_year(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("Dec 2019"), said("from Sept '21"), said("the dec. is a deck")
    ('December twenty nineteen', 'from September twenty-one', 'the dec. is a deck')
    """
    if match["month"].islower() and match["month"] in ("may", "march", "mar", "dec", "jan", "sep", "oct"):
        return None
    if not match["year"] and (match["month"].capitalize() in MONTHS or _also_a_name(match)):
        return None  # the full name and a full stop: the sentence ends
    return _month(match) + _year(match["year"])


def _also_a_name(match: re.Match[str]) -> bool:
    """ "Jan" and "Dec" are people, unless a word before says that a month is meant."""
    if match[0].endswith(".") and match.end() < len(match.string):
        return False
    return match["month"].lower() in MONTHS_ALSO_NAMES and word_before(match) not in MONTH_CUES


def _short_month(match: re.Match[str], _: Locale) -> str | None:
    """A short form by itself: "late Nov", "Oct half-term"; beside another month: "Jan–Mar".

    >>> said("late Nov, or Jan-Mar"), said("Jan and Dec came")
    ('late November, or January to March', 'Jan and Dec came')
    """
    written = match["month"]
    if written != written.capitalize() or written in MONTHS:
        return None
    beside = _MONTH_AFTER.match(match.string, match.end()) or _MONTH_BEFORE.search(
        match.string[max(0, match.start() - 12) : match.start()]
    )
    return _month(match) if beside or not _also_a_name(match) else None


def _valid(y: int, m: int, d: int) -> bool:
    try:
        date(y, m, d)
    except ValueError:
        return False
    return True


def _full(day: int, month: int, said_year: str, match: re.Match[str], locale: Locale) -> str:
    if locale.month_first:
        return f"{MONTHS[month - 1]} {ordinal(day)}{',' if said_year else ''}{said_year}"
    return f"{_the(match)}{ordinal(day)} of {MONTHS[month - 1]}{said_year}"


def order(a: int, b: int, *, month_first: bool) -> tuple[int, int] | None:
    """(day, month) of two numbers of a date; None when they cannot be one.

    >>> order(5, 6, month_first=False), order(5, 6, month_first=True), order(3, 25, month_first=False), order(40, 1, month_first=False)
    ((5, 6), (6, 5), (25, 3), None)
    """  # noqa: E501
    pairs = ((b, a), (a, b)) if month_first else ((a, b), (b, a))
    return next(((d, m) for d, m in pairs if 1 <= d <= 31 and 1 <= m <= 12), None)


def _numeric(match: re.Match[str], locale: Locale) -> str | None:
    """
    >>> said("born 7/8/1961"), said("21.3.22"), said("version 1.2.10"), said("sort code 12-10-11")
    ('born the seventh of August nineteen sixty-one', 'the twenty-first of March twenty-two', 'version one point two point ten', 'sort code one two, one zero, one one')
    """  # noqa: E501
    if word_before(match) in ("code", "codes", "ip", "version", "number", "section"):
        return None
    a, b, y = int(match["a"]), int(match["b"]), match["y"]
    found = order(a, b, month_first=locale.month_first)
    full = int(y if len(y) == 4 else "20" + y) or 2000
    numbered = match["sep"] == "." and len(y) == 2 and len(match["b"]) < 2 and a < 13
    if not found or not _valid(full, found[1], found[0]) or numbered:
        return None
    return _full(*found, _year(y) if len(y) == 4 else " " + two_digits(int(y)), match, locale)


def ambiguous(written: str) -> bool:
    """Whether the two first numbers of a date could be day and month either way.

    >>> ambiguous("5/6/2023"), ambiguous("25/6/2023"), ambiguous("6/6/23")
    (True, False, False)
    """
    a, b, *_ = (int(part) for part in re.split(r"\D", written))
    return a != b and min(a, b) >= 1 and max(a, b) <= 12


def _either_way(match: re.Match[str], locale: Locale) -> str | None:
    """A date that Britain and America read differently: said as the reader's country does, and named in the ledger.

    >>> said("on 5/6/2023"), said_us("on 5/6/2023"), said("on 25/6/2023")
    ('on the fifth of June twenty twenty-three', 'on May sixth, twenty twenty-three', 'on the twenty-fifth of June twenty twenty-three')
    """  # noqa: E501
    return _numeric(match, locale) if ambiguous(match[0]) else None


def _numeric_month(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("since 03/2021"), said("13/2021")
    ('since March twenty twenty-one', 'thirteen out of two thousand and twenty-one')
    """
    return f"{MONTHS[int(match['m']) - 1]} {year(int(match['y']))}"


def _iso(match: re.Match[str], locale: Locale) -> str | None:
    """
    >>> said("2023-11-05"), said("2023-11-05T09:30Z"), said("2023-21-05")
    ('the fifth of November twenty twenty-three', 'the fifth of November twenty twenty-three at nine thirty', 'two zero two three, two one, zero five')
    """  # noqa: E501
    y, m, d = int(match["y"]), int(match["m"]), int(match["d"])
    if not _valid(y, m, d):
        return None
    said = _full(d, m, " " + year(y), match, locale)
    if match["h"]:
        minutes = {"00": "hundred"}.get(match["min"]) or two_digits(int(match["min"]))
        said += f" at {cardinal(int(match['h']))} {minutes}"
    return said


def _short(match: re.Match[str], locale: Locale) -> str | None:
    """A day and a month alone need a word before them; elsewhere 3/4 is three quarters.

    >>> said("apply by 1/5"), said("closed on 25/12"), said("cut by 1/5"), said("3/4 of us"), said("02/12 and 25/11")
    ('apply by the first of May', 'closed on the twenty-fifth of December', 'cut by one fifth', 'three quarters of us', 'the second of December and the twenty-fifth of November')
    """  # noqa: E501
    a, b = int(match["a"]), int(match["b"])
    found = order(a, b, month_first=locale.month_first)
    if not found:
        return None
    written = (match["a"], match["b"])
    paired = all(len(part) == 2 for part in written)
    if paired and (a, b) not in SAID_IN_PAIRS and (any(part[0] == "0" for part in written) or a > 12):
        return _full(*found, "", match, locale)
    if locale.month_first and a <= 12 < b and not (a == 1 or b in (16, 20, 24)):
        return _full(*found, "", match, locale)
    before, after = word_before(match), word_after(match)
    if before in DATE_CUES and b <= 12 < a and (a, b) not in SAID_IN_PAIRS:
        return _full(*found, "", match, locale)
    week = _WEEK.search(match.string[max(0, match.start() - 5) : match.start()])
    if b > 12 or not (before in DATE_CUES or week) or after == "of":
        return None
    earlier = match.string[max(0, match.start() - 24) : match.start()]
    if before in ("by", "of", "from") and not _deadline(earlier):
        doubtful = after or (a, b) in _COMMON_PARTS or GREW_BY.search(earlier)
        return None if doubtful else _full(*found, "", match, locale)
    return _full(*found, "", match, locale)


def _deadline(earlier: str) -> bool:
    words = re.findall(r"[^\W\d_]+", earlier)
    return len(words) > 1 and words[-2].lower() in DEADLINE_CUES


RULES = (
    Rule("date", DIGIT, _ISO, _iso),
    Rule("ambiguous date", DIGIT, _NUMERIC, _either_way),
    Rule("date", DIGIT, _NUMERIC, _numeric),
    Rule("date", DIGIT, _NUMERIC_MONTH, _numeric_month),
    Rule("date", DIGIT, _DAY_LIST, _day_list),
    Rule("date", DIGIT, _DAYS_FIRST, _days_first),
    Rule("date", DIGIT, _DAY_FIRST, _day_first),
    Rule("date", WORD, _MONTH_DASHED, _month_first),
    Rule("date", WORD, _MONTH_FIRST, _month_first),
    Rule("date", WORD, _MONTH_YEAR, _month_year),
    Rule("date", WORD, _SHORT_MONTH, _short_month),
)
SHORT = (Rule("date", DIGIT, _SHORT, _short),)
"""Asked after the days of the week."""
