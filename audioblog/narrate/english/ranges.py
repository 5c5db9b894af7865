"""Dashes and signs between quantities: ranges and differences.

In: "3–7", "Mon-Fri", "9am – 5pm", "A-Z", "-5", "6–3=3". Out: "to", "minus". A dash that joins nothing is a pause, which
is the renderer's business (punctuation.py).
"""

from __future__ import annotations

import re

from audioblog.narrate.english.tables.calendar import DAYS, MONTH_FORMS
from audioblog.narrate.english.tables.units import RANGE_CUES
from audioblog.narrate.scan import Locale, Rule

_DASH = re.compile(r"[-–—−‒]+")
_MINUS = re.compile(r"[-−–](?=[£$€]?\.?\d)")
_CALENDAR = "|".join(
    (*MONTH_FORMS, *DAYS, *(name.lower() for name in DAYS.values()), "spring", "summer", "autumn", "winter")
)
_LEFT = re.compile(
    r"(?:\d|[%°½¼¾]|\d\s?[^\W\d_]{1,4}|[ap]\.?m\.?|\d\s(?:million|billion)|"
    rf"(?<![^\W\d_])(?i:{_CALENDAR})\.?(?:\s\d{{4}})?)\s?$"
)
_RIGHT = re.compile(rf"\s?(?:(?P<number>[£$€]?\.?\d)|(?=[A-Z])(?i:{_CALENDAR})(?![^\W\d_]))")
_HALF_AFTER = re.compile(r"\s?\d{1,2}(?:[.:][0-5]\d)?\s?[ap]\.?m\b|\s?\d{1,2}[/.]\d{1,2}[/.]\d{2}", re.I)
_TIME_BEFORE = re.compile(r"(?<![\d.,£$€])[012]?\d[.:][0-5]\d\s?$")
_TIME_AFTER = re.compile(r"\s?[012]?\d[.:][0-5]\d(?!\d)")
_EQUALS = re.compile(r"\s?\d+(?:\.\d+)?\s?=")
_LETTER_LEFT = re.compile(r"(?<![\w-])(?P<a>[A-Z])$")
_LETTER_RIGHT = re.compile(r"(?P<b>[A-Z])(?![\w'’-])")
_CODE_LEFT = re.compile(r"(?<![\w-])(?P<a>[A-Z]{1,3})\d{1,3}\s?$")
_CODE_RIGHT = re.compile(r"\s?(?P<b>[A-Z]{1,3})\d{1,3}(?![\w-])")
_NUMBERED_RIGHT = re.compile(r"\s?(?:Year|Stage|Level|Band|Week|Day|Phase|Chapter|Part|Page|Age|Step|Grade)\s\d")
_MODEL = re.compile(r"(?<![^\W_])(?!(?:pp?|nos?|ch|v|ss?)\d)[A-Za-z]{1,5}\d+$")
_ITEM_LEFT, _ITEM_RIGHT = re.compile(r"\([a-z\d]{1,4}\)$"), re.compile(r"\([a-z\d]{1,4}\)")
_SOLID = re.compile(r"[^\W_]\s?$")


def _range(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("pages 3–7, Mon-Fri, 9am – 5pm, A-Z, Q1–Q3"), said("2 - 4pm"), said("6–3=3"), said("well-known"), said("A-team")
    ('pages three to seven, Monday to Friday, nine eigh M to five P M, eigh to Z, Q one to Q three', 'two to four P M', 'six minus three equals three', 'well-known', 'eigh-team')
    """  # noqa: E501
    text, start, end = match.string, match.start(), match.end()
    earlier = text[max(0, start - 16) : start]
    if earlier.rstrip()[-1:].isdecimal() and _EQUALS.match(text, end):
        return "minus"
    if _lettered(earlier, text, end) or (_SOLID.search(earlier) and _NUMBERED_RIGHT.match(text, end)):
        return "to"
    if match[0] == "-" and _MODEL.search(earlier):
        return None  # an Airbus A350-900
    if _ITEM_LEFT.search(earlier) and _ITEM_RIGHT.match(text, end):
        return "to"
    left, right = _LEFT.search(earlier), _RIGHT.match(text, end)
    if not left or not right:
        return None
    spaced = text[start - 1].isspace() or text[end].isspace()
    bare = right["number"] and left[0].strip().isdecimal()
    if spaced and bare and not _timed(earlier, text, end) and _word_before_number(text, start) not in RANGE_CUES:
        return None
    return "to"


def _lettered(earlier: str, text: str, end: int) -> bool:
    """ "A-Z", "Q1–Q3": single capitals in order, or the same letters with numbers."""
    left, right = _LETTER_LEFT.search(earlier), _LETTER_RIGHT.match(text, end)
    if left and right and left["a"] < right["b"]:
        return True
    code, other = _CODE_LEFT.search(earlier), _CODE_RIGHT.match(text, end)
    return bool(code and other and code["a"] == other["b"])


def _timed(earlier: str, text: str, end: int) -> bool:
    """ "2 - 4pm", "9.30 - 10.15", "1/2/24 - 3/4/24"."""
    return bool(_HALF_AFTER.match(text, end) or (_TIME_BEFORE.search(earlier) and _TIME_AFTER.match(text, end)))


def _word_before_number(text: str, end: int) -> str:
    found = re.search(r"([^\W\d_]+)\.?\s+[\d.,]+\s*$", text[max(0, end - 30) : end])
    return found[1].lower() if found else ""


def _minus(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("-5°C"), said("(-£200)"), said("well -5"), said("COVID-19"), said("3 - 5")
    ('minus five degrees Celsius', 'minus two hundred pounds,', 'well minus five', 'Covid-nineteen', 'three, five')
    """
    before = match.string[match.start() - 1 : match.start()] if match.start() else " "
    earlier = match.string[max(0, match.start() - 3) : match.start()].strip()
    if not (before.isspace() or before in "(/") or (match[0] != "−" and earlier[-1:].isdecimal()):
        return None
    return "minus"


RULES = (Rule("range", "-–—−‒", _DASH, _range), Rule("symbol", "-−–", _MINUS, _minus))
