"""The engine for system voices, as far as Linux lets it be tried: pyttsx3's public API really runs, in a child."""

from __future__ import annotations

import array

import pytest

from audioblog.errors import SpeechError
from audioblog.model import Voice
from audioblog.produce.engines import open_engine, pyttsx3

VOICE = Voice("system", "pyttsx3", "en-GB", chars_per_second=17.0)
TEXTS = ["The hall is open all winter.", "...", "Nobody has to give a reason for coming in, and many do come."]


@pytest.fixture(scope="module")
def works() -> None:
    try:
        open_engine(VOICE).speak(["Yes."])
    except SpeechError as error:
        pytest.skip(f"this system has no voice that pyttsx3 finds: {error}")


@pytest.mark.usefixtures("works")
def test_every_text_is_spoken_whole(capfd: pytest.CaptureFixture[str]) -> None:
    first, nothing, last = open_engine(VOICE).speak(TEXTS)
    for speech, text in ((first, TEXTS[0]), (last, TEXTS[2])):
        samples = array.array("h", speech.pcm)
        assert 10 < len(text) * speech.sample_rate / len(samples) < 30
        assert max(samples) > 2_000
    assert nothing.pcm == b""
    assert capfd.readouterr() == ("", "")


def test_nothing_is_nothing() -> None:
    assert open_engine(VOICE).speak([]) == []


@pytest.mark.parametrize(
    ("child", "said"),
    [
        ("import sys; sys.exit('no voices here')", "no voices here"),
        ("import os; os.kill(os.getpid(), 11)", "did not say"),
        ("import time; time.sleep(60)", "did not end"),
        (
            "import json, sys, wave, pathlib\n"
            "order = json.load(sys.stdin)\n"
            "for n, text in enumerate(order['texts']):\n"
            "    with wave.open(str(pathlib.Path(order['folder']) / str(n)), 'wb') as f:\n"
            "        f.setparams((1, 2, 22050, 0, 'NONE', '')); f.writeframes(bytes(4410))",
            "did not say",
        ),
    ],
    ids=["fails", "crashes", "hangs", "cut"],
)
def test_what_goes_wrong_is_an_error(monkeypatch: pytest.MonkeyPatch, child: str, said: str) -> None:
    monkeypatch.setattr(pyttsx3, "CHILD", child)
    monkeypatch.setattr(pyttsx3, "PATIENCE_S", 0.3 if "sleep" in child else 60)
    monkeypatch.setattr(pyttsx3, "CHARS_A_SECOND", 1_000)
    with pytest.raises(SpeechError, match=said):
        open_engine(VOICE).speak([TEXTS[0]])
