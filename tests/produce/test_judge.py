"""What an engine gave: each planted fault is refused before it is encoded, and strange but true speech is not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from audioblog.errors import SpeechError
from audioblog.model import Script, Timeline, Voice
from audioblog.produce.engines import Engine, Mark, Speech, open_engine
from audioblog.produce.judge import flat_share, judge, weight

TEXT = "The village hall is open all winter, and nobody has to give a reason for coming in."
Damage = Callable[[NDArray[np.int16]], NDArray[np.int16]]


@dataclass
class Damaged:
    """A real engine whose sound, or marks, are changed on the way."""

    engine: Engine
    sound: Damage = lambda pcm: pcm
    marks: Callable[[tuple[Mark, ...]], tuple[Mark, ...]] = lambda marks: marks
    name: str = "espeak"
    version: str = "damaged"
    asked: list[str] = field(default_factory=list)

    def speak(self, texts: Sequence[str]) -> list[Speech]:
        self.asked += texts
        return [
            replace(
                said,
                pcm=self.sound(np.frombuffer(said.pcm, np.int16)).astype(np.int16).tobytes(),
                marks=self.marks(said.marks),
            )
            for said in self.engine.speak(texts)
        ]


def torn(pcm: NDArray[np.int16]) -> NDArray[np.int16]:
    """A second of nothing in the middle."""
    half = len(pcm) // 2
    return np.concatenate([pcm[:half], np.zeros(22_050, np.int16), pcm[half:]])


FAULTS: dict[str, tuple[Damage, str]] = {
    "silent": (np.zeros_like, "said nothing"),
    "torn": (torn, "falls silent"),
    "doubled": (lambda pcm: np.concatenate([pcm, pcm]), "said twice|after the last word"),
    "cut": (lambda pcm: pcm[: len(pcm) // 3], "characters a second"),
    "clipped": (lambda pcm: np.clip(pcm.astype(np.int32) * 10, -32_768, 32_767), "distorted"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_engine_stops_the_post(
    make: Callable[..., Timeline], scripted: Callable[..., Script], en_gb: Voice, fault: str
) -> None:
    damage, said = FAULTS[fault]
    engine = Damaged(open_engine(en_gb), damage)
    with pytest.raises(SpeechError, match=said) as caught:
        make(scripted(("paragraph", TEXT)), en_gb, engine_of=lambda _: engine)
    assert TEXT[:40] in caught.value.message, "an editor is told which sentence it is"


def test_a_word_that_the_engine_left_out_stops_the_post(
    make: Callable[..., Timeline], scripted: Callable[..., Script], en_gb: Voice
) -> None:
    engine = Damaged(open_engine(en_gb), marks=lambda marks: marks[:4])
    with pytest.raises(SpeechError, match="left out") as caught:
        make(scripted(("paragraph", TEXT)), en_gb, engine_of=lambda _: engine)
    assert caught.value.code == "words-missing"


def heard(pcm: NDArray[np.int16]) -> NDArray[np.int16]:
    """Without the engine's silence at the ends."""
    loud = np.flatnonzero(np.abs(pcm.astype(np.int32)) > 24)
    return pcm[loud[0] : loud[-1] + 1]


def faster(pcm: NDArray[np.int16]) -> NDArray[np.int16]:
    sound = heard(pcm)
    return np.interp(np.arange(0, len(sound), 1.35), np.arange(len(sound)), sound)


