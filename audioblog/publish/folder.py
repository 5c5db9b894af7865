"""Files put into the public folder so that nobody ever sees half of one: temp in the same folder, fsync, rename.

Every failure of the disk comes out as a PublishError in plain words, and leaves what was published before as it was.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from audioblog.errors import PublishError

_TEMPORARY = ".new-"
_ROOM = "Make room, then run the same command again: it goes on where it stopped."
_ELSEWHERE = "Choose another folder with --out, or change its permissions."
_CLASH = "Move that away, or choose another --out."
_WORDS = {
    errno.ENOSPC: ("The disk is full", _ROOM, "disk-full"),
    errno.EDQUOT: ("Your share of the disk is used up", _ROOM, "disk-full"),
    errno.EFBIG: ("The file is larger than this disk allows", "Publish to another disk.", "disk-full"),
    errno.EACCES: ("You may not write there", _ELSEWHERE, "not-writable"),
    errno.EPERM: ("You may not write there", _ELSEWHERE, "not-writable"),
    errno.EROFS: ("That disk is read-only", _ELSEWHERE, "not-writable"),
    errno.ENOTDIR: ("A file stands where a folder is needed", _CLASH, "not-writable"),
    errno.EEXIST: ("A file stands where a folder is needed", _CLASH, "not-writable"),
    errno.EISDIR: ("A folder stands where a file is needed", _CLASH, "not-writable"),
}


def write(root: Path, name: str, data: bytes) -> bool:
    """Make `root/name` hold `data`; False when it did already (then its date, and so its ETag, stays)."""
    target = root / name
    with in_plain_words(target):
        if _holds(target, data):
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        with _replacing(target) as file:
            file.write(data)
    return True


def replace_with(root: Path, name: str, source: bytes | Path) -> None:
    """Make `root/name` a copy of `source`, whatever was there."""
    target = root / name
    with in_plain_words(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with _replacing(target) as file:
            if isinstance(source, bytes):
                file.write(source)
            else:
                with source.open("rb") as original:
                    shutil.copyfileobj(original, file, 1 << 20)


def move_in(root: Path, name: str, staged: Path) -> None:
    """Move the finished file `staged` to `root/name`; copied first when it lies on another disk."""
    target = root / name
    with in_plain_words(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            staged.replace(target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            with _replacing(target) as file, staged.open("rb") as source:
                shutil.copyfileobj(source, file)
            staged.unlink()
        else:
            with target.open("rb+") as file:
                target.chmod(0o644)
                os.fsync(file.fileno())


def remove(root: Path, name: str) -> None:
    """Take `root/name` away, and its folder when that is empty then. What is gone already is no error."""
    target = root / name
    with in_plain_words(target):
        target.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            target.parent.rmdir()


def listed(folder: Path) -> Iterator[os.DirEntry[str]]:
    """The published files in `folder`: those that a web server would show."""
    with os.scandir(folder) as entries:
        yield from (entry for entry in entries if not entry.name.startswith(".") and entry.is_file())


def visible_files(root: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Every file below `root` that may be published, by its name relative to it: no hidden one, no link elsewhere."""
    waiting = [(str(root), "")]
    while waiting:  # with plain strings: for 80,000 files, Path costs more than the disk
        folder, prefix = waiting.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{prefix}{entry.name}/"))
                elif entry.is_file(follow_symlinks=False):
                    yield prefix + entry.name, entry.stat(follow_symlinks=False)


def sweep(root: Path, before: datetime) -> None:
    """Remove the temporary files below `root` that were last written before that moment: their writers are dead."""
    for file in root.rglob(f"{_TEMPORARY}*"):
        if file.stat().st_mtime < before.timestamp():
            file.unlink(missing_ok=True)


def settle(folder: Path) -> None:
    """Make the names in `folder` survive a power cut. Windows has no such call and needs none."""
    if hasattr(os, "O_DIRECTORY") and folder.is_dir():
        with in_plain_words(folder):
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


@contextlib.contextmanager
def in_plain_words(target: Path) -> Iterator[None]:
    """Turns an OSError within into a PublishError that says what happened, where, and what to do."""
    try:
        yield
    except OSError as error:
        what, hint, code = _WORDS.get(error.errno or 0, (error.strerror or str(error), "", "folder"))
        raise PublishError(
            f"{what}: {target} cannot be written. What was published before is unchanged.", hint, code=code
        ) from error


@contextlib.contextmanager
def _replacing(target: Path) -> Iterator[BinaryIO]:
    """A file beside `target`, hidden by its dot, that takes that name when it is whole and on the disk."""
    handle, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(handle)
        temporary.chmod(0o644)  # mkstemp makes a private file; these are for a web server to read
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _holds(target: Path, data: bytes) -> bool:
    try:
        return target.stat().st_size == len(data) and target.read_bytes() == data
    except (FileNotFoundError, NotADirectoryError):
        return False
