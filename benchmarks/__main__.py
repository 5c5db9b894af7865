"""python -m benchmarks [MINUTES of speech, 60 when not said] [--keep]: measure, print, and write the README's table.

--keep leaves the README as it is. An hour takes a quarter of one on two quiet cores.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks import pages, reading, sound, table, whole
from benchmarks.table import Row
from benchmarks.ways import Cost, long_post, measure

CHARS_A_MINUTE = 1_100
ROUNDS = 3
"""The machine's speed drifts by a third within minutes. So ways that are compared take turns, and of the ratios of
neighbouring runs the median counts."""


def main(minutes: float, *, keep: bool) -> None:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        for row in _rows(Path(name), round(minutes * CHARS_A_MINUTE)):
            print(f"{'yes' if row.holds else 'NO '}  {row.what}: {row.measured} (wanted: {row.wanted})", flush=True)
            rows.append(row)
    if not keep:
        table.put(table.written(rows, minutes))


def _rows(folder: Path, characters: int) -> Iterator[Row]:
    standard = _rounds(("warm", "common", "raw", "bound", "ours", "again"), "standard", characters, folder)
    compact = _rounds(("bound", "ours"), "compact", characters, folder)
    yield from _cpu(standard, compact)
    yield from _memory(max(round_["ours"].memory_mb for round_ in standard), folder, characters)
    yield from _wall(folder, characters)
    yield from _sound(folder)
    yield from _reading()
    yield from _pages()


def _pages() -> Iterator[Row]:
    ours, bare = pages.costs()
    what = "pages a CPU second on one core, page to post"
    yield Row(what, "at least 20", f"{1 / ours:.0f} ({ours / bare:.1f} times trafilatura alone)", 1 / ours >= 20)


def _reading() -> Iterator[Row]:
    spoken, scripted = reading.speeds()
    wanted = "at least 1,000"
    yield Row("sentences a CPU second, written to spoken", wanted, f"{spoken:,.0f}", spoken >= 1000)
    yield Row("the same, whole script with its proof", wanted, f"{scripted:,.0f}", scripted >= 1000)


def _rounds(ways: tuple[str, ...], profile: str, characters: int, folder: Path) -> list[dict[str, Cost]]:
    return [{way: measure(way, profile, characters, folder / profile) for way in ways} for _ in range(ROUNDS)]


def _ratio(rounds: list[dict[str, Cost]], way: str, other: str) -> float:
    """CPU of a second of audio, `way` against `other`: the pauses make ours a little longer."""
    return median(
        (costs[way].cpu_s / costs[way].audio_s) / (costs[other].cpu_s / costs[other].audio_s) for costs in rounds
    )


def _cpu(standard: list[dict[str, Cost]], compact: list[dict[str, Cost]]) -> Iterator[Row]:
    for what, ratio in (
        ("CPU, text to proven MP3, against eSpeak + LAME alone", _ratio(standard, "ours", "raw")),
        ("the same, had they the sound at 44.1 kHz for nothing", _ratio(standard, "ours", "bound")),
        ("the same at 22.05 kHz (`compact`)", _ratio(compact, "ours", "bound")),
    ):
        yield Row(what, "at most 1.15", f"{ratio:.2f}", ratio <= 1.15)
    times = _ratio(standard, "common", "ours")
    what = "CPU of the common way (pyttsx3 `save_to_file`, pydub `export`, 44.1 kHz) against ours"
    yield Row(what, "at least 2.5 times", f"{times:.1f} times", times >= 2.5)
    edit = median(costs["again"].cpu_s - costs["warm"].cpu_s for costs in standard)
    what = f"one sentence of {standard[0]['ours'].audio_s / 60:.0f} minutes changed, CPU beyond start-up"
    yield Row(what, "under 0.3 s", f"{max(edit, 0):.2f} s", edit < 0.3)


def _memory(ours_mb: float, folder: Path, characters: int) -> Iterator[Row]:
    long = whole.memory_mb(long_post(), folder / "whole")
    what = "memory of the largest process of `audioblog build`, a post of 100,000 words"
    yield Row(what, "under 150 MB", f"{long:.0f} MB", long < 150)
    yield _share("that post", long, measure("long_joined", "compact", characters, folder / "joined"))
    joined = measure("joined", "standard", characters, folder / "joined")
    yield _share(f"one of {joined.audio_s / 60:.0f} minutes", ours_mb, joined)


def _share(post: str, ours_mb: float, joined: Cost) -> Row:
    said = f"{ours_mb:.0f} MB of {joined.memory_mb:,.0f} MB"
    return Row(f"memory against pydub's, {post}", "a tenth", said, ours_mb <= joined.memory_mb / 10)


def _wall(folder: Path, characters: int) -> Iterator[Row]:
    for few, many, what in (
        ("one", "two", "wall time of two posts, 2 workers against 1"),
        ("ours", "threads", "wall time of one post, 2 threads against 1"),
    ):
        share = median(
            measure(many, "standard", characters // 5, folder / "wall").wall_s
            / measure(few, "standard", characters // 5, folder / "wall").wall_s
            for _ in range(ROUNDS)
        )
        yield Row(what, "at most 0.56", f"{share:.2f}", share <= 0.56)


def _sound(folder: Path) -> Iterator[Row]:
    near, words, worst = sound.onsets(folder)
    said = f"{near} of {words}, the worst {worst:.0f} ms"
    yield Row("word onsets in the decoded MP3", "within 50 ms", said, near == words)
    distance, peak = sound.loudness(folder)
    said = f"within {distance:.2f} LU, peaks to {peak:.1f} dBTP"
    holds = distance <= 1 and peak <= -1
    yield Row("loudness of 20 varied posts in 3 voices", "within 1 LU of -16, at most -1 dBTP", said, holds)
    same, share = sound.twins(folder)
    said = "the same timeline" if same else f"other times; the shortest is {share:.2f} of its twin"
    yield Row("two builds from nothing", "the same timeline, no clip half of its twin", said, same and share > 0.5)
    languages, distance = sound.second_language(folder)
    said = f"{languages} languages, within {distance:.1f} LU"
    yield Row("passages by their languages' voices in one file", "the same loudness", said, distance <= 2)


if __name__ == "__main__":
    numbers = [argument for argument in sys.argv[1:] if argument != "--keep"]
    main(float(numbers[0]) if numbers else 60.0, keep="--keep" in sys.argv)
