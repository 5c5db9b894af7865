"""One show's edition, put into its public folder: media first, then transcripts, pages, index, and the feed last.

A file whose inputs are those of the last time is not made again, and a file whose bytes stay the same keeps its date.
At any moment that this is stopped, what the feed names is there. What no longer belongs goes after the new feed stands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain
from pathlib import Path

import msgspec

from audioblog.errors import PublishError
from audioblog.model import Episode, Post, Show, Timeline
from audioblog.publish import folder
from audioblog.publish.article import full_text
from audioblog.publish.categories import checked_category
from audioblog.publish.chapters import chapters_json
from audioblog.publish.cover import Cover
from audioblog.publish.feed import FULL_TEXT, feed_pages, feed_xml, newest_first
from audioblog.publish.headers import AUDIO
from audioblog.publish.identity import check_address, check_names, page_path, page_url
from audioblog.publish.lint.gate import Judge
from audioblog.publish.sidefeeds import OtherFeed, chosen, side_show
from audioblog.publish.site import ASSETS, archive_names, archive_pages, asset, episode_page, index_page, subscribe_page
from audioblog.publish.tombstone import Tombstone, tombstone_page
from audioblog.publish.transcript import plain_text, srt, timeline_json, transcript_json, vtt

SIDECARS = ("vtt", "srt", "json", "chapters.json", "timeline.json", "txt")
"""Suffixes of the files beside an episode's MP3."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""The date of an empty feed of which nothing was withdrawn: the posts went out of its rule."""

Feeds = dict[str, tuple[str, bytes]]
"""Name of a feed's page -> the key of its inputs, and the page."""
Load = Callable[[Episode], tuple[Post, Timeline]]


def _passed(_name: str, _data: bytes) -> None:
    """Every feed is good enough."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Paths relative to the public folder."""

    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    """Pages of episodes that are gone, and pages of the feed that are no longer needed."""
    stale: tuple[str, ...] = ()
    """Media that no page and no feed names any more. They stay: apps still hold the old feed."""
    told: tuple[str, ...] = ()
    """What an editor should know of the show's other feeds."""


@dataclass(slots=True)
class _Run:
    show: Show
    """Its face (`_face`)."""
    cover: Cover
    load: Load
    inputs: Mapping[str, str]
    emptied: datetime | None
    """When the newest withdrawal was: the date of a feed that it left without items."""
    out: Path
    manifest: dict[str, str]
    wanted: set[str] = field(default_factory=set)
    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    present: set[str] = field(default_factory=set)
    """Names in media/, listed once: asking for 80,000 files one by one takes seconds."""

    def fresh(self, name: str, key: str) -> bool:
        """Whether `name` stands as it was made from the inputs named by `key`. Either way it belongs here."""
        self.wanted.add(name)
        exists = name in self.present if name.startswith("media/") else (self.out / name).is_file()
        if exists and self.manifest.get(name) == key:
            self.unchanged.append(name)
            return True
        return False

    def put(self, name: str, key: str, data: bytes) -> None:
        (self.written if folder.write(self.out, name, data) else self.unchanged).append(name)
        self.manifest[name] = key


def publish(
    show: Show,
    episodes: Sequence[Episode],
    *,
    load: Load,
    media: Mapping[str, Path],
    cover: Cover,
    out: Path,
    manifest: dict[str, str],
    inputs: Mapping[str, str] | None = None,
    withdrawn: Sequence[Tombstone] = (),
    judge: Judge = _passed,
) -> Changes:
    """Make `out` the edition of `episodes` (all of them, in any order).

    `media`: name of each new sound file ("media/SLUG.HASH.mp3") -> the finished file, moved in. `load` is asked for
    an episode's Post and Timeline only when one of its files is made. `manifest`: path -> key of the inputs it was made
    from; brought up to date in place, for the caller to keep. `inputs`: guid -> digest of Post and Timeline, for an
    episode whose text can change while its Episode does not. `withdrawn`: what is put in the place of pages that must
    not be read any more; with it, and only then, an edition may be left without any episode. `judge`: called with each
    new feed before anything is written; what it raises leaves everything as it was.

    Raises PublishError, with what was published before intact: a full disk, a folder that cannot be written, names that
    clash, a category that apps do not know, an MP3 that is missing or has another length, no episode left at all.
    """
    if not show.base_url.endswith("/"):
        show = replace(show, base_url=show.base_url + "/")
    check_address(show)
    check_names(episodes)
    checked_category(show.category, show.subcategory)
    if not episodes and not (out / "feed.xml").exists():
        return Changes()
    if not episodes and not withdrawn:
        raise PublishError(
            "No episode is left, and an empty feed would make the show vanish from people's apps. Nothing was changed.",
            "Check the sources of this show; to end it, delete the public folder yourself.",
            code="empty-feed",
        )
    emptied = max((each.at for each in withdrawn), default=None)
    run = _Run(_face(show), cover, load, inputs or {}, emptied, out, manifest)
    ordered = newest_first(episodes)
    others, beside = _side_feeds(run, show, ordered)
    feeds = _feed(run, run.show, ordered, "feed")
    for name, (_, data) in (beside | feeds).items():
        judge(name, data)
    _media(run, ordered, media)
    for episode in ordered:
        _episode(run, episode)
    _assets(run)
    _put(run, beside)
    _site(run, ordered, others)
    _put(run, feeds)
    for tombstone in withdrawn:
        if not run.fresh(tombstone.path, key := _key(run.show, tombstone)):
            run.put(tombstone.path, key, tombstone_page(run.show, tombstone))
    folder.settle(out)
    removed = _tidy(run)
    return Changes(tuple(run.written), tuple(run.unchanged), removed, _stale(run), tuple(run.told))


