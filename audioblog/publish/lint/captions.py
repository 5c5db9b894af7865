"""A transcript file -> its cues, and what is wrong with it: WebVTT, SubRip, the podcast namespace's JSON.

Read strictly, as the strictest app does: AntennaPod drops a whole file at one bad time. WebVTT by W3C's specification,
the JSON by the podcast namespace's (docs/examples/transcripts).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import pairwise

_VTT_TIMES = re.compile(
    r"((?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3})[ \t]+-->[ \t]+((?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3})(?:[ \t].*)?"
)
_SRT_TIMES = re.compile(r"(\d{2}:[0-5]\d:[0-5]\d,\d{3}) --> (\d{2}:[0-5]\d:[0-5]\d,\d{3})")


@dataclass(frozen=True, slots=True)
class Caption:
    """One cue as a listener would read it."""

    start_ms: int
    end_ms: int
    text: str
    """On one line, without markup."""
    line: int
    """Where it stands in the file; of JSON, its number."""


class BadCaptions(Exception):
    """The file cannot be read further: (line, what is wrong)."""

    def __init__(self, line: int, said: str) -> None:
        super().__init__(said)
        self.line = line
        self.said = said


def captions(data: bytes, kind: str) -> tuple[Caption, ...]:
    """The cues of a transcript whose media type is `kind`; none for a type without times. Raises BadCaptions."""
    reader = _READERS.get(kind.partition(";")[0].strip().lower())
    if reader is None:
        return ()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadCaptions(data[: error.start].count(b"\n") + 1, "it is not UTF-8") from error
    found = tuple(reader(text.replace("\r\n", "\n").replace("\r", "\n")))
    if not found:
        raise BadCaptions(1, "it has no cues")
    return found


def caption_faults(found: tuple[Caption, ...]) -> Iterator[tuple[int, str]]:
    """(line, what is wrong) of cues that were read: backwards, without length, without words."""
    for cue in found:
        if cue.end_ms <= cue.start_ms:
            yield cue.line, f"the cue “{cue.text[:60]}” ends before it has begun"
        if not cue.text:
            yield cue.line, "a cue has no words"
    for before, after in pairwise(found):
        if after.start_ms < before.start_ms:
            yield after.line, f"the cue “{after.text[:60]}” starts before the one that it follows"


def _vtt(text: str) -> Iterator[Caption]:
    blocks = list(_blocks(text))
    if not blocks or not re.fullmatch(r"WEBVTT(?:[ \t].*)?", blocks[0][1][0]):
        raise BadCaptions(1, "it does not begin with WEBVTT")
    for number, lines in blocks[1:]:
        if lines[0].startswith(("NOTE", "STYLE", "REGION")) and "-->" not in lines[0]:
            continue
        at = 0 if "-->" in lines[0] else 1
        times = _VTT_TIMES.fullmatch(lines[at]) if at < len(lines) else None
        if times is None:
            raise BadCaptions(number + at, f"“{lines[min(at, len(lines) - 1)][:60]}” is not a time of a cue")
        if any("-->" in line for line in lines[at + 1 :]):
            raise BadCaptions(number + at, "the words of a cue hold an arrow (-->)")
        words = unescape(re.sub(r"<[^>]*>", "", " ".join(lines[at + 1 :])))
        yield Caption(_ms(times[1]), _ms(times[2]), " ".join(words.split()), number + at)


def _srt(text: str) -> Iterator[Caption]:
    for count, (number, lines) in enumerate(_blocks(text), 1):
        if lines[0].strip() != str(count):
            raise BadCaptions(number, f"cue {count} is numbered “{lines[0][:20]}”")
        times = _SRT_TIMES.fullmatch(lines[1]) if len(lines) > 1 else None
        if times is None:
            raise BadCaptions(number + 1, f"“{lines[min(1, len(lines) - 1)][:60]}” is not a time of a cue")
        yield Caption(_ms(times[1]), _ms(times[2]), " ".join(" ".join(lines[2:]).split()), number)


def _json(text: str) -> Iterator[Caption]:
    try:
        document = json.loads(text)
        segments = document["segments"]
        for number, segment in enumerate(segments, 1):
            start, end, body = segment["startTime"], segment["endTime"], segment["body"]
            yield Caption(round(start * 1000), round(end * 1000), " ".join(body.split()), number)
    except json.JSONDecodeError as error:
        raise BadCaptions(error.lineno, f"it is not JSON: {error.msg}") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise BadCaptions(
            1, f"it is not a JSON transcript: segments with startTime, endTime and body ({error})"
        ) from error


_READERS: dict[str, Callable[[str], Iterator[Caption]]] = {
    "text/vtt": _vtt,
    "application/x-subrip": _srt,
    "application/srt": _srt,
    "text/srt": _srt,
    "application/json": _json,
}


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """(number of the first line, lines) of each run of lines that are not empty."""
    block: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _ms(stamp: str) -> int:
    clock, _, rest = stamp.replace(",", ".").partition(".")
    seconds = 0
    for part in clock.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds * 1000 + int(rest)
