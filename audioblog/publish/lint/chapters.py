"""The chapters of one episode, as each of its files tells them: read, judged, and held against each other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import dropwhile, pairwise
from typing import Any

_TIMED = r"\s*((?:\d{1,2}:)?\d{1,2}:\d{2})\s+([^<\n]+)"
_LINE = re.compile(rf"(?:^|>|\n){_TIMED}")
_ITEM = re.compile(rf"<li>{_TIMED}")


@dataclass(frozen=True, slots=True)
class Mark:
    """A chapter: where it starts and what it is called."""

    start_ms: int
    title: str


class BadChapters(Exception):
    """The file cannot be read; str() says why."""


def json_chapters(data: bytes) -> tuple[Mark, ...]:
    """The chapters of a JSON chapters file (podcast namespace, version 1.2). Raises BadChapters."""
    try:
        document: Any = json.loads(data)
        return tuple(Mark(round(each["startTime"] * 1000), _line(each.get("title", ""))) for each in _listed(document))
    except json.JSONDecodeError as error:
        raise BadChapters(f"it is not JSON (line {error.lineno}: {error.msg})") from error
    except (UnicodeDecodeError, KeyError, TypeError, AttributeError) as error:
        raise BadChapters(f"it is not a list of chapters with startTime and title ({error})") from error


def _listed(document: Any) -> list[Any]:
    if not isinstance(document.get("version"), str):
        raise TypeError("version is missing")
    return [each for each in document["chapters"] if each.get("toc", True)]


def chapter_faults(marks: Sequence[Mark], duration_ms: int | None) -> Iterator[str]:
    """What is wrong with chapters by themselves. `duration_ms`: of the audio, when it is known."""
    if not marks:
        yield "there is no chapter in it"
    for before, after in pairwise(marks):
        if after.start_ms <= before.start_ms:
            yield f"“{after.title[:60]}” does not start after “{before.title[:60]}”"
    for mark in marks:
        if not mark.title:
            yield f"the chapter at {clock(mark.start_ms)} has no title"
        if mark.start_ms < 0 or (duration_ms is not None and mark.start_ms >= duration_ms):
            yield f"“{mark.title[:60]}” starts at {clock(mark.start_ms)}, where there is no audio"


def listed_chapters(description: str) -> tuple[Mark, ...]:
    """The lines such as "00:21 How to get help" of a description; apps make chapters of them, to the second.

    Items of a list, where there is one; else, as apps do, the lines from the first that says 0:00 on: before that,
    "10:30 Doors open" is an hour of the day.
    """
    pattern = _ITEM if "<li>" in description else _LINE
    marks = [Mark(_seconds(line[1]) * 1000, _line(unescape(line[2]))) for line in pattern.finditer(description)]
    return tuple(marks if pattern is _ITEM else dropwhile(lambda mark: mark.start_ms > 0, marks))


def difference(wanted: Sequence[Mark], found: Sequence[Mark], *, step_ms: int = 1) -> str:
    """How `found` differs from `wanted`, or "". `step_ms`: what the format of `found` rounds its times down to."""
    for number, (one, other) in enumerate(zip(wanted, found, strict=False), 1):
        if one.start_ms // step_ms != other.start_ms // step_ms:
            told = f"{clock(other.start_ms)} instead of {clock(one.start_ms)}"
            return f"chapter {number}, “{other.title[:60]}”, starts at {told}"
        if not _same_title(one.title, other.title):
            return f"chapter {number} is called “{other.title[:60]}” instead of “{one.title[:60]}”"
    if len(found) != len(wanted):
        return f"it has {len(found)} chapters instead of {len(wanted)}"
    return ""


def _same_title(one: str, other: str) -> bool:
    """Equal, but for what a format cuts off, and for typographic stand-ins of "<" and ">"."""
    first, second = _line(one), _line(other)
    return first == second or (second.endswith("…") and first.startswith(second[:-1].rstrip()))


def clock(milliseconds: int) -> str:
    """ "1:02:03.450", without what is zero."""
    seconds, rest = divmod(abs(milliseconds), 1000)
    hours = f"{seconds // 3600}:{seconds // 60 % 60:02}" if seconds >= 3600 else str(seconds // 60)
    return f"{'-' if milliseconds < 0 else ''}{hours}:{seconds % 60:02}" + (f".{rest:03}" if rest else "")


def _seconds(stamp: str) -> int:
    total = 0
    for part in stamp.split(":"):
        total = total * 60 + int(part)
    return total


def _line(text: str) -> str:
    return " ".join(text.split())
