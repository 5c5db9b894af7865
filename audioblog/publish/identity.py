"""Names and addresses that must never change by accident. Pure functions of Show and Episode."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from audioblog.errors import PublishError
from audioblog.model import Episode, Show

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]*")
"""What may stand in an address without escapes: Apple takes ASCII only in an enclosure."""


def page_path(episode: Episode) -> str:
    """The folder of an episode's page, relative to public/; ends with a slash."""
    return f"episodes/{episode.slug}/"


def page_url(show: Show, episode: Episode) -> str:
    return show.base_url + page_path(episode)


def media_url(show: Show, episode: Episode, suffix: str) -> str:
    return f"{show.base_url}{episode.media}.{suffix}"


def check_address(show: Show) -> None:
    """Raise PublishError unless the place where the edition will be reached is a plain web address."""
    if not re.fullmatch(r"https?://[A-Za-z0-9.\-]+(:[0-9]+)?/([A-Za-z0-9._~-]+/)*", show.base_url):
        raise PublishError(
            f"The address of the edition, {show.base_url!r}, cannot stand in a feed: apps take ASCII letters only.",
            "Give it like https://audio.example.org/blog/ with --base-url or in the show's settings.",
            code="base-url",
        )


def check_names(episodes: Sequence[Episode]) -> None:
    """Raise PublishError unless guids, slugs and media names are unique, and fit for an address and a folder."""
    for episode in episodes:
        folder, _, name = episode.media.partition("/")
        if folder != "media" or not _NAME.fullmatch(name) or not _NAME.fullmatch(episode.slug):
            raise PublishError(
                f"“{episode.title[:100]}” has a name that cannot be published: {episode.slug!r}, {episode.media!r}.",
                "Names hold letters a to z, digits and hyphens only, and media lie in media/.",
                code="bad-name",
            )
    for what in ("guid", "slug", "media"):
        name, count = next(iter(Counter(getattr(episode, what) for episode in episodes).most_common(1)), ("", 0))
        if count > 1:
            raise PublishError(
                f"{count} episodes share the {what} {name!r}; apps would show only one of them.",
                "Give each episode its own.",
                code=f"duplicate-{what}",
            )
