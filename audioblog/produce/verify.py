"""A finished MP3 against its Timeline: everything that would make a listener's file wrong is refused here.

`prove` is what every episode goes through before it is published, and reads the file back from the disk. It does not
decode: clips were judged and heard when they were made (`judge`, `measure`), and `prove` shows that the file consists
of its own tag and header and exactly those clips, in order, to the byte. `inspect` decodes the whole file and needs
nothing but the file and the Timeline.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from audioblog.errors import SpeechError
from audioblog.model import AudioFacts, Timeline
from audioblog.produce import mp3, silence
from audioblog.produce.blob import Clip
from audioblog.produce.decode import decode_mp3
from audioblog.produce.loudness import (
    BLOCKS_A_SECOND,
    TOLERANCE_LU,
    TRUE_PEAK_DB,
    block_powers,
    integrated,
    true_peak_db,
)
from audioblog.produce.tags import Tags, id3, room_for, tag_size
from audioblog.produce.words import are_lone_letters, words_of

SHORTEST_JUDGED_MS = 3_000
"""Loudness of less than this is not a matter of level but of which words were said."""
LONGEST_EDGE_MS = 500
"""The most silence before the first sound and after the last one."""
WINDOW = 2_000
"""Frames decoded at once (52 s at 44.1 kHz), so that memory does not grow with the file."""
RUN_UP = 12
"""Frames decoded before a window and thrown away: the bit reservoir reaches back 511 bytes, an overlap one frame."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A clip as it must stand in the file."""

    key: str
    """What it is: of a clip of speech, the key that its plan asked for."""
    speech: bool
    """False: an intro or another sound."""
    sha256: str
    """Of its MP3 frames."""
    bytes: int
    """Length of its MP3 frames."""
    frames: int


@dataclass(frozen=True, slots=True)
class Order:
    """What was to be made."""

    keys: tuple[str, ...]
    """Of the clips of speech, in order."""
    tags: Tags
    profile: mp3.Profile


def piece(clip: Clip, frames: bytes, profile: mp3.Profile) -> Piece:
    """Raises SpeechError when the frames are not of the profile, or not as many as the clip says."""
    count = mp3.count_frames(frames, profile)
    if (clip.frames, clip.samples, clip.sample_rate) != (count, count * profile.frame_samples, profile.sample_rate):
        raise _wrong(f"a clip of {count} frames says {clip.frames}, or {clip.samples} samples at {clip.sample_rate} Hz")
    return Piece(clip.key, bool(clip.cues), clip.sha256, len(frames), count)


def prove(path: Path, timeline: Timeline, pieces: Sequence[Piece], order: Order) -> None:
    """Raises SpeechError unless the file is exactly the tag, header and clips of `order`, and fits its Timeline."""
    if tuple(each.key for each in pieces if each.speech) != order.keys:
        raise _wrong(f"the clips of {path.name} are not those of its text, in order")
    frames = sum(each.frames for each in pieces)
    tag = id3(order.tags, timeline.chapters, room_for(order.tags, timeline.script))
    header = mp3.info_frame(order.profile, frames, sum(each.bytes for each in pieces))
    with path.open("rb") as file:
        if file.read(len(tag)) != tag:
            raise _wrong(f"the title, chapters or other tags inside {path.name} are not its own")
        if file.read(len(header)) != header:
            raise _wrong(f"the Info header of {path.name} does not tell what follows it")
        for number, wanted in enumerate(pieces):
            if hashlib.sha256(file.read(wanted.bytes)).hexdigest() != wanted.sha256:
                raise _wrong(f"clip {number + 1} of {len(pieces)} in {path.name} is not the one that was made")
        if file.read(1):
            raise _wrong(f"there is something after the last clip of {path.name}")
    if frames != timeline.audio.frames:
        raise _wrong(f"{path.name} has {frames} frames, its timeline {timeline.audio.frames}")
    check_timeline(timeline)
    check_loudness(timeline.audio, timeline.duration_ms, order.profile.lufs)


