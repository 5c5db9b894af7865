"""Years, spans of years, decades, eras.

In: "2023/24", "the '90s", "AD 43", "in 1948". Out: "twenty twenty-three to twenty-four".

A bare number of four digits is a year unless it counts something ("2000 letters"); that rule is asked after money and
measures have had their say.
"""

from __future__ import annotations

import re

from audioblog.narrate.english.context import attributive, plural_noun, word_after, word_before
from audioblog.narrate.english.numbers import cardinal, integer, ordinal, plural, two_digits, year
from audioblog.narrate.english.tables.calendar import COUNT_CUES, MONTHS, YEAR_CUES, YEAR_OWNERS
from audioblog.narrate.lexicon import spell
from audioblog.narrate.scan import DIGIT, WORD, Locale, Rule

_SPAN = re.compile(
    r"(?<![\w/.,-])(?P<a>1\d{3}|20\d\d)(?P<dash>\s?[-–—/]\s?)(?P<b>\d\d?)(?![\w%/]|[.,:-]\d|\s?%|\s?[-–]\s?\d)"
)
_DECADE = re.compile(
    r"(?:(?<![\w])['’‘](?P<short>\d0)|(?<![\w.,])(?P<long>1[1-9]\d0|20\d0)|(?<![\w.,])(?P<age>[1-9]0))['’]?s(?!\w)"
)
_SHORT_YEAR = re.compile(r"(?<![\w])['’‘](?P<y>\d\d)(?![\w'’])")
_PLAIN = re.compile(r"(?<![\w,£$€])(?<!\d\.)(?P<y>1\d{3}|20\d\d)(?![\w%]|[.,]\d|\s?%)")
_ERA = re.compile(r"(?<![\w.,])(?P<y>\d{1,4})\s?(?P<era>BCE|BC|AD|CE|B\.C\.E?|A\.D|C\.E)\.?(?!\w)")
_ERA_FIRST = re.compile(r"A\.?D\.?\s(?P<y>\d{1,4})(?![\w,.]?\d)")
_QUARTER = re.compile(r"(?<![\w.,])(?P<n>[1-4])(?P<part>[QH])(?P<y>\d\d)(?!\w)")
_ACT = re.compile(r"(?<!\w)[A-Z]{1,4}A\s$")
"""The initials of an Act, as lawyers write them: MHA, MCA, HRA, FOIA."""
_HYPHENED = re.compile(r"\b(?:pre|post|mid|late|early)-$", re.I)


def _span(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("in 2023/24"), said("1939-45"), said("2020-03"), said("12-20")
    ('in twenty twenty-three to twenty-four', 'nineteen thirty-nine to forty-five', 'March twenty twenty', 'twelve to twenty')
    """  # noqa: E501
    first, last = int(match["a"]), int(match["b"])
    if plural_noun(word_after(match)) and word_before(match) not in YEAR_OWNERS | YEAR_CUES:
        return None
    if len(match["b"]) == 1:
        return f"{year(first)} to {cardinal(last)}" if first % 10 + 1 == last else None
    if first % 100 >= last and not (first % 100 == 99 and last == 0):
        month = match["dash"] == "-" and 1 <= last <= 12 and match["b"][0] == "0"
        return f"{MONTHS[last - 1]} {year(first)}" if month else None
    return f"{year(first)} to {two_digits(last)}"


def _decade(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("the '90s and 2010s"), said("in her 60s"), said("10 1s")
    ('the nineties and twenty tens', 'in her sixties', 'ten ones')
    """
    if match["long"]:
        n = int(match["long"])
        return plural(year(n)) if n % 1000 else plural(cardinal(n))
    n = int(match["short"] or match["age"])
    return plural(cardinal(n)) if n else "noughties"


def _plain_year(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("In 1948 it began."), said("the 2012 Paralympics"), said("pre-2010 rules"), said("some 2000 letters")
    ('In nineteen forty-eight it began.', 'the twenty twelve Paralympics', 'pre-twenty ten rules', 'some two thousand letters')
    >>> said("the MHA 1983 applies"), said("we saw 1983 people")
    ('the M H eigh nineteen eighty-three applies', 'we saw one thousand nine hundred and eighty-three people')
    """  # noqa: E501
    n, before, after = int(match["y"]), word_before(match), word_after(match)
    recent = 1900 <= n < 2040
    if recent and (before in YEAR_OWNERS or _HYPHENED.search(match.string[max(0, match.start() - 6) : match.start()])):
        return year(n) if n % 100 or not plural_noun(after) else None
    cue = before in YEAR_CUES or match.string[max(0, match.start() - 3) : match.start()].rstrip()[-1:] == "©"
    act = before == "act" or _ACT.search(match.string[max(0, match.start() - 8) : match.start()])
    counts = plural_noun(after) and not (cue and n >= 1900) and not act
    if counts or (before in COUNT_CUES and not recent) or (n < 1100 and not cue):
        return None
    if before in COUNT_CUES and (after or before in ("than", "up", "over")):
        return None
    if attributive(match) and not 1900 <= n < 2100:
        return None
    return year(n)


def _era(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("55 BC"), said("340 A.D."), said("55 BCs")
    ('fifty-five B C', 'three hundred and forty eigh D.', "fifty-five B C's")
    """
    n = int(match["y"])
    return f"{year(n) if n > 1000 else integer(match['y'])} {spell(match['era'])}"


def _era_first(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("AD 43"), said("AD officers")
    ('eigh D forty-three', 'eigh D officers')
    """
    return f"{spell('AD')} {integer(match['y']) if int(match['y']) < 1000 else year(int(match['y']))}"


def _quarter(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("growth in 2Q22"), said("5Q22")
    ('growth in the second quarter of twenty-two', 'five Q twenty-two')
    """
    part = "quarter" if match["part"] == "Q" else "half"
    return f"the {ordinal(int(match['n']))} {part} of {two_digits(int(match['y']))}"


def _short_year(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("the class of '68"), said("'68ers")
    ('the class of sixty-eight', 'sixty-eight ers')
    """
    return two_digits(int(match["y"]))


RULES = (
    Rule("year", DIGIT, _ERA, _era),
    Rule("year", WORD, _ERA_FIRST, _era_first),
    Rule("year", DIGIT, _QUARTER, _quarter),
    Rule("years", DIGIT, _SPAN, _span),
    Rule("decade", DIGIT + "'’‘", _DECADE, _decade),
    Rule("year", "'’‘", _SHORT_YEAR, _short_year),
)
LATER = (Rule("year", DIGIT, _PLAIN, _plain_year),)
"""Asked after measures and money have had their say."""
