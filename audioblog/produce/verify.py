"""A finished MP3 against its Timeline: everything that would make a listener's file wrong is refused here.

`prove` is what every episode goes through before it is published, and reads the file back from the disk. It does not
decode: clips were proven when they were made, and `prove` shows that the file consists of exactly those, in order.
`inspect` decodes the whole file and needs nothing but the file and the Timeline.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audioblog.errors import SpeechError
from audioblog.model import AudioFacts, Timeline
from audioblog.produce import mp3
from audioblog.produce.decode import decode_mp3
from audioblog.produce.loudness import TARGET_LUFS, TOLERANCE_LU, TRUE_PEAK_DB, block_powers, integrated, true_peak_db
from audioblog.produce.tags import tag_size
from audioblog.produce.words import words_of

SHORTEST_JUDGED_MS = 3_000
"""Loudness of less than this is not a matter of level but of which words were said."""
SILENCE = 64
"""Decoded samples up to this value (-54 dB) count as silence: the encoder's noise around a sudden start reaches 40."""
EDGE_SAMPLES = 1728
"""Within this distance of speech the encoder smears (its window and a half); silence is judged beyond it."""
STEP_MS = 20
"""Silence is looked for in steps of this length: whole samples at every rate (22,050 Hz has none for 10 ms)."""
LONGEST_PAUSE_MS = 800
"""The longest silence within an utterance; eSpeak pauses 400 ms at most, at a semicolon."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A clip as it must stand in the file."""

    sha256: str
    """Of its MP3 frames."""
    bytes: int
    """Length of its MP3 frames."""


def piece(frames: bytes) -> Piece:
    return Piece(hashlib.sha256(frames).hexdigest(), len(frames))


def prove(path: Path, timeline: Timeline, pieces: Sequence[Piece]) -> None:
    """Raises SpeechError when the file is not exactly `pieces` behind a right header, or its Timeline is wrong."""
    body, header = _opened(path)
    with memoryview(body) as view:
        at = header
        for number, wanted in enumerate(pieces):
            end = at + wanted.bytes
            if hashlib.sha256(view[at:end]).hexdigest() != wanted.sha256:
                raise _wrong(f"clip {number + 1} of {len(pieces)} in {path.name} is not the one that was made")
            at = end
    if at != len(body):
        raise _wrong(f"{path.name} has {len(body) - at} bytes after its last clip")
    check_timeline(timeline)
    check_loudness(timeline.audio, timeline.duration_ms)


def inspect(path: Path, timeline: Timeline) -> AudioFacts:
    """Decode the whole file and hold it against its Timeline -> what was measured. Raises SpeechError at a fault."""
    body, header = _opened(path)
    found = mp3.walk(body, header)
    if found.count != timeline.audio.frames:
        raise _wrong(f"{path.name} has {found.count} frames, its timeline {timeline.audio.frames}")
    check_timeline(timeline)
    pcm, rate = decode_mp3(body)
    missing = found.samples - mp3.ENCODER_DELAY - mp3.DECODER_DELAY - len(pcm)
    if missing:
        raise _wrong(f"{path.name} decodes to {missing} samples less than its header says")
    _check_silence(pcm, rate, timeline)
    loudness, peak = integrated(block_powers(pcm, rate)), true_peak_db(pcm)
    facts = AudioFacts(timeline.audio.encoder, rate, found.bitrate, found.count, loudness, peak)
    check_loudness(facts, timeline.duration_ms)
    return facts


