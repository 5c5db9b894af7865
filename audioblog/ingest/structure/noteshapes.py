"""Where notes stand that a link, an id or an attribute joins with their reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from audioblog.ingest.article.boilerplate import certain_rule
from audioblog.ingest.parse import Element, classes
from audioblog.ingest.structure.inline import NOTE
from audioblog.ingest.structure.runs import BLOCKS, Bit, Run, Shape

BACK_ARROW = re.compile(
    r"[\s↩↑⬆⤴◀↵⏎⬑▲«^⇑⇧⏫️︎\u200d]*|back(?: to (?:text|top))?|return(?: to text)?|jump (?:back )?up", re.I
)
_MARK = re.compile(
    r"[\[(]?\s*(?:note |n\.? ?|fn\.? ?)?(\d{1,3}|[a-z]{1,2}|[ivx]{1,5}|\*{1,4}|[†‡§¶]{1,2})\s*[\])]?[.:]?", re.I
)
_AREA = re.compile(
    r"(?:foot|end)-?_?notes?(?![a-z])|(?:^|[\s_-])(?:references|reflist|sidenotes|footdef|fn-?list|note)(?=[\s_-]|$)",
    re.I,
)
_NOT_AREA = re.compile(r"foot-?note-?(?:ref|anchor|link)|note-?ref|margin-adjust", re.I)
_NAME = re.compile(
    r"_?(?:ftn|fn|fnote|footnote|endnote|edn|cite_note|easy-footnote-bottom|note|en|sdfootnote|r|ref)"
    r"[-_:.]?[\w.:-]*\d\w*",
    re.I,
)
_NOTES_HEADING = re.compile(
    r"(?:foot|end)?-?notes?(?: (?:and|&) references)?|references?(?: (?:and|&) (?:foot|end)?notes)?|sidenotes|citations"
    r"|fußnoten|anmerkungen|notes de bas de page|notas",
    re.I,
)
_CALLED_NOTES = (
    ".//*[self::span or self::small or self::div or self::aside]"
    "[contains(translate(concat(@class, @id), 'NOTE', 'note'), 'note')]"
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MAX_WORDS = 500


@dataclass(slots=True, eq=False)
class Found:
    """One note: who refers to it, what it consists of, and how it is marked."""

    references: list[Element]
    contents: list[Element | Run]
    mark: str
    back_names: set[str] = field(default_factory=set)
    """Ids of its references, which links in the note lead back to."""


def number_in(mark: str) -> str:
    """ "2" of "[2]", "*" of "*"; "" of what is no mark of a note."""
    match = _MARK.fullmatch(mark.strip())
    return match[1] if match else ""


def epub_types(element: Element) -> list[str]:
    """What EPUB 3's `epub:type` says of an element."""
    return (element.get("epub:type") or "").lower().split()


def is_note_area(element: Element) -> bool:
    """The element says of itself that it holds notes."""
    if element.get("data-footnotes") is not None or (element.get("role") or "") in (
        "doc-endnotes",
        "doc-footnote",
        "doc-endnote",
    ):
        return True
    if {"footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes"} & set(epub_types(element)):
        return True
    names = classes(element)
    return bool(names) and _names_area(names) and element.tag not in ("a", "sup", "body")


@lru_cache(maxsize=16384)
def _names_area(names: str) -> bool:
    return bool(_AREA.search(names)) and not _NOT_AREA.search(names)


def is_notes_heading(element: Element) -> bool:
    """Its words, without those of a link to edit the section, are "Notes", "References" ..."""
    text = text_in(element)
    for child in element:
        if certain_rule(classes(child)):
            text = text.removesuffix(text_in(child)).rstrip()
    return bool(_NOTES_HEADING.fullmatch(text.rstrip(":")))


