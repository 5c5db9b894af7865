"""A text -> the same in ASCII, for engines that read nothing else: “Łukasz” is “Lukasz”, a dash is a space.

Accents are taken off as Unicode decomposes them. Latin letters that it does not decompose are what their names say (“đ”
is LATIN SMALL LETTER D WITH STROKE), but for a few. Letters of other scripts are refused: who leaves them out unsaid
breaks the sentence.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from audioblog.errors import SpeechError
from audioblog.produce.words import words_of

_NAMED = re.compile(r"LATIN (?:SMALL|CAPITAL) (?:LETTER|LIGATURE) (?:\w+ )*?([A-Z]{1,2})(?: WITH .*)?")
_SOUNDS = {"SHARP S": "ss", "THORN": "th", "ETH": "th", "ENG": "ng", "SCHWA": "a", "EZH": "zh", "ESH": "sh"}
"""Latin letters whose names are no letters: as they are written where there is nothing but ASCII."""
_SIGNS = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "⁄": "/", "\0": " "})
_UNSEEN = {"Mn", "Me", "Cf", "Lm"}
"""Categories of characters that have no place of their own: accents, joiners, and letters like the “ʻ” in “Hawaiʻi”."""


def in_ascii(text: str) -> str:
    """One line in ASCII. Raises SpeechError, with the first word that cannot be written so."""
    decomposed = unicodedata.normalize("NFKD", text).translate(_SIGNS)
    for start, end in words_of(decomposed):
        if any(each.isalnum() and not _written(each) and _place(each) for each in decomposed[start:end]):
            raise SpeechError(
                f"The voice cannot read “{unicodedata.normalize('NFC', decomposed[start:end])}”, in “{text[:60]}”.",
                "It knows Latin letters only. Choose another voice: those of eSpeak NG read every script.",
                code="words-missing",
            )
    return " ".join("".join(_written(each) or _place(each) for each in decomposed).split())


@lru_cache(maxsize=1024)
def _written(character: str) -> str:
    """The character in ASCII; "" when it is no letter or digit that can be."""
    if character.isascii():
        return character
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    name = unicodedata.name(character, "")
    named = _NAMED.fullmatch(name)
    letters = _SOUNDS.get(name.partition(" LETTER ")[2]) or (named[1].lower() if named else "")
    return letters.capitalize() if "CAPITAL" in name else letters


def _place(character: str) -> str:
    """What stands for a character that cannot be written: nothing, or a space."""
    return "" if unicodedata.category(character) in _UNSEEN else " "
