"""Intro, outro and chapter cue, from files of many kinds, prepared once."""

from __future__ import annotations

import shutil
import struct
import subprocess
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from audioblog.errors import SpeechError
from audioblog.model import Script, Timeline
from audioblog.produce import jingle, verify
from audioblog.produce.decode import decode_mp3
from audioblog.produce.jingle import Jingles
from audioblog.produce.loudness import block_powers, integrated
from audioblog.produce.mp3 import PROFILES, encode

STANDARD = PROFILES["standard"]


def melody(rate: int, seconds: float = 1.5) -> np.ndarray:
    at = np.arange(round(rate * seconds)) / rate
    return (9_000 * np.sin(2 * np.pi * 440 * at) * np.exp(-at)).astype(np.int16)


def wav(path: Path, rate: int, channels: int = 1) -> Path:
    return written(path, rate, np.repeat(melody(rate)[:, None], channels, axis=1))


def written(path: Path, rate: int, pcm: np.ndarray) -> Path:
    """A WAV file of (samples, channels)."""
    with wave.open(str(path), "wb") as file:
        file.setparams((pcm.shape[1], 2, rate, 0, "NONE", ""))
        file.writeframes(pcm.astype("<i2").tobytes())
    return path


def parts(path: Path, *seconds: float, rate: int = 8_000) -> Path:
    """A WAV file of sound and silence by turns, silence first."""
    noise = np.random.default_rng(7).integers(-6_000, 6_000, rate * 200)
    pieces = [noise[: round(rate * each)] * (number % 2) for number, each in enumerate(seconds)]
    return written(path, rate, np.concatenate(pieces)[:, None])


def aiff(path: Path, rate: int) -> Path:
    pcm = melody(rate)
    exponent = rate.bit_length() - 1
    extended = struct.pack(">HQ", 16_383 + exponent, rate << (63 - exponent))
    common = struct.pack(">hIh", 1, len(pcm), 16) + extended
    sound = bytes(8) + pcm.astype(">i2").tobytes()
    body = b"AIFF" + b"".join(
        name + struct.pack(">I", len(data)) + data for name, data in ((b"COMM", common), (b"SSND", sound))
    )
    path.write_bytes(b"FORM" + struct.pack(">I", len(body)) + body)
    return path


def made(tmp_path: Path, kind: str) -> Path:
    path = tmp_path / f"intro.{kind}"
    if kind == "aiff":
        return aiff(path, 44_100)
    if kind == "mp3":
        path.write_bytes(encode(melody(44_100), STANDARD))
        return path
    return wav(path, 48_000, channels=2)


@pytest.mark.parametrize("kind", ["wav", "aiff", "mp3"])
def test_these_need_no_ffmpeg(
    tmp_path: Path, memory: dict[str, bytes], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path, kind)
    monkeypatch.setenv("PATH", "")
    clip, frames = jingle.prepare(path, "intro", STANDARD, memory)
    pcm, rate = decode_mp3(frames)
    assert rate == 44_100
    assert clip.samples == clip.frames * 1152
    assert clip.samples / rate == pytest.approx(1.5 + 0.55, abs=0.1)
    assert integrated(block_powers(pcm, rate)) == pytest.approx(-16, abs=1.2)
    assert np.abs(pcm[:1_500]).max() == 0
    assert np.abs(pcm[-10_000:]).max() <= 2


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 48_000])
def test_any_sample_rate(tmp_path: Path, memory: dict[str, bytes], rate: int) -> None:
    _, frames = jingle.prepare(wav(tmp_path / "i.wav", rate), "intro", STANDARD, memory)
    pcm, _ = decode_mp3(frames)
    spectrum = np.abs(np.fft.rfft(pcm[5_000:49_100]))
    assert np.argmax(spectrum) == pytest.approx(440, abs=3)


def test_it_is_prepared_once(tmp_path: Path, memory: dict[str, bytes]) -> None:
    path = wav(tmp_path / "i.wav", 44_100)
    first = jingle.prepare(path, "intro", STANDARD, memory)
    assert jingle.prepare(path, "intro", STANDARD, memory) == first
    assert len(memory) == len(memory.puts) == 1  # type: ignore[attr-defined]
    jingle.prepare(path, "intro", PROFILES["compact"], memory)
    assert len(memory) == 2


