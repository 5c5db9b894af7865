"""Transcripts and chapters read strictly: what our own writers make is clean, and each fault of a file is named."""

from __future__ import annotations

import json

import pytest

from audioblog.model import Timeline
from audioblog.publish.lint.artwork import artwork_faults
from audioblog.publish.lint.captions import BadCaptions, caption_faults, captions
from audioblog.publish.lint.chapters import (
    BadChapters,
    Mark,
    chapter_faults,
    clock,
    difference,
    json_chapters,
    listed_chapters,
)
from audioblog.publish.lint.markup import spots
from audioblog.publish.transcript import srt, transcript_json, vtt

VTT = "text/vtt; charset=utf-8"
SRT = "application/x-subrip"
JSON = "application/json"


def test_our_three_transcripts_say_the_same_and_have_no_fault(timeline: Timeline) -> None:
    read = [captions(make(timeline), kind) for make, kind in ((vtt, VTT), (srt, SRT), (transcript_json, JSON))]
    times = [[(cue.start_ms, cue.end_ms) for cue in cues] for cues in read]
    assert times[0] == times[1] == times[2]
    assert len(times[0]) > 20
    assert [list(caption_faults(cues)) for cues in read] == [[], [], []]
    assert captions(b"<html>", "text/html") == ()


@pytest.mark.parametrize(
    ("kind", "text", "line", "said"),
    [
        (VTT, "", 1, "WEBVTT"),
        (VTT, "WEBVTTX\n\n00:01.000 --> 00:02.000\nTea\n", 1, "WEBVTT"),
        (VTT, "WEBVTT\n\n00:01,000 --> 00:02,000\nTea\n", 3, "not a time"),
        (VTT, "WEBVTT\n\n1\n00:61.000 --> 01:02.000\nTea\n", 4, "not a time"),
        (VTT, "WEBVTT\n\n00:01.000-->00:02.000\nTea\n", 3, "not a time"),
        (VTT, "WEBVTT\n\n00:01.000 --> 00:02.000\nTea --> cup\n", 3, "arrow"),
        (VTT, "WEBVTT\n\nNOTE nothing\n", 1, "no cues"),
        (SRT, "1\n00:00:01,000 --> 00:00:02,000\nTea\n\n3\n00:00:02,000 --> 00:00:03,000\nCup\n", 5, "numbered"),
        (SRT, "1\n00:00:01.000 --> 00:00:02.000\nTea\n", 2, "not a time"),
        (SRT, "1\n", 2, "not a time"),
        (JSON, "{", 1, "not JSON"),
        (JSON, '{"version": "1.0.0"}', 1, "not a JSON transcript"),
        (JSON, '{"segments": [{"startTime": "a", "endTime": 1, "body": "x"}]}', 1, "not a JSON transcript"),
        (JSON, '{"segments": []}', 1, "no cues"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_line(kind: str, text: str, line: int, said: str) -> None:
    with pytest.raises(BadCaptions, match=said) as caught:
        captions(text.encode(), kind)
    assert caught.value.line == line


def test_bytes_that_are_no_text_are_named() -> None:
    with pytest.raises(BadCaptions, match="not UTF-8") as caught:
        captions(b"WEBVTT\n\n00:01.000 --> 00:02.000\nCaf\xe9\n", VTT)
    assert caught.value.line == 4


@pytest.mark.parametrize(
    ("cues", "said"),
    [
        ("00:05.000 --> 00:06.000\nTea\n\n00:01.000 --> 00:02.000\nCup\n", "before the one that it follows"),
        ("00:05.000 --> 00:05.000\nTea\n", "ends before it has begun"),
        ("00:05.000 --> 00:04.000\nTea\n", "ends before it has begun"),
        ("00:05.000 --> 00:06.000\n<v Narrator></v>\n", "no words"),
    ],
)
def test_cues_that_no_listener_can_follow(cues: str, said: str) -> None:
    [(line, wrong)] = caption_faults(captions(f"WEBVTT\n\n{cues}".encode(), VTT))
    assert said in wrong
    assert line in {3, 6}


def chapters(*starts: float, titles: str = "Tea") -> bytes:
    listed = [{"startTime": start, "title": titles} for start in starts]
    return json.dumps({"version": "1.2.0", "chapters": listed}).encode()


def test_good_chapters_have_no_fault() -> None:
    marks = json_chapters(chapters(0, 9.246, 21))
    assert marks == (Mark(0, "Tea"), Mark(9246, "Tea"), Mark(21_000, "Tea"))
    assert list(chapter_faults(marks, 30_000)) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"[1,", "not JSON"),
        (b"[]", "not a list of chapters"),
        (b'{"chapters": []}', "version"),
        (b'{"version": "1.2.0"}', "chapters"),
        (b'{"version": "1.2.0", "chapters": [{"title": "Tea"}]}', "startTime"),
        (b'{"version": "1.2.0", "chapters": [{"startTime": "0:00", "title": "Tea"}]}', "not a list"),
    ],
)
def test_chapters_that_cannot_be_read(data: bytes, said: str) -> None:
    with pytest.raises(BadChapters, match=said):
        json_chapters(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (chapters(), "no chapter"),
        (chapters(0, 20, 10), "does not start after"),
        (chapters(0, 10, 10), "does not start after"),
        (chapters(0, 31), "no audio"),
        (chapters(-1), "no audio"),
        (chapters(0, titles=" "), "no title"),
    ],
)
def test_chapters_that_lead_astray(data: bytes, said: str) -> None:
    [wrong] = chapter_faults(json_chapters(data), 30_000)
    assert said in wrong


