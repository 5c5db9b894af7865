"""Two numbers that belong together: fractions, ratios, scores.

In: "2/3 of us", "3½", "1:1", "24/7", "won 3-2". Out: "two thirds of us", "three and a half", "one to one".
"""

from __future__ import annotations

import re
import unicodedata

from audioblog.narrate.english.context import name_before, plural_noun, word_after, word_before
from audioblog.narrate.english.numbers import cardinal, fraction, number, plural
from audioblog.narrate.english.tables.calendar import SAID_IN_PAIRS, WEEKDAYS
from audioblog.narrate.english.tables.units import DEGREES, RANGE_CUES, SCORE_CUES, SCORE_NOUNS
from audioblog.narrate.scan import DIGIT, Locale, Rule

_EDGE = r"(?<![\w.,])"
_VULGARS = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_SUFFIX = r"(?P<th>(?i:st|nd|rd|th)s?)?"
_ONE_TO_ONE = re.compile(r"(?<![\w.,/-])(?:1[-–]2[-–]1|121)(?![\w/-]|[.,]\d)")
_MIXED = re.compile(rf"{_EDGE}(?P<n>\d+)(?:\s+|-)(?P<a>\d{{1,2}})[/⁄](?P<b>\d{{1,3}}){_SUFFIX}(?![\w/]|[.,]\d)")
_VULGAR = re.compile(rf"(?P<n>\d+)?\s?(?P<v>[{_VULGARS}])")
_SLASH = re.compile(rf"(?<![\w./])(?P<a>\d{{1,5}}(?:\.\d{{1,2}})?)[/⁄](?P<b>\d{{1,5}}){_SUFFIX}(?![\w/]|[.,]\d)")
_RATIO = re.compile(
    r"(?<![\w.:])(?P<a>\d{1,4}(?:\.\d+)?):(?P<b>\d{1,3}(?:,\d{3})+|\d{1,4}(?:\.\d+)?)(?::(?P<c>\d{1,4}))?(?P<s>s)?(?![\w:])"
)
_SCORE = re.compile(r"(?<![\w.,/-])(?P<a>\d{1,2})\s?[-–]\s?(?P<b>\d{1,2})(?![\w%/-]|[.,]\d|\s?[-–]\s?\d|\s?=)")
_TEAM_AFTER = re.compile(r"\s[A-Z][a-z]+")
_OUT_OF = frozenset((10, 20, 30, 40, 50, 60, 80, 100))
_SUPPORT = frozenset(("support", "session", "sessions", "meeting", "meetings"))


