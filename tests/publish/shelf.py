"""What tests of publishing share: small public folders made by hand, and a look at a target as an app has it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from audioblog.publish.delivery.targets import Condition, Stored, Target, Version

BASE = "https://audio.example.org/town/"
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
HUB = "https://hub.example.org/"


def media(slug: str, sound: bytes) -> str:
    return f"media/{slug}.{sha256(sound).hexdigest()[:12]}"


def rss(episodes: dict[str, bytes], *, page: str = "feed.xml", guid: str = "one", hub: str = "") -> bytes:
    items = "".join(
        f'<item><title>{slug}</title><guid>{slug}</guid><enclosure url="{BASE}{media(slug, sound)}.mp3" '
        f'length="{len(sound)}" type="audio/mpeg"/><podcast:transcript url="{BASE}{media(slug, sound)}.vtt" '
        f'type="text/vtt"/></item>'
        for slug, sound in episodes.items()
    )
    hub = hub and f'<atom:link rel="hub" href="{hub}"/>'
    return (
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Town</title>'
        f'<atom:link rel="self" href="{BASE}{page}"/>{hub}<podcast:guid>{guid}</podcast:guid>{items}</channel></rss>'
    ).encode()


def shelve(root: Path, episodes: dict[str, bytes], *, older: dict[str, bytes] | None = None, hub: str = "") -> Path:
    """Make `root` the edition of `episodes` (slug -> sound); what was there and belongs no more goes."""
    files = {"index.html": b"".join(slug.encode() for slug in episodes), "site.css": b"p{}"}
    files["feed.xml"] = rss(episodes, hub=hub)
    if older:
        files["feed-2.xml"] = rss(older, page="feed-2.xml")
    for slug, sound in {**episodes, **(older or {})}.items():
        files |= {f"{media(slug, sound)}.mp3": sound, f"{media(slug, sound)}.vtt": b"WEBVTT " + slug.encode()}
        files[f"episodes/{slug}/index.html"] = b"<h1>" + slug.encode()
    for file in [file for file in root.rglob("*") if file.is_file()]:
        file.unlink()
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


def contents(root: Path) -> dict[str, bytes]:
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in root.rglob("*") if file.is_file()}


def at(target: Target) -> dict[str, bytes]:
    """Every object that the world can see there."""
    found = {name: target.get(name) for name in target.listing()}
    return {name: data[0] for name, data in found.items() if data}


def assert_nothing_dangles(target: Target) -> None:
    """Every file that any public feed names is there, with the length that the feed states."""
    seen = at(target)
    for name in (name for name in seen if name.endswith(".xml")):
        feed = seen[name].decode()
        for url, length in re.findall(r'<enclosure url="([^"]+)" length="(\d+)"', feed):
            assert len(seen[url.removeprefix(BASE)]) == int(length), f"{name}: {url}"
        for url in re.findall(r'<podcast:transcript url="([^"]+)"', feed):
            assert url.removeprefix(BASE) in seen, f"{name}: {url}"


class Crash(BaseException):
    """The machine dies."""


@dataclass
class Watched:
    """A target that notes what is done to it, in order, and can be made to fail or to call back at any step."""

    inner: Target
    before: Callable[[int, str, str], None] = lambda _number, _what, _name: None
    after: Callable[[int, str, str], None] = lambda _number, _what, _name: None
    done: list[tuple[str, str]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return self.inner.address

    def listing(self) -> Any:
        return self.inner.listing()

    def get(self, name: str) -> tuple[bytes, Version] | None:
        return self.inner.get(name)

    def put(self, name: str, source: bytes | Path, *, kind: str, cache: str, only_if: Condition = None) -> Version:
        number = len(self.done)
        self.before(number, "put", name)
        version = self.inner.put(name, source, kind=kind, cache=cache, only_if=only_if)
        self.done.append(("put", name))
        self.after(number, "put", name)
        return version

    def delete(self, name: str) -> None:
        number = len(self.done)
        self.before(number, "delete", name)
        self.inner.delete(name)
        self.done.append(("delete", name))
        self.after(number, "delete", name)

    def sweep(self, now: datetime) -> None:
        self.inner.sweep(now)

    def public(self) -> list[tuple[str, str]]:
        """What was done to objects that the world can see."""
        return [(what, name) for what, name in self.done if not name.startswith(".")]


class Shelf:
    """A target in memory; `conditions`: "kept", "ignored" (as some stores do) or "unknown" (as others do)."""

    def __init__(self, conditions: str = "kept") -> None:
        self.objects: dict[str, tuple[bytes, Version]] = {}
        self.headers: dict[str, tuple[str, str]] = {}
        self.conditions = conditions
        self.count = 0

    address = "shelf://one"

    def listing(self) -> dict[str, Stored]:
        visible = (name for name in self.objects if not name.startswith("."))
        return {name: Stored(len(self.objects[name][0]), self.objects[name][1].mark) for name in visible}

    def get(self, name: str) -> tuple[bytes, Version] | None:
        return self.objects.get(name)

    def put(self, name: str, source: bytes | Path, *, kind: str, cache: str, only_if: Condition = None) -> Version:
        from audioblog.errors import Overtaken, PublishError

        if only_if is not None and self.conditions == "unknown":
            raise PublishError("cannot write on a condition", code="no-conditions")
        found = self.objects.get(name)
        held = found[1] if found else None
        if (
            only_if is not None
            and self.conditions == "kept"
            and held != (only_if if isinstance(only_if, Version) else None)
        ):
            raise Overtaken(f"{name} was changed")
        self.count += 1
        version = Version(str(self.count))
        self.objects[name] = (source if isinstance(source, bytes) else source.read_bytes(), version)
        self.headers[name] = (kind, cache)
        return version

    def delete(self, name: str) -> None:
        self.objects.pop(name, None)

    def sweep(self, now: datetime) -> None:
        """Nothing is ever half-written in memory."""


@dataclass
class Clock:
    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **much: float) -> None:
        self.now += timedelta(**much)
