"""Show and Episodes in, the bytes of an RSS 2.0 feed out: pure, without clock or locale; the same in, the same out.

feedgen 1.0.0 is told everything in the order in which it gets it right; each of its traps is named where it is avoided.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from audioblog.address import ascii_address
from audioblog.errors import PublishError
from audioblog.model import Episode, Show
from audioblog.publish.categories import checked_category
from audioblog.publish.cover import Cover
from audioblog.publish.headers import TYPES
from audioblog.publish.identity import check_names, media_url, page_url
from audioblog.publish.shownotes import channel_description, description, notice, plain, summary
from audioblog.publish.wording import DOWNLOADS, clean, language_tag, one_line, shorten

if TYPE_CHECKING:
    from feedgen.feed import FeedGenerator

PAGE = 300
"""Items a page: Apple's old limit, and about a third of a megabyte."""
FULL_TEXT = 50
"""How many of the newest items carry the whole text."""
_TITLE = 255
_PLAIN = re.compile(rb"<(title|copyright|managingEditor|itunes:(?:title|author|name|summary))>[^<]*</\1>")

TRANSCRIPTS = (("vtt", "text/vtt"), ("srt", "application/x-subrip"), ("json", "application/json"))


def newest_first(episodes: Sequence[Episode]) -> list[Episode]:
    """By date; episodes of one moment by guid, so that the order never wavers."""
    return sorted(episodes, key=lambda episode: (episode.published, episode.guid), reverse=True)


def feed_pages(episodes: Sequence[Episode], stem: str = "feed") -> dict[str, list[Episode]]:
    """File name -> its episodes, newest first. `feed.xml` has the newest 300, `feed-2.xml` the oldest, and so on.

    Pages are counted from the oldest so that a page once written never changes again; the newest of them may overlap
    with `feed.xml`, where apps know an item again by its guid. `stem`: the name without ".xml".
    """
    ordered = newest_first(episodes)
    oldest_first = ordered[::-1]
    pages = {f"{stem}.xml": ordered[:PAGE]}
    for start in range(0, len(ordered) - PAGE, PAGE):
        pages[f"{stem}-{start // PAGE + 2}.xml"] = oldest_first[start : start + PAGE][::-1]
    return pages


def feed_xml(
    show: Show,
    episodes: Sequence[Episode],
    notes: Mapping[str, str],
    cover: Cover,
    *,
    page: str = "feed.xml",
    pages: int = 1,
    emptied: datetime | None = None,
) -> bytes:
    """The feed of `episodes` (any order). `notes`: guid -> full text as HTML; `page`: this file; `pages`: how many
    files the feed has.

    Raises PublishError for a category that Apple does not know, names that clash, and a feed without items, unless
    `emptied` says when the last of them was withdrawn.
    """
    if not episodes and emptied is None:
        raise PublishError(
            "A feed without episodes is not published: apps would show an empty show.", code="empty-feed"
        )
    check_names(episodes)
    ordered = newest_first(episodes)
    feed = _generator(max((episode.updated for episode in ordered), default=emptied))
    _channel(feed, show, ordered, cover)
    feed.podcast20.published(ordered[0].published if ordered else emptied)
    _links(feed, show, page, pages)
    for episode in ordered:
        # Default order of feedgen is "prepend", which would turn the feed round.
        _item(feed.add_entry(order="append"), show, episode, notes.get(episode.guid, ""))
    return _for_readers(feed.rss_str(pretty=True))


def _for_readers(data: bytes) -> bytes:
    """The same XML as the RSS profile advises: "&" of plain text as "&#x26;", which apps that unescape twice survive.

    U+FFFD, left by a wrong decoding long before us, is a question mark: validators take it for a fault of the feed.
    """
    data = data.replace("\ufffd".encode(), b"?")
    return _PLAIN.sub(lambda found: found.group().replace(b"&amp;", b"&#x26;"), data)


def _generator(updated: datetime | None) -> FeedGenerator:
    import feedgen.feed  # lxml loads with it: only when a feed is written

    from audioblog.publish.podcast20 import ItunesEntry, ItunesFeed, Podcast20Entry, Podcast20Feed

    feed = feedgen.feed.FeedGenerator()
    # Unset, lastBuildDate is the clock. It is the one date that feedgen writes (switching the locale for a moment).
    assert updated is not None, "a feed has items, or was emptied at some time"
    feed.lastBuildDate(updated.astimezone(UTC))
    feed.register_extension("itunes", ItunesFeed, ItunesEntry, atom=False)
    feed.register_extension("podcast20", Podcast20Feed, Podcast20Entry, atom=False)
    return feed


