"""Engines of other people that fail in every way they can: each time a SpeechError that names the engine."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from audioblog.errors import SpeechError
from audioblog.model import Script, Timeline, Voice
from audioblog.produce.engines import open_engine, try_engine

ODD = """
from audioblog.produce.engines import Mark, Speech, beep

class Engine(beep.Beep):
    name = "odd"
    def __init__(self, voice, spoil=None):
        super().__init__(voice)
        self.spoil = spoil
    def speak(self, texts):
        said = super().speak(texts)
        return self.spoil(texts, said) if self.spoil else said

def spoilt(spoil):
    return lambda voice: Engine(voice, spoil)

def fails_at_the_river(texts, said):
    if any("river" in text for text in texts):
        raise RuntimeError("sound card on fire")
    return said

def changed(**values):
    from dataclasses import replace
    return spoilt(lambda texts, said: [replace(speech, **values) for speech in said])

def leaves(texts, said):
    raise SystemExit(3)

fine = spoilt(None)
river = spoilt(fails_at_the_river)
few = spoilt(lambda texts, said: [])
many = spoilt(lambda texts, said: said + said)
nothing = spoilt(lambda texts, said: None)
lazy = spoilt(lambda texts, said: (each for each in said))
foreign = spoilt(lambda texts, said: [(each.pcm, 22_050) for each in said])
exits = spoilt(leaves)
torn = changed(pcm=b"abc")
still = changed(sample_rate=0)
endless = changed(sample_rate=1)
pairs = changed(marks=((0, 0),))
silent = changed(pcm=b"\\0\\0" * 9_000)
constant = "not to be called"

def shut(voice):
    raise OSError("no sound device")

def absent(voice):
    return None

class Nameless(Engine):
    version = ""
"""
FAULTS = {
    "few": "gave 0 for 1 texts",
    "many": "gave 2 for 1 texts",
    "nothing": "gave NoneType for 1 texts",
    "lazy": "gave generator for 1 texts",
    "foreign": "gave tuple instead of a Speech",
    "torn": "no whole number of 16-bit samples",
    "still": "gave 0 samples a second",
    "endless": "gave 1 samples a second",
    "pairs": "marks that are none",
    "silent": "says nothing",
    "exits": "failed: SystemExit: 3",
    "constant": "failed: TypeError",
    "shut": "failed: OSError: no sound device",
    "absent": "opened as None",
    "Nameless": "lacks a name, a version",
    "gone": "cannot be loaded: AttributeError",
}
IMPORTS = {
    "oddraises:x": ("raise RuntimeError('not on Mondays')", "cannot be loaded: RuntimeError: not on Mondays"),
    "oddsyntax:x": ("def x(:", "cannot be loaded: SyntaxError"),
    "oddexits:x": ("raise SystemExit(0)", "cannot be loaded: SystemExit"),
    "a b:c": ("", "cannot be loaded: ValueError"),
}


@pytest.fixture
def odd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of modules that can be imported."""
    folder = tmp_path / "modules"
    folder.mkdir()
    (folder / "oddengines.py").write_text(ODD, "utf-8")
    for name, (code, _) in IMPORTS.items():
        (folder / f"{name.partition(':')[0]}.py").write_text(code, "utf-8")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, "oddengines", raising=False)
    return folder


def voice(name: str) -> Voice:
    return Voice("v", f"oddengines:{name}", "en-GB")


@pytest.mark.usefixtures("odd")
@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_an_engine_does_is_an_error_of_speech(fault: str) -> None:
    with pytest.raises(SpeechError, match=FAULTS[fault]) as caught:
        try_engine(voice(fault))
    assert f"“oddengines:{fault}”" in caught.value.message
    assert caught.value.hint


@pytest.mark.usefixtures("odd")
@pytest.mark.parametrize("name", IMPORTS)
def test_whatever_its_module_does_is_one_as_well(name: str) -> None:
    with pytest.raises(SpeechError, match=IMPORTS[name][1]):
        open_engine(Voice("v", name, "en-GB"))


@pytest.mark.usefixtures("odd")
def test_the_cause_is_kept(scripted: Callable[..., Script], make: Callable[..., Timeline]) -> None:
    with pytest.raises(SpeechError, match="sound card on fire") as caught:
        make(scripted(("paragraph", "We walked along the river.")), voice("river"))
    assert isinstance(caught.value.__cause__, RuntimeError)
    assert make(scripted(("paragraph", "We walked along the road.")), voice("river")).cues


def test_one_post_fails_and_every_voice_is_listed(odd: Path, tmp_path: Path) -> None:
    (tmp_path / "voices").mkdir()
    engines = ["oddengines:river", "oddengines:shut", "oddengines:torn", *IMPORTS]
    for number, engine in enumerate(engines):
        profile = f'engine = "{engine}"\nlanguage = "en-GB"\ngain_db = 0\nchars_per_second = 15\n'
        (tmp_path / "voices" / f"odd{number}.toml").write_text(profile)
    (tmp_path / "a.md").write_text("# One\n\nWe walked along the river.\n")
    (tmp_path / "b.md").write_text("# Two\n\nWe walked along the road.\n")

    def audioblog(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", f"import sys; sys.path.append({str(odd)!r}); from audioblog.cli import main"]
        command[-1] += "; sys.argv[0] = 'audioblog'; main()"
        return subprocess.run([*command, *arguments], cwd=tmp_path, capture_output=True, text=True, timeout=120)

    listed = {line.partition(":")[0]: line for line in audioblog("voices").stdout.splitlines()}
    assert "Works." in listed["odd0"]
    assert all("Does not work here" in listed[f"odd{number}"] for number in range(1, len(engines)))
    assert "Works." in listed["en-gb"]
    built = audioblog("build", "a.md", "b.md", "--voice", "odd0", "--plain")
    assert "sound card on fire" in built.stderr
    assert "Traceback" not in built.stderr
    assert len(list((tmp_path / "public").rglob("*.mp3"))) == 1
