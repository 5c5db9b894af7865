"""Bytes in under a key, the same bytes out: the content store in the workspace's working folder.

An object is written to a temporary file in the same file system, flushed to the disk and renamed, so a reader sees all
of it or nothing, whatever moment the machine dies. Keys name inputs, so two writers of one key write equivalent bytes
and the last rename wins harmlessly. Existence is the only truth: the SQLite catalogue is an index that may lag. What a
damaged disk left under a key is put right by whoever finds it of no use, makes the object again and puts it.
"""

from __future__ import annotations

import errno
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from audioblog.errors import PublishError, UsageError

_KEY = re.compile(r"[0-9a-f]{16,128}(\.[a-z0-9.]+)?")
FULL = (errno.ENOSPC, errno.EDQUOT)
REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)
STALE_SECONDS = 3600
"""A temporary file older than this belongs to a run that died."""


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of immutable objects, two hexadecimal digits a subfolder."""

    folder: Path

    def path(self, key: str) -> Path:
        """Where the object `key` lies, whether it exists or not."""
        if not _KEY.fullmatch(key):
            raise ValueError(f"not a store key: {key!r}")
        return self.folder / key[:2] / key

    def get(self, key: str) -> bytes | None:
        """The object's bytes, or None when there is none (an empty file counts as none)."""
        try:
            return self.path(key).read_bytes() or None
        except FileNotFoundError:
            return None

    def put(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`; nothing is written when it is there already. PublishError when the disk refuses."""
        if self.get(key) != data:
            write_atomically(self.path(key), data)

    def discard(self, key: str) -> None:
        """Forget the object `key`, which was found to be damaged: it is then absent, and made again."""
        self.path(key).unlink(missing_ok=True)

    def sweep(self, now: float) -> int:
        """Remove the temporary files of runs that died; the number removed. `now` is in seconds since the epoch."""
        stale = [file for file in self.folder.glob("*/.tmp-*") if now - file.stat().st_mtime > STALE_SECONDS]
        for file in stale:
            file.unlink(missing_ok=True)
        return len(stale)


def write_atomically(target: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all. PublishError when the disk is full or refuses."""
    temporary = ""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=".tmp-", dir=target.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(target)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise disk_error(target, error) from error


def check_writable(folder: Path, what: str, hint: str) -> None:
    """Before hours of work: may files be written into `folder`, which need not exist yet? UsageError if not."""
    there = next(each for each in (folder, *folder.parents) if os.path.lexists(each))
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        raise UsageError(f"{what} {folder} cannot be written to: {error.strerror}", hint) from error


@contextmanager
def disk_in_words(folder: Path) -> Iterator[None]:
    """The disk's refusal of anything that is written within, as a PublishError; other OSErrors pass.

    `folder`: what the message names when the system does not say which file it was.
    """
    try:
        yield
    except OSError as error:
        if error.errno in FULL + REFUSED:
            raise disk_error(Path(error.filename or folder), error) from error
        raise


def disk_error(target: Path, error: OSError) -> PublishError:
    """The disk's refusal in plain words."""
    if error.errno in FULL:
        hint = "Free some space and run the same command again: what is finished is kept."
        return PublishError(f"the disk is full, so {target} could not be written", hint, code="disk-full")
    if error.errno in REFUSED:
        hint = f"Give yourself the right to write in {target.parent}, or work in another folder."
        return PublishError(f"{target.parent} may not be written to", hint, code="not-writable")
    if error.errno in (errno.EISDIR, errno.ENOTDIR, errno.EEXIST):
        hint = "Something else of that name is in the way: remove it, or name another place."
        return PublishError(f"{target} could not be written: {error.strerror}", hint, code="in-the-way")
    return PublishError(f"{target} could not be written: {error.strerror}", "Check the disk.", code="disk")
