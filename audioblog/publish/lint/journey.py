"""One request followed through its redirects: how a host is asked, and what came back on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urljoin

from audioblog.publish.lint.addresses import is_local
from audioblog.publish.lint.finding import Finding, Place
from audioblog.publish.lint.rules import broken

REDIRECTS = {301, 302, 303, 307, 308}
TEMPORARY = {302, 303, 307}
MOST = 10
"""Redirects that are followed."""
MOST_HOPS = 3
"""Redirects before an answer. Measuring services put two or three before the audio of many good shows."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes = b""

    @property
    def kind(self) -> str:
        """The media type, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Unreachable(Exception):
    """No answer: a rule's code ("unreachable", "certificate", "redirects"), and what happened."""

    def __init__(self, code: str, said: str) -> None:
        super().__init__(said)
        self.code = code
        self.said = said


Ask = Callable[[str, str, Mapping[str, str], int], Answer]
"""(method, address, headers, most bytes of the body to keep) -> the answer of that very address. Raises Unreachable."""


@dataclass(frozen=True, slots=True)
class Journey:
    """A request and where it ended."""

    first: str
    hops: tuple[str, ...]
    """The addresses that redirects led to, in order."""
    answer: Answer
    temporary: int = 0
    """The status of the first redirect that is not for good; 0 for none."""

    @property
    def last(self) -> str:
        return self.hops[-1] if self.hops else self.first


def travel(ask: Ask, method: str, url: str, headers: Mapping[str, str], keep: int) -> Journey:
    """Ask for `url`, and on along its redirects. Raises Unreachable, also for more than `MOST` of them."""
    hops: list[str] = []
    temporary, at = 0, url
    while True:
        answer = ask(method, at, headers, keep)
        location = answer.headers.get("location", "")
        if answer.status not in REDIRECTS or not location:
            return Journey(url, tuple(hops), answer, temporary)
        if answer.status in TEMPORARY:
            temporary = temporary or answer.status
        if len(hops) == MOST:
            raise Unreachable("unreachable", f"{url} redirects more than {MOST} times.")
        at = _joined(at, location)
        hops.append(at)


def journey_findings(journey: Journey, place: Place, *, feed: bool = False) -> Iterator[Finding]:
    """What is wrong with the way to an address."""
    steps = [journey.first, *journey.hops]
    for before, after in pairwise(steps):
        if before.startswith("https://") and after.startswith("http://"):
            yield broken("insecure-redirect", f"{before} redirects to {after}.", place)
    if len(journey.hops) > MOST_HOPS:
        yield broken("redirects", f"{journey.first} redirects {len(journey.hops)} times.", place)
    if feed and journey.temporary:
        said = f"The address redirects for the time being ({journey.temporary}) to {journey.last}."
        yield broken("temporary-move", said, place)
    if journey.last.startswith("http://") and not is_local(journey.last):
        yield broken("no-tls", f"{journey.last} is not encrypted.", place)


def _joined(at: str, location: str) -> str:
    try:
        return urljoin(at, location)
    except ValueError as error:
        raise Unreachable("unreachable", f"{at} redirects to {location[:200]}, which is no address.") from error
