"""Text to MP3: what `make_episode` costs against eSpeak and LAME alone, at the same sample rate and bit rate.

Each measurement runs in a process of its own and counts the CPU of everything that it started, start-up included.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from audioblog.model import Chapter, Script, Utterance, Voice
from benchmarks.text import paragraphs

CHARS_A_MINUTE = 1_000
VOICE = Voice("en-gb", "espeak", "en-GB", "gmw/en", gain_db=5.5, chars_per_second=17.6)


@dataclass(frozen=True, slots=True)
class Cost:
    cpu_s: float
    wall_s: float
    memory_mb: float
    """Of the largest process."""
    audio_s: float


class Folder:
    """Clips as files, without a promise to survive anything."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def get(self, key: str) -> bytes | None:
        try:
            return (self.path / key).read_bytes()
        except FileNotFoundError:
            return None

    def put(self, key: str, data: bytes) -> None:
        (self.path / key).write_bytes(data)


def script(characters: int, seed: int = 7, *, edited: bool = False) -> Script:
    utterances, chapters = [], []
    for number, block in enumerate(paragraphs(characters, seed)):
        if number % 10 == 0:
            chapters.append(Chapter(f"Part {number}", f"u{len(utterances)}"))
        for sentence in block:
            name = f"u{len(utterances)}"
            utterances.append(
                Utterance(name, f"b{number}", 0, len(sentence), sentence, sentence, "paragraph", pause_after_ms=250)
            )
        utterances[-1] = replace(utterances[-1], pause_after_ms=550)
    if edited:
        middle = len(utterances) // 2
        utterances[middle] = replace(utterances[middle], spoken="This sentence is another one now.")
    return Script("Benchmark", "en-GB", tuple(utterances), chapters=tuple(chapters))


def ours(profile: str, characters: int, folder: Path, seed: int = 7, *, edited: bool = False) -> float:
    """make_episode -> seconds of audio."""
    from audioblog.produce.episode import make_episode
    from audioblog.produce.mp3 import PROFILES
    from audioblog.produce.tags import Tags

    made = make_episode(
        script(characters, seed, edited=edited),
        VOICE,
        profile=PROFILES[profile],
        clips=Folder(folder),
        tags=Tags("Benchmark"),
        out=folder / f"{seed}.mp3",
    )
    return made.duration_ms / 1000


def again(profile: str, characters: int, folder: Path) -> float:
    return ours(profile, characters, folder, edited=True)


def warm(profile: str, _characters: int, folder: Path) -> float:
    """Everything imported and the engine opened, with two sentences to speak: the start-up of the others."""
    return ours(profile, 100, folder, seed=5)


def raw(profile: str, characters: int, folder: Path) -> float:
    """eSpeak and LAME, nothing else; LAME brings the sound to the profile's rate."""
    return _alone(profile, characters, folder, doubled=False)


def bound(profile: str, characters: int, folder: Path) -> float:
    """The same with the sound brought to the profile's rate for nothing: no program can be below this."""
    return _alone(profile, characters, folder, doubled=True)


def _alone(profile: str, characters: int, folder: Path, *, doubled: bool) -> float:
    import lameenc
    import numpy as np

    from audioblog.produce.engines.espeak import Espeak
    from audioblog.produce.mp3 import PROFILES
    from audioblog.produce.resample import resample

    kind, engine, samples = PROFILES[profile], Espeak(VOICE), 0
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(kind.sample_rate if doubled else 22_050)
    encoder.set_out_sample_rate(kind.sample_rate)
    encoder.set_bit_rate(kind.bitrate)
    encoder.set_quality(kind.quality)
    with (folder / "raw.mp3").open("wb") as file:
        for block in paragraphs(characters):
            (speech,) = engine.speak([" ".join(block)])
            samples += len(speech.pcm) // 2
            begin, pcm = time.process_time(), speech.pcm
            if doubled:
                pcm = resample(np.frombuffer(pcm, np.int16), 22_050, kind.sample_rate).tobytes()
            FREE.append(time.process_time() - begin)
            file.write(encoder.encode(pcm))
        file.write(encoder.flush())
    return samples / 22_050


