"""The pages: index, archive by year, one an episode, how to subscribe. Pure: model types in, bytes of HTML out.

All of them extend templates/base.html; addresses are relative, so that the folder works anywhere, even from a disk.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from audioblog.address import is_web_address
from audioblog.model import Episode, Post, Show, Timeline
from audioblog.publish.article import full_text, title_html
from audioblog.publish.chapters import chapter_list
from audioblog.publish.cover import Cover
from audioblog.publish.ledger import ledger
from audioblog.publish.shownotes import channel_description
from audioblog.publish.sidefeeds import OtherFeed
from audioblog.publish.wording import (
    DOWNLOADS,
    clean,
    counted,
    date_words,
    duration_words,
    file_name,
    language_tag,
    one_line,
    right_to_left,
    shorten,
    size_words,
)

if TYPE_CHECKING:
    from jinja2 import Environment

_HERE = Path(__file__).parent
ASSETS = ("site.css", "player.js")
NEWEST = 100
"""Episodes on the index; with more there is a page for each year, so that no page is too long to hear through."""


def asset(name: str) -> bytes:
    return (_HERE / "assets" / name).read_bytes()


def episode_page(show: Show, episode: Episode, post: Post, timeline: Timeline) -> bytes:
    """The page of one episode: player, downloads, chapters, the full text in step with the audio, the ledger."""
    title = one_line(post.title) or one_line(episode.title) or "Untitled post"
    return page(
        "episode.html",
        root="../../",
        show=show,
        episode=episode,
        title=title,
        subject=title,
        title_html=Markup(title_html(post, timeline)) if one_line(post.title) else "",
        media=f"../../{episode.media}",
        formats=DOWNLOADS,
        chapters=chapter_list(episode),
        text=Markup(full_text(post, timeline, top=3)),
        ledger=ledger(timeline.script),
    )


def index_page(show: Show, episodes: Sequence[Episode], cover: Cover) -> bytes:
    """The front page. `episodes`: newest first; also says so when there are none."""
    newest = episodes if len(episodes) <= NEWEST else episodes[:NEWEST]
    archives = [] if len(episodes) <= NEWEST else [(year, len(group)) for year, group in by_year(episodes)]
    return page(
        "index.html",
        root="",
        here="index",
        show=show,
        about=channel_description(show),
        cover=cover,
        total=len(episodes),
        duration=_total_words(episodes),
        years=by_year(newest),
        archives=archives,
    )


def archive_names(episodes: Sequence[Episode]) -> list[str]:
    """The paths of the pages by year: none while the index shows all episodes."""
    years = sorted({episode.published.year for episode in episodes}, reverse=True)
    return [_archive(year) for year in years] if len(episodes) > NEWEST else []


def _archive(year: int) -> str:
    return f"archive/{year}/index.html"


def archive_pages(show: Show, episodes: Sequence[Episode]) -> dict[str, bytes]:
    """Path -> page for each year, when the index cannot show all. `episodes`: newest first."""
    if not archive_names(episodes):
        return {}
    return {
        _archive(year): page(
            "archive.html",
            root="../../",
            show=show,
            year=year,
            total=len(group),
            duration=_total_words(group),
            years=[(year, group)],
        )
        for year, group in by_year(episodes)
    }


def subscribe_page(show: Show, others: Sequence[OtherFeed] = ()) -> bytes:
    """How to subscribe: the address, the steps in each app, and the show's other feeds."""
    feed = show.base_url + "feed.xml"
    parts = urlsplit(feed)
    return page(
        "subscribe.html",
        root="",
        here="subscribe",
        show=show,
        feed=feed,
        others=others,
        app_link=Markup("podcast://{}").format(feed.partition("://")[2]),
        local=parts.hostname in {"localhost", "127.0.0.1", "::1"},
    )


def by_year(episodes: Sequence[Episode]) -> list[tuple[int, list[Episode]]]:
    return [(year, list(group)) for year, group in groupby(episodes, key=lambda episode: episode.published.year)]


def _total_words(episodes: Sequence[Episode]) -> str:
    return duration_words(sum(episode.duration_ms for episode in episodes))


def page(template: str, **values: Any) -> bytes:
    """A template filled in. `here`: which link of the navigation leads here; `subject`: of a letter about the page."""
    values.setdefault("here", "")
    values.setdefault("subject", values["show"].title)
    return clean(_environment().get_template(template).render(values)).encode()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        line=one_line,
        short=_short,
        date=date_words,
        duration=duration_words,
        size=size_words,
        counted=counted,
        is_web=is_web_address,
        file_name=file_name,
    )
    environment.globals.update(lang=_lang, bidi=_bidi)
    return environment


def _short(text: str, limit: int = 60) -> str:
    return shorten(text, limit)


def _lang(tag: str) -> str:
    """The attribute for words in the post's language, where that is not the page's own."""
    known = language_tag(tag)
    return Markup(' lang="{}"').format(known) if known and known != "en-GB" else ""


def _bidi(text: str) -> str:
    return Markup(' dir="auto"') if right_to_left(text) else Markup(escape(""))
