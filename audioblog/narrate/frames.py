"""What the narrator says around lists and quotes: "List of nine items.", "One.", "Quote.", "End of quote."

In: the post's blocks. Out: for every block the phrases before and after it. Structure is found from the blocks alone:
neighbouring items are a list, a greater depth is a list within it; neighbouring quotes are one quotation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from audioblog.model import Block
from audioblog.narrate.announce import count, item_number
from audioblog.narrate.english.numbers import cardinal, roman
from audioblog.narrate.narration import Narration
from audioblog.narrate.normalise import normalise
from audioblog.narrate.punctuation import closed

_INTRODUCED = re.compile(r"^(?:(?:[-–—―~]|(?:quot(?:e|ed)|taken|source|from|by|via)\b)[:\s]*)+", re.I)
"""What a citation says before it names its source; the frame says it too."""


@dataclass(slots=True)
class Framed:
    """Phrases said before and after one block, in order."""

    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    left_out: str = ""
    """Why the block itself is not read: it is part of something longer than the rules allow."""


def frames(blocks: Sequence[Block], rules: Narration) -> list[Framed]:
    """One Framed a block."""
    framed = [Framed() for _ in blocks]
    for listed in _listings(blocks):
        _lists(blocks, listed, rules, framed, nested=False)
        outermost = min(blocks[at].depth for at in listed)
        items = sum(blocks[at].depth == outermost for at in listed)
        if 0 < rules.limits["list_items_read"] < items:
            said = rules.frames["list_summary"].format(count=cardinal(items))
            _summarise(framed, range(listed[0], listed[-1] + 1), said, "item of a long list")
    _quotes(blocks, rules, framed)
    for run in _runs(blocks, lambda block: _level(block) > 0, lambda _: True):
        words = sum(len(blocks[at].text.split()) for at in run)
        if 0 < rules.limits["quote_words"] < words:
            said = rules.frames["quote_summary"].format(words=count(words, "word", "words"))
            _summarise(framed, run, said, "long quotation")
    return framed


def _listings(blocks: Sequence[Block]) -> list[list[int]]:
    """Neighbouring items; an ordered list goes on after what its items hold beside their first paragraph."""
    listings: list[list[int]] = []
    for run in _runs(blocks, lambda block: block.kind == "item", lambda block: block.quoted):
        if listings and _goes_on(blocks, listings[-1], run):
            listings[-1] += run
        else:
            listings.append(list(run))
    return listings


def _goes_on(blocks: Sequence[Block], listed: Sequence[int], run: range) -> bool:
    """Whether `run` begins with the number after the last one of the same list, and no heading stands between."""
    first = blocks[run.start]
    same = (at for at in reversed(listed) if blocks[at].depth == first.depth)
    before = blocks[next(same, listed[-1])]
    between = blocks[listed[-1] + 1 : run.start]
    if first.depth != before.depth or first.quoted != before.quoted or not (first.ordered and before.ordered):
        return False
    return _follows(before.number, first.number) and all(
        block.kind not in ("heading", "separator") for block in between
    )


def _follows(number: str, other: str) -> bool:
    """
    >>> _follows("9", "10"), _follows("b", "c"), _follows("iii", "iv"), _follows("2", "1")
    (True, True, True, False)
    """
    a, b = number.strip("()."), other.strip("().")
    if a.isdecimal() and b.isdecimal():
        return int(b) == int(a) + 1
    romans = roman(a), roman(b)
    return (len(a) == len(b) == 1 and ord(b) == ord(a) + 1) or (all(romans) and romans[1] == romans[0] + 1)


def _runs(
    blocks: Sequence[Block], belongs: Callable[[Block], bool], alike: Callable[[Block], object]
) -> Iterator[range]:
    """Stretches of neighbours that belong and are alike."""
    for key, run in groupby(range(len(blocks)), lambda at: belongs(blocks[at]) and (alike(blocks[at]),)):
        if key:
            found = list(run)
            yield range(found[0], found[-1] + 1)


def _summarise(framed: Sequence[Framed], run: range, said: str, why: str) -> None:
    """One announcement instead of the whole run; what was announced within it goes."""
    for at in run:
        framed[at].left_out = why
        framed[at].before, framed[at].after = [], []
    framed[run.start].before = [said]


def _level(block: Block) -> int:
    """How many quotations a block stands in."""
    if block.kind == "quote":
        return block.depth + 1
    return int(block.quoted)


def _quotes(blocks: Sequence[Block], rules: Narration, framed: Sequence[Framed]) -> None:
    """Another source begins another quotation, also where nothing stands between the two."""
    level, cite = 0, ""
    for at, block in enumerate(blocks):
        here = _level(block) if block.kind == "quote" or not (block.quoted and level) else level
        if here == level == 1 and block.kind == "quote" and block.cite != cite:
            framed[at - 1].after += _ends(level, 0, rules)
            level = 0
        if here > level:
            framed[at].before.insert(0, rules.frames["quote_inner"] if level else _quote_from(block, rules))
            cite = cite if level else block.cite
        if here < level:
            framed[at - 1].after += _ends(level, here, rules)
        level = here if here <= level else level + 1
    if blocks:
        framed[-1].after += _ends(level, 0, rules)


def _ends(level: int, down_to: int, rules: Narration) -> list[str]:
    """The innermost quotation ends first."""
    return [rules.frames["quote_inner_end" if at > 1 else "quote_end"] for at in range(level, down_to, -1)]


def _quote_from(block: Block, rules: Narration) -> str:
    """With its source, unless that is an address or stands in the text anyway."""
    who = _INTRODUCED.sub("", block.cite.strip())
    if not who or "/" in who or who in block.text:
        return rules.frames["quote"]
    return closed(rules.frames["quote_from"].format(who=normalise(who)).rstrip("."))


def _lists(
    blocks: Sequence[Block], run: Sequence[int], rules: Narration, framed: Sequence[Framed], *, nested: bool
) -> None:
    """One or more lists of the same depth in a run of items, and the lists within them."""
    depth = min(blocks[at].depth for at in run)
    own = [at for at in run if blocks[at].depth == depth]
    for inner in _inner_runs(run, own):
        _lists(blocks, inner, rules, framed, nested=True)
        if any(at > inner[-1] for at in own):
            framed[inner[-1]].after.append(rules.frames["nested_end"])
    for items in _separate(blocks, own):
        last = max(
            at
            for at in run
            if at == items[-1]
            or (at > items[-1] and blocks[at].depth > depth and not any(items[-1] < o <= at for o in own))
        )
        _one_list(blocks, items, last, rules, framed, nested=nested)


def _inner_runs(run: Sequence[int], own: Sequence[int]) -> list[list[int]]:
    """Stretches between the items of this depth."""
    return [list(inner) for is_own, inner in groupby(run, own.__contains__) if not is_own]


def _separate(blocks: Sequence[Block], own: Sequence[int]) -> list[list[int]]:
    """Two lists that touch: numbers begin again, or bullets follow numbers."""
    lists: list[list[int]] = []
    for at in own:
        block = blocks[at]
        fresh = not lists or block.ordered != blocks[lists[-1][-1]].ordered
        if fresh or (
            block.ordered
            and block.number in ("1", "a", "A", "i", "I")
            and blocks[lists[-1][-1]].number not in ("h", "H", "")
        ):
            lists.append([])
        lists[-1].append(at)
    return lists


def _one_list(
    blocks: Sequence[Block],
    items: Sequence[int],
    last: int,
    rules: Narration,
    framed: Sequence[Framed],
    *,
    nested: bool,
) -> None:
    long = len(items) > rules.limits["list_items"]
    as_roman = _roman(blocks, items)
    for at in items:
        if blocks[at].ordered and blocks[at].number:
            framed[at].before.append(item_number(blocks[at], as_roman=as_roman))
    if nested:
        framed[items[0]].before.insert(0, rules.frames["nested"].format(count=count(len(items), "item", "items")))
    elif long:
        framed[items[0]].before.insert(0, rules.frames["list"].format(count=cardinal(len(items))))
        framed[last].after.insert(0, rules.frames["list_end"])


def _roman(blocks: Sequence[Block], items: Sequence[int]) -> bool:
    """ "i" is one when the list counts i, ii, iii, and a letter when it counts a, b, c."""
    values = [roman(blocks[at].number.strip("().")) for at in items]
    return all(values) and all(b - a == 1 for a, b in pairwise(values))
