"""Abbreviations by place. In: "Dr Patel", "12 Mill Dr", "e.g.", "No. 10", "pp. 14". Out: the words.

A full stop that belongs to the abbreviation is swapped with it; where the sentence ends with it, the renderer puts
one back.
"""

from __future__ import annotations

import re

from audioblog.narrate.english.context import word_before
from audioblog.narrate.english.numbers import number
from audioblog.narrate.english.tables.shortforms import (
    ABBREVIATIONS,
    BEFORE_NUMBER,
    COMPANIES,
    DOTTED_INSIDE,
    DOTTED_ONLY,
    DOTTED_TITLES,
    GLUED,
    IN_CAPITALS,
    SURE_TITLES,
    TITLES,
    WITH_LETTERS,
    WITH_NUMERALS,
)
from audioblog.narrate.scan import WORD, Locale, Rule
from audioblog.narrate.vocabulary import vocabulary


def _any_of(words: frozenset[str] | dict[str, str] | dict[str, tuple[str, bool]]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_TITLE = re.compile(rf"(?P<t>{_any_of(TITLES)})(?![\w'’-])(?P<dot>\.)?")
_NAME = re.compile(r"\s+(?:(?!Sec\b)[A-Z]|de |van |von |Mc)")
_SAINT = re.compile(r"(?P<t>Sts?)(?!\w)\.?(?=\s[A-Z][a-z])")
_NUMBERED = re.compile(rf"(?i:(?P<w>{_any_of(BEFORE_NUMBER)}))(?P<dot>\.)?(?P<gap>[\s:]*)(?=£?\d|[ivxIVX]+\b|[A-Z]\b)")
_COUNTED = re.compile(r"\d+ [a-z]+s\b|\d+ (?:people|of)\b|\d{3}")
_WORDS = re.compile(rf"(?i:(?P<w>{_any_of(ABBREVIATIONS)}))(?![\w&/])(?P<dot>\.)?")
_VERSUS = re.compile(r"v\.(?=\s)")
_VERSION = re.compile(r"(?:v(?P<n>\d+(?:\.\d+)*)|V(?P<N>\d+(?:\.\d+)+))(?!\w)")
_JUNIOR = re.compile(r"(?P<w>Jr|Sr|Jnr|Snr)(?!\w)\.?")
_CO = re.compile(r"(?P<w>Co|Bros|Inc|Corp|Ltd|Dept|Univ)(?!\w)(?P<dot>\.)")


_GOES_ON = re.compile(r"\s[a-z]")
_ROMAN = re.compile(r"[ivxIVX]+\b")
_ROUGHLY = re.compile(r"£?\d")
_BORN = re.compile(r"\d{3,4}|\d\d? [A-Z]")
_UNIT = re.compile(r"(?P<w>(?:hr|wk|mth|yr|min|sec)s?)(?!\w)(?:\.(?=\s[a-z]))?")
_PER_BEFORE = re.compile(r"(?:\b(?:per|a|each|every|this|last|next)\s|/)$")
_UNITS = {"hr": "hour", "wk": "week", "mth": "month", "yr": "year", "min": "minute", "sec": "second"}


def _title(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("Dr Shah and Cllr Obi"), said("the Rev. Ann Hill"), said("Gen Z"), said("the rev counter"), said("a Hon")
    ('Doctor Shah and Councillor Obi', 'the Reverend Ann Hill', 'Gen Z', 'the rev counter', 'a Hon')
    """
    title, dot = match["t"], match["dot"]
    alone = dot and match.start() == 0 and match.end() == len(match.string)
    if title not in SURE_TITLES and not alone and not _NAME.match(match.string, match.end()):
        return None
    return None if title in DOTTED_TITLES and not dot else TITLES[title]


def _saint(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("St. Helens"), said("the st Helens")
    ('Saint Helens', 'the st Helens')
    """
    return "Saints" if match["t"] == "Sts" else "Saint"


def _numbered(match: re.Match[str], _: Locale) -> str | None:
    """Words that are abbreviations only before a number.

    >>> said("p. 7, No. 10, c. 1900, Sch. 3, yrs 3-4"), said("No 2 days are alike"), said("P45"), said("the fig tree")
    ('page seven, Number ten, circa nineteen hundred, Schedule three, years three to four', 'No two days are alike', 'P forty-five', 'the fig tree')
    """  # noqa: E501
    written, dot, gap = match["w"], match["dot"], match["gap"]
    short = written.lower()
    said, strict = BEFORE_NUMBER[short]
    follows = match.string[match.end() : match.end() + 6]
    roughly = short in ("c", "ca", "approx", "max", "min") and _ROUGHLY.match(follows)
    numeral = (dot and short in WITH_NUMERALS) or short == "mk"
    lettered = dot and gap and short in WITH_LETTERS
    if not (follows[:1].isdigit() or roughly or (numeral and _ROMAN.match(follows)) or lettered):
        return None
    if written in ("No", "Nos") and gap and not dot:
        return None if written == "No" and _COUNTED.match(match.string, match.end()) else f"{said.capitalize()} "
    opens = written == "Pt" or (short in ("min", "max") and not word_before(match))
    if strict and not dot and not opens and (gap or short not in GLUED or written[0].isupper()):
        return None
    if short in ("b", "d") and not _BORN.match(follows):
        return None
    return f"{said.capitalize() if written[0].isupper() else said}{':' if ':' in gap else ''} "


def _word(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("toys, books, etc., i.e. gifts"), said("w/c 3 June"), said("TEL"), said("I lie here")
    ('toys, books, et cetera, that is gifts', 'week commencing the third of June', 'T E L', 'I lie here')
    """
    written = match["w"]
    short = written.lower()
    said = ABBREVIATIONS[short]
    if match.string[max(0, match.start() - 1) : match.start()] in ("'", "’"):
        return None  # the end of a word: "Syafi’ie"
    if short in DOTTED_ONLY and not match["dot"] and match.string[match.end() : match.end() + 1] != ":":
        return None
    if short in DOTTED_INSIDE and not (match["dot"] and _GOES_ON.match(match.string, match.end())):
        return None
    if short == "ie" and written != "ie":
        return None  # IE was a browser
    if written.isupper() and short not in IN_CAPITALS:
        return None
    if short == "ltd":
        return "Limited" if written[0].isupper() else said
    return said.capitalize() if written[0].isupper() and not written.isupper() else said


def _unit(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("£12 per hr"), said("hrs/wk"), said("an hr")
    ('twelve pounds per hour', 'hours per week', 'an hr')
    """
    before = match.string[max(0, match.start() - 7) : match.start()]
    if match["w"].endswith("s"):
        return _UNITS[match["w"][:-1]] + "s"
    return _UNITS[match["w"]] if _PER_BEFORE.search(before) else None


def _versus(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("Brown v. the council"), said("Brown v the council")
    ('Brown versus the council', 'Brown v the council')
    """
    return "versus" if word_before(match) else None


def _junior(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("Sam Hill Jr."), said("the jr team")
    ('Sam Hill Junior.', 'the jr team')
    """
    return "Junior" if match["w"][0] == "J" else "Senior"


def _company(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("Hill & Co. said"), said("Acme Inc. said"), said("Co. Durham")
    ('Hill and Company said', 'Acme Incorporated said', 'Co. Durham')
    """
    after_sign = match.string[max(0, match.start() - 2) : match.start()] == "& "
    return COMPANIES[match["w"].lower()] if word_before(match) or after_sign else None


def _version(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("v2.0.1"), said("V1.2"), said("a V8 engine")
    ('version two point zero point one', 'version one point two', 'a V eight engine')
    """
    return "version " + " point ".join(number(part) for part in (match["n"] or match["N"]).split("."))


RULES = (
    Rule("abbreviation", WORD, _VERSION, _version),
    Rule("abbreviation", WORD, _SAINT, _saint),
    Rule("abbreviation", WORD, _TITLE, _title),
    Rule("abbreviation", WORD, _NUMBERED, _numbered),
    Rule("abbreviation", WORD, _CO, _company),
    Rule("abbreviation", WORD, _WORDS, _word),
    Rule("abbreviation", WORD, _UNIT, _unit),
    Rule("abbreviation", WORD, _VERSUS, _versus),
    Rule("abbreviation", WORD, _JUNIOR, _junior),
)
FIRST_WORDS = frozenset(
    re.split(r"\W", word.lower())[0]
    for word in (*TITLES, *ABBREVIATIONS, *BEFORE_NUMBER, *COMPANIES, *_UNITS, *map("{}s".format, _UNITS))
) | vocabulary("st sts v jr sr jnr snr bsc msc")
