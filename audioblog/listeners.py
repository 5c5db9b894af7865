"""Who may hear a private show: each listener's own token, of which we keep only the hash.

A token is 160 random bits in small letters and digits, so that it can be dictated, and stands in the path of the feed
and of every file, because podcast apps pass no password on to the audio. Whoever has the address can listen: it can be
withdrawn, and that is all the safety that podcast apps allow. Nothing of this is ever published.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import msgspec

from audioblog.config import LISTENER, Workspace, load_shows
from audioblog.errors import UsageError
from audioblog.model import Show
from audioblog.state import locked
from audioblog.store import write_atomically

BYTES = 20
"""160 bits: nobody guesses one, so a plain SHA-256 of it keeps the secret."""


@dataclass(frozen=True, slots=True)
class Listener:
    show: str
    name: str
    """What the editor calls them; it appears in no address."""
    digest: str
    """SHA-256 of the token."""
    added: datetime
    revoked: datetime | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """A listener's addresses; shown once, since we do not keep the token."""

    show: str
    name: str
    feed: str
    page: str
    """Where the address can be copied, with the steps in each app."""


def register(workspace: Workspace) -> Path:
    """The file that holds the listeners."""
    return workspace.work / "listeners" / "listeners.json"


def read(file: Path) -> tuple[Listener, ...]:
    """Every listener ever added, by show and name. UsageError: the file is damaged."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=tuple[Listener, ...])
    except FileNotFoundError:
        return ()
    except msgspec.DecodeError as error:
        raise UsageError(f"{file} is damaged: {error}", "Restore it from a backup.", code="listeners") from error


def add(
    workspace: Workspace,
    name: str,
    show: str,
    clock: Callable[[], datetime],
    random: Callable[[int], bytes] = secrets.token_bytes,
) -> Invitation:
    """Make an address for one more listener of a private show ("" = the only one). UsageError: the name is taken."""
    name = name.strip()
    if not name:
        raise UsageError("a listener needs a name", "It is for you alone, and appears in no address.")
    chosen = _private_show(workspace, show)
    token = base64.b32encode(random(BYTES)).decode().lower()
    with locked(register(workspace).parent):
        known = read(register(workspace))
        if any((each.show, each.name, each.revoked) == (chosen.slug, name, None) for each in known):
            hint = f"Revoke that address first: audioblog listeners revoke {name!r}. Or choose another name."
            raise UsageError(f"{name} has an address for {chosen.slug} already", hint, code="known-listener")
        _keep(workspace, [*known, Listener(chosen.slug, name, digest(token), clock().replace(microsecond=0))])
    base = chosen.base_url.replace(LISTENER, f"m/{token}/")
    return Invitation(chosen.slug, name, f"{base}feed.xml", f"{base}subscribe.html")


def revoke(workspace: Workspace, name: str, show: str, clock: Callable[[], datetime]) -> tuple[Listener, ...]:
    """Shut the addresses of `name` (in `show` only, unless ""); those that were open. UsageError: there is none."""
    with locked(register(workspace).parent):
        known = read(register(workspace))
        meant = [each for each in known if each.name == name.strip() and each.show in {show or each.show}]
        still = [each for each in meant if each.revoked is None]
        if not still:
            names = ", ".join(dict.fromkeys(each.name for each in known if each.revoked is None)) or "nobody"
            what = "is shut already" if meant else "does not exist"
            raise UsageError(f"the address of {name!r} {what}", f"With an address: {names}.", code="no-listener")
        now = clock().replace(microsecond=0)
        closed = tuple(replace(each, revoked=now) for each in still)
        _keep(workspace, [*(each for each in known if each not in still), *closed])
    return closed


def digest(token: str) -> str:
    """What is kept of a token. Capitals do not matter: a dictated address may get some."""
    return hashlib.sha256(token.lower().encode("utf-8", "replace")).hexdigest()


def find(listeners: Sequence[Listener], token: str) -> Listener | None:
    """Whose token it is. Takes as long for a wrong one as for a right one."""
    asked, found = digest(token), None
    for listener in listeners:
        if hmac.compare_digest(listener.digest, asked):
            found = listener
    return found


class Door:
    """The register as the running server asks it: read again when the file has changed."""

    def __init__(self, workspace: Workspace) -> None:
        self.rooms = workspace.private
        """The folder with a private show in each folder."""
        self._file = register(workspace)
        self._seen: tuple[int, int, int] | None = None
        self._listeners: tuple[Listener, ...] = ()

    def opens_for(self, token: str) -> Listener | None:
        """The listener whose token this is, perhaps a revoked one; None when there is none."""
        try:
            status = self._file.stat()
        except FileNotFoundError:
            return None
        now = (status.st_mtime_ns, status.st_size, status.st_ino)
        if now != self._seen:
            self._listeners, self._seen = read(self._file), now
        return find(self._listeners, token)


def _private_show(workspace: Workspace, name: str) -> Show:
    private = [show for show in load_shows(workspace) if show.private]
    found = [show for show in private if show.slug == name or not name]
    if len(found) == 1:
        return found[0]
    names = ", ".join(show.slug for show in private)
    if not private:
        raise UsageError("no show here is private", "Write private = true into its file in feeds/.", code="no-private")
    what = f"there is no private show called {name}" if name else "there is more than one private show"
    raise UsageError(what, f"Say which one with --show: {names}.", code="no-show")


def _keep(workspace: Workspace, listeners: Sequence[Listener]) -> None:
    ordered = sorted(listeners, key=lambda each: (each.show, each.name, each.added))
    write_atomically(register(workspace), msgspec.json.format(msgspec.json.encode(ordered), indent=1))


def text(listeners: Sequence[Listener]) -> Iterator[str]:
    """The register for people, without anything secret."""
    if not listeners:
        yield "Nobody has an address for a private show yet. Make one with: audioblog listeners add NAME"
    for each in listeners:
        shut = f", shut on {each.revoked:%Y-%m-%d}" if each.revoked else ""
        yield f"{each.show}: {each.name}, since {each.added:%Y-%m-%d}{shut}"


def invitation_text(invitation: Invitation) -> Iterator[str]:
    yield invitation.feed
    yield f"This is {invitation.name}'s own address for {invitation.show}. Give it to nobody else."
    yield f"The same with instructions for each podcast app: {invitation.page}"
    yield "It is shown only now. If it is lost, revoke it and add the listener again."
