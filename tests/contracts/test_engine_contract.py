"""The contract of engines, held by every engine that this machine can run without a system package of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from enginecontract import EngineContract
from tinyvoice import need_piper, write_voice

from audioblog.errors import SpeechError
from audioblog.model import Voice
from audioblog.produce.engines import open_engine


class TestEspeak(EngineContract):
    @pytest.fixture
    def voice(self) -> Voice:
        return Voice("en", "espeak", "en-GB", "gmw/en", gain_db=5.5, chars_per_second=17.6)


class TestBeep(EngineContract):
    @pytest.fixture
    def voice(self) -> Voice:
        return Voice("beep", "beep", "en-GB")


class TestPlugged(EngineContract):
    """An engine that a profile names by its place."""

    @pytest.fixture
    def voice(self) -> Voice:
        return Voice("plugged", "audioblog.produce.engines.beep:open_voice", "en-GB")


@pytest.fixture(scope="module")
def system_voice() -> Voice:
    voice = Voice("system", "pyttsx3", "en-GB")
    try:
        open_engine(voice).speak(["Yes."])
    except SpeechError as error:
        pytest.skip(f"this system has no voice that pyttsx3 finds: {error}")
    return voice


class TestSystemVoice(EngineContract):
    @pytest.fixture
    def voice(self, system_voice: Voice) -> Voice:
        return system_voice


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    need_piper()
    return tmp_path_factory.mktemp("models")


class TestPiper(EngineContract):
    @pytest.fixture
    def voice(self, models: Path) -> Voice:
        return Voice("tiny", "piper", "en-US", str(write_voice(models)))


class TestPiperWithoutTimes(EngineContract):
    """A model that does not tell the lengths of its phonemes."""

    @pytest.fixture
    def voice(self, models: Path) -> Voice:
        return Voice("tiny", "piper", "en-US", str(write_voice(models, "en_US-untimed-low", ceils=2)))


def test_an_unknown_engine_names_those_that_exist() -> None:
    with pytest.raises(SpeechError, match="parrot") as caught:
        open_engine(Voice("polly", "parrot", "en-GB"))
    assert "espeak" in caught.value.hint


def test_a_named_callable_that_is_not_there() -> None:
    with pytest.raises(SpeechError, match=r"nowhere\.at:all"):
        open_engine(Voice("polly", "nowhere.at:all", "en-GB"))
