"""The files that a feed names, asked for at their host as apps ask: audio, transcripts, chapters, pages, artwork."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from audioblog.publish.lint.artwork import artwork_faults
from audioblog.publish.lint.captions import BadCaptions, caption_faults, captions
from audioblog.publish.lint.chapters import BadChapters, chapter_faults, json_chapters
from audioblog.publish.lint.document import Element, Feed, Item, Part
from audioblog.publish.lint.finding import Finding, Place
from audioblog.publish.lint.journey import Answer, Ask, Unreachable, journey_findings, travel
from audioblog.publish.lint.rules import broken

PICTURE_BYTES = 20_000_000
TEXT_BYTES = 20_000_000
FIRST, LAST = 100, 199
"""The bytes of an MP3 that are asked for to see whether parts can be had."""
ORIGIN = {"Origin": "https://player.example", "Accept-Encoding": "identity"}
"""What a podcast app that runs in a browser sends."""
SAME_TYPES = (
    {"audio/mpeg", "audio/mp3", "audio/mpeg3"},
    {"audio/mp4", "audio/x-m4a", "audio/m4a", "audio/aac", "video/mp4"},
    {"audio/ogg", "application/ogg", "audio/opus"},
    {"application/json", "application/json+chapters"},
    {"application/x-subrip", "application/srt", "text/srt", "text/plain"},
)
"""Names of one type; static hosts cannot tell some of them apart."""


def file_findings(feed: Feed, ask: Ask, limit: int) -> Iterator[Finding]:
    """The files of the newest `limit` items (0: of all), and the show's artwork."""
    yield from _artwork(feed.channel, ask)
    for item in islice(feed.items, limit or None):
        yield from _audio(feed, item, ask)
        for element in item.all("podcast:transcript"):
            yield from _transcript(item, element, ask)
        for element in item.all("podcast:chapters"):
            yield from _chapters(item, element, ask)
        if item.text("link").startswith("http"):
            yield from _page(item, ask)


def _audio(feed: Feed, item: Item, ask: Ask) -> Iterator[Finding]:
    element, url = item.first("enclosure"), item.enclosure
    if element is None or not url.startswith("http"):
        return
    place = item.place(element)
    try:
        head = travel(ask, "HEAD", url, {"Accept-Encoding": "identity"}, 0)
        wanted = {"Range": f"bytes={FIRST}-{LAST}", "Accept-Encoding": "identity"}
        part = travel(ask, "GET", url, wanted, LAST + 1).answer
    except Unreachable as error:
        yield broken(error.code, error.said, place)
        return
    yield from journey_findings(head, place)
    if head.answer.status != 200:
        code = "head" if part.status in {200, 206} else "status"
        yield broken(code, f"HEAD for the audio {url} is answered {head.answer.status}.", place)
        return
    yield from _type(url, head.answer, element.get("type") or "", place)
    yield from _ranges(url, part, place)
    for size in {head.answer.headers.get("content-length", ""), _total(part)} - {""}:
        if size != (element.get("length") or "").strip():
            said = f"{url} has {size} bytes at the host; the feed says {element.get('length')}."
            finding = broken("host-length", said, place)
            # Hosts that put advertisements into each download cannot state a length.
            yield finding if feed.house else replace(finding, severity="warning")


def _ranges(url: str, part: Answer, place: Place) -> Iterator[Finding]:
    told = part.headers.get("content-range", "")
    if part.status != 206:
        yield broken("ranges", f"A part of {url} was asked for, and the answer was {part.status}, not 206.", place)
    elif not re.fullmatch(rf"bytes {FIRST}-{LAST}/(\d+|\*)", told):
        yield broken("ranges", f"Bytes {FIRST} to {LAST} of {url} were asked for; “{told}” came.", place)
    elif len(part.body) != LAST - FIRST + 1:
        yield broken("ranges", f"{LAST - FIRST + 1} bytes of {url} were asked for; {len(part.body)} came.", place)


