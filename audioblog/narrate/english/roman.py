"""Roman numerals by context.

In: "Henry VIII", "Part IV", "Grade II". Out: "Henry the Eighth", "Part Four". Never "I" alone.
"""

from __future__ import annotations

import re

from audioblog.narrate.english.context import name_before, word_after, word_before
from audioblog.narrate.english.numbers import cardinal, ordinal, roman
from audioblog.narrate.english.tables.letters import ACRONYM_LETTERS, NUMERAL_CUES, REGNAL
from audioblog.narrate.scan import WORD, Locale, Rule
from audioblog.narrate.vocabulary import vocabulary

_NUMERAL = re.compile(r"(?P<n>[IVXLCDM]+)(?P<s>['’]s)?(?![\w'’&]|\.\w)")
_TEAM = re.compile(r"\d(?:st|nd|rd|th)\s$")
_SERIES = re.compile(r"\b[IVX]+, $")
_SMALL = re.compile(r"(?P<n>[ivx]+)(?P<s>(?!))?(?![\w'’.-])")
_PAPAL = re.compile(
    r"(?:Pope|King|Queen|Tsar|Emperor|Empress|Prince|Princess|Kaiser|Saint|St\.?)\s(?:[A-Z][a-z]+\s)?[A-Z][a-z]+\s$"
)
_CONTEXT = 36


def _numeral(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("Henry VIII, World War II, Part IV, Elizabeth I and I"), said("the XIX century"), said("MCMXCIX")
    ('Henry the Eighth, World War Two, Part Four, Elizabeth the First and I', 'the nineteenth century', 'nineteen ninety-nine')
    >>> said("Malcolm X and I"), said("MIX it up"), said("my CV")
    ('Malcolm X and I', 'mix it up', 'my C V')
    """  # noqa: E501
    written, value = match["n"], roman(match["n"])
    if not value:
        return None
    name, cue = name_before(match), word_before(match)
    if (name, written) == ("Malcolm", "X"):
        return None
    tail = "'s" if match["s"] else ""
    if word_after(match) in ("century", "centuries"):
        return ordinal(value)
    regnal = name in REGNAL or _PAPAL.search(match.string[max(0, match.start() - _CONTEXT) : match.start()])
    if (
        regnal
        and (len(written) > 1 or written in "VX" or (tail or _ends(match)))
        and value < 40
        and cue not in ("act", "part")
    ):
        if written == "I" and name not in REGNAL:
            return None
        return f"the {ordinal(value).capitalize()}{tail}"
    if cue in NUMERAL_CUES and value < 60 and name[0].isupper() | (len(written) > 1):
        return cardinal(value).capitalize() + tail
    if written[0] == "M" and value > 1500 and len(written) > 3:
        return f"{cardinal(value // 100)} {cardinal(value % 100)}" if value % 100 > 9 else cardinal(value)
    if (
        len(written) > 1
        and set(written) <= set("IVX")
        and written not in ACRONYM_LETTERS | {"XX"}
        and name[:1].isupper()
    ):
        return cardinal(value).capitalize() + tail
    earlier = match.string[max(0, match.start() - 6) : match.start()]
    team = value in (8, 11, 13, 15) and _TEAM.search(earlier)  # the first eleven
    if team or (len(written) > 1 and value < 20 and _SERIES.search(earlier)):
        return cardinal(value)
    if len(written) > 1 and cue in ("and", "to", "or") and set(written) <= set("IVX"):
        return cardinal(value).capitalize() + tail
    return None


def _ends(match: re.Match[str]) -> bool:
    """ "George I" is a king before punctuation or a verb; "Then George I" is rare enough."""
    return word_after(match) in ("", "was", "died", "of", "and", "ruled", "had", "became")


def _small(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("Part 3, section ii"), said("(iv) plan"), said("i think"), said("the xi team")
    ('Part three, section two', 'four, plan', 'i think', 'the xi team')
    """
    value = roman(match["n"])
    before = match.string[match.start() - 1 : match.start()]
    bracketed = before == "(" and match.string[match.end() : match.end() + 1] == ")"
    if value and (bracketed or (word_before(match) in NUMERAL_CUES | {"p", "pp", "pages"} and match["n"] != "i")):
        return cardinal(value)
    return None


FIRST_WORDS = vocabulary("ii iii iv vi vii viii ix xi xii xiii xiv xv i v x")
RULES = (Rule("Roman numeral", WORD, _NUMERAL, _numeral), Rule("Roman numeral", WORD, _SMALL, _small))
