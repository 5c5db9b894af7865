"""One request and its answer over a checked address: `Address` and IPs come in, a `Reply` within every limit goes out.

What a server can do to its visitor is bounded here: the whole exchange by a deadline (a watchdog shuts the socket, so
one byte a second does not stretch it), the body by a cap before and after decompression and by the ratio of the two.
Redirects, retries and manners are the business of `fetch`.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING

from audioblog.errors import FetchError
from audioblog.ingest.network.guard import Address
from audioblog.ingest.network.inflate import CHUNK, ENCODINGS, Inflater

if TYPE_CHECKING:
    from urllib3.connection import HTTPConnection
    from urllib3.response import HTTPResponse

WITH_BODY = (200, 203)
RATIO = 250
"""How many times smaller than its content a compressed body may be; deflate reaches 1,030, real pages about 15."""
RATIO_FROM = 1 << 20
"""Decoded bytes below which the ratio does not matter."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What one request gave: the body only of a success, without its compression."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case; of a name that comes twice, the values are joined by ", "."""
    body: bytes = b""
    cut: bool = False
    """True if the body was longer than the cap and only its beginning is here."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one exchange may cost."""

    seconds: float
    """Of the whole exchange, from the connection to the last byte."""
    connect_seconds: float
    bytes: int
    """Of the body, as sent and as decoded."""
    feed_bytes: int = 0
    """The same, where it is more, of a body that proves to be a feed or other data."""
    refused_types: tuple[str, ...] = ()
    """How the types of bodies begin that are not wanted."""
    cut: bool = False
    """Take the beginning of a body that is too long, instead of refusing it (robots.txt)."""
    statuses: tuple[int, ...] = WITH_BODY
    """The answers whose body is wanted."""


def exchange(
    address: Address,
    ips: tuple[str, ...],
    headers: Mapping[str, str],
    bounds: Bounds,
    tls: ssl.SSLContext | None = None,
    method: str = "GET",
) -> Reply:
    """Ask the first of `ips` that answers for `address`: GET, or HEAD for its headers alone.

    Raises FetchError: "refused", "tls", "timeout", "connection-lost", "too-large", "bad-encoding", "not-text".
    """
    connection = _connect(address, ips, bounds, tls)
    with closing(connection), _deadline(connection, bounds.seconds) as expired:
        try:
            reply = _ask(connection, address, headers, bounds, method)
        except (OSError, HTTPException, ValueError, _http_errors()) as error:
            if expired.is_set() or isinstance(error, TimeoutError) or isinstance(error.__cause__, TimeoutError):
                raise _too_slow(address, bounds.seconds) from error
            raise FetchError(
                f"The connection to {address.host} broke off while {address.shown} was read.",
                "Try again later; if it stays so, the server of the blog needs repair.",
                code="connection-lost",
            ) from error
        if expired.is_set():  # a body without a length ends where the watchdog cut it
            raise _too_slow(address, bounds.seconds)
        return reply


def _ask(
    connection: HTTPConnection, address: Address, headers: Mapping[str, str], bounds: Bounds, method: str
) -> Reply:
    sent = {"Host": address.netloc, "Accept-Encoding": ", ".join(ENCODINGS), **headers}
    connection.request(method, address.target, headers=sent, preload_content=False, decode_content=False)
    with closing(connection.getresponse()) as response:
        reply = Reply(response.status, _lower(response))
        if method == "HEAD" or response.status not in bounds.statuses:
            return reply
        body, cut = _body(address, response, _bounds_for(address, reply, bounds))
        return replace(reply, body=body, cut=cut)


def _http_errors() -> type[Exception]:
    from urllib3.exceptions import HTTPError

    return HTTPError


def _connect(address: Address, ips: tuple[str, ...], bounds: Bounds, tls: ssl.SSLContext | None) -> HTTPConnection:
    """A connection to one of the checked `ips`; certificate and SNI are those of the host's name."""
    from urllib3.connection import HTTPConnection, HTTPSConnection
    from urllib3.exceptions import HTTPError

    seconds = max(0.1, min(bounds.connect_seconds, bounds.seconds) / len(ips))
    failure: Exception | None = None
    for ip in ips:
        connection = (
            HTTPConnection(ip, address.port, timeout=seconds)
            if address.scheme == "http"
            else HTTPSConnection(
                ip, address.port, timeout=seconds, ssl_context=tls or trusted(),
                server_hostname=address.host,
            )
        )  # fmt: skip
        try:
            connection.connect()
            return connection
        except (OSError, HTTPError) as error:
            connection.close()
            failure = error
            if _ssl_error(error):
                break
    assert failure is not None, "lookup gives at least one address"
    raise _not_connected(address, failure, bounds) from failure


