"""Nothing is lost: the proof, made for every script before anybody hears it.

In: the post and its script. Out: nothing, or NarrationError. Utterances and omissions together must cover every visible
character of every text holder exactly once and in order, and what is spoken must hold only words.
"""

from __future__ import annotations

from collections.abc import Sequence

from audioblog.errors import NarrationError
from audioblog.model import Omission, Post, Script, Utterance
from audioblog.narrate.punctuation import is_speakable

Piece = Utterance | Omission


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


def _check_order(holders: Sequence[str], script: Script) -> None:
    place = {holder: at for at, holder in enumerate(holders)}
    spoken = [(place[u.block], u.start) for u in script.utterances if u.text]
    if spoken != sorted(spoken):
        raise NarrationError("the script does not keep the order of the post")
