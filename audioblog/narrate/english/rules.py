"""The ordered table of all English rules: the first that matches at a place speaks.

The order within a starting character is the only precedence there is: addresses before everything, dates before
telephones (both have groups of digits), times and money before measures, and the plain numbers last.
"""

from __future__ import annotations

from audioblog.narrate.english import (
    abbreviations,
    acronyms,
    addresses,
    brackets,
    counts,
    dates,
    electronic,
    letters,
    measures,
    money,
    numeric_dates,
    ranges,
    ratios,
    roman,
    slashes,
    symbols,
    telephones,
    times,
    weekdays,
    years,
)
from audioblog.narrate.english.tables.calendar import MONTH_FORMS, WEEKDAYS
from audioblog.narrate.scan import rules

TABLE = (
    *electronic.RULES,
    *numeric_dates.RULES,
    *dates.RULES,
    *weekdays.RULES,
    *numeric_dates.SHORT,
    *years.RULES,
    *telephones.RULES,
    *addresses.RULES,
    *times.RULES,
    *money.RULES,
    *ratios.FIRST,
    *counts.FIRST,
    *measures.RULES,
    *brackets.RULES,
    *slashes.RULES,
    *ranges.RULES,
    *symbols.RULES,
    *counts.CODES,
    *years.LATER,
    *ratios.RULES,
    *ratios.LATER,
    *counts.RULES,
    *roman.RULES,
    *abbreviations.RULES,
    *acronyms.RULES,
    *letters.RULES,
    *counts.LAST,
)
"""Every rule, in the order in which they are asked."""
ENGLISH = rules(
    TABLE,
    frozenset(
        (
            *MONTH_FORMS,
            *WEEKDAYS,
            *electronic.FIRST_WORDS,
            *addresses.FIRST_WORDS,
            *money.FIRST_WORDS,
            *abbreviations.FIRST_WORDS,
            *roman.FIRST_WORDS,
            "as",
            "x",
        )
    ),
)
"""Lower-case words at which a rule may start are named; at any other plain word no rule is asked."""
