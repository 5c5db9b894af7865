"""Planted faults: each of them is a file that a listener could have got, and each is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import mutagen.id3
import numpy as np
import pytest

from audioblog.errors import SpeechError
from audioblog.model import AudioFacts, ChapterTime, Script, Timeline, Voice
from audioblog.produce import blob, episode, mp3, verify
from audioblog.produce.decode import decode_mp3
from audioblog.produce.loudness import amplify
from audioblog.produce.mp3 import PROFILES
from audioblog.produce.tags import id3, tag_size

STANDARD = PROFILES["standard"]
Rebuild = Callable[..., None]


@pytest.fixture
def proof(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Filled with what `prove` is asked last: the pieces, and what was ordered."""
    asked: list[Any] = []
    prove = verify.prove

    def watched(path: Path, timeline: Timeline, *rest: Any) -> None:
        asked[:] = rest
        prove(path, timeline, *rest)

    monkeypatch.setattr(episode.verify, "prove", watched)
    return asked


@pytest.fixture
def timeline(make: Callable[..., Timeline], post: Script, en_gb: Voice, proof: list[Any]) -> Timeline:
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
    path: Path, timeline: Timeline, proof: list[Any], fault: Callable[..., list[bytes]]
) -> None:
    _, frames = parts(path)
    verify.prove(path, timeline, *proof)
    rewrite(path, fault(frames, timeline))
    with pytest.raises(SpeechError):
        verify.prove(path, timeline, *proof)


def test_pieces_that_the_timeline_does_not_know_are_refused(path: Path, timeline: Timeline, proof: list[Any]) -> None:
    """The file, its header and the pieces agree with each other, but a clip is there twice."""
    _, frames = parts(path)
    pieces, order = proof
    rewrite(path, frames + frames[-pieces[-1].frames :])
    with pytest.raises(SpeechError, match="not those of its text"):
        verify.prove(path, timeline, [*pieces, pieces[-1]], order)
    twice = replace(order, keys=(*order.keys, order.keys[-1]))
    with pytest.raises(SpeechError, match="frames, its timeline"):
        verify.prove(path, timeline, [*pieces, pieces[-1]], twice)


def test_a_clip_of_another_kind_is_refused(proof: list[Any], timeline: Timeline) -> None:
    quiet = np.zeros(20_000, np.int16)
    for profile in PROFILES.values():
        frames = mp3.encode(quiet, profile)
        clip = blob.framed("k", (), frames, profile)
        assert verify.piece(clip, frames, profile).frames == mp3.walk(frames).count
        for other in PROFILES.values():
            if other != profile:
                with pytest.raises(SpeechError, match="not of the kind"):
                    verify.piece(clip, frames, other)
        for wrong in ({"frames": clip.frames + 4}, {"samples": clip.samples - 5 * 1152}, {"sample_rate": 44_099}):
            with pytest.raises(SpeechError, match="a clip of"):
                verify.piece(replace(clip, **wrong), frames, profile)


def planted(damage: Callable[[bytearray], object]) -> Callable[[bytes, int], bytes]:
    """The same damage to the header frame of a file whose tag is `head` long."""

    def damaged(data: bytes, head: int) -> bytes:
        frame = bytearray(data[head:])
        damage(frame)
        return data[:head] + bytes(frame)

    return damaged


@pytest.mark.parametrize(
    "damage",
    [
        lambda frame: frame.__setitem__(3, frame[3] & 0x3F),
        lambda frame: frame.__setitem__(slice(37, 137), bytes(reversed(frame[37:137]))),
        lambda frame: frame.__setitem__(slice(162, 165), b"\xff\xff\xff"),
        lambda frame: frame.__setitem__(175, frame[175] ^ 0xFF),
        lambda frame: frame.__setitem__(150, 4),
    ],
    ids=["stereo", "table of contents", "delay", "checksum", "variable bit rate"],
)
def test_a_header_that_is_wrong_in_anything_is_refused(
    path: Path, timeline: Timeline, proof: list[Any], damage: Callable[[bytearray], object]
) -> None:
    data = path.read_bytes()
    path.write_bytes(planted(damage)(data, tag_size(data[:10])))
    with pytest.raises(SpeechError, match="Info header"):
        verify.prove(path, timeline, *proof)


