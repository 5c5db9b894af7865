"""A show's other feeds: which of its episodes belong to one, and what it calls itself. Pure.

By rule (tag, author, language, a number), and the flash briefing of smart speakers, whose limits are Amazon's ("Feed
requirements for flash briefings"): five items, newest first, MP3 over HTTPS, ten minutes, -14 LUFS (-19 to -9), true
peak -2 dBFS. What does not fit is left out, and said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from audioblog.model import Episode, Show
from audioblog.publish.wording import one_line
from audioblog.show import SideFeed

BRIEFING_ITEMS = 5
BRIEFING_MS = 600_000
BRIEFING_LUFS = (-19.0, -9.0)
BRIEFING_PEAK_DB = -2.0


@dataclass(frozen=True, slots=True)
class OtherFeed:
    """A line of the page on how to subscribe."""

    title: str
    address: str
    """Relative to the public folder."""


def side_show(show: Show, name: str) -> Show:
    """The show as its feed `name` presents it: an own title, GUID and language, the same pages and files."""
    side = show.feeds[name]
    return replace(
        show,
        title=side.title or show.title,
        description=side.description or show.description,
        language=side.language if "-" in side.language else _language(show, side),
        guid=side.guid,
        moved_to="",
    )


def _language(show: Show, side: SideFeed) -> str:
    """ "cy" for the Welsh posts of an English blog; the show's own "en-GB" where the feed says only "en"."""
    return side.language if side.language and not _speaks(show.language, side.language) else show.language


def chosen(side: SideFeed, show: Show, newest_first: Sequence[Episode]) -> tuple[list[Episode], list[str]]:
    """The episodes of the feed, newest first, and what an editor should know of those that could not be taken."""
    episodes = [episode for episode in newest_first if belongs(side, episode)]
    if not side.flash_briefing:
        return episodes[: side.limit or None], [] if episodes else ["no post belongs to it yet"]
    if not show.base_url.startswith("https://"):
        return [], ["smart speakers take it from https addresses only; build with --base-url https://…"]
    wanted = min(side.limit or BRIEFING_ITEMS, BRIEFING_ITEMS)
    taken: list[Episode] = []
    told: list[str] = []
    for episode in episodes:
        if len(taken) == wanted:
            break
        faults = "; ".join(_unfit(episode))
        if faults:
            told.append(f"left out “{one_line(episode.title)}”: {faults}")
        else:
            taken.append(episode)
    return taken, told[:BRIEFING_ITEMS]


def belongs(side: SideFeed, episode: Episode) -> bool:
    """Whether the rule takes the episode: each condition that it has must hold."""
    return (
        (not side.tags or _any_of(side.tags, episode.tags))
        and (not side.authors or _any_of(side.authors, [episode.author]))
        and (not side.language or _speaks(episode.language, side.language))
    )


def _any_of(wanted: Iterable[str], given: Iterable[str]) -> bool:
    return not {one_line(each).casefold() for each in wanted}.isdisjoint(one_line(each).casefold() for each in given)


def _speaks(language: str, wanted: str) -> bool:
    """RFC 4647 basic filtering: "en" takes "en-GB", "en-GB" does not take "en-US"."""
    return f"{language.lower()}-".startswith(f"{wanted.lower()}-")


def _unfit(episode: Episode) -> Iterator[str]:
    low, high = BRIEFING_LUFS
    if episode.duration_ms > BRIEFING_MS:
        yield f"it lasts {episode.duration_ms / 60_000:.1f} minutes, and ten are allowed"
    if episode.lufs is None or not low <= episode.lufs <= high:
        measured = "not measured" if episode.lufs is None else f"{episode.lufs:.1f} LUFS"
        yield f"its loudness is {measured}, and {low:.0f} to {high:.0f} are allowed"
    if episode.true_peak_db is None or episode.true_peak_db > BRIEFING_PEAK_DB:
        measured = "not measured" if episode.true_peak_db is None else f"{episode.true_peak_db:.1f} dB"
        yield f"its true peak is {measured}, and at most {BRIEFING_PEAK_DB:.0f} is allowed"
