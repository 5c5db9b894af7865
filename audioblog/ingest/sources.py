"""What the user pointed at comes in, a `Source` of posts goes out, without any flag: each route looks at what is there.

A further kind of source is one more line in `ROUTES`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from audioblog.errors import SourceError
from audioblog.ingest import blogger, feed, files, folder, ghost, jsonfeed, site, sitemap, wxr, zips
from audioblog.ingest.fetch import Fetcher
from audioblog.ingest.found import POSSIBLE, Desk, Found, Listing, Source, look

__all__ = ["ROUTES", "Route", "Source", "open_source"]


@dataclass(frozen=True, slots=True)
class Route:
    """One way to posts."""

    name: str
    recognise: Callable[[Found], bool]
    open: Callable[[Found, Desk], Listing]


ROUTES = (
    Route("folder", folder.recognise, folder.open_folder),
    Route("wordpress export", wxr.recognise, wxr.open_wxr),
    Route("export in a zip", zips.recognise, zips.open_zip),
    Route("blogger export", blogger.recognise, blogger.open_blogger),
    Route("ghost", ghost.recognise, ghost.open_ghost),
    Route("json feed", jsonfeed.recognise, jsonfeed.open_json_feed),
    Route("feed", feed.recognise, feed.open_feed),
    Route("sitemap", sitemap.recognise, sitemap.open_sitemap),
    Route("page", site.recognise, site.open_page),
    Route("file", files.recognise, files.open_file),
)
"""The more special before the more general; the first that recognises what was found opens it."""


def open_source(source: str, fetcher: Fetcher, stdin: Any, now: datetime) -> Source:
    """The posts of an address, a file, a folder or "-" (read from `stdin`, a file of bytes or text).

    Nothing but the beginning is read here; `now` decides which posts lie in the future. Raises UsageError for what can
    be no source, SourceError ("no-such-file", "no-feed", "no-posts", "bad-feed", "unknown-source" ...) and FetchError.
    """
    found = look(source, fetcher, stdin)
    for route in ROUTES:
        if route.recognise(found):
            return route.open(found, Desk(fetcher, now))
    name = found.url or found.path or "Standard input"
    raise SourceError(f"{name} is {found.not_text}, which cannot be read aloud.", POSSIBLE, code="unknown-source")
