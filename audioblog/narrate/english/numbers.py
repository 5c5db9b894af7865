"""Numbers in British English words: cardinals, ordinals, years, digits, decimals, fractions.

In: integers, or numbers as they are written ("1,250.5"). Out: words joined by spaces and hyphens, nothing else.
Numbers beyond 10^15 are read digit by digit, as nobody says a quadrillion, and as `int` of a long text is slow.
"""

from __future__ import annotations

import re

from audioblog.narrate.vocabulary import in_order

_ONES = in_order(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = in_order("- - twenty thirty forty fifty sixty seventy eighty ninety")
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
_PARTS = {2: "half", 4: "quarter"}
_LIMIT = 15
"""Most digits that are read as one number."""


def cardinal(n: int) -> str:
    """
    >>> cardinal(105), cardinal(6001), cardinal(1_250_000), cardinal(-4)
    ('one hundred and five', 'six thousand and one', 'one million two hundred and fifty thousand', 'minus four')
    """
    if n < 0:
        return "minus " + cardinal(-n)
    if n >= 10**_LIMIT:
        return digits(str(n))
    words: list[str] = []
    for size, name in _SCALES:
        if n >= size:
            words += [_below_thousand(n // size), name]
            n %= size
    if n or not words:
        if words and n < 100:
            words.append("and")
        words.append(_below_thousand(n))
    return " ".join(words)


def _below_thousand(n: int) -> str:
    if n < 20:
        return _ONES[n]
    if n < 100:
        return _TENS[n // 10] + (f"-{_ONES[n % 10]}" if n % 10 else "")
    return f"{_ONES[n // 100]} hundred" + (f" and {_below_thousand(n % 100)}" if n % 100 else "")


def ordinal(n: int) -> str:
    """
    >>> ordinal(3), ordinal(21), ordinal(100), ordinal(80), ordinal(112)
    ('third', 'twenty-first', 'one hundredth', 'eightieth', 'one hundred and twelfth')
    """
    stem, space, last = _split_last(cardinal(n))
    if last in _ORDINALS:
        return stem + space + _ORDINALS[last]
    return stem + space + (last[:-1] + "ieth" if last.endswith("y") else last + "th")


def _split_last(words: str) -> tuple[str, str, str]:
    cut = max(words.rfind(" "), words.rfind("-"))
    return (words[:cut], words[cut], words[cut + 1 :]) if cut >= 0 else ("", "", words)


def plural(words: str) -> str:
    """
    >>> plural("eighty"), plural("twenty ten"), plural("two thousand"), plural("six"), plural("half")
    ('eighties', 'twenty tens', 'two thousands', 'sixes', 'halves')
    """
    if words.endswith("f"):
        return words[:-1] + "ves"
    if words.endswith("y"):
        return words[:-1] + "ies"
    return words + ("es" if words.endswith(("x", "s", "ch")) else "s")


def year(n: int) -> str:
    """
    >>> year(1905), year(2004), year(2012), year(1900), year(2000), year(1066), year(800)
    ('nineteen oh five', 'two thousand and four', 'twenty twelve', 'nineteen hundred', 'two thousand', 'ten sixty-six', 'eight hundred')
    """  # noqa: E501
    century, rest = divmod(n, 100)
    if (not 10 < century < 100 and not (century == 10 and rest)) or (n % 1000 < 10 and century % 10 == 0):
        return cardinal(n)
    if rest == 0:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {two_digits(rest)}"


def two_digits(n: int) -> str:
    """The end of a year: 5 -> "oh five", 0 -> "oh oh"."""
    return f"oh {_ONES[n] if n else 'oh'}" if n < 10 else cardinal(n)


def digits(written: str, zero: str = "zero") -> str:
    """One by one; what is not a digit is passed over.

    >>> digits("007"), digits("4-06", "oh")
    ('zero zero seven', 'four oh six')
    """
    return " ".join(zero if int(char) == 0 else _ONES[int(char)] for char in written if char.isdecimal())


def number(written: str) -> str:
    """A number as it is written, with thousands' commas and a decimal point.

    >>> number("1,250"), number("3.75"), number("0.5"), number("007"), number(".5"), number("10,432.5")[-10:]
    ('one thousand two hundred and fifty', 'three point seven five', 'zero point five', 'zero zero seven', 'point five', 'point five')
    """  # noqa: E501
    whole, point, decimals = written.replace(",", "").partition(".")
    said = integer(whole) if whole else "" if decimals else "zero"
    return f"{said} point {digits(decimals)}".lstrip() if point and decimals else said


def integer(written: str) -> str:
    """Digits as one number; with leading zeros, or very many, one by one."""
    if len(written) > _LIMIT or (len(written) > 1 and int(written[0]) == 0):
        return digits(written)
    return cardinal(int(written))


def fraction(top: int, bottom: int, *, article: bool = False) -> str:
    """
    >>> fraction(1, 2), fraction(3, 4), fraction(5, 8), fraction(1, 3), fraction(1, 2, article=True)
    ('one half', 'three quarters', 'five eighths', 'one third', 'a half')
    """
    part = _PARTS.get(bottom) or ordinal(bottom)
    if top == 1:
        return f"{'a' if article else 'one'} {part}"
    return f"{cardinal(top)} {plural(part)}"


_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def roman(written: str) -> int:
    """The value of a well-formed Roman numeral in any case, else 0.

    >>> roman("IV"), roman("xxiii"), roman("IIII"), roman("MIX"), roman("")
    (4, 23, 0, 1009, 0)
    """
    upper = written.upper()
    if not _ROMAN.fullmatch(upper):
        return 0
    values = [_VALUES[char] for char in upper]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
