"""Languages other than English: figures, signs and addresses, which no voice could say as they are written.

In: a language. Out: its rules for the scanner. Every other word passes through untouched. Numbers are written out by
num2words, which knows most of Europe's languages; where it does not, digits are read one by one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, partial
from typing import Any

from audioblog.narrate.scan import DIGIT, WORD, Locale, Rule

DIGIT_NAMES: dict[str, str] = {
    "en": "zero one two three four five six seven eight nine",
    "ga": "náid aon dó trí ceathair cúig sé seacht ocht naoi",
    "gd": "neoni aon dhà trì ceithir còig sia seachd ochd naoi",
    "la": "nulla unus duo tres quattuor quinque sex septem octo novem",
}
"""Of languages that num2words does not know; English ones stand for all the rest."""
_SIGNS: Mapping[str, tuple[str, str, str, str, str]] = {
    # %, €, £, $, &
    "cy": ("y cant", "ewro", "punt", "doler", "a"),
    "de": ("Prozent", "Euro", "Pfund", "Dollar", "und"),
    "es": ("por ciento", "euros", "libras", "dólares", "y"),
    "fr": ("pour cent", "euros", "livres", "dollars", "et"),
    "it": ("per cento", "euro", "sterline", "dollari", "e"),
    "nl": ("procent", "euro", "pond", "dollar", "en"),
    "pl": ("procent", "euro", "funtów", "dolarów", "i"),
    "pt": ("por cento", "euros", "libras", "dólares", "e"),
}
_WHOLE = r"\d{1,3}(?:[.\u00a0\u202f '’]\d{3})+(?!\d)|\d+"
_PARTS = re.compile(r"\d{1,4}(?:[./:h]\d{1,4}(?!\d)){1,5}(?![.,/]\d)")
"""A date, a time of day, a version: its figures one after the other."""
_TELEPHONE = re.compile(r"(?:\+\d{1,3}[ .\u00a0-]?|0)\d{1,4}(?:[ .\u00a0-]\d{2,4}){2,5}(?!\d)")
_FIGURE = re.compile(rf"({_WHOLE})(?:,(\d+))?(?:\s?([%€£$]))?")
_MONEY = re.compile(rf"([€£$])\s?({_WHOLE})(?:[.,](\d{{2}})(?!\d))?")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"”»]*[^\s<>\"”».,;:!?)]|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_LONGEST = 12
"""Digits; longer figures are read one by one, like those that begin with a nought (telephone numbers)."""


def rules_abroad(language: str) -> tuple[Rule, ...]:
    """For a primary language subtag other than "en"; in the order in which the scanner asks them."""
    return (
        Rule("address", WORD, _ADDRESS, lambda _match, _locale: ""),
        Rule("money", "€£$", _MONEY, partial(_money, language)),
        Rule("telephone", DIGIT + "+", _TELEPHONE, partial(_telephone, language)),
        Rule("number", DIGIT, _PARTS, partial(_parts, language)),
        Rule("number", DIGIT, _FIGURE, partial(_figure, language)),
        Rule("number", DIGIT + WORD, re.compile(r"\d+"), lambda match, _: _one_by_one(match[0], language)),
        Rule("symbol", "&", re.compile("&"), lambda _match, _locale: _SIGNS.get(language, ("", "", "", "", ""))[4]),
    )


def _money(language: str, match: re.Match[str], _: Locale) -> str:
    cents = f" {_number(match[3], '', language)}" if match[3] and match[3].strip("0") else ""
    return f"{_number(match[2], '', language)} {_sign(match[1], language)}{cents}"


def _telephone(language: str, match: re.Match[str], _: Locale) -> str:
    return ", ".join(_one_by_one(group, language) for group in re.findall(r"\d+", match[0]))


def _parts(language: str, match: re.Match[str], _: Locale) -> str | None:
    """None for a figure that is grouped in thousands."""
    if re.fullmatch(_WHOLE, match[0]):
        return None
    return " ".join(_number(part.lstrip("0") or "0", "", language) for part in re.split(r"\D", match[0]))


def _figure(language: str, match: re.Match[str], _: Locale) -> str:
    said = _number(match[1], match[2] or "", language)
    return f"{said} {_sign(match[3], language)}" if match[3] else said


def _sign(sign: str, language: str) -> str:
    return _SIGNS[language]["%€£$".index(sign)] if language in _SIGNS else ""


def _number(whole: str, fraction: str, language: str) -> str:
    """ "1.250" and "5" as words of the language."""
    digits = re.sub(r"\D", "", whole)
    if len(digits) > _LONGEST or (len(digits) > 1 and digits[0] == "0"):
        return " ".join(filter(None, (_one_by_one(digits, language), _one_by_one(fraction, language))))
    written = f"{digits}.{fraction}" if fraction else digits
    year = len(digits) == 4 and not fraction and digits < "2000" and whole == digits and language in ("de", "nl")
    said = _words(written, language, "year" if year else "cardinal")
    return said.replace(" punto ", " coma ") if language == "es" else said


def _one_by_one(digits: str, language: str) -> str:
    return " ".join(_words(str(int(digit)), language, "cardinal") for digit in digits)


@cache
def _words(number: str, language: str, kind: str) -> str:
    """In letters; num2words is imported with the first figure."""
    try:
        return str(_num2words()(number, lang=language, to=kind))
    except (NotImplementedError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        names = DIGIT_NAMES.get(language, DIGIT_NAMES["en"]).split()
        return " ".join(names[int(digit)] for digit in number if digit.isdigit())


@cache
def _num2words() -> Any:
    from num2words import num2words

    return num2words
