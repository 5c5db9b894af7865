"""Measures.

In: "5km", "20°C", "50m²", "70 km/h", "2.3m people". Out: "five kilometres", "two point three million people".

"m" after a number is a metre or a million: a million before people and other things that are counted, else a metre.
"""

from __future__ import annotations

import re
import unicodedata

from audioblog.narrate.english.context import attributive, plural_noun, word_after, word_before
from audioblog.narrate.english.numbers import cardinal, fraction, number
from audioblog.narrate.english.tables.units import (
    ATHLETIC,
    COUNTED_KINDS,
    EVENTS,
    GLUED_UNITS,
    LENGTHS,
    PER,
    POPULATIONS,
    RUNS,
    SCALES,
    SCREENS,
    SURELY_COUNTED,
    UNITS,
)
from audioblog.narrate.scan import DIGIT, Locale, Rule

_N = r"(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
VULGAR = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_EDGE = r"(?<![\w,])(?<![\d.]\.)(?<![A-Z]-)"
_ALL = UNITS | GLUED_UNITS


def _either(words: dict[str, tuple[str, str]]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_POWER = r"(?P<power>[²³]|\^?[23](?![\d.,]*\d))?"
_UNIT = rf"(?:\s?-?(?P<unit>{_either(UNITS)})|(?P<glued>{_either(GLUED_UNITS)}))"
_PER = "|".join(re.escape(p) for p in sorted(PER, key=len, reverse=True))
_MEASURE = re.compile(
    rf"{_EDGE}{_N}{_UNIT}{_POWER}"
    rf"(?:/(?P<per>{_PER}))?(?![^\W_])"
)
_SPACED = re.compile(
    rf"{_EDGE}{_N}\s(?P<unit>m|g|l|L|W|V)(?P<power>[²³23])?(?:/(?P<per>{_PER}))?(?![\w/'’-])(?P<glued>(?!))?"
)
_COUNTABLE = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True) if unit not in ("st", "pt"))
_SCALED = re.compile(
    rf"{_EDGE}{_N}\s?(?P<scale>million|billion|trillion|thousand|m|bn)\s"
    rf"(?P<unit>{_COUNTABLE})(?P<power>[²³])?(?![^\W_])"
)
_INCHES = re.compile(rf"{_EDGE}{_N}(?P<part>½|¼|¾)?[\"”″](?=\s[a-zA-Z]|[,.)]?\s|$)")
_PART = re.compile(
    rf"{_EDGE}(?:(?P<n>\d{{1,3}})\s?)?(?P<v>[{VULGAR}]|(?<!\d)[1-9]/[2-9](?!\d))\s?(?P<unit>{_either(UNITS)})(?![^\W_])"
)
_AREA = re.compile(rf"{_EDGE}{_N}\s?(?P<kind>sq|cu)\.?\s?(?P<unit>km|m|cm|mm|ft|in|yds?|mi|miles?|metres?|feet)\b\.?")
_FEET = re.compile(
    rf"{_EDGE}(?P<ft>\d{{1,2}})(?:['′’]|\s?ft\.?)\s?(?P<inch>\d{{1,2}}(?:½)?)(?:\"|″|”|''|\s?ins?\b\.?|(?=\s+(?:tall|high|long)\b))"
)
_SCALE = re.compile(rf"{_EDGE}{_N}\s?(?P<scale>k|K|m|M|mn|bn|tn|trn)(?!\w|['’])")
_POPULATION_OF = re.compile(
    r"\b(?:pop\.|(?:population|audience|readership|membership)(?: (?:of|is|was|about|nearly|some|over)){1,2}) $"
)
_CUBES = {"²": "square", "2": "square", "^2": "square", "³": "cubic", "3": "cubic", "^3": "cubic"}


_ONE_OF = re.compile(r"\d of $")
_PEOPLE = re.compile(
    r"\+?\s(?:on (?:[\w-]+ ){0,3}(?:lists?|benefits?|credit|furlough|pensions?|incomes?|contracts?)|"
    r"(?:are|were|have|had|who|now|still|living|waiting|working|claiming|receiving|miss|missed|missing) |"
    r"in (?:poverty|work|need|debt|care|the UK|the country|England|Scotland|Wales|Britain)\b)"
)
"""After "7.6m": people, not metres."""


def _million(match: re.Match[str]) -> bool:
    after = _past_plus(match)
    if _ONE_OF.search(match.string[max(0, match.start() - 5) : match.start()]):
        return True
    if word_before(match) in POPULATIONS or _POPULATION_OF.search(
        match.string[max(0, match.start() - 40) : match.start()]
    ):
        return True
    if after in SURELY_COUNTED:
        return True
    if after in LENGTHS or word_before(match) == "within" or match["n"].replace(",", "") in ATHLETIC:
        return False
    return plural_noun(after) or after in COUNTED_KINDS or bool(_PEOPLE.match(match.string, match.end()))


def _past_plus(match: re.Match[str]) -> str:
    """The word after "2m" and after "2m+"."""
    found = re.match(r"\+\s([a-z]+)", match.string[match.end() : match.end() + 24])
    return found[1] if found else word_after(match)


