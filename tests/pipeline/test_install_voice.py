"""`audioblog voices install` against a hub on this machine that behaves, breaks off, lies and is slow."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from blogserver import BlogServer
from hub import CARD, Hub
from tinyvoice import need_piper, write_voice

from audioblog.config import Workspace, open_workspace
from audioblog.errors import AudioblogError, FetchError, SpeechError, UsageError
from audioblog.install import NewVoice, install_voice, list_offered

NAME = "en_GB-tiny-low"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the two files of the voice."""
    need_piper()
    folder = tmp_path_factory.mktemp("made")
    write_voice(folder, NAME)
    return folder


@pytest.fixture
def hub(blog_server: BlogServer, made: Path) -> Hub:
    return Hub(blog_server, {NAME: made})


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUDIOBLOG_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


@pytest.fixture
def workspace(tmp_path: Path, models: Path) -> Workspace:
    (tmp_path / "work").mkdir()
    return open_workspace(tmp_path / "work", {"allow_private": True}, {})


def install(workspace: Workspace, place: str | Path, name: str = NAME) -> NewVoice:
    return install_voice(workspace, name, str(place), lambda _line: None)


def failure(workspace: Workspace, place: str | Path, kind: type[AudioblogError], name: str = NAME) -> str:
    """What an install that must fail says; nothing may be left that counts as a voice."""
    with pytest.raises(kind) as caught:
        install(workspace, place, name)
    assert caught.value.hint
    assert not (workspace.folder / "voices").exists()
    models = Path(os.environ["AUDIOBLOG_MODELS"])
    assert installed(models) == set()
    return f"{caught.value.message} {caught.value.hint}"


def installed(models: Path) -> set[str]:
    return {file.name for file in models.iterdir() if file.is_file()} if models.is_dir() else set()


def audioblog(workspace: Workspace, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "audioblog", *arguments]
    folder = workspace.folder
    return subprocess.run(command, cwd=folder, env=dict(os.environ), capture_output=True, text=True, timeout=120)


def test_an_installed_voice_speaks_at_once(workspace: Workspace, hub: Hub, models: Path, made: Path) -> None:
    done = audioblog(workspace, "voices", "install", NAME, "--from", hub.url, "--allow-private")
    assert done.returncode == 0, done.stderr
    assert "its files are those that the list of voices names" in done.stdout
    assert "Licence: CC BY 4.0." in done.stdout
    assert f"Use it with: --voice {NAME}" in done.stdout
    assert installed(models) == {f"{NAME}.onnx", f"{NAME}.onnx.json", f"{NAME}.MODEL_CARD"}
    assert (models / f"{NAME}.onnx").read_bytes() == (made / f"{NAME}.onnx").read_bytes()
    assert (models / f"{NAME}.MODEL_CARD").read_text() == CARD
    profile = (workspace.folder / "voices" / f"{NAME}.toml").read_text("utf-8")
    assert 'licence = "CC BY 4.0"' in profile
    assert "gain_db = " in profile
    (workspace.folder / "post.md").write_text("# The bus\n\nThe bus now stops outside the surgery every hour.\n")
    built = audioblog(workspace, "build", "post.md", "--voice", NAME, "--json")
    assert built.returncode == 0, built.stderr
    (episode,) = json.loads(built.stdout)["episodes"]
    assert episode["lufs"] == pytest.approx(-16, abs=1)
    assert f"{NAME}: Piper, tiny, en-GB, en-GB. Works. CC BY 4.0" in audioblog(workspace, "voices").stdout


def test_a_second_time_nothing_is_fetched_and_the_editors_profile_stays(workspace: Workspace, hub: Hub) -> None:
    profile = install(workspace, hub.url).profile
    profile.write_text(profile.read_text("utf-8").replace("rate = 175", "rate = 200  # mine"), "utf-8")
    hub.requests.clear()
    again = install(workspace, hub.url)
    assert [path for path, _ in hub.requests] == ["voices.json"]
    assert not again.fresh
    assert "rate = 200  # mine" in profile.read_text("utf-8")


