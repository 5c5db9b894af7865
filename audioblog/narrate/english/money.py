"""Money. In: "£2.50", "£20–30k", "US$50", "80p", "GBP 500". Out: "two pounds fifty", "eighty pence".

The unit stands in the singular before its noun ("a twenty pound voucher"). Pence below ten say "pence", so that £1.05
is not "one pound five pounds".
"""

from __future__ import annotations

import re

from audioblog.narrate.english.context import attributive
from audioblog.narrate.english.numbers import cardinal, number
from audioblog.narrate.english.tables import CURRENCIES, CURRENCY_CODES, CURRENCY_LANDS, SCALES
from audioblog.narrate.scan import DIGIT, WORD, Locale, Rule

_N = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_SIGNS = "".join(CURRENCIES)
_SCALE = rf"(?:\s?(?P<scale>{'|'.join(sorted(SCALES, key=len, reverse=True))})(?![^\W_]))?"
_FIRST = (
    rf"(?P<first>{_N})(?:(?P<scale1>{'|'.join(sorted(SCALES, key=len, reverse=True))})(?![^\W_]))?\s?(?:[-–—]|to)\s?"
)
_LAND = "|".join(sorted(CURRENCY_LANDS, key=len, reverse=True))
_SIGNED = re.compile(rf"(?P<land>{_LAND})?(?P<sign>[{_SIGNS}])\s?(?:{_FIRST}(?P=sign)?)?(?P<n>{_N}){_SCALE}")
_SINGLE = re.compile(rf"(?P<land>{_LAND})?(?P<sign>[{_SIGNS}])\s?(?P<n>{_N}){_SCALE}")
_COMES_AFTER = re.compile(rf"(?<![\w.,])(?P<n>{_N})\s?(?P<sign>[€])")
_PENCE = re.compile(r"(?<![\w.,£$€])(?P<n>\d{1,3}(?:\.\d)?)(?P<unit>p|¢)(?!\w|\.\d)")
_CODES = "|".join(CURRENCY_CODES)
_CODED = re.compile(rf"(?P<code>{_CODES})\s?(?P<n>{_N}){_SCALE}")
_CODED_AFTER = re.compile(rf"(?<![\w.,])(?P<n>{_N}){_SCALE}\s?(?P<code>{_CODES})\b")


def amount(n: str, sign: str, scale: str = "", *, singular: bool = False) -> str:
    """
    >>> amount("2.50", "£"), amount("1.05", "£"), amount("0.45", "£"), amount("1.2", "£", "m"), amount("1", "£")
    ('two pounds fifty', 'one pound five pence', 'forty-five pence', 'one point two million pounds', 'one pound')
    """
    one, many, small_one, small = CURRENCIES[sign]
    whole, _, part = n.replace(",", "").partition(".")
    if scale:
        return f"{number(n)} {SCALES[scale]} {one if singular else many}"
    if len(part) != 2 or not small:
        return f"{number(n)} {one if singular or n == '1' else many}"
    pence = f"{cardinal(int(part))} {small_one if part == '01' else small}"
    if not whole.strip("0"):
        return pence
    pounds = f"{number(whole)} {one if whole == '1' or singular else many}"
    if part == "00":
        return pounds
    if int(part) < 10 or sign != "£":
        return f"{pounds} {'' if sign == '£' else 'and '}{pence}"
    return f"{pounds} {cardinal(int(part))}"


def _land(match: re.Match[str]) -> str:
    return CURRENCY_LANDS.get(match["land"] or "", "")


def _with_land(said: str, land: str, sign: str) -> str:
    """ "fifty dollars" -> "fifty U S dollars"."""
    unit = CURRENCIES[sign][1]
    return said.replace(unit, f"{land} {unit}", 1) if land else said


def _range(match: re.Match[str], _: Locale) -> str:
    if not match["first"]:
        return _single(match, _)
    sign, scale, first_scale = match["sign"], match["scale"] or "", match["scale1"]
    rest = match[0][match.end("first") - match.start() :]
    both = sign in rest
    singular = attributive(match)
    last = amount(match["n"], sign, scale, singular=singular)
    if both or "." in match["first"]:
        first = amount(match["first"], sign, first_scale or ("" if both else scale))
        return f"{first} to {last}"
    if " to " in rest and not scale:
        return f"{number(match['first'])} to {last}"
    first = number(match["first"]) + (f" {SCALES[first_scale]}" if first_scale else "")
    return f"{first} to {last}"


def _single(match: re.Match[str], _: Locale) -> str:
    said = amount(match["n"], match["sign"], match["scale"] or "", singular=attributive(match))
    return _with_land(said, _land(match), match["sign"])


def _after(match: re.Match[str], _: Locale) -> str:
    return amount(match["n"], match["sign"])


def _pence(match: re.Match[str], _: Locale) -> str:
    unit = ("penny", "pence") if match["unit"] == "p" else ("cent", "cents")
    return f"{number(match['n'])} {unit[match['n'] != '1']}"


def _coded(match: re.Match[str], _: Locale) -> str:
    return amount(match["n"], CURRENCY_CODES[match["code"]], match["scale"] or "", singular=attributive(match))


RULES = (
    Rule("money", _SIGNS + WORD, _SIGNED, _range),
    Rule("money", _SIGNS + WORD, _SINGLE, _single),
    Rule("money", DIGIT, _COMES_AFTER, _after),
    Rule("money", DIGIT, _PENCE, _pence),
    Rule("money", WORD, _CODED, _coded),
    Rule("money", DIGIT, _CODED_AFTER, _coded),
)
