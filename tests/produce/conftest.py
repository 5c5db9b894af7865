"""What the produce tests share: small scripts of our own writing, a store in memory, voices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from audioblog.model import Chapter, Script, Timeline, Utterance, Voice
from audioblog.produce.blob import MAGIC
from audioblog.produce.episode import make_episode
from audioblog.produce.mp3 import PROFILES
from audioblog.produce.tags import Tags
from audioblog.produce.voices import load_voice

VOICES = Path(__file__).parents[2] / "voices"

POST = (
    ("heading", "Warm rooms."),
    (
        "paragraph",
        "The village hall is open all winter.",
        "Nobody has to give a reason for coming in, and many do come.",
    ),
    ("paragraph", "Tea is free of charge, and there are biscuits on most days."),
    ("heading", "What people told us."),
    ("paragraph", "It is the talk that I come for, said one man, not the heating."),
)
"""Blocks of a short post: a role, then sentences."""


class Memory(dict[str, bytes]):
    """A store of clips that counts what was put."""

    def __init__(self) -> None:
        super().__init__()
        self.puts: list[str] = []

    def put(self, key: str, data: bytes) -> None:
        self.puts.append(key)
        self[key] = data

    def clips(self) -> int:
        return sum(data.startswith(MAGIC) for data in self.values())


def write_script(*blocks: tuple[str, ...], pause_ms: int = 250) -> Script:
    utterances, chapters = [], []
    for number, (role, *sentences) in enumerate(blocks):
        for index, sentence in enumerate(sentences):
            name = f"u{len(utterances)}"
            before, after = (700, 400) if role == "heading" else (0, pause_ms)
            if role == "heading" and index == 0:
                chapters.append(Chapter(sentence.rstrip("."), name))
            utterances.append(
                Utterance(name, f"b{number}", 0, len(sentence), sentence, sentence, role, "en-GB", "", before, after)  # type: ignore[arg-type]
            )
        utterances[-1] = replace(utterances[-1], pause_after_ms=550)
    return Script("Warm rooms", "en-GB", tuple(utterances), chapters=tuple(chapters))


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def beep() -> Voice:
    return Voice("beep", "beep", "en-GB", spoken_name="tones")


@pytest.fixture(scope="session")
def en_gb() -> Voice:
    return load_voice("en-gb", [VOICES])


@pytest.fixture(scope="session")
def voices_folder() -> Path:
    return VOICES


@pytest.fixture
def scripted() -> Callable[..., Script]:
    return write_script


@pytest.fixture
def post() -> Script:
    return write_script(*POST)


MakeEpisode = Callable[..., Timeline]


@pytest.fixture
def make(memory: Memory, beep: Voice, tmp_path: Path) -> MakeEpisode:
    """make_episode with everything filled in that a test does not care about."""

    def made(script: Script, voice: Voice = beep, profile: str = "standard", **more: object) -> Timeline:
        given: dict[str, object] = {
            "clips": memory,
            "tags": Tags(script.title),
            "out": tmp_path / "episode.mp3",
            **more,
        }
        return make_episode(script, voice, profile=PROFILES[profile], **given)  # type: ignore[arg-type]

    return made
