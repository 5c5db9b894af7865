"""One entry of a feed, as feedparser read it, comes in; what it says of its post goes out as a `RawPost`.

Entries that hold their post are used as they are (format "body"); one that holds only a summary comes out with no
content, for `feed` to follow to its page.
"""

from __future__ import annotations

import calendar
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from audioblog.ingest.raw import RawPost, declared_by
from audioblog.ingest.sources.frontmatter import moment
from audioblog.ingest.sources.permalink import absolute, absolute_links, permalink

SUMMARY_RATIO = 1.3
"""Content shorter than this many summaries is a summary itself."""
FULL_DESCRIPTION = 1200
"""Characters from which an RSS description of several paragraphs counts as the post (many small feeds do so)."""
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Dates before the web are dates that are none (0000-00-00, the beginning of Unix time)."""

_BRACKETED = re.compile(r"(\[\s*(…|\.\.\.)\s*\]|\(\s*(…|\.\.\.)\s*\))[\s»→›>]*$")
_ELLIPSIS = re.compile(r"(…|\.\.\.)[\s»→›>]*$")
_MORE = re.compile(
    r"(?:^|[.!?…»\])\"”’]\s*|\s-\s)(continue reading|read more|read (on|the (rest|full))|keep reading|more\s*[»→]|"
    r"weiterlesen|lire la suite|seguir leyendo|leer más|lees verder|continua a leggere|leia mais)(?![^.]{120})[^.]*$",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]+>")
_PARAGRAPHS = re.compile(r"<p[\s>]|<br\s*/?>\s*<br|<h[1-6][\s>]|<li[\s>]", re.I)
_FEED_TAIL = re.compile(r"<p>\s*The post\s.{0,800}?\sappeared first on\s.{0,400}?</p>\s*$", re.I | re.S)
_EMAIL = re.compile(r"[(<]?[^\s()<>]+@[^\s()<>]+[)>]?")
_FRAGMENT = re.compile(r"\s*\([a-z]*$")
_ISO = re.compile(r"\s*\d{4}-\d")


@dataclass(frozen=True, slots=True)
class Entry:
    """A post as its feed gives it."""

    post: RawPost
    """`content` is what the feed holds, be it the post or a summary of it."""
    full: bool
    """False if the content is a summary (or nothing), and the post has to be fetched from `post.url`."""


def read_entry(entry: Any, channel: Any, version: str, feed_url: str, source: str) -> Entry:
    """`channel` and `version` are those of the feed that `entry` stands in; `feed_url` "" if it came from a file."""
    home = absolute(channel.get("link", ""), feed_url)
    url = _link(entry, home, feed_url)
    content, base = _content(entry)
    summary = entry.get("summary", "")
    has_content = bool(content)
    if any(summary == part.get("value") for part in entry.get("content", [])):  # feedparser fills a missing one in
        summary = ""
    elif not has_content:
        content, base = summary, entry.get("summary_detail", {}).get("base", "")
    if base in ("", feed_url) and url:
        base = url
    title = plain(entry.get("title", ""), _is_html(entry.get("title_detail")))
    published, updated = _dates(entry)
    post = RawPost(
        id=identity(entry.get("id", ""), url, title, content),
        source=url or source,
        format="body",
        content=content if base == url else absolute_links(content, base or home or feed_url),
        url=url,
        title=title,
        author=_author(entry, channel, version),
        published=published,
        updated=updated,
        language=_language(entry, channel),
        summary=plain(summary, True) if has_content else "",
        tags=_tags(entry),
        image=_image(entry, url or home),
    )
    post = declared_by("feed", post)
    return Entry(post, _is_full(content, summary, has_content) or not url)


def identity(guid: str, url: str, title: str, content: str) -> str:
    """What stays the same when the post is edited: its guid, else its address, else (it has neither) its text."""
    if guid.strip():
        return guid.strip()
    if url:
        return permalink(url)
    return "sha256:" + sha256(f"{title}\n{content}".encode()).hexdigest()[:32]


def plain(text: str, is_html: bool) -> str:
    """A title or summary as plain text on one line, without markup and entities."""
    if is_html or re.search(r"</?(em|i|b|strong|span|a|p|br|code|sup|sub|abbr)\b[^<>]*>", text, re.I):
        text = _TAG.sub(" " if "<p" in text or "<br" in text else "", text)
    if "&" in text:
        text = html.unescape(text)
    return " ".join(text.split())


def _is_html(detail: Any) -> bool:
    return bool(detail) and detail.get("type") in ("text/html", "application/xhtml+xml")


def _link(entry: Any, home: str, feed_url: str) -> str:
    link = entry.get("feedburner_origlink") or entry.get("link") or ""
    if link == entry.get("id") and not link.startswith(("http://", "https://")):
        return ""  # feedparser takes any guid for a link unless the feed says that it is none
    return absolute(link, feed_url, home) if link else ""


def _content(entry: Any) -> tuple[str, str]:
    """The richest content element and the address that its links are relative to."""
    ranked = sorted(
        (part for part in entry.get("content", []) if part.get("value", "").strip()),
        key=lambda part: (part.get("type") != "text/plain", len(part["value"])),
    )
    if not ranked:
        return "", ""
    best = ranked[-1]
    value = best["value"]
    if best.get("type") == "text/plain":
        value = "".join(f"<p>{html.escape(part)}</p>" for part in re.split(r"\n\s*\n", value) if part.strip())
    return value, best.get("base") or ""


def _is_full(content: str, summary: str, has_content: bool) -> bool:
    text = plain(_FEED_TAIL.sub("", content), True)
    if not text or _cut(text):
        return False
    if not has_content:
        return len(text) >= FULL_DESCRIPTION and len(_PARAGRAPHS.findall(content)) >= 2
    short = plain(_FEED_TAIL.sub("", summary), True)
    # A summary that was itself cut off ("Last year the […]") proves that the content, which is not, goes to its end.
    return not short or _cut(short) or len(text) >= SUMMARY_RATIO * len(short)


def _cut(text: str) -> bool:
    """True if a text says at its end that it goes on elsewhere; a long one may end in three dots of its author's."""
    if _BRACKETED.search(text) or _MORE.search(text[-300:]):
        return True
    return len(text) < FULL_DESCRIPTION and bool(_ELLIPSIS.search(text))


