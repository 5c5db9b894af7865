"""Times of day. In: "10.30am", "7.30–9pm", "14:35", "at 6.45". Out: "ten thirty eigh M", "fourteen thirty-five".

A.m. and p.m. are said as letters; the lone A by its name. A full stop between hours and minutes is British, and needs a
sign (a.m., a range, or a word such as "at") to be told from a decimal.
"""

from __future__ import annotations

import re

from audioblog.narrate.english.context import GREW_BY, word_before
from audioblog.narrate.english.numbers import cardinal, two_digits
from audioblog.narrate.english.tables.calendar import TIME_CUES
from audioblog.narrate.lexicon import LETTER_A
from audioblog.narrate.scan import DIGIT, Locale, Rule

_EDGE = r"(?<![\w.:£$€])(?<!\d,)"
_AM = r"\s?(?P<half>[aApP])\.?\s?[mM]\b(?:\.(?!\w))?"
_WITH_AM = re.compile(rf"{_EDGE}(?P<h>0?\d|1\d|2[0-3])(?:[.:](?P<m>[0-5]\d)(?:[.:](?P<s>[0-5]\d))?)?{_AM}")
_BEFORE_AM = re.compile(
    rf"{_EDGE}(?P<h>0?\d|1\d|2[0-3])[.:](?P<m>[0-5]\d)(?=\s?(?:[-–—]|to|until|and|or|&)\s?\d{{1,2}}(?:[.:][0-5]\d)?\s?[ap]\.?m\b)",
    re.I,
)
_COLON = re.compile(
    rf"{_EDGE}(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?(?![\d:])(?P<hours>\s?(?:hrs?|hours)\b)?"
)
_STOP = re.compile(rf"{_EDGE}(?P<h>[01]?\d|2[0-3])\.(?P<m>[0-5]\d)(?![\d%]|[.:,]\d|\s?(?:%|per|[a-zA-Z]{{0,2}}\d))")
_MILITARY = re.compile(rf"{_EDGE}(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)(?P<hours>\s?(?:hrs?|hours)\b)")
_MILITARY_SPAN = re.compile(
    rf"{_EDGE}(?P<h>0\d)(?P<m>[0-5]\d)(?P<join>\s?[-–—]\s?|\sto\s)(?P<h2>[01]\d|2[0-4])(?P<m2>[0-5]\d)(?!\d|[.,/-]\d)"
)
_RAN = re.compile(r"\s(?:didn['’]t|was|is|left|came|comes|runs|leaves|arrives|departs|had|ran|gets|got)\b")
_CAUGHT = re.compile(r"\b(?:for|on|catch|caught|get|got|miss|missed|take|took|by) the\s$")
_STANDS_ALONE = re.compile(r"[.,;:!?)]|$|\s(?:to|from|and|home|back|in)\b")
_VERB_AFTER = re.compile(r"\s(?:I|a|an|the|not|so)\b")
_RANGE_BEFORE = re.compile(r"\d[.:][0-5]\d\s?(?:[-–—]|to|until|and)\s?$")
_TRAIN = re.compile(
    r"\s(?:(?:to|from) [A-Z]|train|bus|service|start|meeting|session|slot|show|kick|appointment|screening|"
    r"news|flight|ferry|coach|tram|showing|performance|class|lecture|talk|race|"
    r"(?:Arriv|Registration|Coffee|Tea|Lunch|Dinner|Break|Welcome|Close|Finish|Start|Introduction|Doors)\w*\b)"
)
_PART = r"(?:morning|afternoon|evening|night)"
_DAYTIME = re.compile(
    rf"\s(?:(?:in|of) (?:the|each|every) (?:early |late )?{_PART}|(?:in the )?(?:mornings|afternoons|evenings)|"
    rf"at night|o['’]clock|tonight|tomorrow|yesterday|(?:this|that|each|every|one|next|last|on) (?:\w+ )?{_PART}|"
    r"sharp|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|for \d{1,2}(?:\s?[ap]\.?m|[.:][0134][05]))\b"
)
"""What follows a time of day and no other number."""
_O_CLOCK = re.compile(r"\s?o['’]clock\b")
_FALLS_TO = re.compile(r"\s(?:to|and) \d+\.(?:\d(?!\d)|[6-9])")
_RATIO_BEFORE = re.compile(
    r"\b(?:ratios?|gradients?|slopes?|scale|odds|split|mix|ramps?)(?:['’]s)?(?: \w+){0,2}\s$", re.I
)
_RANGE_AFTER = re.compile(r"\s?[-–—]\s?\d{1,2}\.[0-5]\d(?![\d%]|\s?(?:million|billion|per|[^\W\d_]{1,2}\b))")
_NOT_TIMES = re.compile(r"\s?(?:million|billion|thousand|percent|times|points?|km|kg|miles?|metres?|out of|[£$€])")


def clock(h: int, m: int) -> str:
    """Of the twelve-hour clock.

    >>> clock(10, 30), clock(9, 5), clock(4, 0)
    ('ten thirty', 'nine oh five', 'four')
    """
    return cardinal(h) + (f" {two_digits(m)}" if m else "")


