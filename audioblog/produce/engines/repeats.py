"""A text -> the same, with a break before each repeat of a word that eSpeak NG would otherwise say three times only.

The library says no entry of its dictionary more than three times in a row when its key is a single sign ("=====" is
"equals equals equals"; FLAG_MAX3 in its dictionary.c). But keys are packed, so it takes most letters, and entries that
begin with one ("I am"), for signs too, in more than half of its languages. Looking up anything else resets its count:
a no-break space does, and is not heard. Which entries are meant differs by language and version, so every word and
phrase that is said more than three times is kept apart. One character replaces another: offsets stay true.
"""

from __future__ import annotations

import re

BREAK = "\u00a0"
_RUN = re.compile(r"(?<![^\W_])([^\W_]++(?:[\W_]++[^\W_]++){0,3}?)(?:[\W_]++\1(?![^\W_])){3,}", re.IGNORECASE)
"""One to four words, four times or more."""
_GAP = r"(?<=[^\s,;:.!?…])[\s_-](?=[\W_]*{}(?![^\W_]))"
"""What parts two repeats; not after punctuation, which is a pause, and ends the count by itself, if a space follows."""


def kept_apart(text: str) -> str:
    """`text` with every repeat in a run of more than three set apart; of the same length."""
    return _RUN.sub(lambda run: re.sub(_GAP.format(re.escape(run[1])), BREAK, run[0], flags=re.IGNORECASE), text)
