"""Addresses as strangers write them, taken apart without surprises."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

_NONE = SplitResult("", "", "", "", "")


def split(address: str) -> SplitResult:
    """The parts of an address; all of them empty when it cannot be one ("https://[" ...)."""
    try:
        parts = urlsplit(address)
        _ = parts.hostname, parts.port  # asked for later, and just as ready to raise
    except ValueError:
        return _NONE
    return parts
