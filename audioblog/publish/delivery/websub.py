"""A hub's address and a feed's in, a word to the hub that the feed has news out (W3C WebSub; Google's hub's "publish").

A hub that is down must never hold up or fail a publish: everything is bounded, and what comes of it is told only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

TRIES = 4
SECONDS = 10.0
"""How long one answer may take."""
PAUSES = (1.0, 4.0, 15.0)
"""Seconds before each further try, where the hub does not say."""
LONGEST_PAUSE = 60.0
"""A hub that asks for more patience than this is not waited for."""


@dataclass(frozen=True, slots=True)
class Ping:
    """What came of telling one hub of one feed."""

    hub: str
    feed: str
    accepted: bool
    message: str = ""
    """Why not, in plain words."""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    reason: str
    retry_after: str = ""

    @property
    def passing(self) -> bool:
        """Whether the same request may well be taken later."""
        return self.status == 0 or self.status == 429 or self.status >= 500


class _NoRedirect(HTTPRedirectHandler):
    """A redirected POST would be turned into a GET, which tells the hub nothing."""

    def redirect_request(self, *_: object) -> None:
        return None


def ping(hub: str, feed: str, *, sleep: Callable[[float], None], clock: Callable[[], datetime]) -> Ping:
    """Tell `hub` that `feed` has changed; up to `TRIES` times while the hub is busy or out of reach."""
    if not hub.startswith(("https://", "http://")):
        return Ping(hub, feed, accepted=False, message="a hub's address begins with https://")
    for number in range(TRIES):
        answer = _post(hub, feed)
        if 200 <= answer.status < 300:
            return Ping(hub, feed, accepted=True)
        if not answer.passing or number == TRIES - 1:
            break
        pause = _seconds(answer.retry_after, clock())
        if pause is not None and pause > LONGEST_PAUSE:
            return Ping(hub, feed, accepted=False, message=f"it asks to be left alone for {pause:.0f} seconds")
        sleep(PAUSES[number] if pause is None else pause)
    return Ping(hub, feed, accepted=False, message=answer.reason)


def _post(hub: str, feed: str) -> _Answer:
    form = urlencode({"hub.mode": "publish", "hub.url": feed}).encode()
    try:
        request = Request(hub, data=form, headers={"User-Agent": "audioblog"}, method="POST")
        with build_opener(_NoRedirect).open(request, timeout=SECONDS) as answer:
            return _Answer(answer.status, answer.reason)
    except HTTPError as error:
        with error:
            where = error.headers.get("Location", "")
            moved = f"; it has moved to {where}" if where else ""
            reason = f"it answered {error.code} {error.reason}{moved}"
            return _Answer(error.code, reason, error.headers.get("Retry-After", ""))
    except (HTTPException, OSError, ValueError) as error:  # URLError and TimeoutError are OSErrors
        cause = error.reason if isinstance(error, URLError) else error
        return _Answer(0, "it does not answer" if isinstance(cause, TimeoutError) else f"it cannot be reached: {cause}")


def _seconds(retry_after: str, now: datetime) -> float | None:
    """Seconds of a Retry-After header, which holds a number or a date (RFC 9110, section 10.2.3); None: none."""
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max((moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds(), 0.0)
