"""Money. In: "£2.50", "£20–30k", "US$50", "80p", "£76pw". Out: "two pounds fifty", "eighty pence".

The unit stands in the singular before its noun ("a twenty pound voucher"). Pence below ten say "pence", so that £1.05
is not "one pound five pounds".
"""

from __future__ import annotations

import re

from audioblog.narrate.english.context import attributive
from audioblog.narrate.english.numbers import cardinal, number, plural
from audioblog.narrate.english.tables.units import (
    CURRENCIES,
    CURRENCY_CODES,
    CURRENCY_LANDS,
    PAID_PER,
    SCALES,
    SCREEN_LINES,
)
from audioblog.narrate.scan import DIGIT, WORD, Locale, Rule

_N = r"\d{1,3}(?:[,\u00a0\u2009\u202f ]\d{3}(?!\d))+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_SIGNS = "".join(CURRENCIES)
_SCALE = rf"(?:\s?(?P<scale>{'|'.join(sorted(SCALES, key=len, reverse=True))})(?![^\W_]))?"
_FIRST = (
    rf"(?P<first>{_N})(?:(?P<scale1>{'|'.join(sorted(SCALES, key=len, reverse=True))})(?![^\W_]))?\s?(?:[-–—]|to)\s?"
)
_LAND = "|".join(sorted(CURRENCY_LANDS, key=len, reverse=True))
_SIGNED = re.compile(rf"(?P<land>{_LAND})?(?P<sign>[{_SIGNS}])\s?(?:{_FIRST}(?P=sign)?)(?P<n>{_N}){_SCALE}")
_SINGLE = re.compile(rf"(?P<land>{_LAND})?(?P<sign>[{_SIGNS}])\s?(?P<n>{_N}){_SCALE}")
_ROUND = re.compile(
    rf"(?P<sign>[{_SIGNS}])(?P<n>1(?:0{{2,}}|0{{0,2}}(?:,000)+))s(?!\w)(?:\s+of\s+(?:pounds|dollars|euros))?"
)
_REPEATED = re.compile(rf"(?P<sign>[{_SIGNS}])(?P=sign)+(?!\s?\d)")
_COMES_AFTER = re.compile(rf"(?<![\w.,])(?P<n>{_N})\s?(?P<sign>[€])")
_PENCE = re.compile(r"(?<![\w.,£$€])(?P<n>\d{1,3}(?:\.\d)?)(?P<unit>p|¢)(?!\w|\.\d)")
_CODES = "|".join(CURRENCY_CODES)
_CODED = re.compile(rf"(?P<code>{_CODES})\s?(?P<n>{_N}){_SCALE}")
_CODED_AFTER = re.compile(rf"(?<![\w.,])(?P<n>{_N}){_SCALE}\s?(?P<code>{_CODES})\b")
_PAID_PER = re.compile(rf"(?P<per>{'|'.join(map(re.escape, sorted(PAID_PER, key=len, reverse=True)))})(?![\w/.]\w|\w)")
_PAID = re.compile(rf"[{_SIGNS}]\s?\d[\d.,]*(?:k|m|bn)?\+?\s?$")


def amount(n: str, sign: str, scale: str = "", *, singular: bool = False) -> str:
    """
    >>> amount("2.50", "£"), amount("1.05", "£"), amount("0.45", "£"), amount("1.2", "£", "m"), amount("1", "£")
    ('two pounds fifty', 'one pound five pence', 'forty-five pence', 'one point two million pounds', 'one pound')
    >>> amount("20.5", "£"), amount("2.000", "$"), amount("1.255", "£")
    ('twenty pounds fifty', 'two dollars', 'one point two five five pounds')
    """
    one, many, small_one, small = CURRENCIES[sign]
    n = re.sub(r"[^\d.]", "", n)
    whole, _, part = n.partition(".")
    if scale:
        return f"{number(n)} {SCALES[scale]} {one if singular else many}"
    if part and len(part) != 2 and not part[2:].strip("0"):
        part = part.ljust(2, "0")[:2]
    if len(part) != 2 or not small:
        return f"{number(n)} {one if singular or n == '1' else many}"
    pence = f"{cardinal(int(part))} {small_one if part == '01' else small}"
    if not whole.strip("0") and part != "00":
        return pence
    pounds = f"{number(whole)} {one if whole == '1' or (singular and part == '00') else many}"
    if part == "00":
        return pounds
    if int(part) < 10 or sign != "£":
        return f"{pounds} {'' if sign == '£' else 'and '}{pence}"
    return f"{pounds} {cardinal(int(part))}"


