"""eSpeak NG itself: which library, which voice, and both libraries alike. The contract is tested in tests/contracts."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from audioblog.errors import SpeechError
from audioblog.model import Voice
from audioblog.produce.engines.espeak import library, open_voice

CHILD = """
import json, sys
from audioblog.model import Voice
from audioblog.produce.engines.espeak import library, open_voice
voice = Voice("v", "espeak", "en-GB", sys.argv[1])
speech = open_voice(voice).speak(["The hall is open all winter."])[0]
print(json.dumps([library().origin, library().version, len(speech.pcm) // 2, [m.char for m in speech.marks]]))
"""


def in_child(model: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", CHILD, model],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )


def test_the_wheel_speaks_where_the_system_has_no_library() -> None:
    done = in_child("en-gb", AUDIOBLOG_ESPEAK="wheel")
    assert done.returncode == 0, done.stderr
    origin, version, samples, chars = json.loads(done.stdout)
    assert origin == "wheel"
    assert version.startswith("1.5")
    assert 25_000 < samples < 50_000
    assert chars == [0, 4, 9, 12, 17, 21]
    assert done.stderr == ""


def test_both_libraries_speak_alike() -> None:
    ours = in_child("cy", AUDIOBLOG_ESPEAK="system")
    if ours.returncode:
        pytest.skip("this system has no eSpeak NG library of its own")
    wheel = in_child("cy", AUDIOBLOG_ESPEAK="wheel")
    (_, _, samples, chars), (_, _, wheel_samples, wheel_chars) = json.loads(ours.stdout), json.loads(wheel.stdout)
    assert chars == wheel_chars
    assert abs(samples - wheel_samples) < samples / 10


@pytest.mark.parametrize("model", ["en-gb", "en-GB", "gmw/en", "en-us", "en-gb-scotland", "en-us+f3", "cy", "fr-fr"])
def test_voices_are_found_by_file_and_by_language(model: str) -> None:
    assert open_voice(Voice("v", "espeak", "en-GB", model)).speak(["Yes."])[0].pcm


def test_an_unknown_voice_is_refused() -> None:
    with pytest.raises(SpeechError, match="xx-nowhere"):
        open_voice(Voice("v", "espeak", "en-GB", "xx-nowhere"))


@pytest.mark.parametrize("model", ["gmw/en+f3", "en+croak", "en-gb+3", "en-gb+13", "fr+Alex"])
def test_variants_are_found_by_name_and_number(model: str) -> None:
    text = ["The hall is open all winter."]
    varied, plain = (
        open_voice(Voice("v", "espeak", "en-GB", name)).speak(text) for name in (model, model.split("+")[0])
    )
    assert varied != plain


@pytest.mark.parametrize("variant", ["zz", "", "999", "../!v/f3", "f3+f4"])
@pytest.mark.parametrize("base", ["gmw/en", "en-gb"])
def test_an_unknown_variant_is_refused(base: str, variant: str) -> None:
    with pytest.raises(SpeechError, match=re.escape(f"no variant “{variant}”")):
        open_voice(Voice("v", "espeak", "en-GB", f"{base}+{variant}"))


def test_rate_and_pitch_are_obeyed() -> None:
    slow, fast, high = (
        open_voice(Voice("v", "espeak", "en-GB", "en-gb", rate=rate, pitch=pitch)).speak(
            ["The hall is open all winter."]
        )
        for rate, pitch in ((120, 50), (240, 50), (120, 90))
    )
    assert len(slow[0].pcm) > 1.6 * len(fast[0].pcm)
    assert slow[0].pcm != high[0].pcm


def test_voices_of_one_process_do_not_disturb_each_other(en_gb: Voice) -> None:
    english, welsh = open_voice(en_gb), open_voice(replace(en_gb, model="cy"))
    first = english.speak(["Hello there."])
    welsh.speak(["Bore da."])
    assert [m.char for m in english.speak(["Hello there."])[0].marks] == [m.char for m in first[0].marks]


def test_every_shipped_profile_has_its_voice(voices_folder: Path) -> None:
    from audioblog.produce.voices import list_voices

    mine = [voice for voice in list_voices([voices_folder]) if voice.engine == "espeak"]
    assert len(mine) >= 14
    for voice in mine:
        assert open_voice(voice).speak([voice.sample])[0].marks, voice.name
    assert library().sample_rate == 22_050
