"""Golden pairs: tests/data/posts/NAME.FORMAT.html (or NAME.md, NAME.txt) and NAME.expected, one feature a file.

After a deliberate change: `AUDIOBLOG_GOLDEN=write pytest tests/ingest/test_read_golden.py`, and read the difference.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from audioblog.errors import SourceError
from audioblog.ingest.raw import Format, RawPost
from audioblog.ingest.read import read
from audioblog.model import Block, Post

POSTS = Path(__file__).parents[1] / "data" / "posts"
FORMATS: dict[str, Format] = {".page.html": "page", ".body.html": "body", ".md": "markdown", ".txt": "text"}
FILES = sorted(path for path in POSTS.iterdir() if path.suffix != ".expected")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_golden(path: Path) -> None:
    expected = POSTS / (path.name.split(".")[0] + ".expected")
    found = shown(path)
    if os.environ.get("AUDIOBLOG_GOLDEN") == "write":
        expected.write_text(found, "utf-8")
    assert found == expected.read_text("utf-8")


def shown(path: Path) -> str:
    suffix = next(suffix for suffix in FORMATS if path.name.endswith(suffix))
    url = "" if suffix == ".page.html" else "https://blog.example/post/"
    title = "" if suffix in (".page.html", ".txt") else "On access"
    raw = RawPost(path.name, path.name, FORMATS[suffix], path.read_text("utf-8"), url, title)
    try:
        return "\n".join(lines(read(raw))) + "\n"
    except SourceError as error:
        return f"refused: {error.code}\n"


def lines(post: Post) -> Iterator[str]:
    for name in ("title", "author", "published", "updated", "language", "summary", "tags", "image", "url"):
        if value := getattr(post, name):
            yield f"{name}: {value} [{post.origin(name)}]"
    for block in post.blocks:
        yield f"{block.id} {facts(block)}: {block.text}".rstrip()
        for span in block.spans:
            yield f"    {span.kind} “{block.text[span.start : span.end]}” {span.value}".rstrip()
        for row in block.rows:
            yield "    | " + " | ".join(f"{cell.text}{' (header)' if cell.header else ''}" for cell in row)
    for note in post.footnotes:
        yield f"{note.id} note {note.number}: {note.text}"
    for comment in post.comments:
        yield f"{comment.id} comment, depth {comment.depth}, {comment.author or '?'}, {comment.date}: {comment.text!r}"
    for entry in post.dropped:
        yield f"dropped ({entry.rule}): {entry.text}".rstrip()


def facts(block: Block) -> str:
    said = {
        "level": block.level, "depth": block.depth, "number": block.number, "cite": block.cite,
        "caption": block.caption, "alt": block.alt, "image": block.image, "lang": block.lang,
        "quoted": block.quoted, "ordered": block.ordered, "unread": block.unread,
    }  # fmt: skip
    return ", ".join([block.kind, *(f"{name}={value}" for name, value in said.items() if value)])
