"""Pictures and embeds -> blocks, with the alt text and the caption that a person wrote, and no others."""

from __future__ import annotations

import re

from audioblog.ingest.parse import Element, clean
from audioblog.ingest.structure.inline import EMBEDS, absolute
from audioblog.ingest.structure.place import Place
from audioblog.model import Block, Span

_SOURCES = (
    "data-src", "data-lazy-src", "data-original", "data-orig-file", "data-large-file", "data-lazy", "src",
    "data-srcset", "data-lazy-srcset", "srcset",
)  # fmt: skip
_FILE_NAME = re.compile(
    r"(?:\d{1,3} )?\S+\.(?:jpe?g|png|gif|webp|svg|bmp|tiff?|avif|heic)"
    r"|(?:img|dsc[fn]?|dscn|dcim|pxl|mg|p|screen ?shot|image|photo|picture|untitled|scan)[-_ ]?\d[-\d_ ()x]*",
    re.I,
)
_TRACKER = re.compile(
    r"pixel\.wp\.com|stats\.wordpress\.com|/_/stat\?|feedburner\.com/~|/b\.gif\?|doubleclick\.net|facebook\.com/tr\b|"
    r"google-analytics|/pixel(?:\.gif|\.png|/|\?)|/count(?:er)?\.gif|scorecardresearch|quantserve",
    re.I,
)
_SMALL = re.compile(r"\s*([0-9]{1,5})\s*(?:px)?\s*")
_STYLE_SIZE = re.compile(r"(?:^|;|\s)(?:width|height)\s*:\s*[01]px", re.I)


def image_block(element: Element, place: Place, caption: str = "", spans: tuple[Span, ...] = ()) -> Block:
    """`spans` are those of the caption; an alt text has none."""
    alt = alt_of(element)
    text = caption or ("" if is_file_name(alt) else alt)
    block = Block("", "image", text, spans if caption else (), caption=caption, alt=alt)
    address = address_of(element, place.base_url)
    return place.dress(_with_image(block, address))


def _with_image(block: Block, address: str) -> Block:
    return Block("", "image", block.text, block.spans, caption=block.caption, alt=block.alt, image=address)


def embed_block(element: Element, place: Place, caption: str = "", spans: tuple[Span, ...] = ()) -> Block | None:
    """None for the invisible frames of trackers and for a player that has neither an address nor a name."""
    title = name_of(element)
    has_source = bool(element.get("src") or element.get("data-src") or element.get("data") or len(element))
    if is_tracker(element) or not (title or caption or has_source):
        return None
    return place.dress(Block("", "embed", caption or title, spans if caption else (), caption=caption))


def media_block(element: Element, place: Place, caption: str = "", spans: tuple[Span, ...] = ()) -> Block | None:
    if element.tag in EMBEDS:
        return embed_block(element, place, caption, spans)
    return None if is_tracker(element) else image_block(element, place, caption, spans)


def alt_of(element: Element) -> str:
    """The alt text as the page gives it."""
    return " ".join(clean(element.get("alt") or "").split())


def is_file_name(alt: str) -> bool:
    """An "alt text" that a camera or an upload form wrote: it is kept as a fact, and never read."""
    return bool(_FILE_NAME.fullmatch(alt))


def name_of(element: Element) -> str:
    for attribute in ("title", "aria-label", "alt"):
        name = " ".join(clean(element.get(attribute) or "").split())
        if name:
            return name
    return ""


def address_of(element: Element, base_url: str) -> str:
    """The picture's address; the one that a lazy loader will fetch comes before the place holder."""
    for attribute in _SOURCES:
        value = (element.get(attribute) or "").strip()
        if attribute.endswith("srcset"):
            value = value.split(",")[0].strip().split(" ")[0]
        if value and not value.startswith("data:"):
            address = absolute(value, base_url)
            return address or ("" if base_url else value)
    return ""


def is_tracker(element: Element) -> bool:
    """A picture or frame that is there to count readers: at most 2 pixels wide or high, or of a known counter."""
    for attribute in ("width", "height"):
        size = _SMALL.fullmatch(element.get(attribute) or "")
        if size and int(size[1]) <= 2:
            return True
    style = element.get("style") or ""
    return bool(_TRACKER.search(element.get("src") or "") or _STYLE_SIZE.search(style))
