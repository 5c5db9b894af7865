"""A finished MP3 -> the same episode as Opus (a third of the size) or M4B (audiobook players), made by ffmpeg.

Optional, beside the MP3, which every app plays. Title, author and cover come along from the MP3's tag. Chapters are
given anew: ffmpeg counts those in the tag from before the encoder's delay, which it cuts off, so they would come 25 ms
early; and in Opus it makes 8.9 seconds 9.9. Costs ten times the CPU of making the MP3.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from audioblog.errors import SpeechError
from audioblog.model import Timeline
from audioblog.produce.shorten import shorten, utf8_bytes
from audioblog.produce.tags import fitting

SPEED = 5
"""Seconds of sound that the slowest of machines encodes in a second."""
PATIENCE_S = 60
CLOSE_S = 0.1
"""How far the length may be from the MP3's: both encoders work in frames of their own."""
LONGEST_TITLE = 255
"""UTF-8 bytes that M4B's chapter list ("chpl") has for a title; ffmpeg would cut a longer one inside a letter."""


@dataclass(frozen=True, slots=True)
class Kind:
    encoder: tuple[str, ...]
    """ffmpeg's options."""
    reader: str
    """mutagen's class, as module:name."""


KINDS = {
    "opus": Kind(
        ("-map", "0:a", "-c:a", "libopus", "-b:a", "24k", "-application", "voip", "-f", "opus"),
        "mutagen.oggopus:OggOpus",
    ),
    "m4b": Kind(
        ("-map", "0:a", "-map", "0:v?", "-c:a", "aac", "-b:a", "48k", "-c:v", "copy", "-disposition:v:0",
         "attached_pic", "-movflags", "+faststart", "-f", "ipod"),
        "mutagen.mp4:MP4",
    ),
}  # fmt: skip
_SPECIAL, _ESCAPED = re.compile(r"([=;#\\\n])"), r"\\\1"
_SAME = ("-fflags", "+bitexact", "-flags:a", "+bitexact")
"""Nothing in the file that differs from run to run."""


def make_download(kind: str, mp3: Path, timeline: Timeline, out: Path) -> int:
    """Write `out` and give its length in bytes. SpeechError when it cannot be made, or is not the whole episode."""
    wanted = KINDS[kind]
    given: tuple[str | Path, ...] = ("-i", mp3, "-f", "ffmetadata", "-i", "pipe:0", "-map_metadata", "0")
    quiet = ("-v", "error", "-y")
    unreadable = import_module("mutagen").MutagenError
    command = [_ffmpeg(), *quiet, *given, "-map_chapters", "1", *wanted.encoder, *_SAME, out]
    try:
        _run(command, _chapters(timeline), PATIENCE_S + timeline.duration_ms / 1000 / SPEED)
        if kind == "opus":
            _mark(out, timeline)
        _check(kind, out, timeline)
    except unreadable as error:
        out.unlink(missing_ok=True)
        hint = "Leave the format out, or install another ffmpeg."
        raise SpeechError(f"The download cannot be read back: {error}.", hint, code="download") from error
    except BaseException:
        out.unlink(missing_ok=True)
        raise
    return out.stat().st_size


def check_formats(formats: Sequence[str]) -> str:
    """What is wrong with a list of formats on this machine; "" when they can be made."""
    strange = [name for name in formats if name not in KINDS]
    if strange:
        return f"there is no format called {strange[0]!r}; there are: {', '.join(KINDS)} (MP3 is always made)"
    return "" if not formats or shutil.which("ffmpeg") else "other formats than MP3 need ffmpeg, which is not installed"


def _ffmpeg() -> str:
    found = shutil.which("ffmpeg")
    if not found:
        raise SpeechError("Other formats than MP3 need ffmpeg, which is not installed.", "Install it.", code="download")
    return found


def _chapters(timeline: Timeline) -> str:
    """The chapters in ffmpeg's own format of metadata."""
    blocks = [
        f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={each.start_ms}\nEND={each.end_ms}\n"
        f"title={_SPECIAL.sub(_ESCAPED, shorten(each.title, LONGEST_TITLE, utf8_bytes))}\n"
        for each in fitting(timeline.chapters)
    ]
    return ";FFMETADATA1\n" + "".join(blocks)


def _mark(out: Path, timeline: Timeline) -> None:
    """Put the chapters into the Opus file's comments (wiki.xiph.org/Chapter_Extension)."""
    file = _read("opus", out)
    for number, each in enumerate(fitting(timeline.chapters)):
        seconds, ms = divmod(each.start_ms, 1000)
        clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms:03}"
        file[f"CHAPTER{number:03}"], file[f"CHAPTER{number:03}NAME"] = clock, each.title
    file.save()


def _read(kind: str, file: Path) -> Any:
    module, _, name = KINDS[kind].reader.partition(":")
    return getattr(import_module(module), name)(file)


def _run(command: Sequence[str | Path], told: str, seconds: float) -> None:
    try:
        done = subprocess.run(command, input=told, capture_output=True, text=True, errors="replace", timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise SpeechError(f"ffmpeg did not end within {seconds:.0f} seconds.", "Try again.", code="download") from error
    if done.returncode:
        said = done.stderr.strip().rpartition("\n")[2]
        hint = "Leave the format out, or install an ffmpeg that has it."
        raise SpeechError(f"ffmpeg could not make the download: {said[:200]}", hint, code="download")


def _check(kind: str, out: Path, timeline: Timeline) -> None:
    """The length and every chapter, read back by another program than the one that wrote them."""
    read = _read(kind, out)
    if abs(read.info.length - timeline.duration_ms / 1000) > CLOSE_S:
        said = f"{out.name} lasts {read.info.length:.2f} s instead of {timeline.duration_ms / 1000:.2f} s"
        raise SpeechError(f"The download is wrong: {said}.", "Build again.", code="download")
    if _starts(kind, read) != [chapter.start_ms for chapter in fitting(timeline.chapters)]:
        raise SpeechError(f"The chapters of {out.name} are not those of the episode.", "Build again.", code="download")


def _starts(kind: str, read: Any) -> list[int]:
    """When the chapters begin, in ms."""
    if kind == "m4b":
        return [round(chapter.start * 1000) for chapter in read.chapters or ()]
    marks = {key: value[0] for key, value in read.tags.items() if key.startswith("chapter") and key[7:].isdigit()}
    return [_clock(marks[key]) for key in sorted(marks)]


def _clock(text: str) -> int:
    """ "01:02:03.456" -> ms."""
    hours, minutes, seconds = text.split(":")
    return round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)
