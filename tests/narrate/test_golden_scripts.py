"""Golden scripts: a post in a small notation, and the script that a listener should hear, readable as text.

Each file under tests/data/scripts holds a post, a line of `===`, and the script. A post's lines are
`kind [number] [+depth] [(cite)] [lang=xx] [quoted]: text`; table rows start with `|`, header cells end with `*`;
inline marks are written `⟦kind value:text⟧`. A script's lines are `role> words`; `-- rule: text` is an omission and
`## title` a chapter. `rules` are those of voices/narration.toml that are otherwise, `cast` who has a voice of her own.
"""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audioblog.model import Block, Cell, Comment, Footnote, Post, Script, Span
from audioblog.narrate.house import House
from audioblog.narrate.narration import narration
from audioblog.narrate.script import narrate

FOLDER = Path(__file__).parents[1] / "data" / "scripts"
GOLDEN = sorted(FOLDER.glob("*.txt"))
LINE = re.compile(
    r"(?P<kind>\w+)(?: (?P<number>(?!quoted)[\w*†]+))?(?: \+(?P<depth>\d))?(?: \((?P<cite>[^)]*)\))?"
    r"(?: lang=(?P<lang>[\w-]+))?"
    r"(?P<quoted> quoted)?(?: alt=(?P<alt>[^:]*))?: ?(?P<text>.*)"
)
MARK = re.compile(r"⟦(\w+)(?: ([^:⟧]*(?:://[^:⟧]*)?))?:([^⟧]*)⟧")
KINDS = {"p": "paragraph", "h": "heading", "ol": "item", "ul": "item", "hr": "separator"}


def marked(text: str) -> tuple[str, tuple[Span, ...]]:
    spans: list[Span] = []
    plain, at = "", 0
    for match in MARK.finditer(text):
        plain += text[at : match.start()]
        spans.append(Span(len(plain), len(plain) + len(match[3]), match[1], match[2] or ""))
        plain += match[3]
        at = match.end()
    return plain + text[at:], tuple(spans)


def table(lines: list[str], caption: str, name: str) -> Block:
    text = caption
    rows = []
    for line in lines:
        text += "\n" if text else ""
        row = []
        for cell in (part.strip() for part in line.strip("|").split("|")):
            words = cell.rstrip("*")
            text += "\t" if row else ""
            row.append(Cell(words, len(text), cell.endswith("*")))
            text += words
        rows.append(tuple(row))
    return Block(name, "table", text, rows=tuple(rows), caption=caption)


def block(name: str, match: re.Match[str], text: str, spans: tuple[Span, ...]) -> Block:
    kind, captioned = match["kind"], match["kind"] == "image" and match["alt"] is not None
    return Block(
        name,
        KINDS.get(kind, kind),
        text.replace("\\n", "\n"),
        spans,
        level=2 if kind == "h" else 0,
        depth=int(match["depth"] or 0),
        ordered=kind == "ol",
        number=(match["number"] or "") if kind == "ol" else "",
        cite=(match["cite"] or "") if kind == "quote" else "",
        lang=match["lang"] or "",
        quoted=bool(match["quoted"]),
        caption=text if captioned else "",
        alt=match["alt"] or "",
    )


def parse(source: str) -> tuple[Post, House]:
    facts: dict[str, str] = {}
    blocks: list[Block] = []
    notes: list[Footnote] = []
    comments: list[Comment] = []
    lines = source.strip("\n").split("\n")
    at = 0
    while at < len(lines):
        match = LINE.fullmatch(lines[at])
        assert match, lines[at]
        kind, name = match["kind"], f"b{len(blocks) + 1}"
        text, spans = marked(match["text"])
        at += 1
        if kind == "table":
            rows = []
            while at < len(lines) and lines[at].startswith("|"):
                rows.append(lines[at])
                at += 1
            blocks.append(table(rows, text, name))
        elif kind == "note":
            notes.append(Footnote(f"n{len(notes) + 1}", match["number"] or "", text, spans))
        elif kind == "comment":
            who, _, when = (match["cite"] or "").partition(", ")
            date = datetime.fromisoformat(when).replace(tzinfo=UTC) if when else None
            comments.append(
                Comment(f"c{len(comments) + 1}", who, text.replace("\\n", "\n"), date, int(match["depth"] or 0))
            )
        elif kind in ("title", "author", "published", "language", "house", "origin", "rules", "cast"):
            facts[kind] = text
        else:
            blocks.append(block(name, match, text, spans))
    published = datetime.fromisoformat(facts["published"]).replace(tzinfo=UTC) if "published" in facts else None
    post = Post(
        "golden", facts.get("title", ""), tuple(blocks), author=facts.get("author", ""), published=published,
        language=facts.get("language", "en-GB"), footnotes=tuple(notes), comments=tuple(comments),
        provenance=(("author", facts.get("origin", "json-ld")),),
    )  # fmt: skip
    words = facts.get("house", "").split()
    spoken = tuple(word.removeprefix("speaks-") for word in words if word.startswith("speaks-"))
    asked = {name: name in words for name in ("comments", "opening", "closing")}
    rules = narration(tomllib.loads(facts.get("rules", "").replace("\\n", "\n")))
    cast = dict(part.split("=") for part in facts.get("cast", "").split("; ") if part)
    return post, House(**asked, languages=spoken, rules=rules, cast=cast)


def shown(script: Script) -> str:
    chapters = {chapter.utterance: chapter.title for chapter in script.chapters}
    lines = []
    for said in script.utterances:
        if said.id in chapters:
            lines.append(f"## {chapters[said.id]}")
        role = f"{said.role} by {said.speaker}" if said.speaker and said.role != "speaker" else said.role
        role += f" in {said.lang}" if said.lang != script.language else ""
        role += f" with voice {said.voice}" if said.voice else ""
        lines.append(f"{role}> {said.spoken}")
    lines += [f"-- {left.why}: {' '.join(left.text.split())}".rstrip() for left in script.omissions]
    return "\n".join(lines)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_the_script_is_what_a_listener_should_hear(path: Path) -> None:
    source, expected = path.read_text("utf-8").split("\n===\n")
    post, house = parse(source)
    assert shown(narrate(post, house)) == expected.strip("\n")


def test_there_are_golden_scripts() -> None:
    assert len(GOLDEN) >= 40
