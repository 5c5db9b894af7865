"""Inline content -> text and spans. White space collapses here, and every mark that speech can use is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin

from audioblog.ingest.parse import Element, clean
from audioblog.ingest.structure.runs import SILENT, Run
from audioblog.model import Span, SpanKind

NOTE = "data-audioblog-note"
"""Set on an element by `footnotes`: it is a reference, and the value is the note's id ("" = it has none)."""
UNREAD = "data-audioblog-unread"
"""Set on an element that stays in a block and is not read: the value says what it is ("table of contents")."""
EMBEDS = frozenset(("iframe", "video", "audio", "object", "embed"))
PREFORMATTED = frozenset(("pre", "xmp", "listing"))

_MARKS: dict[str, SpanKind] = {
    "em": "em", "i": "em", "cite": "em", "dfn": "em", "var": "em",
    "strong": "strong", "b": "strong",
    "sup": "sup", "sub": "sub",
    "code": "code", "kbd": "code", "samp": "code", "tt": "code",
}  # fmt: skip
_SPACED = frozenset(("br", "td", "th"))
_INLINE_ALT = re.compile(r"\b(emoji|emoticon|wp-smiley|smiley|latex|math|mwe-math\S*|tex)\b", re.I)
_EMOJI_ALT = re.compile(r"^\W{1,8}$")
_FAR = re.compile(r"^(?:https?|mailto|tel|ftp):", re.I)
_DURATION = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)(ms|s)")
_LONGEST_BREAK = 10_000
"""Milliseconds. A page may ask for a pause, not for silence."""
_LONGEST_MARK = 8
"""Characters of a note's mark; a longer reference is words that are read."""
_SPELLED = frozenset(("characters", "spell-out", "digits", "telephone"))
"""Ways of say-as that want signs one by one; for dates and times narration reads what is written."""
_PICTURED = frozenset(("img", "math"))
"""Roles whose content is a picture made of signs; its `aria-label` is what is read."""
_TEXT_MARK = re.compile(r"\[(?:\d{1,3}|note \d{1,3}|n\. ?\d{1,3}|[ivx]{1,5}|\*|†|‡)\]", re.I)


@dataclass(frozen=True, slots=True)
class Inline:
    """What a run says. `media` are the pictures and embeds that stood in it, with their offsets in the text."""

    text: str
    spans: tuple[Span, ...] = ()
    media: tuple[tuple[int, Element], ...] = ()


@dataclass(slots=True)
class InlineWriter:
    """Collects text; a space waits until the next word, so that none stands at either end or twice in a row."""

    base_url: str = ""
    lang: str = ""
    """The language around; a `lang` that says the same again is no mark."""
    without: str = ""
    """The attribute of elements that are passed over."""
    _pieces: list[str] = field(default_factory=list)
    _length: int = 0
    _space: bool = False
    _spans: list[Span] = field(default_factory=list)
    _media: list[tuple[int, Element]] = field(default_factory=list)

    def write(self, text: str | None) -> None:
        if not text:
            return
        words = clean(text).split()
        self._space = self._space or text[0].isspace()
        if words:
            piece = " ".join(words)
            if self._space and self._length:
                piece = " " + piece
            self._pieces.append(piece)
            self._length += len(piece)
            self._space = text[-1].isspace()

    def space(self) -> None:
        self._space = True

    def write_run(self, run: Run) -> None:
        for bit in run:
            if bit.part == "whole":
                self.write_element(bit.element)
            else:
                self.write(getattr(bit.element, bit.part))

    def write_element(self, element: Element) -> None:
        """The element with its marks, without its tail."""
        tag = element.tag
        if self.passes_over(element):
            return
        if tag in EMBEDS:
            self._media.append((self._length, element))
        elif tag == "img":
            self._write_image(element)
        elif tag == "math":
            self.write(_formula(element))
        elif tag in SILENT:
            return
        else:
            self._write_marked(element)

    def passes_over(self, element: Element) -> bool:
        return bool(self.without) and element.get(self.without) is not None

    def _write_marked(self, element: Element) -> None:
        if element.tag in _SPACED:
            self.space()
        start = self._length
        quotes = element.tag == "q"
        self.write("“" if quotes else None)
        self.write(element.text)
        for child in element:
            self.write_element(child)
            self.write(child.tail)
        self.write("”" if quotes else None)
        for kind, value in marks_of(element, self.base_url, self.lang):
            self.mark(start, kind, value)
        if element.tag in _SPACED:
            self.space()

    def _write_image(self, element: Element) -> None:
        alt = (element.get("alt") or "").strip()
        if alt and (is_formula(element) or (_EMOJI_ALT.match(alt) and not alt.isascii())):
            self.write(alt)
        else:
            self._media.append((self._length, element))

    def mark(self, start: int, kind: SpanKind, value: str = "") -> None:
        """Mark all that was written since the text was `start` characters long."""
        self._spans.append(Span(start, self._length, kind, value))

    @property
    def length(self) -> int:
        return self._length

    def finish(self) -> Inline:
        text = "".join(self._pieces)
        spans = [fitted for span in self._spans if (fitted := _fit(span, text))]
        spans += _marks_in_text(text, spans)
        spans.sort(key=lambda span: (span.start, -span.end))
        return Inline(text, tuple(dict.fromkeys(spans)), tuple(self._media))


