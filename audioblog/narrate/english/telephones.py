"""Telephone numbers, postcodes, streets, ISBNs.

In: "0113 496 0999", "YO1 7HH", "12 Mill Rd". Out: digits one by one.

Numbers are grouped as they are written, with a comma (a short pause) between the groups; postcodes pause at their
space.
"""

from __future__ import annotations

import re

from audioblog.narrate.english.acronyms import pieces
from audioblog.narrate.english.context import name_before, word_after, word_before
from audioblog.narrate.english.numbers import digits
from audioblog.narrate.english.tables import STREETS
from audioblog.narrate.lexicon import spell
from audioblog.narrate.scan import DIGIT, WORD, Locale, Rule
from audioblog.narrate.vocabulary import vocabulary

_END = r"(?![\w/]|[.,]\d|-\d)"
_GROUP = re.compile(r"\d+")
_INTERNATIONAL = re.compile(rf"\+(?P<n>\d{{1,3}}[\s.-]?(?:\(0\)\s?)?\(?\d{{1,5}}\)?(?:[\s.-]?\d{{2,8}}){{1,4}}){_END}")
_DOMESTIC = re.compile(rf"(?<![\w.,+])(?P<n>\(?0\d{{2,5}}\)?(?:[\s-]{{1,2}}\d{{2,8}}){{1,4}}|0\d{{9,10}}){_END}")
_AMERICAN = re.compile(rf"(?<![\w.,+])(?P<n>(?:1-)?(?:\(\d{{3}}\)[\s-]?|\d{{3}}-)\d{{3}}-\d{{4}}){_END}")
_CUED = re.compile(rf"(?<![\w.,+])(?P<n>\d{{3,6}}(?:[\s-]\d{{2,6}}){{0,4}}){_END}")
_CUES = vocabulary(
    "tel telephone phone mobile mob call calls ring dial dialling text texting fax helpline line number id "
    "passcode nhs on whatsapp sms contact minicom textphone"
)
_SHORT = frozenset(("999", "111", "101", "112", "105", "119", "911", "159", "116"))
_NOT_CALLED = vocabulary(
    "people carers members times men women children of and percent families homes days hours years weeks months "
    "staff users pounds miles"
)
_POSTCODE = re.compile(r"(?P<out>[A-Z]{1,2}\d[A-Z\d]?)\s(?P<in>\d[A-Z]{2})(?!\w)")
_OUTWARD = re.compile(r"(?P<out>(?:EC|SW|SE|NW|WC|LS|BS|CF|EH|BN|CB|OX|NE|NG)\d{1,2}[A-Z]?|[NEW]1[A-Z])(?!\w)")
_ISBN = re.compile(r"ISBN(?:-1[03])?:?\s*(?P<n>[\dX](?:[\dX -]{8,16})[\dX])(?!\w)")
_STREET = re.compile(rf"(?P<s>{'|'.join(sorted(STREETS, key=len, reverse=True))})(?!\w|['’])(?P<dot>\.)?")
_HOUSE = re.compile(r"\d+\w?\s(?:[A-Z][\w'’]+\.?\s){1,3}$")
_ALWAYS = vocabulary("Rd Ave Ln Cres Tce Gdns Blvd Terr")


def _grouped(match: re.Match[str], _: Locale) -> str:
    return ", ".join(digits(group) for group in _GROUP.findall(match["n"]))


def _international(match: re.Match[str], locale: Locale) -> str:
    return "plus " + _grouped(match, locale)


def _cued(match: re.Match[str], locale: Locale) -> str | None:
    before, after = word_before(match), word_after(match)
    many = len(_GROUP.findall(match["n"])) > 1
    service = before in _CUES and after not in _NOT_CALLED
    if match["n"] in _SHORT and (service or after in ("call", "calls", "service")) and before != "line":
        return digits(match["n"])
    if (
        service
        and before not in ("on", "nhs", "line", "number", "calls", "contact", "id")
        and (many or len(match["n"]) >= 5)
    ):
        return _grouped(match, locale)
    if service and before in ("id", "number") and (many or len(match["n"]) >= 6):
        return _grouped(match, locale)
    return None


def _postcode(match: re.Match[str], _: Locale) -> str:
    return f"{pieces(match['out'])}, {pieces(match['in'])}"


def _outward(match: re.Match[str], _: Locale) -> str:
    return pieces(match["out"])


def _isbn(match: re.Match[str], _: Locale) -> str | None:
    written = match["n"]
    if sum(char.isalnum() for char in written) not in (10, 13):
        return None
    groups = [digits(group) + (" X" if group.endswith("X") else "") for group in re.split(r"[ -]+", written)]
    return f"{spell('ISBN')} {', '.join(group.strip() for group in groups)}"


def _street(match: re.Match[str], _: Locale) -> str | None:
    """After a name, and never before one: "12 Mill St" and "St Mary's St"."""
    short, name = match["s"], name_before(match)
    before = match.string[max(0, match.start() - 40) : match.start()]
    if re.search(r"\d(?:st|nd|rd|th)\s$", before):
        return STREETS[short]
    if not name[:1].isupper() or not before.endswith(" ") or name in ("The", "In", "At", "Mr", "Mrs"):
        return None
    follows = match.string[match.end() : match.end() + 2]
    if not (
        short in _ALWAYS
        or _HOUSE.search(before)
        or (short in ("St", "Dr") and not (follows[:1] == " " and follows[1:].isupper()))
    ):
        return None
    return STREETS[short]


RULES = (
    Rule("telephone", "+", _INTERNATIONAL, _international),
    Rule("telephone", DIGIT + "(", _AMERICAN, _grouped),
    Rule("telephone", DIGIT + "(", _DOMESTIC, _grouped),
    Rule("telephone", DIGIT, _CUED, _cued),
    Rule("address", WORD, _POSTCODE, _postcode),
    Rule("address", WORD, _OUTWARD, _outward),
    Rule("ISBN", WORD, _ISBN, _isbn),
    Rule("address", WORD, _STREET, _street),
)
FIRST_WORDS = frozenset(name.lower() for name in STREETS)