def test_an_episode_between_intro_and_outro(
    make: Callable[..., Timeline], post: Script, tmp_path: Path, memory: dict[str, bytes]
) -> None:
    plain = make(post)
    path = wav(tmp_path / "i.wav", 44_100)
    timeline = make(post, jingles=Jingles(intro=path, outro=path))
    lengths = [jingle.prepare(path, kind, STANDARD, memory)[0].samples * 1000 / 44_100 for kind in ("intro", "outro")]
    assert timeline.cues[0].start_ms == pytest.approx(plain.cues[0].start_ms + lengths[0], abs=1)
    assert timeline.cues[-1].words[-1].ms == pytest.approx(plain.cues[-1].words[-1].ms + lengths[0], abs=1)
    assert timeline.duration_ms == pytest.approx(plain.duration_ms + sum(lengths), abs=1)
    assert timeline.chapters[0].start_ms == 0
    assert timeline.chapters[-1].end_ms == timeline.duration_ms
    assert [sound.kind for sound in timeline.sounds] == ["intro", "outro"]
    assert (timeline.sounds[0].start_ms, timeline.sounds[-1].end_ms) == (0, timeline.duration_ms)
    verify.inspect(tmp_path / "episode.mp3", timeline)


def test_a_cue_before_every_chapter_but_the_first(
    make: Callable[..., Timeline], scripted: Callable[..., Script], tmp_path: Path
) -> None:
    parts = [(role, f"{name} {role}.") for name in ("Ross", "Hay", "Usk") for role in ("heading", "paragraph")]
    script = scripted(*parts)
    written(tmp_path / "cue.wav", 44_100, melody(44_100)[:22_050, None])
    timeline = make(script, jingles=Jingles(chapter=tmp_path / "cue.wav"))
    assert [sound.kind for sound in timeline.sounds] == ["chapter", "chapter"]
    for sound, chapter in zip(timeline.sounds, timeline.chapters[1:], strict=True):
        assert 0 < chapter.start_ms - sound.end_ms <= 50, "the heading follows it at once"
        assert sound.end_ms - sound.start_ms == pytest.approx(750, abs=60), "half a second, and silence around it"
    verify.inspect(tmp_path / "episode.mp3", timeline)


def test_a_chapter_cue_is_short(tmp_path: Path, memory: dict[str, bytes]) -> None:
    with pytest.raises(SpeechError, match=r"song.wav lasts 6\.0 seconds") as caught:
        jingle.prepare(parts(tmp_path / "song.wav", 0, 6), "chapter", STANDARD, memory)
    assert "0.1 to 5 seconds" in caught.value.hint
    clip, _ = jingle.prepare(parts(tmp_path / "cue.wav", 0, 4, 2), "chapter", STANDARD, memory)
    assert clip.samples / 44_100 == pytest.approx(4.3, abs=0.1), "what is heard counts"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "cannot|not a sound"),
        (b"these are only words", "ffmpeg|not a sound"),
        (b"RIFF0000WAVE", "ffmpeg|not a sound"),
    ],
)
def test_what_is_no_sound_is_refused(tmp_path: Path, memory: dict[str, bytes], content: bytes, said: str) -> None:
    path = tmp_path / "intro.ogg"
    path.write_bytes(content)
    with pytest.raises(SpeechError, match=said):
        jingle.prepare(path, "intro", STANDARD, memory)


def test_other_formats_without_ffmpeg_say_so(
    tmp_path: Path, memory: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "intro.m4a"
    path.write_bytes(b"\0\0\0\x20ftypM4A " + bytes(64))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SpeechError, match="needs ffmpeg") as caught:
        jingle.prepare(path, "intro", STANDARD, memory)
    assert "WAV" in caught.value.hint


