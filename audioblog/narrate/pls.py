"""W3C Pronunciation Lexicon (PLS 1.0), in and out: how lists travel between reading systems.

In: an XML document; out: entries, and what could not be used, by lexeme. And back. A lexeme may have several graphemes;
of an alias and phonemes the alias is what is spoken, and phonemes alone are respelled. Regular expressions and
look-aheads (extensions of DAISY) are no part of PLS, and are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree

from audioblog.errors import UsageError
from audioblog.narrate.english.ipa import respell
from audioblog.narrate.lexicon import Entry, entry_of
from audioblog.narrate.normalise import normalise

NAMESPACE = "http://www.w3.org/2005/01/pronunciation-lexicon"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_UNSAID = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def read_pls(document: bytes, name: str = "PLS") -> tuple[list[Entry], list[str]]:
    """(entries, problems). Raises UsageError when it is no PLS document at all."""
    if b"<!DOCTYPE" in document or b"<!ENTITY" in document:
        raise UsageError(f"{name} declares a document type, which a lexicon does not need", "Remove the DOCTYPE.")
    try:
        root = ElementTree.fromstring(document)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise UsageError(f"{name} is not well-formed XML: {error}", "Correct that line and run again.") from error
    if _local(root) != "lexicon":
        raise UsageError(f"{name} is no pronunciation lexicon: its root is <{_local(root)}>, not <lexicon>")
    entries: list[Entry] = []
    problems: list[str] = []
    lexemes = (element for element in root.iter() if _local(element) == "lexeme")
    for at, lexeme in enumerate(lexemes, 1):
        for made in _entries(lexeme, root, f"{name} lexeme {at}"):
            problems.append(made) if isinstance(made, str) else entries.append(made)
    return entries, problems


def _entries(lexeme: ElementTree.Element, root: ElementTree.Element, where: str) -> Iterator[Entry | str]:
    """One entry a grapheme, or one problem."""
    graphemes = [" ".join((element.text or "").split()) for element in lexeme if _local(element) == "grapheme"]
    if not any(graphemes):
        yield f"{where}: no grapheme"
        return
    alias, ipa = _first(lexeme, "alias"), _phonemes(lexeme, root)
    if not alias and not ipa:
        yield f"{where}: “{graphemes[0]}” has neither an alias nor phonemes in IPA"
        return
    say = normalise(alias, root.get(_LANG) or "en-GB").rstrip(".") if alias else respell(ipa)
    for grapheme in filter(None, graphemes):
        yield entry_of({"written": grapheme, "say": say, "lang": root.get(_LANG) or "", "ipa": ipa}, where)


def _first(lexeme: ElementTree.Element, tag: str) -> str:
    """The preferred pronunciation of a kind, else its first."""
    found = [element for element in lexeme if _local(element) == tag and "".join(element.itertext()).strip()]
    found.sort(key=lambda element: element.get("prefer") not in ("true", "1"))
    return " ".join("".join(found[0].itertext()).split()) if found else ""


def _phonemes(lexeme: ElementTree.Element, root: ElementTree.Element) -> str:
    usual = root.get("alphabet") or "ipa"
    for element in list(lexeme):
        if _local(element) == "phoneme" and (element.get("alphabet") or usual).lower() != "ipa":
            lexeme.remove(element)
    return _first(lexeme, "phoneme")


def _local(element: ElementTree.Element) -> str:
    """A tag without its namespace; documents without one are read too."""
    return str(element.tag).rpartition("}")[2]


def write_pls(entries: Iterable[Entry], lang: str = "en-GB") -> bytes:
    """The entries as a PLS document, by what is written; without those that only forbid rules (`leave`)."""
    root = ElementTree.Element("lexicon", {"version": "1.0", "xmlns": NAMESPACE, "alphabet": "ipa", "xml:lang": lang})
    for entry in sorted(entries, key=lambda each: (each.written.lower(), each.written)):
        if not entry.say:
            continue
        lexeme = ElementTree.SubElement(root, "lexeme")
        ElementTree.SubElement(lexeme, "grapheme").text = _UNSAID.sub("", entry.written)
        if entry.ipa:
            ElementTree.SubElement(lexeme, "phoneme").text = _UNSAID.sub("", entry.ipa)
        ElementTree.SubElement(lexeme, "alias").text = entry.say
    ElementTree.indent(root)
    document: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"
