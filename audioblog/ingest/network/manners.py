"""How a visitor behaves: robots.txt rules come in as text, answers go out; and the waiting between two requests.

Rules of robots.txt are RFC 9309, read by protego; its fetching is in `fetch`, through the same guard as everything.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from protego import Protego

ROBOT = "audioblog"
"""Our name in robots.txt."""
ROBOTS_BYTES = 500 * 1024
"""RFC 9309, 2.5: at least this much of a robots.txt is read; we read no more."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host says in its robots.txt."""

    parsed: Protego | None
    """None: it says nothing, or `closed` says it all."""
    closed: bool = False
    """True while the host cannot say its rules (5xx): then nothing is fetched (RFC 9309, 2.3.1.4)."""

    def allow(self, url: str) -> bool:
        return not self.closed and (self.parsed is None or self.parsed.can_fetch(url, ROBOT))

    @property
    def delay(self) -> float:
        """Seconds between two requests that the host asks for; 0 if it asks for none."""
        return 0.0 if self.parsed is None else float(self.parsed.crawl_delay(ROBOT) or 0.0)


def read_rules(status: int, text: str) -> Rules:
    """The rules from the answer to a request for robots.txt: after 4xx all is allowed, after 429 and 5xx nothing."""
    if status == 429 or status >= 500:
        return Rules(None, closed=True)
    if status not in (200, 203):
        return Rules(None)
    from protego import Protego

    return Rules(Protego.parse(text))


class Turns:
    """Gives each host its requests one at a time with a pause between them, whichever thread asks."""

    def __init__(self, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._next: dict[str, float] = {}

    def wait(self, host: str, pause: float) -> None:
        """Return when it is this caller's turn at `host`; the next caller's turn is `pause` seconds later."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._next.get(host, now))
            self._next[host] = turn + pause
        if turn > now:
            self._sleep(turn - now)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that a server asks to wait (RFC 9110, 10.2.3: seconds, or a date, here counted from its own Date)."""
    value = headers.get("retry-after", "").strip()
    if value.isdigit():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
        asked = parsedate_to_datetime(headers.get("date", ""))
        return max(0.0, (until - asked).total_seconds())
    except (ValueError, TypeError):
        return None