def _measure(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("a 5-mile walk, 5km"), said("-5°C"), said("50 m2"), said("2-hr slots"), said(".5kg"), said("10 m/s")
    ('a five-mile walk, five kilometres', 'minus five degrees Celsius', 'fifty square metres', 'two hour slots', 'point five kilograms', 'ten metres per second')
    >>> said("2m carers"), said("40s music"), said("Room 4C"), said("5 Ls"), said("form 2 m")
    ('two million carers', 'forties music', 'Room four C', 'five Ls', 'form two metres')
    """  # noqa: E501
    name = match["unit"] or match["glued"]
    if name == "m" and not match["power"] and not match["per"] and _million(match):
        return None
    if name == "s" and not match["per"]:
        return None  # 40s is a decade
    if name == "C" and (
        float(match["n"].replace(",", "")) > 300 or word_before(match) in ("flat", "room", "form", "year", "class")
    ):
        return None
    if name in ("st", "pt", "min", "ft") and match["power"] and not match["power"].strip("23"):
        return None
    one, many = ("point", "point") if name == "pt" and _type_size(match) else _ALL[name]
    hyphened = "-" in match[0] and not (len(name) > 3 and name.endswith("s"))
    singular = match["n"] == "1" or hyphened or attributive(match) or (name == "m" and word_after(match) in EVENTS)
    if match["power"]:
        kind = _CUBES[match["power"]]
        one, many = f"{kind} {one}", f"{kind} {many}"
    per = f" per {PER[match['per']]}" if match["per"] else ""
    return f"{number(match['n'])} {one if (singular and not per) or match['n'] == '1' else many}{per}"


def _type_size(match: re.Match[str]) -> bool:
    """ "12pt" is the size of letters; nobody drinks twelve pints in a blog without saying so."""
    return match["n"].isdecimal() and 6 <= int(match["n"]) <= 96 and " " not in match[0]


def _scaled(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("2 million kWh"), said("2 million mites")
    ('two million kilowatt hours', 'two million mites')
    """
    many = UNITS[match["unit"]][1]
    kind = f"{_CUBES[match['power']]} " if match["power"] else ""
    scale = {"m": "million", "bn": "billion"}.get(match["scale"], match["scale"])
    return f"{number(match['n'])} {scale} {kind}{many}"


def _inches(match: re.Match[str], _: Locale) -> str | None:
    """A double quotation mark after a number, unless it closes a quotation.

    >>> said('a 55" TV'), said('They said "we are 12" again.')
    ('a fifty-five inch T V', 'They said we are twelve again.')
    """
    earlier = match.string[max(0, match.start() - 400) : match.start()]
    if earlier.count('"') % 2 or earlier.count("“") > earlier.count("”"):
        return None
    part = {"½": " and a half", "¼": " and a quarter", "¾": " and three quarters"}.get(match["part"] or "", "")
    follows = word_after(match) and match.string[match.end()] == " "
    return f"{number(match['n'])}{part} {'inch' if follows or match['n'] == '1' else 'inches'}"


def _area(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("50 sq. miles"), said("a 900 sq ft hall"), said("50 sq")
    ('fifty square miles', 'a nine hundred square foot hall', 'fifty sq')
    """
    one, many = _ALL.get(match["unit"], (match["unit"].rstrip("s"), match["unit"]))
    if match["unit"] in ("feet", "foot"):
        one, many = "foot", "feet"
    kind = "square" if match["kind"] == "sq" else "cubic"
    return f"{number(match['n'])} {kind} {one if match['n'] == '1' or attributive(match) else many}"


def _feet(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("5ft 10in"), said("6′2″ tall"), said("5ft 14in")
    ('five feet ten inches', 'six feet two inches tall', 'five feet fourteen inches')
    """
    feet, inches = int(match["ft"]), match["inch"]
    if int(inches.rstrip("½")) > 11:
        return None
    half = " and a half" if "½" in inches else ""
    n = int(inches.rstrip("½"))
    foot = "foot" if feet == 1 or attributive(match) else "feet"
    inch = "inch" if n == 1 and not half else "inches"
    return f"{cardinal(feet)} {foot} {cardinal(n)}{half} {inch}"


def _scale(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("300k of them"), said("1.5bn items"), said("a 10k run"), said("5 Ks")
    ('three hundred thousand of them', 'one point five billion items', 'a ten K run', 'five Ks')
    """
    if (
        match["scale"] in ("k", "K")
        and (word_after(match) in RUNS | SCREENS or match[0].replace(" ", "") in ("2K", "4K", "5K", "8K", "10K"))
        and "," not in match["n"]
    ):
        return f"{number(match['n'])} K"
    if match["scale"] == "M" and not _million(match) and "." not in match["n"]:
        return None
    if " " in match[0] and match["scale"] in ("k", "K", "m", "M"):
        return None
    return f"{number(match['n'])} {SCALES[match['scale']]}"


def _part(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("½ tsp"), said("1½ kg"), said("½ of it")
    ('half a teaspoon', 'one and a half kilograms', 'one half of it')
    """
    one, many = _ALL[match["unit"]]
    top, bottom = unicodedata.normalize("NFKC", match["v"]).replace("⁄", "/").split("/")
    part = fraction(int(top), int(bottom), article=True)
    if match["n"]:
        return f"{number(match['n'])} and {part} {many}"
    article = "an" if one[0] in "aeiou" or one.startswith("hour") else "a"
    return f"half {article} {one}" if part == "a half" else f"{part} of {article} {one}"


RULES = (
    Rule("measure", DIGIT + VULGAR, _PART, _part),
    Rule("measure", DIGIT, _FEET, _feet),
    Rule("measure", DIGIT, _AREA, _area),
    Rule("measure", DIGIT, _SCALED, _scaled),
    Rule("measure", DIGIT + ".", _MEASURE, _measure),
    Rule("measure", DIGIT, _SPACED, _measure),
    Rule("measure", DIGIT, _INCHES, _inches),
    Rule("number", DIGIT, _SCALE, _scale),
)
