"""A Timeline as captions and transcripts: WebVTT, SubRip, Podcasting 2.0 JSON, plain text, and the timeline itself.

Cues show the words as written; the narrator's own words ("Image:") as they are said. Pure functions, bytes out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby

import msgspec

from audioblog.model import Cue, Timeline, Utterance
from audioblog.publish.wording import SYNTHETIC, one_line

NARRATOR = "Narrator"


def voice_notice(voice: str) -> str:
    """ "Read by a synthetic voice: eSpeak NG, British English." """
    return f"{SYNTHETIC.rstrip('.')}: {one_line(voice)}." if voice.strip() else SYNTHETIC


def lines(timeline: Timeline) -> Iterator[tuple[Utterance, int, int, str]]:
    """(utterance, start, end, text) of every cue with words; starts ascend, and each end is after its start."""
    spoken = {utterance.id: utterance for utterance in timeline.script.utterances}
    last = 0
    for cue in timeline.cues:
        utterance = spoken[cue.utterance]
        text = one_line(utterance.text) or one_line(utterance.spoken)
        if text:
            last = max(cue.start_ms, last)
            yield utterance, last, _end(cue, last), text


def _end(cue: Cue, start: int) -> int:
    return max(cue.end_ms, start + 1)  # one cue without length makes AntennaPod drop a whole file


def vtt(timeline: Timeline) -> bytes:
    """WebVTT (W3C): one cue an utterance, in a voice span with the speaker's name; text/vtt."""
    parts = ["WEBVTT", f"NOTE\n{_vtt_text(voice_notice(timeline.voice))}"]
    for utterance, start, end, text in lines(timeline):
        payload = _vtt_text(text)
        if utterance.lang and utterance.lang != timeline.script.language:
            payload = f"<lang {_vtt_text(utterance.lang)}>{payload}</lang>"
        speaker = _vtt_text(one_line(utterance.speaker) or NARRATOR)
        parts.append(f"{_stamp(start, '.')} --> {_stamp(end, '.')}\n<v {speaker}>{payload}</v>")
    return ("\n\n".join(parts) + "\n").encode()


def srt(timeline: Timeline) -> bytes:
    """SubRip: numbered cues; a speaker's name only where the post names one; application/x-subrip."""
    parts = []
    for number, (utterance, start, end, text) in enumerate(lines(timeline), 1):
        name = one_line(utterance.speaker)
        said = f"{name}: {text}" if name else text
        parts.append(f"{number}\n{_stamp(start, ',')} --> {_stamp(end, ',')}\n{said.replace('-->', '→')}\n")
    return "\n".join(parts).encode()


def transcript_json(timeline: Timeline) -> bytes:
    """The JSON transcript of the podcast namespace, version 1.0.0: segments in seconds."""
    segments = [
        {
            "speaker": one_line(utterance.speaker) or NARRATOR,
            "startTime": start / 1000,
            "endTime": end / 1000,
            "body": text,
        }
        for utterance, start, end, text in lines(timeline)
    ]
    return (json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False) + "\n").encode()


def plain_text(timeline: Timeline) -> bytes:
    """What is heard, as text: a paragraph for each part of the post, blank lines between; for Braille and search."""
    paragraphs = []
    for _, group in groupby(lines(timeline), key=lambda line: line[0].block):
        said = list(group)
        name = one_line(said[0][0].speaker)
        between = "\n" if said[0][0].role in {"table", "code"} else " "
        text = between.join(text for *_, text in said)
        paragraphs.append(f"{name}: {text}" if name else text)
    return ("\n\n".join([*paragraphs, voice_notice(timeline.voice)]) + "\n").encode()


def timeline_json(timeline: Timeline) -> bytes:
    """The whole Timeline for programs, "schema" 1: the fields of model.Timeline; offsets count Unicode characters."""
    document = {"schema": 1, **msgspec.to_builtins(timeline)}
    # A lone surrogate cannot be written in UTF-8; "?" keeps every offset true.
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(errors="replace") + b"\n"


def _vtt_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _stamp(milliseconds: int, point: str) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{rest:03}"
