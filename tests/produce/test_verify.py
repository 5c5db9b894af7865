"""Planted faults: each of them is a file that a listener could have got, and each is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from audioblog.errors import SpeechError
from audioblog.model import AudioFacts, ChapterTime, Script, Timeline, Voice
from audioblog.produce import mp3, verify
from audioblog.produce.decode import decode_mp3
from audioblog.produce.loudness import amplify
from audioblog.produce.mp3 import PROFILES
from audioblog.produce.tags import tag_size

STANDARD = PROFILES["standard"]
Rebuild = Callable[..., None]


@pytest.fixture
def timeline(make: Callable[..., Timeline], post: Script, en_gb: Voice) -> Timeline:
    return make(post, en_gb)


@pytest.fixture
def path(timeline: Timeline, tmp_path: Path) -> Path:
    return tmp_path / "episode.mp3"


def parts(path: Path) -> tuple[bytes, list[bytes]]:
    """(tag, the audio's frames)"""
    data = path.read_bytes()
    start = tag_size(data[:10])
    frames = [data[at : at + size] for at, size in mp3.sizes(data, start)]
    return data[:start], frames[1:]


def rewrite(path: Path, frames: list[bytes]) -> None:
    """The same file with other audio and a header that agrees with it: only the content is wrong."""
    tag, _ = parts(path)
    audio = b"".join(frames)
    path.write_bytes(tag + mp3.info_frame(STANDARD, len(frames), len(audio)) + audio)


def cut(frames: list[bytes], timeline: Timeline) -> list[bytes]:
    return frames[:100] + frames[150:]


def doubled(frames: list[bytes], timeline: Timeline) -> list[bytes]:
    return frames[:150] + frames[100:]


def swapped(frames: list[bytes], timeline: Timeline) -> list[bytes]:
    return frames[200:] + frames[:200]


def silenced(frames: list[bytes], timeline: Timeline) -> list[bytes]:
    """The second paragraph is silence of the same length."""
    cue = timeline.cues[3]
    first, last = (ms * 44_100 // 1000 // 1152 for ms in (cue.start_ms, cue.end_ms))
    quiet = mp3.encode(np.zeros(mp3.samples_for(last - first, STANDARD), np.int16), STANDARD)
    return frames[:first] + [quiet[at : at + size] for at, size in mp3.sizes(quiet)] + frames[last:]


def clipped(frames: list[bytes], timeline: Timeline) -> list[bytes]:
    """Everything 20 dB too loud."""
    pcm, _ = decode_mp3(b"".join(frames))
    loud = np.clip(pcm[1105:].astype(np.int32) * 10, -32_768, 32_767).astype(np.int16)
    data = mp3.encode(loud[: mp3.samples_for(len(frames), STANDARD)], STANDARD)
    return [data[at : at + size] for at, size in mp3.sizes(data)]


def quiet(frames: list[bytes], timeline: Timeline) -> list[bytes]:
    pcm, _ = decode_mp3(b"".join(frames))
    data = mp3.encode(amplify(pcm[1105:][: mp3.samples_for(len(frames), STANDARD)], -6.0), STANDARD)
    return [data[at : at + size] for at, size in mp3.sizes(data)]


@pytest.mark.parametrize("fault", [cut, doubled, swapped, silenced, clipped, quiet], ids=lambda fault: fault.__name__)
def test_wrong_audio_is_refused_by_listening(path: Path, timeline: Timeline, fault: Callable[..., list[bytes]]) -> None:
    _, frames = parts(path)
    verify.inspect(path, timeline)
    faulty = fault(frames, timeline)
    rewrite(path, faulty)
    as_if = replace(
        timeline,
        duration_ms=round(len(faulty) * 1152 * 1000 / 44_100),
        audio=replace(timeline.audio, frames=len(faulty)),
        chapters=(),
    )
    with pytest.raises(SpeechError):
        verify.inspect(path, as_if)


@pytest.mark.parametrize("fault", [cut, doubled, swapped, silenced, clipped, quiet], ids=lambda fault: fault.__name__)
def test_wrong_audio_is_refused_without_decoding(
    path: Path, timeline: Timeline, fault: Callable[..., list[bytes]]
) -> None:
    _, frames = parts(path)
    audio = b"".join(frames)
    pieces = [verify.piece(audio, len(frames))]
    verify.prove(path, timeline, pieces)
    rewrite(path, fault(frames, timeline))
    with pytest.raises(SpeechError):
        verify.prove(path, timeline, pieces)


def test_another_posts_audio_is_refused(
    path: Path, timeline: Timeline, make: Callable[..., Timeline], scripted: Callable[..., Script], en_gb: Voice
) -> None:
    make(scripted(("paragraph", "This is quite another post.", "It speaks of other things.")), en_gb)
    with pytest.raises(SpeechError, match="frames"):
        verify.inspect(path, timeline)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data, head: data[:head] + data[head + 208 :],  # no Info frame
        lambda data, head: data[: head + 33] + b"\x01" + data[head + 34 :],  # a wrong count in it
        lambda data, head: data[:-209],
        lambda data, head: data + data[-209:],
        lambda data, head: data[:-100],
        lambda data, head: data[:head],
        lambda data, head: b"",
    ],
    ids=["no header", "wrong header", "frame lost", "frame more", "torn", "no audio", "empty"],
)
def test_a_wrong_header_is_refused(path: Path, timeline: Timeline, damage: Callable[[bytes, int], bytes]) -> None:
    data = path.read_bytes()
    path.write_bytes(damage(data, tag_size(data[:10])))
    with pytest.raises(SpeechError):
        verify.inspect(path, timeline)
    with pytest.raises(SpeechError):
        verify.prove(path, timeline, [])