def _channel(feed: Any, show: Show, ordered: Sequence[Episode], cover: Cover) -> None:
    title = shorten(plain(show.title), _TITLE) or show.slug
    author = shorten(plain(show.author), _TITLE) or title
    picture, email = show.base_url + cover.name, one_line(show.owner_email)
    feed.title(title)
    feed.description(channel_description(show))
    feed.language(language_tag(show.language).lower() or "en")
    feed.generator("audioblog")
    feed.copyright(shorten(plain(show.copyright), _TITLE) or author)
    feed.image(picture, title, show.base_url)
    feed.ttl(60)
    if email:
        feed.managingEditor(f"{email} ({author})")
        feed.itunes.itunes_owner(name=author, email=email)
    category, sub = checked_category(show.category, show.subcategory)
    feed.itunes.itunes_category({"cat": category, "sub": sub} if sub else {"cat": category})
    feed.itunes.itunes_author(author)
    feed.itunes.itunes_image(picture)  # silently dropped unless it ends in .jpg or .png: cover.py names it so
    feed.itunes.itunes_type("episodic")
    feed.itunes.explicit(show.explicit)
    podcast = feed.podcast20
    podcast.guid(show.guid)
    podcast.locked(show.locked, owner=email)
    podcast.medium(show.medium)
    if plain(show.license):
        podcast.license(one_line(show.license), ascii_address(show.license_url))
    if funding := ascii_address(show.funding_url):
        podcast.funding(funding, shorten(show.funding, 128) or "Support this podcast")
    if ordered and plain(ordered[0].voice):
        podcast.person(_narrator(ordered[0]), role="narrator", group="cast")
    podcast.image(picture, alt=one_line(cover.alt), width=cover.width, height=cover.height, mime=cover.mime)
    podcast.ai_content()
    if show.private:
        podcast.block()


def _links(feed: Any, show: Show, page: str, pages: int) -> None:
    """Links to this page and its neighbours. feedgen makes the last one set the channel's own: alternate last."""
    here = re.fullmatch(r"(.+?)(?:-(\d+))?\.xml", page)
    assert here is not None, "a page's name is the feed's, with a number from the second on"
    moved = ascii_address(show.moved_to) if page == "feed.xml" else ""
    feed.link(href=moved or show.base_url + page, rel="self", type="application/rss+xml")
    feed.link(href=show.base_url, rel="alternate")
    if moved:
        feed.itunes.itunes_new_feed_url(moved)
    if show.hub and not show.private:  # a hub would learn, and pass on, an address that is a listener's own
        feed.podcast20.hub(show.hub)
    if pages == 1:
        return
    # No link to newer pages: it would change when one is added, validators know only RFC 5005's name for it
    # ("previous") and others only HTML's ("prev"), and no app walks that way.
    stem, number = here[1], int(here[2]) if here[2] else pages + 1
    related = {"first": f"{stem}.xml", "last": f"{stem}-2.xml"}
    if number > 2:
        related["next"] = f"{stem}-{number - 1}.xml"
    for rel, name in related.items():
        feed.podcast20.page(rel, show.base_url + name)


def _item(entry: Any, show: Show, episode: Episode, full_text: str) -> None:
    title = shorten(plain(episode.title), _TITLE) or "Untitled post"
    entry.title(title)
    entry.guid(clean(episode.guid), permalink=False)
    entry.link(href=page_url(show, episode))
    entry.description(description(show, episode))
    if full_text:
        entry.content(clean(full_text) + notice(show, episode), type="CDATA")
    entry.podcast20.published(episode.published)
    entry.enclosure(media_url(show, episode, "mp3"), str(episode.bytes), "audio/mpeg")
    for download in episode.downloads:
        url, mime = media_url(show, episode, download.kind), TYPES[f".{download.kind}"]
        entry.podcast20.alternate_enclosure(url, mime, length=download.bytes, title=DOWNLOADS[download.kind])
    itunes = entry.itunes
    itunes.itunes_duration(max(round(episode.duration_ms / 1000), 1))
    itunes.itunes_author(shorten(plain(episode.author), _TITLE) or shorten(plain(show.author), _TITLE) or show.slug)
    itunes.itunes_title(title)
    itunes.itunes_episode_type("full")
    itunes.explicit(show.explicit)
    if about := summary(episode):
        itunes.itunes_summary(about)
    _podcast_tags(entry.podcast20, show, episode)


def _podcast_tags(podcast: Any, show: Show, episode: Episode) -> None:
    url = partial(media_url, show, episode)
    for suffix, mime in TRANSCRIPTS:
        podcast.transcript(url(suffix), mime, language=language_tag(episode.language), captions=True)
    podcast.transcript(page_url(show, episode), "text/html", language=language_tag(episode.language))
    if episode.chapters:
        podcast.chapters(url("chapters.json"))
    if plain(episode.voice):
        podcast.person(_narrator(episode), role="narrator", group="cast")
    if author := shorten(plain(episode.author), 128):
        podcast.person(author, role="writer", group="writing")
    if original := ascii_address(episode.url):
        podcast.content_link(original, "Read the original post")
    podcast.ai_content()


def _narrator(episode: Episode) -> str:
    return f"{shorten(plain(episode.voice), 100)} (synthetic)"
