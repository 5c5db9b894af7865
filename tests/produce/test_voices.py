"""Profiles: the shipped ones, the workspace's own, and every mistake named."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from audioblog.errors import SpeechError, UsageError
from audioblog.model import Script, Timeline, Voice
from audioblog.produce.calibrate import calibrate, measure_voice
from audioblog.produce.engines import open_engine
from audioblog.produce.verify import inspect
from audioblog.produce.voices import (
    calibration_hint,
    for_other_languages,
    list_voices,
    load_voice,
    profiles,
    read_voice,
    text_of,
    with_measured,
)

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


def test_a_profile_that_is_wrong_does_not_cost_the_others(tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text(GOOD, "utf-8")
    (tmp_path / "broken.toml").write_text('engine = "espeak\n', "utf-8")
    (tmp_path / "slow.toml").write_text(GOOD + "rate = 0\n", "utf-8")
    (tmp_path / "misspelt.toml").write_text('engin = "beep"\nlanguage = "en-GB"\n', "utf-8")
    (tmp_path / "wide.toml").write_text(GOOD, "utf-16")
    (tmp_path / "empty.toml").write_text("", "utf-8")
    found = profiles([tmp_path])
    assert {name for name, profile in found.items() if isinstance(profile, Voice)} == {"good"}
    assert [voice.name for voice in list_voices([tmp_path])] == ["good"]
    wrong = {name: error for name, error in found.items() if isinstance(error, UsageError)}
    assert wrong.keys() == {"broken", "slow", "misspelt", "wide", "empty"}
    for name, error in wrong.items():
        assert f"{name}.toml" in error.message
        assert error.hint
    assert "UTF-8" in wrong["wide"].hint


def test_what_else_lies_in_a_voices_folder_is_no_profile(tmp_path: Path, voices_folder: Path) -> None:
    shutil.copytree(voices_folder, tmp_path / "voices")
    folder = tmp_path / "voices"
    for preset in (folder / "narration").iterdir():
        shutil.copy(preset, folder / f"my-{preset.name}")
    (folder / "folder.toml").mkdir()
    (folder / "link.toml").symlink_to(folder / "nowhere")
    (folder / "._fr.toml").write_bytes(b"\0\5\x16\7")
    assert profiles([folder]).keys() == {voice.name for voice in list_voices([voices_folder])}


def test_how_an_editor_saves_a_profile_does_not_matter(tmp_path: Path) -> None:
    written = '"engine" = "beep"\n"gain_db" = 3.0\nlanguage = "en-GB"\n'
    (tmp_path / "mine.toml").write_text(written, "utf-8-sig")
    (voice,) = list_voices([tmp_path])
    assert (voice.engine, voice.gain_db) == ("beep", 3.0)
    (tmp_path / "mine.toml").write_text(with_measured(text_of(tmp_path / "mine.toml"), 1.5, 17.0), "utf-8")
    assert read_voice(tmp_path / "mine.toml").gain_db == 1.5


@pytest.mark.parametrize(
    "written",
    [
        GOOD + '"gain_db" = 3.0\n',
        GOOD + "'gain_db'= 3.0 # loud\n'chars_per_second' = 9\n",
        GOOD + 'sample = """\ngain_db = 2\n"""\ngain_db = 3.0\n',
        GOOD + 'sample = """\ngain_db = 2\n"""\n',
    ],
)
def test_what_was_measured_finds_its_place(written: str) -> None:
    before, after = tomllib.loads(written), tomllib.loads(with_measured(written, 1.5, 17.0))
    assert after == before | {"gain_db": 1.5, "chars_per_second": 17.0}


def test_a_profile_that_would_be_damaged_is_left_alone() -> None:
    with pytest.raises(UsageError, match="gain_db cannot be changed") as caught:
        with_measured(GOOD + '"gain\\u005fdb" = 3.0\n', 1.5, 17.0)
    assert "gain_db = 1.5, chars_per_second = 17.0" in caught.value.hint


def test_everything_wrong_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("speed = 3\nrate = 'x'\n", "utf-8")
    with pytest.raises(UsageError, match=r"speed.*engine.*language.*rate"):
        read_voice(tmp_path / "mine.toml")


def test_every_language_has_a_choice_of_voices(voices_folder: Path) -> None:
    voices = list_voices([voices_folder])
    for language in ("cy", "de", "en", "es", "fr", "it", "pl"):
        mine = [voice for voice in voices if voice.language.partition("-")[0] == language and voice.engine == "espeak"]
        assert len({voice.model for voice in mine}) >= 2
        assert all(voice.calibrated for voice in mine)


def test_the_shipped_gains_are_the_measured_ones(voices_folder: Path) -> None:
    for voice in list_voices([voices_folder]):
        if voice.engine != "espeak":  # the others are not on every machine
            continue
        measured = measure_voice(voice)
        assert measured.gain_db == pytest.approx(voice.gain_db, abs=0.3), voice.name
        assert measured.chars_per_second == pytest.approx(voice.chars_per_second, abs=0.5), voice.name
        assert measured.true_peak_db <= -1


@pytest.mark.parametrize("rate", [40, 80])
def test_slow_voices_may_pause_longer(
    en_gb: Voice, tmp_path: Path, scripted: Callable[..., Script], make: Callable[..., Timeline], rate: int
) -> None:
    slow = replace(en_gb, rate=rate, chars_per_second=8.8)
    script = scripted(("paragraph", "The hall is open; nobody has to give a reason. Well: yes, it is."))
    inspect(tmp_path / "episode.mp3", make(script, slow))
    with pytest.raises(SpeechError, match="falls silent"):
        make(script, replace(slow, rate=175), engine_of=lambda _voice: open_engine(slow))


def test_calibration_finds_the_gain_from_anywhere(beep: Voice) -> None:
    assert calibrate(replace(beep, gain_db=-10.0)) == pytest.approx(calibrate(beep), abs=0.1)


def test_what_was_measured_is_written_into_a_profile_and_nothing_else_changes(tmp_path: Path) -> None:
    written = (
        '# Mine.\nengine = "beep"   # tones\n  gain_db = -3   # loud\nlanguage = "en-GB"\nsample = "gain_db = 7"\n'
    )
    measured = with_measured(written, 1.25, 17.5)
    assert measured == (
        '# Mine.\nengine = "beep"   # tones\ngain_db = 1.25\nlanguage = "en-GB"\nsample = "gain_db = 7"\n'
        "chars_per_second = 17.5\n"
    )
    assert with_measured(measured, 1.25, 17.5) == measured
    (tmp_path / "mine.toml").write_text(measured, "utf-8")
    voice = read_voice(tmp_path / "mine.toml")
    assert (voice.gain_db, voice.chars_per_second, voice.calibrated) == (1.25, 17.5, True)


def test_a_profile_that_nobody_measured_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(GOOD + "gain_db = 2\n", "utf-8")
    voice = read_voice(tmp_path / "mine.toml")
    assert not voice.calibrated
    assert "audioblog voices calibrate mine" in calibration_hint(voice)
    assert calibration_hint(replace(voice, calibrated=True)) == ""


PIPER_FR = Voice("alma", "piper", "fr-FR", "alma")
ESPEAK = tuple(
    Voice(name, "espeak", language)
    for name, language in (("cy", "cy"), ("en-clear", "en-GB"), ("en-gb", "en-GB"), ("fr", "fr-FR"), ("fr-b", "fr-FR"))
)


@pytest.mark.parametrize(
    ("engine", "language", "others"),
    [
        ("espeak", "en-US", ["cy", "fr"]),
        ("espeak", "fr-CA", ["cy", "en-gb"]),
        ("piper", "en-GB", ["alma", "cy"]),
        ("flite", "EN-us", ["cy", "fr"]),
        ("beep", "en-GB", []),
    ],
)
def test_the_voices_of_other_languages(engine: str, language: str, others: list[str]) -> None:
    found = for_other_languages(Voice("mine", engine, language), (PIPER_FR, *ESPEAK))
    assert [voice.name for voice in found] == others


def test_a_voice_that_does_not_work_is_passed_over_for_the_next_best() -> None:
    asked: list[str] = []

    def works(voice: Voice) -> bool:
        asked.append(voice.name)
        return voice.name not in {"alma", "fr", "cy"}

    found = for_other_languages(Voice("mine", "piper", "en-GB"), (PIPER_FR, *ESPEAK), works)
    assert [voice.name for voice in found] == ["fr-b"]
    assert sorted(asked) == ["alma", "cy", "fr", "fr-b"]


@pytest.mark.parametrize("rate", [90, 400])
def test_a_voice_is_measured_whatever_its_profile_says_of_its_speed(voices_folder: Path, rate: int) -> None:
    voice = replace(load_voice("en-gb", [voices_folder]), rate=rate, gain_db=0.0, chars_per_second=16.0)
    measured = measure_voice(voice)
    assert measured.lufs == pytest.approx(-16, abs=0.1)
    assert 0.8 < measured.chars_per_second / (17.6 * rate / 175) < 1.25
