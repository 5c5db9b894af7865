"""Note marks, editors' brackets, raised and lowered digits.

In: "schools[2]", "(D)deaf", "[coproduction]", "child(ren)", "x²", "CO₂". Out: words or silence. Round brackets are
pauses and square ones silent; what stands in them is read. That is the renderer's business (punctuation.py); here are
only the brackets that are part of a word.
"""

from __future__ import annotations

import re

from audioblog.narrate.english.numbers import number
from audioblog.narrate.english.tables.signs import PREFIXES
from audioblog.narrate.scan import Locale, Rule

_NOTE = re.compile(r"\[(?:\d{1,3}(?:\s?[,–-]\s?\d{1,3})*|[ivx]{1,4}|[a-z]|\*|†|note \d+)\]")
_SUPERSCRIPT = re.compile(r"[¹²³⁰⁴-⁹]+")
_SUBSCRIPT = re.compile(r"[₀-₉]+")
_DOUBLED = re.compile(r"\((?P<a>\w)\)(?P<b>(?i:(?P=a))\w*)")
_PREFIX = re.compile(r"\((?P<a>[A-Za-z]{1,6})-?\)-?(?P<b>[a-z]+)")
_PLURAL = re.compile(r"\((?P<s>e?s|ren)\)")
_PLURAL_Y = re.compile(r"(?:\(ies\)|\(y/ies\))(?!\w)")
_ENDINGS = "ing|ed|ly|er|ers|d|r|al|able|ship|ies"
_INNER = re.compile(rf"(?<=[^\W\d_])\((?=[a-z]{{1,4}}\)[a-z]|(?:{_ENDINGS})\)(?!\w))|\)")
_OPENED = re.compile(rf"[^\W\d_]\((?:(?P<end>{_ENDINGS})|[a-z]{{1,4}})$")
_SHE_OR_HE = re.compile(r"\(s\)he(?!\w)")
_ELLIPSIS = re.compile(r"\[(?:…|\.{3})\]")
_AT = re.compile(r"\s?[\[(](?P<said>at|dot)[\])]\s?(?=\w)")
_INFLECTIONS = frozenset("dsnrty")
"""Letters that an editor adds to a word in square brackets: "agree[d]"."""


def _pause(_: re.Match[str], __: Locale) -> str:
    """
    >>> said("he […] said"), said("he … said")
    ('he, said', 'he, said')
    """
    return ","


def _note(match: re.Match[str], _: Locale) -> str | None:
    """A mark after a word; "[a]" at a sentence's start and "agree[d]" are an editor's letters.

    >>> said("schools[2] are"), said("text[a]. More"), said("[a]n offer"), said("agree[d]")
    ('schools are', 'text. More', 'an offer', 'agreed')
    """
    before = match.string[match.start() - 1 : match.start()] if match.start() else ""
    letter = match[0][1:-1].isalpha()
    if letter and (not (before.isalnum() or before in ".,;:!?”’\"'") or not before):
        return None
    return None if match[0][1:-1] in _INFLECTIONS and before.isalpha() else ""


def _superscript(match: re.Match[str], _: Locale) -> str:
    """A note mark after a word; a power after a single letter or a digit.

    >>> said("the NHS¹ is"), said("x² and 10⁶"), said("m2")
    ('the N H S is', 'x squared and ten to the power of six', 'M two')
    """
    before = re.search(r"([^\W⁰¹²³⁴-⁹]+)$", match.string[max(0, match.start() - 8) : match.start()])
    power = {"²": "squared", "³": "cubed"}.get(match[0])
    if before and (len(before[1]) == 1 or before[1][-1].isdecimal()):
        return power or f"to the power of {number(_plain(match[0]))}"
    return ""


def _plain(raised: str) -> str:
    return raised.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789"))


def _subscript(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("CO₂"), said("CO")
    ('C O two', 'C O')
    """
    return number(_plain(match[0]))


def _doubled(match: re.Match[str], _: Locale) -> str:
    """The community's two spellings, said once.

    >>> said("the (D)deaf community"), said("(D)efence")
    ('the deaf community', 'D, efence')
    """
    return match["b"]


def _prefix(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("(re)design"), said("(co-)production"), said("(see)below")
    ('redesign', 'coproduction', 'see, below')
    """
    return match["a"] + match["b"] if match["a"].lower() in PREFIXES | {"trans", "mal", "neuro", "intra"} else None


def _inner(match: re.Match[str], _: Locale) -> str | None:
    """Both brackets are silent, and the word is whole.

    >>> said("un(der)paid"), said("school(ing)"), said("famil(ies)"), said("under (un)paid")
    ('underpaid', 'schooling', 'families', 'under unpaid')
    """
    if match[0] == ")":
        opened = _OPENED.search(match.string[max(0, match.start() - 8) : match.start()])
        inside = match.string[match.end() : match.end() + 1].islower()
        if not opened or not (opened["end"] or inside):
            return None
    return ""


def _she_or_he(_: re.Match[str], __: Locale) -> str:
    """
    >>> said("(s)he"), said("(s)hed")
    ('she or he', 's, hed')
    """
    return "she or he"


def _plural(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("carer(s)"), said("child(ren)"), said("an (s) there")
    ('carer or carers', 'child or children', 'an, s, there')
    """
    word = re.search(r"[^\W\d_]+$", match.string[max(0, match.start() - 30) : match.start()])
    return f" or {word[0]}{match['s']}" if word else None


def _plural_y(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("policy(ies)"), said("famil(ies)")
    ('policy or policies', 'families')
    """
    word = re.search(r"[^\W\d_]+y$", match.string[max(0, match.start() - 30) : match.start()])
    return f" or {word[0][:-1]}ies" if word else None


def _at(match: re.Match[str], _: Locale) -> str | None:
    """An address that is hidden from robots.

    >>> said("info[at]example[dot]org"), said("look [at] it")
    ('info at example dot org', 'look at it')
    """
    near = match.string[max(0, match.start() - 1) : match.start()].isalnum()
    return f" {match['said']} " if near and not match[0][0].isspace() else None


RULES = (
    Rule("footnote mark", "[", _NOTE, _note),
    Rule("left out by the author", "[", _ELLIPSIS, _pause),
    Rule("e-mail", "[(", _AT, _at),
    Rule("footnote mark", "⁰¹²³⁴⁵⁶⁷⁸⁹", _SUPERSCRIPT, _superscript),
    Rule("number", "₀₁₂₃₄₅₆₇₈₉", _SUBSCRIPT, _subscript),
    Rule("bracket", "(", _DOUBLED, _doubled),
    Rule("bracket", "(", _PLURAL_Y, _plural_y),
    Rule("bracket", "()", _INNER, _inner),
    Rule("bracket", "(", _SHE_OR_HE, _she_or_he),
    Rule("bracket", "(", _PLURAL, _plural),
    Rule("bracket", "(", _PREFIX, _prefix),
)
