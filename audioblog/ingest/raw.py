"""Where the two halves of `ingest` meet: a source yields `RawPost`s, the reader (`read.py`) makes `Post`s of them.

Both types are frozen and picklable, because extraction runs in a worker that can be killed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import datetime
from typing import Any, Literal, TypeVar

from audioblog.model import Comment

Format = Literal["page", "body", "markdown", "text"]
"""page: a whole HTML page, in which the article has to be found; body: the article's own HTML and nothing else."""


@dataclass(frozen=True, slots=True)
class RawPost:
    """One post as its source gives it; everything but `id`, `source`, `format` and `content` may be unknown ("")."""

    id: str
    """Stable in its source: a feed's guid, a CMS's number, an address without tracking, a path within the folder."""
    source: str
    """What the user pointed at, or the post's own address: for messages."""
    format: Format
    content: str
    url: str = ""
    """The post's own address; relative links in `content` are resolved against it."""
    title: str = ""
    """Plain text, entities decoded."""
    author: str = ""
    published: datetime | None = None
    """Aware, UTC."""
    updated: datetime | None = None
    publish_at: datetime | None = None
    """An embargo that the source states; aware, UTC."""
    language: str = ""
    """BCP 47 tag."""
    summary: str = ""
    """Plain text."""
    tags: tuple[str, ...] = ()
    image: str = ""
    """Absolute address."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Written -> said: the post's own pronunciations."""
    comments: tuple[Comment, ...] = ()
    provenance: tuple[tuple[str, str], ...] = ()
    """(field, where the source declares it), e.g. ("author", "feed"), ("title", "front matter")."""


T = TypeVar("T")
_SURROGATES = re.compile("[\ud800-\udfff]")


def well_formed(value: T) -> T:
    """`value` (a text, or a dataclass, tuple or mapping that holds some) with U+FFFD for every lone surrogate.

    JSON can name one (RFC 8259, 8.2), and so can the name of a file; no UTF-8 can hold it.
    """
    return _well_formed(value)  # type: ignore[no-any-return]


def _well_formed(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isascii() else _SURROGATES.sub("\ufffd", value)
    if isinstance(value, tuple):
        return tuple(map(_well_formed, value))
    if isinstance(value, Mapping):
        return {_well_formed(key): _well_formed(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _well_formed(getattr(value, each.name)) for each in fields(value)})
    return value


DECLARED = ("title", "author", "published", "updated", "language", "summary", "tags", "image", "comments")


def declared_by(origin: str, post: RawPost) -> RawPost:
    """`post` with the origin of every field that it knows; a field whose origin it names already keeps that."""
    named = dict(post.provenance)
    found = {field: origin for field in DECLARED if getattr(post, field)}
    return replace(post, provenance=tuple((found | named).items()))


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What a source says of itself: the defaults of a Show."""

    title: str = ""
    description: str = ""
    language: str = ""
    author: str = ""
    link: str = ""
    image: str = ""
    route: str = ""
    """"feed", "page", "folder", "markdown", "html", "text" ..."""
