"""Abbreviations by place. In: "Dr Patel", "12 Mill Dr", "e.g.", "No. 10", "pp. 14". Out: the words.

A full stop that belongs to the abbreviation is swapped with it; where the sentence ends with it, the renderer puts
one back.
"""

from __future__ import annotations

import re

from audioblog.narrate.english.context import word_before
from audioblog.narrate.english.numbers import number
from audioblog.narrate.english.tables import ABBREVIATIONS, BEFORE_NUMBER, DOTTED_ONLY, SURE_TITLES, TITLES
from audioblog.narrate.scan import WORD, Locale, Rule
from audioblog.narrate.vocabulary import vocabulary


def _any_of(words: frozenset[str] | dict[str, str] | dict[str, tuple[str, bool]]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_TITLE = re.compile(rf"(?P<t>{_any_of(TITLES)})(?![\w'’-])(?P<dot>\.)?")
_NAME = re.compile(r"\s+(?:[A-Z]|de |van |von |Mc)")
_SAINT = re.compile(r"(?P<t>Sts?)(?!\w)\.?(?=\s[A-Z][a-z])")
_NUMBERED = re.compile(rf"(?i:(?P<w>{_any_of(BEFORE_NUMBER)}))(?P<dot>\.)?(?P<gap>[\s:]*)(?=£?\d|[ivxIVX]+\b)")
_WITH_NUMERALS = vocabulary("p pp vol ch fig chap pt")
_GLUED = vocabulary("p pp no ch")
_IN_CAPITALS = vocabulary("nb n.b fao rsvp tbc tba aka n/a ltd p&p pcm c/o")
_COUNTED = re.compile(r"\d+ [a-z]+s\b|\d+ (?:people|of)\b|\d{3}")
_WORDS = re.compile(rf"(?i:(?P<w>{_any_of(ABBREVIATIONS)}))(?![\w&/])(?P<dot>\.)?")
_VERSUS = re.compile(r"v\.(?=\s)")
_VERSION = re.compile(r"[vV](?P<n>\d+(?:\.\d+)*)(?!\w)")
_JUNIOR = re.compile(r"(?P<w>Jr|Sr|Jnr|Snr)(?!\w)\.?")
_CO = re.compile(r"(?P<w>Co|Bros|Inc|Corp|Ltd|Dept|Univ)(?!\w)(?P<dot>\.)")
_COMPANY = {
    "co": "Company",
    "bros": "Brothers",
    "inc": "Incorporated",
    "corp": "Corporation",
    "ltd": "Limited",
    "dept": "Department",
    "univ": "University",
}
_COMPASS = re.compile(r"(?P<w>[NSEW])\.?(?=\s\d+(?:st|nd|rd|th)\s)")
_COMPASS_NAMES = {"N": "North", "S": "South", "E": "East", "W": "West"}


def _title(match: re.Match[str], _: Locale) -> str | None:
    named = _NAME.match(match.string, match.end())
    if match["t"] not in SURE_TITLES and not named:
        return None
    if match["t"] in ("Gen", "Sen", "Rep", "Gov", "Pres", "Maj", "Fr", "Adm", "Col", "Mt") and not (
        match["dot"] or match["t"] in ("Col", "Fr", "Mt")
    ):
        return None if match["t"] != "Col" else TITLES["Col"]
    return TITLES[match["t"]]


def _saint(match: re.Match[str], _: Locale) -> str:
    return "Saints" if match["t"] == "Sts" else "Saint"


def _numbered(match: re.Match[str], _: Locale) -> str | None:
    """Words that are abbreviations only before a number: "p. 7", "No. 10", "c. 1900"."""
    short, dot, gap = match["w"].lower(), match["dot"], match["gap"]
    said, strict = BEFORE_NUMBER[short]
    follows = match.string[match.end() : match.end() + 6]
    if not follows[:1].isdigit() and not (dot and short in _WITH_NUMERALS):
        return None
    if match["w"] in ("No", "Nos") and gap and not dot:
        return None if match["w"] == "No" and _COUNTED.match(match.string, match.end()) else f"{said.capitalize()} "
    if strict and not dot and (gap or short not in _GLUED):
        return None
    if short in ("c", "b", "d", "ca") and not re.match(r"\d{3,4}|\d\d? [A-Z]", follows):
        return None
    return f"{said.capitalize() if match['w'][0].isupper() else said}{':' if ':' in gap else ''} "


def _word(match: re.Match[str], _: Locale) -> str | None:
    written = match["w"]
    short = written.lower()
    said = ABBREVIATIONS[short]
    if short in DOTTED_ONLY and not match["dot"] and match.string[match.end() : match.end() + 1] != ":":
        return None
    if short == "ie" and written != "ie":
        return None  # IE was a browser
    if written.isupper() and short not in _IN_CAPITALS:
        return None
    if short == "ltd":
        return "Limited" if written[0].isupper() else said
    return said.capitalize() if written[0].isupper() and not written.isupper() else said


def _versus(match: re.Match[str], _: Locale) -> str | None:
    return "versus" if word_before(match) else None


def _junior(match: re.Match[str], _: Locale) -> str:
    return "Junior" if match["w"][0] == "J" else "Senior"


def _company(match: re.Match[str], _: Locale) -> str | None:
    return _COMPANY[match["w"].lower()] if word_before(match) else None


def _compass(match: re.Match[str], _: Locale) -> str:
    return _COMPASS_NAMES[match["w"]]


def _version(match: re.Match[str], _: Locale) -> str:
    return "version " + " point ".join(number(part) for part in match["n"].split("."))


RULES = (
    Rule("abbreviation", WORD, _VERSION, _version),
    Rule("abbreviation", WORD, _COMPASS, _compass),
    Rule("abbreviation", WORD, _SAINT, _saint),
    Rule("abbreviation", WORD, _TITLE, _title),
    Rule("abbreviation", WORD, _NUMBERED, _numbered),
    Rule("abbreviation", WORD, _CO, _company),
    Rule("abbreviation", WORD, _WORDS, _word),
    Rule("abbreviation", WORD, _VERSUS, _versus),
    Rule("abbreviation", WORD, _JUNIOR, _junior),
)
FIRST_WORDS = frozenset(
    re.split(r"\W", word.lower())[0]
    for word in (
        *TITLES,
        *ABBREVIATIONS,
        *BEFORE_NUMBER,
        "st",
        "sts",
        "v",
        "jr",
        "sr",
        "jnr",
        "snr",
        "co",
        "bros",
        "inc",
        "corp",
        "univ",
        "bsc",
        "msc",
    )
)
