"""The ways from text to MP3 that are compared, each run in a process of its own.

A way is called with (profile, characters of text, a folder to work in) and gives the seconds of audio that it made.
What counts is the CPU of everything that the process started, start-up included, and the memory of the largest one.
"""

from __future__ import annotations

import contextlib
import io
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from audioblog.model import Chapter, Script, Timeline, Utterance, Voice
from benchmarks.text import paragraphs

VOICE = Voice("en-gb", "espeak", "en-GB", "gmw/en", gain_db=5.6, chars_per_second=17.6)
FAST = replace(VOICE, rate=450, chars_per_second=43.0)
"""For the very long post: what is in memory is its text and times, and one clip, however fast it is spoken."""
POST_CHARACTERS = 10_000
WORDS = 100_000
"""In the very long post."""


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


def script(blocks: list[list[str]], *, edited: bool = False) -> Script:
    """Paragraphs of sentences as a Script, a chapter every ten paragraphs."""
    utterances, chapters = [], []
    for number, block in enumerate(blocks):
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


def make(said: Script, voice: Voice, profile: str, folder: Path, name: str, **more: object) -> Timeline:
    """make_episode with what the benchmarks do not vary."""
    from audioblog.produce.episode import make_episode
    from audioblog.produce.mp3 import PROFILES
    from audioblog.produce.tags import Tags

    given = {"clips": Folder(folder), "tags": Tags("Benchmark"), "out": folder / f"{name}.mp3", **more}
    return make_episode(said, voice, profile=PROFILES[profile], **given)  # type: ignore[arg-type]


def ours(profile: str, characters: int, folder: Path, seed: int = 7, **more: object) -> float:
    return make(script(paragraphs(characters, seed)), VOICE, profile, folder, str(seed), **more).duration_ms / 1000


def threads(profile: str, characters: int, folder: Path) -> float:
    """One post by two threads."""
    return ours(profile, characters, folder, threads=2)


def again(profile: str, characters: int, folder: Path) -> float:
    """The same with one sentence changed, when `ours` has left its clips in the folder."""
    return make(script(paragraphs(characters), edited=True), VOICE, profile, folder, "7").duration_ms / 1000


def warm(profile: str, _characters: int, folder: Path) -> float:
    """Everything imported and the engine opened, with two sentences to speak: the start-up of the others."""
    return ours(profile, 100, folder, seed=5)


def long_joined(profile: str, _characters: int, folder: Path) -> float:
    """A post of 100,000 words, joined by pydub."""
    return _joined(profile, long_post(), FAST, folder)


def long_post() -> Iterator[list[str]]:
    """Paragraphs of 100,000 words together."""
    words = 0
    for block in paragraphs(10**7):
        yield block
        words += sum(len(sentence.split()) for sentence in block)
        if words >= WORDS:
            return


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


def common(profile: str, characters: int, folder: Path) -> float:
    """What tutorials do, each post in one call, with the one line that keeps the end from being lost (Synchronize)."""
    import warnings

    import pyttsx3
    from pyttsx3.drivers import _espeak

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pydub import AudioSegment

    from audioblog.produce.mp3 import PROFILES

    kind, engine, seconds = PROFILES[profile], pyttsx3.init("espeak"), 0.0
    engine.setProperty("voice", "gmw/en")
    engine.setProperty("rate", VOICE.rate)
    wav = folder / "post.wav"
    for number, text in enumerate(_posts_of(characters)):
        with contextlib.redirect_stdout(io.StringIO()):  # the driver prints
            engine.save_to_file(text, str(wav))
            engine.runAndWait()
            _espeak.Synchronize()
        sound = AudioSegment.from_wav(str(wav))
        rate = ["-ar", str(kind.sample_rate)]
        sound.export(str(folder / f"{number}.mp3"), format="mp3", bitrate=f"{kind.bitrate}k", parameters=rate)
        seconds += sound.duration_seconds
    return seconds


def joined(profile: str, characters: int, folder: Path) -> float:
    """All of it as one post, paragraphs joined by pydub before they are exported: for the memory."""
    return _joined(profile, paragraphs(characters), VOICE, folder)


def _joined(profile: str, blocks: Iterable[list[str]], voice: Voice, folder: Path) -> float:
    from pydub import AudioSegment

    from audioblog.produce.engines.espeak import Espeak
    from audioblog.produce.mp3 import PROFILES

    kind, engine, parts = PROFILES[profile], Espeak(voice), []
    for block in blocks:
        (speech,) = engine.speak([" ".join(block)])
        parts.append(speech.pcm)
    sound = AudioSegment(b"".join(parts), sample_width=2, frame_rate=22_050, channels=1)
    rate = ["-ar", str(kind.sample_rate), "-compression_level", "9"]
    sound.export(str(folder / "joined.mp3"), format="mp3", bitrate=f"{kind.bitrate}k", parameters=rate)
    return float(sound.duration_seconds)


def _posts_of(characters: int) -> list[str]:
    """Posts of ten minutes, as one text each; 20,000 characters in one call crash pyttsx3's eSpeak driver."""
    posts = [""]
    for block in paragraphs(characters):
        if len(posts[-1]) > POST_CHARACTERS:
            posts.append("")
        posts[-1] += " ".join(block) + "\n\n"
    return posts


def two(profile: str, characters: int, folder: Path) -> float:
    """Two posts at once, half as long each, by two processes."""
    return _posts(profile, characters, folder, jobs=2)


def one(profile: str, characters: int, folder: Path) -> float:
    """The same two posts one after the other."""
    return _posts(profile, characters, folder, jobs=1)


def _posts(profile: str, characters: int, folder: Path, jobs: int) -> float:
    running: list[subprocess.Popen[str]] = []
    total = 0.0
    for seed in (11, 12):
        running.append(_start("ours", profile, characters // 2, folder, seed))
        if len(running) == jobs:
            total += sum(float(json.loads(process.communicate()[0])["audio_s"]) for process in running)
            running = []
    return total


FREE: list[float] = []
"""CPU seconds that a way does not count."""
WAYS: dict[str, Callable[..., float]] = {
    way.__name__: way for way in (ours, threads, again, warm, long_joined, raw, bound, common, joined, one, two)
}


def measure(way: str, profile: str, characters: int, folder: Path) -> Cost:
    """Run a way in a process of its own. The folder is emptied first, except for `again`."""
    folder.mkdir(exist_ok=True)
    for file in folder.iterdir() if way != "again" else ():
        file.unlink()
    process = _start(way, profile, characters, folder)
    said, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"The benchmark “{way}” failed.")
    return Cost(**json.loads(said))


def _start(way: str, profile: str, characters: int, folder: Path, seed: int = 7) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "benchmarks.ways", way, profile, str(characters), str(folder), str(seed)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


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
