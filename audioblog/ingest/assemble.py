"""The last step of reading: what the source declares and what was found become one Post with stable ids."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING

from audioblog.ingest.article.refuse import EMPTY
from audioblog.ingest.metadata.declared import one_line, short_title, without_site
from audioblog.ingest.metadata.language import choose, same_language
from audioblog.ingest.raw import RawPost
from audioblog.ingest.structure.footnotes import NOTES_HEADING, kept_notes
from audioblog.model import Block, Dropped, Footnote, Post, Span

if TYPE_CHECKING:
    from audioblog.ingest.read import Draft

_FILE_NAME = "file name"
"""The one origin of the source's that the page's own statement beats."""
_FIRST_WORDS = 10
_TITLE_ZONE = 4
"""A title is repeated among so many first blocks."""


def finish(raw: RawPost, draft: Draft) -> Post:
    """Raises NoArticle ("empty") when no block has anything to read."""
    if not any(block.text and not block.id for block in draft.blocks):
        raise EMPTY.error()
    facts = _Facts(raw, draft)
    whole = _title(facts, draft.blocks)
    title = short_title(whole)
    remaining, dropped = _without_title(draft.blocks, whole)
    if title != whole:
        dropped.append(Dropped(whole[len(title) - 1 :].strip(), "title too long"))
    blocks, notes, lost = _with_notes(_numbered(_tidied(remaining)), draft.footnotes)
    language, origin = choose(facts.text("language"), facts.origin("language"), _sample(blocks, notes))
    facts.provenance["language"] = origin
    blocks = tuple(_in_language(block, language) for block in blocks)
    comments = raw.comments or tuple(draft.comments)
    return Post(
        id=raw.id,
        title=title,
        blocks=blocks,
        url=facts.text("url"),
        author=facts.text("author"),
        published=facts.moment("published"),
        updated=facts.moment("updated"),
        publish_at=raw.publish_at,
        language=language,
        summary=facts.text("summary"),
        tags=facts.texts("tags"),
        words=raw.words,
        image=facts.text("image"),
        footnotes=notes,
        comments=tuple(replace(comment, id=f"c{at}") for at, comment in enumerate(comments, 1)),
        dropped=tuple(_named(entry, title) for entry in (*draft.dropped, *dropped, *lost) if entry.text),
        provenance=tuple(sorted(facts.provenance.items())),
        route=draft.route,
        confidence=draft.confidence,
        source=raw.source,
    )


class _Facts:
    """Each field from the source's own declaration, else from what was found in the text; and where it came from."""

    def __init__(self, raw: RawPost, draft: Draft) -> None:
        self._raw = raw
        self._found = draft.metadata
        self._declared = dict(raw.provenance)
        self.provenance: dict[str, str] = {}

    def text(self, name: str) -> str:
        return one_line(str(self._pick(name) or ""))

    def texts(self, name: str) -> tuple[str, ...]:
        value = self._pick(name)
        return tuple(map(one_line, value)) if isinstance(value, tuple) else ()

    def moment(self, name: str) -> datetime | None:
        value = self._pick(name)
        return value if isinstance(value, datetime) else None

    def origin(self, name: str) -> str:
        return self.provenance.get(name, "")

    @property
    def site(self) -> str:
        return self._found.site

    def _pick(self, name: str) -> object:
        declared = getattr(self._raw, name)
        if self._declared.get(name) == _FILE_NAME and self._is_stated(name):
            declared = None
        value = declared or getattr(self._found, name)
        if value:
            found = self._found.provenance.get(name, "page")
            self.provenance[name] = self._declared.get(name, "source") if declared else found
        return value

    def _is_stated(self, name: str) -> bool:
        """The page itself says it, and not only its looks."""
        return bool(getattr(self._found, name)) and not self._found.provenance.get(name, "").startswith("heuristic")


def _title(facts: _Facts, blocks: Sequence[Block]) -> str:
    """The declared title; without one the first heading, or the first words."""
    title = facts.text("title")
    if title:
        return without_site(title, facts.site) if facts.site else title
    heading = next((block.text for block in blocks[:_TITLE_ZONE] if block.kind == "heading"), "")
    facts.provenance["title"] = "heading" if heading else "heuristic: first words"
    if heading:
        return heading
    words = next((block.text for block in blocks if block.text), "").split()
    return " ".join(words[:_FIRST_WORDS]) + ("…" if len(words) > _FIRST_WORDS else "")


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _without_title(blocks: Sequence[Block], title: str) -> tuple[list[Block], list[Dropped]]:
    """Without the heading, or the line above the text, that only says the title again."""
    wanted = _letters(title)
    repeats = [
        block
        for at, block in enumerate(blocks)
        if block.kind in ("heading", "paragraph")
        and wanted
        and _letters(block.text) == wanted
        and (at < _TITLE_ZONE or block.level == 1)
    ]
    if len(repeats) == sum(1 for block in blocks if block.text):
        return list(blocks), []
    return [block for block in blocks if block not in repeats], [
        Dropped(block.text, "title repeated") for block in repeats
    ]


