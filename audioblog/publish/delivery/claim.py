"""One publisher at a time: a small object at the target says who is publishing, and until when that may be believed.

It is only ever replaced on the condition that it is still what we saw. A publisher that was killed is known by the
time it promised to renew by; the same workspace may go on at once, because it holds its own lock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from audioblog.errors import Busy, Overtaken, PublishError
from audioblog.publish.delivery.targets import ABSENT, Condition, Target, Version

CLAIM = ".audioblog/publisher.json"
LEASE = timedelta(minutes=10)
RENEW = timedelta(minutes=1)

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Claimed:
    """The content of the object."""

    publisher: str
    """Which workspace; "" when nobody is publishing."""
    who: str = ""
    """For people: the machine."""
    until: datetime | None = None


@dataclass(slots=True)
class Claim:
    """A target that is ours to write to until we release it."""

    target: Target
    publisher: str
    who: str
    clock: Clock
    guarded: bool = True
    """False where the target knows no conditions: then two publishers may not notice each other."""
    _version: Version | None = None
    _renewed: datetime | None = None

    def take(self) -> None:
        """Busy: somebody else is publishing there."""
        found = self.target.get(CLAIM)
        condition: Condition = ABSENT
        if found is not None:
            held = _read(found[0])
            if held.publisher not in {"", self.publisher} and held.until and held.until > self.clock():
                raise self._busy(held)
            condition = found[1]
        self._write(self.publisher, condition)
        self.guarded = self.guarded and self._honours_conditions()

    def keep(self) -> None:
        """Renew when it is time. Busy: somebody else has taken over."""
        if self._renewed is None or self.clock() - self._renewed >= RENEW:
            self.confirm()

    def confirm(self) -> None:
        """Renew now: after this it is certain that nobody else has taken over. Busy: somebody has."""
        self._write(self.publisher, self._version)

    def release(self) -> None:
        self._write("", self._version)

    def _write(self, publisher: str, condition: Condition) -> None:
        now = self.clock()
        until = now + LEASE if publisher else None
        data = msgspec.json.encode(Claimed(publisher, self.who if publisher else "", until))
        try:
            self._version = self.put(CLAIM, data, condition, kind="application/json", cache="no-store")
        except Overtaken as error:
            found = self.target.get(CLAIM)
            raise self._busy(_read(found[0]) if found else Claimed("")) from error
        self._renewed = now

    def put(self, name: str, data: bytes, condition: Condition, *, kind: str, cache: str) -> Version:
        """Write an object of ours on a condition, as well as the target can. Overtaken: the condition does not hold."""
        if self.guarded:
            try:
                return self.target.put(name, data, kind=kind, cache=cache, only_if=condition)
            except PublishError as error:
                if error.code != "no-conditions":
                    raise
                self.guarded = False
        found = self.target.get(name)
        if condition is not None and condition != (found[1] if found else ABSENT):
            raise Overtaken(f"{name} at {self.target.address} was changed by somebody else.")
        return self.target.put(name, data, kind=kind, cache=cache)

    def _honours_conditions(self) -> bool:
        """Some stores take a condition and pay it no heed: ask for what must be refused."""
        now = self.target.get(CLAIM)
        if now is None:
            return False
        try:
            self._version = self.target.put(CLAIM, now[0], kind="application/json", cache="no-store", only_if=ABSENT)
        except Overtaken:
            return True
        return False

    def _busy(self, held: Claimed) -> Busy:
        who = f" ({held.who})" if held.who else ""
        return Busy(
            f"somebody else is publishing to {self.target.address}{who}; theirs goes on, and this one stopped",
            f"Wait until that is done and run the same command again. If it died, wait {LEASE.seconds // 60} minutes.",
        )


def _read(data: bytes) -> Claimed:
    """What the object says; one that cannot be read claims nothing."""
    try:
        return msgspec.json.decode(data, type=Claimed)
    except msgspec.DecodeError:
        return Claimed("")
