"""The bytes of a feed -> its elements with their lines, or the finding that they are no feed.

Nothing is fetched and no entity is resolved: the feed may be a stranger's.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from lxml import etree

from audioblog.publish.lint.finding import Finding, Place
from audioblog.publish.lint.rules import broken

ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
PREFIXES = {"itunes": ITUNES, "podcast": PODCAST, "atom": ATOM, "content": CONTENT}
_ALIAS = b"https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"
"""The podcast namespace's second name, which its documentation allows."""

Element = Any
"""lxml's; the library has no types."""


@cache
def name(tag: str) -> str:
    """ "itunes:image" -> lxml's "{http://…}image"; names of RSS itself stay."""
    prefix, colon, local = tag.partition(":")
    return f"{{{PREFIXES[prefix]}}}{local}" if colon else tag


def shown(element: Element) -> str:
    """The element's name as it is commonly written, whatever prefix the feed gave it."""
    label = etree.QName(element)
    prefix = next((key for key, uri in PREFIXES.items() if uri == label.namespace), element.prefix)
    if not prefix:
        return str(label.localname)
    stolen = prefix in PREFIXES and PREFIXES[prefix] != label.namespace
    return str(label) if stolen else f"{prefix}:{label.localname}"


class Part:
    """The channel or an item: its children by their common names."""

    def __init__(self, element: Element, file: str) -> None:
        self.element = element
        self.file = file

    @cached_property
    def _children(self) -> dict[str, list[Element]]:
        """Sorted once: to search 300 items for each of forty names takes longer than all the checks."""
        found: dict[str, list[Element]] = {}
        for child in self.element:
            found.setdefault(child.tag, []).append(child)
        return found

    def all(self, tag: str) -> list[Element]:
        return self._children.get(name(tag), [])

    def first(self, tag: str) -> Element | None:
        return next(iter(self.all(tag)), None)

    def text(self, tag: str) -> str:
        """The text of the first such child, without space around it; "" when there is none."""
        element = self.first(tag)
        return "" if element is None else (element.text or "").strip()

    @cached_property
    def title(self) -> str:
        return " ".join(self.text("title").split())

    def place(self, element: Element | None = None) -> Place:
        line = (self.element if element is None else element).sourceline or 0
        return Place(self.file, self.title if self.element.tag == "item" else "", line)


class Item(Part):
    @cached_property
    def guid(self) -> str:
        return self.text("guid")

    @cached_property
    def enclosure(self) -> str:
        """The address of the audio; "" without one."""
        found = self.first("enclosure")
        return "" if found is None else (found.get("url") or "").strip()

    @cached_property
    def label(self) -> str:
        """What to call it in a message."""
        return f"“{self.title[:80]}”" if self.title else f"the item without a title on line {self.element.sourceline}"


@dataclass(frozen=True)
class Feed:
    """A feed that could be read."""

    file: str
    root: Element
    channel: Part
    items: tuple[Item, ...]

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        return (self.channel, *self.items)

    @cached_property
    def house(self) -> bool:
        """Whether audioblog made it: then it must keep all that audioblog promises, beyond what all feeds must."""
        return self.channel.text("generator").lower().startswith("audioblog")

    @cached_property
    def self_links(self) -> list[Element]:
        return [link for link in self.channel.all("atom:link") if link.get("rel") == "self"]


def read(data: bytes, file: str) -> Feed | Finding:
    """The feed in `data`; else the finding that says why it is none. `file`: its name or address, for messages."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data.replace(_ALIAS, PODCAST.encode()), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        reason = (error.msg or "it is empty").rpartition(", line ")[0] or error.msg or "it is empty"
        return broken("not-xml", f"This is not well-formed XML: {reason}.", Place(file, line=line))
    channel = root.find("channel") if root.tag == "rss" else None
    if channel is None:
        return broken("not-rss", f"The outermost element is <{shown(root)}>, not <rss> with a <channel>.", Place(file))
    items = tuple(Item(element, file) for element in channel.findall("item"))
    return Feed(file, root, Part(channel, file), items)
