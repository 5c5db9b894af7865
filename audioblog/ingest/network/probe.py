"""One request as a podcast app makes it, and its bare answer: HEAD, ranges, conditions; no redirect followed, no retry.

For finding out how a host behaves. What may be reached, and how long and large an answer may be, is guarded as always.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping

from audioblog.ingest.network.exchange import Bounds, Reply, exchange
from audioblog.ingest.network.guard import Resolve, lookup, parse_address

SECONDS = 30.0
CONNECT_SECONDS = 10.0


def probe(
    method: str,
    url: str,
    headers: Mapping[str, str],
    keep: int,
    *,
    allow_private: bool = False,
    resolve: Resolve = socket.getaddrinfo,
    tls: ssl.SSLContext | None = None,
) -> Reply:
    """The answer of `url` to `method`; at most `keep` bytes of its body. Raises FetchError when there is none."""
    address = parse_address(url)
    ips = lookup(address, resolve, allow_private=allow_private)
    bounds = Bounds(SECONDS, CONNECT_SECONDS, keep, cut=True, statuses=(200, 203, 206))
    return exchange(address, ips, {"Connection": "close", **headers}, bounds, tls, method)
