"""An engine of somebody else's: a package is built and installed, and its engine speaks by its name in a profile."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PARROT = """
from dataclasses import replace
from audioblog.produce.engines import beep

class Parrot(beep.Beep):
    name = "parrot"
    version = "1"

def open_voice(voice):
    return Parrot(voice)
"""
FILES = {
    "parrot/__init__.py": PARROT,
    "parrot-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: parrot\nVersion: 1.0\n",
    "parrot-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    "parrot-1.0.dist-info/entry_points.txt": "[audioblog.engines]\nparrot = parrot:open_voice\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which pip has installed the package "parrot"."""
    folder = tmp_path_factory.mktemp("plugin")
    wheel = folder / "parrot-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in FILES.items():
            archive.writestr(name, text)
        record = "".join(f"{name},,\n" for name in FILES)
        archive.writestr("parrot-1.0.dist-info/RECORD", f"{record}parrot-1.0.dist-info/RECORD,,\n")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
        "--target",
        str(folder / "site"),
    ]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    return folder / "site"


def audioblog(folder: Path, site: Path | None, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(site)} if site else dict(os.environ)
    command = [sys.executable, "-m", "audioblog", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("engine", ["parrot", "parrot:open_voice"])
def test_an_installed_engine_speaks(tmp_path: Path, site: Path, engine: str) -> None:
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / "polly.toml").write_text(f'engine = "{engine}"\nlanguage = "en-GB"\nspoken_name = "Polly"\n')
    done = audioblog(tmp_path, site, "say", "Pieces of eight.", "--voice", "polly", "--out", "polly.mp3")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "polly.mp3").stat().st_size > 5_000
    listed = audioblog(tmp_path, site, "voices").stdout
    assert "polly: Polly, en-GB. Works." in listed


def test_an_engine_that_is_not_installed_is_named_with_those_that_are(tmp_path: Path, site: Path) -> None:
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / "polly.toml").write_text('engine = "macaw"\nlanguage = "en-GB"\n')
    done = audioblog(tmp_path, site, "say", "Pieces of eight.", "--voice", "polly")
    assert done.returncode == 2
    assert "no speech engine called “macaw”" in done.stderr
    assert "beep, espeak, flite, parrot, piper, pyttsx3" in done.stderr
    assert "no speech engine called “macaw”" in audioblog(tmp_path, None, "voices").stdout
