"""`audioblog voices install` against a hub on this machine that behaves, breaks off, lies and is slow."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from blogserver import BlogServer, Handler
from hub import CARD, Hub
from tinyvoice import need_piper, write_voice

from audioblog.config import Workspace, open_workspace
from audioblog.errors import AudioblogError, Busy, FetchError, UsageError
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
    (waiting / f"{NAME}.onnx").write_bytes(whole[:1_000])
    assert install(workspace, hub.url).voice.model.read_bytes() == whole
    assert hub.ranges(".onnx")[0].startswith("bytes=1000-")
    assert not waiting.exists()


def test_a_beginning_of_another_version_is_thrown_away(
    workspace: Workspace, hub: Hub, models: Path, made: Path
) -> None:
    waiting = models / ".partial" / NAME
    waiting.mkdir(parents=True)
    (waiting / f"{NAME}.onnx").write_bytes(b"of last year's voice")
    assert install(workspace, hub.url).voice.model.read_bytes() == (made / f"{NAME}.onnx").read_bytes()


def _flip(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


@pytest.mark.parametrize(
    ("change", "kind", "said"),
    [
        (_flip, FetchError, "its digest is not the listed one"),
        (lambda data: data[:-10], FetchError, "bytes instead of"),
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
    assert "There is no file at" in failure(workspace, f"{blog_server.url}/nothing", FetchError)
    assert "did not accept a connection" in failure(workspace, "http://127.0.0.1:1/", FetchError)


def test_a_hub_without_a_list_is_taken_unchecked(workspace: Workspace, blog_server: BlogServer, made: Path) -> None:
    voice = install(workspace, Hub(blog_server, {NAME: made}, listed=False).url).voice
    assert not voice.checked
    assert voice.licence == "CC BY 4.0"
    assert voice.model.read_bytes() == (made / f"{NAME}.onnx").read_bytes()


def test_a_list_that_is_none_is_refused(workspace: Workspace, hub: Hub) -> None:
    for text in (b"<html>busy</html>", b"[1]", b'{"en_GB-tiny-low": {"files": {"a.onnx": {}}}}', b"\xff", b""):
        hub.files["voices.json"] = text
        assert "the list voices.json cannot be read" in failure(workspace, hub.url, FetchError)


def _listed(hub: Hub, change: Callable[[dict[str, Any]], object]) -> None:
    """Change what the hub's list says of each file of the voice."""
    listed = json.loads(hub.files["voices.json"])
    for file in listed[NAME]["files"].values():
        change(file)
    hub.files["voices.json"] = json.dumps(listed).encode()


def test_one_wrong_entry_does_not_spoil_the_list(workspace: Workspace, hub: Hub) -> None:
    listed = json.loads(hub.files["voices.json"])
    size = {"a.onnx": {"size_bytes": -5, "md5_digest": ""}}
    hub.files["voices.json"] = json.dumps({**listed, "xx": "no voice", "en_GB-odd-low": {"files": size}}).encode()
    assert [name for name, _, _ in list_offered(workspace, hub.url)] == [NAME]
    assert "where it tells of “en_GB-odd-low”" in failure(workspace, hub.url, FetchError, "en_GB-odd-low")
    assert install(workspace, hub.url).voice.checked


def test_digests_in_capital_letters_are_the_same(workspace: Workspace, hub: Hub) -> None:
    _listed(hub, lambda file: file.update(md5_digest=file["md5_digest"].upper()))
    assert install(workspace, hub.url).voice.checked


@pytest.mark.parametrize("change", [lambda file: file.update(md5_digest=""), lambda file: file.pop("md5_digest")])
def test_without_digests_the_sizes_are_compared_and_nothing_more_is_claimed(
    workspace: Workspace, hub: Hub, change: Callable[[dict[str, Any]], object]
) -> None:
    _listed(hub, change)
    path = next(path for path in hub.files if path.endswith(".onnx"))
    whole = hub.files[path]
    hub.files[path] = whole[:-10]
    assert "bytes instead of" in failure(workspace, hub.url, FetchError)
    hub.files[path] = whole
    done = audioblog(workspace, "voices", "install", NAME, "--from", hub.url, "--allow-private")
    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0)
    assert f"Installed {NAME}: its files could not be checked" in done.stdout


def test_an_empty_card_is_a_card(workspace: Workspace, hub: Hub) -> None:
    path = next(path for path in hub.files if path.endswith("MODEL_CARD"))
    hub.files[path] = b""
    listed = json.loads(hub.files["voices.json"])
    listed[NAME]["files"][path] = {"size_bytes": 0, "md5_digest": hashlib.md5(b"", usedforsecurity=False).hexdigest()}
    hub.files["voices.json"] = json.dumps(listed).encode()
    voice = install(workspace, hub.url).voice
    assert (voice.checked, voice.licence) == (True, "")


