"""A feed against feed.rng, explained: which element is wrong, missing or too many, on which line, and why that matters.

libxml2 says of a document of 300 items only that one of them does not fit, and not why. So the grammar is asked again
about the smallest part that does not fit: an item, then each of its elements alone. What an element must be, and why,
stands in the grammar beside its definition.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import etree

from audioblog.publish.lint.document import PREFIXES, Element, Feed, Part, shown
from audioblog.publish.lint.finding import Finding, Place, Severity
from audioblog.publish.lint.rules import broken

_RNG = "{http://relaxng.org/ns/structure/1.0}"
_NOTE = "{urn:audioblog:lint}"
_OWN = set(PREFIXES)


@dataclass(frozen=True, slots=True)
class _Definition:
    """What feed.rng says of one kind of element of a channel or item."""

    names: tuple[str, ...]
    """As written: "itunes:image"."""
    must: str
    why: str
    severity: Severity
    required: bool
    several: bool


@dataclass(frozen=True, slots=True)
class _Grammar:
    whole: Any
    """RelaxNG of the document."""
    item: Any
    """RelaxNG of one item."""
    child: dict[str, Any]
    """Tag of the parent -> RelaxNG of one child of it."""
    definitions: dict[str, dict[str, _Definition]]
    """Tag of the parent -> name of the child as written -> its definition."""


def schema_findings(feed: Feed) -> Iterator[Finding]:
    """Every way in which the feed does not fit the schema."""
    grammar = _grammar()
    if grammar.whole(feed.root):
        return
    before = 0
    for part in feed.parts:
        if part is not feed.channel and grammar.item(part.element):
            continue
        for finding in _explained(part, grammar):
            before += 1
            yield finding
    if not before:
        reason = str(grammar.whole.error_log.last_error.message)
        yield broken("schema", f"The feed does not fit the schema: {reason}.", Place(feed.file))


def _explained(part: Part, grammar: _Grammar) -> Iterator[Finding]:
    kind = part.element.tag
    known, fits = grammar.definitions[kind], grammar.child[kind]
    met: Counter[str] = Counter()
    for element in part.element:
        label = shown(element)
        definition = known.get(label)
        if definition is None:
            if not fits(element) and label != "item":
                yield _unknown(part, element, label, known)
            continue
        met[label] += 1
        if met[label] == 2 and not definition.several:
            yield _told(definition, "repeated", label, f"{_owner(part)} has more than one {label}.", part, element)
        if not fits(element):
            said = f"{_quoted(element, label)}; it must be {definition.must}."
            yield _told(definition, "bad", label, said, part, element)
    for label, definition in known.items():
        if definition.required and not any(met[name] for name in definition.names):
            yield _told(definition, "missing", label, f"{_owner(part)} has no {label}.", part, part.element)


def _told(definition: _Definition, problem: str, label: str, said: str, part: Part, element: Element) -> Finding:
    place = part.place(element)
    mend = {
        "bad": f"Make it {definition.must}.",
        "missing": f"Add {label}: {definition.must}.",
        "repeated": "Keep one of them.",
    }[problem]
    code = f"{problem}-{label.replace(':', '-')}"
    return Finding(definition.severity, code, said, definition.why, mend, place.file, place.item, place.line)


def _unknown(part: Part, element: Element, label: str, known: dict[str, _Definition]) -> Finding:
    prefix, _, local = label.rpartition(":")
    alike = {name.rpartition(":")[2].lower(): name for name in known if name.rpartition(":")[0] == prefix}
    near = get_close_matches(local.lower(), alike, n=1, cutoff=0.6)
    hint = f" Perhaps {alike[near[0]]} is meant." if near else ""
    return broken("unknown-tag", f"{_owner(part)} has a tag {label}, which nobody reads.{hint}", part.place(element))


def _owner(part: Part) -> str:
    if part.element.tag == "channel":
        return "The channel"
    return f"“{part.title[:80]}”" if part.title else "This item"


def _quoted(element: Element, label: str) -> str:
    """What stands there, briefly: the text of an element without attributes, else its attributes and text."""
    text = " ".join((element.text or "").split())
    if not element.attrib:
        return f"{label} says “{text[:100]}”" if text else f"{label} is empty"
    given = " ".join(f'{etree.QName(key).localname}="{value[:100]}"' for key, value in element.attrib.items())
    return f"<{label} {given}>{text[:60]}" if text else f"<{label} {given}/>"


@lru_cache(maxsize=1)
def _grammar() -> _Grammar:
    """feed.rng, compiled for each question that is asked of it."""
    tree = etree.parse(str(Path(__file__).with_name("feed.rng"))).getroot()
    parents = {kind: _definition(tree, kind).find(f".//{_RNG}interleave") for kind in ("channel", "item")}
    children = {kind: [ref.get("name") for ref in body.iter(f"{_RNG}ref")] for kind, body in parents.items()}
    return _Grammar(
        whole=etree.RelaxNG(tree),
        item=_starting_with(tree, ["item"]),
        child={kind: _starting_with(tree, [*names]) for kind, names in children.items()},
        definitions={kind: dict(_definitions(tree, body)) for kind, body in parents.items()},
    )


def _starting_with(tree: Element, names: list[str]) -> Any:
    """The grammar for a document that is one of the elements called so in it."""
    other = deepcopy(tree)
    start = other.find(f"{_RNG}start")
    start.clear()
    choice = etree.SubElement(start, f"{_RNG}choice")
    for name in names:
        etree.SubElement(choice, f"{_RNG}ref", name=name)
    return etree.RelaxNG(other)


def _definition(tree: Element, name: str) -> Element:
    return next(define for define in tree.iter(f"{_RNG}define") if define.get("name") == name)


def _definitions(tree: Element, body: Element) -> Iterator[tuple[str, _Definition]]:
    for ref in body.iter(f"{_RNG}ref"):
        define, wrap = _definition(tree, ref.get("name")), ref.getparent().tag.removeprefix(_RNG)
        if not define.get(f"{_NOTE}must"):
            continue
        names = tuple(_names(tree, define))
        told = _Definition(
            names,
            define.get(f"{_NOTE}must"),
            define.get(f"{_NOTE}why"),
            define.get(f"{_NOTE}fault", "error"),
            required=wrap in {"interleave", "oneOrMore"},
            several=wrap in {"zeroOrMore", "oneOrMore"},
        )
        yield from ((name, told) for name in names)


def _names(tree: Element, define: Element) -> Iterator[str]:
    """The names of the elements that a definition describes."""
    outer = define.find(f"{_RNG}element")
    if outer is None:
        yield from _names(tree, _definition(tree, define.find(f"{_RNG}ref").get("name")))
    elif outer.get("name"):
        yield outer.get("name")
    else:
        yield from (each.text for each in outer.find(f"{_RNG}choice").findall(f"{_RNG}name"))
