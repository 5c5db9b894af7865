"""Which addresses may be fetched: an address as text comes in, a checked `Address` and the IPs to connect to go out.

A blog that is not ours decides which addresses we visit (links, redirects, pictures). Without this guard a feed could
make the machine ask its own network for things (server-side request forgery). Rules: http and https only; no user name
in the address; ports 80 and 443; and *every* IP that the name stands for must be a public one. The name is resolved
once and the connection goes to the checked IP, so that a second answer of the name server cannot change the target.
With `allow_private` (one's own machine or network) the rules on ports and private IPs fall away.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from audioblog.errors import FetchError

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[..., Iterable[tuple[Any, ...]]]
"""The signature of `socket.getaddrinfo`."""

PORTS = {"http": 80, "https": 443}
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
NAT64_LOCAL = ipaddress.IPv6Network("64:ff9b:1::/48")
IPV4_COMPATIBLE = ipaddress.IPv6Network("::/96")
NOT_PUBLIC = (
    ipaddress.IPv4Network("192.0.0.0/24"),  # RFC 6890; older Pythons call most of it global
    ipaddress.IPv4Network("168.63.129.16/32"),  # a cloud's service for its own machines (Azure)
)
TOO_LONG = 8192
_SECRET = re.compile(r"([?&](?:key|api_?key|token|access_token|auth|password|secret)=)[^&]*", re.I)
_NOT_IN_HOSTS = re.compile(r"[\x00-\x20\x7f%\\/?#@<>^|]")


@dataclass(frozen=True, slots=True)
class Address:
    """An http(s) address that may be asked for, once `lookup` has found public IPs for its host."""

    url: str
    """Normalised: ASCII, without fragment."""
    scheme: str
    host: str
    """ASCII (IDNA), lower case, without brackets."""
    port: int
    target: str
    """Path and query: what the request line says."""

    @property
    def netloc(self) -> str:
        """The value of the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def shown(self) -> str:
        """The address as people may see it: without keys and passwords in its query."""
        return _SECRET.sub(r"\1…", self.url)

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.netloc}"

    def join(self, link: str) -> str:
        """`link` as seen from this address, absolute; as it is when it is no address at all."""
        try:
            return urljoin(self.url, link)
        except ValueError:
            return link


def parse_address(url: str) -> Address:
    """Check the form of an address; raises FetchError ("bad-address", "bad-scheme", "user-in-address")."""
    url = url.strip()
    if len(url) > TOO_LONG:
        raise FetchError(f"The address {url[:80]}… is too long.", "Check the address.", code="bad-address")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = _ascii_host(parts.hostname or "")
    except ValueError as error:
        message = f"{url} is not a valid address ({error})."
        raise FetchError(message, "Check the address.", code="bad-address") from error
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise FetchError(
            f"{url} cannot be fetched: only http and https addresses can.",
            "Give an address that starts with https://, or the path of a file.",
            code="bad-scheme",
        )
    if not host:
        raise FetchError(f"{url} names no host.", "Check the address.", code="bad-address")
    if parts.username is not None or parts.password is not None:
        raise FetchError(
            f"The address for {host} carries a user name or password, which is not followed.",
            "Give the address without the part before the @.",
            code="user-in-address",
        )
    port = PORTS[scheme] if port is None else port
    target = _quoted(parts.path or "/", "/") + (f"?{_quoted(parts.query, '/?')}" if parts.query else "")
    address = Address("", scheme, host, port, target)
    return Address(address.origin + target, scheme, host, port, target)


def _ascii_host(host: str) -> str:
    host = host.lower().rstrip(".")
    try:
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ValueError("no host has such a name") from error
    if _NOT_IN_HOSTS.search(host):
        raise ValueError("no host has such a name")
    return host


def _quoted(text: str, also_safe: str) -> str:
    """Percent-encode what may not stand in a request line, and leave what is encoded already."""
    return quote(text, safe=also_safe + "%:@!$&'()*+,;=-._~[]|", errors="replace")


def unwrapped(ip: IP) -> IP:
    """The IPv4 address inside an IPv6 one that only wraps it (mapped, 6to4, Teredo, NAT64), else `ip` itself."""
    if not isinstance(ip, ipaddress.IPv6Address):
        return ip
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip.sixtofour is not None:
        return ip.sixtofour
    if ip.teredo is not None:
        return ip.teredo[1]
    if ip in NAT64 or ip in IPV4_COMPATIBLE:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip


def is_public(ip: IP) -> bool:
    """True if `ip` is an ordinary machine on the internet.

    `is_global` alone is not enough: it is True for multicast, and for wrapped private addresses.
    """
    inner = unwrapped(ip)
    if isinstance(ip, ipaddress.IPv6Address) and (ip in NAT64_LOCAL or ip.is_site_local):
        return False
    special = inner.is_multicast or inner.is_reserved or any(inner in network for network in NOT_PUBLIC)
    return inner.is_global and not special


def lookup(address: Address, resolve: Resolve, *, allow_private: bool = False) -> tuple[str, ...]:
    """The IPs of `address`, each one checked; raises FetchError ("no-such-host", "private-address", "bad-port").

    Spellings such as 2130706433, 0x7f.1 or 017700000001 are judged by what the system makes of them.
    """
    try:
        found = resolve(address.host, address.port, type=socket.SOCK_STREAM)
        ips = tuple(dict.fromkeys(str(row[4][0]) for row in found))
    except (OSError, UnicodeError) as error:
        raise _no_host(address, error) from error
    if not ips:
        raise _no_host(address, OSError("no address"))
    for text in ips:
        ip = ipaddress.ip_address(text.partition("%")[0])
        if unwrapped(ip).is_multicast or not (allow_private or is_public(ip)):
            raise FetchError(
                f"{address.shown} leads to {text}, a private address of this machine or network; it was not visited.",
                "If this server is your own, use --allow-private.",
                code="private-address",
            )
    if address.port not in PORTS.values() and not allow_private:
        raise FetchError(
            f"{address.shown} asks for port {address.port}; only the ports of web sites (80 and 443) are visited.",
            "If this server is your own, use --allow-private.",
            code="bad-port",
        )
    return ips


def _no_host(address: Address, error: Exception) -> FetchError:
    if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
        return FetchError(
            f"The host {address.host} could not be looked up just now.",
            "Check that this machine is online, then try again.",
            code="no-such-host",
        )
    return FetchError(
        f"There is no host named {address.host}.",
        "Check the spelling of the address, and that this machine is online.",
        code="no-such-host",
    )
