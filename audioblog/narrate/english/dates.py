"""Dates, years, decades.

In: day-first text (month-first where the locale says so). Out: "the fifth of June twenty twelve".

British reading: the day before the month with "the … of", years in pairs ("nineteen oh five"), from 2010 "twenty
ten". ISO dates are year-month-day everywhere; a part above twelve settles which one is the day.
"""

from __future__ import annotations

import re
from datetime import date

from audioblog.narrate.english.context import attributive, plural_noun, word_after, word_before
from audioblog.narrate.english.numbers import cardinal, integer, ordinal, plural, two_digits, year
from audioblog.narrate.english.tables import DAYS, MONTH_FORMS, MONTHS, SURE_DAYS
from audioblog.narrate.lexicon import spell
from audioblog.narrate.scan import DIGIT, WORD, Locale, Rule
from audioblog.narrate.vocabulary import vocabulary

_NAMES = "|".join(sorted(MONTH_FORMS, key=len, reverse=True))
_MONTH = rf"(?P<month>(?i:{_NAMES}))(?![^\W_])"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_DAY2 = r"(?P<day2>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4}(?!\d|[.:]\d|,\d{3})|['’‘]\d\d(?!\d))"
_EDGE = r"(?<![\w/.,])"
_DASH = r"\s?[-–—/]\s?"

_DAY_FIRST = re.compile(
    rf"{_EDGE}{_DAY}(?:\s+of)?\s*[-–]?\s*{_MONTH}"
    rf"(?:\.?,?\s+{_YEAR}|[-–]{_YEAR.replace('year', 'year2')}|\.(?=\s+[a-z\d]|,|$))?"
)
_DAYS_FIRST = re.compile(
    rf"{_EDGE}{_DAY}(?P<join>{_DASH}|\s(?:to|and|until|or)\s|\s?&\s?){_DAY2}(?:\s+of)?\s+{_MONTH}(?:\.?,?\s+{_YEAR})?"
)
_MONTH_FIRST = re.compile(
    rf"{_MONTH}\.?\s+(?:the\s+)?{_DAY}(?![\d%£$€]|[.:,]\d|\s?[ap]\.?m\b|[a-z])(?:(?P<join>{_DASH}){_DAY2}(?!\d))?(?:,?\s+{_YEAR})?"
)
_MONTH_YEAR = re.compile(rf"{_MONTH}(?:\.?,?\s+{_YEAR}|\.(?=\s+[a-z\d]|,|$))")
_SHORT_MONTH = re.compile(rf"{_MONTH}\.?(?!\w)")
_MONTH_AFTER = re.compile(rf"\s?[-–/&]\s?(?:{_NAMES})(?![^\W_])", re.I)
_MONTH_BEFORE = re.compile(rf"(?<![^\W_])(?:{_NAMES})\.?\s?[-–/&]\s?$", re.I)
_NUMERIC = re.compile(
    r"(?<![\w/.,-])(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})(?![\w/-]|[.,]\d)"
)
_ISO = re.compile(
    r"(?<![\w/.,-])(?P<y>[12]\d{3})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d|[/-])"
    r"(?:[T ](?P<h>[01]\d|2[0-3]):(?P<min>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
)
_SHORT = re.compile(r"(?<![\w/.,-])(?P<a>0?[1-9]|[12]\d|3[01])/(?P<b>0?[1-9]|1[0-2])(?![\w/]|[.,]\d)")
_SPAN = re.compile(r"(?<![\w/.,-])(?P<a>1\d{3}|20\d\d)\s?[-–—/]\s?(?P<b>\d\d)(?![\w%/]|[.,:-]\d|\s?%)")
_DECADE = re.compile(
    r"(?:(?<![\w])['’‘](?P<short>\d0)|(?<![\w.,])(?P<long>1\d\d0|20\d0)|(?<![\w.,])(?P<age>[1-9]0))['’]?s(?!\w)"
)
_SHORT_YEAR = re.compile(r"(?<![\w])['’‘](?P<y>\d\d)(?![\w'’])")
_PLAIN = re.compile(r"(?<![\w,£$€])(?<!\d\.)(?P<y>1\d{3}|20\d\d)(?![\w%]|[.,]\d|\s?%)")
_ERA = re.compile(r"(?<![\w.,])(?P<y>\d{1,4})\s?(?P<era>BCE|BC|AD|CE)(?!\w)")
_ERA_FIRST = re.compile(r"AD\s(?P<y>\d{1,4})(?![\w,.]?\d)")
_WEEKDAY = re.compile(r"(?i:(?P<day>mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun))(?!\w)(?P<dot>\.)?")
_DAY_CONTEXT = re.compile(
    r"\.?,?\s*(?:\d|(?:closed|open|only|morning|afternoon|evening|night)\b|[-–/&,]\s*(?i:mon|tue|wed|thu|fri|sat|sun)|(?:and|to|or)\s(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun))"
)
_DAY_BEFORE = re.compile(r"[-–/&]\s?$|\b(?:Mon|Tues?|Weds?|Thurs?|Fri|Sat|Sun)\W+(?:to|and|or)\s$")
_YEAR_CUES = vocabulary(
    "in since by from until till during before after of early late mid circa c summer winter spring autumn year to "
    "act and for january february march april may june july august september october november december"
)
_COUNT_CUES = vocabulary(
    "over about nearly almost some least only than another these all up another roughly around under"
)


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
    said_year = match["year"] or match["year2"]
    if _verb(
        match, firm=bool(said_year) or "of" in match[0] or match[0][len(match["day"]) :][:2] in ("st", "nd", "rd", "th")
    ):
        return None
    return f"{_the(match)}{_day(match['day'])} of {_month(match)}{_year(said_year)}"