def text_in(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def beside(body: Element, shape: Shape) -> Iterator[Found]:
    """Notes that a script shows beside their reference."""
    ids = {element.get("id"): element for element in body.xpath(".//*[@id]") if element.tag != "input"}
    for reference in body.xpath(".//*[@data-definition]"):
        definition = ids.get(reference.get("data-definition") or "")
        if definition is not None and definition is not reference:
            yield Found([reference], [definition], text_in(reference))
    for content in body.xpath(_CALLED_NOTES):
        outer = content.getparent()
        if outer is None or not re.search(r"foot-?note-?(?:content|text|body)", classes(content), re.I):
            continue
        mark = text_in(outer).removesuffix(text_in(content)).strip()
        if outer.tag not in BLOCKS and number_in(mark):
            yield Found([outer], [content], mark)
    for label in list(body.iter("label")):
        target = ids.get(label.get("for") or "")
        if target is not None and number_in(text_in(label)):
            yield Found([label], [_block_of(target, shape)], text_in(label))


def linked(body: Element, shape: Shape) -> Iterator[Found]:
    """Notes that are the target of a link within the page."""
    links = body.xpath(".//a[contains(@href, '#')]")
    if not links:
        return
    order = {element: at for at, element in enumerate(body.iter())}
    targets = _targets(body)
    backs = _backs(body)
    groups: dict[Element, list[tuple[Element, Element]]] = {}
    notes: dict[Element, Found] = {}
    for link in links:
        fragment = _fragment(link)
        text = text_in(link)
        if not fragment or not number_in(text) or link.get(NOTE) is not None or _within_note(link):
            continue
        target = targets.get(fragment)
        if target is None:
            target = backs.get(_key(fragment)) if "ref" not in fragment else None
        if target is None or target is link or order[target] < order[link]:
            continue
        if target in notes:
            notes[target].references.append(link)
            notes[target].back_names |= _names(link)
            continue
        block = _note_block(target, link, shape)
        if block is not None and _is_note(block, target, link, fragment):
            notes[target] = Found([link], [block], text, _names(link))
            groups.setdefault(block, []).append((target, link))
    for block, members in groups.items():
        if len(members) > 1:
            for target, run in _split(block, [target for target, _ in members]):
                notes[target].contents = [run]
    _continue(notes)
    yield from notes.values()


def _within_note(link: Element) -> bool:
    """A link that stands in a note's own text, where it leads back or to another note."""
    return any(element.tag == "li" and is_note_area(element.getparent()) for element in link.iterancestors("li"))


def _fragment(link: Element) -> str:
    return str((link.get("href") or "").partition("#")[2])


def _targets(body: Element) -> dict[str, Element]:
    targets: dict[str, Element] = {}
    for element in body.iter():
        for attribute in ("id", "name") if element.tag == "a" else ("id",):
            if (name := element.get(attribute)) and element.tag != "input":
                targets.setdefault(name, element)
    return targets


def _key(fragment: str) -> str:
    return re.sub(r"ref|[^a-z0-9]", "", fragment.lower())


def _backs(body: Element) -> dict[str, Element]:
    """Links back of notes that carry no id themselves (Word's `_ftnref1`), by the name that they imply."""
    return {_key(name): link for link in body.iter("a") if "ref" in (name := _fragment(link)).lower()}


def _names(link: Element) -> set[str]:
    """Every id that a link back could lead to: of the reference, of what is around it, and just before it."""
    names = {link.get("id"), link.get("name")}
    for element in (link, *link.iterancestors()):
        if element.tag in BLOCKS:
            break
        names.add(element.get("id"))
        before = element.getprevious()
        if before is not None and before.tag in ("span", "a") and not text_in(before):
            names |= {before.get("id"), before.get("name")}
    return {name for name in names if name}


def _block_of(target: Element, shape: Shape) -> Element:
    block = target
    while not shape.is_block(block) and block.getparent() is not None:
        block = block.getparent()
    return block


def _note_block(target: Element, link: Element, shape: Shape) -> Element | None:
    """The block that holds the note's text, or None when there is none that could be one."""
    block = _block_of(target, shape)
    if block.tag == "dt" and block.getnext() is not None and block.getnext().tag == "dd":
        block = block.getnext()
    while block is not None and len(text_in(block)) <= len(text_in(target)) and number_in(text_in(block)):
        block = block.getparent()
    while block is not None and block.tag in ("td", "tbody"):
        block = block.getparent()
    if block is None or block.tag in _HEADINGS or block.tag in ("body", "article", "main", "pre"):
        return None
    if len(text_in(block).split()) > _MAX_WORDS or any(ancestor is block for ancestor in link.iterancestors()):
        return None
    return block


def _is_note(block: Element, target: Element, link: Element, fragment: str) -> bool:
    names = _names(link)
    for back in (target, *block.iter("a")):
        led = _fragment(back)
        if led and led != fragment and (led in names or _key(led) == _key(fragment) != ""):
            return True
        if back.tag == "a" and back.get("href") is not None and text_in(back) and BACK_ARROW.fullmatch(text_in(back)):
            return True
    if any(is_note_area(element) for element in (block, *block.iterancestors()) if element.tag != "body"):
        return True
    if under_notes_heading(block):
        return True
    raised = any(element.tag == "sup" for element in link.iterancestors("sup")) or link.find("sup") is not None
    return bool(_NAME.fullmatch(fragment)) and (raised or text_in(link).startswith("["))


def under_notes_heading(block: Element) -> bool:
    """The heading before the block, or before what holds it, says "Notes"."""
    for element in (block, *block.iterancestors()):
        for sibling in element.itersiblings(preceding=True):
            if sibling.tag in _HEADINGS:
                return is_notes_heading(sibling)
        if element.tag in ("article", "body", "main"):
            return False
    return False


def _split(block: Element, targets: list[Element]) -> Iterator[tuple[Element, Run]]:
    """Several notes in one block: each reaches from its target to the next one's."""
    tops: dict[Element, Element] = {}
    for target in targets:
        top = target
        while top.getparent() is not None and top.getparent() is not block:
            top = top.getparent()
        tops[top] = target
    current: Element | None = None
    runs: dict[Element, Run] = {}
    for child in block:
        current = tops.get(child, current)
        if current is not None:
            run = runs.setdefault(current, [])
            run.append(Bit(child, "whole"))
            if child.tail:
                run.append(Bit(child, "tail"))
    yield from runs.items()


def _continue(notes: dict[Element, Found]) -> None:
    """Paragraphs and lists between two notes of one section go on with the first of them."""
    firsts = {found.contents[0] for found in notes.values() if not isinstance(found.contents[0], list)}
    for found in notes.values():
        first = found.contents[0]
        if isinstance(first, list) or first.tag != "p":
            continue
        between: list[Element | Run] = []
        for sibling in first.itersiblings():
            if sibling in firsts:
                found.contents += between
                break
            if sibling.tag not in ("p", "ul", "ol", "blockquote"):
                break
            between.append(sibling)
