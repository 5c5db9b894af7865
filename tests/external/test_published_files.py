"""Every published file, judged by programs that are not ours.

Proves: ffmpeg decodes each file without a warning to the length that the feed states; the loudness that a listener gets
is -16 LUFS within one unit, with true peaks at or below -1 dBTP; the chapters in the file are those of the chapters
file, in the order of time; mp3val finds no fault; where the timeline says "between two utterances" there is silence,
and where it says "utterance" there is speech; W3C's WebVTT parser finds no fault in the captions, nor libxml2's
checker in the feed.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sample_edition import Edition

pytestmark = pytest.mark.external

RATE = 44_100
EDGE_MS = 50
"""Nearer than this to speech, an MP3 encoder smears."""
SILENCE = 10 ** (-50 / 20)
SPEECH = 10 ** (-30 / 20)


def run(*command: str | Path, text: bool = True) -> subprocess.CompletedProcess[Any]:
    done = subprocess.run(command, capture_output=True, text=text, timeout=120)
    assert done.returncode == 0, f"{command}\n{done.stderr}"
    return done


def decode(file: Path) -> NDArray[np.float64]:
    raw = run("ffmpeg", "-v", "error", "-i", file, "-f", "s16le", "-ac", "1", "-ar", str(RATE), "-", text=False).stdout
    return np.frombuffer(raw, np.int16) / 32768


def peak(pcm: NDArray[np.float64], start_ms: float, end_ms: float) -> float:
    part = pcm[int(start_ms * RATE / 1000) : int(end_ms * RATE / 1000)]
    return float(np.abs(part).max(initial=0))


def test_ffmpeg_decodes_every_file_without_a_warning(need: Callable[..., None], edition: Edition) -> None:
    need("ffmpeg")
    for item in edition.items:
        done = run("ffmpeg", "-v", "warning", "-xerror", "-i", item.audio, "-f", "null", "-")
        assert done.stderr == "", item.audio.name
        assert abs(len(decode(item.audio)) / RATE - item.duration_s) <= 1, item.audio.name


def test_the_loudness_is_that_of_podcasts(need: Callable[..., None], edition: Edition) -> None:
    need("ffmpeg")
    for item in edition.items:
        told = run("ffmpeg", "-nostats", "-i", item.audio, "-af", "ebur128=peak=true", "-f", "null", "-").stderr
        summary = told[told.rindex("Summary:") :]
        [loudness] = re.findall(r"I:\s+(-?[\d.]+) LUFS", summary)
        [true_peak] = re.findall(r"Peak:\s+(-?[\d.]+) dBFS", summary)
        assert abs(float(loudness) + 16) <= 1, item.audio.name
        assert float(true_peak) <= -1, item.audio.name
        [line] = [line for line in edition.report["episodes"] if line["guid"] == item.guid]
        assert abs(line["lufs"] - float(loudness)) <= 0.8, "the report's sample of the speech is near the whole"


def test_the_files_own_chapters_are_those_of_the_chapters_file(need: Callable[..., None], edition: Edition) -> None:
    need("ffprobe", package="ffmpeg")
    for item in edition.items:
        if item.chapters is None:
            continue
        found = json.loads(run("ffprobe", "-v", "error", "-show_chapters", "-of", "json", item.audio).stdout)
        inside = [(chapter["tags"]["title"], float(chapter["start_time"])) for chapter in found["chapters"]]
        beside = [(c["title"], c["startTime"]) for c in json.loads(item.chapters.read_text())["chapters"]]
        assert [title for title, _ in inside] == [title for title, _ in beside], item.audio.name
        assert [start for _, start in inside] == pytest.approx([start for _, start in beside], abs=0.05)
        assert all(before < after for (_, before), (_, after) in pairwise(inside)), "in the order of time"


def test_the_files_carry_a_cover_and_say_who_reads(need: Callable[..., None], edition: Edition) -> None:
    need("ffprobe", package="ffmpeg")
    for item in edition.items:
        found = json.loads(
            run("ffprobe", "-v", "error", "-show_format", "-show_streams", "-of", "json", item.audio).stdout
        )
        kinds = [stream["codec_type"] for stream in found["streams"]]
        assert kinds == ["audio", "video"], "one sound, one picture"
        audio = found["streams"][0]
        assert (audio["channels"], int(audio["sample_rate"])) == (1, RATE)
        assert found["format"]["tags"]["title"] == item.title
        assert "synthetic" in json.dumps(found["format"]["tags"]).lower()


def test_mp3val_finds_no_fault(need: Callable[..., None], edition: Edition) -> None:
    need("mp3val")
    for item in edition.items:
        told = run("mp3val", item.audio).stdout
        assert "INFO" in told
        assert not re.findall(r"^(?:WARNING|ERROR).*", told, re.MULTILINE), item.audio.name


def test_silence_and_speech_are_where_the_timeline_says(need: Callable[..., None], edition: Edition) -> None:
    need("ffmpeg")
    for item in edition.items:
        timeline = json.loads(item.audio.with_suffix(".timeline.json").read_text())
        cues, pcm = timeline["cues"], decode(item.audio)
        assert len(cues) > 10
        assert abs(len(pcm) * 1000 / RATE - timeline["duration_ms"]) < 60
        spaces = [(before["end_ms"], after["start_ms"]) for before, after in pairwise(cues)]
        wide = [(end + EDGE_MS, start - EDGE_MS) for end, start in spaces if start - end > 3 * EDGE_MS]
        assert len(wide) > len(cues) / 4, "most sentences are followed by a pause"
        loud = {space: level for space in wide if (level := peak(pcm, *space)) > SILENCE}
        assert not loud, f"{item.audio.name}: sound where the timeline says silence"
        mute = [cue["utterance"] for cue in cues if peak(pcm, cue["start_ms"], cue["start_ms"] + 500) < SPEECH]
        assert not mute, f"{item.audio.name}: silence where the timeline says speech"


def test_captions_are_valid_webvtt(node: Callable[..., Any], edition: Edition) -> None:
    files = [file for item in edition.items for kind, file in item.transcripts if kind == "text/vtt"]
    results = node("vtt.mjs", *map(str, files))
    assert [result["errors"] for result in results] == [[]] * len(files)
    for item, result in zip(edition.items, results, strict=True):
        assert result["cues"] > 10
        assert 0 < result["end"] <= item.duration_s + 1


def test_the_feed_is_well_formed(need: Callable[..., None], edition: Edition) -> None:
    need("xmllint", package="libxml2-utils")
    assert run("xmllint", "--noout", "--nonet", edition.folder / "feed.xml").stderr == ""
