"""Dates in figures: "5/6/2023", "2023-11-05", "03/2021", "on 25/12".

In: day-first text (month-first where the locale says so). Out: "the fifth of June twenty twenty-three". ISO dates are
year-month-day everywhere; a part above twelve settles which one is the day.
"""

from __future__ import annotations

import re
from datetime import date

from audioblog.narrate.english.context import GREW_BY, word_after, word_before
from audioblog.narrate.english.dates import article, in_words
from audioblog.narrate.english.numbers import cardinal, ordinal, two_digits, year
from audioblog.narrate.english.tables.calendar import DATE_CUES, DEADLINE_CUES, MONTHS, SAID_IN_PAIRS
from audioblog.narrate.scan import DIGIT, Locale, Rule

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


def _valid(y: int, m: int, d: int) -> bool:
    try:
        date(y, m, d)
    except ValueError:
        return False
    return True


def _full(day: int, month: int, said_year: str, match: re.Match[str], locale: Locale) -> str:
    if locale.month_first:
        return f"{MONTHS[month - 1]} {ordinal(day)}{',' if said_year else ''}{said_year}"
    return f"{article(match)}{ordinal(day)} of {MONTHS[month - 1]}{said_year}"


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
    >>> said("on 12.3.24 at noon"), said("rule 12.3.24")
    ('on the twelfth of March twenty-four at noon', 'rule twelve point three point twenty-four')
    """  # noqa: E501
    if word_before(match) in ("code", "codes", "ip", "version", "number", "section"):
        return None
    a, b, y = int(match["a"]), int(match["b"]), match["y"]
    found = order(a, b, month_first=locale.month_first)
    full = int(y if len(y) == 4 else "20" + y) or 2000
    numbered = match["sep"] == "." and len(y) == 2 and len(match["b"]) < 2 and a < 13
    numbered = numbered and word_before(match) not in ("on", "dated")
    if not found or not _valid(full, found[1], found[0]) or numbered:
        return None
    return _full(*found, in_words(y) if len(y) == 4 else " " + two_digits(int(y)), match, locale)


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
)
SHORT = (Rule("date", DIGIT, _SHORT, _short),)
"""Asked after the days of the week."""
