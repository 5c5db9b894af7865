"""Names that last: a show's and an episode's GUID, and the slug that their files and pages are called by.

Each is minted once, when it is first needed, kept in the catalogue and never computed again. They depend on the source
and not on where the edition is published, so an edition that loses its catalogue gets the same names back.
"""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Container
from datetime import datetime

PODCAST_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The podcast namespace's own: https://github.com/Podcastindex-org/podcast-namespace, docs/tags/guid.md."""
SLUG_LENGTH = 80
"""Characters; file names stay below every system's limit with a hash and a suffix added."""


def podcast_guid(address: str) -> str:
    """UUIDv5 of an address without its scheme and trailing slashes, as the podcast namespace wants it."""
    return str(uuid.uuid5(PODCAST_NAMESPACE, re.sub(r"^\w+://", "", address).rstrip("/")))


def side_guid(show_guid: str, feed: str) -> str:
    """The podcast:guid of another feed of the show, which is a podcast of its own to every app."""
    return str(uuid.uuid5(uuid.UUID(show_guid), f"feed {feed}"))


def episode_guid(show_guid: str, post_id: str) -> str:
    """A `urn:uuid:` that only this post in this show has."""
    return uuid.uuid5(uuid.UUID(show_guid), post_id).urn


def mint_slug(title: str, published: datetime | None, taken: Container[str]) -> str:
    """A short ASCII name for files and addresses, with the date in front, different from all that are taken.

    Apple wants ASCII letters and digits in media addresses. Titles in other scripts keep only their date and a number.
    """
    folded = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", folded))
    date = [published.strftime("%Y-%m-%d")] if published else []
    stem = "-".join([*date, *words]) or "post"
    stem = stem if len(stem) <= SLUG_LENGTH else stem[: SLUG_LENGTH + 1].rpartition("-")[0] or stem[:SLUG_LENGTH]
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
