"""`audioblog voices` and its commands, as people and programs use them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROFILE = 'engine = "beep"\nlanguage = "en-GB"\nspoken_name = "tones"\nsample = "Good morning."\n'


def audioblog(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "audioblog", *arguments]
    return subprocess.run(command, cwd=folder, env=dict(os.environ), capture_output=True, text=True, timeout=120)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with voices of its own: one that works, one whose model is nowhere, one of an engine that is not."""
    voices = tmp_path / "voices"
    voices.mkdir()
    (voices / "mine.toml").write_text(PROFILE, "utf-8")
    (voices / "away.toml").write_text('engine = "piper"\nlanguage = "en-GB"\nmodel = "en_GB-away-low"\n', "utf-8")
    (voices / "other.toml").write_text('engine = "parrot"\nlanguage = "en-GB"\n', "utf-8")
    return tmp_path


def test_the_list_says_what_works_and_what_to_do_about_the_rest(workspace: Path) -> None:
    done = audioblog(workspace, "voices")
    assert done.returncode == 0, done.stderr
    lines = {line.partition(":")[0]: line for line in done.stdout.splitlines()}
    assert lines["en-gb"].startswith("en-gb: eSpeak NG, British English, en-GB. Works. GPL-3.0-or-later")
    assert "calibrate" not in lines["en-gb"]
    assert lines["mine"].startswith("mine: tones, en-GB. Works.")
    assert lines["mine"].endswith("Run once: audioblog voices calibrate mine")
    assert "Does not work here" in lines["away"]
    assert "audioblog voices install en_GB-away-low" in lines["away"] or "'.[piper]'" in lines["away"]
    assert "There is no speech engine called “parrot”" in lines["other"]
    assert "calibrate" not in lines["away"] + lines["other"], "a voice that does not work cannot be measured"


def test_the_list_as_json(workspace: Path) -> None:
    found = json.loads(audioblog(workspace, "voices", "--json").stdout)
    assert found["schema"] == 1
    voices = {voice["name"]: voice for voice in found["voices"]}
    assert set(voices["mine"]) == {"name", "language", "engine", "spoken_name", "licence", "problem", "hint"}
    assert voices["mine"]["problem"] == voices["en-gb"]["hint"] == ""
    assert voices["mine"]["hint"]
    assert voices["other"]["problem"]


def test_a_sample_of_one_voice_and_of_several(workspace: Path) -> None:
    done = audioblog(workspace, "voices", "sample", "mine", "--out", "one.mp3")
    assert done.stdout.splitlines() == ["mine said: Good morning.", "Saved to one.mp3."], done.stderr
    assert (workspace / "one.mp3").stat().st_size > 3_000
    assert audioblog(workspace, "voices", "sample", "mine", "cy", "--out", "heard").returncode == 0
    assert {file.name for file in (workspace / "heard").iterdir()} == {"mine.mp3", "cy.mp3"}


def test_samples_that_cannot_be_made(workspace: Path) -> None:
    for arguments, said in (
        (("other",), "no sample sentence"),
        (("mine", "cy", "--out", "x.mp3"), "Give a folder"),
        (("nobody",), "Voices here: "),
        (("mine", "--out", "y.wav"), "only MP3 files"),
    ):
        done = audioblog(workspace, "voices", "sample", *arguments)
        assert done.returncode == 2
        assert said in done.stderr
    assert not list(workspace.glob("*.mp3"))
    assert not (workspace / "y.wav").exists()


def test_calibrate_writes_into_the_workspaces_own_profile(workspace: Path) -> None:
    done = audioblog(workspace, "voices", "calibrate", "mine", "cy")
    assert done.returncode == 0, done.stderr
    assert "reaches -16" in done.stdout.splitlines()[0] or "reaches -15.9" in done.stdout.splitlines()[0]
    own = (workspace / "voices" / "mine.toml").read_text("utf-8")
    assert own.startswith(PROFILE)
    assert "\ngain_db = " in own
    assert "\nchars_per_second = " in own
    copied = (workspace / "voices" / "cy.toml").read_text("utf-8")
    assert copied.startswith("# eSpeak NG, Welsh.")
    assert copied.count("\ngain_db = ") == copied.count("\nchars_per_second = ") == 1
    voices = json.loads(audioblog(workspace, "voices", "--json").stdout)["voices"]
    assert [voice["hint"] for voice in voices if voice["name"] == "mine"] == [""]


def test_a_voice_that_does_not_work_cannot_be_calibrated(workspace: Path) -> None:
    done = audioblog(workspace, "voices", "calibrate", "other")
    assert done.returncode == 2
    assert "no speech engine called “parrot”" in done.stderr
    assert "gain_db" not in (workspace / "voices" / "other.toml").read_text("utf-8")


def test_one_of_several_that_fails_does_not_stop_the_others(workspace: Path) -> None:
    for command, made in (("calibrate", "voices/cy.toml"), ("sample", "cy.mp3")):
        done = audioblog(workspace, "voices", command, "nobody", "other", "cy")
        assert done.returncode == 3, done.stderr
        assert "There is no voice called “nobody”" in done.stderr
        assert "Traceback" not in done.stderr
        assert (workspace / made).is_file()
    assert audioblog(workspace, "voices", "calibrate", "nobody", "nobody2").returncode == 2


