"""A published MP3 -> what it says of itself: how long it plays, and the chapters of its tag. Nothing is decoded."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from audioblog.errors import SpeechError
from audioblog.model import ChapterTime
from audioblog.produce import mp3
from audioblog.produce.tags import tag_size

_ID3V1 = 128
"""Bytes of the old tag at a file's end, which begins with "TAG"."""


@dataclass(frozen=True, slots=True)
class ReadBack:
    duration_ms: int
    """Of the frames, without the header frame."""
    chapters: tuple[ChapterTime, ...]
    """In the order of the file."""


def read_back(path: Path) -> ReadBack:
    """Walk the frames and read the tag. Raises SpeechError for a file that does not consist of whole frames."""
    data = path.read_bytes()
    start, end = tag_size(data[:10]), len(data)
    if data[-_ID3V1 : -_ID3V1 + 3] == b"TAG":
        end -= _ID3V1
    body = data[start:end]
    size = next(mp3.sizes(body), (0, 0))[1]
    told = mp3.read_info(body[:size])
    found = mp3.walk(body, size if told else 0)
    if told and told != (found.count, len(body)):
        frames, total = told
        raise SpeechError(
            f"its header says {frames} frames in {total:,} bytes, and {found.count} frames in {len(body):,} follow",
            code="broken-mp3",
        )
    return ReadBack(round(found.samples * 1000 / found.sample_rate), _chapters(path))


def _chapters(path: Path) -> tuple[ChapterTime, ...]:
    id3 = import_module("mutagen.id3")
    try:
        frames = id3.ID3(path).getall("CHAP")
    except id3.ID3NoHeaderError:
        return ()
    except id3.error as error:
        raise SpeechError(f"its ID3 tag cannot be read: {error}", code="broken-mp3") from error
    return tuple(ChapterTime(_title(frame), frame.start_time, frame.end_time) for frame in frames)


def _title(frame: object) -> str:
    found = getattr(frame, "sub_frames", {}).get("TIT2")
    return str(found) if found is not None else ""
