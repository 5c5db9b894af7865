"""Who speaks: the names before a colon at the start of paragraphs ("Lorraine: We began last year.").

In: the post's blocks. Out: the names that are speakers. A word before a colon is a label far more often than a name, so
one counts only in a post that is a conversation: somebody's name comes back, or the post begins with one who says "I".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from audioblog.model import Block
from audioblog.narrate.vocabulary import vocabulary

_PREFIX = re.compile(r"(?P<name>[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]*){0,2}):(?=\s)")
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|me|us)\b")
_LABELS = vocabulary(
    "about access address aim and answer april audience audio august author background beware bonus book booking "
    "but by caption category caution chair challenge cheers colour comment conclusion cons contact content "
    "contents cost credit credits danger date day deadline dear december definition difficulty directions "
    "disclaimer disclosure discussion documents download duration edit edition editor email entry example "
    "explanation facebook fact facts february fee finally first firstly format friday further genre goal hazard "
    "hello hi hint host hours idea image important information ingredients instagram introduction isbn issue "
    "january july june keywords language lastly learn length lesson level lines link links listen location makes "
    "march material may method methods monday moral music myth name news next no note notes november now number "
    "objective october online opening option or organisation outcome overview pages part phone photo photos "
    "picture place please posted postscript prep price pro problem pros ps published publisher purpose question "
    "questions quote rating reality reason recipe recommendation reference references remember reminder reply "
    "requirements resources result results role rule sad saturday second secondly see september series serves "
    "session size so solution source sources spoiler stage status step strengths subject summary sunday synopsis "
    "tags tel telephone text therefore third thought thoughts thursday tickets time tip tips title today tomorrow "
    "topic transcript translation trigger tuesday twitter type update updated venue verdict version video voucher "
    "warning watch weaknesses weather web website wednesday week weekend what when where which who why written "
    "yes yesterday"
)
"""Words that make what stands before the colon a label."""


def prefix(block: Block) -> tuple[str, int]:
    """(what stands before the colon, length of the prefix); ("", 0) when the paragraph has none.

    >>> prefix(Block("b", "paragraph", "Sam Lee: I came later.")), prefix(Block("b", "paragraph", "Note: it rains."))
    (('Sam Lee', 8), ('', 0))
    """
    match = _PREFIX.match(block.text) if block.kind == "paragraph" else None
    if not match or any(word.lower().strip(".,") in _LABELS for word in match["name"].split()):
        return "", 0
    return match["name"], match.end()


def speakers(blocks: Sequence[Block], cast: Collection[str]) -> frozenset[str]:
    """The names that speak; of those in `cast`, who have a voice of their own, one appearance is enough."""
    named = [prefix(block)[0] for block in blocks if block.kind == "paragraph"]
    counts = Counter(name for name in named if name)
    first = next((block.text for block in blocks if block.kind == "paragraph"), "")
    introduced = bool(named and named[0] and _FIRST_PERSON.search(first))
    conversation = introduced or max(counts.values(), default=0) > 1
    return frozenset(name for name in counts if conversation or name in cast)
