"""The bytes of the tag: version, order of the frames, and what stands in them at the edges."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import mutagen.id3
import pytest

from audioblog.model import ChapterTime, Script, Timeline
from audioblog.produce.iso639 import ISO_639_2, language_code
from audioblog.produce.tags import MOST_CHAPTERS, MOST_LYRICS, Tags, fitting, id3, lyrics, tag_size

FULL = Tags(
    "Warm rooms",
    author="Gwen Pritchard",
    show="Valley Voices",
    published=datetime(2026, 5, 1, 0, 30, tzinfo=timezone(timedelta(hours=2))),
    language="cy-GB",
    link="https://valley.example/warm-rooms",
    comment="Read by a synthetic voice.",
    cover=b"\xff\xd8picture",
    lyrics="The hall is open.",
)


def raw(tag: bytes) -> Iterator[tuple[str, bytes]]:
    """(name, content) of each frame as it stands in an ID3v2.3 tag."""
    at = 10
    while at < len(tag) and tag[at]:
        size = int.from_bytes(tag[at + 4 : at + 8], "big")
        yield tag[at : at + 4].decode(), tag[at + 10 : at + 10 + size]
        at += 10 + size


def times(tag: bytes) -> list[tuple[int, int]]:
    """(start, end) of the CHAP frames, in the order of the file."""
    after_name = [content.partition(b"\0")[2] for name, content in raw(tag) if name == "CHAP"]
    return [(int.from_bytes(rest[:4], "big"), int.from_bytes(rest[4:8], "big")) for rest in after_name]


def chapters(count: int) -> list[ChapterTime]:
    return [ChapterTime(f"Part {number}", number * 1_000, (number + 1) * 1_000) for number in range(count)]


def read(tag: bytes) -> mutagen.id3.ID3:
    return mutagen.id3.ID3(io.BytesIO(tag), translate=False)


def test_version_and_order_of_all_frames() -> None:
    tag = id3(FULL, chapters(3))
    assert tag[:6] == b"ID3\x03\0\0"
    assert len(tag) == tag_size(tag[:10])
    said = "TIT2 TPE1 TALB TCON TYER TDAT TLAN COMM WOAF USLT APIC CTOC CHAP CHAP CHAP"
    assert [name for name, _ in raw(tag)] == said.split()


def test_chapters_of_a_whole_episode_stand_in_the_order_of_time(
    make: Callable[..., Timeline], scripted: Callable[..., Script], tmp_path: Path
) -> None:
    """Titles of many lengths: sorted by size, as libraries write frames, they would be shuffled."""
    names = ("The longest of all names of chapters", "Hay", "A chapter on rivers", "Usk", "Bridges and fords")
    timeline = make(scripted(*itertools.chain(*((("heading", f"{n}."), ("paragraph", "It rained.")) for n in names))))
    tag = (tmp_path / "episode.mp3").read_bytes()
    assert tag[3] == 3
    assert times(tag[: tag_size(tag[:10])]) == [(each.start_ms, each.end_ms) for each in timeline.chapters]
    assert len(timeline.chapters) == len(names)


def test_the_last_of_too_many_chapters_goes_on_to_the_end(
    make: Callable[..., Timeline], scripted: Callable[..., Script], tmp_path: Path
) -> None:
    timeline = make(scripted(*(("heading", f"Part {'i' * (number % 5)}.") for number in range(MOST_CHAPTERS + 5))))
    assert len(timeline.chapters) == MOST_CHAPTERS + 5
    tag = (tmp_path / "episode.mp3").read_bytes()
    held = times(tag[: tag_size(tag[:10])])
    assert len(held) == MOST_CHAPTERS
    assert held[-1] == (timeline.chapters[MOST_CHAPTERS - 1].start_ms, timeline.duration_ms)
    assert held[:-1] == [(each.start_ms, each.end_ms) for each in timeline.chapters[: MOST_CHAPTERS - 1]]


def test_as_many_chapters_as_fit_stay_as_they_are() -> None:
    assert fitting(chapters(MOST_CHAPTERS)) == tuple(chapters(MOST_CHAPTERS))
    assert fitting([]) == ()


def test_the_day_is_the_one_that_the_post_says() -> None:
    tag = read(id3(FULL, []))
    assert (str(tag["TYER"]), str(tag["TDAT"])) == ("2026", "0105")


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en-GB", "eng"), ("ca", "cat"), ("nb-NO", "nob"), ("hr", "hrv"), ("sk", "slk"), ("bg", "bul"), ("is", "isl"),
        ("eu-ES", "eus"), ("et", "est"), ("zh-Hant", "zho"), ("CY", "cym"), ("pt_BR", "por"), ("iw", "heb"),
        ("ast", "ast"), ("haw-US", "haw"), ("x-klingon", "und"), ("", "und"), ("żżż", "und"), ("a1b", "und"),
    ],
)  # fmt: skip
def test_every_language_has_its_three_letters(tag: str, code: str) -> None:
    assert language_code(tag) == code
    read_back = read(id3(Tags("T", language=tag, comment="C", lyrics="L"), []))
    assert str(read_back["TLAN"]) == code
    assert read_back.getall("COMM")[0].lang == read_back.getall("USLT")[0].lang == code


def test_the_list_of_languages_is_whole() -> None:
    assert len(ISO_639_2) == len(set(ISO_639_2.values())) == 184
    assert all(len(two) == 2 and len(three) == 3 for two, three in ISO_639_2.items())


@pytest.mark.parametrize("before", [0, 1])
def test_of_a_very_long_paragraph_the_beginning_is_kept(scripted: Callable[..., Script], before: int) -> None:
    script = scripted(
        *[("paragraph", "Short.")] * before, ("paragraph", "rainy weather " * 4_000), ("paragraph", "End.")
    )
    text = lyrics(script)
    assert MOST_LYRICS - 20 < len(text) <= MOST_LYRICS + 10
    assert text.endswith(("rainy…", "weather…"))
    assert "End." not in text


def test_lyrics_of_many_paragraphs_end_within_one(scripted: Callable[..., Script]) -> None:
    script = scripted(*[("paragraph", "word " * 100 + "end.")] * 120)
    text = lyrics(script)
    assert sum(map(len, text.split("\n\n"))) <= MOST_LYRICS
    assert text.startswith("word word")
    assert text.endswith("word…")
    assert len(lyrics(scripted(("paragraph", "All of it.")))) == len("All of it.")