def missing_media(episodes: Sequence[Episode], out: Path) -> tuple[Episode, ...]:
    """The episodes whose MP3 is not in `out` with the length that the feed will state: they must be made again."""
    sizes = _sizes(out)
    return tuple(
        episode
        for episode in episodes
        if any(sizes.get(f"{episode.media}.{kind}") != size for kind, size in episode.audio())
    )


def _media(run: _Run, episodes: Sequence[Episode], media: Mapping[str, Path]) -> None:
    for name, staged in media.items():
        folder.move_in(run.out, name, staged)
        run.written.append(name)
    if media:
        folder.settle(run.out / "media")
    sizes = _sizes(run.out)
    run.present.update(sizes)
    for episode in episodes:
        for kind, size in episode.audio():
            name = f"{episode.media}.{kind}"
            run.wanted.add(name)
            if sizes.get(name) != size:
                found = f"has {sizes[name]:,} bytes" if name in sizes else "is missing"
                raise PublishError(
                    f"The audio of “{episode.title[:100]}” ({name}) {found}, where the feed would say {size:,}.",
                    "Build again; the file is then made anew.",
                    code="media-missing",
                )
            run.manifest[name] = str(size)
            if name not in media:
                run.unchanged.append(name)


def _sizes(out: Path) -> dict[str, int]:
    """Name of every file in media/ -> its size; only audio is asked for it (the others count as 0)."""
    if not (out / "media").is_dir():
        return {}
    with folder.in_plain_words(out / "media"):
        return {
            f"media/{entry.name}": entry.stat().st_size if entry.name.endswith(AUDIO) else 0
            for entry in folder.listed(out / "media")
        }


def _episode(run: _Run, episode: Episode) -> None:
    """The sidecars and the page of one episode, when any of them is not as its inputs say."""
    show, key = run.show, _key(run.show, episode, run.inputs.get(episode.guid, ""))
    page = page_path(episode) + "index.html"
    names = [*(f"{episode.media}.{suffix}" for suffix in SIDECARS), page]
    due = [name for name in names if not run.fresh(name, key)]
    if not due:
        return
    post, timeline = run.load(episode)
    makers: dict[str, Callable[[], bytes]] = {
        f"{episode.media}.vtt": lambda: vtt(timeline),
        f"{episode.media}.srt": lambda: srt(timeline),
        f"{episode.media}.json": lambda: transcript_json(timeline),
        f"{episode.media}.chapters.json": lambda: chapters_json(show, episode),
        f"{episode.media}.timeline.json": lambda: timeline_json(timeline),
        f"{episode.media}.txt": lambda: plain_text(timeline),
        page: lambda: episode_page(show, episode, post, timeline),
    }
    for name in due:
        run.put(name, key, makers[name]())


def _assets(run: _Run) -> None:
    """Style, script, cover."""
    for name in ASSETS:
        if not run.fresh(name, key := _key(name)):
            run.put(name, key, asset(name))
    if not run.fresh(run.cover.name, key := _key(run.cover.name)):
        run.put(run.cover.name, key, run.cover.data)


def _face(show: Show) -> Show:
    """What listeners see of the show: a change of anything else must not make 10,000 pages anew."""
    return replace(show, sources=(), posts={}, rules={}, voices={}, embargoes={}, feeds={})