def check_timeline(timeline: Timeline) -> None:
    """Raises SpeechError unless cues ascend inside the audio, every word has its time, and chapters cover it."""
    audio = timeline.audio
    samples = audio.frames * (1152 if audio.sample_rate >= 32_000 else 576)
    if timeline.duration_ms != round(samples * 1000 / audio.sample_rate):
        raise _wrong(f"the duration of {timeline.duration_ms} ms is not that of {audio.frames} frames")
    if len(timeline.cues) != len(timeline.script.utterances):
        raise _wrong(f"{len(timeline.script.utterances)} utterances have {len(timeline.cues)} cues")
    at = 0
    for cue, utterance in zip(timeline.cues, timeline.script.utterances, strict=True):
        if cue.utterance != utterance.id or not at <= cue.start_ms <= cue.end_ms <= timeline.duration_ms:
            raise _wrong(f"the cue of “{utterance.spoken[:60]}” does not lie where it belongs")
        if [(word.start, word.end) for word in cue.words] != words_of(utterance.spoken):
            raise _wrong(f"the timed words of “{utterance.spoken[:60]}” are not its words")
        times = [cue.start_ms, *(word.ms for word in cue.words), cue.end_ms]
        if times != sorted(times):
            raise _wrong(f"the words of “{utterance.spoken[:60]}” do not follow each other")
        at = cue.end_ms
    edges = [(chapter.start_ms, chapter.end_ms) for chapter in timeline.chapters]
    if edges and (edges[0][0] != 0 or edges[-1][1] != timeline.duration_ms):
        raise _wrong("the chapters do not cover the episode")
    if any(start >= end for start, end in edges) or any(a[1] != b[0] for a, b in pairwise(edges)):
        raise _wrong("the chapters do not follow each other")


def check_loudness(audio: AudioFacts, duration_ms: int) -> None:
    """Raises SpeechError when loudness or true peak is outside of what listeners are promised."""
    if audio.true_peak_db is not None and audio.true_peak_db > TRUE_PEAK_DB:
        raise _wrong(f"the loudest point is at {audio.true_peak_db:.1f} dBTP; at most {TRUE_PEAK_DB} is allowed")
    if duration_ms < SHORTEST_JUDGED_MS:
        return
    if audio.lufs is None or abs(audio.lufs - TARGET_LUFS) > TOLERANCE_LU:
        said = "silent" if audio.lufs is None else f"{audio.lufs:.1f} LUFS loud"
        raise SpeechError(
            f"The audio is {said} instead of {TARGET_LUFS} ±{TOLERANCE_LU}.",
            "Calibrate the voice: audioblog voices calibrate.",
            code="loudness",
        )


def _opened(path: Path) -> tuple[bytes, int]:
    """(the file from its Info frame on, length of that frame). Refuses a header that disagrees with what follows it."""
    with path.open("rb") as file:
        file.seek(tag_size(file.read(10)))
        body = file.read()
    size = next(mp3.sizes(body), (0, 0))[1]
    told = mp3.read_info(body[:size])
    if told is None:
        raise _wrong(f"{path.name} does not start with an Info header")
    frames, total = told
    if total != len(body) or frames != mp3.walk(body, size).count:
        raise _wrong(f"the header of {path.name} says {frames} frames in {total} bytes, which is not what follows it")
    return body, size


def _check_silence(pcm: NDArray[np.int16], rate: int, timeline: Timeline) -> None:
    """Sound where a cue is, silence between cues (before the first and after the last may be an intro and outro)."""
    loud, edge = _steps(pcm, rate) > SILENCE, EDGE_SAMPLES * 1000 // rate
    spoken = [cue for cue in timeline.cues if cue.words]
    for cue in spoken:
        quiet = _longest(~loud[cue.start_ms // STEP_MS : -(-cue.end_ms // STEP_MS)]) * STEP_MS
        if quiet > min(LONGEST_PAUSE_MS, (cue.end_ms - cue.start_ms) * 2 // 3):
            raise _wrong(f"nothing is heard for {quiet} ms of {cue.utterance}, which starts at {cue.start_ms} ms")
    for before, after in pairwise(spoken):
        first, last = -(-(before.end_ms + edge) // STEP_MS), (after.start_ms - edge) // STEP_MS
        if loud[first : max(first, last)].any():
            raise _wrong(f"there is sound between {before.end_ms} and {after.start_ms} ms, where silence belongs")


def _steps(pcm: NDArray[np.int16], rate: int) -> NDArray[np.int16]:
    """The loudest sample of every STEP_MS."""
    step = rate * STEP_MS // 1000
    whole = pcm[: len(pcm) // step * step].reshape(-1, step)
    return np.asarray(np.maximum(whole.max(axis=1), -np.maximum(whole.min(axis=1), -32_767)), np.int16)


def _longest(flags: NDArray[np.bool_]) -> int:
    """Length of the longest run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def _wrong(what: str) -> SpeechError:
    hint = "Build again; if it stays, this is a bug."
    return SpeechError(f"The finished audio is wrong: {what}.", hint, code="verify")
