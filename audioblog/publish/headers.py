"""The name of a published file in, the headers it is served with out: one table for our server and for object stores.

Types by the end of the name, because the system's own table differs from machine to machine.
"""

from __future__ import annotations

import re

TYPES = {
    ".chapters.json": "application/json+chapters",
    ".json": "application/json",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".xml": "application/rss+xml; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".opus": "audio/ogg",
    ".ogg": "audio/ogg",
    ".m4a": "audio/mp4",
    ".m4b": "audio/mp4",
    ".epub": "application/epub+zip",
    ".zip": "application/zip",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
AUDIO = (".mp3", ".opus", ".ogg", ".m4a", ".m4b")
_NAMED_BY_CONTENT = re.compile(r"[.-][0-9a-f]{12,64}\.[a-z0-9]+")

FOREVER = "max-age=31536000, immutable"
"""For a name that holds the hash of what it names: new bytes get a new name."""
HOUR = "max-age=3600"
"""For files beside an episode, which carry the hash of the audio and not their own."""
SHORT = "max-age=300"
"""For feed and pages: long enough to spare the server, short enough for news."""


def content_type(path: str) -> str:
    """The media type of a published file, by its name; a folder is its index.html."""
    name = path.rpartition("/")[2] or "index.html"
    return next((kind for end, kind in TYPES.items() if name.endswith(end)), "application/octet-stream")


def named_by_content(path: str) -> bool:
    """Whether equal names mean equal bytes: episode audio and covers, whose names end in their hash.

    >>> named_by_content("media/2026-04-20-tea.0123456789ab.mp3"), named_by_content("media/tea.0123456789ab.vtt")
    (True, False)
    """
    name = path.rpartition("/")[2]
    found = _NAMED_BY_CONTENT.search(name)
    return found is not None and found.end() == len(name) and name.endswith((*AUDIO, ".jpg", ".png"))


def cache_control(path: str, *, private: bool = False) -> str:
    """How long browsers, apps and CDNs may keep it; `private`: the listener's own program only."""
    in_media = "/media/" in f"/{path}"
    age = FOREVER if named_by_content(path) else HOUR if in_media else SHORT
    return f"{'private' if private else 'public'}, {age}"


def for_everyone(path: str) -> bool:
    """Whether pages of other sites may read it (CORS): players fetch transcripts, chapters, audio and feeds."""
    return "/media/" in f"/{path}" or path.endswith((".xml", ".opml"))