def test_of_two_installs_at_once_one_is_told_to_wait(workspace: Workspace, hub: Hub, blog_server: BlogServer) -> None:
    asked, go = Event(), Event()

    def wait(handler: Handler) -> None:
        asked.set()
        go.wait(60)
        hub._answer("voices.json")(handler)

    blog_server.when("/hub/voices.json", wait)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(install, workspace, hub.url)
        assert asked.wait(60)
        try:
            with pytest.raises(Busy, match=f"is installing the voice {NAME}"):
                install(workspace, hub.url)
        finally:
            go.set()
        voice = first.result(timeout=60).voice
    assert voice.model.is_file()
    assert install(workspace, hub.url).voice == voice


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
    assert "configuration is not that of a Piper voice" in failure(workspace, folder, FetchError)


@pytest.mark.parametrize("path", ["../../outside.onnx", "/etc/outside.onnx", "..\\x\\outside.onnx"])
def test_a_list_that_points_elsewhere_is_refused(workspace: Workspace, hub: Hub, path: str) -> None:
    listed = json.loads(hub.files["voices.json"])
    listed[NAME]["files"] = {path: {"size_bytes": 1, "md5_digest": "0"}}
    hub.files["voices.json"] = json.dumps(listed).encode()
    assert "outside of the place" in failure(workspace, hub.url, FetchError)


def test_a_model_that_does_not_speak_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    write_voice(tmp_path / "odd", "en_GB-odd-low", espeak="no-such-language")
    assert "could not say" in failure(workspace, tmp_path / "odd", FetchError, "en_GB-odd-low")


def test_a_model_that_does_not_speak_replaces_none_that_does(
    workspace: Workspace, made: Path, models: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    shutil.copytree(made, folder)
    install(workspace, folder)
    before = {file.name: file.read_bytes() for file in models.iterdir() if file.is_file()}
    (folder / f"{NAME}.onnx").write_bytes(b"<html>Please log in</html>")
    done = audioblog(workspace, "voices", "install", NAME, "--from", str(folder))
    assert done.returncode == 4
    assert "The voice was not installed: it does not speak" in done.stderr
    assert before == {file.name: file.read_bytes() for file in models.iterdir() if file.is_file()}
    assert not list((models / ".partial").iterdir())


def test_a_passage_is_not_lost_with_a_voice_of_the_same_kind(workspace: Workspace, made: Path) -> None:
    install(workspace, made)
    gone = 'engine = "piper"\nlanguage = "fr-FR"\nmodel = "fr_FR-gone-low"\n'
    (workspace.folder / "voices" / "fr_FR-gone-low.toml").write_text(gone)
    (workspace.folder / "post.md").write_text(
        "# The bus\n\nThe driver laughed when she said <i lang=fr>il faut cultiver notre jardin</i> on the bus.\n"
    )
    built = audioblog(workspace, "build", "post.md", "--voice", NAME, "--plain")
    assert built.returncode == 0, built.stderr
    assert built.stderr.count("“fr_FR-gone-low” was passed over for fr-FR.") == 1
    assert "audioblog voices install fr_FR-gone-low" in built.stderr


def test_the_speakers_of_a_voice_with_several_are_named_in_its_profile(workspace: Workspace, tmp_path: Path) -> None:
    write_voice(tmp_path / "many", "en_GB-many-low", speakers=3)
    profile = install(workspace, tmp_path / "many", "en_GB-many-low").profile.read_text("utf-8")
    assert '# It has 3 speakers; choose one with: speaker = "speaker0"' in profile
    assert "# They are: speaker0, speaker1, speaker2\n" in profile
    assert "gain_db = " in profile


def test_folders_that_cannot_be_written_to_are_found_before_anything_is_fetched(
    workspace: Workspace, hub: Hub, models: Path
) -> None:
    (workspace.folder / "voices").write_text("a file, where a folder should be")
    with pytest.raises(UsageError, match="voices cannot be written to") as caught:
        install(workspace, hub.url)
    assert "--out" not in caught.value.hint
    models.write_text("a file, where a folder should be")
    with pytest.raises(UsageError, match="models cannot be written to") as caught:
        install(workspace, hub.url)
    assert "AUDIOBLOG_MODELS" in caught.value.hint
    assert hub.requests == []


@pytest.mark.parametrize("status", [401, 403, 404, 451, 500])
def test_what_a_hub_refuses_is_not_told_in_the_words_of_blogs(
    workspace: Workspace, blog_server: BlogServer, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    blog_server.put("/hub/voices.json", b"", status=status)
    said = failure(workspace, f"{blog_server.url}/hub", FetchError)
    assert not {"blog", "post", "page"} & set(re.findall(r"[a-z]+", said.replace(blog_server.url, "")))
