"""The engine for system voices, as far as Linux lets it be tried: pyttsx3's public API really runs, in a child."""

from __future__ import annotations

import array
from dataclasses import replace
from pathlib import Path

import pytest

from audioblog.errors import SpeechError
from audioblog.model import Voice
from audioblog.produce.engines import Speech, open_engine, pyttsx3

VOICE = Voice("system", "pyttsx3", "en-GB", chars_per_second=17.0)
TEXTS = ["The hall is open all winter.", "...", "Nobody has to give a reason for coming in, and many do come."]


def sounding(speech: Speech) -> int:
    """Samples from the first that is heard to the last; how much silence follows is up to the driver."""
    heard = [at for at, sample in enumerate(array.array("h", speech.pcm)) if abs(sample) > 24]
    return heard[-1] - heard[0]


NUMBERS = ("one", "two", "three", "four", "five", "six")


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine pyttsx3's own driver loses speech in one child of a hundred; two in a row would fail a test."""
    monkeypatch.setattr(pyttsx3, "TRIES", 5)


@pytest.fixture(scope="module")
def works() -> None:
    try:
        open_engine(VOICE).speak(["Yes."])
    except SpeechError as error:
        pytest.skip(f"this system has no voice that pyttsx3 finds: {error}")


@pytest.mark.usefixtures("works", "patient")
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


CUT = (
    "import audioblog.produce.engines.pyttsx3 as engine, array, json, sys, wave, pathlib, io\n"
    "order = sys.stdin.read(); sys.stdin = io.StringIO(order); engine.speak_here()\n"
    "for path in pathlib.Path(json.loads(order)['folder']).iterdir():\n"
    "    with wave.open(str(path)) as file: settings, sound = file.getparams(), file.readframes(file.getnframes())\n"
    "    samples = array.array('h', sound); samples = samples[: CUT]\n"
    "    with wave.open(str(path), 'wb') as file: file.setparams(settings); file.writeframes(samples.tobytes())"
)
"""A child that speaks, and then loses part of every file."""


@pytest.mark.usefixtures("works")
@pytest.mark.parametrize(
    ("child", "said"),
    [
        ("import sys; sys.exit('no voices here')", "no voices here"),
        ("import os; os.kill(os.getpid(), 11)", "did not say"),
        ("import time; time.sleep(60)", "did not end"),
        (CUT.replace("CUT", "2205"), "did not say"),
    ],
    ids=["fails", "crashes", "hangs", "nearly-empty"],
)
def test_what_goes_wrong_is_an_error(monkeypatch: pytest.MonkeyPatch, child: str, said: str) -> None:
    engine = open_engine(VOICE)
    monkeypatch.setattr(pyttsx3, "CHILD", child)
    monkeypatch.setattr(pyttsx3, "PATIENCE_S", 0.3 if "sleep" in child else 60)
    monkeypatch.setattr(pyttsx3, "CHARS_A_SECOND", 1_000)
    with pytest.raises(SpeechError, match=said):
        engine.speak([TEXTS[2]])


@pytest.mark.usefixtures("works")
def test_files_that_end_within_a_sound_here_and_there_were_cut(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first = tmp_path / "first"
    half = f"len(samples) // 2 * pathlib.Path({str(first)!r}).exists()"
    where = f"samples.index(max(samples[{half} : {half} + len(samples) // 2]), {half})"
    monkeypatch.setattr(pyttsx3, "CHILD", CUT.replace("CUT", where) + f"\npathlib.Path({str(first)!r}).touch()")
    with pytest.raises(SpeechError, match="did not say “Nobody has"):
        open_engine(VOICE).speak([TEXTS[2]])


@pytest.mark.usefixtures("works", "patient")
def test_a_voice_that_always_ends_suddenly_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    (whole,) = open_engine(VOICE).speak([TEXTS[2]])
    monkeypatch.setattr(pyttsx3, "CHILD", CUT.replace("CUT", "samples.index(max(samples))"))
    (cut,) = open_engine(VOICE).speak([TEXTS[2]])
    assert 0 < len(cut.pcm) < len(whole.pcm)


@pytest.mark.usefixtures("works")
@pytest.mark.parametrize(
    "text", ["It is open until two P M.", "She sees her G P.", "No.", "Who knows", "Well, it is; yes:"]
)
def test_whatever_the_last_word_is_one_child_is_enough(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(pyttsx3, "TRIES", 1)
    (speech,) = open_engine(VOICE).speak([text])
    assert len(speech.pcm) > 10_000


@pytest.mark.usefixtures("works")
def test_a_second_child_mends_what_the_first_one_broke(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    whole = open_engine(VOICE).speak([TEXTS[2]])
    first = tmp_path / "first"
    once = (
        f"import pathlib, os; first = pathlib.Path({str(first)!r})\n"
        "if not first.exists(): first.touch(); os.kill(os.getpid(), 11)\n"
    )
    monkeypatch.setattr(pyttsx3, "CHILD", once + pyttsx3.CHILD)
    assert open_engine(VOICE).speak([TEXTS[2]]) == whole
    assert first.exists()


@pytest.mark.usefixtures("works", "patient")
def test_what_the_child_says_is_what_the_library_says() -> None:
    """Each text is as long as eSpeak itself makes it: nothing is cut, lost or joined on the way through files."""
    texts = [f"Sentence number {name} of a paragraph that is being read aloud to somebody." for name in NUMBERS]
    said = open_engine(replace(VOICE, model="gmw/en")).speak(texts)
    truth = open_engine(Voice("en", "espeak", "en-GB", "gmw/en")).speak(texts)
    assert [sounding(speech) for speech in said] == [sounding(speech) for speech in truth]


@pytest.mark.usefixtures("works")
def test_a_voice_that_the_system_lacks_is_refused_by_name() -> None:
    with pytest.raises(SpeechError, match=r"no voice “Polly” among: .*gmw/en"):
        open_engine(replace(VOICE, model="Polly"))


@pytest.mark.parametrize(
    ("speed", "pace", "fast", "slow"),
    [(17, 1, False, False), (43, 1, True, False), (43, 2, False, False), (4.6, 1, False, True),
     (4.6, 0.4, False, False), (17, 4, False, False)],
)  # fmt: skip
def test_the_band_of_speeds(speed: float, pace: float, fast: bool, slow: bool) -> None:
    assert pyttsx3._is_fast(speed, pace) is fast
    assert pyttsx3._is_slow(speed, pace) is slow


@pytest.mark.usefixtures("works", "patient")
@pytest.mark.parametrize(
    "text",
    ["他说：你好，欢迎大家来到我们的大厅，请坐。谢谢大家今天来参加。", "Hello Привет 你好 שלום to you"],
)
def test_scripts_that_are_spelled_take_as_long_as_they_take(text: str) -> None:
    (speech,) = open_engine(VOICE).speak([text])
    (truth,) = open_engine(Voice("en", "espeak", "en-GB", "gmw/en")).speak([text])
    assert sounding(speech) == pytest.approx(sounding(truth), rel=0.1)


@pytest.mark.usefixtures("works")
def test_a_file_that_is_long_for_its_text_once_only_was_doubled(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = tmp_path / "first"
    times = f"5 - 1 * pathlib.Path({str(first)!r}).exists()"
    longer = CUT.replace("samples[: CUT]", f"samples * ({times})")
    monkeypatch.setattr(pyttsx3, "CHILD", longer + f"\npathlib.Path({str(first)!r}).touch()")
    with pytest.raises(SpeechError, match="did not say “Nobody has"):
        open_engine(VOICE).speak([TEXTS[2]])
