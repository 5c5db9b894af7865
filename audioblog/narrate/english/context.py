"""What stands around a match: the word before, the word after.

In: a match. Out: short strings, lower case where said.
"""

from __future__ import annotations

import re

from audioblog.narrate.english.tables.grammar import ARTICLES, NO_PLURALS, NOT_NOUNS, PLURALS, PRICED, WITH_STOP

_BEFORE = re.compile(r"(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?)(?P<stop>\.?)[\s:(‘’“\"'-]*$")
_AFTER = re.compile(r"[\s-]{0,4}([^\W\d_]{1,40}(?:['’][^\W\d_]{1,20})?)")
_REACH = 30
"""Characters looked at; longer words have no say."""


GREW_BY = re.compile(
    r"\b(?:rose|rises?|fell|falls?|grew|grows?|up|down|cut|increased?|decreased?|reduced?|dropp?e?d?|slashed|shrank|"
    r"multipl\w+|divided|beat\w*|won|lost|went|moved|changed|improved) (?:by|from|to)\s$"
)
"""A number after these is an amount, not a time or a date."""


def name_before(match: re.Match[str]) -> str:
    """The word that directly precedes, as written; "" at the start of a sentence or a line, and after punctuation."""
    start = match.start()
    found = _BEFORE.search(match.string[max(0, start - _REACH) : start].rpartition("\n")[2])
    if found is None or (found["stop"] and found["word"].lower() not in WITH_STOP):
        return ""
    return found["word"]


def word_before(match: re.Match[str]) -> str:
    """The same in lower case."""
    return name_before(match).lower()


def word_after(match: re.Match[str]) -> str:
    """The word that directly follows, lower case; "" when punctuation or anything else stands between."""
    found = _AFTER.match(match.string, match.end())
    return found.group(1).lower() if found else ""


def attributive(match: re.Match[str]) -> bool:
    """Whether a quantity stands before its noun, as in "a £20 voucher": then its unit is in the singular."""
    after = match.string[match.end() : match.end() + 1]
    if after == "-":
        return True
    noun = word_after(match)
    if after == " " and noun.removesuffix("s") in PRICED:
        return True
    return after == " " and word_before(match) in ARTICLES and bool(noun) and noun not in NOT_NOUNS


def plural_noun(word: str) -> bool:
    """Whether a word counts things: "pages", "people"; not "was", "less"."""
    if word in PLURALS:
        return True
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) and word not in NO_PLURALS
