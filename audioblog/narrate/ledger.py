"""Nothing is lost: the proof, made for every script before anybody hears it.

In: the post and its script. Out: nothing, or NarrationError. Utterances and omissions together must cover every visible
character of every text holder exactly once and in order; what is spoken must hold only words, and all of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from audioblog.errors import NarrationError
from audioblog.model import Omission, Post, Script, Utterance
from audioblog.narrate.punctuation import is_glue, is_speakable

Piece = Utterance | Omission
_WORD = re.compile(r"(?<![^\W_])[a-zA-Z]{2,}(?![^\W_])")
"""A word of plain letters; a single one may be an apostrophe's "s"."""


def check(post: Post, script: Script) -> None:
    """Raises NarrationError at the first thing that is lost, doubled, out of order or not a word."""
    pieces: dict[str, list[Piece]] = {}
    everything: list[Piece] = [*script.utterances, *script.omissions]
    for piece in everything:
        if piece.start < piece.end:  # an attribute that is no visible text has no length
            pieces.setdefault(piece.block, []).append(piece)
    texts = dict(post.holders())
    for holder, text in post.holders():
        _check_holder(holder, text, pieces.pop(holder, ()))
    if pieces:
        raise NarrationError(f"the script speaks of {', '.join(pieces)}, which the post does not have")
    _check_order(list(texts), script)
    for utterance in script.utterances:
        if not utterance.spoken or not is_speakable(utterance.spoken):
            raise NarrationError(
                f"utterance {utterance.id} would speak something that is not a word: {utterance.spoken!r}"
            )
        _check_heard(utterance)


def _check_holder(holder: str, text: str, pieces: Sequence[Piece]) -> None:
    at = 0
    for piece in sorted(pieces, key=lambda each: each.start):
        if text[piece.start : piece.end] != piece.text:
            raise NarrationError(f"{holder}: {piece.text[:60]!r} does not stand at {piece.start} in the post")
        if piece.start < at:
            raise NarrationError(f"{holder}: {text[piece.start : at][:60]!r} is there twice")
        _check_gap(holder, text[at : piece.start])
        at = piece.end
    _check_gap(holder, text[at:])


def _check_gap(holder: str, gap: str) -> None:
    if gap.strip():
        raise NarrationError(f"{holder}: {gap.strip()[:60]!r} is neither spoken nor accounted for")


def _check_heard(utterance: Utterance) -> None:
    """Every word that is written outside of swaps, and every word that a swap says, is spoken.

    Counted in plain letters only: others may be spoken in another form ("ﬁ" as "fi").
    """
    at, due = 0, []
    for swap in utterance.swaps:
        start, end = swap.start - utterance.start, swap.end - utterance.start
        due += [*_written(utterance.text, at, start), *_WORD.findall(swap.spoken)]
        at = end
    due += _written(utterance.text, at, len(utterance.text))
    heard = Counter(word.lower() for word in _WORD.findall(utterance.spoken))
    if lost := Counter(word.lower() for word in due) - heard:
        words = ", ".join(lost)
        raise NarrationError(f"{utterance.block}: {words!r} of {utterance.text[:60]!r} would not be heard")


def _written(text: str, start: int, end: int) -> list[str]:
    piece = text[start:end]
    if not piece.isascii() or "[" in piece or "]" in piece:
        piece = "".join(char for char in piece if char.isascii() or not is_glue(char))
        piece = piece.replace("[", "").replace("]", "")
    return _WORD.findall(piece)


def _check_order(holders: Sequence[str], script: Script) -> None:
    place = {holder: at for at, holder in enumerate(holders)}
    spoken = [(place[u.block], u.start) for u in script.utterances if u.text]
    if spoken != sorted(spoken):
        raise NarrationError("the script does not keep the order of the post")
