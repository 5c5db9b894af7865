"""A Post as accessible HTML: the full text of an episode's page, each sentence tied to its moment in the audio.

Pictures are described and linked, never fetched: a page asks nothing of anybody else's server and works offline.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from itertools import groupby

from audioblog.address import is_web_address
from audioblog.model import TITLE, Block, Comment, Footnote, Post, Span, Timeline
from audioblog.publish.inline import Mark, marked_up, span_marks
from audioblog.publish.numbering import list_type
from audioblog.publish.wording import clean, date_words, language_tag, one_line, right_to_left

_DEEPEST = 8
"""Levels of lists and quotations that are shown; no reader tells more apart."""


@dataclass(slots=True)
class _Writer:
    """What is known while one post is written, and what has been counted so far."""

    sentences: dict[str, list[Mark]]
    notes: dict[str, int]
    """Footnote id -> its place, from 1."""
    page: str
    """Address in front of "#fn-1": empty on the page itself."""
    bare: bool
    """Without the attributes that only our own pages use (feed readers strip or reject them)."""
    references: Counter[int] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    tied: set[str] = field(default_factory=set)
    """Ids of sentences already written: one that is said of a whole table row has pieces in every cell."""
    levels: list[int] = field(default_factory=list)
    """The source's levels of the headings that the present place stands under."""


def full_text(post: Post, timeline: Timeline | None, *, top: int, page: str = "") -> str:
    """The post's blocks, its footnotes, and the comments that `timeline` speaks.

    `top` is the level of its highest headings. With no timeline the result is for a feed: no ids of sentences, no
    ARIA, and addresses of notes absolute by `page`.
    """
    notes = {note.id: place for place, note in enumerate(post.footnotes, 1)}
    writer = _Writer(_sentences(post, timeline), notes, page, bare=timeline is None)
    spoken = {utterance.block for utterance in timeline.script.utterances} if timeline else set()
    comments = [comment for comment in post.comments if comment.id in spoken]
    parts = [
        *_flow(writer, post.body(), top),
        *_notes(writer, post.footnotes, top),
        *_comments(writer, comments, top),
    ]
    return clean("\n".join(parts))


def title_html(post: Post, timeline: Timeline) -> str:
    """The title, whole, with its sentences."""
    return clean(marked_up(post.title, _sentences(post, timeline)[TITLE]))


def _sentences(post: Post, timeline: Timeline | None) -> dict[str, list[Mark]]:
    """Text holder -> a mark for each sentence said of it. `data-t` holds its first and last millisecond.

    A mark takes in the blank behind its sentence: as a text node of its own, Orca would say "space" there.
    """
    found: dict[str, list[Mark]] = defaultdict(list)
    texts = dict(post.holders())
    if timeline is not None:
        spoken = {utterance.id: utterance for utterance in timeline.script.utterances}
        begun = {(utterance.block, utterance.start) for utterance in spoken.values()}
        for number, cue in enumerate(timeline.cues, 1):
            said = spoken[cue.utterance]
            if said.start < said.end:
                times = f' data-t="{cue.start_ms}-{cue.end_ms}"'
                blank = texts.get(said.block, "")[said.end : said.end + 1] == " "
                end = said.end + (blank and (said.block, said.end) not in begun)
                found[said.block].append(Mark(said.start, end, "span", times, f' id="s{number}"'))
    return found


def _flow(writer: _Writer, blocks: Iterable[Block], top: int) -> Iterator[str]:
    for quoted, run in groupby(blocks, key=lambda block: block.kind == "quote" or block.quoted):
        if quoted:
            for quotation in _quotations(list(run)):
                yield from _quotation(writer, quotation, top)
        else:
            yield from _plain(writer, list(run), top)


def _plain(writer: _Writer, blocks: Sequence[Block], top: int) -> Iterator[str]:
    for is_list, run in groupby(blocks, key=lambda block: block.kind == "item"):
        if is_list:
            yield from _list(writer, list(run))
        else:
            for block in run:
                yield _BLOCKS.get(block.kind, _paragraph)(writer, block, top)


