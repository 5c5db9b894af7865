"""The Piper engine with a tiny voice of the real signature, through the real piper-tts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tinyvoice import HOP, need_piper, write_voice

from audioblog.errors import SpeechError, install_hint
from audioblog.model import Script, Timeline, Voice
from audioblog.produce.calibrate import measure_voice
from audioblog.produce.engines import open_engine, piper_model, try_engine
from audioblog.produce.engines.piper import LEVEL_LUFS
from audioblog.produce.loudness import block_powers, integrated
from audioblog.produce.models import find_model, models_folder
from audioblog.produce.words import words_of

TEXTS = [
    "The village hall is open all winter, on weekdays from ten until four, and there is tea.",
    "Nobody has to give a reason for coming in, and many do come, because it is warm there.",
    "It is the talk that I come for, said one man at the table by the window, not the heating.",
    "She has lived in the street for thirty years and had never been inside before last winter.",
    "In the end the council paid for the roof, and a bakery in the next town gives the bread.",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    need_piper()
    return tmp_path_factory.mktemp("models")


@pytest.fixture
def voice(folder: Path) -> Voice:
    return Voice("tiny", "piper", "en-US", str(write_voice(folder)), chars_per_second=12.0)


def loudness(pcm: bytes, rate: int) -> float:
    found = integrated(block_powers(np.frombuffer(pcm, np.int16), rate))
    assert found is not None
    return found


def test_sentences_are_uneven_as_the_model_makes_them_and_even_as_they_are_spoken(voice: Voice) -> None:
    from piper import PiperVoice, SynthesisConfig

    plain = PiperVoice.load(voice.model)
    made = [next(iter(plain.synthesize(text, SynthesisConfig(normalize_audio=False)))) for text in TEXTS]
    raw = [loudness(chunk.audio_int16_bytes, chunk.sample_rate) for chunk in made]
    assert max(raw) - min(raw) > 4
    spoken = [loudness(speech.pcm, speech.sample_rate) for speech in open_engine(voice).speak(TEXTS)]
    assert spoken == pytest.approx([LEVEL_LUFS] * len(TEXTS), abs=0.1)


def test_a_word_or_two_keeps_its_place_beside_its_neighbours(voice: Voice) -> None:
    long, short = open_engine(voice).speak([TEXTS[0], "So it is."])
    assert loudness(long.pcm, long.sample_rate) == pytest.approx(LEVEL_LUFS, abs=0.1)
    alone = open_engine(voice).speak(["So it is."])[0]
    assert loudness(alone.pcm, alone.sample_rate) == pytest.approx(LEVEL_LUFS, abs=0.1)
    assert short.pcm != alone.pcm


def test_the_model_draws_noise_and_the_engine_does_not(voice: Voice) -> None:
    from piper import PiperVoice

    plain = PiperVoice.load(voice.model)
    first, second = (b"".join(c.audio_int16_bytes for c in plain.synthesize(TEXTS[0])) for _ in range(2))
    assert first != second
    code = (
        "import sys, hashlib; from audioblog.model import Voice; from audioblog.produce.engines import open_engine\n"
        f"engine = open_engine(Voice('tiny', 'piper', 'en-US', {voice.model!r})); engine.speak(['Hello.'])\n"
        f"print(hashlib.sha256(engine.speak([{TEXTS[0]!r}])[0].pcm).hexdigest())"
    )
    runs = {subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout for _ in range(2)}
    assert len(runs) == 1
    assert len(runs.pop().strip()) == 64


def test_a_session_leaves_the_other_cores_to_the_other_workers(voice: Voice) -> None:
    options = piper_model.read(*find_model(voice.model)).load().session.get_session_options()
    assert options.intra_op_num_threads == options.inter_op_num_threads == 1


def test_words_begin_where_the_waveform_does(voice: Voice) -> None:
    for text, speech in zip(TEXTS, open_engine(voice).speak(TEXTS), strict=True):
        assert not speech.estimated
        assert len(speech.marks) > 0.7 * len(words_of(text))
        level = np.abs(np.frombuffer(speech.pcm, np.int16).astype(np.int32))
        quiet = level.max() // 50
        for mark in speech.marks:
            assert level[max(0, mark.sample - HOP) : mark.sample].max() <= quiet
            assert level[mark.sample : mark.sample + HOP].max() > quiet


def test_words_spoken_as_one_share_a_mark(voice: Voice) -> None:
    (speech,) = open_engine(voice).speak(["Tea in the hall is free of the charge."])
    marked = [mark.char for mark in speech.marks]
    assert marked[:3] == [0, 4, 11], "“in the” is one group of phonemes"


@pytest.mark.parametrize("ceils", [0, 2])
def test_without_lengths_of_phonemes_times_are_estimates(folder: Path, voice: Voice, ceils: int) -> None:
    model = write_voice(folder, f"en_US-ceils{ceils}-low", ceils=ceils)
    speech = open_engine(replace(voice, model=str(model))).speak([TEXTS[0]])[0]
    assert speech.estimated
    assert speech.marks == ()


def test_phonemes_that_an_author_wrote_are_not_taken_for_ours(voice: Voice) -> None:
    written, read, ours = open_engine(voice).speak(["Say [[ wot ]] now.", "Say    wot    now.", "Say now."])
    assert written == read
    assert len(written.pcm) > len(ours.pcm)


def test_a_faster_rate_is_shorter(voice: Voice) -> None:
    usual = open_engine(voice).speak([TEXTS[0]])[0]
    fast = open_engine(replace(voice, rate=350)).speak([TEXTS[0]])[0]
    assert 0.4 < len(fast.pcm) / len(usual.pcm) < 0.7


def test_a_speaker_by_name_or_number(folder: Path, voice: Voice) -> None:
    many = replace(voice, model=str(write_voice(folder, "en_US-many-low", speakers=3)))
    default, named, numbered = (
        open_engine(replace(many, speaker=name)).speak(["Good morning."])[0] for name in ("", "speaker2", "2")
    )
    assert named == numbered != default
    with pytest.raises(SpeechError, match="no speaker “Ann”") as caught:
        open_engine(replace(many, speaker="Ann"))
    assert "speaker0, speaker1, speaker2" in caught.value.hint


def test_an_episode_by_a_calibrated_voice(voice: Voice, make: Callable[..., Timeline], post: Script) -> None:
    measured = measure_voice(voice)
    assert measured.lufs == pytest.approx(-16, abs=0.1)
    made = make(post, replace(voice, gain_db=measured.gain_db, chars_per_second=measured.chars_per_second))
    assert made.audio.lufs == pytest.approx(-16, abs=1)
    assert made.audio.true_peak_db is not None
    assert made.audio.true_peak_db <= -1
    assert not any(cue.estimated for cue in made.cues)


def test_models_are_found_by_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_voice(folder, "en_GB-here-low")
    monkeypatch.setenv("AUDIOBLOG_MODELS", str(folder))
    assert models_folder() == folder
    assert find_model("en_GB-here-low") == (folder / "en_GB-here-low.onnx", folder / "en_GB-here-low.onnx.json")
    with pytest.raises(SpeechError, match="en_GB-there-low") as caught:
        open_engine(Voice("there", "piper", "en-GB", "en_GB-there-low"))
    assert "audioblog voices install en_GB-there-low" in caught.value.hint


def test_without_its_configuration_a_model_is_not_there(folder: Path) -> None:
    model = write_voice(folder, "en_GB-alone-low")
    Path(f"{model}.json").unlink()
    with pytest.raises(SpeechError, match=r"alone-low\.onnx\.json is missing"):
        open_engine(Voice("x", "piper", "en-GB", str(model)))
    with pytest.raises(SpeechError, match="names no model"):
        open_engine(Voice("x", "piper", "en-GB"))


@pytest.mark.parametrize("damage", ["{", "[]", "{}", json.dumps({"audio": {"sample_rate": "fast"}})])
def test_a_damaged_configuration_is_named(folder: Path, damage: str) -> None:
    model = write_voice(folder, "en_GB-damaged-low")
    Path(f"{model}.json").write_text(damage)
    with pytest.raises(SpeechError, match=r"damaged-low\.onnx\.json is not a voice"):
        open_engine(Voice("x", "piper", "en-GB", str(model), pitch=len(damage)))


@pytest.mark.parametrize("data", [b"", b"not a model", None], ids=["empty", "text", "cut"])
def test_a_damaged_model_is_named(folder: Path, data: bytes | None) -> None:
    model = write_voice(folder, "en_GB-broken-low")
    model.write_bytes(model.read_bytes()[:900] if data is None else data)
    with pytest.raises(SpeechError, match=r"broken-low\.onnx is not a voice") as caught:
        open_engine(Voice("x", "piper", "en-GB", str(model), pitch=9 if data is None else len(data))).speak(["Hello."])
    assert "install the voice again" in caught.value.hint


def test_a_model_without_its_phonemes_does_not_work(folder: Path) -> None:
    model = write_voice(folder, "en_GB-mapless-low")
    config = Path(f"{model}.json")
    config.write_text(json.dumps({k: v for k, v in json.loads(config.read_text()).items() if k != "phoneme_id_map"}))
    with pytest.raises(SpeechError, match=r"mapless-low\.onnx is not a voice.*phoneme_id_map") as caught:
        try_engine(Voice("x", "piper", "en-GB", str(model)))
    assert "install the voice again" in caught.value.hint


def test_a_sentence_that_the_model_chokes_on_is_an_error(folder: Path) -> None:
    model = write_voice(folder, "xx_XX-unknown-low", espeak="no-such-language")
    with pytest.raises(SpeechError, match="could not say “Hello") as caught:
        open_engine(Voice("x", "piper", "en-GB", str(model))).speak(["Hello."])
    assert caught.value.hint


def test_nothing_is_reported_to_anybody(voice: Voice, tmp_path: Path) -> None:
    """Where onnxruntime reports its use it leaves an identifier in the cache; in CI it never does."""
    quiet = {"CI", "TF_BUILD", "GITHUB_ACTIONS", "ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME"}
    environment = {key: value for key, value in os.environ.items() if key not in quiet} | {"HOME": str(tmp_path)}
    code = (
        "from audioblog.model import Voice; from audioblog.produce.engines import open_engine\n"
        f"open_engine(Voice('tiny', 'piper', 'en-US', {voice.model!r})).speak(['Hello.'])"
    )
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_it_says_what_to_install(voice: Voice) -> None:
    code = (
        "import sys; sys.modules['piper'] = None\n"
        "from audioblog.produce.engines import open_engine; from audioblog.model import Voice\n"
        "from importlib import machinery, util; find = util.find_spec\n"
        "util.find_spec = lambda name: None if name == 'piper' else find(name)\n"
        "from audioblog.errors import SpeechError\n"
        f"try: open_engine(Voice('x', 'piper', 'en', {voice.model!r}))\n"
        "except SpeechError as error: print(error.code, error.hint)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == f"no-engine {install_hint('piper')}"
