"""`words` and `script --diff`, `--ssml`: what editors ask between two builds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

POST = "# The bus\n\nThe FBX bus stops at 8.05. It is free.\n"
PLS = """<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en-GB">
<lexeme><grapheme>FBX</grapheme><alias>eff bex</alias></lexeme><lexeme><alias>nothing</alias></lexeme></lexicon>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "audioblog.toml").write_text("jobs = 1\n")
    (tmp_path / "post.md").write_text(POST)
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "audioblog", *arguments]
    return subprocess.run(command, cwd=folder, env=dict(os.environ), capture_output=True, text=True, timeout=120)


def test_a_word_is_asked_about_and_mended(folder: Path) -> None:
    (word,) = json.loads(run(folder, "words", "post.md", "--json").stdout)["words"]
    assert (word["word"], word["guess"], word["count"]) == ("FBX", "F B X", 1)
    assert word["sentence"] == "The FBX bus stops at 8.05."
    assert run(folder, "words", "--add", "FBX=the fox").returncode == 0
    lexicon = folder / "voices" / "lexicons" / "en.csv"
    assert lexicon.read_text() == "written,say,how,lang,ipa,note\nFBX,the fox,say,,,\n"
    assert run(folder, "words", "post.md").stdout == "There is no word to check.\n"
    assert "The the fox bus stops at eight oh five." in run(folder, "script", "post.md").stdout


def test_a_word_that_cannot_be_said_changes_nothing(folder: Path) -> None:
    done = run(folder, "words", "--add", "OK=o kay", "--add", "FBX=5")
    assert done.returncode == 2
    assert "not a word" in done.stderr
    assert not (folder / "voices").exists()
    assert run(folder, "words").returncode == 2


def test_pronunciations_travel_as_pls(folder: Path) -> None:
    (folder / "in.pls").write_text(PLS)
    done = run(folder, "words", "--import", "in.pls", "--export", "out.pls")
    assert done.returncode == 0, done.stderr
    assert "in.pls lexeme 2: no grapheme" in done.stderr
    assert "1 pronunciations put into" in done.stderr
    said = [each.text for each in ElementTree.parse(folder / "out.pls").iter() if each.tag.endswith("alias")]
    assert "eff bex" in said


def test_a_bad_row_of_the_lexicon_is_named_by_line(folder: Path) -> None:
    (folder / "voices" / "lexicons").mkdir(parents=True)
    (folder / "voices" / "lexicons" / "en.csv").write_text("written,say,how\nFBX,fox,shout\nBus,buzz,say\n")
    done = run(folder, "words", "post.md")
    assert "en.csv line 2: 'FBX' has how='shout'" in done.stdout


def test_a_diff_shows_what_an_edit_changed(folder: Path) -> None:
    assert "has not been published" in run(folder, "script", "post.md", "--diff").stdout
    assert run(folder, "build", "post.md").returncode == 0
    assert "nothing has changed" in run(folder, "script", "post.md", "--diff").stdout
    (folder / "post.md").write_text(POST.replace("free", "£2"))
    assert run(folder, "script", "post.md", "--diff").stdout.splitlines() == [
        "“The bus” has changed since it was published:",
        "In the chapter “The bus”:",
        "- no longer said: It is free.",
        "+ said now: It is two pounds.",
    ]


def test_a_diff_tells_voices_pauses_and_what_is_left_out(folder: Path) -> None:
    text = POST + "\n> So it is.\n"
    (folder / "post.md").write_text(text)
    (folder / "feeds").mkdir()
    show = 'title = "Kettle"\nsources = ["../post.md"]\n'
    (folder / "feeds" / "kettle.toml").write_text(show)
    assert run(folder, "build").returncode == 0
    (folder / "feeds" / "kettle.toml").write_text(f'{show}second_voice = "en-us"\n[rules]\nsentence_ms = 900\n')
    (folder / "post.md").write_text(text + "\n```\nx = 1\n```\n")
    assert run(folder, "script", "post.md", "--diff").stdout.splitlines() == [
        "“The bus” has changed since it was published:",
        "In the chapter “The bus”:",
        "- no longer said: So it is. (in en-GB by the show’s voice)",
        "+ said now: So it is. (in en-GB by en-us)",
        "+ said now: Code example, one line, in the transcript.",
        "Pauses have changed at 1 place.",
        "+ left out now: code: x = 1",
    ]


def test_ssml_is_one_document(folder: Path) -> None:
    root = ElementTree.fromstring(run(folder, "script", "post.md", "--ssml").stdout.encode())
    assert root.tag.endswith("}speak")