def _ssl_error(error: Exception) -> str:
    from urllib3.exceptions import SSLError

    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    return str(error) if isinstance(error, (ssl.SSLError, ssl.CertificateError, SSLError)) else ""


def _not_connected(address: Address, error: Exception, bounds: Bounds) -> FetchError:
    if why := _ssl_error(error):
        return FetchError(
            f"{address.host} does not prove who it is, so {address.shown} was not read ({why}).",
            "The certificate of the site must be renewed by its owner; check also the clock of this machine.",
            code="tls",
        )
    if isinstance(error, TimeoutError) or isinstance(error.__cause__, TimeoutError):
        return _too_slow(address, min(bounds.connect_seconds, bounds.seconds))
    return FetchError(
        f"{address.host} did not accept a connection on port {address.port}.",
        "Check the address; the server may be down, so try again later.",
        code="refused",
    )


def _too_slow(address: Address, seconds: float) -> FetchError:
    return FetchError(
        f"{address.host} did not deliver {address.shown} within {seconds:.0f} seconds.",
        "Try again later.",
        code="timeout",
    )


@contextmanager
def _deadline(connection: HTTPConnection, seconds: float) -> Iterator[threading.Event]:
    """Shut the socket of `connection` after `seconds`; timeouts of a socket begin anew with each byte that arrives."""
    expired = threading.Event()
    sock = connection.sock

    def shut() -> None:
        expired.set()
        with suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)  # a TLS socket's own method would unwrap it under a reader

    sock.settimeout(seconds)
    watchdog = threading.Timer(seconds, shut)
    watchdog.daemon = True
    watchdog.start()
    try:
        yield expired
    finally:
        watchdog.cancel()


def _lower(response: HTTPResponse) -> dict[str, str]:
    return {name.lower(): response.headers.get(name, "") for name in response.headers}


def _bounds_for(address: Address, reply: Reply, bounds: Bounds) -> Bounds:
    """The bounds of this body, once its type is known; raises FetchError "not-text" for a type that is not wanted."""
    kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    if bounds.refused_types and kind.startswith(bounds.refused_types):
        raise FetchError(
            f"{address.shown} is not a page but a file of the type {kind}.",
            "Give the address of the page that the post is on.",
            code="not-text",
        )
    is_feed = ("xml" in kind or "json" in kind) and "xhtml" not in kind
    return replace(bounds, bytes=max(bounds.bytes, bounds.feed_bytes)) if is_feed else bounds


def _body(address: Address, response: HTTPResponse, bounds: Bounds) -> tuple[bytes, bool]:
    """The decoded body and whether it was cut; never more than `bounds.bytes` of memory for it."""
    announced = response.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > bounds.bytes and not bounds.cut:
        raise _too_large(address, bounds.bytes)
    decoder = _decoder(address, response.headers.get("content-encoding", ""))
    raw, parts, size = 0, [], 0
    while data := response.read(CHUNK, decode_content=False):
        raw += len(data)
        for part in decoder.feed(data):
            parts.append(part)
            size += len(part)
            if size > bounds.bytes:
                if bounds.cut:
                    return b"".join(parts)[: bounds.bytes], True
                raise _too_large(address, bounds.bytes)
            if size > max(RATIO_FROM, raw * RATIO):
                raise FetchError(
                    f"{address.shown} unpacks to far more than a page holds (a decompression bomb); it was not read.",
                    "Do not use this source.",
                    code="too-large",
                )
        if raw > bounds.bytes and not bounds.cut:
            raise _too_large(address, bounds.bytes)
    if not decoder.complete:
        raise HTTPException("the compressed body ends in the middle")
    return b"".join(parts), False


def _too_large(address: Address, limit: int) -> FetchError:
    return FetchError(
        f"{address.shown} is larger than {limit / 1_000_000:.0f} MB; it was not read.",
        "Give the address of a single post, or the blog's feed.",
        code="too-large",
    )


def _decoder(address: Address, encoding: str) -> Inflater:
    try:
        return Inflater(encoding)
    except ValueError as error:
        raise FetchError(
            f"{address.shown} came in the compression “{encoding}”, which was not asked for.",
            "The server of the blog is set up wrongly; tell its owner.",
            code="bad-encoding",
        ) from error


@cache
def trusted() -> ssl.SSLContext:
    """The certificates that this machine trusts; on a machine that carries none, those of the certifi package."""
    context = ssl.create_default_context()
    paths = ssl.get_default_verify_paths()
    folder = paths.capath and Path(paths.capath).is_dir() and any(Path(paths.capath).iterdir())
    if not folder and not context.cert_store_stats()["x509_ca"]:
        import certifi

        context.load_verify_locations(certifi.where())
    return context
