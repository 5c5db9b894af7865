"""A post as an editor checks it: what was found in a source, in plain lines, and what was left out and why.

In: a Post. Out: lines for people; `extract` prints them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from audioblog.ingest.article.voters import REVIEW_BELOW
from audioblog.model import Block, Post


def post_text(post: Post, *, verbose: bool) -> Iterator[str]:
    """What was found in a source, and with `verbose` what was dropped and why, in groups, the surest rules last."""
    for name, value in (
        ("Title", post.title), ("Author", post.author), ("Published", _moment(post.published)),
        ("Updated", _moment(post.updated)), ("Language", post.language), ("Address", post.url),
    ):  # fmt: skip
        if value or name != "Updated":
            yield f"{name}: {value or 'unknown'}{_origin(post, name)}"
    yield f"Found by: {post.route}, {_trust(post)}"
    yield f"In it: {_counts(post)}"
    yield ""
    for block in post.body():
        mark = {"heading": "#" * block.level, "item": f"{block.number}." if block.ordered else "-", "quote": ">"}
        shown = mark.get(block.kind, "" if block.kind == "paragraph" else f"[{block.kind}]")
        indent = "  " * block.depth if block.kind == "item" else ""
        said = f"{shown} {block.read_text() or _nothing(block)}".strip()
        yield f"{indent}{said}"
        if block.cite:
            yield f"    quoted from: {block.cite}"
    for note in post.footnotes:
        yield f"[note {note.number}] {note.text}"
    for comment in post.comments:
        when = f", {_moment(comment.date)}" if comment.date else ""
        first, *more = comment.text.split("\n")
        yield f"{'  ' * comment.depth}[comment by {comment.author or 'unknown'}{when}] {first}"
        yield from (f"{'  ' * comment.depth}    {line}" for line in more)
    yield ""
    yield from _left_out(post) if verbose else _left_out_in_short(post)


def _moment(value: datetime | None) -> str:
    return f"{value:%Y-%m-%d %H:%M} UTC" if value else ""


def _origin(post: Post, name: str) -> str:
    """Where a field came from; of a guessed author also that she is not named aloud."""
    origin = post.origin({"Address": "url"}.get(name, name.lower()))
    guess = ", so it is not spoken" if name == "Author" and origin.startswith("heuristic") else ""
    return f" (from {origin}{guess})" if origin else ""


def _trust(post: Post) -> str:
    low = post.confidence < REVIEW_BELOW
    said = " – low: `build` leaves it for you to check, and makes it with --accept" if low else ""
    return f"confidence {post.confidence:.2f}{said}"


def _counts(post: Post) -> str:
    kinds: Counter[str] = Counter(block.kind for block in post.body() if block.kind != "separator")
    kinds.update({"note": len(post.footnotes), "comment": len(post.comments)})
    words = sum(len(block.text.split()) for block in post.body())
    parts = [f"{number} {kind}{'' if number == 1 else 's'}" for kind, number in kinds.items() if number]
    return f"{words:,} words; " + ", ".join(parts)


def _nothing(block: Block) -> str:
    """What is said of a block without words."""
    return {"image": "without a description", "separator": "* * *"}.get(block.kind, "")


def _left_out(post: Post) -> Iterator[str]:
    """What is in the page and not read, by rule; "not the article" first, as that is where a word of hers may be."""
    groups: dict[str, list[str]] = {}
    for block in post.blocks:
        if block.unread:
            groups.setdefault(f"{block.unread} (kept, not read)", []).append(block.text)
    for entry in post.dropped:
        groups.setdefault(entry.rule, []).append(entry.text)
    yield "Left out:" if groups else "Nothing was left out."
    for rule, texts in sorted(groups.items(), key=lambda group: (group[0] != "not the article", group[0])):
        yield f"  {rule}: {len(texts)}"
        yield from (f"    {' '.join(text.split())[:100]}{'…' if len(text) > 100 else ''}" for text in texts)


def _left_out_in_short(post: Post) -> Iterator[str]:
    if post.dropped:
        rules = Counter(entry.rule for entry in post.dropped)
        named = ", ".join(f"{rule} {number}" for rule, number in rules.most_common(5))
        yield f"{len(post.dropped)} pieces of the page were left out ({named}); -v lists them."
