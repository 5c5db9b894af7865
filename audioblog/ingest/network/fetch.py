"""The one HTTP client of the house: an address comes in, a `Response` within all limits goes out, or a FetchError.

Everything that is fetched (pages, feeds, pictures, robots.txt, sitemaps) goes through `Fetcher.get`: the guard checks
the address and each redirect, robots.txt and the pauses are kept, a request that may succeed later is tried again, and
what has not changed since the last run comes from the `Memory`. Proxy settings of the environment are ignored, because
a proxy would resolve names that the guard has not seen. No cookies are kept.
"""

from __future__ import annotations

import random
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import metadata
from typing import Literal
from urllib.parse import urldefrag

from audioblog.errors import FetchError
from audioblog.ingest.decode import decode
from audioblog.ingest.network.exchange import WITH_BODY, Bounds, Reply, exchange
from audioblog.ingest.network.guard import Address, Resolve, lookup, parse_address
from audioblog.ingest.network.manners import ROBOTS_BYTES, Rules, Turns, read_rules, retry_after
from audioblog.ingest.network.memory import Forgetful, Memory, Remembered
from audioblog.ingest.network.statuses import refusal

__all__ = ["Fetcher", "Forgetful", "Kind", "Limits", "Memory", "Remembered", "Response"]

Kind = Literal["page", "feed", "image", "robots"]

ACCEPT: Mapping[Kind, str] = {
    "page": "text/html,application/xhtml+xml;q=0.9,application/xml;q=0.8,*/*;q=0.5",
    "feed": "application/atom+xml,application/rss+xml,application/feed+json,application/xml;q=0.8,*/*;q=0.5",
    "image": "image/*",
    "robots": "text/plain,*/*;q=0.5",
}
REFUSED_TYPES: Mapping[Kind, tuple[str, ...]] = {
    "page": ("audio/", "video/", "image/", "font/", "application/pdf", "application/msword", "application/vnd."),
    "feed": ("audio/", "video/", "image/", "font/"),
    "image": ("text/html",),
    "robots": (),
}
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MAX_REDIRECTS = 5
RETRIED = frozenset({429, 502, 503, 504})
"""Answers that a second try may better."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes and seconds that one fetch may cost."""

    page: int = 5_000_000
    feed: int = 10_000_000
    image: int = 10_000_000
    robots: int = ROBOTS_BYTES
    seconds: float = 30.0
    """Of one request and its answer, to the last byte."""
    connect_seconds: float = 10.0
    pause: float = 1.0
    """Between two requests to one host."""
    max_pause: float = 20.0
    """The longest Crawl-delay that is kept; a longer one counts as this."""
    tries: int = 3
    max_wait: float = 60.0
    """The longest Retry-After that is waited for."""

    def bounds(self, kind: Kind) -> Bounds:
        """What one exchange may cost. What is asked for as a page may prove to be a feed, and be as large as one."""
        size = {"page": self.page, "feed": self.feed, "image": self.image, "robots": self.robots}[kind]
        larger = self.feed if kind == "page" else 0
        return Bounds(
            self.seconds, self.connect_seconds, size, larger, refused_types=REFUSED_TYPES[kind], cut=kind == "robots"
        )


@dataclass(frozen=True, slots=True)
class Response:
    """A body that was fetched, or remembered."""

    url: str
    """Where the redirects ended."""
    status: int
    content_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    from_memory: bool = False
    """True if the server said that nothing has changed (304)."""

    @property
    def text(self) -> str:
        """The body as text."""
        return decode(self.body, self.content_type)


def user_agent(contact: str = "") -> str:
    """What servers are told: name, version, and an address (https: or mailto:) where they can complain."""
    try:
        version = metadata.version("audioblog")
    except metadata.PackageNotFoundError:
        version = "0"
    return f"audioblog/{version} (+{contact})" if contact else f"audioblog/{version}"