def two(profile: str, characters: int, folder: Path) -> float:
    """Two posts at once, half as long each, by two processes."""
    return _posts(profile, characters, folder, jobs=2)


def one(profile: str, characters: int, folder: Path) -> float:
    """The same two posts one after the other."""
    return _posts(profile, characters, folder, jobs=1)


def _posts(profile: str, characters: int, folder: Path, jobs: int) -> float:
    waiting = [(profile, characters // 2, folder, seed) for seed in (11, 12)]
    running: list[subprocess.Popen[str]] = []
    total = 0.0
    for job in waiting:
        running.append(_start("ours", *job))
        if len(running) == jobs:
            total += sum(_audio_s(process) for process in running)
            running = []
    return total


def _audio_s(process: subprocess.Popen[str]) -> float:
    said, _ = process.communicate()
    return float(json.loads(said)["audio_s"])


FREE: list[float] = []
"""CPU seconds that a way does not count."""
WAYS: dict[str, Callable[..., float]] = {
    "ours": ours, "raw": raw, "bound": bound, "again": again, "warm": warm, "one": one, "two": two,
}  # fmt: skip


def _start(way: str, profile: str, characters: int, folder: Path, seed: int = 7) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "benchmarks.speech", way, profile, str(characters), str(folder), str(seed)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "OPENBLAS_NUM_THREADS": "1"})


def measure(way: str, profile: str, characters: int, folder: Path) -> Cost:
    process = _start(way, profile, characters, folder)
    said, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"The benchmark “{way}” failed.")
    return Cost(**json.loads(said))


def main(minutes: float) -> None:
    characters = round(minutes * CHARS_A_MINUTE)
    with tempfile.TemporaryDirectory() as name:
        for profile in ("standard", "compact"):
            folder = Path(name) / profile
            folder.mkdir()
            costs = {
                way: measure(way, profile, characters, folder) for way in ("warm", "raw", "bound", "ours", "again")
            }
            _report(profile, costs)
        folder = Path(name) / "workers"
        folder.mkdir()
        single = measure("one", "standard", characters, folder)
        for file in folder.iterdir():
            file.unlink()
        double = measure("two", "standard", characters, folder)
        print(f"two posts, 2 workers against 1: {double.wall_s / single.wall_s:.2f} of the wall time")


def _report(profile: str, costs: dict[str, Cost]) -> None:
    made, warm_ = costs["ours"], costs["warm"]
    print(f"{profile}: {made.audio_s / 60:.1f} minutes of speech, start-up included")
    print(f"  text to proven MP3      {made.cpu_s:6.2f} CPU-s  {made.memory_mb:4.0f} MB")
    for way, name in (("raw", "eSpeak + LAME alone"), ("bound", "the same, resampled free")):
        print(f"  {name:<24}{costs[way].cpu_s:6.2f} CPU-s            ratio {_ratio(made, costs[way]):.2f}")
    edit = costs["again"].cpu_s - warm_.cpu_s
    print(f"  one paragraph changed   {costs['again'].cpu_s:6.2f} CPU-s, {edit:.2f} of them beyond start-up")


def _ratio(ours_: Cost, raw_: Cost) -> float:
    """CPU a second of audio against CPU a second of audio: the pauses make ours a little longer."""
    return (ours_.cpu_s / ours_.audio_s) / (raw_.cpu_s / raw_.audio_s)


def _child(way: str, profile: str, characters: str, folder: str, seed: str) -> None:
    begin = time.perf_counter()
    more = {"seed": int(seed)} if way == "ours" else {}
    audio_s = WAYS[way](profile, int(characters), Path(folder), **more)
    _end_servers()
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cost = {
        "cpu_s": sum(u.ru_utime + u.ru_stime for u in used) - sum(FREE),
        "wall_s": time.perf_counter() - begin,
        "memory_mb": max(u.ru_maxrss for u in used) / 1024,
        "audio_s": audio_s,
    }
    print(json.dumps(cost))


def _end_servers() -> None:
    """Let the engine's process end, so that its CPU is counted."""
    from audioblog.produce.engines.fork_server import close

    close()


if __name__ == "__main__":
    _child(*sys.argv[1:])
