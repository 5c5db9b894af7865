"""Where things are: postcodes, streets, grid references, house numbers; and books by their ISBN.

In: "YO1 7HH", "12 Mill Rd", "SU 123 456". Out: letters by name, digits one by one, a pause at the space.
"""

from __future__ import annotations

import re

from audioblog.narrate.english.acronyms import pieces
from audioblog.narrate.english.context import name_before
from audioblog.narrate.english.numbers import digits, year
from audioblog.narrate.english.tables.places import ALWAYS_STREETS, COMPASS, STATES, STREETS
from audioblog.narrate.lexicon import spell
from audioblog.narrate.scan import DIGIT, WORD, Locale, Rule

_KINDS = "|".join(sorted((*STREETS, *STREETS.values()), key=len, reverse=True))
_POSTCODE = re.compile(r"(?P<out>[A-Z]{1,2}\d[A-Z\d]?)\s(?P<in>\d[A-Z]{2})(?!\w)")
_OUTWARD = re.compile(r"(?P<out>(?:EC|SW|SE|NW|WC|LS|BS|CF|EH|BN|CB|OX|NE|NG)\d{1,2}[A-Z]?|[NEW]1[A-Z])(?!\w)")
_GRID = re.compile(r"(?P<square>[A-Z]{2})\s(?P<east>\d{3,5})\s(?P<north>\d{3,5})(?![\w,]| \d)")
_ISSN = re.compile(r"ISSN:?\s*(?P<a>\d{4})-(?P<b>\d{3})(?P<x>[\dX])(?!\w)")
_ISBN = re.compile(r"ISBN(?:-1[03])?:?\s*(?P<n>[\dX](?:[\dX -]{8,16})[\dX])(?!\w)")
_STREET = re.compile(
    rf"(?P<s>{'|'.join(sorted((*STREETS, 'st', 'hwy'), key=len, reverse=True))})(?!\w|['’])(?P<dot>\.)?"
)
_HOUSE = re.compile(r"\d+\w?\s(?:[A-Z][\w'’]+\.?\s){1,3}$")
_NUMBERED = re.compile(r"\d(?:st|nd|rd|th)\s$")
_LONG_HOUSE = re.compile(
    rf"(?<![\w.,])(?P<n>[1-9]\d{{3}})(?=\s(?:[NSEW]\.?\s)?(?:[A-Z][\w'’]+\s){{1,3}}(?:{_KINDS})\b)"
)
_COMPASS = re.compile(rf"(?P<w>[NSEW])\.?(?=\s\d+(?:st|nd|rd|th)\s|\s(?:[A-Z]\w+\s){{1,2}}(?:{_KINDS})\b)")
_STATE = re.compile(rf"(?P<st>{'|'.join(STATES)}),?\s(?P<zip>\d{{5}})(?:-(?P<plus>\d{{4}}))?(?![\w-])")
_STATE_ONLY = re.compile(rf"(?P<st>{'|'.join(STATES)})(?![\w.])")