def test_chapters_are_compared_to_what_their_format_can_say() -> None:
    wanted = (Mark(0, "Introduction"), Mark(9246, "Tea & cups"))
    listed = listed_chapters("<p>Chapters:</p><ul><li>00:00 Introduction</li><li>00:09 Tea &amp; cups</li></ul>")
    assert difference(wanted, listed, step_ms=1000) == ""
    assert "0:09 instead of 0:09.246" in difference(wanted, listed)
    assert "called" in difference(wanted, (Mark(0, "Start"), wanted[1]))
    assert "1 chapters instead of 2" in difference(wanted, wanted[:1])
    assert listed_chapters("<p>We met at 10:30 in the hall.</p>") == ()
    assert listed_chapters("<p>10:30 Doors open</p>\n0:00 One\n1:00 Two") == (Mark(0, "One"), Mark(60_000, "Two"))
    assert listed_chapters("<p>0:00 is midnight</p><ul><li>00:00 One</li></ul>") == (Mark(0, "One"),)
    assert listed_chapters("0:00 One\n1:02:03 Two") == (Mark(0, "One"), Mark(3_723_000, "Two"))


def test_times_are_said_as_players_show_them() -> None:
    assert [clock(ms) for ms in (0, 9246, 62_000, 3_723_450)] == ["0:00", "0:09.246", "1:02", "1:02:03.450"]


@pytest.mark.parametrize(
    "html",
    [
        "<a href='https://tea.example.org/?a=1&amp;b=2'>ours</a>, <a href=\"mailto:a@b.example\">write</a></p>",
        "<img src=https://tea.example.org/a.png alt='on = off'> once upon = a time",
        "The words javascript and onclick alone do no harm; 3 < 4.",
    ],
)
def test_harmless_html_is_left_alone(html: str) -> None:
    assert spots(html) == []


def picture(width: int, height: int, mode: str = "RGB", form: str = "JPEG") -> bytes:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new(mode, (width, height)).save(out, form)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "codes"),
    [
        (picture(1400, 1400), "cover.jpg", []),
        (picture(3000, 3000, form="PNG"), "cover.png", []),
        (picture(1399, 1399), "cover.jpg", ["artwork-size"]),
        (picture(3001, 3001, "L"), "cover.jpg", ["artwork-size"]),
        (picture(1400, 1500), "cover.jpg", ["artwork-size"]),
        (picture(1400, 1400, "RGBA", "PNG"), "cover.png", ["artwork-type"]),
        (picture(1400, 1400, "CMYK"), "cover.jpg", ["artwork-type"]),
        (picture(1400, 1400, form="GIF"), "cover.gif", ["artwork-type"]),
        (picture(1400, 1400, form="PNG"), "cover.jpg", ["artwork-type"]),
        (b"no picture", "cover.jpg", ["artwork-type"]),
    ],
)
def test_artwork_is_what_directories_take(data: bytes, name: str, codes: list[str]) -> None:
    assert [code for code, _ in artwork_faults(data, name)] == codes
