"""A web address as people write it in; the same in ASCII out, fit for a feed, a tag and a request. Pure."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit


def ascii_address(url: str) -> str:
    """A web address with letters beyond ASCII encoded (RFC 3987), as feeds want it; "" for what is no web address."""
    if not is_web_address(url):
        return ""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
        path, query, fragment = (quote(part, safe="%/:=&?~#+!$,;'@()*[]") for part in parts[2:])
    except ValueError:  # of UnicodeError too: no such address can exist
        return ""
    return urlunsplit((parts.scheme, host + port, path, query, fragment)) if host else ""


def is_web_address(url: str) -> bool:
    """True for an http(s) address in one piece, fit for an href or a feed."""
    return bool(re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", url, re.IGNORECASE))
