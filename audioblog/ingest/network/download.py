"""A large file of the web -> a file on this disk, in parts, so that a cut costs one part and not what came before.

Each part is a request of its own for a range of bytes (RFC 9110, 14), within the guard and the limits of every other
request. What has come stays in the target; the next call goes on behind it. Whether the whole is what it should be is
for the caller to check, by its hash. robots.txt is not asked: a person named this file.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag

from audioblog.errors import FetchError
from audioblog.ingest.network.exchange import Bounds, Reply, exchange
from audioblog.ingest.network.fetch import MAX_REDIRECTS, REDIRECTS, user_agent
from audioblog.ingest.network.guard import Address, Resolve, lookup, parse_address
from audioblog.ingest.network.statuses import refused_file

PART_BYTES = 4_000_000
"""What is asked for at a time, held in memory, and lost by a cut."""
SLOWEST = 15_000
"""Bytes a second; on a slower line a part would not arrive within its time."""
CONNECT_SECONDS = 10.0
TRIES = 5
"""In a row, without one more part."""
AGAIN = frozenset({"connection-lost", "server-error", "too-many-requests", "wrong-part"})
_CHECK = "Check the address."
_LATER = "Try again later; what has come is kept."
HINTS = {"connection-lost": _LATER, "timeout": _LATER, "bad-encoding": "Try another address.", "too-large": _CHECK}
"""What to do where `exchange` has advice on pages and blogs."""

Told = Callable[[int, int], None]
"""Called after each part with the bytes that are here and those there are."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How files are fetched; the defaults are right outside of tests."""

    allow_private: bool = False
    contact: str = ""
    resolve: Resolve = socket.getaddrinfo
    sleep: Callable[[float], None] = time.sleep
    tls: ssl.SSLContext | None = None
    part_bytes: int = PART_BYTES
    part_seconds: float = 30 + PART_BYTES / SLOWEST


def download(url: str, to: Path, most: int, manner: Manner, told: Told = lambda _here, _whole: None) -> None:
    """Append to `to` what it lacks of the file at `url`, which may have `most` bytes.

    Raises FetchError ("not-found", "too-large", "connection-lost", "timeout", "private-address" ...); what has come
    stays in `to`.
    """
    lost, farthest, version = 0, _size(to), ""
    while True:
        try:
            reply = _part(url, _size(to), version, manner)
            whole = _keep(url, to, reply, most, manner)
        except FetchError as error:
            lost += 1
            if error.code not in AGAIN or lost == TRIES:
                raise FetchError(error.message, HINTS.get(error.code, error.hint), code=error.code) from error
            manner.sleep(2.0**lost)
            continue
        told(_size(to), whole)
        if _size(to) == whole:
            return
        version = reply.headers.get("etag", "")
        if _size(to) > farthest:
            lost, farthest = 0, _size(to)


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def _keep(url: str, to: Path, reply: Reply, most: int, manner: Manner) -> int:
    """Add what came to the file -> the size that the whole has. FetchError for an answer that does not fit."""
    if reply.status == 200:
        if reply.cut:  # a server that gives no ranges
            reply = _follow(url, {}, Bounds(30 + most / SLOWEST, CONNECT_SECONDS, most), manner)
        _refuse_large(url, len(reply.body), most)
        to.write_bytes(reply.body)
        return len(reply.body)
    if reply.status not in (206, 416):
        raise refused_file(url, reply.status)
    start, whole = _range(reply)
    _refuse_large(url, whole, most)
    if reply.status == 416 and _size(to) == whole:  # nothing is behind what is here: it was all
        to.touch()
        return whole
    if reply.status == 416 or start != _size(to) or not reply.body or start + len(reply.body) > whole:
        to.unlink(missing_ok=True)
        raise FetchError(f"The server sent another part of {url} than was asked for.", _LATER, code="wrong-part")
    with to.open("ab") as file:
        file.write(reply.body)
    return whole


def _part(url: str, here: int, version: str, manner: Manner) -> Reply:
    """The answer to a request for the bytes from `here` on, of the same version as the part before."""
    headers = {"Range": f"bytes={here}-{here + manner.part_bytes - 1}"}
    if version and here and not version.startswith("W/"):
        headers["If-Range"] = version
    bounds = Bounds(manner.part_seconds, CONNECT_SECONDS, manner.part_bytes, cut=True, statuses=(200, 206))
    return _follow(url, headers, bounds, manner)


def _follow(url: str, headers: dict[str, str], bounds: Bounds, manner: Manner) -> Reply:
    """The answer at the end of the redirects, each of which is checked like the first address."""
    sent = {"User-Agent": user_agent(manner.contact), "Accept-Encoding": "identity", "Connection": "close", **headers}
    address = parse_address(url)
    for _ in range(MAX_REDIRECTS + 1):
        ips = lookup(address, manner.resolve, allow_private=manner.allow_private)
        reply = exchange(address, ips, sent, bounds, manner.tls)
        if reply.status not in REDIRECTS or not reply.headers.get("location"):
            return reply
        address = _next(address, reply.headers["location"])
    raise FetchError(
        f"{url} redirects more than {MAX_REDIRECTS} times.", f"Try the address {address.shown}.", code="redirect-loop"
    )


def _next(address: Address, location: str) -> Address:
    return parse_address(urldefrag(address.join(location))[0])


def _range(reply: Reply) -> tuple[int, int]:
    """(first byte, size of the whole) of a Content-Range; -1 for what it does not say."""
    found = re.fullmatch(r"bytes (?:(\d+)-\d+|\*)/(\d+)", reply.headers.get("content-range", "").strip())
    return (int(found[1] or -1), int(found[2])) if found else (-1, -1)


def _refuse_large(url: str, size: int, most: int) -> None:
    if size > most:
        message = f"{url} has {size:,} bytes, where at most {most:,} were expected; it was not fetched."
        raise FetchError(message, _CHECK, code="too-large")
