"""Speech that is too soft or too loud beside the rest is refused, however short its paragraph; usual speech is not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest

from audioblog.errors import SpeechError
from audioblog.model import Script, Timeline, Voice
from audioblog.produce.engines import Engine, Speech, open_engine
from audioblog.produce.even import Said, check_even

LONG = "The village hall is open all winter, and nobody has to give a reason for coming in."
BESIDE = "Nobody has to give a reason for coming in, and many do come."
TEA = "Tea is free of charge, and there are biscuits on most days, and that is what people like."


@dataclass
class Softer:
    """A real engine that says some texts with another gain."""

    engine: Engine
    decibels: float
    texts: tuple[str, ...]
    name: str = "espeak"
    version: str = "softer"

    def speak(self, texts: Sequence[str]) -> list[Speech]:
        return [
            replace(said, pcm=changed(said.pcm, self.decibels)) if text in self.texts else said
            for text, said in zip(texts, self.engine.speak(texts), strict=True)
        ]


def changed(pcm: bytes, decibels: float) -> bytes:
    wave = np.frombuffer(pcm, np.int16) * 10 ** (decibels / 20)
    return bytes(wave.clip(-32_768, 32_767).astype(np.int16).tobytes())


@pytest.mark.parametrize(
    ("softer", "decibels"),
    [(TEA, -20), (TEA, -6), ("Tea is free of charge today.", -20), ("Warm rooms.", -20), ("Warm rooms.", -12)],
)
def test_an_utterance_that_is_too_soft_is_refused(
    make: Callable[..., Timeline], scripted: Callable[..., Script], en_gb: Voice, softer: str, decibels: float
) -> None:
    """Alone in its clip, or beside a normal sentence; also a short paragraph and a heading."""
    alone = scripted(("heading", "Warm rooms."), ("paragraph", LONG), ("paragraph", softer), ("paragraph", BESIDE))
    beside = scripted(("heading", "Warm rooms."), ("paragraph", LONG), ("paragraph", softer, BESIDE))
    engine = Softer(open_engine(en_gb), decibels, (softer,))
    for script in (alone, beside):
        with pytest.raises(SpeechError, match="decibels softer than the rest") as caught:
            make(script, en_gb, engine_of=lambda _: engine)
        assert softer[:40] in caught.value.message
        assert caught.value.code == "loudness"


def said(level_db: float, seconds: float = 5.0, voice: str = "a") -> Said:
    return Said("Tea is free of charge.", voice, seconds, level_db)


def test_an_utterance_that_is_too_loud_is_refused() -> None:
    with pytest.raises(SpeechError, match="5 decibels louder"):
        check_even([said(-15), said(-10), said(-15.5), said(-14.8)])


def test_a_voice_that_is_always_too_soft_is_refused() -> None:
    with pytest.raises(SpeechError, match="5 decibels softer"):
        check_even([said(-15), said(-20, voice="b"), said(-20, voice="b"), said(-15), said(-15)])


@pytest.mark.parametrize(
    "usual",
    [
        [said(-15), said(-11), said(-15)],
        [said(-15), said(-9.5, 1.5), said(-15)],
        [said(-15), said(-30, 0.4), said(-15)],
        [said(-15, 2.5), said(-30, 2.5)],
        [said(-18.5), said(-18.5), said(-15, voice="b"), said(-15, voice="b")],
        [said(-15), said(-15), said(-10, 1, voice="b")],
        [],
    ],
    ids=["lively", "a cry", "a syllable", "too little", "two voices", "a word in another voice", "nothing"],
)
def test_what_a_voice_does_is_accepted(usual: list[Said]) -> None:
    check_even(usual)
