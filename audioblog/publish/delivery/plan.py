"""A built edition and what its target holds in, what has to be put there and taken away out: pure, changes nothing.

Order is everything: audio, then what stands beside it, then pages, then the feeds, `feed.xml` last. At any moment that
this is stopped, whatever a public feed names is there. Taking away goes the other way round, after the feeds stand.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from audioblog.errors import PublishError
from audioblog.publish import folder
from audioblog.publish.delivery.manifest import Kept
from audioblog.publish.delivery.naming import Named, named_by
from audioblog.publish.delivery.targets import Stored
from audioblog.publish.headers import AUDIO, named_by_content

GRACE = timedelta(days=30)
"""How long audio stays after the last feed that named it: apps still hold the old feed."""
FEEDS, FEED = 5, 6
"""The last two steps: the other feeds, and the one that apps ask for."""
_STEM = re.compile(r"((?:.*/)?media/[^/]*[.-][0-9a-f]{12,64})\.")
_PAGES = 3
"""From this step on, what is gone is taken away at once."""


@dataclass(frozen=True, slots=True)
class Local:
    """One file of the edition as it lies on this machine."""

    path: Path
    size: int
    digest: str
    """SHA-256 of its bytes; of a file named by its content, its size: reading terabytes again proves nothing."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A built public folder."""

    files: Mapping[str, Local]
    feeds: Mapping[str, bytes]
    """The feeds' own bytes, read once, so that what was judged is what is put."""
    named: Mapping[str, Named]
    """Feed -> what it names."""

    def wanted(self) -> dict[str, int | None]:
        """Every file that one of the feeds names, with its length where the feed says it."""
        wanted: dict[str, int | None] = {}
        for named in self.named.values():
            wanted |= {name: size or wanted.get(name) for name, size in named.files.items()}
        return wanted


@dataclass(frozen=True, slots=True)
class Plan:
    steps: tuple[tuple[str, ...], ...]
    """Names to put, a step after the other; the order within a step does not matter."""
    same: tuple[str, ...]
    """At the target already."""
    remove: tuple[str, ...]
    """Names to take away after all that, in this order."""
    waiting: tuple[str, ...]
    """Audio that no feed names any more, and that stays until its grace is over."""
    foreign: tuple[str, ...]
    """Names to put at which something lies that we did not publish."""
    kept: Mapping[str, Kept]
    """The manifest as it will be, but for what is put."""

    @property
    def put(self) -> tuple[str, ...]:
        return tuple(name for step in self.steps for name in step)


def step_of(name: str) -> int:
    """When a file is put: 0 first, `FEED` last."""
    if name.endswith((".xml", ".opml")):
        return FEED if name.rpartition("/")[2] == "feed.xml" else FEEDS
    if name.endswith(".html"):
        return _PAGES if "/episodes/" in f"/{name}" else _PAGES + 1
    return 0 if name.endswith(AUDIO) else 1 if "/media/" in f"/{name}" else 2


def read_edition(root: Path) -> Edition:
    """Look at a built folder. PublishError: it has no feed, or one that cannot be read or names a missing file."""
    if not root.is_dir():
        raise PublishError(
            f"There is no folder {root} to publish.", "Make one first: audioblog build", code="no-folder"
        )
    with folder.in_plain_words(root):
        files = {name: _local(root / name, name, status.st_size) for name, status in folder.visible_files(root)}
        feeds = {name: (root / name).read_bytes() for name in files if name.endswith(".xml")}
    if not any(name.rpartition("/")[2] == "feed.xml" for name in files):
        raise PublishError(f"There is no feed.xml in {root}.", "Make an edition first: audioblog build", code="no-feed")
    edition = Edition(files, feeds, {name: named_by(name, data) for name, data in feeds.items()})
    check_complete(edition.wanted(), {name: local.size for name, local in files.items()}, str(root))
    return edition


def check_complete(wanted: Mapping[str, int | None], sizes: Mapping[str, int], where: str) -> None:
    """PublishError when a feed would name a file that is not at `where`, or that has another length there."""
    for name, size in wanted.items():
        found = sizes.get(name)
        if found is None or (size is not None and size != found):
            what = f"has {found:,} bytes and not {size:,}" if found is not None else "is missing"
            raise PublishError(
                f"A feed names {name}, which {what} in {where}. The feed that was published before is unchanged.",
                "Build again, then publish again.",
                code="dangling",
            )


def make_plan(
    edition: Edition, kept: Mapping[str, Kept], listing: Mapping[str, Stored], now: datetime, grace: timedelta = GRACE
) -> Plan:
    """Compare. `kept`: the target's manifest; `listing`: what really lies there."""
    put: list[list[str]] = [[] for _ in range(FEED + 1)]
    same, foreign = [], []
    for name, local in edition.files.items():
        if _is_there(local, kept.get(name), listing.get(name)):
            same.append(name)
            continue
        put[step_of(name)].append(name)
        if name in listing and name not in kept:
            foreign.append(name)
    # Feeds of the oldest episodes first: a page that another one links to is there before it.
    put[FEEDS].sort(key=_feed_number)
    after = _aged(edition, kept, listing, now)
    gone = [name for name in after if name not in edition.files]
    waiting = {name for name in gone if step_of(name) < _PAGES and _in_grace(after[name], now, grace)}
    remove = sorted((name for name in gone if name not in waiting), key=lambda name: (-step_of(name), name))
    return Plan(
        tuple(tuple(names if step == FEEDS else sorted(names)) for step, names in enumerate(put)),
        tuple(sorted(same)),
        tuple(remove),
        tuple(sorted(waiting)),
        tuple(sorted(foreign)),
        after,
    )


def _is_there(local: Local, kept: Kept | None, stored: Stored | None) -> bool:
    """Whether the target holds it as we would put it: as noted by us, and as the listing still shows it."""
    if kept is None or stored is None or stored.size != local.size:
        return False
    if not kept.digest:  # noted before a crash; what is named by its content can only be that content
        return local.digest.startswith("size:")
    return kept.digest == local.digest and kept.mark == stored.mark


def _aged(edition: Edition, kept: Mapping[str, Kept], listing: Mapping[str, Stored], now: datetime) -> dict[str, Kept]:
    """The manifest without what somebody else removed, and with the time since which a file has not been named."""
    wanted = edition.wanted()
    stems = {_stem(name) for name in wanted}
    after = {}
    for name, known in kept.items():
        if name not in listing:
            continue
        stem = _stem(name)
        belongs = stem in stems if stem else name in wanted or name in edition.files
        local = edition.files.get(name)
        if not known.digest and local and _is_there(local, known, listing[name]):
            known = replace(known, digest=local.digest, mark=listing[name].mark)
        after[name] = replace(known, unnamed_since=None if belongs else known.unnamed_since or now)
    return after


def _stem(name: str) -> str:
    """What an episode's audio, transcripts and chapters have in common; "" for other files."""
    found = _STEM.match(name)
    return found[1] if found else ""


def _in_grace(known: Kept, now: datetime, grace: timedelta) -> bool:
    return known.unnamed_since is None or now - known.unnamed_since < grace


def _feed_number(name: str) -> tuple[int, str]:
    digits = "".join(character for character in name.rpartition("/")[2] if character.isdigit())
    return int(digits or 0), name


def _local(path: Path, name: str, size: int) -> Local:
    if named_by_content(name):
        return Local(path, size, f"size:{size}")
    with path.open("rb") as file:
        return Local(path, size, hashlib.file_digest(file, "sha256").hexdigest())