def _dates(entry: Any) -> tuple[datetime | None, datetime | None]:
    """Published and updated, in UTC; a date that is none is no error."""
    published, updated, created = (
        _moment(entry, name) if name in entry else None for name in ("published", "updated", "created")
    )
    return published or created or updated, updated


def _moment(entry: Any, name: str) -> datetime | None:
    """feedparser reads dates of every kind, and makes one of 2016-13-45 too; ISO dates are therefore read strictly."""
    try:
        if _ISO.match(entry[name]):
            found = moment(entry[name])
        else:
            parsed = entry[f"{name}_parsed"]
            found = parsed and datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return None
    return found if found and found >= EARLIEST else None


def _author(entry: Any, channel: Any, version: str) -> str:
    """Who wrote the entry; an Atom feed's authors hold for entries without one (RFC 4287, 4.2.1)."""
    names = _names(entry)
    if not names and version.startswith("atom"):
        names = _names(channel)
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _names(holder: Any) -> list[str]:
    last = holder.get("author") or ""
    names = []
    for detail in holder.get("authors", []):
        # feedparser cuts an e-mail address after four letters of its last part, and leaves the rest in the name.
        of_last = detail.get("email") and detail["email"] in last
        names.append(last if of_last else _FRAGMENT.sub("", detail.get("name") or ""))
    cleaned = (plain(_EMAIL.sub("", name), False).strip(" ()<>") for name in names or [last])
    return list(dict.fromkeys(name for name in cleaned if name))


def _language(entry: Any, channel: Any) -> str:
    parts: Iterable[Any] = (*entry.get("content", []), entry.get("title_detail") or {})
    declared = [part.get("language") for part in parts if part.get("language")]
    return str((declared or [channel.get("language") or ""])[0])


def _tags(entry: Any) -> tuple[str, ...]:
    terms = (
        plain(tag.get("label") or tag.get("term") or "", False)
        for tag in entry.get("tags", [])
        if "schemas.google.com" not in (tag.get("scheme") or "")
    )
    return tuple(dict.fromkeys(term for term in terms if term))


def _image(entry: Any, base: str) -> str:
    """The picture that the feed gives with the entry; not the face of its author."""
    candidates = [thumb.get("url", "") for thumb in entry.get("media_thumbnail", [])]
    candidates.extend(
        part.get("url") or part.get("href") or ""
        for part in (*entry.get("media_content", []), *entry.get("enclosures", []))
        if str(part.get("medium") or part.get("type") or "").startswith("image")
    )
    candidates.append((entry.get("image") or {}).get("href", ""))
    found = (absolute(link, base) for link in candidates if link and "gravatar.com" not in link)
    return next((link for link in found if link), "")
