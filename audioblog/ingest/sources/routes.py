"""What the user pointed at comes in, a `Source` of posts goes out, without any flag: each route looks at what is there.

A further kind of source is one more line in `ROUTES`, or a `Route` that an installed package names in the entry point
group `audioblog.sources`:

    [project.entry-points."audioblog.sources"]
    pigeon = "audioblog_pigeon:ROUTE"
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from audioblog.errors import SourceError, UsageError
from audioblog.ingest.network.fetch import Fetcher
from audioblog.ingest.sources import blogger, feed, files, folder, ghost, jsonfeed, site, sitemap, wxr, zips
from audioblog.ingest.sources.found import POSSIBLE, Desk, Found, Source, look

__all__ = ["GROUP", "ROUTES", "Route", "Source", "open_source"]

GROUP = "audioblog.sources"


@dataclass(frozen=True, slots=True)
class Route:
    """One way to posts."""

    name: str
    recognise: Callable[[Found], bool]
    open: Callable[[Found, Desk], Source]


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


def open_source(source: str, fetcher: Fetcher, stdin: Any, now: datetime, since: datetime | None = None) -> Source:
    """The posts of an address, a file, a folder or "-" (read from `stdin`, a file of bytes or text).

    Nothing but the beginning is read here; `now` decides which posts lie in the future. `since` (aware) says that the
    last complete reading of this source began then: a source that can tell may leave out what has not changed since.
    Raises UsageError for what can be no source, SourceError ("no-such-file", "no-feed", "no-posts", "bad-feed",
    "unknown-source" ...) and FetchError.
    """
    found = look(source, fetcher, stdin)
    for route in _routes():
        if route.recognise(found):
            return route.open(found, Desk(fetcher, now, since))
    name = found.url or found.path or "Standard input"
    raise SourceError(f"{name} is {found.not_text}, which cannot be read aloud.", POSSIBLE, code="unknown-source")


def _routes() -> Iterator[Route]:
    """Installed routes before the built-in ones, which leave nothing on the web or among texts to others."""
    from importlib.metadata import entry_points  # a slow import that a look at the command line does not need

    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            route = point.load()
        except (ImportError, AttributeError) as error:
            raise _bad_plug_in(point.name, point.value, str(error)) from error
        if not isinstance(route, Route):
            raise _bad_plug_in(point.name, point.value, "it is no Route")
        yield route
    yield from ROUTES


def _bad_plug_in(name: str, value: str, why: str) -> UsageError:
    return UsageError(
        f"The source “{name}” that is installed as {value} cannot be loaded: {why}.",
        "Install the package that provides it again, or remove it.",
        code="bad-plug-in",
    )
