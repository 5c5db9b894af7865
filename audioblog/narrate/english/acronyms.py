"""Acronyms and names with digits.

In: "BSL", "MPs", "Co4CC", "A&E", "U.K.". Out: "B S L" ...

A lexicon has spoken before any of this. An acronym is said as a word when it is on the list, or when it has four
letters or more and could be an English word; else letter by letter. A name never loses its digits.
"""

from __future__ import annotations

import re

from audioblog.narrate.english.numbers import cardinal, digits, plural
from audioblog.narrate.english.tables.letters import (
    ACRONYM_LETTERS,
    ACRONYM_WORDS,
    AMBIGUOUS_SHOUT,
    CODAS,
    DEGREE_LETTERS,
    ONSETS,
    SHOUTED,
)
from audioblog.narrate.known import is_known, word_list
from audioblog.narrate.lexicon import spell
from audioblog.narrate.scan import DIGIT, WORD, Locale, Rule

_SERIAL = re.compile(r"(?=[^\W_]{0,40}\d)(?=[^\W_]{0,40}[^\W\d_])[^\W_]{1,60}(?:[²³¹])?(?P<s>['’]s)?(?!\w)")
_ACRONYM = re.compile(
    r"(?P<a>[A-Z]{2,}|[A-Z]+[a-z][A-Z]+|[A-Z]{1,3}[a-z]{1,2}[A-Z]+|[a-z][A-Z]{2,})(?P<s>['’]?s|['’]S(?!\w))?(?P<plus>\+)?(?!(?![⁰¹²³⁴-⁹₀-₉])[^\W_])"
)
_AMPERSAND = re.compile(r"[A-Z]{1,3}(?:\s?&\s?[A-Z]{1,3})+(?P<s>['’]?s)?(?![^\W_])")
_DOTTED = re.compile(r"(?P<a>(?:[A-Z]\.){2,}[A-Z]?)(?P<s>['’]?s)?(?![^\W_])|(?P<b>[A-Z](?:\.[A-Z])+)(?!\w)")
_BSC = re.compile(r"(?P<a>Ph|B|M|D)\.?(?P<b>[A-Z][a-z]?)\b(?P<dot>\.)?")
_PIECE = re.compile(r"\d+|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_]+|\w")
_VOWEL = re.compile(r"[AEIOUY]")


def acronym(written: str) -> str:
    """As a word or letter by letter.

    >>> acronym("NATO"), acronym("BSL"), acronym("ALLFIE"), acronym("RSPCA"), acronym("PhD"), acronym("DfE")
    ('Nato', 'B S L', 'Allfie', 'R S P C eigh', 'P H D', 'D F E')
    """
    upper = written.upper()
    if written != upper and upper not in ACRONYM_WORDS:
        return spell(written)
    return upper.capitalize() if said_as_word(upper) else spell(written)


def said_as_word(upper: str) -> bool:
    """
    >>> [said_as_word(word) for word in ("PIP", "UNISON", "LGBTQ", "RNIB", "ADHD", "DLA", "STRENGTHS")]
    [True, True, False, False, False, False, True]
    """
    if upper in ACRONYM_WORDS:
        return True
    if upper in ACRONYM_LETTERS or len(upper) < 4 or not _VOWEL.search(upper):
        return False
    if upper.startswith("UK"):
        return False
    if upper.lower() in word_list():
        return True
    return len(upper) > 7 or _pronounceable(upper)


def _pronounceable(upper: str) -> bool:
    if not _VOWEL.search(upper):
        return False
    if re.match(r"Y[^AEIOU]", upper):
        return False
    onset, *inner, coda = re.split(r"[AEIOUY]+", upper)
    vowels = re.findall(r"[AEIOUY]+", upper)
    return onset in ONSETS and coda in CODAS and all(len(c) < 4 for c in inner) and all(len(v) < 3 for v in vowels)


def pieces(written: str) -> str:
    """A name of letters and digits: letters spelled or said as a word, digits up to two as a number, more one by one.

    >>> pieces("Co4CC"), pieces("COVID19"), pieces("A406"), pieces("mp3"), pieces("SW1A")
    ('Co four C C', 'Covid nineteen', 'eigh four oh six', 'M P three', 'S W one eigh')
    """
    return " ".join(_piece(piece) for piece in _PIECE.findall(written))


