"""Several languages in one file: each passage by a voice of its own, all of them equally loud."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tinyvoice import need_piper, write_voice

from audioblog.model import Script, Timeline, Utterance, Voice
from audioblog.produce.calibrate import measure_voice
from audioblog.produce.decode import decode_mp3
from audioblog.produce.loudness import block_powers, integrated
from audioblog.produce.voices import for_other_languages, list_voices, load_voice

PASSAGES = {
    "en-GB": (
        "The library opens at nine, and the first people are already waiting at the door with their bags of books.",
        "Some have come by bus from the other side of the valley, and they stay until the rain has gone.",
    ),
    "fr-FR": (
        "La bibliothèque ouvre à neuf heures, et les premières personnes attendent déjà devant la porte.",
        "Certaines sont venues en autocar de l'autre côté de la vallée, et elles restent jusqu'à la fin de la pluie.",
    ),
    "cy": (
        "Mae'r llyfrgell yn agor am naw o'r gloch, ac mae'r bobl gyntaf yn aros wrth y drws yn barod.",
        "Mae rhai wedi dod ar y bws o ochr arall y dyffryn, ac maen nhw'n aros nes bod y glaw wedi peidio.",
    ),
}


@pytest.mark.parametrize("name", ["en-gb", "en-gb-female", "en-fast"])
def test_passages_in_three_languages_are_equally_loud(
    make: Callable[..., Timeline], voices_folder: Path, tmp_path: Path, name: str
) -> None:
    voice = load_voice(name, [voices_folder])
    others = for_other_languages(voice, list_voices([voices_folder]))
    made = make(_script(), voice, others=others)
    loudness = _loudness(made, tmp_path / "episode.mp3")
    assert max(loudness.values()) - min(loudness.values()) <= 1, loudness


def test_a_natural_voice_and_the_others_are_equally_loud(
    make: Callable[..., Timeline], voices_folder: Path, tmp_path: Path
) -> None:
    need_piper()
    voice = Voice("tiny", "piper", "en-GB", str(write_voice(tmp_path)))
    measured = measure_voice(voice)
    voice = replace(voice, gain_db=measured.gain_db, chars_per_second=measured.chars_per_second)
    made = make(_script(), voice, others=for_other_languages(voice, list_voices([voices_folder])))
    loudness = _loudness(made, tmp_path / "episode.mp3")
    assert max(loudness.values()) - min(loudness.values()) <= 1, loudness


def test_each_passage_is_spoken_by_its_own_voice(make: Callable[..., Timeline], voices_folder: Path) -> None:
    """What the voices say takes the time that each takes alone: no passage is read by the voice of another language."""
    english = load_voice("en-gb", [voices_folder])
    others = for_other_languages(english, list_voices([voices_folder]))
    assert {other.name for other in others} >= {"cy", "fr"}
    mixed = make(_script(), english, others=others)
    alone = {
        language: make(_script(language), load_voice(language[:2], [voices_folder])) for language in ("fr-FR", "cy")
    }
    for language, one in alone.items():
        mine = {utterance.id for utterance in mixed.script.utterances if utterance.lang == language}
        lengths = [cue.end_ms - cue.start_ms for cue in mixed.cues if cue.utterance in mine]
        assert lengths == pytest.approx([cue.end_ms - cue.start_ms for cue in one.cues], abs=2)


def _loudness(made: Timeline, file: Path) -> dict[str, float]:
    """LUFS of the passages of each language, as decoded."""
    pcm, rate = decode_mp3(file.read_bytes())
    found = {}
    for language in PASSAGES:
        mine = {utterance.id for utterance in made.script.utterances if utterance.lang == language}
        cues = [cue for cue in made.cues if cue.utterance in mine]
        sound = [pcm[cue.start_ms * rate // 1000 : cue.end_ms * rate // 1000] for cue in cues]
        loudness = integrated(block_powers(np.concatenate(sound), rate))
        assert loudness is not None
        found[language] = loudness
    return found


def _script(*only: str) -> Script:
    utterances = [
        Utterance(f"{language}{number}", language, 0, len(text), text, text, "paragraph", language, "", 0, 400)
        for language, texts in PASSAGES.items()
        if not only or language in only
        for number, text in enumerate(texts)
    ]
    return Script("Three languages", only[0] if only else "en-GB", tuple(utterances))