def _with_seconds(h: str, m: str, s: str) -> str:
    def parts(n: str, unit: str) -> str:
        return f"{cardinal(int(n))} {unit}{'' if int(n) == 1 else 's'}"

    return f"{parts(h, 'hour')} {parts(m, 'minute')} and {parts(s, 'second')}"


def _with_am(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("at 10.30am"), said("by 5 p.m."), said("12 am I the only one")
    ('at ten thirty eigh M', 'by five P M.', 'twelve am I the only one')
    """
    h = int(match["h"])
    if match[0].endswith(" am") and _VERB_AFTER.match(match.string, match.end()):
        return None  # "of the 12 am I the only one"
    time = _with_seconds(match["h"], match["m"], match["s"]) if match["s"] else clock(h or 12, int(match["m"] or 0))
    return f"{time} {LETTER_A if match['half'] in 'aA' else 'P'} M"


def _before_am(match: re.Match[str], _: Locale) -> str:
    """The first of two times, of which only the second says which half of the day.

    >>> said("7.30–9pm"), said("7.30 million")
    ('seven thirty to nine P M', 'seven point three zero million')
    """
    return clock(int(match["h"]) or 12, int(match["m"]))


def _colon(match: re.Match[str], _: Locale) -> str | None:
    """The twenty-four hour clock, and durations with seconds.

    >>> said("09:00 to 17:30"), said("ran it in 2:35:10"), said("a gradient of 1:12")
    ("nine o'clock to seventeen thirty", 'ran it in two hours thirty-five minutes and ten seconds', 'a gradient of one to twelve')
    """  # noqa: E501
    if _RATIO_BEFORE.search(match.string[max(0, match.start() - 20) : match.start()]):
        return None
    h, m = int(match["h"]), int(match["m"])
    if match["s"]:
        return _with_seconds(match["h"], match["m"], match["s"])
    if m == 0 and not match["hours"] and 0 < h <= 12:
        return f"{cardinal(h)} o'clock"
    return _full(h, m, " hours" if match["hours"] else "", zero=bool(match["hours"]) and match["h"][0] == "0")


def _military(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("at 1900hrs"), said("1900 people")
    ('at nineteen hundred hours', 'one thousand nine hundred people')
    """
    return _full(int(match["h"]), int(match["m"]), " hours", zero=match["h"][0] == "0")


def _military_span(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("open 0900–1730"), said("codes 0900 and 1730")
    ('open oh nine hundred to seventeen thirty', 'codes zero nine zero zero and seventeen thirty')
    """
    return " to ".join(
        _full(int(match[h]), int(match[m]), "", zero=match[h][0] == "0") for h, m in (("h", "m"), ("h2", "m2"))
    )


def _full(h: int, m: int, hours: str, *, zero: bool) -> str:
    if h == 0:
        return "midnight" if m == 0 else f"zero {two_digits(m)}{hours}"
    return f"{'oh ' if zero else ''}{cardinal(h)} {two_digits(m) if m else 'hundred'}{hours}"


def _stop(match: re.Match[str], _: Locale) -> str | None:
    """A full stop between hours and minutes, where something says that it is a time.

    >>> said("at 8.05"), said("the 8.15 to Leeds"), said("7.30 for 8pm"), said("at 14.00"), said("fell from 4.25 to 3.9")
    ('at eight oh five', 'the eight fifteen to Leeds', 'seven thirty for eight P M', 'at fourteen hundred', 'fell from four point two five to three point nine')
    """  # noqa: E501
    text, start, end = match.string, match.start(), match.end()
    before, h, m = text[max(0, start - 24) : start], int(match["h"]), int(match["m"])
    ranged = _RANGE_BEFORE.search(before) or _RANGE_AFTER.match(text, end)
    train = word_before(match) == "the" and (
        _RAN.match(text, end) or (_CAUGHT.search(before) and _STANDS_ALONE.match(text, end))
    )
    cued = word_before(match) in TIME_CUES and not GREW_BY.search(before) and not _FALLS_TO.match(text, end)
    sure = _DAYTIME.match(text, end) and word_before(match) != "of"
    if h == 0 or not (ranged or train or cued or sure or _TRAIN.match(text, end)) or _NOT_TIMES.match(text, end):
        return None
    if m == 0 and _O_CLOCK.match(text, end):
        return cardinal(h)
    if m:
        return clock(h, m)
    return cardinal(h) + (" hundred" if h > 12 else " o'clock")


RULES = (
    Rule("time", DIGIT, _WITH_AM, _with_am),
    Rule("time", DIGIT, _BEFORE_AM, _before_am),
    Rule("time", DIGIT, _COLON, _colon),
    Rule("time", DIGIT, _MILITARY, _military),
    Rule("time", DIGIT, _MILITARY_SPAN, _military_span),
    Rule("time", DIGIT, _STOP, _stop),
)
