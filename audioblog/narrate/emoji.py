"""Emoji by name. In: a run of pictures at some position of a text. Out: their names, a repeated one once.

Names are Unicode's CLDR short names, which people and screen readers use for them; the list is the one of the library
`emoji` (BSD). Skin tones, joiners and variation selectors are silent, and so are the plain shapes that stand for
bullets.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

_BASE = "\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2300-\u23ff\u203c\u2049\u2139\u3030\u303d\u3297\u3299"
_JOINED = "\ufe0e\ufe0f\u200d\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
PICTURES = re.compile(rf"[{_BASE}](?:\u200d[{_BASE}\u2194\u2195]|[{_JOINED}]|\s?[{_BASE}])*")
_NAMES = {
    "✅": "tick", "✔": "tick", "❌": "cross", "✖": "cross", "❎": "cross", "✓": "tick", "✗": "cross", "✘": "cross",
    "☑": "tick", "☀": "sun", "☺": "smiling face", "👇": "hand pointing down", "👉": "hand pointing right",
    "👆": "hand pointing up", "👈": "hand pointing left", "♥": "heart", "★": "star", "⚽": "football", "➔": "to",
    "➜": "to",
}  # fmt: skip
"""Where a British reader has a shorter word, and pictures that are no emoji."""
_ORNAMENTS = frozenset("☆❖✦⬥◾◽▪▫⚫⚪⬛⬜🔹🔸🔷🔶🔺🔻💠🔘🔲🔳")
_UNSAID = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\\s]")
_TONE = re.compile("[\U0001f3fb-\U0001f3ff]")
_MOST = 10
"""Characters of the longest emoji, joiners included."""
_REGION = range(0x1F1E6, 0x1F200)
_CLEAN = re.compile(r"[^a-z' -]|\b(?:sign|symbol|emoji|with variation)\b")
_DRAWN = ("box drawings", "block", "dingbat", "heavy", "black", "white", "medium", "light")
_ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third", "&": "and"}


@cache
def _short_names() -> Mapping[str, str]:
    """Emoji, without skin tones and selectors -> CLDR short name; read when the first emoji comes."""
    from emoji import EMOJI_DATA

    plain = ((emoji, data["en"]) for emoji, data in EMOJI_DATA.items() if not _TONE.search(emoji))
    return {_UNSAID.sub("", emoji): _plain(name, emoji) for emoji, name in plain}


def _plain(name: str, emoji: str) -> str:
    """ ":1st_place_medal:" -> "first place medal"."""
    said = " ".join(_ORDINALS.get(word, word) for word in name.strip(":").split("_"))
    said = said.replace("family man", "family: man").replace("family woman", "family: woman")
    said = " ".join(re.sub(r"[^\w': -]|\d", " ", said.replace("’", "'")).split())
    return f"flag: {said}" if ord(emoji[0]) in _REGION or "\U000e0067" in emoji else said


def name_of(char: str) -> str:
    """What one picture is called; "" when nobody has a plain name for it.

    >>> name_of("🐝"), name_of("👩‍🦽"), name_of("🇮🇪"), name_of("☆")
    ('honeybee', 'woman in manual wheelchair', 'flag: Ireland', '')
    """
    if char in _NAMES or char in _ORNAMENTS or char == "\u200d":
        return _NAMES.get(char, "")
    if char in _short_names():
        return _short_names()[char]
    name = unicodedata.name(char, "").lower() if len(char) == 1 else ""
    return "" if name.startswith(_DRAWN) else " ".join(_CLEAN.sub(" ", name).split())


def _pictures(run: str) -> Iterator[str]:
    """Each picture of a run: the longest that has a name, else a single character."""
    bare = _UNSAID.sub("", run)
    at = 0
    while at < len(bare):
        ends = range(min(len(bare), at + _MOST), at + 1, -1)
        end = next((end for end in ends if bare[at:end] in _short_names()), at + 1)
        yield bare[at:end]
        at = end


def picture(match: re.Match[str], _: object) -> str | None:
    """The names in order, each once in a row, set off by commas.

    >>> said("Well done 👏👏👏 all"), said("Well done, all")
    ('Well done, clapping hands, all', 'Well done, all')
    """
    said: list[str] = []
    for each in _pictures(match[0]):
        name = name_of(each)
        if name and (not said or said[-1] != name):
            said.append(name)
    return f", {', '.join(said)}," if said else ""
