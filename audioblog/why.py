"""A post's name in; why it is, or is not, in the feed, where, and what has happened to it out. Changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from audioblog.config import Workspace
from audioblog.errors import UsageError
from audioblog.life import Standing, public_episodes, public_from, standing
from audioblog.lookup import find_posts
from audioblog.publish.feed import feed_pages
from audioblog.publish.wording import date_words
from audioblog.release import last_publication
from audioblog.standing import last_run
from audioblog.state import Catalogue, Entry, Event, Withdrawal


@dataclass(frozen=True, slots=True)
class Why:
    """One post of one show."""

    show: str
    post: str
    guid: str
    title: str
    standing: Standing
    because: str
    """The standing in a sentence."""
    feed: str = ""
    """The page of the feed that names it: "feed.xml", "feed-2.xml" ..."""
    page: str = ""
    """The address of its page; "" before it is public."""
    public_from: datetime | None = None
    history: tuple[Event, ...] = ()


def why(workspace: Workspace, name: str, *, show: str, clock: Callable[[], datetime]) -> tuple[Why, ...]:
    """An answer for each show that knows the post. UsageError, with the last run's failure, when none does."""
    file = workspace.work / "state.db"
    if not file.is_file():
        raise UsageError(f"nothing has been built in {workspace.folder} yet", "Build it first: audioblog build SOURCE")
    with Catalogue(file) as catalogue:
        try:
            found = find_posts(catalogue, name, show)
        except UsageError as error:
            raise _failed(workspace, name) or error from error
        return tuple(_why(catalogue, entry, clock()) for entry in found)


def _failed(workspace: Workspace, name: str) -> UsageError | None:
    """What the last run said of a post that it could not make."""
    for failure in last_run(workspace.work / "runs").get("failures", ()):
        if name in failure["source"]:
            message = f"{failure['source']} is not in the feed, because the last run failed on it: {failure['message']}"
            return UsageError(message, failure["hint"])
    return None


def _why(catalogue: Catalogue, entry: Entry, now: datetime) -> Why:
    withdrawn = catalogue.withdrawals(entry.show)
    last = last_publication(catalogue.show_facts(entry.show))
    embargoes = last.show.embargoes if last else {}
    episodes = public_episodes(catalogue.entries(entry.show).values(), withdrawn, embargoes, now)
    feed = next((f for f, items in feed_pages(episodes).items() if entry.guid in {item.guid for item in items}), "")
    how = standing(entry, withdrawn, embargoes, now)
    return Why(
        show=entry.show,
        post=entry.post,
        guid=entry.guid,
        title=entry.episode.title if entry.episode else "",
        standing=how,
        because=_because(public_from(entry, embargoes), withdrawn.get(entry.post), now, feed),
        feed=feed,
        page=f"{last.show.base_url}episodes/{entry.slug}/" if last and how in ("public", "withdrawn") else "",
        public_from=public_from(entry, embargoes),
        history=catalogue.history(entry.show, entry.post),
    )


def _because(moment: datetime | None, stone: Withdrawal | None, now: datetime, feed: str) -> str:
    if stone:
        reason = f" The reason given: {stone.reason}" if stone.reason else ""
        return f"it was withdrawn on {date_words(stone.at)}, and stays out until `audioblog withdraw --undo`.{reason}"
    if moment is None:
        return "it is known, but has not been made; the next build tries again."
    if moment > now:
        return f"it is made, and goes public with the first build after {moment:%Y-%m-%d %H:%M} UTC."
    return f"it is public, in {feed}."


def text(found: Iterable[Why]) -> Iterator[str]:
    """The answer for people."""
    for each in found:
        yield f"“{each.title or each.post}” in {each.show}: {each.because}"
        if each.page:
            yield f"  Page: {each.page}"
        yield f"  GUID: {each.guid}"
        for event in each.history:
            yield f"  {event.at:%Y-%m-%d %H:%M}: {event.what}{f', {event.detail}' if event.detail else ''}"
