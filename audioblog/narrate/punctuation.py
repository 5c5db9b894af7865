"""Only words are spoken: the signs of writing become pauses, and whatever else is left becomes silence.

In: stretches of original text between two swaps, then the whole spoken string. Out: letters (with their marks), spaces,
apostrophes, hyphens and `, . ; : ? !` only. `is_speakable` is the invariant itself.
"""

from __future__ import annotations

import re
import unicodedata

_ODD = re.compile(r"[^a-zA-Z ,.;:?!]|\.{2,}|\.(?=\w)")
GLUE = frozenset("[]″′\u00ad\u200b\u200c\u200d\u2060\ufeff")
"""Signs within a word, which is one word without them: "min[ute]"."""
_PAUSES = {
    **dict.fromkeys("(){}（）•·|…\n—―‒،、，", ", "),
    **dict.fromkeys("۔।。．", ". "),
    **dict.fromkeys("؟？‽", "? "),
    **dict.fromkeys("؛；", "; "),
    **dict.fromkeys(GLUE, ""),
    **{"！": "! ", "：": ": ", "\t": " ", "\u2010": "-", "\u2011": "-"},
}
_SELECTORS = frozenset("\ufe0e\ufe0f\u20e3")
_SPACES = re.compile(r"\s+")
_CLUSTER = re.compile(r"[,.;:?!](?:\s*[,.;:?!])+")
_LEADING = re.compile(r"^[\s,.;:?!'-]+")
_BEFORE = re.compile(r"\s+(?=[,.;:?!])")
_AFTER = re.compile(r"([,;:?!])(?=[^\s,.;:?!'])")


def speakable_char(char: str) -> bool:
    """Whether a character may be spoken: a letter, a mark that belongs to one, or one of the plain signs."""
    if char in " '-,.;:?!":
        return True
    return unicodedata.category(char)[0] in "LM" and char not in _SELECTORS


def is_speakable(spoken: str) -> bool:
    """The invariant "only words are spoken"."""
    return all(map(speakable_char, spoken))


def is_glue(char: str) -> bool:
    """Whether a sign is nothing to the ear, so that what stands left and right of it is one word."""
    return char in GLUE or unicodedata.category(char) == "Cf"


def soften(text: str, start: int, end: int) -> str:
    """A stretch of original text as it is said; what stands left and right of it is looked at too."""
    pieces: list[str] = []
    at = start
    for match in _ODD.finditer(text, start, end):
        pieces += (text[at : match.start()], _said(match))
        at = match.end()
    pieces.append(text[at:end])
    return "".join(pieces)


def _said(match: re.Match[str]) -> str:
    char, text, start, end = match[0], match.string, match.start(), match.end()
    if char[0] == ".":
        return ", " if len(char) > 1 and text[end : end + 2].strip()[:1].islower() else ". " if len(char) > 1 else "."
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if char in "'’ʼ‘`´":
        return "'" if before.isalnum() and after.isalpha() else ""
    if char in "-–−":
        if before.isalnum() and after.isalnum():
            return "-"
        return (
            " "
            if (before.isalnum() or after.isalnum()) and char == "-" and not (before.isspace() and after.isspace())
            else ", "
        )
    if char in _PAUSES:
        return _PAUSES[char]
    category = unicodedata.category(char)
    if category[0] == "L" or (category[0] == "M" and char not in _SELECTORS):
        return _letter(char, category)
    if category[0] == "Z" or char.isspace():
        return " "
    return {"Pd": ", ", "Ps": ", ", "Pe": ", ", "Cf": ""}.get(category, " ")  # “pip”cards are two words


def _letter(char: str, category: str) -> str:
    """Letters in disguise (𝗯𝗼𝗹𝗱, ﬁ, full width) are read as the letters that they stand for."""
    plain = unicodedata.normalize("NFKC", char)
    return plain if plain != char and plain.isalpha() and category != "Lo" else char


def tidy(spoken: str) -> str:
    """One space between words, one sign between clauses, nothing at the start; unspeakable characters gone."""
    if not spoken.isascii() or not _SAFE.fullmatch(spoken):
        spoken = "".join(char if speakable_char(char) else " " for char in spoken)
    spoken = _SPACES.sub(" ", spoken)
    if "-" in spoken or "'" in spoken:
        spoken = _LONE_SIGN.sub(" ", spoken)
    spoken = _CLUSTER.sub(_strongest, spoken)
    spoken = _BEFORE.sub("", _SPACES.sub(" ", spoken))
    spoken = _AFTER.sub(r"\1 ", spoken)
    return _LEADING.sub("", spoken).rstrip()


_SAFE = re.compile(r"[a-zA-Z ',.;:?!-]*")
_LONE_SIGN = re.compile(r"(?<![^\W\d_])['-]+|['-]+(?![^\W\d_])|(?<=['-])['-]+")


def _strongest(match: re.Match[str]) -> str:
    signs = match[0].replace(" ", "")
    for sign in "?!":
        if sign in signs:
            return sign + " "
    return signs[-1] + " "


def closed(spoken: str) -> str:
    """Ends with a sign that lets the voice fall: a full stop unless there is one already.

    >>> closed("The end"), closed("Who?"), closed("one, two,"), closed("")
    ('The end.', 'Who?', 'one, two.', '')
    """
    if not spoken or spoken[-1] in ".?!:":
        return spoken
    return spoken.rstrip(",;") + "."
