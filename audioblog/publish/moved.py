"""A show whose feed has moved in, what to tell its old web server out: pure text for an editor to hand on."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from audioblog.address import ascii_address
from audioblog.errors import PublishError
from audioblog.model import Show


def check_moved(show: Show) -> None:
    """PublishError unless `moved_to` is empty, or the full address of a feed that is not this one."""
    if show.moved_to and not ascii_address(show.moved_to):
        hint = "Give the feed's new address in full, like https://new.example.org/feed.xml."
        raise PublishError(f"moved_to of the show is no web address: {show.moved_to!r}", hint, code="moved-to")
    if show.moved_to == f"{show.base_url}feed.xml":
        hint = "Take moved_to away in the show's file at the new place; it belongs into the old one."
        raise PublishError("moved_to names this very feed: apps would go round in circles", hint, code="moved-to")


def recipe(show: Show) -> Iterator[str]:
    """Lines that tell how to send apps on from the old address. Apps follow a 301, and the tag in the old feed."""
    path, new = urlsplit(f"{show.base_url}feed.xml").path, ascii_address(show.moved_to)
    yield f"This feed has moved to {new}, and says so. Keep it where it is for at least a month."
    yield "When the new feed answers, let the old web server send apps on, with one of these:"
    yield f"  nginx:  location = {path} {{ return 301 {new}; }}"
    yield f"  Caddy:  redir {path} {new} 301"