def inspect(path: Path, timeline: Timeline, lufs: float = mp3.TARGET_LUFS) -> AudioFacts:
    """Decode the whole file and hold it against its Timeline -> what was measured. Raises SpeechError at a fault."""
    body = _body(path)
    found = mp3.walk(body)
    if found.count != timeline.audio.frames:
        raise _wrong(f"{path.name} has {found.count} frames, its timeline {timeline.audio.frames}")
    check_timeline(timeline)
    loudest, powers, peak = _heard(body, found)
    wrong = silence.check(loudest, spans(timeline), found.sample_rate)
    if wrong:
        raise _wrong(wrong)
    facts = replace(
        timeline.audio,
        sample_rate=found.sample_rate,
        bitrate=found.bitrate,
        frames=found.count,
        lufs=integrated(powers),
        true_peak_db=peak,
        heard_ms=timeline.duration_ms,
    )
    check_loudness(facts, timeline.duration_ms, lufs)
    return facts


def spans(timeline: Timeline) -> list[silence.Span]:
    """All that is heard, in order: spoken cues, intro, outro, chapter cues."""
    said = {utterance.id: utterance.spoken for utterance in timeline.script.utterances}
    cues = [cue for cue in timeline.cues if cue.words]
    seconds = sum(cue.end_ms - cue.start_ms for cue in cues) / 1000
    slower = silence.USUAL_SPEED * seconds / max(1, sum(len(said[cue.utterance]) for cue in cues))
    longest = silence.longest_pause_ms(slower)  # of the whole: one cue that is long for its words may hold the fault
    speech = [silence.Span(cue.start_ms, cue.end_ms, said[cue.utterance], longest) for cue in cues]
    other = [silence.Span(sound.start_ms, sound.end_ms, "") for sound in timeline.sounds]
    return sorted([*speech, *other], key=lambda span: span.start_ms)


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
        unsaid = cue.start_ms == cue.end_ms and not cue.words and are_lone_letters(utterance.spoken)
        if not unsaid and [(word.start, word.end) for word in cue.words] != words_of(utterance.spoken):
            raise _wrong(f"the timed words of “{utterance.spoken[:60]}” are not its words")
        times = [cue.start_ms, *(word.ms for word in cue.words), cue.end_ms]
        if times != sorted(times):
            raise _wrong(f"the words of “{utterance.spoken[:60]}” do not follow each other")
        at = cue.end_ms
    _check_pauses(timeline)
    edges = [(chapter.start_ms, chapter.end_ms) for chapter in timeline.chapters]
    if edges and (edges[0][0] != 0 or edges[-1][1] != timeline.duration_ms):
        raise _wrong("the chapters do not cover the episode")
    if any(start >= end for start, end in edges) or any(a[1] != b[0] for a, b in pairwise(edges)):
        raise _wrong("the chapters do not follow each other")


def _check_pauses(timeline: Timeline) -> None:
    """Refuse a silence that is longer than the script's pause + SLACK_MS, or half a second of it at an end."""
    after: dict[int, int] = {}
    end = 0
    for cue, (now, following) in zip(timeline.cues, pairwise(timeline.script.utterances), strict=False):
        end = cue.end_ms if cue.words else end  # what has no words takes no time, but its pause may be the longer one
        after[end] = max(after.get(end, 0), now.pause_after_ms, following.pause_before_ms)
    heard = spans(timeline)
    for before, then in pairwise(heard):
        most = (after.get(before.end_ms, 0) if before.said else 0) + silence.SLACK_MS
        if then.start_ms - before.end_ms > most:
            gap = then.start_ms - before.end_ms
            raise _wrong(f"there are {gap} ms of silence after “{before.said[:60]}”; at most {most} belong there")
    if heard and max(heard[0].start_ms, timeline.duration_ms - heard[-1].end_ms) >= LONGEST_EDGE_MS:
        raise _wrong("it begins or ends with more than half a second of silence")