def _days_first(match: re.Match[str], _: Locale) -> str | None:
    if _verb(match, firm=bool(match["year"])):
        return None
    join = match["join"].strip()
    words = {"and": "and", "&": "and", "or": "or", "/": "or", "until": "until"}.get(join, "to")
    return (
        f"{_the(match)}{_day(match['day'])} {words} the {_day(match['day2'])} of {_month(match)}{_year(match['year'])}"
    )


def _month_first(match: re.Match[str], locale: Locale) -> str | None:
    if _verb(match, firm=False) or (match["month"].islower() and plural_noun(word_after(match)) and not match["year"]):
        return None
    the = "" if locale.month_first else "the "
    second = f" to {the}{_day(match['day2'])}" if match["day2"] else ""
    return f"{_month(match)} {the}{_day(match['day'])}{second}{',' if match['year'] else ''}{_year(match['year'])}"


def _month_year(match: re.Match[str], _: Locale) -> str | None:
    if match["month"].islower() and match["month"] in ("may", "march", "mar", "dec", "jan", "sep", "oct"):
        return None
    if not match["year"] and match["month"].capitalize() in MONTHS:
        return None  # the full name and a full stop: the sentence ends
    return _month(match) + _year(match["year"])


def _short_month(match: re.Match[str], _: Locale) -> str | None:
    """ "Jan–Mar", "Apr/May": a short form beside another month."""
    beside = _MONTH_AFTER.match(match.string, match.end()) or _MONTH_BEFORE.search(
        match.string[max(0, match.start() - 12) : match.start()]
    )
    return _month(match) if beside and match["month"][0].isupper() else None


def _valid(y: int, m: int, d: int) -> bool:
    try:
        date(y, m, d)
    except ValueError:
        return False
    return True


def _full(day: int, month: int, said_year: str, match: re.Match[str], locale: Locale) -> str:
    if locale.month_first:
        return f"{MONTHS[month - 1]} {ordinal(day)},{said_year}"
    return f"{_the(match)}{ordinal(day)} of {MONTHS[month - 1]}{said_year}"


def order(a: int, b: int, *, month_first: bool) -> tuple[int, int] | None:
    """(day, month) of two numbers of a date; None when they cannot be one.

    >>> order(5, 6, month_first=False), order(5, 6, month_first=True), order(3, 25, month_first=False), order(40, 1, month_first=False)
    ((5, 6), (6, 5), (25, 3), None)
    """  # noqa: E501
    pairs = ((b, a), (a, b)) if month_first else ((a, b), (b, a))
    return next(((d, m) for d, m in pairs if 1 <= d <= 31 and 1 <= m <= 12), None)


def _numeric(match: re.Match[str], locale: Locale) -> str | None:
    if word_before(match) in ("code", "codes", "ip", "version", "number"):
        return None
    found = order(int(match["a"]), int(match["b"]), month_first=locale.month_first)
    full = match["y"] if len(match["y"]) == 4 else "20" + match["y"]
    if (
        not found
        or not _valid(int(full) or 2000, found[1], found[0])
        or (match["sep"] == "." and len(match["y"]) == 2 and len(match["b"]) < 2)
    ):
        return None
    said = _year(match["y"]) if len(match["y"]) == 4 else " " + two_digits(int(match["y"]))
    return _full(*found, said, match, locale)


