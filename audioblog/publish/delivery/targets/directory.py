"""A folder's path or file:// address in, the folder as a target out. Nobody ever sees half a file in it.

An object's version is its time and size. A condition is checked and the file replaced under a lock of the kernel's,
which a killed publisher leaves open.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from audioblog.errors import Overtaken
from audioblog.publish import folder
from audioblog.publish.delivery.targets import Absent, Condition, Stored, Version

LOCK = ".audioblog/lock"
STALE = timedelta(hours=1)
"""No file takes longer than this to be written."""


@dataclass(frozen=True, slots=True)
class Directory:
    """See `Target`. Types and cache times are the web server's to say: see recipes/."""

    root: Path
    _unsettled: set[Path] = field(default_factory=set, compare=False, repr=False)

    @property
    def address(self) -> str:
        return str(self.root)

    def listing(self) -> dict[str, Stored]:
        if not self.root.is_dir():
            return {}
        with folder.in_plain_words(self.root):
            return {
                name: Stored(status.st_size, _version(status).mark) for name, status in folder.visible_files(self.root)
            }

    def get(self, name: str) -> tuple[bytes, Version] | None:
        with folder.in_plain_words(self.root / name):
            try:
                with (self.root / name).open("rb") as file:
                    return file.read(), _version(os.fstat(file.fileno()))
            except FileNotFoundError:
                return None

    def put(self, name: str, source: bytes | Path, *, kind: str, cache: str, only_if: Condition = None) -> Version:
        del kind, cache
        if only_if is None:
            return self._write(name, source)
        with self._alone():
            found = self._version_of(name)
            if found != (None if isinstance(only_if, Absent) else only_if):
                raise Overtaken(f"{name} in {self.root} was changed by somebody else.")
            self._settle()
            version = self._write(name, source)
            self._settle()
        return version

    def delete(self, name: str) -> None:
        folder.remove(self.root, name)

    def sweep(self, now: datetime) -> None:
        with folder.in_plain_words(self.root):
            folder.sweep(self.root, now - STALE)

    def _write(self, name: str, source: bytes | Path) -> Version:
        folder.replace_with(self.root, name, source)
        self._unsettled.add((self.root / name).parent)
        with folder.in_plain_words(self.root / name):
            return _version((self.root / name).stat())

    def _settle(self) -> None:
        """All names written so far survive a power cut: before a feed is put in place, and after."""
        while self._unsettled:
            folder.settle(self._unsettled.pop())

    def _version_of(self, name: str) -> Version | None:
        try:
            return _version((self.root / name).stat())
        except FileNotFoundError:
            return None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        lock = self.root / LOCK
        with folder.in_plain_words(lock):
            lock.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _lock(handle)
            yield
        finally:
            os.close(handle)


def _lock(handle: int) -> None:
    """Wait for the lock; the kernel gives it back when the file is closed or the process dies. Windows has no flock."""
    try:
        import fcntl
    except ImportError:
        return
    fcntl.flock(handle, fcntl.LOCK_EX)


def _version(status: os.stat_result) -> Version:
    return Version(f"{status.st_mtime_ns:x}-{status.st_ino:x}-{status.st_size:x}")


def open_directory(address: str) -> Directory:
    """The folder at a path or a file:// address; it is made when the first file is put there."""
    path = unquote(urlsplit(address).path) if address.startswith("file://") else address
    return Directory(Path(path).expanduser().absolute())
