"""Days of the week in their short forms. In: "Mon-Fri, 9-5", "on Tues.". Out: "Monday to Friday"."""

from __future__ import annotations

import re

from audioblog.narrate.english.context import word_before
from audioblog.narrate.english.tables.calendar import DAY_CUES, DAYS, SURE_DAY_CUES, SURE_DAYS
from audioblog.narrate.scan import WORD, Locale, Rule

_WEEKDAY = re.compile(r"(?i:(?P<day>mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun))(?!\w)(?P<dot>\.)?")
_DAY_CONTEXT = re.compile(
    r"\.?[,:]?\s*(?:\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|(?:closed|open|only|morning|afternoon|evening|night)\b|[-–/&,]\s*(?i:mon|tue|wed|thu|fri|sat|sun)|(?:and|to|or)\s(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun))"
)
_DAY_BEFORE = re.compile(
    r"[-–/&]\s?$|\d(?:[ap]m|st|nd|rd|th)\s$|[-–]\d{1,2}\s$|\b(?:Mon|Tues?|Weds?|Thurs?|Fri|Sat|Sun)\W+(?:to|and|or)\s$"
)


def _cues(short: str) -> frozenset[str]:
    """The Sun is a newspaper, and Sat an examination."""
    return DAY_CUES if short in ("sat", "sun") else DAY_CUES | SURE_DAY_CUES


def _weekday(match: re.Match[str], _: Locale) -> str | None:
    """Short forms that are also words ("sat", "sun") need a date beside them, and a capital or a full stop.

    >>> said("Mon-Fri, 9-5"), said("every Thurs, not Fri"), said("We sat in the sun."), said("Sun, sea and sand")
    ('Monday to Friday, nine to five', 'every Thursday, not Friday', 'We sat in the sun.', 'Sun, sea and sand')
    """
    short, capital = match["day"].lower(), match["day"][0].isupper()
    rest = match.string[match.end("day") :]
    follows = bool(_DAY_CONTEXT.match(rest[:12]))
    earlier = match.string[max(0, match.start() - 14) : match.start()]
    alone = not earlier.strip() and not rest.strip(" .")
    if not (capital or (follows and match["dot"])):
        return None
    if not (
        follows or alone or short in SURE_DAYS or word_before(match) in _cues(short) or _DAY_BEFORE.search(earlier)
    ):
        return None
    ends = match["dot"] and not follows and not rest[1:3].strip()[:1].islower()
    return DAYS[short] + ("." if ends else "")


RULES = (Rule("date", WORD, _WEEKDAY, _weekday),)
