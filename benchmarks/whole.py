"""`audioblog build` as people run it, on one post of 100,000 words -> the memory of its largest process.

The memory is the high-water mark that Linux keeps of every process (VmHWM in /proc/PID/status, see proc_pid_status(5)),
looked at while they run: those who speak and read are grandchildren, which `getrusage` does not tell of.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.ways import FAST

PROFILE = f"""engine = "espeak"
language = "en-GB"
model = "{FAST.model}"
rate = {FAST.rate}
gain_db = {FAST.gain_db}
chars_per_second = {FAST.chars_per_second}
sample = "Good morning."
"""
LOOK_S = 0.1


def memory_mb(blocks: Iterable[list[str]], folder: Path) -> float:
    """Of the largest process that builds a post of these paragraphs. SystemExit when it cannot be built."""
    for name, text in (
        ("audioblog.toml", 'voice = "fast"\nprofile = "compact"\n'),
        ("voices/fast.toml", PROFILE),
        ("posts/long.md", "---\ntitle: A long post\ndate: 2026-01-02\n---\n\n" + "\n\n".join(_with_headings(blocks))),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    command = [sys.executable, "-m", "audioblog", "build", "posts", "--out", "out", "--jobs", "1", "--plain"]
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said)
        most = _watched(process)
    if process.returncode:
        raise SystemExit(f"The benchmark's build failed: {(folder / 'said').read_text('utf-8')}")
    return most


def _with_headings(blocks: Iterable[list[str]]) -> Iterator[str]:
    for number, block in enumerate(blocks):
        if number % 10 == 0:
            yield f"## Part {number // 10}"
        yield " ".join(block)


def _watched(process: subprocess.Popen[bytes]) -> float:
    most = 0
    while process.poll() is None:
        most = max(most, *map(_high_water_kb, [process.pid, *_descendants(process.pid)]))
        time.sleep(LOOK_S)
    return most / 1024


def _descendants(pid: int) -> Iterator[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:  # it has ended
        return
    for child in map(int, children):
        yield child
        yield from _descendants(child)


def _high_water_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii", errors="replace").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)
