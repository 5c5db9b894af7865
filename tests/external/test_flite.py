"""The flite engine, where the program is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from enginecontract import EngineContract

from audioblog.errors import SpeechError
from audioblog.model import Script, Utterance, Voice
from audioblog.produce.calibrate import measure_voice
from audioblog.produce.engines import open_engine
from audioblog.produce.episode import make_episode
from audioblog.produce.mp3 import PROFILES
from audioblog.produce.tags import Tags
from audioblog.produce.verify import inspect
from audioblog.produce.voices import load_voice
from audioblog.store import Store

VOICE = Voice("rms", "flite", "en-US", "rms")
TEXT = "Nobody has to give a reason for coming in, and many do come."

pytestmark = pytest.mark.external


@pytest.fixture(autouse=True)
def program(need: Callable[..., None]) -> None:
    need("flite")


class TestFlite(EngineContract):
    @pytest.fixture
    def voice(self) -> Voice:
        return VOICE


def test_a_voice_that_it_lacks_is_refused_although_flite_itself_does_not() -> None:
    with pytest.raises(SpeechError, match="no voice “polly”") as caught:
        open_engine(replace(VOICE, model="polly"))
    assert "slt" in caught.value.hint


def test_every_sentence_of_a_text_is_spoken() -> None:
    one, two = open_engine(VOICE).speak([TEXT, f"{TEXT} {TEXT}"])
    assert 1.8 < len(two.pcm) / len(one.pcm) < 2.2
    assert one.estimated


def test_the_rate_is_kept() -> None:
    (usual,) = open_engine(VOICE).speak([TEXT])
    (fast,) = open_engine(replace(VOICE, rate=350)).speak([TEXT])
    assert 0.4 < len(fast.pcm) / len(usual.pcm) < 0.6


def test_accents_are_no_obstacle() -> None:
    accented, plain = open_engine(VOICE).speak(["The naïve café won’t close.", "The naive cafe won't close."])
    assert accented == plain


@pytest.mark.parametrize("does", ["exit 3", "echo no memory left >&2; exit 1", "true"])
def test_when_it_fails_that_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str) -> None:
    engine = open_engine(VOICE)
    fake = tmp_path / "flite"
    fake.write_text(f"#!/bin/sh\n{does}\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(SpeechError, match="did not say “Nobody"):
        engine.speak([TEXT])


def test_a_machine_without_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SpeechError, match="flite is not installed") as caught:
        open_engine(replace(VOICE, rate=176))
    assert "apt install flite" in caught.value.hint


@pytest.mark.parametrize("name", ["en-natural", "en-natural-female"])
def test_the_shipped_voices_are_calibrated_and_keep_below_the_peak(name: str) -> None:
    voice = load_voice(name, [Path(__file__).parents[2] / "voices"])
    measured = measure_voice(voice)
    assert measured.gain_db == pytest.approx(voice.gain_db, abs=0.3)
    assert measured.chars_per_second == pytest.approx(voice.chars_per_second, abs=0.5)
    assert measured.true_peak_db <= -1


PARAGRAPHS = (
    "In the back room of the bakery there is a table that nobody ever booked; it was there: long, scratched, warm.",
    "Who sits at it? Pensioners, two nurses after the night shift, and now and then a child who has missed the bus.",
    "Nobody asks for papers. Nobody asks why. You are given tea, and, if the oven has just been opened, a roll.",
    "Later, on the way home, Gwen said it was the first hour in weeks in which she had not looked at the clock.",
)


@pytest.mark.parametrize("name", ["en-natural", "en-natural-female"])
def test_an_episode_holds_what_is_promised(tmp_path: Path, name: str) -> None:
    utterances = tuple(
        Utterance(f"u{at}", f"b{at}", 0, len(text), text, text, "paragraph", "en-GB", "", 0, 500)
        for at, text in enumerate(PARAGRAPHS)
    )
    made = make_episode(
        Script("The table", "en-GB", utterances),
        load_voice(name, [Path(__file__).parents[2] / "voices"]),
        profile=PROFILES["standard"],
        clips=Store(tmp_path / "clips"),
        tags=Tags("The table"),
        out=tmp_path / "table.mp3",
    )
    facts = inspect(tmp_path / "table.mp3", made)
    assert facts.lufs == pytest.approx(-16, abs=1)
    assert facts.true_peak_db is not None
    assert facts.true_peak_db <= -1
    assert all(cue.estimated for cue in made.cues)