def _side_feeds(run: _Run, show: Show, ordered: Sequence[Episode]) -> tuple[list[OtherFeed], Feeds]:
    """The show's other feeds, for the page on how to subscribe. A voice's own feed is published by itself, before."""
    others: list[OtherFeed] = []
    due: Feeds = {}
    for name, side in show.feeds.items():
        address = f"{name}/feed.xml" if side.voice else f"feeds/{name}.xml"
        known = (run.out / address).is_file()
        if not side.voice:
            items, told = chosen(side, show, ordered)
            run.told += [f"feeds/{name}.xml: {each}" for each in told]
            if items or known:  # one that people subscribed to stays, even without items
                due |= _feed(run, _face(side_show(show, name)), items, f"feeds/{name}")
                known = True
        if known:
            others.append(OtherFeed(side_show(show, name).title, address))
    return others, due


def _site(run: _Run, ordered: Sequence[Episode], others: Sequence[OtherFeed]) -> None:
    """Index, archive, how to subscribe."""
    show, cover = run.show, run.cover
    if not run.fresh("subscribe.html", key := _key(show, *others)):
        run.put("subscribe.html", key, subscribe_page(show, others))
    if not run.fresh("index.html", key := _key(show, cover.name, cover.alt, *ordered)):
        run.put("index.html", key, index_page(show, ordered, cover))
    due = [name for name in archive_names(ordered) if not run.fresh(name, key)]
    pages = archive_pages(show, ordered) if due else {}
    for name in due:
        run.put(name, key, pages[name])


def _put(run: _Run, files: Feeds) -> None:
    for name, (key, data) in files.items():
        run.put(name, key, data)


def _feed(run: _Run, show: Show, ordered: Sequence[Episode], stem: str) -> Feeds:
    """The pages of one feed that are not as their inputs say, the oldest first and the one that apps ask for last."""
    due: Feeds = {}
    pages = feed_pages(ordered, stem)
    first = f"{stem}.xml"
    for name in [*(page for page in pages if page != first), first]:
        items = pages[name]
        full = items[:FULL_TEXT] if name == first else []
        digests = [run.inputs.get(episode.guid, "") for episode in full]
        count = len(pages) if name == first else 0  # older pages do not change when another one is added
        emptied = None if items else run.emptied or EPOCH
        key = _key(show, name, count, len(pages) > 1, emptied, run.cover.name, run.cover.alt, *digests, *items)
        if not run.fresh(name, key):
            notes = {episode.guid: _notes(run, episode) for episode in full}
            due[name] = key, feed_xml(show, items, notes, run.cover, page=name, pages=len(pages), emptied=emptied)
    return due


def _notes(run: _Run, episode: Episode) -> str:
    post, _ = run.load(episode)
    return full_text(post, None, top=2, page=page_url(run.show, episode))


def _tidy(run: _Run) -> tuple[str, ...]:
    """Take away pages that no longer belong. Only what the manifest says is ours; never media."""
    gone = [name for name in run.manifest if name not in run.wanted and not name.startswith("media/")]
    for name in gone:
        folder.remove(run.out, name)
        del run.manifest[name]
    return tuple(sorted(gone))


def _stale(run: _Run) -> tuple[str, ...]:
    """Media of earlier editions that still lie there; those that somebody cleared away are forgotten."""
    old = [name for name in run.manifest if name.startswith("media/") and name not in run.wanted]
    for name in old:
        if name not in run.present:
            del run.manifest[name]
    return tuple(sorted(name for name in old if name in run.present))


def clear_away(out: Path, manifest: dict[str, str], names: Iterable[str]) -> None:
    """Remove published files that nothing names any more. Only what the manifest says is ours."""
    for name in names:
        if manifest.pop(name, None) is not None:
            folder.remove(out, name)


def _key(*parts: object) -> str:
    """The key of a file's inputs: `parts`, and the code that makes it, so that a new version makes every file anew."""
    return hashlib.sha256(_made_by() + msgspec.json.encode(parts)).hexdigest()[:24]


_MAKE_NO_FILE = {"lint", "delivery", "targets"}
"""Folders of this package whose code judges or carries files, and decides no byte of them."""


@lru_cache(maxsize=1)
def _made_by() -> bytes:
    """Digest of this package's code, templates and styles: nobody has to remember to raise a number."""
    here = Path(__file__).parent
    found = chain.from_iterable(here.rglob(pattern) for pattern in ("*.py", "*.html", "*.css", "*.js"))
    files = sorted(path for path in found if path.parent.name not in _MAKE_NO_FILE)
    return hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in files)).digest()
