"""State to feed: what it costs to publish 10,000 episodes from the catalogue, again when nothing changed, and to see
that there is nothing to do. A synthetic blog, and no audio: its MP3 files are holes of the right length.

Each measurement runs in a process of its own; CPU seconds and peak memory are that process's.
"""

from __future__ import annotations

import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from audioblog import pipeline, recipe
from audioblog.answers import KeptAnswers
from audioblog.config import Workspace, open_workspace
from audioblog.document import Document, keep
from audioblog.gather import Selection, gather, open_sources
from audioblog.identity import episode_guid, mint_slug
from audioblog.ingest.raw import RawPost
from audioblog.jobs import RECIPE
from audioblog.model import AudioFacts, Block, ChapterTime, Cue, Episode, Post, Script, Show, Timeline, Utterance
from audioblog.publish.feed import FULL_TEXT, feed_pages, feed_xml
from audioblog.release import Press, release
from audioblog.report import Silent
from audioblog.shows import choose_editions, facts, settle
from audioblog.state import Catalogue, Entry
from audioblog.store import Store
from audioblog.studio import cover_of, open_studios
from benchmarks.text import paragraphs

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FIRST = datetime(1999, 1, 1, 9, tzinfo=UTC)
CHARACTERS = 2_500
"""Of a post: some 400 words."""
SLUG = "edition:public"


def workspace(folder: Path) -> Workspace:
    return open_workspace(folder, {"base_url": "https://audio.example.org/", "pause": 0.0}, {})


def blog(folder: Path, count: int) -> None:
    """`count` Markdown files, a day apart."""
    (folder / "audioblog.toml").touch()
    (folder / "blog").mkdir()
    text = "\n\n## A heading\n\n".join(" ".join(block) for block in paragraphs(CHARACTERS))
    for number in range(count):
        day = (FIRST + timedelta(days=number)).date()
        head = f"---\ntitle: Post number {number}\ndate: {day}\ntags: [tag{number % 7}]\nauthor: Dilys Ward\n---\n"
        (folder / "blog" / f"{number:05}.md").write_text(f"{head}This is post {number}. {text}\n")


def fill(folder: Path) -> None:
    """The catalogue, store and media as a build of the blog leaves them, but for the public pages and feeds."""
    here = workspace(folder)
    store = Store(here.work / "store")
    (edition,) = choose_editions(here, [str(folder / "blog")])
    with Catalogue(here.work / "state.db") as catalogue:
        memory = KeptAnswers(catalogue, store)
        opened = open_sources(edition.show.sources, here.settings, memory, NOW)
        show = settle(edition.show, [source.info for source in opened.sources], {})
        studios, cover = open_studios(here, show)
        store.put(studios.usual.cover, cover.data)
        catalogue.set_show_facts(SLUG, facts(show))
        (edition.out / "media").mkdir(parents=True)
        taken: set[str] = set()
        with catalogue.transaction():
            for found in gather(opened, Selection()):
                assert isinstance(found.item, RawPost), found.item
                key = recipe.key(RECIPE, replace(found.item, source=""), studios.usual.key)
                entry = entry_of(show, found.post, found.item, key, store, taken)
                assert entry.episode is not None
                with (edition.out / f"{entry.episode.media}.mp3").open("wb") as file:
                    file.truncate(entry.episode.bytes)
                catalogue.record(entry)


def entry_of(show: Show, name: str, raw: RawPost, key: str, store: Store, taken: set[str]) -> Entry:
    assert raw.published is not None
    slug = mint_slug(raw.title, raw.published, taken)
    taken.add(slug)
    document = document_of(raw)
    audio = hashlib.sha256(slug.encode()).hexdigest()
    length = document.timeline.duration_ms
    episode = Episode(
        episode_guid(show.guid, name), SLUG, name, slug, raw.title, raw.published, raw.published, "en-GB",
        f"media/{slug}.{audio[:12]}", length * 8, length, author=raw.author, tags=raw.tags, lufs=-16.0,
        true_peak_db=-3.0, summary="What happened, and what we learned from it.", voice=document.timeline.voice,
        chapters=document.timeline.chapters,
    )  # fmt: skip
    return Entry(SLUG, name, episode.guid, slug, NOW, key, keep(store, document), audio, episode)