def _iso(match: re.Match[str], locale: Locale) -> str | None:
    y, m, d = int(match["y"]), int(match["m"]), int(match["d"])
    if not _valid(y, m, d):
        return None
    said = _full(d, m, " " + year(y), match, locale)
    if match["h"]:
        minutes = {"00": "hundred"}.get(match["min"]) or two_digits(int(match["min"]))
        said += f" at {cardinal(int(match['h']))} {minutes}"
    return said


def _short(match: re.Match[str], locale: Locale) -> str | None:
    if word_before(match) not in (
        "on",
        "by",
        "until",
        "from",
        "till",
        "since",
        "of",
        "before",
        "after",
        "dated",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tues",
        "wed",
        "thurs",
        "fri",
        "sat",
        "sun",
    ):
        return None  # elsewhere 3/4 is three quarters
    if word_after(match) == "of" or (word_before(match) in ("by", "of", "from") and word_after(match)):
        return None
    found = order(int(match["a"]), int(match["b"]), month_first=locale.month_first)
    return _full(*found, "", match, locale) if found else None


def _span(match: re.Match[str], _: Locale) -> str | None:
    first, last = int(match["a"]), int(match["b"])
    if (first % 100 >= last and not (first % 100 == 99 and last == 0)) or plural_noun(word_after(match)):
        return None
    return f"{year(first)} to {two_digits(last)}"


def _decade(match: re.Match[str], _: Locale) -> str | None:
    if match["long"]:
        n = int(match["long"])
        return plural(year(n)) if n % 1000 else plural(cardinal(n))
    n = int(match["short"] or match["age"])
    return plural(cardinal(n)) if n else "noughties"


def _plain_year(match: re.Match[str], _: Locale) -> str | None:
    """A bare number of four digits: a year, unless it counts something."""
    n, before, after = int(match["y"]), word_before(match), word_after(match)
    cue = before in _YEAR_CUES or match.string[: match.start()].rstrip()[-1:] == "©"
    counts = plural_noun(after) and not (cue and n >= 1900) and before != "act"
    if counts or (before in _COUNT_CUES and not 1900 <= n < 2040) or (n < 1100 and not cue):
        return None
    if before in _COUNT_CUES and (after or before in ("than", "up", "over")):
        return None
    if attributive(match) and not 1900 <= n < 2100:
        return None
    return year(n)


def _era(match: re.Match[str], _: Locale) -> str:
    n = int(match["y"])
    return f"{year(n) if n > 1000 else integer(match['y'])} {spell(match['era'])}"


def _era_first(match: re.Match[str], _: Locale) -> str:
    return f"{spell('AD')} {integer(match['y']) if int(match['y']) < 1000 else year(int(match['y']))}"


def _short_year(match: re.Match[str], _: Locale) -> str | None:
    return two_digits(int(match["y"]))


def _weekday(match: re.Match[str], _: Locale) -> str | None:
    """Short forms that are also words ("sat", "sun") need a date beside them, and a capital or a full stop."""
    short, capital = match["day"].lower(), match["day"][0].isupper()
    rest = match.string[match.end("day") :]
    follows = bool(_DAY_CONTEXT.match(rest[:12]))
    earlier = match.string[max(0, match.start() - 14) : match.start()]
    alone = not earlier.strip() and not rest.strip(" .")
    if not (capital or (follows and match["dot"])):
        return None
    if not (
        follows or alone or short in SURE_DAYS or word_before(match) in ("every", "on") or _DAY_BEFORE.search(earlier)
    ):
        return None
    ends = match["dot"] and not follows and not rest[1:3].strip()[:1].islower()
    return DAYS[short] + ("." if ends else "")


RULES = (
    Rule("date", DIGIT, _ISO, _iso),
    Rule("date", DIGIT, _NUMERIC, _numeric),
    Rule("date", DIGIT, _DAYS_FIRST, _days_first),
    Rule("date", DIGIT, _DAY_FIRST, _day_first),
    Rule("date", WORD, _MONTH_FIRST, _month_first),
    Rule("date", WORD, _MONTH_YEAR, _month_year),
    Rule("date", WORD, _SHORT_MONTH, _short_month),
    Rule("date", WORD, _WEEKDAY, _weekday),
    Rule("date", DIGIT, _SHORT, _short),
    Rule("year", DIGIT, _ERA, _era),
    Rule("year", WORD, _ERA_FIRST, _era_first),
    Rule("years", DIGIT, _SPAN, _span),
    Rule("decade", DIGIT + "'’‘", _DECADE, _decade),
    Rule("year", "'’‘", _SHORT_YEAR, _short_year),
)
YEARS = (Rule("year", DIGIT, _PLAIN, _plain_year),)
"""Asked after measures and money have had their say."""
