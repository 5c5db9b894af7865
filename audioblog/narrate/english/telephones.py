"""Telephone numbers and other numbers that are keyed in. In: "0113 496 0999", "call 111". Out: digits one by one.

Numbers are grouped as they are written, with a comma (a short pause) between the groups.
"""

from __future__ import annotations

import re

from audioblog.narrate.english.context import word_after, word_before
from audioblog.narrate.english.numbers import cardinal, digits
from audioblog.narrate.english.tables.telephony import CALL_CUES, DIAL_CUES, HELPLINES, NOT_CALLED, SHORT_NUMBERS
from audioblog.narrate.lexicon import spell
from audioblog.narrate.scan import DIGIT, Locale, Rule

_END = r"(?![\w]|/(?!\d{1,5}\b)|[.,]\d|-\d)"
_GROUP = re.compile(r"\d+")
_INTERNATIONAL = re.compile(rf"\+(?P<n>\d{{1,3}}[\s.-]?(?:\(0\)\s?)?\(?\d{{1,5}}\)?(?:[\s.-]?\d{{1,8}}){{1,4}}){_END}")
_DOMESTIC = re.compile(
    rf"(?<![\w.,+])(?P<n>\(?0\d{{2,5}}\)?(?:[\s.-]{{1,2}}\d{{2,8}}){{1,4}}|0\d{{9,10}}){_END}(?:/(?P<or>\d{{1,5}}))?(?:\s?x\s?(?P<ext>\d{{2,5}})(?!\w))?"
)
_AMERICAN = re.compile(
    rf"(?<![\w.,+])(?P<n>(?:1[-.])?(?:\(\d{{3}}\)[\s-]{{0,2}}|\d{{3}}[-.])\d{{3}}[-.]\d{{4}}(?:-\d{{1,4}})?){_END}"
)
_VANITY = re.compile(r"1-(?P<n>8(?:00|88|77|66|55))-(?P<word>[A-Z\d]+(?:-[A-Z\d]+){0,4})(?![\w-])")
_HELPLINE = re.compile(rf"(?<![\w.,+])(?P<n>{'|'.join(number.replace(' ', ' ?') for number in HELPLINES)}){_END}")
_CUED = re.compile(rf"(?<![\w.,+])(?P<n>\d{{3,6}}(?:[\s-]\d{{2,6}}){{0,4}}){_END}")
_SIBLING = re.compile(r"\b(?:999|111|101|112|105|119)(?:,| or| and|/)\s?$")
_TEXT_TO = re.compile(r"\b[Tt]ext(?:ing)? (?:the word )?[\"“‘']?\w+[\"”’']? to $")


def _grouped(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("Ring 020 7946 0018/9"), said("(212) 555-0123"), said("116 123"), said("0.555")
    ('Ring zero two zero, seven nine four six, zero zero one eight or nine', 'two one two, five five five, zero one two three', 'one one six, one two three', 'zero point five five five')
    """  # noqa: E501
    other = match.groupdict().get("or")
    said = ", ".join(digits(group) for group in _GROUP.findall(match["n"]))
    if extension := match.groupdict().get("ext"):
        said += f", extension {digits(extension)}"
    if not other:
        return said
    return f"{said} or {cardinal(int(other)) if len(other) < 3 else digits(other)}"


def _international(match: re.Match[str], locale: Locale) -> str:
    """
    >>> said("+44 20 7946 0018"), said("+44%")
    ('plus four four, two zero, seven nine four six, zero zero one eight', 'plus forty-four per cent')
    """
    return "plus " + _grouped(match, locale)


def _vanity(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("1-800-GO-U-HAUL"), said("1-801-GO")
    ('one, eight hundred, go U haul', 'one to eight hundred and one-go')
    """
    number = "eight hundred" if match["n"] == "800" else digits(match["n"])
    return f"one, {number}, {' '.join(map(_vanity_word, match['word'].split('-')))}"


def _vanity_word(part: str) -> str:
    if part.isdigit():
        return digits(part)
    return spell(part) if len(part) == 1 else part.lower()


def _cued(match: re.Match[str], locale: Locale) -> str | None:
    """Numbers that a word before them says to call, or to key in.

    >>> said("Call 999 or 111."), said("Text 60066"), said("text SHOUT to 85258"), said("NHS number 943 476 5919")
    ('Call nine nine nine or one one one.', 'Text six zero zero six six', 'text Shout to eight five two five eight', 'N H S number nine four three, four seven six, five nine one nine')
    >>> said("ring 200 people"), said("on 111 days")
    ('ring two hundred people', 'on one hundred and eleven days')
    """  # noqa: E501
    written, before, after = match["n"], word_before(match), word_after(match)
    if after in NOT_CALLED:
        return None
    earlier = match.string[max(0, match.start() - 40) : match.start()]
    short = before in CALL_CUES or after in ("call", "calls", "service") or _SIBLING.search(earlier)
    if written in SHORT_NUMBERS and short and before != "line":
        return digits(written)
    long, many = len(written), len(_GROUP.findall(written)) > 1
    keyed = (
        (before in DIAL_CUES and (many or long >= (4 if before.startswith("dial") else 5)))
        or (before in ("id", "number", "no") and ((many and long > 7) or (long >= 6 and before != "no")))
        or (long >= 5 and _TEXT_TO.search(earlier))
    )
    return _grouped(match, locale) if keyed else None


RULES = (
    Rule("telephone", "+", _INTERNATIONAL, _international),
    Rule("telephone", DIGIT, _VANITY, _vanity),
    Rule("telephone", DIGIT + "(", _AMERICAN, _grouped),
    Rule("telephone", DIGIT + "(", _DOMESTIC, _grouped),
    Rule("telephone", DIGIT, _HELPLINE, _grouped),
    Rule("telephone", DIGIT, _CUED, _cued),
)
