"""From a script to a finished file, and the file read back by others: what the whole room promises."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import mutagen.id3
import mutagen.mp3
import numpy as np
import pytest
from PIL import Image

from audioblog.errors import SpeechError
from audioblog.model import Script, Timeline, Voice
from audioblog.produce import verify
from audioblog.produce.decode import decode_mp3
from audioblog.produce.engines import Speech, open_engine
from audioblog.produce.engines.beep import Beep
from audioblog.produce.episode import make_episode
from audioblog.produce.mp3 import PROFILES
from audioblog.produce.tags import Tags
from audioblog.produce.timeline import unspoken
from audioblog.store import Store

Make = Callable[..., Timeline]
WriteScript = Callable[..., Script]


class Breaking(Beep):
    """An engine that fails when it has spoken `after` clips."""

    def __init__(self, after: int) -> None:
        super().__init__(Voice("beep", "beep", "en-GB"))
        self._left = after

    def speak(self, texts: Sequence[str]) -> list[Speech]:
        self._left -= bool(texts)
        if self._left < 0:
            raise SpeechError("The engine is out of breath.")
        return super().speak(texts)


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (32, 32), "navy").save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("profile", PROFILES)
def test_duration_is_exact_to_the_sample(make: Make, post: Script, en_gb: Voice, tmp_path: Path, profile: str) -> None:
    timeline = make(post, en_gb, profile)
    kind = PROFILES[profile]
    pcm, rate = decode_mp3((tmp_path / "episode.mp3").read_bytes())
    samples = timeline.audio.frames * kind.frame_samples
    assert rate == kind.sample_rate
    assert len(pcm) == samples - 576 - 529
    assert timeline.duration_ms == round(samples * 1000 / rate)
    assert mutagen.mp3.MP3(tmp_path / "episode.mp3").info.bitrate_mode == mutagen.mp3.BitrateMode.CBR


@pytest.mark.parametrize("profile", PROFILES)
def test_speech_where_the_timeline_says_and_silence_between(
    make: Make, post: Script, en_gb: Voice, tmp_path: Path, profile: str
) -> None:
    timeline = make(post, en_gb, profile)
    measured = verify.inspect(tmp_path / "episode.mp3", timeline)
    assert measured.lufs == pytest.approx(-16, abs=1)
    assert measured.true_peak_db is not None
    assert measured.true_peak_db < -1
    assert timeline.audio.lufs == pytest.approx(measured.lufs, abs=0.2)


def test_pauses_are_those_of_the_script(make: Make, post: Script, en_gb: Voice) -> None:
    cues = make(post, en_gb).cues
    pauses = [after.start_ms - before.end_ms for before, after in pairwise(cues)]
    wanted = [550, 250, 550, 700, 550]
    assert pauses == pytest.approx(wanted, abs=27)  # whole frames of 26 ms
    assert cues[0].start_ms == 50


def test_words_begin_where_they_are_heard(make: Make, scripted: WriteScript, en_gb: Voice, tmp_path: Path) -> None:
    script = scripted(("paragraph", "Tea, bread, cake, pie, coffee, toast, beans, tarts."))
    timeline = make(script, en_gb)
    pcm, rate = decode_mp3((tmp_path / "episode.mp3").read_bytes())
    loud = np.abs(pcm.astype(np.int32)) > 700
    for word in timeline.cues[0].words[1:]:
        at = word.ms * rate // 1000
        reach = rate // 20  # 50 ms
        assert loud[at - reach : at + 2 * reach].any()
        assert not loud[at - 2 * reach : at - reach].any(), word  # the pause of the comma


def test_tags_read_back(make: Make, post: Script, tmp_path: Path) -> None:
    cover = picture()
    tags = Tags(
        "Warm rooms – 温かい",
        author="Gwen Pritchard",
        show="Valley Voices",
        published=datetime(2016, 3, 3, 9, 30, tzinfo=UTC),
        language="en-GB",
        link="https://valley.example/warm-rooms",
        comment="Read by a synthetic voice.",
        cover=cover,
        cover_mime="image/png",
        cover_alt="The hall at dusk",
        lyrics="Warm rooms. Tea is free of charge.",
    )
    timeline = make(post, tags=tags)
    read = mutagen.id3.ID3(tmp_path / "episode.mp3", translate=False)
    assert read.version == (2, 3, 0)
    assert {name: str(read[name]) for name in ("TIT2", "TPE1", "TALB", "TCON", "TYER", "TDAT", "TLAN", "WOAF")} == {
        "TIT2": "Warm rooms – 温かい",
        "TPE1": "Gwen Pritchard",
        "TALB": "Valley Voices",
        "TCON": "Podcast",
        "TYER": "2016",
        "TDAT": "0303",
        "TLAN": "eng",
        "WOAF": "https://valley.example/warm-rooms",
    }
    assert read.getall("COMM")[0].text == ["Read by a synthetic voice."]
    assert read.getall("USLT")[0].text == tags.lyrics
    assert (read.getall("APIC")[0].data, read.getall("APIC")[0].desc) == (cover, "The hall at dusk")
    chapters = [(c.sub_frames["TIT2"].text[0], c.start_time, c.end_time) for c in read.getall("CHAP")]
    assert chapters == [(c.title, c.start_ms, c.end_ms) for c in timeline.chapters]
    assert read.getall("CTOC")[0].child_element_ids == ["c0", "c1"]


def test_chapters_start_with_their_headings(make: Make, post: Script) -> None:
    timeline = make(post)
    cues = {cue.utterance: cue for cue in timeline.cues}
    assert [chapter.title for chapter in timeline.chapters] == ["Warm rooms", "What people told us"]
    assert timeline.chapters[0].start_ms == 0
    assert timeline.chapters[1].start_ms == cues[post.chapters[1].utterance].start_ms
    assert timeline.chapters[-1].end_ms == timeline.duration_ms


def test_one_paragraph_changed_is_one_clip_made(make: Make, post: Script, memory: dict[str, bytes]) -> None:
    before = make(post)
    made = len(memory.puts)  # type: ignore[attr-defined]
    assert memory.clips() == 5  # type: ignore[attr-defined]
    changed = list(post.utterances)
    changed[3] = replace(changed[3], spoken="Tea is free of charge, and there is cake.")
    after = make(replace(post, utterances=tuple(changed)))
    assert memory.clips() == 6  # type: ignore[attr-defined]
    assert len(memory.puts) - made == 2  # type: ignore[attr-defined]  # the clip and what was measured on it
    assert before.cues[:3] == after.cues[:3]
    assert before.cues[3] != after.cues[3]


def test_the_same_again_is_the_same_file_and_timeline(make: Make, post: Script, en_gb: Voice, tmp_path: Path) -> None:
    first = make(post, en_gb, out=tmp_path / "first.mp3")
    again = make(post, en_gb, out=tmp_path / "again.mp3")
    assert first == again
    assert (tmp_path / "first.mp3").read_bytes() == (tmp_path / "again.mp3").read_bytes()


def test_a_fresh_store_gives_the_same_file_and_timeline(
    make: Make, post: Script, en_gb: Voice, memory: dict[str, bytes], tmp_path: Path
) -> None:
    first = make(post, en_gb, out=tmp_path / "first.mp3")
    memory.clear()
    open_engine(en_gb).speak(["Something in between."])
    again = make(post, en_gb, out=tmp_path / "again.mp3")
    assert first == again
    assert (tmp_path / "first.mp3").read_bytes() == (tmp_path / "again.mp3").read_bytes()


def test_several_threads_make_the_same_file(
    make: Make, scripted: WriteScript, en_gb: Voice, memory: dict[str, bytes], tmp_path: Path
) -> None:
    towns = ("Ross", "Hay", "Brecon", "Usk", "Bala", "Chirk", "Conwy", "Rhyl", "Flint", "Mold")
    script = scripted(*(("paragraph", f"The minutes of {town} were read to all the members.") for town in towns))
    first = make(script, en_gb, out=tmp_path / "one.mp3")
    memory.clear()
    again = make(script, en_gb, out=tmp_path / "four.mp3", threads=4)
    assert first == again
    assert (tmp_path / "one.mp3").read_bytes() == (tmp_path / "four.mp3").read_bytes()


def test_a_fault_in_one_of_several_threads_ends_the_post(make: Make, scripted: WriteScript, tmp_path: Path) -> None:
    script = scripted(*(("paragraph", f"Paragraph {name} of the post is here.") for name in "abcdefgh"))
    broken = Breaking(after=3)
    with pytest.raises(SpeechError, match="out of breath"):
        make(script, engine_of=lambda _: broken, threads=3)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("left", [0, 4, 300])
def test_damaged_clips_and_measures_are_made_again_and_kept(
    make: Make, post: Script, tmp_path: Path, left: int
) -> None:
    store = Store(tmp_path / "store")
    first = make(post, clips=store)
    whole = {file: file.read_bytes() for file in store.folder.glob("*/*")}
    for file, data in whole.items():
        file.write_bytes(data[:left])
    assert make(post, clips=store) == first
    assert {file: file.read_bytes() for file in store.folder.glob("*/*")} == whole


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("https://example.pl/łąka", ["https://example.pl/%C5%82%C4%85ka"]),
        ("https://例え.jp/記事", ["https://xn--r8jz45g.jp/%E8%A8%98%E4%BA%8B"]),
        ("no address", []),
    ],
)
def test_an_address_in_any_letters_fits_into_the_tag(
    make: Make, post: Script, tmp_path: Path, link: str, told: list[str]
) -> None:
    make(post, tags=Tags("Warm rooms", link=link))
    assert [frame.url for frame in mutagen.id3.ID3(tmp_path / "episode.mp3").getall("WOAF")] == told


def test_utterances_without_words_take_no_time(make: Make, scripted: WriteScript) -> None:
    timeline = make(scripted(("paragraph", "Tea.", "...", "Cake."), ("paragraph", "-"), ("paragraph", "Jam.")))
    lengths = [cue.end_ms - cue.start_ms for cue in timeline.cues]
    assert [length > 0 for length in lengths] == [True, False, True, False, True]
    assert [len(cue.words) for cue in timeline.cues] == [1, 0, 1, 0, 1]


@pytest.mark.parametrize("sign", ["ʻ", "ࣁ", "ʻ ʻ"])
def test_letters_without_a_sound_take_no_time(
    make: Make, scripted: WriteScript, en_gb: Voice, tmp_path: Path, sign: str
) -> None:
    timeline = make(
        scripted(("heading", sign), ("paragraph", "Tea.", sign, "Cake and jam."), ("paragraph", sign)), en_gb
    )
    assert [cue.end_ms > cue.start_ms for cue in timeline.cues] == [False, True, False, True, False]
    assert unspoken(timeline) == (sign, sign, sign)
    verify.inspect(tmp_path / "episode.mp3", timeline)
    with pytest.raises(SpeechError, match="nothing to say"):
        make(scripted(("heading", sign)), en_gb)


class Mute(Beep):
    """An engine that has lost its voice, but not for everything."""

    def speak(self, texts: Sequence[str]) -> list[Speech]:
        return [
            said if "Tea" in text else replace(said, pcm=bytes(len(said.pcm)))
            for text, said in zip(texts, super().speak(texts), strict=True)
        ]


@pytest.mark.parametrize("text", ["A", "I.", "Да", "中", "ʻokina", "5"])
def test_words_without_a_sound_stop_the_post(make: Make, scripted: WriteScript, beep: Voice, text: str) -> None:
    with pytest.raises(SpeechError, match="said nothing"):
        make(scripted(("paragraph", "Tea."), ("paragraph", text)), engine_of=lambda _: Mute(beep))


def test_nothing_to_say_is_an_error_and_leaves_no_file(make: Make, scripted: WriteScript, tmp_path: Path) -> None:
    with pytest.raises(SpeechError, match="nothing to say"):
        make(scripted(("paragraph", "...", " - ")))
    with pytest.raises(SpeechError, match="nothing to say"):
        make(scripted())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("gain_db", [-12.0, 9.0])
def test_a_voice_far_from_the_target_is_brought_there(make: Make, post: Script, beep: Voice, gain_db: float) -> None:
    timeline = make(post, replace(beep, gain_db=gain_db))
    assert timeline.audio.lufs == pytest.approx(-16, abs=0.8)


@pytest.mark.parametrize("lufs", [-19.0, -14.0])
def test_another_loudness_is_reached(
    make: Make, post: Script, en_gb: Voice, memory: dict[str, bytes], tmp_path: Path, lufs: float
) -> None:
    profile = replace(PROFILES["standard"], lufs=lufs)
    made = make_episode(post, en_gb, profile=profile, clips=memory, tags=Tags("T"), out=tmp_path / "e.mp3")
    heard = verify.inspect(tmp_path / "e.mp3", made, lufs)
    assert heard.lufs == pytest.approx(lufs, abs=1)
    assert heard.true_peak_db is not None
    assert heard.true_peak_db <= -1
    with pytest.raises(SpeechError, match="LUFS"):
        verify.inspect(tmp_path / "e.mp3", made)


def test_a_voice_that_is_much_louder_than_the_rest_is_refused(make: Make, scripted: WriteScript, beep: Voice) -> None:
    script = scripted(
        *(("paragraph", f"Paragraph {name} of the post is here, and says a thing or two.") for name in "abcdef")
    )
    loud = replace(beep, name="loud", language="cy", gain_db=-9)
    said = tuple(replace(u, lang="cy") if u.id == "u3" else u for u in script.utterances)
    with pytest.raises(SpeechError, match="softer than the rest"):
        make(replace(script, utterances=said), others=[loud])


def test_what_goes_wrong_leaves_no_file(make: Make, post: Script, beep: Voice, tmp_path: Path) -> None:
    hurried = open_engine(replace(beep, chars_per_second=99))
    with pytest.raises(SpeechError, match=r"left out part of “rooms") as caught:
        make(post, engine_of=lambda _: hurried)
    assert caught.value.hint.endswith(f"audioblog voices calibrate {beep.name}")
    assert list(tmp_path.iterdir()) == []


def test_the_error_is_that_of_the_disk_and_not_that_of_tidying_up(make: Make, post: Script, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, no folder")
    with pytest.raises(NotADirectoryError) as caught:
        make(post, out=tmp_path / "taken" / "episode.mp3")
    assert caught.value.__context__ is None


@pytest.mark.parametrize("text", ["שלום לכולם וברוכים הבאים.", "Здравствуйте, соседи.", "Iechyd da i bawb."])
def test_a_language_that_the_voice_does_not_speak(make: Make, scripted: WriteScript, en_gb: Voice, text: str) -> None:
    timeline = make(scripted(("paragraph", text)), en_gb)
    assert len(timeline.cues[0].words) == len(text.split())


def test_passages_in_another_language_get_its_voice(make: Make, scripted: WriteScript, beep: Voice) -> None:
    script = scripted(("paragraph", "They say", "bore da", "every morning."))
    said = list(script.utterances)
    said[1] = replace(said[1], lang="cy")
    other = replace(beep, name="cy", language="cy", chars_per_second=8.0)
    mixed = make(replace(script, utterances=tuple(said)), others=[other])
    plain = make(script)
    lengths = [[cue.end_ms - cue.start_ms for cue in timeline.cues] for timeline in (mixed, plain)]
    assert lengths[0][1] > 1.5 * lengths[1][1]
    assert (lengths[0][0], lengths[0][2]) == (lengths[1][0], lengths[1][2])


def test_a_very_long_post_is_cut_into_clips_of_bounded_length(
    make: Make, scripted: WriteScript, memory: dict[str, bytes]
) -> None:
    towns = ("Ross", "Hay", "Brecon", "Usk", "Bala", "Chirk", "Conwy", "Rhyl", "Flint", "Mold")
    sentences = [f"The minutes of {a} were read to the members from {b}." for a in towns for b in towns]
    make(scripted(("paragraph", *sentences)), profile="compact")
    assert memory.clips() == 4  # type: ignore[attr-defined]  # 5,000 characters


@pytest.mark.external
@pytest.mark.skipif(not shutil.which("ffprobe"), reason="ffmpeg is not installed")
@pytest.mark.parametrize("profile", PROFILES)
def test_ffmpeg_reads_it_without_a_word(make: Make, scripted: WriteScript, tmp_path: Path, profile: str) -> None:
    blocks = [
        (role, f"{name} {role}.") for name in ("Ross", "Hay", "Brecon", "Usk") for role in ("heading", "paragraph")
    ]
    timeline = make(scripted(*blocks), profile=profile, tags=Tags("T", cover=picture(), cover_mime="image/png"))
    path = str(tmp_path / "episode.mp3")
    decoded = subprocess.run(
        ["ffmpeg", "-v", "warning", "-i", path, "-f", "null", "-"], capture_output=True, check=True
    )
    assert decoded.stderr == b""
    command = ["ffprobe", "-v", "error", "-of", "json", "-show_format", "-show_chapters", path]
    read = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    kind = PROFILES[profile]
    assert float(read["format"]["duration"]) == pytest.approx(
        timeline.audio.frames * kind.frame_samples / kind.sample_rate, abs=1e-6
    )
    chapters = [(c["tags"]["title"], c["start"], c["end"]) for c in read["chapters"]]
    assert chapters == [(c.title, c.start_ms, c.end_ms) for c in timeline.chapters]
    assert len(chapters) == 4
