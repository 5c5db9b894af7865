"""Feeds in, the files that they name out: what must be there before a feed is public, and may not go while it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from audioblog.errors import PublishError

_ATOM = "{http://www.w3.org/2005/Atom}"
_PODCAST = "{https://podcastindex.org/namespace/1.0}"
_ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
_ADDRESSES = (
    ("enclosure", "url"), (f"{_PODCAST}transcript", "url"), (f"{_PODCAST}chapters", "url"),
    (f"{_PODCAST}source", "uri"), (f"{_PODCAST}image", "href"), (f"{_ITUNES}image", "href"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """What one feed says of itself and of its files."""

    address: str
    """Its own public address (atom:link rel=self); "" when it does not say."""
    hubs: tuple[str, ...]
    guid: str
    """podcast:guid, which tells one show from another."""
    files: Mapping[str, int | None]
    """Name in the edition -> bytes (None: not stated) of every file of the edition's own that the feed names."""


def named_by(name: str, data: bytes) -> Named:
    """What the feed `data`, published under `name`, names. PublishError when it cannot be read; never for other XML.

    Only addresses below the edition's are its files; others (a CDN, the blog) are not its concern.
    """
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise PublishError(
            f"{name} is not well-formed XML ({error}), and apps would refuse it.", "Build again.", code="bad-feed"
        ) from error
    links = [(link.get("rel"), link.get("href", "")) for link in root.iter(f"{_ATOM}link")]
    address = next((href for rel, href in links if rel == "self"), "")
    base, folder = _where(name, address, root)
    files: dict[str, int | None] = {}
    for tag, attribute in _ADDRESSES:
        for element in root.iter(tag):
            url = element.get(attribute, "")
            if base and url.startswith(base):
                file = f"{folder}/{url.removeprefix(base).partition('#')[0]}".lstrip("/")
                file += "index.html" if not file or file.endswith("/") else ""
                length = element.get("length", "")
                files[file] = int(length) if tag == "enclosure" and length.isdigit() else files.get(file)
    guid = root.findtext(f"channel/{_PODCAST}guid") or ""
    return Named(address, tuple(href for rel, href in links if rel == "hub" and href), guid, files)


def _where(name: str, address: str, root: ElementTree.Element) -> tuple[str, str]:
    """The address of the show's public folder, and that folder's name within what is published ("" for all of it).

    `name` and `address` end alike ("feeds/care.xml"), unless the feed has moved: then its own link says where it is.
    """
    if root.findtext(f"channel/{_ITUNES}new-feed-url"):
        return root.findtext("channel/link") or "", name.rpartition("/")[0]
    parts = name.split("/")
    for start in range(len(parts)):
        if address.endswith("/" + (ending := "/".join(parts[start:]))):
            return address.removesuffix(ending), "/".join(parts[:start])
    return "", ""
