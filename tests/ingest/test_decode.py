"""Bytes to text: the order of the declarations, and that nothing ever fails."""

from __future__ import annotations

import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioblog.ingest.decode import charset, clean, decode

TEXT = "Café “Zoë” costs £3 – naïve"

CASES = [
    (TEXT.encode(), "", TEXT),
    (TEXT.encode(), "text/html; charset=utf-8", TEXT),
    (TEXT.encode("cp1252"), "text/html; charset=ISO-8859-1", TEXT),
    (TEXT.encode("cp1252"), 'text/html; charset="us-ascii"', TEXT),
    (b"<meta charset=iso-8859-1>" + TEXT.encode("cp1252"), "text/html", "<meta charset=iso-8859-1>" + TEXT),
    (b"<meta charset=iso-8859-1>" + TEXT.encode(), "text/html; charset=utf-8", "<meta charset=iso-8859-1>" + TEXT),
    (codecs.BOM_UTF8 + TEXT.encode(), "text/html; charset=iso-8859-1", TEXT),
    (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "", TEXT),
    (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "text/html; charset=utf-8", TEXT),
    (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "", TEXT),
    (("<rss>" + TEXT).encode("utf-16-le"), "", "<rss>" + TEXT),
    (b'<?xml version="1.0" encoding="windows-1252"?>' + TEXT.encode("cp1252"), "application/xml", TEXT),
    (b'<?xml version="1.0" encoding="utf-16"?>' + TEXT.encode(), "", TEXT),
    (b'<meta http-equiv="Content-Type" content="text/html; charset=cp1251">' + "Привет".encode("cp1251"), "", "Привет"),
    (b'<!-- <meta charset="cp1251"> -->' + TEXT.encode(), "", TEXT),
    (TEXT.encode(), "text/html; charset=x-nonsense", TEXT),
    (TEXT.encode(), "text/html; charset=base64", TEXT),
    (TEXT.encode(), "text/html; charset=utf-7", TEXT),
]  # fmt: skip


@pytest.mark.parametrize(("data", "content_type", "text"), CASES)
def test_declarations_in_their_order(data: bytes, content_type: str, text: str) -> None:
    assert decode(data, content_type).endswith(text)


def test_broken_utf8_is_replaced_and_the_rest_kept() -> None:
    data = ("Zoë’s café. " * 3).encode() + b"\xff\xfe broken \xc3 here. " + "Señor".encode()
    text = decode(data)
    assert text.startswith("Zoë’s café.")
    assert text.endswith("Señor")
    assert "\ufffd" in text


def test_undeclared_western_text_is_guessed() -> None:
    data = "Les élèves de l’école sont allés à la bibliothèque, où ils ont lu été après été.".encode("cp1252")
    assert "élèves" in decode(data)


def test_a_character_cut_off_at_the_end_does_not_change_the_guess() -> None:
    assert charset("Zoë’s café".encode()[:-1])[0] == "utf-8"


def test_controls_and_newlines() -> None:
    assert clean("a\x00b\x07c\r\nd\re\tf\x0cg\x7f\x1bh\ufeff") == "abc\nd\ne\tf\ngh\ufeff"
    assert clean("\ufeffa") == "a"


@given(st.binary(max_size=300), st.sampled_from(["", "text/html; charset=utf-8", "text/html; charset=utf-16", "x"]))
def test_any_bytes_become_clean_text(data: bytes, content_type: str) -> None:
    text = decode(data, content_type)
    assert text.encode("utf-8").decode("utf-8") == text
    assert not [c for c in text if unicodedata.category(c) == "Cc" and c not in "\t\n" and c < "\x80"]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_utf8_survives(text: str) -> None:
    assert decode(text.encode(), "text/plain; charset=utf-8") == clean(text)


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text).removeprefix("\ufeff")) == clean(text).removeprefix("\ufeff")


def test_a_page_that_a_browser_saved_as_utf8_is_read_so_whatever_it_declares() -> None:
    page = '<meta charset="gb2312"><p>露營全記錄與新竹縣營地</p>'
    assert decode(page.encode()) == page
    short = '<meta charset="iso-8859-1"><p>Â£5</p>'
    assert decode(short.encode("cp1252")) == short
