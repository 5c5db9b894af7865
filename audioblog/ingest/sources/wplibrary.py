"""What a stored WordPress post only points at (pictures, reusable blocks) comes in; the post with it in place goes out.

A gallery names attachments by number, and a synced pattern ("reusable block") lies in an item of its own; in an export
either may come after the post. Reference: the `gallery` short code and the block `core/block` of WordPress.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_REUSED = 100
"""Reusable blocks that are put into one post, those in others counted."""
MAX_BLOCK = 200_000
"""Characters of a reusable block; a larger one is none that an editor wrote."""
_REUSED = re.compile(r'<!--\s*wp:(?:core/)?block\s(?:(?!-->).)*?"ref"\s*:\s*(\d+)(?:(?!-->).)*-->', re.S)
_GALLERY = re.compile(r"(?<!\[)\[gallery\b([^\]]*)\](?!\])")
_NAMED = re.compile(r"\b(?:ids|include|id)\s*=")
_NUMBERS = re.compile(r"\b(?P<how>ids|include|id)\s*=\s*[\"'“”]?\s*(?P<which>\d+(?:\s*,\s*\d+)*)")
_PICTURE = re.compile(r"\.(jpe?g|png|gif|webp|avif|svg|bmp|heic|tiff?)$", re.I)


@dataclass(frozen=True, slots=True)
class Picture:
    """An attachment."""

    address: str
    alt: str = ""
    caption: str = ""
    """HTML."""


@dataclass(slots=True)
class Library:
    """Everything that posts may point at, by number."""

    pictures: dict[str, Picture] = field(default_factory=dict)
    of_post: dict[str, list[str]] = field(default_factory=dict)
    """The pictures that were uploaded with a post."""
    blocks: dict[str, str] = field(default_factory=dict)
    """Reusable blocks, as stored."""

    def keep_picture(self, number: str, picture: Picture, post: str) -> None:
        self.pictures[number] = picture
        self.of_post.setdefault(post, []).append(number)

    def keep_block(self, number: str, stored: str) -> None:
        if len(stored) <= MAX_BLOCK:
            self.blocks[number] = stored


def with_post(stored: str, post: str) -> str:
    """`stored` with every gallery that names no pictures, which means those of its own post, naming that `post`."""
    return _GALLERY.sub(lambda found: found[0] if _NAMED.search(found[1]) else f'[gallery id="{post}"]', stored)


def completed(stored: str, library: Library) -> str:
    """`stored` with reusable blocks and galleries in place; what the library does not hold leaves no trace."""
    text = _with_blocks(stored, library, iter(range(MAX_REUSED)), frozenset())
    return _GALLERY.sub(lambda found: _gallery(found[1], library), text)


def _with_blocks(text: str, library: Library, left: Iterator[int], within: frozenset[str]) -> str:
    """A block that holds itself is left out, as WordPress does."""

    def put(found: re.Match[str]) -> str:
        number = found[1]
        if number in within or next(left, None) is None:
            return ""
        return _with_blocks(library.blocks.get(number, ""), library, left, within | {number})

    return _REUSED.sub(put, text)


def _gallery(values: str, library: Library) -> str:
    named = _NUMBERS.search(values)
    if named is None:
        return ""
    numbers = re.split(r"\s*,\s*", named["which"])
    if named["how"] == "id":
        numbers = library.of_post.get(numbers[0], [])
    pictures = (library.pictures.get(number) for number in numbers)
    figures = "\n".join(_figure(one) for one in pictures if one and _PICTURE.search(one.address))
    return f"\n\n{figures}\n\n" if figures else ""


def _figure(picture: Picture) -> str:
    shown = f"<figcaption>{picture.caption}</figcaption>" if picture.caption else ""
    source, alt = html.escape(picture.address), html.escape(picture.alt)
    return f'<figure class="wp-caption"><img src="{source}" alt="{alt}">{shown}</figure>'