def is_formula(image: Element) -> bool:
    """A formula or a smiley: its alt text stands in the sentence."""
    return bool(_INLINE_ALT.search(f"{image.get('class') or ''} {image.get('role') or ''}"))


def _fit(span: Span, text: str) -> Span | None:
    """The span without the space at its ends; None when nothing is left of it that could be said or kept silent."""
    start, end = span.start, span.end
    if span.kind == "break":
        return replace(span, start=min(start, len(text)), end=min(end, len(text)))
    while start < end and text[start] == " ":
        start += 1
    return replace(span, start=start) if start < end else None


def _marks_in_text(text: str, spans: list[Span]) -> list[Span]:
    """Footnote marks that are nothing but text: "the Alliance[2] says"."""
    taken = [(s.start, s.end) for s in spans if s.kind in ("noteref", "code")]
    found = []
    for match in _TEXT_MARK.finditer(text):
        start, end = match.span()
        glued = start > 0 and not text[start - 1].isspace()
        if glued and not any(a < end and start < b for a, b in taken):
            found.append(Span(start, end, "noteref"))
    return found


def marks_of(element: Element, base_url: str, lang: str) -> list[tuple[SpanKind, str]]:
    """The marks that an element puts on its text, outermost first."""
    found: list[tuple[SpanKind, str]] = []
    note = element.get(NOTE)
    if note is not None or is_lone_reference(element):
        return [("noteref", note or "")]
    unread = element.get(UNREAD)
    if unread:
        found.append(("unread", unread))
    own_lang = language_of(element)
    if own_lang and own_lang.lower() != lang.lower():
        found.append(("lang", own_lang))
    found += _told(element)
    if element.tag in _MARKS:
        found.append((_MARKS[element.tag], ""))
    elif element.tag in ("abbr", "acronym") and (element.get("title") or "").strip():
        found.append(("abbr", " ".join(clean(element.get("title")).split())))
    elif element.tag == "a" and (address := absolute(element.get("href"), base_url)):
        found.append(("link", address))
    return found


def is_lone_reference(element: Element) -> bool:
    """The page says that it is a reference, to a note that is not there."""
    said = (element.get("role") or "") == "doc-noteref" or "noteref" in (element.get("epub:type") or "").split()
    if said and any(inner.get(NOTE) is not None for inner in element.iterdescendants()):
        return False
    return said and len("".join(element.itertext()).strip()) < _LONGEST_MARK


def _told(element: Element) -> Iterator[tuple[SpanKind, str]]:
    """How the author wants it spoken: the plain attributes of W3C's Spoken Presentation draft, and EPUB's `ssml:ph`."""
    way = (element.get("data-ssml-say-as") or "").strip().lower()
    alias = " ".join(clean(element.get("data-ssml-sub-alias") or "").split())
    phonemes = (element.get("data-ssml-phoneme-ph") or element.get("ssml:ph") or "").strip()
    alphabet = (element.get("data-ssml-phoneme-alphabet") or element.get("ssml:alphabet") or "ipa").strip().lower()
    pause = _DURATION.fullmatch((element.get("data-ssml-break-time") or "").strip())
    label = " ".join(clean(element.get("aria-label") or "").split())
    if alias or (label and element.get("role") in _PICTURED):
        yield "say", alias or label
    elif phonemes and alphabet == "ipa":
        yield "say", f"/{phonemes.strip('/')}/"
    elif way in _SPELLED:
        yield "spell", ""
    elif way in ("cardinal", "ordinal") and (figure := _figure(element, way)):
        yield "say", figure
    if pause:
        yield "break", str(min(_LONGEST_BREAK, round(float(pause[1]) * (1000 if pause[2] == "s" else 1))))


def _figure(element: Element, way: str) -> str:
    """A whole number written so that it can only be read as a count ("1,990") or as a rank ("3rd"), else ""."""
    written = "".join(element.itertext()).strip().replace(",", "")
    if not re.fullmatch(r"[0-9]{1,15}", written):
        return ""
    if way == "cardinal":
        return f"{int(written):,}"
    ending = "th" if written[-2:] in ("11", "12", "13") else {"1": "st", "2": "nd", "3": "rd"}.get(written[-1], "th")
    return f"{int(written)}{ending}"


def language_of(element: Element) -> str:
    """The element's own declared language as written (BCP 47 tags know no case), or ""."""
    tag = (element.get("lang") or element.get("xml:lang") or "").strip().replace("_", "-")
    return tag if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", tag) else ""


def absolute(href: str | None, base_url: str) -> str:
    """The absolute address, or "" for an in-page, scripted or broken one."""
    href = clean(href or "").strip()
    if not href or href.startswith("#"):
        return ""
    try:
        address = urljoin(base_url, href)
    except ValueError:
        return ""
    return address if _FAR.match(address) else ""


def _formula(element: Element) -> str:
    if element.get("alttext"):
        return str(element.get("alttext"))
    for annotation in element.iter("annotation"):
        if annotation.text:
            return str(annotation.text)
    return " ".join(element.itertext())


def preformatted(element: Element) -> str:
    """The text of a `pre` with its newlines, without blank lines at either end."""
    for br in element.iter("br"):
        br.tail = "\n" + (br.tail or "")
    text = clean("".join(element.itertext())).replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    lines = [line.rstrip() for line in text.split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines)