def test_a_cut_connection_is_taken_up_again(workspace: Workspace, hub: Hub, made: Path) -> None:
    hub.cut(".onnx", after=700)
    voice = install(workspace, hub.url).voice
    assert voice.model.read_bytes() == (made / f"{NAME}.onnx").read_bytes()
    assert len(hub.ranges(".onnx")) == 2


def test_a_stopped_install_goes_on_where_it_was(workspace: Workspace, hub: Hub, models: Path, made: Path) -> None:
    whole = (made / f"{NAME}.onnx").read_bytes()
    waiting = models / ".partial" / NAME
    waiting.mkdir(parents=True)
    (waiting / "onnx").write_bytes(whole[:1_000])
    assert install(workspace, hub.url).voice.model.read_bytes() == whole
    assert hub.ranges(".onnx")[0].startswith("bytes=1000-")
    assert not waiting.exists()


def test_a_beginning_of_another_version_is_thrown_away(
    workspace: Workspace, hub: Hub, models: Path, made: Path
) -> None:
    waiting = models / ".partial" / NAME
    waiting.mkdir(parents=True)
    (waiting / "onnx").write_bytes(b"of last year's voice")
    assert install(workspace, hub.url).voice.model.read_bytes() == (made / f"{NAME}.onnx").read_bytes()


