"""What belongs to a figure or a quotation without being its content: the caption, and who is quoted."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from audioblog.ingest.parse import Element, drop, empty
from audioblog.ingest.structure.place import Place, flatten
from audioblog.ingest.structure.runs import Run, cut, text_of
from audioblog.model import Block, Span

_DASH = re.compile(r"^\s*(?:[—–―]|--|- )\s*(?=\w|@)")
_MAX_CITE_WORDS = 25


@dataclass(frozen=True, slots=True)
class FigureParts:
    caption: str
    spans: tuple[Span, ...]

    def name(self, block: Block) -> Block:
        """The block with the caption, by the convention of its kind."""
        if block.kind == "table":
            return _captioned_table(block, self)
        if block.kind == "quote":
            return replace(block, cite=_undashed(self.caption))
        if block.kind == "embed":
            return replace(block, text=self.caption, spans=self.spans)
        return replace(block, text=self.caption, spans=self.spans, caption=self.caption)


def figure_parts(element: Element, place: Place) -> FigureParts:
    """Take the captions of the figure itself, not of figures inside it, out of the tree."""
    writer = place.writer()
    for caption in list(element.iter("figcaption")):
        if next(caption.iterancestors("figure"), None) is element:
            inside = place.inside(caption)
            writer.space()
            flatten(caption, inside, writer)
            empty(caption)
    inline = writer.finish()
    return FigureParts(inline.text, inline.spans)


def _captioned_table(block: Block, figure: FigureParts) -> Block:
    if block.caption:
        return block
    shift = len(figure.caption) + 1
    spans = tuple(replace(s, start=s.start + shift, end=s.end + shift) for s in block.spans)
    rows = tuple(tuple(replace(cell, start=cell.start + shift) for cell in row) for row in block.rows)
    text = f"{figure.caption}\n{block.text}"
    return replace(block, text=text, spans=figure.spans + spans, rows=rows, caption=figure.caption)


def take_cite(quote: Element, place: Place) -> str:
    """Who is quoted: a `footer`, a `cite` that has a line of its own, or a last line that begins with a dash.

    It is taken out of the quotation, because it is not part of what was said.
    """
    for element in quote.iter("footer", "cite"):
        if next(element.iterancestors("blockquote"), None) is not quote:
            continue
        line = _own_line(element, quote, place)
        text = "" if line is None else _undashed(_line_text(line))
        if text:
            cut(line) if isinstance(line, list) else drop(line)
            return text
    last = _last_run(quote, place)
    if last and _DASH.match(text_of(last)) and len(text_of(last).split()) <= _MAX_CITE_WORDS:
        text = _undashed(text_of(last))
        cut(last)
        return text
    return ""


def _own_line(element: Element, quote: Element, place: Place) -> Run | Element | None:
    if element.tag == "footer" or place.shape.is_block(element):
        return element
    parent = element.getparent()
    while parent is not quote and not place.shape.is_block(parent):
        parent = parent.getparent()
    own = " ".join("".join(element.itertext()).split())
    for part in place.shape.parts(parent):
        if isinstance(part, list) and own and text_of(part).endswith(own):
            alone = _undashed(text_of(part)) == _undashed(own)
            if alone or _DASH.match(text_of(part)):
                return part
    return None


def _last_run(quote: Element, place: Place) -> Run | None:
    """The last run of text, unless it is the only one."""
    runs: list[Run] = []

    def collect(element: Element) -> None:
        for part in place.shape.parts(element):
            if not isinstance(part, list):
                collect(part)
            elif text_of(part):
                runs.append(part)

    collect(quote)
    return runs[-1] if len(runs) > 1 else None


def _line_text(line: Run | Element) -> str:
    return text_of(line) if isinstance(line, list) else " ".join("".join(line.itertext()).split())


def _undashed(text: str) -> str:
    return _DASH.sub("", text).strip()