def _named(entry: Dropped, title: str) -> Dropped:
    """The title's own heading is not "not the article"; it is read as the title."""
    same = _letters(entry.text) == _letters(title) != ""
    return Dropped(entry.text, "title repeated") if same else entry


def _tidied(blocks: Sequence[Block]) -> list[Block]:
    """No separator at either end of the text, nor two in a row."""
    last = max((at for at, block in enumerate(blocks) if block.kind != "separator" and not block.id), default=-1)
    kept: list[Block] = []
    for at, block in enumerate(blocks):
        if block.kind == "separator" and (at > last or not kept or kept[-1].kind == "separator"):
            continue
        kept.append(block)
    return kept


def _numbered(blocks: Iterable[Block]) -> list[Block]:
    """b1, b2 … for blocks that are no notes."""
    numbers = count(1)
    return [block if block.id else replace(block, id=f"b{next(numbers)}") for block in blocks]


def _with_notes(
    blocks: list[Block], notes: Sequence[Footnote]
) -> tuple[tuple[Block, ...], tuple[Footnote, ...], list[Dropped]]:
    """Notes that the post refers to, renumbered in its order; notes of other texts on the page go with those texts."""
    own = {NOTES_HEADING, *(note.id for note in notes)}
    in_post = [
        span.value
        for block in blocks
        if block.id not in own
        for span in block.spans
        if span.kind == "noteref" and span.value
    ]
    in_notes = [span.value for note in notes for span in note.spans if span.kind == "noteref" and span.value]
    kept, renamed = kept_notes(notes, [*in_post, *(value for value in in_notes if in_post)])
    lost = [Dropped(note.text, "footnote of another text") for note in notes if note.id not in renamed]
    blocks, headings = _note_blocks(
        [block for block in blocks if block.id not in own or block.id in {NOTES_HEADING, *renamed}], renamed
    )
    done = tuple(replace(block, spans=_renamed(block.spans, renamed)) for block in blocks)
    return done, tuple(replace(note, spans=_renamed(note.spans, renamed)) for note in kept), lost + headings


def _note_blocks(blocks: list[Block], renamed: dict[str, str]) -> tuple[list[Block], list[Dropped]]:
    """The blocks of notes with their notes' ids, and a heading of notes only if one follows it.

    The first block of the note "fn3" is "fn3", further ones are "fn3.2", "fn3.3" …
    """
    done: list[Block] = []
    dropped: list[Dropped] = []
    counts: Counter[str] = Counter()
    for at, block in enumerate(blocks):
        note = renamed.get(block.id, block.id if block.id == NOTES_HEADING else "")
        if block.id == NOTES_HEADING and not (at + 1 < len(blocks) and blocks[at + 1].id in renamed):
            dropped.append(Dropped(block.text, "footnotes heading"))
            continue
        if note:
            counts[note] += 1
            block = replace(block, id=note if counts[note] == 1 else f"{note}.{counts[note]}")
        done.append(block)
    return done, dropped


def _renamed(spans: tuple[Span, ...], renamed: dict[str, str]) -> tuple[Span, ...]:
    return tuple(replace(span, value=renamed.get(span.value, "")) if span.kind == "noteref" else span for span in spans)


def _in_language(block: Block, language: str) -> Block:
    """Without marks that only say the post's own language again."""
    if not block.lang and all(span.kind != "lang" for span in block.spans):
        return block
    spans = tuple(span for span in block.spans if span.kind != "lang" or not same_language(span.value, language))
    return replace(block, spans=spans, lang="" if same_language(block.lang, language) else block.lang)


def _sample(blocks: Iterable[Block], notes: Sequence[Footnote]) -> str:
    """Words of the body in its own language, for a suggestion."""
    apart = {NOTES_HEADING, *(note.id for note in notes)}
    kinds = ("paragraph", "item", "heading", "quote")
    return " ".join(
        block.text
        for block in blocks
        if block.kind in kinds and not block.lang and block.id.partition(".")[0] not in apart
    )
