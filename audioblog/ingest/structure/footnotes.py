"""Footnotes: found over the whole document, taken out of it, and paired with their references.

In: the body of a page or post. Out: the notes in the order of their first reference; every reference in the tree then
carries the attribute `NOTE` with its note's id. The shapes: targets of links (`noteshapes.linked`), notes that hide
beside their reference (`noteshapes.beside`), and numbers without any link (`loosenotes.loose`).

A note that stands in the article as a list's item or a paragraph also stays there as a block: its text is set aside
while the article is looked for, so that it has no say in that, and then put back with the attribute `NOTE_BODY`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from audioblog.ingest.parse import Element, classes, drop, words
from audioblog.ingest.structure.inline import NOTE, UNREAD
from audioblog.ingest.structure.loosenotes import loose
from audioblog.ingest.structure.noteshapes import BACK_ARROW, Found, beside, is_notes_heading, linked, number_in
from audioblog.ingest.structure.place import NOTE_BODY, Place, flatten
from audioblog.ingest.structure.runs import BLOCKS, Run, cut
from audioblog.model import Dropped, Footnote

_BACK_CLASS = re.compile(r"backlink|backref|back-ref|reversefootnote|footnote-return|to-top|return-link", re.I)
_LEADING = re.compile(r"^\s*[\[(]?(\d{1,3})[\]).:]*\s*")


WAY_BACK = "way back to the text"
NOTES_HEADING = "fn-heading"
"""The id of the block that heads the notes."""
_STANDING = frozenset(("p", "li", "dd", "div", "aside", "section", "blockquote", "ul", "ol"))
"""What a note is made of when it is read where it stands."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """The content of an element that waits to be put back into it."""

    shell: Element
    note: str
    text: str | None
    children: tuple[Element, ...]


@dataclass(slots=True)
class Notes:
    notes: list[Footnote] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    """What their sections leave behind."""
    shelved: list[Shelved] = field(default_factory=list)

    def put_back(self, body: Element) -> None:
        """Fill the places of those notes whose places are still in the tree."""
        for one in self.shelved:
            if any(ancestor is body for ancestor in one.shell.iterancestors()):
                one.shell.text = one.text
                one.shell.extend(one.children)
                one.shell.set(NOTE_BODY, one.note)


def take_notes(body: Element, place: Place) -> Notes:
    """Take the notes out of the tree."""
    taken = Notes()
    for shape in (beside, linked, loose):
        for found in shape(body, place.shape):
            note = _absorb(found, place, f"fn{len(taken.notes) + 1}", len(taken.notes) + 1)
            if note:
                taken.notes.append(note)
                taken.shelved += _take_out(found, note.id, standing=shape is not beside)
    if taken.notes:
        taken.dropped += _leftovers(body, taken.notes)
    return taken


def _absorb(found: Found, place: Place, note_id: str, index: int) -> Footnote | None:
    """Write the note's text without what only leads back from it, and mark its references."""
    number = number_in(found.mark) or str(index)
    writer = place.writer()
    writer.without = UNREAD
    for content in found.contents:
        writer.space()
        if isinstance(content, list):
            _clean_run(content, found)
            writer.write_run([bit for bit in content if bit.element.getparent() is not None])
        else:
            _clean(content, found)
            flatten(content, place.inside(content), writer)
    inline = writer.finish()
    if not inline.text:
        return None
    for reference in found.references:
        reference.set(NOTE, note_id)
    return Footnote(note_id, number, inline.text, inline.spans)


def _take_out(found: Found, note: str, *, standing: bool) -> Iterator[Shelved]:
    for content in found.contents:
        if isinstance(content, list):
            cut([bit for bit in content if bit.element.getparent() is not None])
        elif content.tag not in BLOCKS:
            drop(content)
        else:
            if standing and content.tag in _STANDING:
                yield Shelved(content, note, content.text, tuple(content))
            _hollow(content)


def _hollow(element: Element) -> None:
    """Take the contents out and leave the rest as it was."""
    element.text = None
    for child in list(element):
        element.remove(child)


def _clean_run(run: Run, found: Found) -> None:
    for bit in run:
        if bit.part == "whole":
            _set_apart_back_links(bit.element, found)
            if _is_mark(bit.element, found):
                bit.element.text = None
                for child in list(bit.element):
                    bit.element.remove(child)


def _clean(content: Element, found: Found) -> None:
    """Without links back to the text and without the note's own number."""
    _set_apart_back_links(content, found)
    before = content.text or ""
    for element in content.iterdescendants():
        if before.strip():
            break
        if _is_mark(element, found):
            drop(element)
            break
        before = element.text or ""
    leading = _LEADING.match(content.text or "")
    if leading and leading[1] == number_in(found.mark) and leading[0].strip() != leading[1]:
        content.text = content.text[leading.end() :]


def _is_mark(element: Element, found: Found) -> bool:
    """The number or sign that the note begins with."""
    text = "".join(element.itertext()).strip()
    return bool(text) and element.tag not in BLOCKS and number_in(text) == number_in(found.mark) != ""


def _set_apart_back_links(content: Element, found: Found) -> None:
    """Arrows go; links in words ("Jump up to: a b") stay where the note stands, and are no part of the note."""
    for element in list(content.iterdescendants()):
        text = "".join(element.itertext()).strip()
        if element.getparent() is None or not _leads_back(element, text, found):
            continue
        if re.search(r"\w", text):
            element.set(UNREAD, WAY_BACK)
        else:
            drop(element)


def _leads_back(element: Element, text: str, found: Found) -> bool:
    if element.tag == "a":
        _, mark, fragment = (element.get("href") or "").rpartition("#")
        named = fragment in found.back_names and (len(text) < 5 or bool(number_in(text)))
        return named or bool(mark and BACK_ARROW.fullmatch(text)) or bool(_BACK_CLASS.search(classes(element)))
    return bool(_BACK_CLASS.search(classes(element))) and len(text.split()) < 8


def _leftovers(body: Element, notes: list[Footnote]) -> Iterator[Dropped]:
    """Headings of sections that are empty now, and second copies of notes for the margin."""
    texts = {"".join(note.text.split()) for note in notes}
    for element in list(body.iter("span", "aside", "small", "div")):
        if re.search(r"side-?note|margin-?note|footnote-?(?:popup|content|tooltip)", classes(element), re.I):
            text = " ".join("".join(element.itertext()).split())
            bare = "".join(_LEADING.sub("", text).split())
            if bare and bare in texts:
                drop(element)
                yield Dropped(text, "footnote repeated")
    for heading in list(body.iter("h1", "h2", "h3", "h4", "h5", "h6", "p", "strong")):
        if is_notes_heading(heading) and _heads_nothing(heading):
            heading.set(NOTE_BODY, NOTES_HEADING)


def _heads_nothing(heading: Element) -> bool:
    for sibling in heading.itersiblings():
        if re.fullmatch(r"h[1-6]", sibling.tag or ""):
            break
        if words(sibling) or (sibling.tail or "").strip():
            return False
    return not (heading.tail or "").strip()


def kept_notes(notes: Sequence[Footnote], referenced: Iterable[str]) -> tuple[list[Footnote], dict[str, str]]:
    """The notes that are referred to, in the order of their references, with new ids; and the new ids by the old."""
    order = list(dict.fromkeys(referenced))
    by_id = {note.id: note for note in notes}
    kept = [by_id[note_id] for note_id in order if note_id in by_id]
    renamed = {note.id: f"fn{at}" for at, note in enumerate(kept, 1)}
    return [replace(note, id=renamed[note.id]) for note in kept], renamed