def document_of(raw: RawPost) -> Document:
    """A post with a heading after every second paragraph, and a timeline that says each sentence in its time."""
    blocks: list[Block] = []
    utterances: list[Utterance] = []
    cues: list[Cue] = []
    chapters: list[ChapterTime] = []
    at = 0
    for number, sentences in enumerate(paragraphs(CHARACTERS)):
        if number % 2 == 0:
            blocks.append(Block(f"h{number}", "heading", f"Part {number}", level=2))
            chapters.append(ChapterTime(f"Part {number}", at, at + 60_000))
        text = " ".join(sentences)
        blocks.append(Block(f"b{number}", "paragraph", text))
        start = 0
        for sentence in sentences:
            name, length = f"u{len(utterances)}", len(sentence) * 60
            utterances.append(
                Utterance(name, f"b{number}", start, start + len(sentence), sentence, sentence, "paragraph")
            )
            cues.append(Cue(name, at, at + length))
            start, at = start + len(sentence) + 1, at + length + 250
    post = Post(raw.id, raw.title, tuple(blocks), author=raw.author, published=raw.published, tags=raw.tags)
    audio = AudioFacts("lame", 44_100, 64, at // 26)
    script = Script(raw.title, "en-GB", tuple(utterances))
    return Document(post, Timeline(script, tuple(cues), tuple(chapters), at, audio, "eSpeak NG, British English"))


def press(folder: Path, catalogue: Catalogue) -> Press:
    here = workspace(folder)
    return Press(here, catalogue, Store(here.work / "store"), NOW, lambda _: None)


def shown(folder: Path, catalogue: Catalogue) -> Show:
    (edition,) = choose_editions(workspace(folder), [str(folder / "blog")])
    return settle(edition.show, (), catalogue.show_facts(SLUG))


def feeds(folder: Path) -> None:
    """Every page of the feed as bytes, from the catalogue; nothing is written."""
    with Catalogue(folder / ".audioblog" / "state.db") as catalogue:
        show, entries = shown(folder, catalogue), catalogue.entries(SLUG)
        episodes = [entry.episode for entry in entries.values() if entry.episode]
        pages, cover = feed_pages(episodes), cover_of(show)
        notes = {episode.guid: f"<p>{'word ' * 400}</p>" for episode in pages["feed.xml"][:FULL_TEXT]}
        for name, items in pages.items():
            feed_xml(show, items, notes if name == "feed.xml" else {}, cover, page=name, pages=len(pages))


def whole(folder: Path) -> None:
    """The public folder from the catalogue: pages, transcripts, captions, chapters, feed."""
    with Catalogue(folder / ".audioblog" / "state.db") as catalogue:
        show = shown(folder, catalogue)
        assert release(press(folder, catalogue), show, folder / "public", cover_of(show)).written


def idle(folder: Path) -> None:
    """`audioblog build` when no post is new or changed: all of them are read from their files and compared."""
    report = pipeline.build(
        workspace(folder), [str(folder / "blog")], selection=Selection(), progress=Silent(), clock=lambda: NOW
    )
    assert (report.counts.new, report.counts.updated, report.counts.failed) == (0, 0, 0), report.counts


STEPS: dict[str, tuple[Callable[[Path], None], str]] = {
    "feeds": (feeds, "every page of the feed, from state"),
    "whole": (whole, "feed, pages, captions, transcripts, from state"),
    "again": (whole, "the same again, nothing changed"),
    "idle": (idle, "build, nothing to do"),
}


def measure(step: str, folder: Path) -> None:
    """In a process of its own: do the step; its CPU seconds, and the largest memory in MB, as JSON on stdout."""
    begin = time.process_time()
    STEPS[step][0](folder)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = time.process_time() - begin + children.ru_utime + children.ru_stime
    print(json.dumps({"cpu_s": cpu, "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def digests(public: Path) -> dict[str, tuple[int, int]]:
    """Every file but the audio, with its size and the time of its last writing."""
    files = (file for file in public.rglob("*") if file.is_file() and file.suffix != ".mp3")
    return {str(file): (file.stat().st_size, file.stat().st_mtime_ns) for file in files}


def main(count: int) -> None:
    with tempfile.TemporaryDirectory(prefix="audioblog-bench-") as name:
        folder = Path(name)
        blog(folder, count)
        fill(folder)
        print(f"{count:,} episodes                                    CPU s      MB")
        before: dict[str, tuple[int, int]] = {}
        for step, (_, about) in STEPS.items():
            command = [sys.executable, "-c", f"from benchmarks.feed import *; measure({step!r}, Path({name!r}))"]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                raise SystemExit(f"{step} failed:\n{done.stderr}")
            cost = json.loads(done.stdout)
            print(f"{about:<50}{cost['cpu_s']:8.2f}{cost['memory_mb']:8.0f}", flush=True)
            after = digests(folder / "public")
            if step in ("again", "idle") and {f: v for f, v in after.items() if f in before} != before:
                raise SystemExit(f"{step} touched files although nothing had changed")
            before = after


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