def later(timeline: Timeline, index: int, ms: int) -> Timeline:
    cues = list(timeline.cues)
    cue = cues[index]
    words = tuple(replace(word, ms=word.ms + ms) for word in cue.words)
    cues[index] = replace(cue, start_ms=cue.start_ms + ms, end_ms=cue.end_ms + ms, words=words)
    return replace(timeline, cues=tuple(cues))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda t: later(t, 2, -400),
        lambda t: replace(t, cues=t.cues[:-1]),
        lambda t: replace(t, cues=t.cues[1:] + t.cues[:1]),
        lambda t: replace(t, duration_ms=t.duration_ms + 1),
        lambda t: replace(t, duration_ms=t.cues[-1].end_ms - 1),
        lambda t: replace(t, cues=(replace(t.cues[0], words=t.cues[0].words[:-1]), *t.cues[1:])),
        lambda t: replace(t, cues=(replace(t.cues[0], words=t.cues[0].words[::-1]), *t.cues[1:])),
        lambda t: replace(t, chapters=t.chapters[::-1]),
        lambda t: replace(t, chapters=t.chapters[:1]),
        lambda t: replace(t, chapters=(ChapterTime("Late", 5, t.duration_ms),)),
        lambda t: replace(t, audio=replace(t.audio, lufs=-18.0)),
        lambda t: replace(t, audio=replace(t.audio, lufs=None)),
        lambda t: replace(t, audio=replace(t.audio, true_peak_db=-0.5)),
        lambda t: replace(t, audio=replace(t.audio, frames=t.audio.frames - 1)),
    ],
)
def test_a_wrong_timeline_is_refused(path: Path, timeline: Timeline, wrong: Callable[[Timeline], Timeline]) -> None:
    _, frames = parts(path)
    with pytest.raises(SpeechError):
        verify.prove(path, wrong(timeline), [verify.piece(b"".join(frames), len(frames))])


def test_cues_that_do_not_fit_the_sound_are_refused(path: Path, timeline: Timeline) -> None:
    with pytest.raises(SpeechError, match="silence"):
        verify.inspect(path, later(timeline, 2, 200))


def test_three_words_are_not_judged_by_loudness() -> None:
    verify.check_loudness(AudioFacts("LAME", 44_100, 64, 40, lufs=-12.0, true_peak_db=-3.0), 1_045)


def test_the_message_is_for_an_editor() -> None:
    with pytest.raises(SpeechError, match=r"-12\.0 LUFS") as caught:
        verify.check_loudness(AudioFacts("LAME", 44_100, 64, 4_000, lufs=-12.0, true_peak_db=-3.0), 104_500)
    assert "calibrate" in caught.value.hint


def stretched(path: Path, timeline: Timeline, frames_more: int) -> Timeline:
    """The file with so many silent frames more behind the second paragraph, and a timeline that says so."""
    _, frames = parts(path)
    quiet = mp3.encode(np.zeros(mp3.samples_for(frames_more, STANDARD), np.int16), STANDARD)
    after = timeline.cues[3]
    at = after.start_ms * 44_100 // 1000 // 1152 - 2
    rewrite(path, frames[:at] + [quiet[a : a + size] for a, size in mp3.sizes(quiet)] + frames[at:])
    ms = round(frames_more * 1152 * 1000 / 44_100)
    moved = timeline
    for index in range(3, len(timeline.cues)):
        moved = later(moved, index, ms)
    total = round((timeline.audio.frames + frames_more) * 1152 * 1000 / 44_100)
    facts = replace(timeline.audio, frames=timeline.audio.frames + frames_more)
    return replace(moved, duration_ms=total, audio=facts, chapters=())


def test_too_long_a_pause_is_refused(path: Path, timeline: Timeline) -> None:
    longer = stretched(path, timeline, 30)  # 784 ms
    with pytest.raises(SpeechError, match="ms of silence after “Nobody has to give a reason"):
        verify.inspect(path, longer)


def test_a_pause_may_be_a_little_longer(path: Path, timeline: Timeline) -> None:
    longer = stretched(path, timeline, 8)  # 209 ms
    assert verify.inspect(path, longer).frames == longer.audio.frames


def test_silence_at_the_ends_is_refused(timeline: Timeline) -> None:
    cues = timeline.cues
    late = replace(timeline, cues=(replace(cues[0], start_ms=cues[0].start_ms + 500), *cues[1:]))
    frames = timeline.audio.frames + 20
    long = replace(
        timeline,
        audio=replace(timeline.audio, frames=frames),
        duration_ms=round(frames * 1152 * 1000 / 44_100),
        chapters=(),
    )
    for wrong in (late, long):
        with pytest.raises(SpeechError, match=r"half a second of silence|words .* follow"):
            verify.check_timeline(wrong)


def test_other_chapters_inside_the_file_are_refused(path: Path, timeline: Timeline) -> None:
    _, frames = parts(path)
    pieces = [verify.piece(b"".join(frames), len(frames))]
    moved = replace(timeline, chapters=tuple(replace(c, title=f"{c.title}!") for c in timeline.chapters))
    with pytest.raises(SpeechError, match="chapters inside"):
        verify.prove(path, moved, pieces)


def test_long_files_are_heard_window_by_window(path: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = verify.inspect(path, timeline)
    monkeypatch.setattr(verify, "WINDOW", 37)
    parts_ = verify.inspect(path, timeline)
    assert parts_.lufs == pytest.approx(whole.lufs, abs=0.001)
    assert parts_.true_peak_db == pytest.approx(whole.true_peak_db, abs=0.001)