def _flip(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


@pytest.mark.parametrize(
    ("change", "kind", "said"),
    [
        (_flip, SpeechError, "its digest is not the listed one"),
        (lambda data: data[:-10], SpeechError, "bytes instead of"),
        (lambda data: data + b"more", FetchError, "were expected"),
    ],
    ids=["wrong-hash", "too-short", "too-long"],
)
def test_files_that_are_not_the_listed_ones_are_refused(
    workspace: Workspace, hub: Hub, change: Callable[[bytes], bytes], kind: type[AudioblogError], said: str
) -> None:
    path = next(path for path in hub.files if path.endswith(".onnx"))
    hub.files[path] = change(hub.files[path])
    assert said in failure(workspace, hub.url, kind)


def test_a_name_that_the_hub_lacks(workspace: Workspace, hub: Hub) -> None:
    said = failure(workspace, hub.url, UsageError, "en_GB-nobody-low")
    assert f"In that language there are: {NAME}." in said
    assert "There is none in that language." in failure(workspace, hub.url, UsageError, "cy_GB-gwen-low")


@pytest.mark.parametrize("name", ["alba", "", "../en_GB-alba-medium", "en_GB-../x-low", "en_GB-a/b-low"])
def test_what_is_no_name_is_not_asked_for(workspace: Workspace, hub: Hub, name: str) -> None:
    assert "like en_GB-alba-medium" in failure(workspace, hub.url, UsageError, name)
    assert hub.requests == []


def test_without_a_name_it_lists_what_there_is(workspace: Workspace, hub: Hub, made: Path) -> None:
    size = sum(len(data) for path, data in hub.files.items() if path != "voices.json")
    assert list(list_offered(workspace, hub.url)) == [(NAME, "English (Nowhere)", size)]
    done = audioblog(workspace, "voices", "install", "--from", hub.url, "--allow-private")
    assert done.stdout == f"{NAME}: English (Nowhere), 0 MB\n", done.stderr
    with pytest.raises(UsageError, match="no list of its voices"):
        list(list_offered(workspace, str(made)))


def test_a_hub_that_is_not_there(workspace: Workspace, blog_server: BlogServer) -> None:
    assert "There is no page at" in failure(workspace, f"{blog_server.url}/nothing", FetchError)
    assert "did not accept a connection" in failure(workspace, "http://127.0.0.1:1/", FetchError)


def test_a_hub_without_a_list_is_taken_unchecked(workspace: Workspace, blog_server: BlogServer, made: Path) -> None:
    voice = install(workspace, Hub(blog_server, {NAME: made}, listed=False).url).voice
    assert not voice.checked
    assert voice.licence == "CC BY 4.0"
    assert voice.model.read_bytes() == (made / f"{NAME}.onnx").read_bytes()


def test_a_list_that_is_none_is_refused(workspace: Workspace, hub: Hub) -> None:
    for text in (b"<html>busy</html>", b"[1]", b'{"en_GB-tiny-low": {"files": {"a.onnx": {}}}}', b"\xff"):
        hub.files["voices.json"] = text
        assert "the list voices.json cannot be read" in failure(workspace, hub.url, SpeechError)


def test_a_private_address_needs_leave(workspace: Workspace, hub: Hub) -> None:
    strict = replace(workspace, settings=replace(workspace.settings, allow_private=False))
    assert "--allow-private" in failure(strict, hub.url, FetchError)
    assert hub.requests == []


@pytest.mark.parametrize("layout", ["flat", "hub"])
def test_a_folder_will_do(workspace: Workspace, made: Path, models: Path, tmp_path: Path, layout: str) -> None:
    folder = made
    if layout == "hub":
        folder = tmp_path / "mirror"
        (folder / "en/en_GB/tiny/low").mkdir(parents=True)
        for file in made.iterdir():
            (folder / "en/en_GB/tiny/low" / file.name).write_bytes(file.read_bytes())
    found = install(workspace, folder)
    assert (found.problem, found.voice.licence, found.voice.checked) == ("", "", False)
    assert installed(models) == {f"{NAME}.onnx", f"{NAME}.onnx.json"}


def test_a_folder_without_the_voice(workspace: Workspace, tmp_path: Path) -> None:
    assert f"There is no en/en_GB/tiny/low/{NAME}.onnx in" in failure(workspace, tmp_path, FetchError)
    assert "there is no folder nowhere" in failure(workspace, "nowhere", UsageError)


@pytest.mark.parametrize("damage", ["{", "[]", '{"audio": {}}'])
def test_a_configuration_that_is_none_is_refused(workspace: Workspace, made: Path, tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "damaged"
    folder.mkdir()
    (folder / f"{NAME}.onnx").write_bytes((made / f"{NAME}.onnx").read_bytes())
    (folder / f"{NAME}.onnx.json").write_text(damage)
    assert "configuration is not that of a Piper voice" in failure(workspace, folder, SpeechError)


@pytest.mark.parametrize("path", ["../../outside.onnx", "/etc/outside.onnx"])
def test_a_list_that_points_elsewhere_is_refused(workspace: Workspace, hub: Hub, path: str) -> None:
    listed = json.loads(hub.files["voices.json"])
    listed[NAME]["files"] = {path: {"size_bytes": 1, "md5_digest": "0"}}
    hub.files["voices.json"] = json.dumps(listed).encode()
    assert "outside of the place" in failure(workspace, hub.url, SpeechError)


def test_a_model_that_does_not_speak_is_installed_but_not_measured(workspace: Workspace, tmp_path: Path) -> None:
    write_voice(tmp_path / "odd", "en_GB-odd-low", espeak="no-such-language")
    found = install(workspace, tmp_path / "odd", "en_GB-odd-low")
    assert "could not say" in found.problem
    assert "gain_db" not in found.profile.read_text("utf-8")


def test_the_speakers_of_a_voice_with_several_are_named_in_its_profile(workspace: Workspace, tmp_path: Path) -> None:
    write_voice(tmp_path / "many", "en_GB-many-low", speakers=3)
    profile = install(workspace, tmp_path / "many", "en_GB-many-low").profile.read_text("utf-8")
    assert '# It has 3 speakers; choose one with: speaker = "speaker0"' in profile
    assert "# They are: speaker0, speaker1, speaker2\n" in profile
    assert "gain_db = " in profile


def test_a_folder_that_cannot_be_written_to(workspace: Workspace, made: Path, models: Path) -> None:
    models.write_text("a file, where a folder should be")
    with pytest.raises(UsageError, match="cannot be written to") as caught:
        install(workspace, made)
    assert "AUDIOBLOG_MODELS" in caught.value.hint
