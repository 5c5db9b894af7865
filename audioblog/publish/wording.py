"""Numbers, dates and titles as people read them, and text made safe for XML and UTF-8. Pure; no locale, no clock."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

SYNTHETIC = "Read by a synthetic voice."
"""The notice that page, feed and captions carry (Apple, RSS.com: disclose it in the metadata of every episode)."""

_LAST = "".join(chr(plane << 16 | low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF))
_FORBIDDEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff{_LAST}]")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def clean(text: str) -> str:
    """`text` without the characters that XML 1.0 (section 2.2) or HTML forbids, and without lone surrogates.

    NEL, a line end of old mainframes that HTML forbids, becomes a line end.
    """
    return text if text.isprintable() else _FORBIDDEN.sub("", text.replace("\x85", "\n"))


def one_line(text: str) -> str:
    """Clean text with every run of white space as one space, and nothing at the ends."""
    return " ".join(clean(text).split())


def shorten(text: str, limit: int) -> str:
    """`text` on one line in at most `limit` characters: cut at a word, with an ellipsis."""
    line = one_line(text)
    return line if len(line) <= limit else _cut(line, limit - 1)


def shorten_bytes(text: str, limit: int) -> str:
    """As `shorten`, with the limit in bytes of UTF-8 (Apple counts a description so)."""
    line = one_line(text)
    encoded = line.encode()
    if len(encoded) <= limit:
        return line
    return _cut(line, len(encoded[: limit - len("…".encode())].decode(errors="ignore")))


def _cut(line: str, length: int) -> str:
    """The first `length` characters of the longer `line`, less what is left of the last word, and an ellipsis."""
    head = line[:length]
    at_word = head if line[length] == " " else head.rpartition(" ")[0]
    kept = at_word if len(at_word) > length // 2 else head  # one endless "word" is cut where it must be
    while kept and unicodedata.combining(line[len(kept)]):  # never between a letter and its accent
        kept = kept[:-1]
    return kept.rstrip(" ,;:.-–—") + "…"


def duration_words(milliseconds: int) -> str:
    """ "3 minutes 21 seconds"; hours when there are any, and then no seconds."""
    seconds = max(round(milliseconds / 1000), 1)
    hours, minutes = seconds // 3600, seconds // 60 % 60
    parts = [(hours, "hour"), (minutes, "minute"), (0 if hours else seconds % 60, "second")]
    return " ".join(f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count)


def size_words(size: int) -> str:
    """ "1.6 MB", "840 kB": decimal units, as shops and phones count."""
    if size >= 999_500:
        return f"{size / 1_000_000:.1f} MB"
    return f"{max(round(size / 1000), 1)} kB"


def date_words(moment: datetime) -> str:
    """ "3 March 2016", independent of the locale."""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def clock(milliseconds: int) -> str:
    """ "00:03:21": the form that every podcast app recognises at the start of a line of show notes."""
    seconds = milliseconds // 1000
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def counted(count: int, noun: str, plural: str = "") -> str:
    """ "1 section", "3 sections"."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def right_to_left(text: str) -> bool:
    """True when `text` has a letter of a right-to-left script, so that its element needs dir="auto"."""
    return not text.isascii() and any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text)


def language_tag(tag: str) -> str:
    """A BCP 47 tag as it may stand in an attribute; "" for what is none."""
    return tag.strip() if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag.strip()) else ""


DOWNLOADS = {"opus": "Opus, a smaller file", "m4b": "M4B, for audiobook players"}
"""What people are told of each format that is not MP3."""


def file_name(title: str, published: datetime, ending: str = "mp3") -> str:
    """ "2016-03-03 The where, who and how.mp3": sorts by date, reads well aloud, and every system takes it."""
    words = one_line(re.sub(r'[\\/:*?"<>|]', " ", title)).strip(". ")
    return f"{published:%Y-%m-%d} {shorten(words, 80) or 'Untitled post'}.{ending}"
