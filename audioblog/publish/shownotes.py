"""What an app shows of an episode: the description, and the one-sentence summary. Pure functions of Show and Episode.

The description holds, in the order of what a listener needs: what it is about, who reads and where to read it, the
chapters. It is cut part by part, never within a tag, to Apple's 4,000 bytes.
"""

from __future__ import annotations

from html import escape

from audioblog.address import ascii_address
from audioblog.model import Episode, Show
from audioblog.publish.chapters import LEAST, chapter_lines
from audioblog.publish.identity import page_url
from audioblog.publish.transcript import voice_notice
from audioblog.publish.wording import SYNTHETIC, one_line, shorten, shorten_bytes

LIMIT = 4000
"""Bytes of a description in Apple's feed requirements."""
LONGEST_LINK = 1000
"""Characters of an address that is worth its room in there; contentLink carries longer ones."""


def plain(text: str) -> str:
    """`text` for an element that holds plain text: apps that take it for HTML all the same would lose "<br>"."""
    return one_line(text).replace("<", "‹").replace(">", "›")


def channel_description(show: Show) -> str:
    """Plain text; always says that the voice is synthetic."""
    about = plain(show.description) or f"Every post of {plain(show.title)}, read aloud."
    if "synthetic voice" in about.casefold():
        return shorten_bytes(about, LIMIT)
    return f"{shorten_bytes(about, LIMIT - len(SYNTHETIC) - 1)} {SYNTHETIC}"


def summary(episode: Episode) -> str:
    """One or two sentences of plain text, for itunes:summary and lists."""
    return shorten_bytes(plain(episode.summary), 1000)


def notice(show: Show, episode: Episode) -> str:
    """A paragraph of HTML: the synthetic voice, and where the post and its transcript are."""
    links = [f'<a href="{_attribute(page_url(show, episode))}">Read the transcript</a>']
    if (original := _attribute(ascii_address(episode.url))) and len(original) <= LONGEST_LINK:
        links.insert(0, f'<a href="{original}">Read the original post</a>')
    voice = shorten(voice_notice(episode.voice), 200)
    return f"<p>{escape(voice, quote=False)} {'. '.join(links)}.</p>"


def description(show: Show, episode: Episode) -> str:
    """HTML with p, ul, li and a only, at most 4,000 bytes."""
    byline = f"By {shorten(episode.author, 200)}." if episode.author.strip() else ""
    notes = _paragraph(episode.summary, 1500) + _paragraph(byline, 600) + notice(show, episode)
    room = LIMIT - len(notes.encode()) - len("<p>Chapters:</p><ul></ul>")
    items = []
    for line in chapter_lines(episode):
        item = f"<li>{escape(line, quote=False)}</li>"
        room -= len(item.encode())
        if room < 0:
            break
        items.append(item)
    return f"{notes}<p>Chapters:</p><ul>{''.join(items)}</ul>" if len(items) >= LEAST else notes


def _paragraph(text: str, limit: int) -> str:
    """A paragraph whose text has at most `limit` bytes, also when "&" has become "&amp;"."""
    escaped, room = escape(shorten_bytes(text, limit), quote=False), limit
    while len(escaped.encode()) > limit:
        room -= max((len(escaped.encode()) - limit) // 5, 1)
        escaped = escape(shorten_bytes(text, room), quote=False)
    return f"<p>{escaped}</p>" if escaped else ""


def _attribute(url: str) -> str:
    return escape(one_line(url))
