"""From text to MP3 by a human-like voice, and back to text by a speech recogniser: nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from audioblog.errors import SpeechError
from audioblog.model import Script, Timeline, Utterance, Voice
from audioblog.produce import mp3, roundtrip
from audioblog.produce.episode import make_episode
from audioblog.produce.mp3 import PROFILES
from audioblog.produce.tags import Tags, tag_size
from audioblog.store import Store

pytestmark = pytest.mark.external

SENTENCES = (
    "The village hall is open every day of the winter.",
    "People come in because it is warm, and because there is somebody to talk to.",
    "The doctor comes on the first Monday of the month.",
    "Nobody has to give a reason, and nobody has to pay.",
    "Last year there were more than three hundred visitors.",
    "The bus stops in front of the door at ten in the morning.",
)
RMS = Voice("rms", "flite", "en-US", "rms", gain_db=3.0, chars_per_second=14.5)


@pytest.fixture(scope="module")
def file(need: Callable[..., None], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Timeline]:
    need("flite")
    pytest.importorskip("pocketsphinx", reason="pocketsphinx is not installed (pip install --group dev)")
    folder = tmp_path_factory.mktemp("roundtrip")
    said = tuple(
        Utterance(f"u{n}", f"b{n}", 0, len(text), text, text, "paragraph", "en-US", pause_after_ms=400)
        for n, text in enumerate(SENTENCES)
    )
    out = folder / "post.mp3"
    made = make_episode(
        Script("Hall", "en-US", said),
        RMS,
        profile=PROFILES["standard"],
        clips=Store(folder / "store"),
        tags=Tags("Hall"),
        out=out,
    )
    return out, made


def test_fewer_than_one_word_in_ten_is_heard_wrongly(file: tuple[Path, Timeline]) -> None:
    assert roundtrip.word_errors(*file) < 0.10


def test_swapped_sentences_are_heard(file: tuple[Path, Timeline], tmp_path: Path) -> None:
    """Two clips change places; lengths and hashes aside, a listener hears it, and so does this."""
    path, timeline = file
    data = path.read_bytes()
    frames = [data[at : at + size] for at, size in mp3.sizes(data, tag_size(data[:10]))][1:]
    first, second = (
        range(cue.start_ms * 44_100 // 1000 // 1152, cue.end_ms * 44_100 // 1000 // 1152) for cue in timeline.cues[:2]
    )
    swapped = [frames[i] for i in (*second, *first, *range(second.stop, len(frames)))]
    (tmp_path / "swapped.mp3").write_bytes(b"".join(swapped))
    beginning = replace(timeline, cues=timeline.cues[:2])
    assert roundtrip.word_errors(tmp_path / "swapped.mp3", beginning) > 0.5


def test_other_languages_are_refused(file: tuple[Path, Timeline]) -> None:
    path, timeline = file
    welsh = replace(timeline, script=replace(timeline.script, language="cy"))
    with pytest.raises(SpeechError, match="Only English"):
        roundtrip.word_errors(path, welsh)