@pytest.mark.parametrize(
    "damage",
    [
        lambda pcm: heard(pcm)[:-11_025],
        lambda pcm: heard(pcm)[:-22_050],
        lambda pcm: heard(pcm)[: len(heard(pcm)) * 3 // 4],
        lambda pcm: heard(pcm)[: len(heard(pcm)) * 7 // 10],
        faster,
    ],
    ids=["half a second", "a second", "a quarter", "three tenths", "sped up"],
)
def test_speech_that_ends_before_its_words_is_refused(
    make: Callable[..., Timeline], scripted: Callable[..., Script], en_gb: Voice, damage: Damage
) -> None:
    """Fast enough for the band, but the engine's own marks tell that words are missing."""
    engine = Damaged(open_engine(en_gb), damage)
    with pytest.raises(SpeechError, match=r"ends before|left out part|no time for") as caught:
        make(scripted(("paragraph", TEXT)), en_gb, engine_of=lambda _: engine)
    assert caught.value.code == "words-missing"


@dataclass
class Skipping:
    """A real engine that leaves out the words from one mark to another, with their sound."""

    engine: Engine
    first: int
    last: int | None
    name: str = "espeak"
    version: str = "skipping"

    def speak(self, texts: Sequence[str]) -> list[Speech]:
        return [self._without(said) for said in self.engine.speak(texts)]

    def _without(self, said: Speech) -> Speech:
        begin = said.marks[self.first].sample
        end = len(said.pcm) // 2 if self.last is None else said.marks[self.last].sample
        after = () if self.last is None else said.marks[self.last :]
        moved = tuple(replace(mark, sample=mark.sample - (end - begin)) for mark in after)
        return replace(said, pcm=said.pcm[: 2 * begin] + said.pcm[2 * end :], marks=said.marks[: self.first] + moved)


@pytest.mark.parametrize(("first", "last"), [(-3, None), (-2, None), (-1, None), (6, 9), (6, 8)])
def test_words_that_are_gone_with_their_marks_are_missed(
    make: Callable[..., Timeline], scripted: Callable[..., Script], en_gb: Voice, first: int, last: int | None
) -> None:
    """As few as a dictionary's entry may swallow, but these took no time."""
    text = "The village hall is open all winter, and anybody may come in and read the newspaper."
    engine = Skipping(open_engine(en_gb), first, last)
    with pytest.raises(SpeechError, match="left out"):
        make(scripted(("paragraph", text)), en_gb, engine_of=lambda _: engine)


@pytest.mark.parametrize("rate", [80, 350, 449, 450, 700])
def test_every_rate_is_accepted(
    make: Callable[..., Timeline], scripted: Callable[..., Script], en_gb: Voice, rate: int
) -> None:
    """From 450 on, the library's marks are late, and times are estimated."""
    voice = replace(en_gb, rate=rate)
    (said,) = open_engine(voice).speak([TEXT])
    voice = replace(voice, chars_per_second=len(TEXT) * 2 * said.sample_rate / len(said.pcm))
    (cue,) = make(scripted(("paragraph", TEXT)), voice).cues
    assert cue.estimated == (rate >= 450)
    assert cue.words[-1].ms < cue.end_ms


def test_an_unusual_speed_is_believed_when_it_is_said_alike_twice(
    make: Callable[..., Timeline], scripted: Callable[..., Script], en_gb: Voice
) -> None:
    text = "Mmm, hmm, brrr, psst, shh, tsk, zzz, hmm, grr, pfft, brrr, psst."
    engine = Damaged(open_engine(en_gb))
    slower = replace(en_gb, chars_per_second=en_gb.chars_per_second * 1.2)
    timeline = make(scripted(("paragraph", text)), slower, engine_of=lambda _: engine)
    seconds = (timeline.cues[0].end_ms - timeline.cues[0].start_ms) / 1000
    assert weight(text) / seconds < 0.71 * slower.chars_per_second
    assert engine.asked == [text, text]


def test_a_rebuilt_clip_is_never_half_as_long_as_its_twin(en_gb: Voice) -> None:
    usual = round(len(TEXT) / en_gb.chars_per_second * 22_050)
    noise = np.random.default_rng(3).integers(-9_000, 9_000, 4 * usual).astype(np.int16)

    def accepted(samples: int, second: int) -> bool:
        try:
            judge(TEXT, en_gb, noise[:samples], 22_050, lambda: second)
        except SpeechError:
            return False
        return True

    assert accepted(usual, 0)
    lengths = [usual * tenths // 10 for tenths in range(2, 40)]
    for first in lengths:
        for other in (first // 2, first * 2):
            both = accepted(first, other) and accepted(other, first)
            assert not both, "two takes of which one is half of the other"


def test_speech_has_no_flat_tops_and_a_tone_has_none(en_gb: Voice, beep: Voice) -> None:
    for voice in (en_gb, beep):
        (said,) = open_engine(voice).speak([TEXT])
        assert flat_share(np.frombuffer(said.pcm, np.int16)) < 0.0005, voice.name