def _one_to_one(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("1-2-1 support"), said("121 sessions"), said("121 people")
    ('one to one support', 'one to one sessions', 'one hundred and twenty-one people')
    """
    return "one to one" if match[0] != "121" or word_after(match) in _SUPPORT else None


def _mixed(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("1-1/2 years"), said("23 4/5th"), said("Page 1 4/3")
    ('one and a half years', 'twenty-three and four fifths', 'Page one four thirds')
    """
    top, bottom = int(match["a"]), int(match["b"])
    if not 0 < top < bottom:
        return None
    return f"{number(match['n'])} and {fraction(top, bottom, article=True)}"


def _vulgar(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("3½ hours"), said("½ a day"), said("¾ of us"), said("3 hours")
    ('three and a half hours', 'half a day', 'three quarters of us', 'three hours')
    """
    top, bottom = unicodedata.normalize("NFKC", match["v"]).split("⁄")
    if match["n"]:
        return f"{number(match['n'])} and {fraction(int(top), int(bottom), article=True)}"
    before_article = word_after(match) in ("a", "an", "the") and top == "1"
    return "half" if before_article and bottom == "2" else fraction(int(top), int(bottom))


def _slash(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("2/3 of us"), said("24/7"), said("an 80/20 rule"), said("10/10 from me"), said("in 3/4 years")
    ('two thirds of us', 'twenty-four seven', 'an eighty twenty rule', 'ten out of ten from me', 'in three or four years')
    >>> said("a 1/2-day course"), said("1/4th"), said("140/90"), said("7.5/10"), said("1 to 2")
    ('a half-day course', 'one quarter', 'one hundred and forty over ninety', 'seven point five out of ten', 'one to two')
    """  # noqa: E501
    if "." in match["a"]:
        return f"{number(match['a'])} out of {number(match['b'])}"
    a, b, after, before = int(match["a"]), int(match["b"]), word_after(match), word_before(match)
    if b == a + 1 and after in ("year", "years"):
        return f"{cardinal(a)} or {cardinal(b)}"
    hyphened = match.string[match.end() : match.end() + 1] == "-"
    if match["th"] or (hyphened and 0 < a < b):
        return "half" if (a, b) == (1, 2) else fraction(a, b)
    consecutive = b == a + 1 and 9 < a < 30 and after not in ("of", "inch", "inches")
    if consecutive or before in ("year", "years", "grade", "class"):
        return f"{cardinal(a)} {cardinal(b)}"
    if a == b and b in (5, 10, 100):
        return f"{cardinal(a)} out of {cardinal(b)}"
    if (a, b) in SAID_IN_PAIRS or a == b or (a + b == 100 and a > b):
        return f"{cardinal(a)} {cardinal(b)}"
    if (b in _OUT_OF and 1 < a <= b) or after in ("stars", "points", "marks") or (b > 100 and a <= b):
        return f"{number(match['a'])} out of {number(match['b'])}"
    if 0 < a < b <= 100 or (a and 1 < b < 10):
        return fraction(a, b)
    return f"{number(match['a'])} over {number(match['b'])}"


def _ratio(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("2:1 staffing"), said("a 2:1 from York"), said("the 1:1s"), said("a 6:3:1 split"), said("in 2: 1 is")
    ('two to one staffing', 'a two one from York', 'the one to ones', 'a six to three to one split', 'in two: one is')
    """
    degree = (match["a"], match["b"]) in (("2", "1"), ("2", "2")) and word_after(match) in DEGREES
    if degree or (match["a"] == match["b"] and len(match["a"]) > 1):
        return f"{number(match['a'])} {number(match['b'])}"
    last = number(match["c"] or match["b"])
    middle = f" to {number(match['b'])}" if match["c"] else ""
    return f"{number(match['a'])}{middle} to {plural(last) if match['s'] else last}"


def _nil(n: int) -> str:
    return cardinal(n) if n else "nil"


def _score(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("won 3-2"), said("Hull 0-3 Leeds"), said("lose 3-4 pounds"), said("open 9-5")
    ('won three two', 'Hull nil three Leeds', 'lose three to four pounds', 'open nine to five')
    """
    a, b = int(match["a"]), int(match["b"])
    before, after = word_before(match), word_after(match)
    if before in RANGE_CUES or (before in SCORE_CUES and plural_noun(after) and after not in SCORE_NOUNS):
        return None
    team = name_before(match)
    teams = team[:1].isupper() and before not in WEEKDAYS | RANGE_CUES and _TEAM_AFTER.match(match.string, match.end())
    if before in SCORE_CUES or after in SCORE_NOUNS or (teams and a < 20 and b < 20):
        return f"{_nil(a)} {_nil(b)}"
    earlier = match.string[max(0, match.start() - 8) : match.start()]
    if 7 <= a <= 12 and 1 <= b <= 8 and a > b and not re.search(r"\d[-–]\d+,\s$", earlier):
        return None  # opening hours: 9–5
    if a >= b and (a < 10 or b < 10) and " " not in match[0]:
        return f"{_nil(a)} {_nil(b)}" if b == 0 or a == b == 0 else f"{cardinal(a)} {cardinal(b)}"
    return None


FIRST = (Rule("ratio", DIGIT, _ONE_TO_ONE, _one_to_one),)
RULES = (
    Rule("fraction", DIGIT, _MIXED, _mixed),
    Rule("fraction", DIGIT + _VULGARS, _VULGAR, _vulgar),
)
LATER = (
    Rule("ratio", DIGIT, _RATIO, _ratio),
    Rule("fraction", DIGIT, _SLASH, _slash),
    Rule("score", DIGIT, _SCORE, _score),
)
"""Asked after versions and codes."""