def _text(writer: _Writer, block: Block | Footnote | Comment, start: int = 0, end: int | None = None) -> str:
    """[start, end) of a holder's text with its spans and sentences."""
    spans: tuple[Span, ...] = getattr(block, "spans", ())
    lo, hi = start, len(block.text) if end is None else end
    marks = span_marks(span for span in spans if span.start < hi and span.end > lo)
    taken = [mark for mark in marks if mark.whole]
    for span in spans:
        inside = lo <= span.start < span.end <= hi
        if span.kind == "noteref" and inside and not any(m.start < span.end and span.start < m.end for m in taken):
            marks.extend(_reference(writer, span))
    unread = [span for span in spans if span.kind == "unread"]
    return marked_up(block.text, [*marks, *_tied(writer, block.id, lo, hi)], start, end, unread)


def _tied(writer: _Writer, holder: str, start: int, end: int) -> Iterator[Mark]:
    """The sentences said of [start, end), each with its id the first time only."""
    for mark in writer.sentences.get(holder, ()):
        if mark.start < end and mark.end > start:
            yield replace(mark, once="") if mark.once in writer.tied else mark
            writer.tied.add(mark.once)


def _reference(writer: _Writer, span: Span) -> Iterator[Mark]:
    if number := writer.notes.get(span.value):
        writer.references[number] += 1
        count = writer.references[number]
        role, said = (
            ("", "") if writer.bare else (' class="note" role="doc-noteref"', '<span class="unseen">Note </span>')
        )
        href, anchor = f"{escape(writer.page)}#fn-{number}", f' id="fnref-{_place(number, count)}"'
        yield Mark(span.start, span.end, "a", f' href="{href}"{role}', anchor, said, whole=True)


def _language(block: Block) -> str:
    tag = language_tag(block.lang)
    return (f' lang="{tag}"' if tag else "") + (' dir="auto"' if right_to_left(block.text) else "")


def _paragraph(writer: _Writer, block: Block, _top: int) -> str:
    return f"<p{_language(block)}>{_text(writer, block)}</p>" if block.text.strip() else ""


def _heading(writer: _Writer, block: Block, top: int) -> str:
    """One level below the nearest heading of a higher level, whatever the source's numbers: none is ever skipped."""
    if not block.text.strip():
        return ""
    while writer.levels and writer.levels[-1] >= block.level:
        writer.levels.pop()
    writer.levels.append(block.level)
    level = min(top + len(writer.levels) - 1, 6)
    writer.counts["heading"] += 1
    return f'<h{level} id="h-{writer.counts["heading"]}"{_language(block)}>{_text(writer, block)}</h{level}>'


def _quotations(blocks: list[Block]) -> Iterator[list[Block]]:
    """Blocks that follow one another, as the quotations that they belong to: another source begins another one."""
    run: list[Block] = []
    for block in blocks:
        if run and block.kind == "quote" and block.depth == 0 and block.cite != _cited(run):
            yield run
            run = []
        run.append(block)
    yield run


def _cited(run: Sequence[Block]) -> str:
    return next((block.cite for block in run if block.kind == "quote"), "")


def _quotation(writer: _Writer, blocks: list[Block], top: int) -> Iterator[str]:
    cite = one_line(_cited(blocks))
    named = cite and not any(cite.casefold() in block.text.casefold() for block in blocks)
    yield "<figure>" if named else ""
    yield from _nested_quote(writer, blocks, top, 0)
    yield f"<figcaption>{escape(cite, quote=False)}</figcaption></figure>" if named else ""


def _nested_quote(writer: _Writer, blocks: list[Block], top: int, depth: int) -> Iterator[str]:
    deeper = False

    def is_deeper(block: Block) -> bool:
        nonlocal deeper
        if block.kind == "quote":
            deeper = min(block.depth, _DEEPEST) > depth
        return deeper

    yield "<blockquote>"
    for inner, run in groupby(blocks, key=is_deeper):
        part = list(run)
        yield from _nested_quote(writer, part, top, depth + 1) if inner else _plain(writer, part, top)
    yield "</blockquote>"


def _list(writer: _Writer, items: list[Block]) -> Iterator[str]:
    """Items that follow one another, as lists within lists; bullets after numbers begin another list."""
    entries: list[list[Block]] = []
    for item in items:
        if entries and min(item.depth, _DEEPEST) > min(items[0].depth, _DEEPEST):
            entries[-1].append(item)
        else:
            entries.append([item])
    for ordered, run in groupby(entries, key=lambda entry: entry[0].ordered):
        group = list(run)
        kind, values = list_type([entry[0].number for entry in group]) if ordered else ("", [])
        yield f"<ol{kind}>" if ordered else "<ul>"
        for number, (item, *children) in enumerate(group):
            shown = values[number] if ordered else ""
            yield f"<li{shown}{_language(item)}>{_text(writer, item)}"
            yield from _list(writer, children) if children else ()
            yield "</li>"
        yield "</ol>" if ordered else "</ul>"


