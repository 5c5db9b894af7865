"""The guard: which addresses may be visited. No test here touches a network."""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioblog.errors import FetchError
from audioblog.ingest.network.guard import is_public, lookup, parse_address, unwrapped

PRIVATE = [
    "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0x7f000001", "017700000001", "0177.0.0.1", "127.0.0.1.", "localhost",
    "0.0.0.0", "0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200",
    "192.0.0.192", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "168.63.129.16", "①②⑦.⓪.⓪.①",
    "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::1]",
    "[2002:7f00:1::]", "[2002:a00:1::1]", "[2001:0:4136:e378:8000:63bf:80ff:fffe]", "[fe80::1]", "[fc00::1]",
    "[fd00:ec2::254]", "[ff02::1]", "[fec0::1]", "[2001:db8::1]",
]  # fmt: skip
BAD = [
    ("ftp://blog.example/", "bad-scheme"), ("file:///etc/passwd", "bad-scheme"), ("javascript:alert(1)", "bad-scheme"),
    ("gopher://blog.example/", "bad-scheme"), ("//blog.example/", "bad-scheme"), ("blog.example", "bad-scheme"),
    ("http://", "bad-address"), ("http:///path", "bad-address"), ("http://[::1", "bad-address"),
    ("http://blog.example:99999/", "bad-address"), ("http://blog.example:x/", "bad-address"),
    ("http://a b/", "bad-address"), ("http://blog\\.example/", "bad-address"),
    ("http://[fe80::1%25eth0]/", "bad-address"),
    ("http://me:secret@blog.example/", "user-in-address"), ("http://blog.example@127.0.0.1/", "user-in-address"),
    ("https://blog.example/" + "a" * 9000, "bad-address"), ("http://" + "a" * 70 + "ä.example/", "bad-address"),
]  # fmt: skip


def answers(*ips: str) -> Any:
    return lambda host, port, **_: [(0, 0, 0, "", (ip, port)) for ip in ips]


@pytest.mark.parametrize("host", PRIVATE)
def test_private_addresses_are_refused_in_every_spelling(host: str) -> None:
    with pytest.raises(FetchError) as caught:
        lookup(parse_address(f"http://{host}/"), socket.getaddrinfo)
    assert caught.value.code == "private-address"
    assert "--allow-private" in caught.value.hint


@pytest.mark.parametrize(("url", "code"), BAD)
def test_addresses_of_bad_form_are_refused(url: str, code: str) -> None:
    with pytest.raises(FetchError) as caught:
        parse_address(url)
    assert caught.value.code == code
    assert caught.value.hint


def test_every_address_of_a_name_must_be_public() -> None:
    address = parse_address("https://blog.example/")
    assert lookup(address, answers("93.184.216.34", "2606:2800:220:1::1")) == ("93.184.216.34", "2606:2800:220:1::1")
    with pytest.raises(FetchError, match=r"192\.168\.0\.7"):
        lookup(address, answers("93.184.216.34", "192.168.0.7"))


def test_odd_ports_are_refused_after_private_addresses() -> None:
    for url, code in (("http://93.184.216.34:22/", "bad-port"), ("http://127.0.0.1:8000/", "private-address")):
        with pytest.raises(FetchError) as caught:
            lookup(parse_address(url), socket.getaddrinfo)
        assert caught.value.code == code


def test_allow_private_allows_ports_and_private_addresses_but_not_multicast() -> None:
    address = parse_address("http://127.0.0.1:8000/a")
    assert lookup(address, answers("127.0.0.1"), allow_private=True) == ("127.0.0.1",)
    with pytest.raises(FetchError):
        lookup(address, answers("224.0.0.1"), allow_private=True)


def test_a_name_that_does_not_exist() -> None:
    def fail(*_: object, **__: object) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    for resolve in (fail, answers()):
        with pytest.raises(FetchError, match=r"no host named blog\.example"):
            lookup(parse_address("http://blog.example/"), resolve)


@pytest.mark.parametrize(
    ("url", "normal", "netloc"),
    [
        ("HTTPS://Blog.Example:443/a b?q=ü#part", "https://blog.example/a%20b?q=%C3%BC", "blog.example"),
        ("http://blog.example", "http://blog.example/", "blog.example"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/", "xn--bcher-kva.example"),
        ("http://[2606:2800:220:1::1]/", "http://[2606:2800:220:1::1]/", "[2606:2800:220:1::1]"),
        ("http://blog.example./x%2Fy", "http://blog.example/x%2Fy", "blog.example"),
        (" http://blog.example/?p=12 ", "http://blog.example/?p=12", "blog.example"),
    ],
)
def test_addresses_are_normalised(url: str, normal: str, netloc: str) -> None:
    address = parse_address(url)
    assert (address.url, address.netloc) == (normal, netloc)
    assert parse_address(address.url) == address


WRAPPED = [
    lambda v4: f"::ffff:{v4}",
    lambda v4: f"::{v4}",
    lambda v4: f"64:ff9b::{v4}",
    lambda v4: f"2002:{int(v4) >> 16:x}:{int(v4) & 0xFFFF:x}::1",
]


@given(st.ip_addresses(v=4), st.sampled_from(WRAPPED))
def test_a_wrapped_address_is_no_more_public_than_what_it_wraps(v4: ipaddress.IPv4Address, wrap: Any) -> None:
    v6 = ipaddress.IPv6Address(wrap(v4))
    assert unwrapped(v6) in (v4, v6)
    assert is_public(v4) or not is_public(v6)


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_a_clear_refusal(text: str) -> None:
    for url in (text, "http://" + text, "https://blog.example/" + text):
        with suppress(FetchError):
            address = parse_address(url)
            assert address.url.isascii()
            assert not set(address.target + address.host) & set(" \r\n\t\0")
