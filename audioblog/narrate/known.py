"""The words that every reader knows: a general list of 83,000 English words, British and American spellings.

In: a word. Out: whether it is on the list. The list is the one that `symspellpy` ships (MIT; made from SCOWL and from
Google's book corpus); only its file is read, once a process, and only when there is something to look up.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_PACKAGE, _LIST = "symspellpy", "frequency_dictionary_en_82_765.txt"
_ENDINGS = (
    ("'s", ""), ("s'", "s"), ("ies", "y"), ("es", ""), ("s", ""), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"),
    ("er", ""), ("ers", ""),
)  # fmt: skip
"""Stripped from a word that is not on the list as it stands."""
_APART = re.compile(r"[-‐‑]")


@cache
def word_list() -> frozenset[str]:
    """The list, in small letters; empty when the package that ships it is not installed."""
    found = find_spec(_PACKAGE)
    for folder in (found.submodule_search_locations or ()) if found else ():
        file = Path(folder) / _LIST
        if file.is_file():
            return frozenset(line.split(" ", 1)[0] for line in file.read_text("utf-8-sig").splitlines())
    return frozenset()


def is_known(word: str) -> bool:
    """Whether a word, one of its forms, or every part of a compound is on the list. Without a list every word is.

    >>> [is_known(word) for word in ("colour", "Organisations", "day-centre", "Fennbridge", "Lorraine's")]
    [True, True, True, False, True]
    """
    words = word_list()
    plain = word.lower().replace("’", "'")
    if not words or plain in words:
        return True
    parts = _APART.split(plain)
    if len(parts) > 1:
        return all(len(part) < 3 or is_known(part) for part in parts)
    stems = (plain.removesuffix(end) + instead for end, instead in _ENDINGS if plain.endswith(end))
    return any(len(stem) > 2 and stem in words for stem in stems)