def test_a_profile_that_cannot_be_written_is_told_before_anything_is_measured(tmp_path: Path) -> None:
    (tmp_path / "voices").write_text("a file, where a folder should be")
    done = audioblog(tmp_path, "voices", "calibrate", "cy")
    assert done.returncode == 2
    assert "cannot be written to" in done.stderr
    assert "--out" not in done.stderr


def test_a_lexicon_that_is_not_there_is_named(workspace: Path) -> None:
    (workspace / "voices" / "mine.toml").write_text(PROFILE + 'lexicons = ["nofile.csv"]\n', "utf-8")
    done = audioblog(workspace, "say", "hello", "--voice", "mine")
    assert done.returncode == 2
    assert "names the lexicon nofile.csv" in done.stderr
    (line,) = [line for line in audioblog(workspace, "voices").stdout.splitlines() if line.startswith("mine: ")]
    assert "Does not work here: The voice “mine” names the lexicon nofile.csv" in line
    (workspace / "voices" / "lexicons").mkdir()
    (workspace / "voices" / "lexicons" / "nofile.csv").write_text("word,say,how,language,case,note\n", "utf-8")
    assert audioblog(workspace, "say", "hello", "--voice", "mine").returncode == 0


def test_a_broken_profile_is_named_in_the_list_and_stops_nothing_else(workspace: Path) -> None:
    (workspace / "voices" / "broken.toml").write_text('engine = "espeak\n', "utf-8")
    (workspace / "voices" / "folder.toml").mkdir()
    listed = audioblog(workspace, "voices")
    assert listed.returncode == 0, listed.stderr
    (line,) = [line for line in listed.stdout.splitlines() if line.startswith("broken")]
    assert line.startswith("broken: Does not work: ")
    assert "broken.toml is not correct TOML" in line
    assert "Correct that line" in line
    assert any(line.startswith("en-gb: ") for line in listed.stdout.splitlines())
    voices = json.loads(audioblog(workspace, "voices", "--json").stdout)["voices"]
    assert [set(voice) for voice in voices if voice["name"] == "broken"] == [set(voices[0])]
    assert audioblog(workspace, "say", "hello", "--voice", "en-us").returncode == 0
    (workspace / "a.md").write_text("# The bus\n\nThe bus now stops outside the surgery.\n")
    built = audioblog(workspace, "build", "a.md", "--voice", "en-us", "--plain")
    assert built.returncode == 0, built.stderr
    assert built.stderr.count("broken.toml is not correct TOML") == 1
    alone = audioblog(workspace, "say", "hello", "--voice", "broken")
    assert alone.returncode == 2
    assert "not correct TOML" in alone.stderr


def test_a_passage_is_read_by_a_voice_that_works(workspace: Path) -> None:
    """The one that would be read by is not known to its engine, the next one is; that is told once for two posts."""
    (workspace / "voices" / "fr.toml").write_text(
        'engine = "espeak"\nlanguage = "fr-FR"\nmodel = "no-such-voice"\n', "utf-8"
    )
    passage = "The driver laughed when she said <i lang=fr>il faut cultiver notre jardin</i> on the bus.\n"
    for name in ("a", "b"):
        (workspace / f"{name}.md").write_text(f"# Bus {name}\n\n{passage}")
    built = audioblog(workspace, "build", "a.md", "b.md", "--voice", "en-gb", "--plain")
    assert built.returncode == 0, built.stderr
    assert built.stderr.count("“fr” was passed over for fr-FR. eSpeak NG has no voice “no-such-voice”") == 1
    script = json.loads(audioblog(workspace, "script", "a.md", "--voice", "en-gb", "--json").stdout)
    assert "fr" in {said["lang"].partition("-")[0] for said in script["utterances"]}


def test_a_build_with_a_voice_that_nobody_measured_says_so_once(workspace: Path) -> None:
    (workspace / "a.md").write_text("# The bus\n\nThe bus now stops outside the surgery.\n")
    (workspace / "b.md").write_text("# The hall\n\nThe hall is open all winter, and many people come.\n")
    done = audioblog(workspace, "build", "a.md", "b.md", "--voice", "mine", "--plain")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("audioblog voices calibrate mine") == 1
    assert "calibrate" not in audioblog(workspace, "build", "a.md", "--voice", "en-gb", "--plain").stderr


def test_what_cannot_be_written_is_said_in_plain_words(workspace: Path) -> None:
    (workspace / "taken").write_text("a file, no folder")
    (workspace / "folder.mp3").mkdir()
    for out, command in (("folder.mp3", "say"), ("taken/said.mp3", "say"), ("taken", "voices sample mine")):
        given = ("Good morning.", "--voice", "mine") if command == "say" else ()
        done = audioblog(workspace, *command.split(), *given, "--out", out)
        assert done.returncode == 1, done.stderr
        assert "could not be written" in done.stderr
        assert "name another place" in done.stderr
        assert "Traceback" not in done.stderr
        assert "Saved" not in done.stdout


@pytest.mark.parametrize("status", [0, 3])
def test_a_player_that_fails_is_an_error(workspace: Path, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    player = workspace / "afplay"
    player.write_text(f"#!/bin/sh\necho playing $1 >&2\nexit {status}\n")
    player.chmod(0o755)
    monkeypatch.setenv("PATH", str(workspace), prepend=os.pathsep)
    done = audioblog(workspace, "say", "Good morning.", "--voice", "mine", "--play")
    assert "playing say.mp3" in done.stderr
    assert done.returncode == (2 if status else 0)
    assert ("afplay could not play say.mp3 (status 3)" in done.stderr) == bool(status)
