"""Which rules read which language. In: a BCP 47 tag. Out: its rules and its locale.

English has rules of its own. Any other language passes through untouched but for what no voice could say (abroad.py).
"""

from __future__ import annotations

import re
from functools import cache

from audioblog.narrate.abroad import rules_abroad
from audioblog.narrate.emoji import PICTURES
from audioblog.narrate.english import counts
from audioblog.narrate.english.rules import ENGLISH
from audioblog.narrate.scan import ANY, Locale, Rule, Rules, rules

_NOTE = re.compile(r"\[\d{1,3}\]")


def primary(lang: str) -> str:
    """The language without its country: "en" of "en-GB"; "en" of nothing."""
    return re.split(r"[-_]", lang.strip().lower(), maxsplit=1)[0] or "en"


def is_english(lang: str) -> bool:
    return primary(lang) == "en"


@cache
def locale_of(lang: str) -> Locale:
    """en-US reads 5/6 month first; every other English is read as British."""
    return Locale(lang, month_first=lang.lower().replace("_", "-") in ("en-us", "en-us-posix"))


def _silent(_: re.Match[str], __: Locale) -> str:
    return ""


@cache
def rules_of(lang: str) -> Rules:
    if is_english(lang):
        return ENGLISH
    return rules(
        (
            *rules_abroad(primary(lang)),
            counts.LAST[-1],
            Rule("footnote mark", "[", _NOTE, _silent),
            Rule("emoji", ANY, PICTURES, _silent),
        ),
        frozenset(("http", "https", "www")),
    )
