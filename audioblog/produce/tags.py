"""What players show -> the bytes of an ID3v2.3 tag, chapters in time order.

Each frame is encoded by mutagen; their order is ours, because mutagen sorts frames by size, and players that trust the
order of CHAP frames would then show chapters shuffled. Version 2.3 with UTF-16 is what the oldest players read.
The chapter frames follow the "ID3v2 Chapter Frame Addendum" (2005).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import import_module
from io import BytesIO
from itertools import groupby
from typing import Any

from audioblog.address import ascii_address
from audioblog.model import ChapterTime, Script
from audioblog.produce.iso639 import language_code
from audioblog.produce.shorten import shorten

Frame = Any
"""One of mutagen's frames; the library has no types."""

UTF16 = 1
FRONT_COVER = 3
TOP_LEVEL_ORDERED = 3
NO_OFFSET = 0xFFFFFFFF
MOST_LYRICS = 50_000
"""Characters (100 kB): players load the tag before the first sound, and hosts want it below 300 kB with the cover."""
MOST_ALT = 64
"""Characters that ID3v2.3 allows a picture's description."""
MOST_CHAPTERS = 255
"""CTOC counts its entries in one byte."""


@dataclass(frozen=True, slots=True)
class Tags:
    """What the file says about itself. Empty fields are left out of the tag."""

    title: str
    author: str = ""
    show: str = ""
    published: datetime | None = None
    """Its day is written as it is here, in its own time zone."""
    language: str = "en-GB"
    link: str = ""
    comment: str = ""
    cover: bytes = b""
    cover_mime: str = "image/jpeg"
    cover_alt: str = ""
    lyrics: str = ""
    """The whole text, for players that show it."""


def id3(tags: Tags, chapters: Sequence[ChapterTime], room: int = 0) -> bytes:
    """The tag, filled up to `room` bytes. Its length depends on the titles of the chapters, not on their times."""
    frames = b"".join(map(_encoded, _frames(tags, fitting(chapters))))
    frames = frames.ljust(room - 10, b"\0")  # padding is part of the size that the tag tells (ID3v2.3, 3.1)
    size = len(frames)
    syncsafe = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + syncsafe + frames


def fitting(chapters: Sequence[ChapterTime]) -> tuple[ChapterTime, ...]:
    """As many chapters as a file can hold; the last of them goes on to the end, through those that are left out.

    Otherwise the rest of the episode would be in no chapter, and players would show none there.
    """
    if len(chapters) <= MOST_CHAPTERS:
        return tuple(chapters)
    last = replace(chapters[MOST_CHAPTERS - 1], end_ms=chapters[-1].end_ms)
    return (*chapters[: MOST_CHAPTERS - 1], last)


def room_for(tags: Tags, script: Script) -> int:
    """The length of a tag with all of the script's chapters, in bytes; some of them may not come to sound."""
    return len(id3(tags, [ChapterTime(chapter.title, 0, 0) for chapter in script.chapters]))


def tag_size(head: bytes) -> int:
    """Length of the tag that starts with these ten bytes, header included; 0 when there is none."""
    if head[:3] != b"ID3" or len(head) < 10:
        return 0
    return 10 + (head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9])


def lyrics(script: Script) -> str:
    """The text of an episode as it was written, a paragraph a line; what the narrator adds as it is said."""
    lines: list[str] = []
    room = MOST_LYRICS
    for _, said in groupby(script.utterances, key=lambda utterance: (utterance.block, utterance.role)):
        line = " ".join(utterance.text or utterance.spoken for utterance in said)
        lines.append(shorten(line, max(room, 1)))
        room -= len(line)
        if room < 0:
            break
    return "\n\n".join(lines)


def _frames(tags: Tags, chapters: Sequence[ChapterTime]) -> Iterator[Frame]:
    m = _mutagen()
    language = language_code(tags.language)
    yield m.TIT2(encoding=UTF16, text=tags.title)
    if tags.author:
        yield m.TPE1(encoding=UTF16, text=tags.author)
    if tags.show:
        yield m.TALB(encoding=UTF16, text=tags.show)
    yield m.TCON(encoding=UTF16, text="Podcast")
    if tags.published:
        yield m.TYER(encoding=UTF16, text=f"{tags.published:%Y}")
        yield m.TDAT(encoding=UTF16, text=f"{tags.published:%d%m}")
    yield m.TLAN(encoding=UTF16, text=language)
    if tags.comment:
        yield m.COMM(encoding=UTF16, lang=language, desc="", text=tags.comment)
    if link := ascii_address(tags.link):  # the tag's addresses are Latin-1 (ID3v2.3, 3.3)
        yield m.WOAF(url=link)
    if tags.lyrics:
        yield m.USLT(encoding=UTF16, lang=language, desc="", text=tags.lyrics)
    if tags.cover:
        yield m.APIC(
            encoding=UTF16,
            mime=tags.cover_mime,
            type=FRONT_COVER,
            desc=shorten(tags.cover_alt, MOST_ALT),
            data=tags.cover,
        )
    names = [f"c{number}" for number in range(len(chapters))]
    if chapters:
        yield m.CTOC(element_id="toc", flags=TOP_LEVEL_ORDERED, child_element_ids=names, sub_frames=[])
    for name, chapter in zip(names, chapters, strict=True):
        yield m.CHAP(
            element_id=name,
            start_time=chapter.start_ms,
            end_time=chapter.end_ms,
            start_offset=NO_OFFSET,
            end_offset=NO_OFFSET,
            sub_frames=[m.TIT2(encoding=UTF16, text=chapter.title)],
        )


def _encoded(frame: Frame) -> bytes:
    """The frame's bytes: those of a tag that holds it alone, without the tag's header."""
    tag, out = _mutagen().ID3(), BytesIO()
    tag.add(frame)
    tag.save(out, v1=0, v2_version=3, padding=lambda _: 0)
    return out.getvalue()[10:]


def _mutagen() -> Any:
    return import_module("mutagen.id3")
