"""Where the walk stands: what the surroundings of an element say about the blocks made from it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from audioblog.ingest.parse import Element
from audioblog.ingest.structure.inline import UNREAD, InlineWriter, language_of, marks_of, preformatted
from audioblog.ingest.structure.runs import BLOCKS, Shape
from audioblog.model import Block, BlockKind, SpanKind

NOTE_BODY = "data-audioblog-note-body"
"""Set on an element by `footnotes`: the value is the id of the note that it holds."""


@dataclass(frozen=True, slots=True)
class Place:
    shape: Shape
    base_url: str = ""
    language: str = ""
    """Of the document, as it declares it."""
    own_language: str = ""
    """Of the nearest ancestor that declares another one."""
    kind: BlockKind = "paragraph"
    """What a run of text becomes here."""
    quotes: int = 0
    """How many quotations it stands in."""
    cite: str = ""
    depth: int = 0
    """Of an item of a list that begins here."""
    marks: tuple[tuple[SpanKind, str], ...] = ()
    """Of the inline elements around, such as a link that holds a heading."""
    note: str = ""
    """Id of the footnote in which it stands."""
    unread: str = ""
    """What it stands in that is not read."""

    def inside(self, element: Element) -> Place:
        """The place of the element's own content."""
        place = self
        note = element.get(NOTE_BODY)
        if note:
            place = replace(place, note=note)
        if element.get(UNREAD):
            place = replace(place, unread=element.get(UNREAD))
        language = language_of(element)
        if language:
            same = language.lower() == self.language.lower()
            place = replace(place, own_language="" if same else language)
        if element.tag not in BLOCKS:
            inner = tuple(mark for mark in marks_of(element, self.base_url, self.language) if mark[0] != "lang")
            place = replace(place, marks=place.marks + inner) if inner else place
        return place

    def writer(self) -> InlineWriter:
        return InlineWriter(self.base_url, self.own_language or self.language)

    def dress(self, block: Block) -> Block:
        """The block with what it takes from its surroundings."""
        quoted = self.quotes > 0 and block.kind != "quote"
        if not (self.note or self.own_language or quoted or self.unread):
            return block
        return replace(block, id=self.note, lang=self.own_language, quoted=quoted, unread=self.unread)


def flatten(element: Element, place: Place, writer: InlineWriter) -> None:
    """Write all text below the element as one line; blocks in it are kept apart by spaces."""
    if element.tag in ("pre", "xmp", "listing"):
        writer.space()
        writer.write(preformatted(element))
        writer.space()
        return
    for part in place.shape.parts(element):
        if isinstance(part, list):
            writer.write_run(part)
            continue
        if writer.passes_over(part):
            continue
        writer.space()
        start = writer.length
        flatten(part, place, writer)
        if part.tag not in BLOCKS:
            for kind, value in marks_of(part, place.base_url, place.language):
                writer.mark(start, kind, value)
        writer.space()
