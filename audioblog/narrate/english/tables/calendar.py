"""The calendar in words: months and days of the week, with every short form that blogs use."""

from __future__ import annotations

from audioblog.narrate.vocabulary import vocabulary

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
MONTH_FORMS: dict[str, int] = {
    **{name.lower(): at for at, name in enumerate(MONTHS, 1)},
    **{name[:3].lower(): at for at, name in enumerate(MONTHS, 1)},
    "sept": 9,
}
"""Every way to write a month, lower case, without a full stop."""

DAYS: dict[str, str] = {
    "mon": "Monday", "tue": "Tuesday", "tues": "Tuesday", "wed": "Wednesday", "weds": "Wednesday", "thu": "Thursday",
    "thur": "Thursday", "thurs": "Thursday", "fri": "Friday", "sat": "Saturday", "sun": "Sunday",
}  # fmt: skip
WEEKDAYS = frozenset((*DAYS, *(name.lower() for name in DAYS.values())))
"""Every name of a day, short or long, lower case."""
SURE_DAYS = frozenset(("tues", "weds", "thur", "thurs", "thu"))
"""Short forms that are no other word."""
MONTHS_ALSO_NAMES = frozenset(("jan", "mar", "dec"))
"""Short forms that are people's names or words."""
MONTH_CUES = vocabulary(
    "in early late mid until till since during this last next every each by end start from of before after and to"
) - {"by", "from", "of", "after", "and", "to", "before", "since"}
"""Words before a short form that make it a month: "in Jan", "late Dec"; after "by" it may be somebody."""
DATE_CUES = vocabulary(
    "on by until from till since of before after dated monday tuesday wednesday thursday friday saturday sunday mon "
    "tues wed thurs fri sat sun date deadline due closing closes ends starts opens"
)
"""Words before a day and a month without a year: "on 3/4"."""
DEADLINE_CUES = vocabulary(
    "apply reply respond book return rsvp register submit send back us me it them here done paid pay ready sign "
    "deadline due answer vote nominate enter comment know place places forms form"
)
"""Words before "by" that set a day, not a part: "reply by 1/3"."""
YEAR_CUES = vocabulary(
    "in since by from until till during before after of early late mid circa c summer winter spring autumn year to "
    "act and for january february march april may june july august september october november december"
)
COUNT_CUES = vocabulary(
    "over about nearly almost some least only than another these all up another roughly around under"
)
"""Words before a number that counts."""
YEAR_OWNERS = vocabulary("the its our their this your his her my")
"""Before a recent year: "the 2012 rules", "our 2019 figures"."""
TIME_CUES = vocabulary(
    "at from until till between before after by starts start starting opens closes noon doors ends lunch tea coffee "
    "break breakfast dinner supper arrival arrive arrives registration finish finishes depart departs departing leaves "
    "kick-off midday midnight around about"
) - {"around", "about", "leaves"}
"""Words before "10.30" that make it a time."""
SAID_IN_PAIRS = frozenset(((24, 7), (9, 11), (7, 7), (20, 20), (50, 50)))
"""Two numbers with a slash that have become a name: "24/7"."""
DAY_CUES = frozenset(("every", "on"))
"""Words before a short name of a day."""
SURE_DAY_CUES = vocabulary("not by this next last each until till from either")
"""The same, for those that are no other word."""
