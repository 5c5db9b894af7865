"""Profiles: the shipped ones, the workspace's own, and every mistake named."""

from __future__ import annotations

from pathlib import Path

import pytest

from audioblog.errors import UsageError
from audioblog.model import Voice
from audioblog.produce.calibrate import calibrate, measure_voice
from audioblog.produce.voices import list_voices, load_voice, read_voice

GOOD = 'engine = "beep"\nlanguage = "en-GB"\n'


def test_the_shipped_voices(voices_folder: Path) -> None:
    voices = {voice.name: voice for voice in list_voices([voices_folder])}
    assert {"en-gb", "en-clear", "en-us", "cy", "fr", "de", "es", "it", "pl"} <= voices.keys()
    assert all(voice.licence and voice.sample and voice.spoken_name for voice in voices.values())


def test_the_first_folder_wins(tmp_path: Path, voices_folder: Path) -> None:
    (tmp_path / "en-gb.toml").write_text(GOOD + "rate = 150\n", "utf-8")
    assert load_voice("en-gb", [tmp_path, voices_folder]) == Voice("en-gb", "beep", "en-GB", rate=150)
    names = [voice.name for voice in list_voices([tmp_path, voices_folder])]
    assert names == sorted(set(names))


@pytest.mark.parametrize("name", ["nobody", "", "../voices/en-gb", "."])
def test_a_name_that_is_none_lists_those_that_exist(voices_folder: Path, name: str) -> None:
    with pytest.raises(UsageError) as caught:
        load_voice(name, [voices_folder])
    assert "en-gb" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD + "speed = 3\n", "“speed” is not a key"),
        ('engine = "beep"\n', "“language” is missing"),
        (GOOD + 'rate = "fast"\n', "“rate” must be a whole number, not 'fast'"),
        (GOOD + "rate = true\n", "“rate” must be a whole number, not True"),
        (GOOD + "rate = 9\n", "“rate” must be between 40 and 900"),
        (GOOD + 'gain_db = "loud"\n', "“gain_db” must be a number"),
        (GOOD + 'lexicons = "mine"\n', "“lexicons” must be a list of texts"),
        (GOOD + "lexicons = [1]\n", "“lexicons” must be a list of texts"),
        ("engine = beep\n", "not correct TOML"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "mine.toml").write_text(text, "utf-8")
    with pytest.raises(UsageError) as caught:
        read_voice(tmp_path / "mine.toml")
    assert said in caught.value.message
    assert "mine.toml" in caught.value.message


def test_everything_wrong_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("speed = 3\nrate = 'x'\n", "utf-8")
    with pytest.raises(UsageError, match=r"speed.*engine.*language.*rate"):
        read_voice(tmp_path / "mine.toml")


def test_the_shipped_gains_are_the_measured_ones(voices_folder: Path) -> None:
    for voice in list_voices([voices_folder]):
        measured = measure_voice(voice)
        assert measured.gain_db == pytest.approx(voice.gain_db, abs=0.3), voice.name
        assert measured.chars_per_second == pytest.approx(voice.chars_per_second, abs=0.5), voice.name


def test_calibration_finds_the_gain_from_anywhere(beep: Voice) -> None:
    from dataclasses import replace

    assert calibrate(replace(beep, gain_db=-10.0)) == pytest.approx(calibrate(beep), abs=0.1)
