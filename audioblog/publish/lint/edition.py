"""A public folder in, every finding about it out: its feeds, the files that they name, its pages.

How an MP3 is read is the business of another room: functions for that come in as `Ears`. This module puts the checks in
order; what each looks for stands in its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from audioblog.publish.lint.artwork import artwork_faults
from audioblog.publish.lint.document import Feed, Item, read
from audioblog.publish.lint.episodes import episode_findings
from audioblog.publish.lint.feed import findings
from audioblog.publish.lint.finding import Finding, Place
from audioblog.publish.lint.history import Known
from audioblog.publish.lint.house import private
from audioblog.publish.lint.pages import page_findings
from audioblog.publish.lint.public import Ears, Public
from audioblog.publish.lint.rules import broken

Due = Callable[[str], bool]
"""Whether the file of that name is to be looked at."""


def edition_findings(
    root: Path,
    now: datetime,
    ears: Ears,
    *,
    base: str = "",
    known: Known | None = None,
    pages: bool = True,
    due: Due = lambda _name: True,
) -> Iterator[Finding]:
    """`root` holds feed.xml. `base`: where the folder is reached, when that is known; else the feed says so itself.

    `pages`: also every page below `root`. `due`: of the other files, those to look at; feeds are read in any case.
    """
    feeds: list[Feed] = []
    public = Public(root, base)
    for file in feed_files(root):
        data, name = file.read_bytes(), public.name(file)
        feed = read(data, name)
        if isinstance(feed, Finding):
            yield feed
            continue
        feeds.append(feed)
        served_at = base + name if base else ""
        for finding in findings(feed, data, now, served_at=served_at, known=_of(name, known)):
            if finding.code != "empty-feed" or not _may_be_empty(name, known):
                yield finding
    if feeds and known is not None:
        yield from _left_out(feeds, known)
    if _only_feeds(root):
        said = "Only feeds lie in this folder, so the audio and all other files were not looked at."
        yield broken("files-elsewhere", said, Place("feed.xml"))
        return
    yield from _file_findings(Public(root, _base(root, feeds, base)), feeds, ears, due)
    if pages:
        yield from page_findings(root, noindex=any(private(feed) for feed in feeds[:1]), due=due)


def _file_findings(public: Public, feeds: Sequence[Feed], ears: Ears, due: Due) -> Iterator[Finding]:
    """The artwork, and each episode's files once, whichever feeds it is in."""
    seen: set[str] = set()
    for feed in feeds:
        yield from _artwork(public, feed)
        for item in feed.items:
            if item.enclosure not in seen:
                seen.add(item.enclosure)
                if any(due(name) for name in _names(public, item)):
                    yield from episode_findings(public, item, ears)


def _names(public: Public, item: Item) -> Iterator[str]:
    """The files of the folder that an item names."""
    addresses = [item.enclosure, item.text("link")]
    for tag in ("podcast:transcript", "podcast:chapters"):
        addresses += [element.get("url") or "" for element in item.all(tag)]
    yield from (public.name(file) for file in map(public.file, addresses) if file is not None)


def _only_feeds(root: Path) -> bool:
    return all(file.suffix == ".xml" for file in root.rglob("*") if file.is_file())


def _of(name: str, known: Known | None) -> Known | None:
    """What is known of the feed called `name`: those in feeds/ hold the same episodes, and are shows of their own."""
    return replace(known, show="") if known is not None and name.startswith("feeds/") else known


def _may_be_empty(name: str, known: Known | None) -> bool:
    """A feed by a rule that nothing fits at present; or one whose last episode was withdrawn."""
    return name.startswith("feeds/") or (known is not None and known.public == frozenset())


def feed_files(root: Path) -> list[Path]:
    """The feeds of a public folder, feed.xml first."""
    main = root / "feed.xml"
    others = [file for file in sorted([*root.glob("*.xml"), *root.glob("feeds/**/*.xml")]) if file != main]
    return [main, *(file for file in others if b"<rss" in file.read_bytes()[:2000])]


def _base(root: Path, feeds: Sequence[Feed], told: str) -> str:
    """Where the folder is reached: the candidate by which most of the feed's audio is found in it."""
    if not feeds:
        return told
    feed = feeds[0]
    links = [(link.get("href") or "").strip() for link in feed.self_links]
    guesses = [told, *(link.removesuffix(feed.file) for link in links if link.endswith("/" + feed.file))]
    guesses += [feed.channel.text("link").rpartition("/")[0] + "/", *_from_media(feed)]

    def found(base: str) -> int:
        files = (Public(root, base).file(item.enclosure) for item in feed.items)
        return sum(1 for file in files if file is not None and file.is_file())

    return max((guess for guess in guesses if "://" in guess), key=found, default=told)


def _from_media(feed: Feed) -> Iterator[str]:
    for item in feed.items[:1]:
        before, slash, _ = item.enclosure.rpartition("/media/")
        if slash:
            yield before + "/"


def _artwork(public: Public, feed: Feed) -> Iterator[Finding]:
    seen: set[str] = set()
    for part in feed.parts:
        for element in part.all("itunes:image"):
            url = (element.get("href") or "").strip()
            file = public.file(url)
            if url in seen or file is None:
                continue
            seen.add(url)
            if not file.is_file():
                said = f"The artwork {public.name(file)} does not exist."
                yield broken("missing-file", said, part.place(element))
                continue
            for code, said in artwork_faults(file.read_bytes(), public.name(file)):
                yield broken(code, said, part.place(element))


def _left_out(feeds: Sequence[Feed], known: Known) -> Iterator[Finding]:
    """Episodes of the catalogue that no feed of the edition holds."""
    there = {item.guid for feed in feeds for item in feed.items}
    for guid in sorted((known.public or frozenset()) - there):
        yield broken("missing-episode", f"No feed holds the episode with the guid {guid}.", Place(feeds[0].file))
