"""Words around telephone numbers, and the short numbers that everybody knows."""

from __future__ import annotations

from audioblog.narrate.vocabulary import vocabulary

CALL_CUES = vocabulary(
    "tel telephone phone mobile mob call calls ring dial dialling text texting fax helpline line number id "
    "passcode nhs on whatsapp sms contact minicom textphone"
)
"""Words before a short number: "on 111"."""
DIAL_CUES = CALL_CUES - vocabulary("on nhs line number calls contact id")
"""Words before any number that is called."""
SHORT_NUMBERS = frozenset(("999", "111", "101", "112", "105", "119", "911", "159", "116", "1471"))
HELPLINES = ("116 123", "116 000", "116 111", "116 117", "116 006")
"""Numbers without a leading zero that are written alone."""
NOT_CALLED = vocabulary(
    "people carers members times men women children of and percent families homes days hours years weeks months "
    "staff users pounds miles"
) - {"and"}
"""After a number these show that it counts."""