@pytest.mark.parametrize(
    "wrong", [{"title": "Another post"}, {"author": "Gwen"}, {"lyrics": "Tea"}, {"language": "de"}]
)
def test_the_tag_of_another_post_is_refused(
    path: Path, timeline: Timeline, proof: list[Any], wrong: dict[str, str]
) -> None:
    data = path.read_bytes()
    tag = id3(replace(proof[1].tags, **wrong), timeline.chapters)
    path.write_bytes(tag + data[tag_size(data[:10]) :])
    with pytest.raises(SpeechError, match="title, chapters or other tags"):
        verify.prove(path, timeline, *proof)


@pytest.mark.parametrize("order", [[0, 2, 1, 3], [0, 1, 1, 3], [0, 1, 2]], ids=["swapped", "doubled", "lost"])
def test_clips_in_another_order_than_the_text_are_refused(
    make: Callable[..., Timeline],
    scripted: Callable[..., Script],
    en_gb: Voice,
    monkeypatch: pytest.MonkeyPatch,
    order: list[int],
) -> None:
    record = episode.record

    def confused(*args: Any, **more: Any) -> Iterator[Any]:
        takes = list(record(*args, **more))
        return iter([takes[index] for index in order])

    monkeypatch.setattr(episode, "record", confused)
    script = scripted(*(("paragraph", f"{what} is free of charge.") for what in ("Tea", "Ham", "Jam", "Pie")))
    with pytest.raises(SpeechError, match=r"not those of its text|became 3 cues"):
        make(script, en_gb)


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
def test_a_wrong_header_is_refused(
    path: Path, timeline: Timeline, proof: list[Any], damage: Callable[[bytes, int], bytes]
) -> None:
    data = path.read_bytes()
    path.write_bytes(damage(data, tag_size(data[:10])))
    with pytest.raises(SpeechError):
        verify.inspect(path, timeline)
    with pytest.raises(SpeechError):
        verify.prove(path, timeline, *proof)


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
def test_a_wrong_timeline_is_refused(
    path: Path, timeline: Timeline, proof: list[Any], wrong: Callable[[Timeline], Timeline]
) -> None:
    with pytest.raises(SpeechError):
        verify.prove(path, wrong(timeline), *proof)


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


def test_other_chapters_inside_the_file_are_refused(path: Path, timeline: Timeline, proof: list[Any]) -> None:
    moved = replace(timeline, chapters=tuple(replace(c, title=f"{c.title}!") for c in timeline.chapters))
    with pytest.raises(SpeechError, match="chapters or other tags inside"):
        verify.prove(path, moved, *proof)


def test_a_chapter_that_does_not_come_to_sound_leaves_a_right_tag(
    make: Callable[..., Timeline], scripted: Callable[..., Script], tmp_path: Path
) -> None:
    blocks = [
        ("heading", "Hello."),
        ("paragraph", "It is."),
        ("heading", "***"),
        ("heading", "-"),
        ("paragraph", "No."),
    ]
    timeline = make(scripted(*blocks))
    assert len(timeline.chapters) == 2
    data = (tmp_path / "episode.mp3").read_bytes()
    assert data[tag_size(data[:10])] == 0xFF, "the padding is part of the tag"
    assert len(mutagen.id3.ID3(tmp_path / "episode.mp3").getall("CHAP")) == 2


def test_long_files_are_heard_window_by_window(path: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = verify.inspect(path, timeline)
    monkeypatch.setattr(verify, "WINDOW", 37)
    parts_ = verify.inspect(path, timeline)
    assert parts_.lufs == pytest.approx(whole.lufs, abs=0.001)
    assert parts_.true_peak_db == pytest.approx(whole.true_peak_db, abs=0.001)
