"""Files appear whole or not at all, and a failing disk is told in plain words."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from audioblog.errors import PublishError
from audioblog.publish import folder


def names(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def test_a_file_is_written_with_its_folders_and_read_by_all(tmp_path: Path) -> None:
    assert folder.write(tmp_path, "episodes/one/index.html", b"page")
    assert names(tmp_path) == ["episodes/one/index.html"]
    assert (tmp_path / "episodes/one/index.html").stat().st_mode & 0o777 == 0o644


def test_the_same_bytes_leave_the_file_and_its_date_alone(tmp_path: Path) -> None:
    folder.write(tmp_path, "feed.xml", b"one")
    os.utime(tmp_path / "feed.xml", (1000, 1000))
    assert not folder.write(tmp_path, "feed.xml", b"one")
    assert (tmp_path / "feed.xml").stat().st_mtime == 1000
    assert folder.write(tmp_path, "feed.xml", b"two")
    assert (tmp_path / "feed.xml").read_bytes() == b"two"


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO])
def test_a_disk_that_fails_leaves_the_old_file_and_no_rubbish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    folder.write(tmp_path, "feed.xml", b"old")

    def full(_handle: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PublishError, match=r"What was published before is unchanged\.") as caught:
        folder.write(tmp_path, "feed.xml", b"new")
    assert (tmp_path / "feed.xml").read_bytes() == b"old"
    assert names(tmp_path) == ["feed.xml"]
    assert caught.value.code in {"disk-full", "not-writable", "folder"}
    assert isinstance(caught.value.__cause__, OSError)


def test_a_really_full_disk(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with (
        pytest.raises(PublishError, match="The disk is full") as caught,
        folder.in_plain_words(tmp_path),
        full.open("wb", buffering=0) as file,
    ):
        file.write(b"x")
    assert caught.value.code == "disk-full"


def test_a_file_where_a_folder_is_needed(tmp_path: Path) -> None:
    (tmp_path / "episodes").write_text("in the way")
    with pytest.raises(PublishError, match="A file stands where a folder is needed") as caught:
        folder.write(tmp_path, "episodes/one/index.html", b"page")
    assert caught.value.code == "not-writable"
    (tmp_path / "index.html").mkdir()
    with pytest.raises(PublishError, match="A folder stands where a file is needed"):
        folder.write(tmp_path, "index.html", b"page")


def test_a_finished_file_is_moved_in(tmp_path: Path) -> None:
    staged = tmp_path / "staged.mp3"
    staged.write_bytes(b"sound")
    staged.chmod(0o600)
    folder.move_in(tmp_path / "public", "media/a.mp3", staged)
    assert names(tmp_path) == ["public/media/a.mp3"]
    assert (tmp_path / "public/media/a.mp3").stat().st_mode & 0o777 == 0o644


def test_a_file_from_another_disk_is_copied_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    staged = tmp_path / "staged.mp3"
    staged.write_bytes(b"sound")
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if self == staged:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    folder.move_in(tmp_path / "public", "media/a.mp3", staged)
    assert names(tmp_path) == ["public/media/a.mp3"]
    assert (tmp_path / "public/media/a.mp3").read_bytes() == b"sound"


def test_a_missing_staged_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(PublishError):
        folder.move_in(tmp_path, "media/a.mp3", tmp_path / "none.mp3")


def test_removing_takes_an_empty_folder_along_and_may_be_repeated(tmp_path: Path) -> None:
    folder.write(tmp_path, "episodes/one/index.html", b"page")
    folder.write(tmp_path, "episodes/two/index.html", b"page")
    folder.remove(tmp_path, "episodes/one/index.html")
    folder.remove(tmp_path, "episodes/one/index.html")
    assert names(tmp_path) == ["episodes/two/index.html"]
    assert not (tmp_path / "episodes/one").exists()
    folder.settle(tmp_path)
