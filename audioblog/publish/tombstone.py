"""What stays of a withdrawn episode: a page at its old address that says so. Show and Tombstone in, HTML out; pure.

It names neither the title nor a word of the text, because these may be the reason, and asks search engines to forget
the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from audioblog.model import Show
from audioblog.publish.site import page


@dataclass(frozen=True, slots=True)
class Tombstone:
    slug: str
    at: datetime
    reason: str = ""
    """For listeners; "" when none is given."""

    @property
    def path(self) -> str:
        """Of the page, relative to public/: that of the episode that stood there."""
        return f"episodes/{self.slug}/index.html"


def tombstone_page(show: Show, tombstone: Tombstone) -> bytes:
    return page("withdrawn.html", root="../../", show=show, tombstone=tombstone)
