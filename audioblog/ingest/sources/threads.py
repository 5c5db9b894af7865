"""Comments as a blog system stores them (flat, each naming the one it answers) come in; `Comment`s go out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from audioblog.model import Comment

MAX_DEPTH = 20
_BREAK = re.compile(r"</(?:p|div|li|blockquote|h[1-6]|tr)\s*>|<br\s*/?>|\n\s*\n", re.I)
_HIDDEN = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.S | re.I)
_TAG = re.compile(r"<[a-zA-Z/][^<>]*>")


@dataclass(frozen=True, slots=True)
class Reply:
    """One stored comment."""

    id: str
    parent: str
    """Id of the comment that it answers; "" or "0" for none."""
    author: str
    body: str
    """HTML, or text whose paragraphs are parted by empty lines."""
    date: datetime | None = None


def thread(replies: Iterable[Reply]) -> tuple[Comment, ...]:
    """Each comment followed by the answers to it, all in the order of `replies`; none is lost, whatever its parent."""
    stored = {reply.id: reply for reply in replies}
    answers: dict[str, list[Reply]] = {}
    for reply in stored.values():
        known = reply.parent in stored and reply.parent != reply.id
        answers.setdefault(reply.parent if known else "", []).append(reply)
    done: dict[str, Comment] = {}

    def walk(parent: str, depth: int) -> None:
        for reply in answers.get(parent, []):
            if reply.id not in done:
                done[reply.id] = _comment(reply, min(depth, MAX_DEPTH))
                if depth < MAX_DEPTH:
                    walk(reply.id, depth + 1)

    walk("", 0)
    for reply in stored.values():  # what answers itself in a circle, or lies deeper than anyone follows
        if reply.id not in done:
            done[reply.id] = _comment(reply, 0)
    return tuple(comment for comment in done.values() if comment.text)


def _comment(reply: Reply, depth: int) -> Comment:
    return Comment(
        reply.id, " ".join(html.unescape(reply.author).split()), "\n".join(lines(reply.body)), reply.date, depth
    )


def lines(body: str) -> Iterator[str]:
    """The paragraphs of an HTML body as plain text."""
    for part in _BREAK.split(_HIDDEN.sub("", body)):
        if text := " ".join(html.unescape(_TAG.sub("", part)).split()):
            yield text
