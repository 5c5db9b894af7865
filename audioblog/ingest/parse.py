"""Text of a page -> a safe lxml tree. Here lies every limit that keeps hostile HTML from eating the machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import lxml.html
from lxml import etree

from audioblog.errors import NoArticle, SourceError

Element = Any
"""An `lxml.html.HtmlElement`; lxml carries no types."""

MAX_BYTES = 5_000_000
MAX_ELEMENTS = 60_000
MAX_DEPTH = 200
MAX_ATTRIBUTES = 10_000
"""Of one element: libxml2 compares each with all before it. So many take it a second, ten times as many minutes."""

_ONE_CLASS = etree.ElementDefaultClassLookup(element=lxml.html.HtmlElement)
"""lxml.html asks Python for an element's class whenever it is touched anew; one class for all is twice as fast."""

_DROPPED = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\u00ad\u200b\u2060\ud800-\udfff\ufeff\ufffe\uffff]")
_C1 = re.compile("[\x80-\x9f]")
"""A page that says latin-1 means cp1252 (WHATWG Encoding): its C1 "control" characters are curly quotes and dashes."""

_LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{20000,}")
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")

_GONE = ("script", "style", "template")
_VOID = (
    "wbr",
    "source",
    "track",
    "link",
    "meta",
    "base",
    "param",
    "keygen",
    "command",
    "bgsound",
    "basefont",
    "menuitem",
)
"""libxml2 does not know all of them as empty, and puts what follows inside: the element goes, its content stays."""
_REFERENCE = re.compile(r"&#(?:[xX](?P<hex>[0-9a-fA-F]{1,6})|(?P<number>[0-9]{1,7}));?")
_WRAPPERS = ("button", "svg", "select", "option", "object", "noscript", "audio", "video", "map", "canvas")
"""libxml2 puts the rest of a page inside an unclosed one of these; more than two paragraphs say that it happened."""


def clean(text: str) -> str:
    """Without characters that XML forbids or nobody sees; cp1252 in place of C1 controls."""
    return _C1.sub(_from_cp1252, _DROPPED.sub("", text))


def _allowed(reference: re.Match[str]) -> str:
    """A character reference as it is, or nothing for a character that XML forbids: the voters would stumble over it."""
    number = int(reference["hex"], 16) if reference["hex"] else int(reference["number"])
    forbidden = (number < 32 and number not in (9, 10, 13)) or 0xD800 <= number <= 0xDFFF or number in (0xFFFE, 0xFFFF)
    return "" if forbidden else reference[0]


def _from_cp1252(match: re.Match[str]) -> str:
    return bytes([ord(match[0])]).decode("cp1252", "ignore")


def parse(html: str) -> Element:
    """The document's `html` element, comments and processing instructions removed.

    Raises NoArticle ("empty") when there is nothing, SourceError ("too-complex") beyond the limits.
    """
    data = clean(_REFERENCE.sub(_allowed, html)).encode("utf-8")
    if len(data) > MAX_BYTES:
        raise _too_complex(f"it is {len(data) / 1e6:.1f} MB of HTML, and the limit is {MAX_BYTES / 1e6:.0f} MB")
    if data.count(b"<") > 3 * MAX_ELEMENTS:
        raise _too_complex(f"it has more than {MAX_ELEMENTS:,} elements")
    if any(len(_QUOTED.sub(b"", tag).split()) > MAX_ATTRIBUTES for tag in _LONG_TAG.findall(data)):
        raise _too_complex(f"an element of it has more than {MAX_ATTRIBUTES:,} attributes")
    if not data.strip():
        raise NoArticle("The page is empty.", "Check that the address or file is the right one.", code="empty")
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_ONE_CLASS)
    try:
        tree = lxml.html.document_fromstring(data, parser=parser, ensure_head_body=True)
    except etree.ParserError as error:
        raise NoArticle("The page holds no HTML.", "Check that it is a web page.", code="empty") from error
    _check_size(tree)
    return tree


def parse_fragment(html: str) -> Element:
    """The same for the HTML of an article's body."""
    return parse(f"<!DOCTYPE html><html><head></head><body>{html}</body></html>")


def _check_size(tree: Element) -> None:
    depths: dict[Element, int] = {}
    for count, element in enumerate(tree.iter()):
        depth = depths[element] = depths.get(element.getparent(), 0) + 1
        if count > MAX_ELEMENTS:
            raise _too_complex(f"it has more than {MAX_ELEMENTS:,} elements")
        if depth > MAX_DEPTH:
            raise _too_complex(f"its elements are nested more than {MAX_DEPTH} deep")


def _too_complex(why: str) -> SourceError:
    hint = "Save the article alone as a file and give that, or use the blog's feed."
    return SourceError(f"The page is too complex to be read safely: {why}.", hint, code="too-complex")


def body_of(tree: Element) -> Element:
    body = tree.find("body")
    return tree if body is None else body


def tidy(body: Element) -> list[str]:
    """Remove what is never text, and open wrappers that swallowed a page. Out: texts for browsers without scripts."""
    unshown = []
    for element in list(body.iter(*_GONE)):
        drop(element)
    for element in list(body.iter(*_VOID)):
        element.drop_tag()
    for element in list(body.iter(*_WRAPPERS)):
        if sum(1 for _ in element.iter("p")) > 2:
            element.tag = "div"
        elif element.tag == "noscript":
            unshown.append(" ".join("".join(element.itertext()).split()))
            _resolve_noscript(element)
    return [text for text in unshown if text]


def _resolve_noscript(element: Element) -> None:
    """A noscript picture is the real one of a lazy picture beside it; any other noscript text is not shown."""
    parent = element.getparent()
    images = list(element.iter("img"))
    neighbours = [n for n in (element.getprevious(), element.getnext()) if n is not None]
    lazy = next((image for n in neighbours for image in n.iter("img")), None)
    if images and lazy is None and parent is not None:
        element.tag = "span"
        _without_text(element)
        return
    if images and lazy is not None and not (lazy.get("alt") or "").strip():
        lazy.set("alt", images[0].get("alt") or "")
    drop(element)


def _without_text(element: Element) -> None:
    for inner in element.iter():
        inner.text = None
        if inner is not element:
            inner.tail = None


def drop(element: Element) -> None:
    """Take the element out of its tree and keep the text after it."""
    if element.getparent() is not None:
        element.drop_tree()


def empty(element: Element) -> None:
    """Take the contents out and leave the shell, so that what stood before and after it stays apart."""
    tail = element.tail
    element.clear()
    element.tail = tail


def classes(element: Element) -> str:
    """Class and id in one lower-case string: what theme authors name things by."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".strip().lower()


def words(element: Element) -> int:
    return len("".join(element.itertext()).split())


def ancestors(element: Element, stop: Element) -> Iterator[Element]:
    """From the parent up to, and without, `stop`."""
    for ancestor in element.iterancestors():
        if ancestor is stop:
            return
        yield ancestor
