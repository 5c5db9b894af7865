"""One fault at a time, planted into a feed that has none: what each is called, where it sits, which rule must see it.

`FAULTS` edits an item (each of several in turn), `SHOW_FAULTS` the channel. An edit changes an lxml element.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml import etree

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"

Edit = Callable[[Any], None]


def says(tag: str, text: str) -> Edit:
    def edit(part: Any) -> None:
        part.find(tag).text = text

    return edit


def has(tag: str, key: str, value: str) -> Edit:
    def edit(part: Any) -> None:
        part.find(tag).set(key, value)

    return edit


def lacks(tag: str, key: str = "") -> Edit:
    """Without the element; with `key`, without that attribute of it."""

    def edit(part: Any) -> None:
        element = part.find(tag)
        if key:
            del element.attrib[key]
        else:
            part.remove(element)

    return edit


def also(tag: str, text: str) -> Edit:
    """`text` behind what the element says."""

    def edit(part: Any) -> None:
        element = part.find(tag)
        element.text = (element.text or "") + text

    return edit


def renamed(tag: str, name: str) -> Edit:
    def edit(part: Any) -> None:
        part.find(tag).tag = name

    return edit


def twice(tag: str) -> Edit:
    def edit(part: Any) -> None:
        part.append(etree.fromstring(etree.tostring(part.find(tag))))

    return edit


def like_the_first(tag: str, key: str = "") -> Edit:
    """The same as in the feed's first item; for every other item."""

    def edit(item: Any) -> None:
        first = next(each for each in item.getparent().findall("item") if each is not item).find(tag)
        if key:
            item.find(tag).set(key, first.get(key))
        else:
            item.find(tag).text = first.text

    return edit


MARK = f"{PODCAST}txt"
TRANSCRIPT, CHAPTERS = f"{PODCAST}transcript", f"{PODCAST}chapters"
FULL = f"{CONTENT}encoded"

FAULTS: dict[str, tuple[Edit, str]] = {
    "title empty": (says("title", ""), "bad-title"),
    "title of spaces": (says("title", " \n "), "bad-title"),
    "no title": (lacks("title"), "missing-title"),
    "two titles": (twice("title"), "repeated-title"),
    "no guid": (lacks("guid"), "missing-guid"),
    "guid empty": (says("guid", ""), "bad-guid"),
    "guid as a link": (has("guid", "isPermaLink", "true"), "bad-guid"),
    "guid of another": (like_the_first("guid"), "duplicate-guid"),
    "no enclosure": (lacks("enclosure"), "missing-enclosure"),
    "audio of another": (like_the_first("enclosure", "url"), "duplicate-enclosure"),
    "no length": (lacks("enclosure", "length"), "bad-enclosure"),
    "length zero": (has("enclosure", "length", "0"), "zero-length"),
    "length in words": (has("enclosure", "length", "2 MB"), "bad-enclosure"),
    "no type": (lacks("enclosure", "type"), "bad-enclosure"),
    "type and ending": (has("enclosure", "type", "audio/ogg"), "type-and-name"),
    "relative audio": (has("enclosure", "url", "media/tea.mp3"), "bad-enclosure"),
    "audio without scheme": (has("enclosure", "url", "//audio.example.org/media/tea.mp3"), "bad-enclosure"),
    "audio by http": (has("enclosure", "url", "http://audio.example.org/media/tea.mp3"), "http-enclosure"),
    "audio with a space": (has("enclosure", "url", "https://audio.example.org/my tea.mp3"), "bad-enclosure"),
    "audio without an ending": (has("enclosure", "url", "https://audio.example.org/tea"), "house"),
    "ISO date": (says("pubDate", "2016-03-05T09:30:00+00:00"), "bad-pubDate"),
    "date without a zone": (says("pubDate", "Sat, 05 Mar 2016 09:30:00"), "bad-pubDate"),
    "wrong weekday": (says("pubDate", "Mon, 05 Mar 2016 09:30:00 +0000"), "wrong-weekday"),
    "impossible date": (says("pubDate", "30 Feb 2016 09:30:00 +0000"), "impossible-date"),
    "future date": (says("pubDate", "Fri, 04 Mar 2061 09:30:00 +0000"), "future-date"),
    "no date": (lacks("pubDate"), "missing-pubdate"),
    "duration with a unit": (says(f"{ITUNES}duration", "27s"), "bad-itunes-duration"),
    "duration with a fraction": (says(f"{ITUNES}duration", "27.5"), "bad-itunes-duration"),
    "duration zero": (says(f"{ITUNES}duration", "0"), "zero-duration"),
    "explicit no": (says(f"{ITUNES}explicit", "no"), "bad-itunes-explicit"),
    "explicit False": (says(f"{ITUNES}explicit", "False"), "bad-itunes-explicit"),
    "episode type": (says(f"{ITUNES}episodeType", "special"), "bad-itunes-episodeType"),
    "transcript without a type": (lacks(TRANSCRIPT, "type"), "bad-podcast-transcript"),
    "transcript called vtt": (has(TRANSCRIPT, "type", "vtt"), "bad-podcast-transcript"),
    "transcript without an address": (lacks(TRANSCRIPT, "url"), "bad-podcast-transcript"),
    "chapters type": (has(CHAPTERS, "type", "application/chapters"), "bad-podcast-chapters"),
    "chapters as JSON": (has(CHAPTERS, "type", "application/json"), "house"),
    "chapters misspelt": (renamed(CHAPTERS, f"{PODCAST}chapter"), "unknown-tag"),
    "chapters in capitals": (renamed(CHAPTERS, f"{PODCAST}Chapters"), "unknown-tag"),
    "no mark of a synthetic voice": (lacks(MARK), "ai-content"),
    "mark says yes": (says(MARK, "yes"), "bad-podcast-txt"),
    "description of 4,001 letters": (says("description", "x" * 4001), "description-too-long"),
    "description of 4,002 bytes": (says("description", "é" * 2001), "description-too-long"),
    "script": (also(FULL, "<script>play()</script>"), "script"),
    "script in the description": (also("description", '<SCRIPT src="https://x.example.org/a.js">'), "script"),
    "script as an attribute": (also(FULL, '<p onmouseover="play()">Tea</p>'), "script"),
    "script as an address": (also(FULL, '<a href=" javascript:play()">Tea</a>'), "script"),
    "relative link": (also(FULL, '<a href="/about/">About</a>'), "relative-link"),
    "relative picture": (also(FULL, "<img src='tea.jpg' alt=''>"), "relative-link"),
    "relative link without quotes": (also("description", "<a href=about.html>About</a>"), "relative-link"),
    "link to a place in the text": (also(FULL, '<a href="#note1">1</a>'), "relative-link"),
    "control character": (also("title", "\x85"), "control-characters"),
    "lost letter": (also("title", "\ufffd"), "wrong-letters"),
}  # fmt: skip

