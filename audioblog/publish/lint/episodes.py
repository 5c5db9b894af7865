"""One episode's files against what the feed says: audio, timeline, page, other qualities, chapters, transcripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from audioblog.model import Timeline
from audioblog.publish.lint.chapters import clock
from audioblog.publish.lint.consistency import chapter_findings, transcript_findings
from audioblog.publish.lint.document import Item
from audioblog.publish.lint.finding import Finding, Place
from audioblog.publish.lint.public import BadSound, Ears, Heard, Public, Sound
from audioblog.publish.lint.rules import broken


def episode_findings(public: Public, item: Item, ears: Ears) -> Iterator[Finding]:
    """Everything about the files of one item that lie in the public folder."""
    audio = public.file(item.enclosure)
    found: list[Finding] = []
    sound = timeline = None
    if audio is not None:
        found += _lengths(public, item, audio)
        sound = _sound(public, item, audio, ears, found)
        timeline = _timeline(public, item, audio, ears, found)
    heard = Heard(public, item, audio, sound, timeline)
    yield from found
    yield from _duration(heard)
    yield from chapter_findings(heard)
    yield from transcript_findings(heard)
    yield from _page(public, item)
    yield from _other_qualities(public, item)


def _lengths(public: Public, item: Item, audio: Path) -> Iterator[Finding]:
    element = item.first("enclosure")
    if not audio.is_file():
        said = f"The audio of {item.label}, {public.name(audio)}, does not exist."
        yield broken("missing-file", said, item.place(element))
        return
    size, told = audio.stat().st_size, (element.get("length") or "").strip() if element is not None else ""
    if told.isdigit() and int(told) != size:
        said = f"The feed says that {public.name(audio)} has {int(told):,} bytes; it has {size:,}."
        yield broken("wrong-length", said, item.place(element))


def _sound(public: Public, item: Item, audio: Path, ears: Ears, found: list[Finding]) -> Sound | None:
    """What the MP3 says of itself; a fault is put into `found`. Of another kind of audio nothing is known."""
    if audio.suffix.lower() != ".mp3" or not audio.is_file():
        return None
    try:
        return ears.read(audio)
    except BadSound as error:
        place = Place(public.name(audio), item.title)
        found.append(broken("broken-mp3", f"The audio of {item.label} is damaged: {error}.", place))
        return None


def _timeline(public: Public, item: Item, audio: Path, ears: Ears, found: list[Finding]) -> Timeline | None:
    """The timeline that is published beside the audio; what speaks against it, or the audio, is put into `found`."""
    file = audio.with_suffix(".timeline.json")
    if not file.is_file():
        return None
    place = Place(public.name(file), item.title)
    try:
        timeline = ears.timeline(file.read_bytes())
    except ValueError as error:
        found.append(broken("bad-transcript", f"The timeline of {item.label} cannot be read: {error}.", place))
        return None
    wrong = ears.judge(timeline)
    if ears.measure is not None and audio.is_file():
        wrong = wrong or ears.measure(audio, timeline)
    elif timeline.audio.lufs is None and not wrong:
        found.append(broken("loudness-unknown", f"The loudness of {item.label} is not known.", place))
    if wrong:
        code, said = wrong
        found.append(broken(code, f"{item.label}: {said}", Place(public.name(audio), item.title)))
    return timeline


def _duration(heard: Heard) -> Iterator[Finding]:
    item, sound, timeline = heard.item, heard.sound, heard.timeline
    if sound is None:
        return
    told = _told_ms(item.text("itunes:duration"))
    if told is not None and abs(told - sound.duration_ms) > 1000:
        said = f"The feed says that {item.label} lasts {clock(told)}; the audio lasts {clock(sound.duration_ms)}."
        yield broken("wrong-duration", said, item.place(item.first("itunes:duration")))
    if timeline is not None and timeline.duration_ms != sound.duration_ms:
        lengths = f"at {clock(timeline.duration_ms)}; the audio at {clock(sound.duration_ms)}"
        yield broken("audio-differs", f"The timeline of {item.label} ends {lengths}.", item.place())


def _told_ms(duration: str) -> int | None:
    parts = duration.split(":")
    if not all(part.isdigit() for part in parts):
        return None
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + int(part)
    return seconds * 1000


def _page(public: Public, item: Item) -> Iterator[Finding]:
    page = public.file(item.text("link"))
    if page is not None and not page.is_file():
        said = f"The page of {item.label}, {public.name(page)}, does not exist."
        yield broken("missing-file", said, item.place(item.first("link")))


def _other_qualities(public: Public, item: Item) -> Iterator[Finding]:
    for other in item.all("podcast:alternateEnclosure"):
        told = (other.get("length") or "").strip()
        for source in other.iter("{*}source"):
            file = public.file(source.get("uri") or "")
            if file is None:
                continue
            if not file.is_file():
                yield broken("missing-file", f"The file {public.name(file)} does not exist.", item.place(source))
            elif told.isdigit() and (size := file.stat().st_size) != int(told):
                said = f"The feed says that {public.name(file)} has {int(told):,} bytes; it has {size:,}."
                yield broken("wrong-length", said, item.place(other))
