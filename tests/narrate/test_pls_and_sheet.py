"""Pronunciations in and out: W3C PLS, and one row into an editor's spreadsheet."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from audioblog.errors import UsageError
from audioblog.narrate.lexicon import Entry, load_lexicon, make_lexicon
from audioblog.narrate.normalise import normalise
from audioblog.narrate.pls import NAMESPACE, read_pls, write_pls
from audioblog.narrate.sheet import entry_from, with_entries

SHIPPED = Path(__file__).parents[2] / "voices" / "lexicons" / "en.csv"
PLS = f"""<?xml version="1.0"?>
<lexicon version="1.0" xmlns="{NAMESPACE}" alphabet="ipa" xml:lang="en-GB">
  <meta name="x" content="y"/>
  <lexeme><grapheme>W3C</grapheme><alias>World Wide Web Consortium</alias></lexeme>
  <lexeme><grapheme>judgment</grapheme><grapheme>judgement</grapheme><phoneme>ˈdʒʌdʒmənt</phoneme></lexeme>
  <lexeme><phoneme>x</phoneme></lexeme>
  <lexeme><grapheme>tyre</grapheme><phoneme alphabet="x-sampa">t_hai@</phoneme></lexeme>
  <lexeme><grapheme>route</grapheme><phoneme>raʊt</phoneme><phoneme prefer="true">ruːt</phoneme></lexeme>
  <lexeme><grapheme>24/7</grapheme><alias>24 hours</alias></lexeme>
</lexeme-is-closed>
""".replace("</lexeme-is-closed>", "</lexicon>").encode()


def test_a_lexicon_is_read_and_bad_lexemes_are_named() -> None:
    entries, problems = read_pls(PLS, "our.pls")
    assert {entry.written: entry.say for entry in entries} == {
        "W3C": "World Wide Web Consortium", "judgment": "jujmuhnt", "judgement": "jujmuhnt", "route": "root",
        "24/7": "twenty-four hours",
    }  # fmt: skip
    assert problems == [
        "our.pls lexeme 3: no grapheme",
        "our.pls lexeme 4: “tyre” has neither an alias nor phonemes in IPA",
    ]
    assert normalise("Poor judgement.", "en-GB", make_lexicon(entries)) == "Poor jujmuhnt."


def test_what_goes_out_comes_in_again() -> None:
    entries = load_lexicon([SHIPPED]).entries
    again, problems = read_pls(write_pls(entries))
    assert problems == []
    assert {entry.written: entry.say for entry in again} == {e.written: e.say for e in entries if e.say}
    assert ElementTree.fromstring(write_pls(entries)).tag == f"{{{NAMESPACE}}}lexicon"


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (b"<lexicon", "not well-formed"),
        (b"<html/>", "no pronunciation lexicon"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><lexicon/>', "document type"),
        (b"\xff\xfe\x00", "not well-formed"),
    ],
)
def test_what_is_no_lexicon_is_refused(document: bytes, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        read_pls(document)


def test_a_row_goes_in_and_the_rest_stays() -> None:
    sheet = '# ours\nwritten,say,how,lang,ipa,note\nBME,"B, M, E",say,en-GB,,ask Nell\n\nScone,skon,say,,,\n'
    made = with_entries(sheet, [Entry("BME", "B M E"), Entry("Co4CC", "co for see see")])
    assert made == (
        "# ours\nwritten,say,how,lang,ipa,note\nBME,B M E,say,en-GB,,ask Nell\n\nScone,skon,say,,,\n"
        "Co4CC,co for see see,say,,,\n"
    )


@pytest.mark.parametrize("sheet", ["", "\ufeff", "say,written,extra\nskon,Scone,1", "# only a remark\n"])
def test_any_sheet_can_take_a_row(sheet: str, tmp_path: Path) -> None:
    path = tmp_path / "en.csv"
    path.write_text(with_entries(sheet, [entry_from("Ofgem=off gem")]), "utf-8")
    lexicon = load_lexicon([path])
    assert lexicon.problems == ()
    assert normalise("Ofgem", "en-GB", lexicon) == "off gem"


@pytest.mark.parametrize("wrong", ["Co4CC", "=say", "BME=", "X=9 lives", "Y=a & b"])
def test_what_cannot_be_spoken_is_refused(wrong: str) -> None:
    with pytest.raises(UsageError):
        entry_from(wrong)


def test_an_a_among_spelled_letters_is_the_letter() -> None:
    assert entry_from("FBA=F B A").say == "F B eigh"
    assert entry_from("Wall=a wall").say == "a wall"
