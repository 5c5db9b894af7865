"""Web addresses as people write them, and as feeds, tags and requests want them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioblog.address import ascii_address, is_web_address

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("address", "ascii_"),
    [
        ("https://a.example/caf%C3%A9?x=1&y=[2]#z", "https://a.example/caf%C3%A9?x=1&y=[2]#z"),
        ("https://a.example/café/ŵ", "https://a.example/caf%C3%A9/%C5%B5"),
        ("https://例え.jp/記事", "https://xn--r8jz45g.jp/%E8%A8%98%E4%BA%8B"),
        ("https://a.example/\ud83d", ""),
        ("http://blög.example:8080/", "http://xn--blg-tna.example:8080/"),
        ("https://a.example:99999/", ""),
        ("https:///nohost", ""),
        ("https://" + "a" * 80 + ".é.example/", ""),
        ("mailto:a@b", ""),
    ],
)
def test_addresses_for_a_feed_are_ascii(address: str, ascii_: str) -> None:
    assert ascii_address(address) == ascii_


@given(ANY_TEXT)
def test_any_address_whatever(text: str) -> None:
    assert ascii_address("https://" + text).isascii()


@pytest.mark.parametrize("address", ["https://a.example/b?c=d#e", "HTTP://a.example"])
def test_web_addresses(address: str) -> None:
    assert is_web_address(address)


@pytest.mark.parametrize(
    "address", ["", "ftp://a", "javascript:alert(1)", "https://a b", 'https://a"b', "/posts/1", "https://"]
)
def test_what_is_no_web_address(address: str) -> None:
    assert not is_web_address(address)