def check_loudness(audio: AudioFacts, duration_ms: int, target: float = mp3.TARGET_LUFS) -> None:
    """Raises SpeechError when loudness or true peak is outside of what listeners are promised."""
    if audio.true_peak_db is not None and audio.true_peak_db > TRUE_PEAK_DB:
        raise _wrong(f"the loudest point is at {audio.true_peak_db:.1f} dBTP; at most {TRUE_PEAK_DB} is allowed")
    if duration_ms < SHORTEST_JUDGED_MS:
        return
    if audio.lufs is None or abs(audio.lufs - target) > TOLERANCE_LU:
        said = "silent" if audio.lufs is None else f"{audio.lufs:.1f} LUFS loud"
        raise SpeechError(
            f"The audio is {said} instead of {target:g} ±{TOLERANCE_LU:g} LUFS.",
            "Calibrate the voice: audioblog voices calibrate.",
            code="loudness",
        )


def _header(file: BinaryIO, name: str) -> tuple[int, int, int]:
    """(frames, bytes, length of the header frame) that the Info header tells; `file` is then at the first clip."""
    file.seek(0)
    file.seek(tag_size(file.read(10)))
    first = file.read(4)
    size = mp3.frame_size(first)
    told = mp3.read_info(first + file.read(max(0, size - 4)))
    if told is None:
        raise _wrong(f"{name} does not start with an Info header")
    return *told, size


def _body(path: Path) -> bytes:
    """The frames of the file. Refuses a header that disagrees with what follows it."""
    with path.open("rb") as file:
        frames, total, size = _header(file, path.name)
        body = file.read()
    if total != size + len(body) or frames != mp3.walk(body).count:
        raise _wrong(f"the header of {path.name} says {frames} frames in {total} bytes, which is not what follows it")
    return body


def _heard(body: bytes, frames: mp3.Frames) -> tuple[NDArray[np.int16], NDArray[np.float64], float]:
    """(level of every step, power of every loudness block, true peak in dBTP) of the decoded file, window by window."""
    tenth = frames.sample_rate // BLOCKS_A_SECOND
    loudest, powers, peak = [], [], float("-inf")
    rest, known = np.zeros(0, np.int16), 0  # what the window before left over, and how much of it has been judged
    for pcm in _windows(body, frames):
        wave = np.concatenate([rest, pcm])
        whole = len(wave) // tenth * tenth
        loudest.append(silence.levels(wave[known:whole], frames.sample_rate))
        powers.append(block_powers(wave[:whole], frames.sample_rate))
        peak = max(peak, true_peak_db(wave, tenth // 10))
        known = min(3 * tenth, whole)  # the next block begins with the last three tenths of a second
        rest = wave[whole - known :]
    loudest.append(silence.levels(rest[known:], frames.sample_rate))
    return np.concatenate(loudest), np.concatenate(powers), peak


def _windows(body: bytes, frames: mp3.Frames) -> Iterator[NDArray[np.int16]]:
    """The decoded file in pieces of WINDOW frames, without the encoder's and the decoder's delay."""
    starts = [at for at, _ in mp3.sizes(body)] + [len(body)]
    delay = mp3.ENCODER_DELAY + mp3.DECODER_DELAY
    for first in range(0, frames.count, WINDOW):
        last = min(first + WINDOW, frames.count)
        pcm, _ = decode_mp3(body[starts[max(0, first - RUN_UP)] : starts[last]])
        samples = (last - first) * (frames.samples // frames.count)
        if len(pcm) < samples:
            raise _wrong(f"{samples - len(pcm)} samples after frame {first} cannot be decoded")
        yield pcm[len(pcm) - samples + (0 if first else delay) :]


def _wrong(what: str) -> SpeechError:
    hint = "Build again; if it stays, this is a bug."
    return SpeechError(f"The finished audio is wrong: {what}.", hint, code="verify")
