"""Settings and shows from files, environment and flags."""

from __future__ import annotations

from pathlib import Path

import pytest

from audioblog.config import LOCAL_URL, load_shows, open_workspace
from audioblog.errors import UsageError
from audioblog.ingest.raw import SourceInfo
from audioblog.shows import choose_editions, facts, settle


def test_flag_beats_environment_beats_file_beats_default(tmp_path: Path) -> None:
    (tmp_path / "audioblog.toml").write_text('out = "from-file"\nvoice = "from-file"\njobs = 3\n')
    environment = {"AUDIOBLOG_VOICE": "from-env", "AUDIOBLOG_JOBS": "4", "AUDIOBLOG_PLAIN": "1"}
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    workspace = open_workspace(below, {"jobs": 5, "voice": None}, environment)
    settings = workspace.settings
    assert workspace.folder == tmp_path
    assert (settings.jobs, settings.voice, settings.out, settings.base_url) == (5, "from-env", "from-file", LOCAL_URL)
    assert settings.plain is True
    origins = dict(workspace.origins)
    assert (origins["jobs"], origins["voice"], origins["base_url"]) == ("flag", "AUDIOBLOG_VOICE", "default")
    assert origins["out"].endswith("audioblog.toml")


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("outt = 'x'", "unknown setting: outt"),
        ("jobs = 'many'", "jobs .* should be a whole number"),
        ("jobs = ", "not valid TOML"),
        ("base_url = 'audio.example.org'", "must start with https"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, written: str, complaint: str) -> None:
    (tmp_path / "audioblog.toml").write_text(written)
    with pytest.raises(UsageError, match=complaint):
        open_workspace(tmp_path, {}, {})


def test_a_show_is_read_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "audioblog.toml").touch()
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "care.toml").write_text(
        'title = "Care Talk"\nsources = ["https://care.example.org/"]\ncover = "care.jpg"\ncomments = true\n'
    )
    workspace = open_workspace(tmp_path, {}, {})
    (show,) = load_shows(workspace)
    assert (show.slug, show.title, show.comments) == ("care", "Care Talk", True)
    assert show.cover == str(tmp_path / "feeds" / "care.jpg")
    assert [edition.out for edition in choose_editions(workspace, [])] == [tmp_path / "public"]
    (tmp_path / "feeds" / "more.toml").write_text('title = "More"\nsources = ["https://more.example.org/"]\n')
    assert [edition.out.name for edition in choose_editions(workspace, [])] == ["care", "more"]
    assert [edition.show.title for edition in choose_editions(workspace, ["more"])] == ["More"]


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ('title = "x"', "names no sources"),
        ('sources = ["https://a.example/"]\ntitel = "x"', "unknown key: titel"),
        ('sources = ["https://a.example/"]\ncomments = "yes"', "care.toml"),
    ],
)
def test_a_wrong_show_is_named(tmp_path: Path, written: str, complaint: str) -> None:
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "care.toml").write_text(written)
    with pytest.raises(UsageError, match=complaint):
        load_shows(open_workspace(tmp_path, {}, {}))


def test_nothing_to_build_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing to build") as caught:
        choose_editions(open_workspace(tmp_path, {}, {}), [])
    assert "audioblog build" in caught.value.hint


def test_a_settled_show_keeps_its_guid_and_does_not_pile_up_descriptions(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path, {}, {})
    (edition,) = choose_editions(workspace, ["https://care.example.org/"])
    said = SourceInfo(title="Care Talk", description="Talk about care", language="cy", link="https://care.example.org/")
    first = settle(edition.show, [said], {})
    again = settle(edition.show, [SourceInfo(title="Care Talk")], facts(first))
    moved = settle(edition.show, [SourceInfo(title="New name", link="https://new.example.org/")], facts(first))
    assert first.language == "cy"
    assert first.guid == again.guid == moved.guid
    assert again.description == first.description
    assert moved.title == "New name"
    assert "synthetic" in first.description


def test_a_private_show_lies_outside_the_public_folder_under_an_address_for_each_listener(tmp_path: Path) -> None:
    feeds = tmp_path / "feeds"
    feeds.mkdir()
    (feeds / "board.toml").write_text('sources = ["posts"]\nprivate = true\n')
    workspace = open_workspace(tmp_path, {"base_url": "https://audio.example.org/"}, {})
    (alone,) = choose_editions(workspace, [])
    assert alone.out == tmp_path / "private" / "board"
    assert alone.show.base_url == "https://audio.example.org/m/LISTENER/"
    (feeds / "town.toml").write_text('sources = ["posts"]\n')
    board, town = choose_editions(workspace, [])
    assert (board.out, board.show.base_url) == (alone.out, alone.show.base_url)
    assert (town.out, town.show.base_url) == (tmp_path / "public" / "town", "https://audio.example.org/town/")
