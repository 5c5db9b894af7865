"""The engine's own process: the same samples every time, and no crash of it is a crash of ours."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from audioblog.errors import SpeechError
from audioblog.model import Voice
from audioblog.produce.engines import fork_server
from audioblog.produce.engines.fork_server import Forked

VOICE = Voice("en", "espeak", "en-GB", "gmw/en")
TEXTS = ("The hall is open all winter.", "Why?")

CRASH = """
import os, signal, sys
from audioblog.produce.engines import fork_server, espeak
say = espeak._say
def fragile(library, text, take):
    if text == "poison":
        os.kill(os.getpid(), signal.SIGSEGV)
    return say(library, text, take)
espeak._say = fragile
fork_server.serve(int(sys.argv[1]))
"""


def test_another_process_says_the_same_samples() -> None:
    here = Forked(VOICE).speak(TEXTS)
    fork_server.close()
    assert Forked(VOICE).speak(TEXTS) == here


def test_voices_in_between_change_nothing() -> None:
    english, welsh = Forked(VOICE), Forked(Voice("cy", "espeak", "cy", "cel/cy", rate=300, pitch=90))
    first = english.speak(TEXTS)
    welsh.speak(("Bore da i bawb.",))
    assert english.speak(TEXTS) == first


def test_a_server_that_was_killed_is_an_error_once() -> None:
    voice = Forked(VOICE)
    os.kill(fork_server._server()._process.pid, signal.SIGKILL)
    with pytest.raises(SpeechError, match="has ended"):
        voice.speak(TEXTS)
    assert len(voice.speak(TEXTS)) == 2


def test_a_crash_costs_one_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    fork_server.close()
    monkeypatch.setattr(fork_server, "PROGRAM", CRASH)
    voice = Forked(VOICE)
    with pytest.raises(SpeechError, match="crashed with voice “gmw/en” on “poison”"):
        voice.speak(("poison",))
    assert len(voice.speak(TEXTS)) == 2
    fork_server.close()


def test_an_engine_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    fork_server.close()
    voice = Forked(VOICE)
    monkeypatch.setattr(fork_server, "PATIENCE_S", 0.2)
    os.kill(fork_server._server()._process.pid, signal.SIGSTOP)
    with pytest.raises(SpeechError, match="did not answer"):
        voice.speak(("Yes.",))
    monkeypatch.undo()
    assert voice.speak(("Yes.",))


def test_after_an_interrupted_answer_comes_no_stale_one(monkeypatch: pytest.MonkeyPatch) -> None:
    voice = Forked(VOICE)
    short = voice.speak(("Why?",))

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(fork_server, "_receive", interrupted)
    with pytest.raises(KeyboardInterrupt):
        voice.speak(("The hall is open all winter.",))
    monkeypatch.undo()
    assert voice.speak(("Why?",)) == short


def test_ctrl_c_is_for_those_who_asked() -> None:
    voice = Forked(VOICE)
    os.kill(fork_server._server()._process.pid, signal.SIGINT)
    assert len(voice.speak(TEXTS)) == 2


def test_the_server_ends_with_its_user(tmp_path: Path) -> None:
    script = (
        "import os, sys; from audioblog.model import Voice; from audioblog.produce.engines import fork_server as f;"
        "f.Forked(Voice('en', 'espeak', 'en-GB', 'gmw/en')); print(f._server()._process.pid, flush=True);"
        "os.kill(os.getpid(), 9)"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    server = Path("/proc") / said.stdout.strip()
    for _ in range(100):
        if not server.exists() or "zombie" in (server / "status").read_text():
            return
        signal.sigtimedwait([], 0.05)
    pytest.fail("the server is still there")


def test_a_library_that_is_missing_is_explained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fork_server.close()
    (tmp_path / "espeakng_loader.py").write_text("raise ImportError('not here')", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("AUDIOBLOG_ESPEAK", "wheel")
    with pytest.raises(SpeechError, match="no eSpeak NG library") as caught:
        Forked(VOICE)
    assert "espeakng-loader" in caught.value.hint