def _postcode(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("London SW1A 1AA"), said("PAGE 1 AB")
    ('London S W one eigh, one eigh eigh', 'Page one eigh B')
    """
    return f"{pieces(match['out'])}, {pieces(match['in'])}"


def _outward(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("the BS3 area"), said("the BSE area")
    ('the B S three area', 'the B S E area')
    """
    return pieces(match["out"])


def _grid(match: re.Match[str], _: Locale) -> str | None:
    """Two letters and two groups of equal length: a grid reference, or the number of a standard.

    >>> said("grid ref SU 123 456"), said("EN 301 549"), said("GP 100 2000")
    ('grid ref S U one two three, four five six', 'E N three zero one, five four nine', 'G P one hundred two thousand')
    """
    if len(match["east"]) != len(match["north"]):
        return None
    return f"{spell(match['square'])} {digits(match['east'])}, {digits(match['north'])}"


def _isbn(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("ISBN 0-7486-2042-X"), said("ISBN 12 345")
    ('I S B N zero, seven four eight six, two zero four two, X', 'I S B N twelve three hundred and forty-five')
    """
    written = match["n"]
    if sum(char.isalnum() for char in written) not in (10, 13):
        return None
    groups = [digits(group) + (" X" if group.endswith("X") else "") for group in re.split(r"[ -]+", written)]
    return f"{spell('ISBN')} {', '.join(group.strip() for group in groups)}"


def _issn(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("ISSN 1179-508X"), said("ISSN 12")
    ('I S S N one one seven nine, five zero eight X', 'I S S N twelve')
    """
    last = match["x"] if match["x"] == "X" else digits(match["x"])
    return f"{spell('ISSN')} {digits(match['a'])}, {digits(match['b'])} {last}"


def _street(match: re.Match[str], _: Locale) -> str | None:
    """After a name, and never before one.

    >>> said("12 Mill St, Hull"), said("St Peter's Sq"), said("St Ives"), said("Pl is short")
    ('twelve Mill Street, Hull', "Saint Peter's Square", 'Saint Ives', 'Pl is short')
    """
    short, name = match["s"].capitalize(), name_before(match)
    before = match.string[max(0, match.start() - 40) : match.start()]
    if _NUMBERED.search(before):
        return STREETS[short]
    if (
        match["s"] == "st"
        or not name[:1].isupper()
        or not before.endswith(" ")
        or name in ("The", "In", "At", "Mr", "Mrs")
    ):
        return None
    follows = match.string[match.end() : match.end() + 2]
    last = not (follows[:1] == " " and follows[1:].isupper())
    sure = short in ALWAYS_STREETS or _HOUSE.search(before) or (short in ("St", "Dr", "Sq", "Cl") and last)
    return STREETS[short] if sure else None


def _long_house(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("2788 Mill Road"), said("2788 Mill Owners")
    ('twenty-seven eighty-eight Mill Road', 'two thousand seven hundred and eighty-eight Mill Owners')
    """
    return year(int(match["n"]))


def _compass(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("708 N 1st St"), said("9 E Mill Ave"), said("Plan E Mill St")
    ('seven hundred and eight North first Street', 'nine East Mill Avenue', 'Plan E Mill Street')
    """
    numbered = match.string[max(0, match.start() - 2) : match.start()][:1].isdecimal()
    return COMPASS[match["w"]] if numbered else None


def _state(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("Boise, ID 83702"), said("his ID 83702")
    ('Boise, Idaho eight three seven zero two', 'his I D eight three seven zero two')
    """
    if match.string[match.start() - 2 : match.start()] != ", ":
        return None
    plus = f", {digits(match['plus'])}" if match["plus"] else ""
    return f"{STATES[match['st']]} {digits(match['zip'])}{plus}"


def _state_only(match: re.Match[str], locale: Locale) -> str | None:
    """A state without its code, in the states only: "Stroudsburg, PA".

    >>> said_us("Stroudsburg, PA"), said("Jo, PA to the chair")
    ('Stroudsburg, Pennsylvania', 'Jo, P eigh to the chair')
    """
    named = re.search(r"[A-Z][a-z]+, $", match.string[max(0, match.start() - 20) : match.start()])
    return STATES[match["st"]] if locale.month_first and named else None


RULES = (
    Rule("address", WORD, _POSTCODE, _postcode),
    Rule("address", WORD, _OUTWARD, _outward),
    Rule("address", WORD, _STATE, _state),
    Rule("address", WORD, _STATE_ONLY, _state_only),
    Rule("code", WORD, _GRID, _grid),
    Rule("ISBN", WORD, _ISBN, _isbn),
    Rule("ISBN", WORD, _ISSN, _issn),
    Rule("address", WORD, _COMPASS, _compass),
    Rule("address", WORD, _STREET, _street),
    Rule("address", DIGIT, _LONG_HOUSE, _long_house),
)
FIRST_WORDS = frozenset(name.lower() for name in STREETS)