SHOW_FAULTS: dict[str, tuple[Edit, str]] = {
    "title empty": (says("title", ""), "bad-title"),
    "no link": (lacks("link"), "missing-link"),
    "no language": (lacks("language"), "missing-language"),
    "language in words": (says("language", "English"), "bad-language"),
    "no artwork": (lacks(f"{ITUNES}image"), "missing-itunes-image"),
    "relative artwork": (has(f"{ITUNES}image", "href", "cover.jpg"), "bad-itunes-image"),
    "no category": (lacks(f"{ITUNES}category"), "missing-itunes-category"),
    "category not on the list": (has(f"{ITUNES}category", "text", "Blogs"), "category"),
    "category in other capitals": (has(f"{ITUNES}category", "text", "society & culture"), "category"),
    "sub-category of another": (has(f"{ITUNES}category/{ITUNES}category", "text", "Daily News"), "category"),
    "explicit clean": (says(f"{ITUNES}explicit", "clean"), "bad-itunes-explicit"),
    "ISO build date": (says("lastBuildDate", "2016-03-05"), "bad-lastBuildDate"),
    "no self link": (lacks(f"{ATOM}link[@rel='self']"), "no-self-link"),
    "self link elsewhere": (has(f"{ATOM}link", "href", "https://www.example.net/mill/feed.xml"), "self-link"),
    "self link next door": (has(f"{ATOM}link", "href", "https://feeds.example.org/mill/feed.xml"), "self-link"),
    "guid of version 4": (says(f"{PODCAST}guid", "0b9c4a6e-2f0d-4c3b-9a47-0d5c4f6e7a81"), "bad-podcast-guid"),
    "locked true": (says(f"{PODCAST}locked", "true"), "bad-podcast-locked"),
    "medium unknown": (says(f"{PODCAST}medium", "radio"), "bad-podcast-medium"),
    "no mark of a synthetic voice": (lacks(MARK), "ai-content"),
    "locked misspelt": (renamed(f"{PODCAST}locked", f"{PODCAST}lock"), "unknown-tag"),
    "cover without words": (has(f"{PODCAST}image", "alt", ""), "house"),
    "description too long": (says("description", "word " * 1000), "description-too-long"),
    "two descriptions": (twice("description"), "repeated-description"),
}  # fmt: skip