def _with_land(said: str, land: str, sign: str) -> str:
    """ "fifty dollars" -> "fifty U S dollars"."""
    unit = CURRENCIES[sign][1]
    return said.replace(unit, f"{land} {unit}", 1) if land else said


def _range(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("£10-£15 a head"), said("£20–30k"), said("£5m to £6m"), said("£10 - or more")
    ('ten pounds to fifteen pounds a head', 'twenty to thirty thousand pounds', 'five million pounds to six million pounds', 'ten pounds, or more')
    """  # noqa: E501
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
    """
    >>> said("£3.50 a go"), said("a £1bn gap"), said("US$50"), said("£500 000"), said("$ and £")
    ('three pounds fifty a go', 'a one billion pound gap', 'fifty U S dollars', 'five hundred thousand pounds', 'dollar and pound')
    """  # noqa: E501
    said = amount(match["n"], match["sign"], match["scale"] or "", singular=attributive(match))
    return _with_land(said, CURRENCY_LANDS.get(match["land"] or "", ""), match["sign"])


def _round(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("£100s of pounds"), said("£10,000s"), said("£120s")
    ('hundreds of pounds', 'tens of thousands of pounds', 'one hundred and twenty pounds s')
    """
    words = cardinal(int(match["n"].replace(",", ""))).removeprefix("one ").split(" ")
    return f"{' of '.join(map(plural, words))} of {CURRENCIES[match['sign']][1]}"


def _repeated(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("it costs £££"), said("the £ fell")
    ('it costs pounds', 'the pound fell')
    """
    return CURRENCIES[match["sign"]][1]


def _after(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("50 €"), said("50 and €")
    ('fifty euros', 'fifty and euro')
    """
    return amount(match["n"], match["sign"])


def _pence(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("80p, or 1p"), said("720p video")
    ('eighty pence, or one penny', 'seven two oh P video')
    """
    if match["n"] in SCREEN_LINES and match["unit"] == "p":
        return None  # 720p is a size of screens
    unit = ("penny", "pence") if match["unit"] == "p" else ("cent", "cents")
    return f"{number(match['n'])} {unit[match['n'] != '1']}"


def _coded(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("GBP 50"), said("50 EUR"), said("GBP and EUR")
    ('fifty pounds', 'fifty euros', 'G B P and E U R')
    """
    return amount(match["n"], CURRENCY_CODES[match["code"]], match["scale"] or "", singular=attributive(match))


def _paid_per(match: re.Match[str], _: Locale) -> str | None:
    """What an amount is paid for, in two letters.

    >>> said("£76.75pw or £80k pa"), said("£12.50/h p.a."), said("my pa, pp. 3")
    ('seventy-six pounds seventy-five per week or eighty thousand pounds per annum', 'twelve pounds fifty per hour per annum.', 'my pa, pages three')
    """  # noqa: E501
    paid = _PAID.search(match.string[max(0, match.start() - 20) : match.start()])
    return f"per {PAID_PER[match['per']]}" if paid else None


RULES = (
    Rule("money", _SIGNS, _ROUND, _round),
    Rule("money", _SIGNS + WORD, _SIGNED, _range),
    Rule("money", _SIGNS + WORD, _SINGLE, _single),
    Rule("money", _SIGNS, _REPEATED, _repeated),
    Rule("money", DIGIT, _COMES_AFTER, _after),
    Rule("money", DIGIT, _PENCE, _pence),
    Rule("money", WORD, _CODED, _coded),
    Rule("money", DIGIT, _CODED_AFTER, _coded),
    Rule("money", WORD, _PAID_PER, _paid_per),
)
FIRST_WORDS = frozenset(per[0:2].strip("./") for per in PAID_PER) | {"p"}
