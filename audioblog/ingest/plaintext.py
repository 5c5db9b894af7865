"""A post that was scraped as plain text -> its title, its blocks, and its readers' comments.

In: text with its line breaks. Out: `TextPost`. What no longer has markup is told apart by position and wording: the
first line, blank lines, quotation marks, list marks, and the lines that blog software prints below a post.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from audioblog.ingest.structure.inline import InlineWriter
from audioblog.ingest.textend import cut_end
from audioblog.model import Block, Comment, Dropped

_MAX_TITLE_WORDS = 30
_BULLET = re.compile(r"\s*[•●▪◦‣·*–-]\s+(?=\S)")
_NUMBER = re.compile(r"\s*(?:\(?(\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s+(?=\S)", re.I)
_MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*")
_UNDERLINE = re.compile(r"\s*([=-])\1{2,}\s*")
_RULE = re.compile(r"\s*(?:[*_–—~#=.-]\s*){3,}")
_QUOTED = re.compile(r"(?:‘[^’]*(?:’(?=\w)[^’]*|’(?! *$)[^‘’]*)*’|“[^“”]*”|\"[^\"]*\"|«[^«»]*»)[.,;:]?")
_SPEAKER = re.compile(r"([A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3}):\s+\S")
_NOT_SPEAKERS = frozenset(
    [
        "note",
        "notes",
        "update",
        "updated",
        "edit",
        "example",
        "question",
        "answer",
        "q",
        "a",
        "ps",
        "nb",
        "warning",
        "tip",
        "source",
        "image",
        "photo",
        "picture",
        "video",
        "contents",
        "summary",
    ]
)
_MIN_QUOTE_WORDS = 4


@dataclass(frozen=True, slots=True)
class TextPost:
    title: str
    blocks: tuple[Block, ...]
    comments: tuple[Comment, ...]
    dropped: tuple[Dropped, ...]
    author: str = ""
    """Who a speaker's prefix says is talking; a guess."""


def read_text(text: str) -> TextPost:
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    title, lines = _title(lines)
    end = cut_end(lines, title)
    blocks = tuple(block for chunk in _chunks(end.body) for block in _blocks(chunk))
    return TextPost(title, blocks, end.comments, end.dropped, _speaker(blocks))


def _title(lines: list[str]) -> tuple[str, list[str]]:
    """The first line, when it is short and stands alone."""
    start = next((at for at, line in enumerate(lines) if line.strip()), None)
    if start is None:
        return "", []
    first, rest = lines[start].strip(), lines[start + 1 :]
    heading = _MARKDOWN_HEADING.fullmatch(first)
    if rest and _UNDERLINE.fullmatch(rest[0]):
        return first, rest[1:]
    alone = not rest or not rest[0].strip()
    more = any(line.strip() for line in rest)
    sentence = first.endswith((".", ";", ",", ":")) and not first.endswith(("...", "…")) and len(first.split()) > 12
    if alone and more and not sentence and len(first.split()) <= _MAX_TITLE_WORDS:
        return (heading[2] if heading else first), rest
    return "", lines[start:]


def _chunks(lines: list[str]) -> Iterator[list[str]]:
    """Lines that belong together; each line stands alone in a text without blank lines."""
    texts = [line for line in lines if line.strip()]
    apart = any(not line.strip() for line in lines) and len(texts) < len(lines)
    inner_blank = any(not line.strip() for line in _trimmed(lines))
    chunk: list[str] = []
    for line in lines:
        if line.strip() and apart and inner_blank:
            chunk.append(line)
            continue
        if chunk:
            yield chunk
        chunk = []
        if line.strip():
            yield [line]
    if chunk:
        yield chunk


def _trimmed(lines: list[str]) -> list[str]:
    marks = [at for at, line in enumerate(lines) if line.strip()]
    return lines[marks[0] : marks[-1] + 1] if marks else []


def _blocks(chunk: list[str]) -> Iterator[Block]:
    first = chunk[0]
    heading = _MARKDOWN_HEADING.fullmatch(first.strip())
    if heading:
        yield _block(heading[2], "heading", level=len(heading[1]))
        chunk = chunk[1:]
    elif len(chunk) > 1 and _UNDERLINE.fullmatch(chunk[1]):
        yield _block(first, "heading", level=1 if "=" in chunk[1] else 2)
        chunk = chunk[2:]
    if not chunk:
        return
    if len(chunk) == 1 and _RULE.fullmatch(chunk[0]):
        yield Block("", "separator", "")
    elif all(line.lstrip().startswith(">") for line in chunk):
        yield _block(" ".join(line.lstrip().lstrip("> ") for line in chunk), "quote")
    elif _is_list(chunk):
        yield from _items(chunk)
    else:
        text = " ".join(chunk)
        yield _block(text, "quote" if _is_quotation(text) else "paragraph")


def _is_list(chunk: list[str]) -> bool:
    """Every item starts a line with a mark; lines that are indented go on with the one before."""
    marked = [line for line in chunk if _BULLET.match(line) or _NUMBER.match(line)]
    if not (_BULLET.match(chunk[0]) or _NUMBER.match(chunk[0])):
        return False
    rest = [line for line in chunk if line not in marked]
    if any(not line.startswith((" ", "\t")) for line in rest):
        return False
    dash = re.match(r"\s*[–*-]\s", chunk[0])
    return len(marked) > 1 or not dash


def _items(chunk: list[str]) -> Iterator[Block]:
    items: list[list[str]] = []
    for line in chunk:
        if _BULLET.match(line) or _NUMBER.match(line):
            items.append([line])
        else:
            items[-1].append(line)
    indents = sorted({len(lines[0]) - len(lines[0].lstrip()) for lines in items})
    for lines in items:
        number = _NUMBER.match(lines[0])
        mark = number or _BULLET.match(lines[0])
        text = " ".join([lines[0][mark.end() if mark else 0 :], *lines[1:]])
        depth = indents.index(len(lines[0]) - len(lines[0].lstrip()))
        yield replace(_block(text, "item"), ordered=bool(number), number=number[1] if number else "", depth=depth)


def _is_quotation(text: str) -> bool:
    """All of it stands in quotation marks."""
    return len(text.split()) >= _MIN_QUOTE_WORDS and bool(_QUOTED.fullmatch(text.strip()))


def _block(text: str, kind: str, level: int = 0) -> Block:
    writer = InlineWriter()
    writer.write(text)
    inline = writer.finish()
    return Block("", kind, inline.text, inline.spans, level=level)  # type: ignore[arg-type]


def _speaker(blocks: tuple[Block, ...]) -> str:
    for block in blocks[:2]:
        match = _SPEAKER.match(block.text)
        if match and block.kind == "paragraph" and match[1].split()[0].lower() not in _NOT_SPEAKERS:
            return match[1]
    return ""
