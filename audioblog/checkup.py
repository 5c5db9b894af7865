"""`check`: a feed's file, a public folder or an address in, everything that is wrong with it out.

Joins the lint of `publish` with the ears of `produce`, the network of `ingest` and what the catalogue remembers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path

import msgspec

from audioblog.config import Workspace
from audioblog.errors import FetchError, SpeechError, UsageError
from audioblog.life import standing
from audioblog.model import Timeline
from audioblog.publish.lint.addresses import is_local
from audioblog.publish.lint.edition import edition_findings
from audioblog.publish.lint.feed import lint_feed
from audioblog.publish.lint.finding import Finding, Severity, counts, in_order
from audioblog.publish.lint.history import Known
from audioblog.publish.lint.host import host_findings
from audioblog.publish.lint.journey import Answer, Unreachable
from audioblog.publish.lint.public import BadSound, Ears, Sound, Wrong
from audioblog.publish.lint.web import split
from audioblog.release import last_publication
from audioblog.state import Catalogue, Entry


@dataclass(frozen=True, slots=True)
class Checkup:
    """`check --json`, "schema" 1."""

    target: str
    findings: tuple[Finding, ...]
    counts: dict[Severity, int]
    schema: int = 1

    @property
    def exit_code(self) -> int:
        """0: no fault (there may be notes); 3: there are errors or warnings."""
        return 3 if any(finding.fault for finding in self.findings) else 0


def check_path(
    workspace: Workspace,
    target: Path,
    clock: Callable[[], datetime],
    *,
    base_url: str = "",
    decode: bool = False,
    changed: Collection[str] | None = None,
) -> Checkup:
    """Check a feed's file by itself, or a public folder with all its files. UsageError when there is no such thing.

    `base_url`: where the folder (or the file's folder) is or will be reached; `decode`: listen to every MP3;
    `changed`: look only at these files, and at the feeds.
    """
    now = clock()
    if target.is_file():
        served_at = base_url + target.name if base_url else ""
        return _checkup(str(target), lint_feed(target.read_bytes(), target.name, now, served_at=served_at))
    found: list[Finding] = []
    for folder in _editions(target):
        within = folder.relative_to(target).as_posix()
        base = base_url if within == "." else base_url and f"{base_url}{within}/"
        known = _known(workspace, folder, now)
        top = within == "." or not (target / "feed.xml").is_file()
        due = partial(_is_due, changed, "" if within == "." else f"{within}/")
        told = edition_findings(folder, now, ears(decode=decode), base=base, known=known, pages=top, due=due)
        found += _within(within, told)
    return _checkup(str(target), in_order(found))


def check_own(
    workspace: Workspace, clock: Callable[[], datetime], *, base_url: str = "", decode: bool = False
) -> Checkup:
    """Check what this workspace has built: its public folder and its private shows. UsageError when that is nothing."""
    public = workspace.folder / workspace.settings.out
    places = [folder for folder in (public, workspace.private) if _holds_editions(folder)] or [public]
    told = [check_path(workspace, place, clock, base_url=base_url, decode=decode) for place in places]
    found = [
        _within("." if place == public else place.name, iter(each.findings))
        for place, each in zip(places, told, strict=True)
    ]
    return _checkup(str(public), in_order(chain.from_iterable(found)))


def _holds_editions(folder: Path) -> bool:
    return any(chain(folder.glob("feed.xml"), folder.glob("*/feed.xml")))


def _is_due(changed: Collection[str] | None, prefix: str, name: str) -> bool:
    return changed is None or prefix + name in changed


def check_address(workspace: Workspace, url: str, clock: Callable[[], datetime], *, limit: int = 10) -> Checkup:
    """Check the feed at `url`, and its host with the files of the newest `limit` episodes (0: of all).

    An address of a folder (one that ends with a slash) stands for the feed.xml in it. A private address may be named
    by whoever runs this; a public one must not lead to it, unless the workspace allows that.
    """
    from audioblog.ingest.network.probe import probe

    folder = url.endswith("/") or not split(url).path
    address = url.rstrip("/") + "/feed.xml" if folder else url
    allow_private = workspace.settings.allow_private or is_local(address)

    def ask(method: str, at: str, headers: Mapping[str, str], keep: int) -> Answer:
        try:
            reply = probe(method, at, headers, keep, allow_private=allow_private)
        except FetchError as error:
            raise Unreachable("certificate" if error.code == "tls" else "unreachable", error.message) from error
        return Answer(reply.status, reply.headers, reply.body)

    return _checkup(address, in_order(host_findings(address, ask, clock(), limit=limit)))


def _checkup(target: str, found: tuple[Finding, ...]) -> Checkup:
    return Checkup(target, found, dict(counts(found)))


def _editions(target: Path) -> list[Path]:
    """The folders at and directly below `target` that hold an edition each: of several shows, or of other voices."""
    found = sorted(file.parent for file in (*target.glob("feed.xml"), *target.glob("*/feed.xml")))
    if not found:
        what = "holds no feed.xml" if target.is_dir() else "does not exist"
        hint = "Name a public folder, a feed's file or its address; or make an edition first: audioblog build SOURCE"
        raise UsageError(f"{target} {what}, so there is nothing to check", hint)
    return found


def _within(folder: str, told: Iterator[Finding]) -> Iterator[Finding]:
    """The findings with their files named as seen from the folder that was asked about."""
    yield from told if folder == "." else (replace(each, file=f"{folder}/{each.file}") for each in told)


def ears(*, decode: bool) -> Ears:
    """How published audio is listened to; with `decode`, whole."""
    return Ears(_read, _timeline, _judge, _measure if decode else None)


def _read(path: Path) -> Sound:
    from audioblog.produce.readback import read_back

    try:
        found = read_back(path)
    except SpeechError as error:
        raise BadSound(error.message.rstrip(".")) from error
    return Sound(found.duration_ms, found.chapters)


def _timeline(data: bytes) -> Timeline:
    return msgspec.json.decode(data, type=Timeline)  # its ValidationError is a ValueError


def _judge(timeline: Timeline) -> Wrong | None:
    from audioblog.produce.verify import check_loudness, check_timeline

    try:
        check_timeline(timeline)
        check_loudness(timeline.audio, timeline.duration_ms, timeline.audio.target_lufs)
    except SpeechError as error:
        return _wrong(error)
    return None


def _measure(path: Path, timeline: Timeline) -> Wrong | None:
    from audioblog.produce.verify import inspect

    try:
        inspect(path, timeline, timeline.audio.target_lufs)
    except SpeechError as error:
        return _wrong(error)
    return None


def _wrong(error: SpeechError) -> Wrong:
    about_level = error.code == "loudness" or "dBTP" in error.message
    return ("loudness" if about_level else "audio-differs"), error.message


def _known(workspace: Workspace, folder: Path, now: datetime) -> Known | None:
    """What the workspace's catalogue says of the show whose edition lies in `folder`; None when it is not its work."""
    file = workspace.work / "state.db"
    if not file.is_file():
        return None
    with Catalogue(file) as catalogue:
        shows = {show: tuple(catalogue.entries(show).values()) for show in catalogue.shows()}
        best = max(shows, key=lambda show: _there(shows[show], folder), default="")
        if not best or not _there(shows[best], folder):
            return None
        facts, withdrawn = catalogue.show_facts(best), catalogue.withdrawals(best)
    last = last_publication(facts)
    states = {e.guid: standing(e, withdrawn, last.show.embargoes if last else {}, now) for e in shows[best]}
    return Known(
        facts.get("guid", ""),
        {entry.slug: entry.guid for entry in shows[best]},
        frozenset(guid for guid, state in states.items() if state == "public"),
        {guid: _HIDDEN[state] for guid, state in states.items() if state in _HIDDEN},
    )


_HIDDEN: Mapping[str, str] = {"withdrawn": "it was withdrawn", "embargo": "its time has not come"}


def _there(entries: Iterable[Entry], folder: Path) -> int:
    """How many of the entries are published in `folder`."""
    return sum(1 for entry in entries if entry.episode and (folder / f"{entry.episode.media}.mp3").is_file())
