"""Dates with the name of a month: "3 June 2021", "5-7 Oct", "June 5th, 2020", "late Nov".

British reading: the day before the month with "the … of", years in pairs ("nineteen oh five"), from 2010 "twenty
ten". Dates in figures are in numeric_dates.py, years by themselves in years.py, days of the week in weekdays.py.
"""

from __future__ import annotations

import re

from audioblog.narrate.english.context import plural_noun, word_after, word_before
from audioblog.narrate.english.numbers import ordinal, two_digits, year
from audioblog.narrate.english.tables.calendar import DATE_CUES, MONTH_CUES, MONTH_FORMS, MONTHS, MONTHS_ALSO_NAMES
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


def _day(written: str) -> str:
    return ordinal(int(written))


def in_words(written: str | None) -> str:
    """ " twenty twelve", or " ninety-eight" of '98; "" without one."""
    if not written:
        return ""
    short = written.lstrip("'’‘")
    return " " + (year(int(short)) if len(short) == 4 else two_digits(int(short)))


def article(match: re.Match[str]) -> str:
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
    return f"{article(match)}{_day(match['day'])} of {_month(match)}{in_words(said_year)}"


def _days_first(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("5-7 Oct 2022"), said("2 and 3 may do")
    ('the fifth to the seventh of October twenty twenty-two', 'two and three may do')
    """
    if _verb(match, firm=bool(match["year"])):
        return None
    join = match["join"].strip()
    words = {"and": "and", "&": "and", "or": "or", "/": "or", "until": "until"}.get(join, "to")
    days = f"{article(match)}{_day(match['day'])} {words} the {_day(match['day2'])}"
    return f"{days} of {_month(match)}{in_words(match['year'])}"


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
    return f"{article(match)}{said} {join} the {_day(match['day2'])} of {_month(match)}{in_words(match['year'])}"


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
    return f"{_month(match)} {the}{_day(match['day'])}{second}{',' if match['year'] else ''}{in_words(match['year'])}"


def _month_year(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("Dec 2019"), said("from Sept '21"), said("the dec. is a deck")
    ('December twenty nineteen', 'from September twenty-one', 'the dec. is a deck')
    """
    if match["month"].islower() and match["month"] in ("may", "march", "mar", "dec", "jan", "sep", "oct"):
        return None
    if not match["year"] and (match["month"].capitalize() in MONTHS or _also_a_name(match)):
        return None  # the full name and a full stop: the sentence ends
    return _month(match) + in_words(match["year"])


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


RULES = (
    Rule("date", DIGIT, _DAY_LIST, _day_list),
    Rule("date", DIGIT, _DAYS_FIRST, _days_first),
    Rule("date", DIGIT, _DAY_FIRST, _day_first),
    Rule("date", WORD, _MONTH_DASHED, _month_first),
    Rule("date", WORD, _MONTH_FIRST, _month_first),
    Rule("date", WORD, _MONTH_YEAR, _month_year),
    Rule("date", WORD, _SHORT_MONTH, _short_month),
)