class Fetcher:
    """Fetches politely and safely; may be used by several threads.

    `clock` gives seconds that only grow, `jitter` numbers from 0 to 1, `resolve` is `socket.getaddrinfo` or behaves
    like it. `contact` is what the User-Agent names. `tls` replaces the machine's trusted certificates.
    """

    def __init__(
        self,
        *,
        memory: Memory,
        allow_private: bool = False,
        robots: bool = True,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
        resolve: Resolve = socket.getaddrinfo,
        limits: Limits | None = None,
        contact: str = "",
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._memory = memory
        self._allow_private = allow_private
        self._robots = robots
        self._sleep = sleep
        self._jitter = jitter
        self._resolve = resolve
        self._limits = limits or Limits()
        self._agent = user_agent(contact)
        self._tls = tls
        self._turns = Turns(clock, sleep)
        self._rules: dict[str, Rules] = {}

    def get(self, url: str, *, accept: str = "", kind: Kind = "page") -> Response:
        """The body at `url`; raises FetchError, whose `code` names the reason (a table of them is in the tests)."""
        asked = urldefrag(url)[0]
        remembered = self._memory.load(asked)
        address, reply = self._follow(asked, kind, accept, remembered)
        if reply.status == 304 and remembered is not None:
            return Response(
                remembered.final_url, 200, remembered.content_type, remembered.body, reply.headers, from_memory=True
            )
        if reply.status not in WITH_BODY:
            raise refusal(address.shown, reply.status)
        content_type = reply.headers.get("content-type", "")
        self._remember(asked, address.url, reply, content_type)
        return Response(address.url, reply.status, content_type, reply.body, reply.headers)

    def _remember(self, asked: str, final_url: str, reply: Reply, content_type: str) -> None:
        etag, modified = reply.headers.get("etag", ""), reply.headers.get("last-modified", "")
        if (etag or modified) and "no-store" not in reply.headers.get("cache-control", ""):
            self._memory.save(asked, Remembered(etag, modified, final_url, content_type, reply.body))

    def _follow(self, url: str, kind: Kind, accept: str, remembered: Remembered | None) -> tuple[Address, Reply]:
        """The answer at the end of the redirects, each of which is checked like the first address."""
        visited: list[Address] = []
        while True:
            address = parse_address(url)
            visited.append(address)
            if address in visited[:-1]:
                raise FetchError(
                    f"{visited[0].shown} redirects in a circle (back to {address.shown}).",
                    "The site may insist on cookies or a login; its owner must repair it, or give another address.",
                    code="redirect-loop",
                )
            if len(visited) > MAX_REDIRECTS + 1:
                raise FetchError(
                    f"{visited[0].shown} redirects more than {MAX_REDIRECTS} times.",
                    f"Try the address {address.shown} itself.",
                    code="redirect-loop",
                )
            if kind != "robots":
                self._ask_robots(address)
            reply = self._patiently(address, kind, self._headers(address, kind, accept, remembered))
            location = reply.headers.get("location", "")
            if reply.status not in REDIRECTS or not location:
                return address, reply
            url = urldefrag(address.join(location))[0]

    def _headers(self, address: Address, kind: Kind, accept: str, remembered: Remembered | None) -> dict[str, str]:
        headers = {"User-Agent": self._agent, "Accept": accept or ACCEPT[kind], "Connection": "close"}
        if remembered is not None and remembered.final_url == address.url:
            if remembered.etag:
                headers["If-None-Match"] = remembered.etag
            if remembered.last_modified:
                headers["If-Modified-Since"] = remembered.last_modified
        return headers

    def _patiently(self, address: Address, kind: Kind, headers: Mapping[str, str]) -> Reply:
        """The answer of one address, asked again after a while when that may help."""
        for attempt in range(1, self._limits.tries + 1):
            last = attempt == self._limits.tries
            wait = 2.0**attempt * (0.5 + self._jitter())
            try:
                reply = self._once(address, kind, headers)
            except FetchError as error:
                if last or error.code != "connection-lost":
                    raise
            else:
                asked = retry_after(reply.headers)
                if last or reply.status not in RETRIED or (asked or 0.0) > self._limits.max_wait:
                    return reply
                wait = wait if asked is None else asked
            self._sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _once(self, address: Address, kind: Kind, headers: Mapping[str, str]) -> Reply:
        limits = self._limits
        rules = self._rules.get(address.origin)
        pause = limits.pause if rules is None else max(limits.pause, min(rules.delay, limits.max_pause))
        ips = lookup(address, self._resolve, allow_private=self._allow_private)
        self._turns.wait(address.host, pause)
        return exchange(address, ips, headers, limits.bounds(kind), self._tls)

    def _ask_robots(self, address: Address) -> None:
        """Raise FetchError "robots" if the host does not want `address` to be fetched by programs."""
        if not self._robots:
            return
        if address.origin not in self._rules:
            self._rules[address.origin] = self._read_robots(address)
        rules = self._rules[address.origin]
        if rules.closed:
            raise FetchError(
                f"{address.host} cannot say at present what programs may read (its robots.txt fails).",
                "Try again later; for your own site, use --ignore-robots.",
                code="robots",
            )
        if not rules.allow(address.url):
            raise FetchError(
                f"{address.host} does not want {address.shown} to be read by programs (its robots.txt says so).",
                "Ask the owner of the blog; for your own site, use --ignore-robots.",
                code="robots",
            )

    def _read_robots(self, address: Address) -> Rules:
        """The host's rules. A host that cannot be reached at all fails as such, not as a matter of robots.txt."""
        try:
            _, reply = self._follow(f"{address.origin}/robots.txt", "robots", "", None)
        except FetchError as error:
            if error.code in ("redirect-loop", "bad-encoding", "private-address", "bad-scheme", "bad-port"):
                return Rules(None)  # RFC 9309, 2.3.1.2: redirects that lead nowhere count as no robots.txt
            raise
        return read_rules(reply.status, decode(reply.body, "text/plain; charset=utf-8"))
