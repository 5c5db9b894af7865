"""Chapters and transcripts of one episode: each by itself, against the audio, and against the timeline.

The timeline is the source of all times: chapters (inside the MP3, in their file, in the description) and transcripts
must say the same, to the millisecond or to what their format can express.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

from audioblog.model import ChapterTime, Timeline
from audioblog.publish.lint.captions import BadCaptions, Caption, caption_faults, captions
from audioblog.publish.lint.chapters import (
    BadChapters,
    Mark,
    chapter_faults,
    clock,
    difference,
    json_chapters,
    listed_chapters,
)
from audioblog.publish.lint.finding import Finding, Place
from audioblog.publish.lint.public import Heard
from audioblog.publish.lint.rules import broken

BEYOND_MS = 500
"""A cue may end this much after the audio, which players stop a little early or late."""
MOST_INSIDE = 255
"""An MP3's table of contents counts its chapters in one byte (ID3v2 Chapter Frame Addendum)."""
FIRST_MS = 1000
"""A first chapter that starts earlier than this is told to start at 0, where apps want one."""


def chapter_findings(heard: Heard) -> Iterator[Finding]:
    """The chapters file; the MP3's own chapters and those of the description against it, or against the timeline."""
    item, wanted = heard.item, _marks(heard.timeline.chapters if heard.timeline else ())
    element = item.first("podcast:chapters")
    file = heard.public.file(element.get("url") or "") if element is not None else None
    if file is not None:
        if not file.is_file():
            said = f"The chapters {heard.public.name(file)} do not exist."
            yield broken("missing-file", said, item.place(element))
        else:
            marks = yield from _chapters_file(heard, file, wanted)
            wanted = wanted or marks
    if wanted:
        yield from _inside(heard, wanted)
        yield from _listed(heard, wanted)


def _marks(chapters: Sequence[ChapterTime]) -> tuple[Mark, ...]:
    marks = [Mark(each.start_ms, " ".join(each.title.split())) for each in chapters]
    if marks and marks[0].start_ms < FIRST_MS:
        marks[0] = Mark(0, marks[0].title)
    return tuple(marks)


def _chapters_file(heard: Heard, file: Path, wanted: tuple[Mark, ...]) -> Generator[Finding, None, tuple[Mark, ...]]:
    """Findings about the chapters file; returns its chapters."""
    label, place = heard.item.label, Place(heard.public.name(file), heard.item.title)
    try:
        marks = json_chapters(file.read_bytes())
    except BadChapters as error:
        yield broken("bad-chapters", f"The chapters of {label} cannot be read: {error}.", place)
        return ()
    for wrong in chapter_faults(marks, heard.sound.duration_ms if heard.sound else None):
        yield broken("bad-chapters", f"In the chapters of {label} {wrong}.", place)
    if wanted and (wrong := difference(wanted, marks)):
        yield broken("chapters-differ", f"The chapters file of {label} differs from its timeline: {wrong}.", place)
    return marks


def _inside(heard: Heard, wanted: tuple[Mark, ...]) -> Iterator[Finding]:
    if heard.sound is None or heard.audio is None:
        return
    label, place = heard.item.label, Place(heard.public.name(heard.audio), heard.item.title)
    marks = _marks(heard.sound.chapters)
    if not marks and len(wanted) > 1:
        said = f"The MP3 of {label} holds no chapters, so players that read only the file have none."
        yield broken("chapters-differ", said, place)
    elif marks and (wrong := difference(wanted[:MOST_INSIDE], marks)):
        yield broken("chapters-differ", f"The chapters inside the MP3 of {label} differ: {wrong}.", place)


def _listed(heard: Heard, wanted: tuple[Mark, ...]) -> Iterator[Finding]:
    """A description may end in the middle of the list: it has a limit."""
    item = heard.item
    listed = listed_chapters(item.text("description"))
    if listed and (wrong := difference(wanted[: len(listed)], listed, step_ms=1000)):
        said = f"The chapters in the description of {item.label} differ: {wrong}."
        yield broken("chapters-differ", said, item.place(item.first("description")))


def transcript_findings(heard: Heard) -> Iterator[Finding]:
    """Every transcript of the item that lies in the public folder."""
    public, item = heard.public, heard.item
    wanted = tuple(_spoken(heard.timeline)) if heard.timeline else ()
    for element in item.all("podcast:transcript"):
        file = public.file(element.get("url") or "")
        if file is None:
            continue
        name = public.name(file)
        if not file.is_file():
            yield broken("missing-file", f"The transcript {name} does not exist.", item.place(element))
        elif not file.stat().st_size:
            yield broken("empty-file", f"The transcript {name} is empty.", item.place(element))
        else:
            yield from _transcript(heard, name, file.read_bytes(), element.get("type") or "", wanted)


def _transcript(heard: Heard, name: str, data: bytes, kind: str, wanted: tuple[Caption, ...]) -> Iterator[Finding]:
    title = heard.item.title
    try:
        found = captions(data, kind)
    except BadCaptions as error:
        place = Place(name, title, error.line)
        yield broken("bad-transcript", f"The transcript {name} cannot be read: {error.said}.", place)
        return
    for line, wrong in caption_faults(found):
        yield broken("bad-transcript", f"In {name} {wrong}.", Place(name, title, line))
    if not found:
        return
    last = max(found, key=lambda cue: cue.end_ms)
    if heard.sound is not None and last.end_ms > heard.sound.duration_ms + BEYOND_MS:
        said = f"{name} goes on until {clock(last.end_ms)}; the audio ends at {clock(heard.sound.duration_ms)}."
        yield broken("transcript-beyond", said, Place(name, title, last.line))
    if wanted:
        yield from _unlike(name, title, wanted, found)


def _spoken(timeline: Timeline) -> Iterator[Caption]:
    """What a transcript must hold: each cue that has words, as they are written."""
    utterances = {utterance.id: utterance for utterance in timeline.script.utterances}
    for number, cue in enumerate(timeline.cues, 1):
        utterance = utterances.get(cue.utterance)
        words = " ".join((utterance.text if utterance else "").split())
        said = words or " ".join((utterance.spoken if utterance else "").split())
        if said:
            yield Caption(cue.start_ms, cue.end_ms, said, number)


def _unlike(name: str, title: str, wanted: tuple[Caption, ...], found: tuple[Caption, ...]) -> Iterator[Finding]:
    """The first cue that is not the timeline's."""
    for one, other in zip(wanted, found, strict=False):
        if not _same(one, other):
            says = f"“{other.text[:60]}” at {clock(other.start_ms)}, the timeline “{one.text[:60]}” at"
            said = f"{name} says {says} {clock(one.start_ms)}."
            yield broken("transcript-differs", said, Place(name, title, other.line))
            return
    if len(found) != len(wanted):
        said = f"{name} has {len(found)} cues; the timeline has {len(wanted)} with words."
        yield broken("transcript-differs", said, Place(name, title))


def _same(one: Caption, other: Caption) -> bool:
    """Equal times; a cue without length may have got one millisecond. A speaker's name may stand before the words."""
    times = one.start_ms == other.start_ms and 0 <= other.end_ms - one.end_ms <= 1
    return times and _letters(other.text).endswith(_letters(one.text))


def _letters(text: str) -> str:
    """Letters and digits alone: formats write arrows, brackets and characters that they forbid in other ways."""
    return "".join(char for char in text if char.isalnum())