def test_a_missing_or_endless_file(tmp_path: Path, memory: dict[str, bytes]) -> None:
    with pytest.raises(SpeechError, match="cannot be read"):
        jingle.prepare(tmp_path / "none.wav", "intro", STANDARD, memory)
    with pytest.raises(SpeechError, match=r"lasts 181\.0 seconds"):
        jingle.prepare(parts(tmp_path / "long.wav", 0, 181), "intro", STANDARD, memory)


@pytest.mark.parametrize("rate", [1, 49, 3_999])
def test_an_impossible_sample_rate_is_refused(tmp_path: Path, memory: dict[str, bytes], rate: int) -> None:
    with pytest.raises(SpeechError, match="samples a second"):
        jingle.prepare(written(tmp_path / "i.wav", rate, melody(8_000)[:, None]), "intro", STANDARD, memory)


def heard(file: Path) -> tuple[float, float, float]:
    """Seconds of silence at the start of an episode, the longest one inside, and the one at its end."""
    pcm, rate = decode_mp3(file.read_bytes())
    loud = np.flatnonzero(np.abs(pcm.astype(np.int32)) > 64)
    return loud[0] / rate, np.diff(loud).max() / rate, (len(pcm) - loud[-1]) / rate


def opposite(path: Path) -> Path:
    """A stereo file whose channels cancel each other."""
    return written(path, 44_100, np.stack([melody(44_100), -melody(44_100)], axis=1))


@pytest.mark.parametrize(
    "sound",
    [
        lambda file: parts(file, 3, 2),
        lambda file: parts(file, 0, 2, 10),
        lambda file: parts(file, 4, 1, 0.9, 1, 4),
        opposite,
    ],
    ids=["late", "long over", "both, and a rest inside", "antiphase"],
)
def test_a_finished_episode_has_silence_only_where_the_timeline_says(
    make: Callable[..., Timeline], post: Script, tmp_path: Path, sound: Callable[[Path], Path]
) -> None:
    path = sound(tmp_path / "i.wav")
    timeline = make(post, jingles=Jingles(intro=path, outro=path, chapter=path))
    head, inside, tail = heard(tmp_path / "episode.mp3")
    assert head < 0.2
    assert inside <= 1.05
    assert tail < 0.5
    assert integrated(block_powers(*decode_mp3((tmp_path / "episode.mp3").read_bytes()))) == pytest.approx(-16, abs=1)
    verify.inspect(tmp_path / "episode.mp3", timeline)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        ((10,), "Nothing can be heard in i.wav"),
        ((1, 2, 1.3, 2), r"silent for 1\.3 seconds, 3\.0 seconds after its start"),
    ],
    ids=["silent", "a hole"],
)
def test_a_sound_that_is_silent_is_refused(
    make: Callable[..., Timeline], post: Script, tmp_path: Path, seconds: tuple[float, ...], said: str
) -> None:
    with pytest.raises(SpeechError, match=said):
        make(post, jingles=Jingles(outro=parts(tmp_path / "i.wav", *seconds)))
    assert not (tmp_path / "episode.mp3").exists()


def test_a_beginning_keeps_its_edge(tmp_path: Path, memory: dict[str, bytes]) -> None:
    """The fade falls into the silence before a drum, not onto it."""
    path = parts(tmp_path / "i.wav", 1, 1, rate=44_100)
    pcm, _ = decode_mp3(jingle.prepare(path, "intro", STANDARD, memory)[1])
    first = np.flatnonzero(np.abs(pcm.astype(np.int32)) > 300)[0]
    assert np.abs(pcm[first : first + 400]).max() > 0.5 * np.abs(pcm).max()


@pytest.mark.external
@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not installed")
@pytest.mark.parametrize("kind", ["m4a", "flac", "ogg", "opus"])
def test_everything_that_ffmpeg_reads(tmp_path: Path, memory: dict[str, bytes], kind: str) -> None:
    source, path = wav(tmp_path / "i.wav", 44_100), tmp_path / f"i.{kind}"
    subprocess.run(["ffmpeg", "-v", "error", "-i", str(source), str(path)], check=True)
    clip, _ = jingle.prepare(path, "intro", STANDARD, memory)
    assert clip.samples / 44_100 == pytest.approx(2.05, abs=0.15)
