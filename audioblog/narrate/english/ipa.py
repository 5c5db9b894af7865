"""IPA -> a respelling that an English voice reads: for engines that take no phonemes (pyttsx3, eSpeak through it).

In: phonemes as a page, a PLS file or the lexicon's column `ipa` gives them. Out: words such as "lestuh", or "" when a
sign is unknown: half a word must never be said.
"""

from __future__ import annotations

import re

_SIGNS: dict[str, str] = {
    # vowels as they are spelled before a consonant, in British English
    "aɪə": "ire", "aʊə": "ower", "eɪ": "ay", "aɪ": "y", "ɔɪ": "oy", "əʊ": "oh", "oʊ": "oh", "aʊ": "ow", "ɪə": "eer",
    "eə": "air", "ɛə": "air", "ʊə": "oor", "iː": "ee", "uː": "oo", "ɑː": "ar", "ɔː": "or", "ɜː": "er", "ɛː": "air",
    "æ": "a", "a": "a", "ɛ": "e", "e": "e", "ɪ": "i", "i": "ee", "ɒ": "o", "ɔ": "o", "o": "oh", "ʌ": "u", "ʊ": "oo",
    "u": "oo", "ə": "uh", "ɐ": "uh", "ɚ": "er", "ɝ": "er", "ɑ": "ar", "ɜ": "er", "y": "oo", "ø": "er", "œ": "er",
    # consonants
    "tʃ": "ch", "t͡ʃ": "ch", "dʒ": "j", "d͡ʒ": "j", "ʃ": "sh", "ʒ": "zh", "θ": "th", "ð": "th", "ŋ": "ng", "j": "y",
    "ɡ": "g", "x": "ch", "ɹ": "r", "ɾ": "r", "ʁ": "r", "ʀ": "r", "ɬ": "hl", "ç": "h", "ʍ": "wh", "ɫ": "l", "β": "v",
    "ɲ": "ny", "ʎ": "ly", "ʔ": "", "ɣ": "g", "ɸ": "f",
    **{letter: letter for letter in "bdfghklmnprstvwz"},
    # what carries no sound of its own
    "ˈ": "", "ˌ": "", "ː": "", "ˑ": "", ".": "-", "'": "", "‿": "", "͡": "", "̩": "", "̯": "", "̃": "n", " ": " ", "-": "-",
}  # fmt: skip
_SIGN = re.compile("|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True)) + "|.", re.S)
_VOWEL = re.compile(r"[aeiouy]")


def respell(ipa: str) -> str:
    """
    >>> respell("kæt"), respell("ˈsʌðək"), respell("mɪlˈɡaɪ"), respell("?!")
    ('cat', 'suthuhk', 'milgy', '')
    """
    pieces: list[str] = []
    for match in _SIGN.finditer(ipa.strip("/[] ")):
        sound = _SIGNS.get(match[0])
        if sound is None:
            return ""
        pieces.append(sound)
    said = re.sub(r"(.)\1{2,}", r"\1\1", "".join(pieces)).strip(" -")
    said = re.sub(r"\bk(?=[aou])|k(?=[aou]\w)", "c", said)
    return said if _VOWEL.search(said) else ""
