"""A show as an editor describes it: several sources, jingles, a cover and a voice of its own."""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path
from random import Random

import feedparser
import mutagen.id3
import pytest
from PIL import Image

from audioblog.errors import UsageError

TEXT = "---\ntitle: {0}\ndate: 2026-04-0{1}\n---\nThe {0} stops outside the surgery. We asked for this in 2019.\n"


def tone(file: Path, seconds: float, rate: int = 16_000) -> None:
    with wave.open(str(file), "wb") as sound:
        sound.setparams((1, 2, rate, 0, "NONE", ""))
        samples = (round(9000 * math.sin(place / 8)) for place in range(round(rate * seconds)))
        sound.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))


def describe(desk, extra: str = "") -> None:
    desk.write("one/bus.md", TEXT.format("bus", 1))
    desk.write("two/tram.md", TEXT.format("tram", 2))
    desk.write(
        "feeds/kettle.toml",
        'title = "The Kettle, read aloud"\nauthor = "Fennbridge"\nowner_email = "audio@example.org"\n'
        f'sources = ["../one", "../two"]\ncategory = "Society & Culture"\n{extra}',
    )


def test_a_show_takes_all_its_sources_and_words(desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.folder)
    describe(desk)
    report = desk.build()
    assert report.counts.new == 2, report.failures
    feed = feedparser.parse((desk.public / "feed.xml").read_bytes())
    assert feed.feed.title == "The Kettle, read aloud"
    assert [entry.title for entry in feed.entries] == ["tram", "bus"]
    assert feed.feed.author_detail.email == "audio@example.org"


def test_jingles_are_played_around_every_post(desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.folder)
    describe(desk)
    plain = {line.title: line.duration_ms for line in desk.build().episodes}
    tone(desk.folder / "feeds" / "in.wav", 1.5)
    tone(desk.folder / "feeds" / "out.wav", 0.8)
    describe(desk, 'intro = "in.wav"\noutro = "out.wav"\n')
    report = desk.build()
    assert report.counts.updated == 2, report.failures
    for line in report.episodes:
        assert 2300 <= line.duration_ms - plain[line.title] <= 3800  # the jingles, and a pause at each


BROKEN = {
    "nothing": b"",
    "a text": b"no sound at all",
    "WAV": b"RIFF\x24\0\0\0WAVEfmt ",
    "AIFF": b"FORM\0\0\0\x04AIFF",
    "AIFF of no rate": b"FORM\0\0\0\x40AIFFCOMM\0\0\0\x12" + bytes(18) + b"SSND\0\0\0\x08" + bytes(8),
    "MP3": b"ID3\3" + bytes(20),
    "Ogg": b"OggS" + bytes(40),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_jingle_is_told_once_before_any_post_is_made(desk, monkeypatch, name: str) -> None:
    monkeypatch.chdir(desk.folder)
    desk.write("feeds/in.wav", BROKEN[name])
    describe(desk, 'chapter_cue = "in.wav"\n')
    with pytest.raises(UsageError, match=r"the chapter_cue of the show: .*in\.wav") as caught:
        desk.build()
    assert "take chapter_cue out of feeds/kettle.toml" in caught.value.hint
    assert not (desk.folder / ".audioblog" / "staging").exists()


def test_a_jingle_that_is_too_long_is_told_before_any_post_is_made(desk, monkeypatch) -> None:
    monkeypatch.chdir(desk.folder)
    describe(desk, 'chapter_cue = "in.wav"\n')
    (desk.folder / "feeds").mkdir(exist_ok=True)
    tone(desk.folder / "feeds" / "in.wav", 6)
    with pytest.raises(UsageError, match=r"lasts 6\.0 seconds"):
        desk.build()


def test_an_own_cover_is_published_with_its_alternative_text(desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.folder)
    (desk.folder / "feeds").mkdir()
    Image.new("RGB", (1500, 1500), "navy").save(desk.folder / "feeds" / "cover.png")
    describe(desk, 'cover = "cover.png"\ncover_alt = "A blue square"\n')
    desk.build()
    feed = (desk.public / "feed.xml").read_text()
    assert 'alt="A blue square"' in feed
    (cover,) = desk.public.glob("cover-*.png")
    with Image.open(cover) as picture:
        assert picture.size == (1500, 1500)


def test_a_large_cover_does_not_make_every_episode_large(desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.folder)
    (desk.folder / "feeds").mkdir()
    noise = Image.frombytes("RGB", (1400, 1400), Random(5).randbytes(1400 * 1400 * 3))
    noise.save(desk.folder / "feeds" / "cover.png")
    describe(desk, 'cover = "cover.png"\n')
    report = desk.build()
    assert report.counts.new == 2, report.failures
    (public,) = desk.public.glob("cover-*.png")
    assert public.read_bytes() == (desk.folder / "feeds" / "cover.png").read_bytes()
    pictures = [mutagen.id3.ID3(file).getall("APIC") for file in desk.public.glob("media/*.mp3")]
    assert len(pictures) == 2
    for (picture,) in pictures:
        assert picture.mime == "image/jpeg"
        assert 50_000 < len(picture.data) <= 180_000
    assert desk.build().counts.unchanged == 2


@pytest.mark.parametrize(
    ("extra", "complaint"),
    [
        ('intro = "none.wav"', "intro of the show"),
        ('voice = "nobody"', "nobody"),
        ('cover = "none.jpg"', "none.jpg"),
        ('subcategory = "Blogs"', "Blogs"),
    ],
)
def test_a_show_that_names_what_is_not_there_is_told(desk, monkeypatch, extra: str, complaint: str) -> None:
    monkeypatch.chdir(desk.folder)
    describe(desk, extra)
    try:
        report = desk.build()
    except UsageError as error:
        told = f"{error.message} {error.hint}"
    else:
        assert report.exit_code == 4
        told = " ".join(failure.message for failure in report.failures)
    assert complaint in told


def test_several_shows_get_a_folder_each(desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.folder)
    describe(desk)
    desk.write("feeds/other.toml", 'title = "Other"\nsources = ["../two"]\n')
    report = desk.build()
    assert report.counts.new == 3
    titles = [
        feedparser.parse((desk.public / name / "feed.xml").read_bytes()).feed.title for name in ("kettle", "other")
    ]
    assert titles == ["The Kettle, read aloud", "Other"]


def test_an_editor_may_say_that_the_english_is_british(desk, rss, monkeypatch: pytest.MonkeyPatch) -> None:
    """A blog that was never told otherwise says "en-US" of itself, which turns its dates round."""
    monkeypatch.chdir(desk.folder)
    feed = rss(("1", "Spring", "<p>We meet on 5/6/2026 in Mill Road, as we do every year.</p>"))
    desk.write("blog.xml", feed.replace("en-GB", "en-US"))
    said = {}
    for language in ("", 'language = "en-GB"\n'):
        desk.write("feeds/kettle.toml", f'title = "Kettle"\nsources = ["../blog.xml"]\n{language}')
        (episode,) = desk.build().episodes
        timeline = desk.public / episode.file.replace(".mp3", ".timeline.json")
        said[language] = timeline.read_text("utf-8")
    american, british = said.values()
    assert "May sixth" in american or "May the sixth" in american
    assert "the fifth of June" in british