def _total(part: Answer) -> str:
    total = part.headers.get("content-range", "").rpartition("/")[2]
    return total if part.status == 206 and total.isdigit() else ""


def _type(url: str, answer: Answer, told: str, place: Place) -> Iterator[Finding]:
    wanted = told.partition(";")[0].strip().lower()
    same = next((names for names in SAME_TYPES if wanted in names), {wanted})
    if answer.kind not in same:
        yield broken("host-type", f"{url} comes as “{answer.kind}”; the feed says {told}.", place)


def _text(item: Item, element: Element, ask: Ask, found: list[Finding], *, cors: bool) -> bytes:
    """The file that the element's url names; b"" when it cannot be had. What is wrong with it is put into `found`."""
    url, place = (element.get("url") or "").strip(), item.place(element)
    if not url.startswith("http"):
        return b""
    try:
        answer = travel(ask, "GET", url, ORIGIN, TEXT_BYTES).answer
    except Unreachable as error:
        found.append(broken(error.code, error.said, place))
        return b""
    if answer.status != 200:
        found.append(broken("status", f"{url} is answered {answer.status}.", place))
        return b""
    found += _type(url, answer, element.get("type") or "", place)
    if cors and answer.headers.get("access-control-allow-origin", "") not in {"*", ORIGIN["Origin"]}:
        found.append(broken("no-cors", f"{url} comes without Access-Control-Allow-Origin.", place))
    return answer.body


def _transcript(item: Item, element: Element, ask: Ask) -> Iterator[Finding]:
    kind = element.get("type") or ""
    found: list[Finding] = []
    data = _text(item, element, ask, found, cors="html" not in kind)
    yield from found
    if not data:
        return
    url = (element.get("url") or "").strip()
    try:
        for line, wrong in caption_faults(captions(data, kind)):
            yield broken("bad-transcript", f"In {url} {wrong}.", Place(url, item.title, line))
    except BadCaptions as error:
        yield broken("bad-transcript", f"{url} cannot be read: {error.said}.", Place(url, item.title, error.line))


def _chapters(item: Item, element: Element, ask: Ask) -> Iterator[Finding]:
    found: list[Finding] = []
    data = _text(item, element, ask, found, cors=True)
    yield from found
    if not data:
        return
    url = (element.get("url") or "").strip()
    try:
        for wrong in chapter_faults(json_chapters(data), None):
            yield broken("bad-chapters", f"In {url} {wrong}.", Place(url, item.title))
    except BadChapters as error:
        yield broken("bad-chapters", f"{url} cannot be read: {error}.", Place(url, item.title))


def _page(item: Item, ask: Ask) -> Iterator[Finding]:
    url, place = item.text("link"), item.place(item.first("link"))
    try:
        answer = travel(ask, "GET", url, {"Accept": "text/html"}, 0).answer
    except Unreachable as error:
        yield broken(error.code, error.said, place)
        return
    if answer.status != 200:
        yield broken("status", f"The page of {item.label}, {url}, is answered {answer.status}.", place)


def _artwork(channel: Part, ask: Ask) -> Iterator[Finding]:
    element = channel.first("itunes:image")
    url = (element.get("href") or "").strip() if element is not None else ""
    if not url.startswith("http"):
        return
    place = channel.place(element)
    try:
        head, picture = (travel(ask, method, url, {}, PICTURE_BYTES).answer for method in ("HEAD", "GET"))
    except Unreachable as error:
        yield broken(error.code, error.said, place)
        return
    if picture.status != 200:
        yield broken("status", f"The artwork {url} is answered {picture.status}.", place)
        return
    if head.status != 200:
        yield broken("head", f"HEAD for the artwork {url} is answered {head.status}.", place)
    if not picture.kind.startswith("image/"):
        yield broken("host-type", f"The artwork {url} comes as “{picture.kind}”.", place)
    for code, said in artwork_faults(picture.body, url):
        yield broken(code, said, place)
