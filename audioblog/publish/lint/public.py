"""A public folder as its addresses see it; what is known of one episode's audio; and how audio is listened to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from audioblog.model import ChapterTime, Timeline
from audioblog.publish.lint.document import Item
from audioblog.publish.lint.web import split


@dataclass(frozen=True, slots=True)
class Sound:
    """What an MP3 says of itself."""

    duration_ms: int
    chapters: tuple[ChapterTime, ...]
    """Of its ID3 tag, in the order of the file."""


class BadSound(Exception):
    """The file is no MP3 that plays from beginning to end; str() says why."""


Wrong = tuple[str, str]
"""A rule's code, and what is wrong."""


@dataclass(frozen=True, slots=True)
class Ears:
    """How audio is read and judged."""

    read: Callable[[Path], Sound]
    """Walks the frames and the tag. Raises BadSound."""
    timeline: Callable[[bytes], Timeline]
    """A timeline file. Raises ValueError."""
    judge: Callable[[Timeline], Wrong | None]
    """What a timeline's own facts (order, loudness, peak) say against it."""
    measure: Callable[[Path, Timeline], Wrong | None] | None = None
    """Decodes the whole file and holds it against its timeline. Slow: 2.5 CPU-s an hour of speech."""


@dataclass(frozen=True, slots=True)
class Public:
    """A public folder, and the address that it is reached at."""

    root: Path
    base: str

    def file(self, address: str) -> Path | None:
        """The file of this folder that a web address names; None for an address elsewhere."""
        parts = split(address)
        bare = f"{parts.scheme}://{parts.netloc}{parts.path}"
        if not self.base or not bare.startswith(self.base):
            return None
        path = unquote(bare.removeprefix(self.base))
        inside = (self.root / path).resolve()
        if not inside.is_relative_to(self.root.resolve()):
            return None
        return self.root / path / "index.html" if path.endswith("/") or not path else self.root / path

    def name(self, file: Path) -> str:
        return file.relative_to(self.root).as_posix()


@dataclass(frozen=True, slots=True)
class Heard:
    """One item, and what its files say; None for what is not there or cannot be read."""

    public: Public
    item: Item
    audio: Path | None
    sound: Sound | None
    timeline: Timeline | None
