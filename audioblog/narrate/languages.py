"""Which rules read which language. In: a BCP 47 tag. Out: its rules and its locale.

English has rules of its own. Any other language passes through untouched but for what no voice could say: digits are
read one by one by their names in that language, where we know them, and in English else; symbols are silent.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from audioblog.narrate.emoji import PICTURES
from audioblog.narrate.english import counts
from audioblog.narrate.english.rules import ENGLISH
from audioblog.narrate.scan import ANY, DIGIT, WORD, Locale, Rule, Rules, rules

DIGIT_NAMES: dict[str, str] = {
    "cy": "dim un dau tri pedwar pump chwech saith wyth naw",
    "da": "nul en to tre fire fem seks syv otte ni",
    "de": "null eins zwei drei vier fünf sechs sieben acht neun",
    "en": "zero one two three four five six seven eight nine",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "fi": "nolla yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf",
    "ga": "náid aon dó trí ceathair cúig sé seacht ocht naoi",
    "gd": "neoni aon dhà trì ceithir còig sia seachd ochd naoi",
    "it": "zero uno due tre quattro cinque sei sette otto nove",
    "la": "nulla unus duo tres quattuor quinque sex septem octo novem",
    "nb": "null en to tre fire fem seks sju åtte ni",
    "nl": "nul een twee drie vier vijf zes zeven acht negen",
    "pl": "zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć",
    "pt": "zero um dois três quatro cinco seis sete oito nove",
    "ro": "zero unu doi trei patru cinci șase șapte opt nouă",
    "sv": "noll ett två tre fyra fem sex sju åtta nio",
    "tr": "sıfır bir iki üç dört beş altı yedi sekiz dokuz",
}
_DIGITS = re.compile(r"\d+")
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
    names = DIGIT_NAMES.get(primary(lang), DIGIT_NAMES["en"]).split()

    def one_by_one(match: re.Match[str], _: Locale) -> str:
        return " ".join(names[unicodedata.decimal(char)] for char in match[0])

    return rules(
        (
            Rule("number", DIGIT + WORD, _DIGITS, one_by_one),
            counts.LAST[-1],
            Rule("footnote mark", "[", _NOTE, _silent),
            Rule("emoji", ANY, PICTURES, _silent),
        ),
        frozenset(),
    )
