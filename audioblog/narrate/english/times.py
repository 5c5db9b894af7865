"""Times of day. In: "10.30am", "7.30–9pm", "14:35", "at 6.45". Out: "ten thirty eigh M", "fourteen thirty-five".

A.m. and p.m. are said as letters; the lone A by its name. A full stop between hours and minutes is British, and needs a
sign (a.m., a range, or a word such as "at") to be told from a decimal.
"""

from __future__ import annotations

import re

from audioblog.narrate.english.context import word_before
from audioblog.narrate.english.numbers import cardinal, two_digits
from audioblog.narrate.lexicon import LETTER_A
from audioblog.narrate.scan import DIGIT, Locale, Rule
from audioblog.narrate.vocabulary import vocabulary

_EDGE = r"(?<![\w.:,£$€])"
_AM = r"\s?(?P<half>[aApP])\.?\s?[mM]\b(?:\.(?!\w))?"
_WITH_AM = re.compile(rf"{_EDGE}(?P<h>0?\d|1\d|2[0-3])(?:[.:](?P<m>[0-5]\d))?{_AM}")
_BEFORE_AM = re.compile(
    rf"{_EDGE}(?P<h>0?\d|1\d|2[0-3])[.:](?P<m>[0-5]\d)(?=\s?(?:[-–—]|to|until|and|or|&)\s?\d{{1,2}}(?:[.:][0-5]\d)?\s?[ap]\.?m\b)",
    re.I,
)
_COLON = re.compile(
    rf"{_EDGE}(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?(?![\d:])(?P<hours>\s?(?:hrs?|hours)\b)?"
)
_STOP = re.compile(rf"{_EDGE}(?P<h>[01]?\d|2[0-3])\.(?P<m>[0-5]\d)(?![\d%]|[.:,]\d|\s?(?:%|per|[a-zA-Z]{{0,2}}\d))")
_MILITARY = re.compile(rf"{_EDGE}(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)(?P<hours>\s?(?:hrs?|hours)\b)")
_VERB_AFTER = re.compile(r"\s(?:I|a|an|the|not|so)\b")
_CUES = vocabulary("at from until till between before after by starts start starting opens closes noon doors ends")
_RANGE_BEFORE = re.compile(r"\d[.:][0-5]\d\s?(?:[-–—]|to|until|and)\s?$")
_TRAIN = re.compile(r"\s(?:(?:to|from) [A-Z]|train|bus|service|start|meeting|session|slot|show|kick)")
_PART = r"(?:morning|afternoon|evening|night)"
_DAYTIME = re.compile(
    rf"\s(?:(?:in|of) (?:the|each|every) (?:early |late )?{_PART}|(?:in the )?(?:mornings|afternoons|evenings)|"
    rf"at night|o['’]clock|tonight|tomorrow|yesterday|(?:this|that|each|every|one|next|last|on) (?:\w+ )?{_PART}|"
    r"sharp|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?)\b"
)
"""What follows a time of day and no other number."""
_O_CLOCK = re.compile(r"\s?o['’]clock\b")
_GREW = re.compile(
    r"\b(?:rose|rises?|fell|falls?|grew|grows?|up|down|cut|increased?|decreased?|multipl\w+|divided|beat\w*|won|lost)"
    r" by\s$"
)
_RANGE_AFTER = re.compile(r"\s?[-–—]\s?\d{1,2}\.[0-5]\d(?![\d%]|\s?(?:million|billion|per|[^\W\d_]{1,2}\b))")
_NOT_TIMES = re.compile(r"\s?(?:million|billion|thousand|percent|times|points?|km|kg|miles?|metres?|out of|[£$€])")


def clock(h: int, m: int) -> str:
    """Of the twelve-hour clock.

    >>> clock(10, 30), clock(9, 5), clock(4, 0)
    ('ten thirty', 'nine oh five', 'four')
    """
    return cardinal(h) + (f" {two_digits(m)}" if m else "")


def _with_am(match: re.Match[str], _: Locale) -> str | None:
    h = int(match["h"])
    if match[0].endswith(" am") and _VERB_AFTER.match(match.string, match.end()):
        return None  # "of the 12 am I the only one"
    return f"{clock(h or 12, int(match['m'] or 0))} {LETTER_A if match['half'] in 'aA' else 'P'} M"


def _before_am(match: re.Match[str], _: Locale) -> str:
    return clock(int(match["h"]) or 12, int(match["m"]))


def _full(match: re.Match[str], _: Locale) -> str | None:
    """The twenty-four hour clock."""
    h, m = int(match["h"]), int(match["m"])
    early = "oh " if match["h"].startswith("0") and match["hours"] and h else ""
    seconds = match.groupdict().get("s")
    hours = " hours" if match["hours"] else ""
    if seconds:
        return f"{cardinal(h)} {two_digits(m)} and {cardinal(int(seconds))} seconds"
    if m == 0 and not hours and 0 < h <= 12 and not match["h"].startswith("0"):
        return f"{cardinal(h)} o'clock"
    if h == 0:
        return "midnight" if m == 0 else f"zero {two_digits(m)}{hours}"
    return f"{early}{cardinal(h)} {two_digits(m) if m else 'hundred'}{hours}"


def _stop(match: re.Match[str], _: Locale) -> str | None:
    text, start, end = match.string, match.start(), match.end()
    before, h, m = text[max(0, start - 24) : start], int(match["h"]), int(match["m"])
    ranged = _RANGE_BEFORE.search(before) or _RANGE_AFTER.match(text, end)
    cued = word_before(match) in _CUES and not _GREW.search(before)
    sure = _DAYTIME.match(text, end) and word_before(match) != "of"
    if h == 0 or not (ranged or cued or sure or _TRAIN.match(text, end)) or _NOT_TIMES.match(text, end):
        return None
    if m == 0 and _O_CLOCK.match(text, end):
        return cardinal(h)
    return clock(h, m) if h <= 12 and m else f"{cardinal(h)} {two_digits(m)}" if m else f"{cardinal(h)} o'clock"


RULES = (
    Rule("time", DIGIT, _WITH_AM, _with_am),
    Rule("time", DIGIT, _BEFORE_AM, _before_am),
    Rule("time", DIGIT, _COLON, _full),
    Rule("time", DIGIT, _MILITARY, _full),
    Rule("time", DIGIT, _STOP, _stop),
)
