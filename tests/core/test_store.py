"""Objects in the store are whole or absent, also under kill -9."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from audioblog.errors import PublishError
from audioblog.store import STALE_SECONDS, Store, disk_error, write_atomically

KEY = "ab" * 32


def test_what_is_put_can_be_got(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert store.get(KEY) is None
    store.put(KEY, b"one")
    assert store.get(KEY) == b"one"
    assert store.path(KEY) == tmp_path / "ab" / KEY


def test_the_same_bytes_are_not_written_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(KEY, b"one")
    before = store.path(KEY).stat().st_ino
    store.put(KEY, b"one")
    assert store.path(KEY).stat().st_ino == before


@pytest.mark.parametrize("damaged", [b"", b"on", b"onf"])
def test_what_is_put_takes_the_place_of_something_damaged(tmp_path: Path, damaged: bytes) -> None:
    store = Store(tmp_path)
    store.put(KEY, b"one")
    store.path(KEY).write_bytes(damaged)
    store.put(KEY, b"one")
    assert store.get(KEY) == b"one"


def test_what_is_discarded_is_absent(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(KEY, b"one")
    store.discard(KEY)
    store.discard(KEY)
    assert store.get(KEY) is None


@pytest.mark.parametrize("key", ["", "short", "../../etc/passwd", "AB" * 32, "ab/" * 20])
def test_only_keys_are_keys(tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match="not a store key"):
        Store(tmp_path).path(key)


def test_killed_writers_leave_no_broken_object(tmp_path: Path) -> None:
    code = (
        "import hashlib, os, sys; from pathlib import Path; from audioblog.store import Store\n"
        "store = Store(Path(sys.argv[1])); print('ready', flush=True)\n"
        "while True:\n"
        "    data = os.urandom(300_000); store.put(hashlib.sha256(data).hexdigest(), data)\n"
    )
    seed = random.Random(7)
    for _ in range(8):
        with subprocess.Popen([sys.executable, "-c", code, tmp_path], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(seed.uniform(0.02, 0.15))
            writer.kill()
    objects = [file for file in tmp_path.glob("*/*") if not file.name.startswith(".tmp-")]
    assert objects
    assert all(hashlib.sha256(file.read_bytes()).hexdigest() == file.name for file in objects)


def test_temporary_files_of_dead_runs_are_swept(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(KEY, b"one")
    old, young = tmp_path / "ab" / ".tmp-old", tmp_path / "ab" / ".tmp-young"
    old.touch()
    young.touch()
    now = time.time()
    os.utime(old, (now - STALE_SECONDS - 10,) * 2)
    assert store.sweep(now) == 1
    assert young.exists()
    assert not old.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told_in_plain_words() -> None:
    with pytest.raises(OSError, match="No space") as caught, Path("/dev/full").open("wb", buffering=0) as full:
        full.write(b"x")
    error = disk_error(Path("a/b.mp3"), caught.value)
    assert error.code == "disk-full"
    assert "disk is full" in error.message


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(PublishError, match="file"):
        write_atomically(tmp_path / "file" / "x", b"data")