def _table(writer: _Writer, block: Block, _top: int) -> str:
    writer.counts["table"] += 1
    caption = f"<caption>{_text(writer, block, 0, len(block.caption))}</caption>" if block.caption else ""
    rows = [f"<tr>{''.join(_cells(writer, block, number))}</tr>" for number in range(len(block.rows))]
    table = f"<table{_language(block)}>{caption}\n" + "\n".join(rows) + "\n</table>"
    if writer.bare:
        return table
    label = f"Table {writer.counts['table']}"  # a box that scrolls sideways must be reachable by keyboard, and named
    return f'<div class="wide" role="group" tabindex="0" aria-label="{label}">{table}</div>'


def _cells(writer: _Writer, block: Block, number: int) -> Iterator[str]:
    row = block.rows[number]
    scope = "col" if all(cell.header or not cell.text for cell in row) and len(block.rows) > 1 else "row"
    for cell in row:
        text = _text(writer, block, cell.start, cell.start + len(cell.text))
        yield f'<th scope="{scope}">{text}</th>' if cell.header and cell.text.strip() else f"<td>{text}</td>"


def _image(writer: _Writer, block: Block, _top: int) -> str:
    caption = block.caption.strip()
    alt = one_line(block.alt if caption else block.text)  # an alt that is no description is not in the text
    described = _text(writer, block) if alt and not caption else escape(alt, quote=False)
    parts = [f"Picture: {described}" if alt else "Picture" + ("." if caption else " without a description.")]
    if is_web_address(block.image):
        parts.append(f'<a href="{escape(block.image)}">See the picture</a>')
    shown = f"<p>{' '.join(parts)}</p>"
    under = f"<figcaption>{_text(writer, block)}</figcaption>" if caption else ""
    return f"<figure{_language(block)}>{shown}{under}</figure>"


def _code(writer: _Writer, block: Block, _top: int) -> str:
    reach = "" if writer.bare else ' role="group" tabindex="0" aria-label="Code"'
    return f"<pre{reach}><code>{_text(writer, block)}</code></pre>"


def _separator(_writer: _Writer, _block: Block, _top: int) -> str:
    return "<hr>"


_BLOCKS = {"heading": _heading, "table": _table, "image": _image, "code": _code, "separator": _separator}


def _notes(writer: _Writer, notes: Sequence[Footnote], top: int) -> Iterator[str]:
    """The footnotes, each with the way back to every place that refers to it."""
    if not notes:
        return
    yield "<section>" if writer.bare else '<section role="doc-endnotes" aria-labelledby="notes">'
    yield f'<h{top} id="notes">Notes</h{top}>'
    kind, values = list_type([note.number for note in notes])
    yield f"<ol{kind}>"
    for place, note in enumerate(notes, 1):
        back = "".join(f" {_way_back(writer, place, count)}" for count in range(1, writer.references[place] + 1))
        yield f'<li id="fn-{place}"{values[place - 1]}>{_text(writer, note)}{back}</li>'
    yield "</ol>"
    yield "</section>"


def _way_back(writer: _Writer, place: int, count: int) -> str:
    role = "" if writer.bare else ' role="doc-backlink"'
    more = f" (place {count})" if count > 1 else ""
    return (
        f'<a href="{escape(writer.page)}#fnref-{_place(place, count)}"{role}>Back to note {place} in the text{more}</a>'
    )


def _place(note: int, count: int) -> str:
    return f"{note}-{count}" if count > 1 else str(note)


def _comments(writer: _Writer, comments: Sequence[Comment], top: int) -> Iterator[str]:
    if not comments:
        return
    yield f"<section><h{top}>Comments</h{top}>"
    for comment in comments:
        what = "Reply" if comment.depth else "Comment"
        name = escape(one_line(comment.author), quote=False) or "an unnamed reader"
        dated = f", {date_words(comment.date)}" if comment.date else ""
        yield f"<article><h{top + 1}>{what} by {name}{dated}</h{top + 1}>"
        start = 0
        for paragraph in comment.text.split("\n"):
            if paragraph.strip():
                bidi = ' dir="auto"' if right_to_left(paragraph) else ""
                yield f"<p{bidi}>{_text(writer, comment, start, start + len(paragraph))}</p>"
            start += len(paragraph) + 1
        yield "</article>"
    yield "</section>"
