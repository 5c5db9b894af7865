"""Notes that only their number joins with the text: "…described.<sup>1</sup>" and, below, "<p><sup>1</sup> See …"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audioblog.ingest.parse import Element
from audioblog.ingest.structure.inline import NOTE
from audioblog.ingest.structure.lists import items_of
from audioblog.ingest.structure.noteshapes import Found, is_note_area, number_in, text_in, under_notes_heading
from audioblog.ingest.structure.runs import BLOCKS, Shape

_NUMBER = re.compile(r"[\[(]?(\d{1,3})[\])]?[.:]?")
_TEXT_NUMBER = re.compile(r"\s*(?:\[(\d{1,3})\]|\((\d{1,3})\)|(\d{1,3})[.):])\s+\S")
_EXPONENT = re.compile(r"(?:\d|[\d\s](?:mm|cm|dm|km|m|ft|in|mi|yd|s|kg)|\bmc|\b[A-Za-z])$")
"""Before a raised number that is a power or a unit: "30 m²", "x²"."""
_CONTINUES = frozenset(("p", "ul", "ol", "blockquote", "pre"))


def loose(body: Element, _shape: Shape) -> Iterator[Found]:
    """`sup` numbers without a link, and the blocks that begin with the same number."""
    raised = [(match[1], e) for e in body.iter("sup") if (match := _NUMBER.fullmatch(text_in(e))) and _is_free(e)]
    if not raised:
        return
    order = {element: at for at, element in enumerate(body.iter())}
    openers = list(_openers(body))
    marks = {mark for _, _, mark in openers if mark is not None}
    references: dict[str, list[Element]] = {}
    for number, element in raised:
        if element not in marks:
            references.setdefault(number, []).append(element)
    founds: list[tuple[Element, Found]] = []
    for number_text, block, _ in openers:
        earlier = [r for r in references.get(number_text, ()) if order[r] < order[block]]
        if earlier and not any(ancestor is block for r in earlier for ancestor in r.iterancestors()):
            founds.append((block, Found(earlier, [block], number_text)))
            references[number_text] = [r for r in references[number_text] if r not in earlier]
    _continue(founds)
    yield from (found for _, found in founds)


def _is_free(reference: Element) -> bool:
    """Not a link, and no reference of another shape."""
    if reference.find(".//a") is not None or any(
        e.tag == "a" or e.get(NOTE) is not None for e in reference.iterancestors()
    ):
        return False
    if _EXPONENT.search(_text_before(reference)):
        return False
    return reference.get(NOTE) is None and all(e.get(NOTE) is None for e in reference.iterdescendants())


def _text_before(element: Element) -> str:
    """The characters directly before the element, within its parent."""
    before = element.getprevious()
    text = element.getparent().text if before is None else before.tail
    return str(text or "")[-12:]


def _openers(body: Element) -> Iterator[tuple[str, Element, Element | None]]:
    """(number, block, the element that shows the number) of whatever begins like a note."""
    for block in body.iter("p", "li", "dd", "div", "aside"):
        if any(child.tag in BLOCKS for child in block):
            continue
        mark = _first_mark(block)
        section = _in_section(block)
        if mark is not None and (mark.tag == "sup" or mark.find(".//sup") is not None or section):
            yield number_in(text_in(mark)), block, mark
        elif section and (number := _TEXT_NUMBER.match(text_in(block))):
            yield next(group for group in number.groups() if group), block, None
    for listing in body.iter("ol"):
        if _in_section(listing) or listing.getparent().tag == "aside":
            yield from ((number, item, None) for item, number in items_of(listing) if number and item.tag == "li")


def _first_mark(block: Element) -> Element | None:
    """The element at the very start of the block, when it is a number and something follows."""
    if (block.text or "").strip():
        return None
    for element in block.iterdescendants():
        text = text_in(element)
        if element.tag in ("sup", "strong", "b", "span") and _NUMBER.fullmatch(text):
            return element if len(text_in(block)) > len(text) else None
        if (element.text or "").strip():
            return None
    return None


def _in_section(block: Element) -> bool:
    """In a container of notes, under a heading that says so, or after a rule at the end."""
    for element in (block, *block.iterancestors()):
        if element.tag in ("body", "article", "main"):
            break
        if is_note_area(element):
            return True
    if under_notes_heading(block):
        return True
    for sibling in block.itersiblings(preceding=True):
        if sibling.tag == "hr":
            return True
        if re.fullmatch(r"h[1-6]", sibling.tag or ""):
            return False
    return False


def _continue(founds: list[tuple[Element, Found]]) -> None:
    """Blocks between two notes go on with the first; after the last one, only a list or what its own section holds."""
    starts = {block for block, _ in founds}
    for block, found in founds:
        if block.tag == "li":
            continue
        between: list[Element] = []
        for sibling in block.itersiblings():
            if sibling in starts:
                found.contents += between
                break
            if sibling.tag not in _CONTINUES:
                break
            between.append(sibling)
        else:
            parent = block.getparent()
            owned = parent is not None and is_note_area(parent)
            listed = between[:1] if between and between[0].tag in ("ul", "ol") else []
            found.contents += between if owned else listed
