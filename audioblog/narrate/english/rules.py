"""The ordered table of all English rules: the first that matches at a place speaks.

The order within a starting character is the only precedence there is: addresses before everything, dates before
telephones (both have groups of digits), times and money before measures, and the plain numbers last.
"""

from __future__ import annotations

from audioblog.narrate.english import (
    abbreviations,
    acronyms,
    counts,
    dates,
    electronic,
    measures,
    money,
    roman,
    symbols,
    telephones,
    times,
)
from audioblog.narrate.english.tables import DAYS, MONTH_FORMS
from audioblog.narrate.scan import rules

ENGLISH = rules(
    (
        *electronic.RULES,
        *dates.RULES,
        *telephones.RULES,
        *times.RULES,
        *money.RULES,
        *counts.FIRST,
        *measures.RULES,
        *symbols.RULES,
        *dates.YEARS,
        *counts.RULES,
        *roman.RULES,
        *abbreviations.RULES,
        *acronyms.RULES,
        *counts.LAST,
    ),
    frozenset(
        (
            *MONTH_FORMS,
            *DAYS,
            *electronic.FIRST_WORDS,
            *telephones.FIRST_WORDS,
            *abbreviations.FIRST_WORDS,
            *roman.FIRST_WORDS,
            "as",
            "x",
        )
    ),
)