def _piece(piece: str) -> str:
    if piece.isdecimal():
        return cardinal(int(piece)) if len(piece) < 3 and (len(piece) == 1 or int(piece[0])) else digits(piece, "oh")
    if len(piece) == 1 and piece.isascii():
        return spell(piece)
    if piece.isupper():
        return acronym(piece)
    if len(piece) < 4 and not re.search(r"[aeiouyAEIOUY]", piece) and piece.isascii():
        return spell(piece)
    return piece


def _serial(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("Co4CC, COVID19 and the M1"), said("U16s"), said("B12's use"), said("Coventry")
    ('Co four C C, Covid nineteen and the M one', 'U sixteens', "B twelve's use", 'Coventry')
    """
    text = match[0].removesuffix(match["s"] or "").rstrip("⁰¹²³⁴⁵⁶⁷⁸⁹")
    if text.isdecimal():
        return None
    if text[0].isupper() and re.search(r"\ds$", text):
        return plural(pieces(text[:-1]))
    return pieces(text) + ("'s" if match["s"] else "")


def _acronym(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("BSL, MPs' pay, LGBT+"), said("a NATO plan"), said("This is NOT good"), said("Bristol")
    ("B S L, M P's pay, L G B T plus", 'a Nato plan', 'This is not good', 'Bristol')
    """
    written = match["a"]
    plus = " plus" if match["plus"] else ""
    if written.isupper() and _shouted(written, match):
        return written.lower() + ("'s" if match["s"] else "")
    return acronym(written) + ("'s" if match["s"] else "") + plus


def _shouted(upper: str, match: re.Match[str]) -> bool:
    """A plain word in capitals: for emphasis, or within a line of capitals."""
    if upper in AMBIGUOUS_SHOUT:
        return _neighbours_shout(match)
    if (
        _line_shouts(match)
        and upper not in ACRONYM_LETTERS
        and (len(upper) > 3 or _pronounceable(upper))
        and is_known(upper)
    ):
        return True
    return upper.lower() in SHOUTED or (
        len(upper) < 7 and upper not in ACRONYM_LETTERS and _neighbours_shout(match) and _pronounceable(upper)
    )


def _line_shouts(match: re.Match[str]) -> bool:
    """A line of two words or more without a small letter: a sign, a headline."""
    text = match.string
    near = max(0, match.start() - 400)
    line = text[text.rfind("\n", near, match.start()) + 1 or near : match.end()]
    rest = text[match.end() : match.end() + 200].partition("\n")[0]
    words = re.findall(r"[^\W\d_]+", line[-200:] + rest)
    return len(words) > 1 and all(word.isupper() for word in words) and max(map(len, words)) > 4


def _neighbours_shout(match: re.Match[str]) -> bool:
    text = match.string
    around = re.findall(r"[A-Za-z']+", text[max(0, match.start() - 24) : match.start()])[-2:]
    around += re.findall(r"[A-Za-z']+", text[match.end() : match.end() + 24])[:2]
    loud = [
        word for word in around if word.isupper() and word.lower() in SHOUTED and word not in AMBIGUOUS_SHOUT | {"I"}
    ]
    return len(loud) >= 1 and all(word.isupper() for word in around)


def _ampersand(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("A&E"), said("M & S's"), said("Wales & West")
    ('eigh and E', "M and S's", 'Wales and West')
    """
    body = match[0].removesuffix(match["s"] or "")
    return " and ".join(spell(part) for part in re.split(r"\s?&\s?", body)) + ("'s" if match["s"] else "")


def _dotted(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("U.K. charities"), said("P.A.s"), said("J. Hall")
    ('U K charities', "P eigh's", 'J Hall')
    """
    return spell(match["a"] or match["b"]) + ("'s" if match["s"] else "")


def _degree(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("a Ph.D. thesis"), said("an MSc"), said("MDr")
    ('a P H D thesis', 'an M S C', 'MDr')
    """
    if match["a"] + match["b"] not in DEGREE_LETTERS:
        return None
    return spell(match["a"] + match["b"])


RULES = (
    Rule("acronym", WORD, _AMPERSAND, _ampersand),
    Rule("acronym", WORD, _DOTTED, _dotted),
    Rule("acronym", WORD, _BSC, _degree),
    Rule("letters and digits", WORD + DIGIT, _SERIAL, _serial),
    Rule("acronym", WORD, _ACRONYM, _acronym),
)
