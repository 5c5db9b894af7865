"""Pages that were made to harm, or by broken software: each is read or refused by name, and none breaks the reader."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from audioblog.errors import SourceError
from audioblog.ingest.raw import RawPost
from audioblog.ingest.read import read

PROSE = "<p>" + "The hall was full and everybody had something to say about the kettle. " * 4 + "</p>"


def page(html: str) -> RawPost:
    return RawPost("x", "x", "page", html)


def body(html: str) -> RawPost:
    return RawPost("x", "x", "body", html, title="A title")


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000,
        "<b>" * 300 + "deep" + "</b>" * 300,
        "<ul><li>" * 150 + "deep",
        "<p>x</p>" * 70_000,
        "<br>" * 200_000,
        "x" * 5_100_000,
        "<blockquote>" * 250 + "deep",
        "<p " + " ".join(f"a{n}='x y'" for n in range(100_000)) + ">x</p>" + PROSE,
    ],
    ids=["nested divs", "nested bold", "nested lists", "elements", "breaks", "bytes", "nested quotes", "attributes"],
)
def test_too_complex_is_refused(html: str) -> None:
    with pytest.raises(SourceError) as refused:
        read(page(html))
    assert refused.value.code == "too-complex"
    assert refused.value.hint


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 150 + PROSE,
        f"<button>Menu{PROSE * 3}",
        f"<svg>{PROSE * 3}",
        f"<noscript>{PROSE * 3}</noscript>",
        f"<form action='page.aspx'>{PROSE * 3}</form>",
        f"<div style='display:none'>{PROSE * 3}</div>",
        f"<div class='related-posts'>{PROSE * 3}</div>",
        f"<p>a\x00b\ud800c</p>{PROSE}&#xD800;&#0;&#x1F600;",
        f"{PROSE}<p>שלום עולם \u202eabc\u202c</p>",
        f"<table><tr><td>{PROSE}<table><tr><td>{PROSE}",
        f"{PROSE}<table><tr><th colspan=99999 rowspan=99999>x</th></tr><tr><td>y</td></tr></table>",
        f"{PROSE}<ol start='999999999999999999'><li value='-3'>one</li></ol>",
        f"{PROSE}<a href='http://[broken'>broken</a> <a href='javascript:alert(1)'>script</a>",
        f"<script type='application/ld+json'>{'[' * 5000}</script>{PROSE}",
        f"{PROSE}<p><a href='#a'>1</a></p><p id='a'><a href='#a'>1</a> itself</p>",
        f"<?xml version='1.0' encoding='utf-16'?><html><body>{PROSE}",
        f"{PROSE}</body></html>{PROSE}",
        f"<frameset><frame></frameset>{PROSE}",
    ],
)
def test_broken_pages_are_read(html: str) -> None:
    post = read(page(html))
    assert "everybody had something to say" in " ".join(text for _, text in post.holders())
    assert not any(mark in text for _, text in post.holders() for mark in ("\x00", "\ud800"))


def test_a_title_of_3000_characters_is_cut_at_a_word() -> None:
    post = read(RawPost("x", "x", "body", PROSE, title="word " * 600))
    assert len(post.title) <= 300
    assert post.title.endswith("word…")
    rest = next(entry.text for entry in post.dropped if entry.rule == "title too long")
    assert (post.title + rest).count("word") == 600


def test_no_title_is_the_first_heading_or_the_first_words() -> None:
    assert read(RawPost("x", "x", "body", f"<h2>Kettles</h2>{PROSE}")).title == "Kettles"
    untitled = read(RawPost("x", "x", "body", PROSE))
    assert untitled.title == "The hall was full and everybody had something to say…"
    assert untitled.origin("title") == "heuristic: first words"


def test_a_dated_file_name_is_believed_less_than_the_page() -> None:
    html = (
        f"<html><head><meta property='article:published_time' content='2025-03-06T15:00:00Z'></head><body>{PROSE * 3}"
    )
    name = datetime(2025, 3, 6, tzinfo=UTC)
    raw = RawPost("x", "x", "page", html, published=name, provenance=(("published", "file name"),))
    assert read(raw).published == datetime(2025, 3, 6, 15, tzinfo=UTC)
    assert read(replace(raw, provenance=(("published", "feed"),))).published == name
    assert read(replace(raw, content=PROSE * 3)).published == name


def test_what_is_not_read_is_named() -> None:
    post = read(body(f"{PROSE}<noscript>No scripts here.</noscript><p>A <button>Copy</button> button.</p>"))
    named = {(entry.rule, entry.text) for entry in post.dropped}
    assert named == {("text for browsers without scripts", "No scripts here."), ("button or field", "Copy")}


@pytest.mark.parametrize("author", ["The Ramp", "rampadmin", "https://the-ramp.example/ama", "Our Foreign Staff"])
def test_a_site_or_an_account_is_no_author(author: str) -> None:
    head = f"<meta property=og:site_name content='The Ramp'><meta name=author content='{author}'>"
    assert read(page(f"<html><head>{head}</head><body>{PROSE * 3}</body></html>")).author == ""


@pytest.mark.parametrize("name", ["admin", "Administrator", "editor", "The Team", "guest blogger", "webmaster1"])
def test_nobody_is_no_author(name: str) -> None:
    post = read(page(f"<html><head><meta name=author content='{name}'></head><body>{PROSE * 3}</body></html>"))
    assert post.author == ""


def test_a_guessed_author_is_marked_as_a_guess() -> None:
    post = read(
        page(f"<html><body><article><div class='byline'>By Ama Boateng</div>{PROSE * 3}</article></body></html>")
    )
    assert (post.author, post.origin("author")) == ("Ama Boateng", "heuristic: byline")


def test_the_source_declares_before_the_page() -> None:
    raw = RawPost("x", "x", "page", f"<html lang=fr><title>Page</title><body>{PROSE * 3}", title="Feed", author="Ama",
                  language="en-US", provenance=(("title", "feed"), ("author", "feed")))  # fmt: skip
    post = read(raw)
    assert (post.title, post.author, post.language) == ("Feed", "Ama", "en-US")
    assert post.origin("author") == "feed"


def test_a_long_note_section_is_not_the_article() -> None:
    notes = "<div class=footnotes><p id=n1>Note. <a href='#r1'>↩</a></p></div>"
    html = f"{PROSE}<p>See<sup><a href='#n1' id='r1'>1</a></sup></p>{notes}"
    post = read(body(html))
    assert [note.text for note in post.footnotes] == ["Note."]
    assert [block.id for block in post.blocks if block.text == "Note."] == ["fn1"]


def test_every_block_of_a_note_is_known_by_its_id() -> None:
    notes = (
        "<h2>Notes</h2><ol class=footnotes><li id=n1><p>One.</p><ul><li>Two.</li></ul> <a href='#r1'>↩</a></li></ol>"
    )
    post = read(body(f"{PROSE}<p>See<sup><a href='#n1' id='r1'>1</a></sup></p>{notes}"))
    assert [(block.id, block.kind) for block in post.blocks[2:]] == [
        ("fn-heading", "heading"), ("fn1", "item"), ("fn1.2", "item"),
    ]  # fmt: skip
    assert [note.text for note in post.footnotes] == ["One. Two."]


def test_notes_of_another_text_leave_no_blocks() -> None:
    html = f"{PROSE}<h2>References</h2><ol><li id=n1>Loose. <a href='#r1'>↩</a></li></ol>"
    assert [note.text for note in read(body(html)).footnotes] == []
