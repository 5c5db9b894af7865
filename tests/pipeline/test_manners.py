"""What feeds/NAME.toml says of how posts are read: a second voice, a speaker's own, rules of a show and of one post."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audioblog.config import Workspace, load_show, open_workspace
from audioblog.errors import UsageError
from audioblog.gather import Selection
from audioblog.model import Block, Post, Script, Span
from audioblog.pipeline import build
from audioblog.report import Silent
from audioblog.shows import of_post
from audioblog.studio import open_studios
from audioblog.survey import script_of

NOW = datetime(2026, 11, 27, tzinfo=UTC)
README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
HEAD = 'title = "Kettle"\nsources = ["../blog"]\n'
BLOCKS = (
    Block("b1", "quote", "So much for soup."),
    Block("b2", "item", "Leek", quoted=True),
    Block("b2.2", "item", "Onion", quoted=True),
    Block("b3", "paragraph", "Lorraine: We began."),
    Block("b4", "image", "A ladle", alt="A ladle"),
    Block("b5", "paragraph", "He said il pleut beaucoup ici.", spans=(Span(8, 29, "lang", "fr"),)),
)
POST = Post("soup.md", "Soup", BLOCKS, url="https://www.kettle.example.org/soup/")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "audioblog.toml").write_text("jobs = 1\n")
    return open_workspace(tmp_path, {}, {})


def read(workspace: Workspace, written: str, post: Post = POST) -> Script:
    file = workspace.folder / "feeds" / "kettle.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(HEAD + written)
    return script_of(workspace, post, load_show(file, workspace.settings))


def voices(script: Script) -> dict[str, str]:
    return {each.text: each.voice for each in script.utterances if each.text}


def test_quotations_are_read_by_the_second_voice_with_all_that_they_hold(workspace: Workspace) -> None:
    script = read(workspace, 'second_voice = "en-clear"\n')
    heard = voices(script)
    assert heard["So much for soup."] == heard["Leek"] == "en-clear"
    assert heard["We began."] == heard["Soup"] == ""
    assert {each.voice for each in script.utterances if each.role == "announcement"} == {""}


def test_a_french_post_in_an_english_show_gives_english_words_to_an_english_voice(workspace: Workspace) -> None:
    text = "Bonjour à tous. Hello there. Merci."
    block = Block("b", "paragraph", text, lang="fr", spans=(Span(16, 28, "lang", "en"),))
    script = read(workspace, "", Post("p", "P", (block,)))
    assert [each.lang for each in script.utterances if each.block == "b"] == ["fr", "en", "fr"]


def test_without_a_second_voice_there_is_one(workspace: Workspace) -> None:
    assert set(voices(read(workspace, "")).values()) == {""}


def test_a_speaker_has_her_own_voice_and_the_narrator_says_her_name(workspace: Workspace) -> None:
    heard = voices(read(workspace, '[voices]\nLorraine = "en-us"\nquote = ""\n'))
    assert (heard["Lorraine:"], heard["We began."], heard["So much for soup."]) == ("", "en-us", "")


def test_rules_of_a_show_and_of_one_post(workspace: Workspace) -> None:
    show = '[rules]\nskip = ["image"]\n[rules.frames]\nquote = "She says."\nquote_end = ""\n'
    mine = '[posts."kettle.example.org/soup"]\nsecond_voice = "en-us"\nrules.frames.quote = "They say."\n'
    here = read(workspace, show + mine)
    other = read(workspace, show + mine, Post("tea.md", "Tea", BLOCKS))
    assert [each.spoken for each in here.utterances if each.block == "b1"] == ["They say.", "So much for soup."]
    assert [each.spoken for each in other.utterances if each.block == "b1"] == ["She says.", "So much for soup."]
    assert {left.text for left in here.omissions} == {left.text for left in other.omissions} == {"A ladle"}
    assert (voices(here)["Leek"], voices(other)["Leek"]) == ("en-us", "")


def test_a_post_that_names_its_rules_takes_none_of_the_shows(workspace: Workspace) -> None:
    script = read(workspace, '[rules]\nskip = ["image"]\n[posts."soup.md"]\nnarration = "full"\n')
    assert "List of two items." in [each.spoken for each in script.utterances]
    assert not script.omissions


@pytest.mark.parametrize(
    "name", ["soup.md", "./soup.md", "https://kettle.example.org/soup", "kettle.example.org/soup/"]
)
def test_a_post_is_known_by_its_address_or_its_file(workspace: Workspace, name: str) -> None:
    read(workspace, f'[posts."{name}"]\ncomments = true\n')
    show = load_show(workspace.folder / "feeds" / "kettle.toml", workspace.settings)
    assert of_post(show, POST.id, POST.url).comments
    assert not of_post(show, "tea.md").comments


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ('second_voice = "nobody"', "the voice for “quote”: There is no voice called “nobody”"),
        ('[voices]\nquotes = "en-us"', "'quotes' is neither"),
        ("[rules]\nloud = 1", "unknown: loud"),
        ('[posts."a"]\ntitle = "x"', "unknown key: title"),
        ('[posts."a"]\ncomments = "x"', "comments"),
        ('[posts."a"]\nnarration = "shouted"', "shouted"),
        ("posts = 3", "posts"),
    ],
)
def test_what_is_wrong_is_named(workspace: Workspace, written: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        open_of(workspace, written)


def open_of(workspace: Workspace, written: str) -> None:
    file = workspace.folder / "feeds" / "kettle.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"{HEAD}{written}\n")
    open_studios(workspace, load_show(file, workspace.settings))


def test_the_readmes_example_can_be_used(workspace: Workspace) -> None:
    part = README.partition("#### How your posts are read")[2].partition("\n###")[0]
    example = "".join(line[4:] for line in part.splitlines(keepends=True) if line.startswith("    "))
    post = Post("p", "P", (Block("b", "paragraph", "Sam: Yes."),), url="https://blog.example.org/2026/03/long-read/")
    assert voices(read(workspace, example, post))["Yes."] == "en-us"
    assert "She says." in [each.spoken for each in read(workspace, example).utterances]


def test_an_edition_speaks_in_both_voices_and_one_posts_rules_remake_it_alone(
    desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk.folder)
    desk.write("blog/soup.md", "# Soup\n\nWe ate.\n\n> So much for soup.\n")
    desk.write("blog/tea.md", "# Tea\n\nWe drank.\n\n> So much for tea.\n")
    desk.write("feeds/kettle.toml", HEAD)
    plain = desk.build()
    assert plain.counts.new == 2, plain.failures
    desk.write("feeds/kettle.toml", HEAD + '[posts."soup.md"]\nsecond_voice = "en-us"\n')
    changed = desk.build()
    assert ([line.title for line in changed.episodes], changed.counts.unchanged) == (["Soup"], 1)
    (line,) = changed.episodes
    script = json.loads((desk.public / line.file.replace(".mp3", ".timeline.json")).read_text())["script"]
    assert {said["text"]: said["voice"] for said in script["utterances"] if said["role"] == "quote"} == {
        "So much for soup.": "en-us"
    }
    shown = [sys.executable, "-m", "audioblog", "script", "blog/soup.md", "--diff"]
    told = subprocess.run(shown, cwd=desk.folder, capture_output=True, text=True, timeout=120, check=True).stdout
    assert "nothing has changed" in told


def test_a_misspelled_post_is_told(desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.folder)
    desk.write("blog/soup.md", "# Soup\n\nWe ate.\n")
    desk.write("feeds/kettle.toml", HEAD + '[posts."soup.md"]\nvoice = "en-us"\n[posts."soop.md"]\nvoice = "en-us"\n')
    progress = Silent()
    build(open_workspace(desk.folder, {}, {}), (), selection=Selection(), progress=progress, clock=lambda: NOW)
    told = [note for note in progress.notes if "soop.md" in note or "soup.md" in note]
    assert told == ["feeds/kettle.toml: no post of this show has the address or id “soop.md”"]
