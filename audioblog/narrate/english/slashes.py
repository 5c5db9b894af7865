"""Slashes.

In: "parents/carers", "and/or", "£12/hour", "co/production". Out: "parents or carers", "per hour". A slash is "or"
between words, silent between letters and numbers, and joins a prefix to its word.
"""

from __future__ import annotations

import re

from audioblog.narrate.english.tables.calendar import WEEKDAYS
from audioblog.narrate.english.tables.signs import PREFIXES
from audioblog.narrate.english.tables.units import PER, TIME_PER, UNITS
from audioblog.narrate.scan import Locale, Rule

_PER = re.compile(r"\s?/\s?(?P<per>[\w²³]+)")
_DOSE = re.compile(r"/(?=\s?\d+(?:\.\d+)?\s?(?:ml|l|kg|mg|g|hr|h|hours?|days?)\b)")
_DOSE_BEFORE = re.compile(r"\d\s?(?:mg|mcg|µg|g|ml|units?|IU)$")
_MONEY_BEFORE = re.compile(r"[£$€]\s?[\d.,]+\s?(?:k|m|bn)?\s?$|\d\s?p$")
_COUNT_BEFORE = re.compile(r"(?<![\d/])\d[\d.,]*[+x]?\s?$")
_COUNTED_BEFORE = re.compile(r"\d[\d.,]*(?:\+|m|k)?[\s-](?P<unit>[a-z]{2,12})$")
_UNIT_BEFORE = re.compile(r"(?<![\w])(?P<unit>[a-z]{2,8})$")
_ONLY_AFTER_COUNTS = frozenset(("s", "d", "m", "g", "l", "h", "L", "place", "page", "unit", "item"))
_SLASH_ONLY = re.compile(r"/")


def _per(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("£12/hour"), said("37.5 hours/week"), said("3/day"), said("hrs/wk"), said("day/week")
    ('twelve pounds per hour', 'thirty-seven point five hours per week', 'three per day', 'hours per week', 'day or week')
    """  # noqa: E501
    per = match["per"]
    if per not in PER:
        return None
    before = match.string[max(0, match.start() - 24) : match.start()]
    counted, unit = _COUNTED_BEFORE.search(before), _UNIT_BEFORE.search(before)
    if (
        _MONEY_BEFORE.search(before)
        or (_COUNT_BEFORE.search(before) and per not in _ONLY_AFTER_COUNTS)
        or (counted and per in TIME_PER and (counted["unit"].endswith("s") or counted["unit"] in UNITS))
        or (unit and unit["unit"] in UNITS and per in TIME_PER and unit["unit"] not in TIME_PER)
    ):
        return f"per {PER[per]}"
    return None


def _dose(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("500mg/5ml"), said("1/5ml")
    ('five hundred milligrams per five millilitres', 'a fifth of a millilitre')
    """
    return "per" if _DOSE_BEFORE.search(match.string[max(0, match.start() - 8) : match.start()]) else None


def _or(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("parents/carers"), said("and/or"), said("co/production"), said("Sat/Sun"), said("MBE/OBE"), said("and or")
    ('parents or carers', 'and or', 'co-production', 'Saturday, Sunday', 'M B E O B E', 'and or')
    """
    text, start = match.string, match.start()
    left = re.search(r"([^\W_]+)\+?[\"”’)]?\s?$", text[max(0, start - 30) : start])
    right = re.match(r"\s?[\"“‘(]?([^\W_]+)", text[start + 1 : start + 31])
    if not left or not right:
        return " "
    a, b = left[1], right[1]
    if a.lower() in PREFIXES:
        return "-"
    if a.lower() in WEEKDAYS and b.lower() in WEEKDAYS:
        return ","
    if "°" in text[max(0, start - 3) : start]:
        return "or"
    return " " if _silent_between(a, b) else "or"


def _silent_between(a: str, b: str) -> bool:
    return (
        {a.lower(), b.lower()} & {"and", "or"} != set()
        or a.isdecimal()
        or b.isdecimal()
        or (len(a) == 1 and len(b) == 1)
        or (a.isupper() and b.isupper() and len(a) < 6 and len(b) < 6)
    )


RULES = (
    Rule("measure", "/", _PER, _per),
    Rule("measure", "/", _DOSE, _dose),
    Rule("slash", "/", _SLASH_ONLY, _or),
)
