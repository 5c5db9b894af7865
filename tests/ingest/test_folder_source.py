"""Folders of posts, single files, standard input and their front matter."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from feedbook import FULL, failures, opened, page, posts, rss
from hypothesis import given
from hypothesis import strategies as st

from audioblog.errors import SourceError
from audioblog.ingest.raw import RawPost
from audioblog.ingest.sources.frontmatter import moment, split

BODY = "The kettle was on by nine.\n\nNobody asked for *sugar*.\n"


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


# --- front matter --------------------------------------------------------------------------------------------------

YAML = """---
title: "Tea: a history"
date: 2016-03-03 10:00:00 +0100
author: {name: Ada Byron}
tags: [tea, care]
categories: kitchen, council
image: /tea.jpg
permalink: https://news.example/tea/
lang: en_GB
description: >
  Two lines
  of it
---
"""
TOML = '+++\ntitle = "Tea: a history"\ndate = 2016-03-03T09:00:00Z\nauthors = ["Ada Byron"]\ntags = ["tea"]\n+++\n'
JSON = (
    '{\n  "title": "Tea: a history",\n  "date": "2016-03-03T09:00:00Z",\n  "author": "Ada Byron", "x": {"}": 1}\n}\n\n'
)


@pytest.mark.parametrize("matter", [YAML, TOML, JSON, YAML.replace("---\n", "---  \n"), YAML.replace("\n", "\r\n")])
def test_front_matter_in_every_language(tmp_path: Path, matter: str) -> None:
    (post,) = posts(opened(write(tmp_path, {"tea.md": matter + BODY}) / "tea.md"))
    assert (post.title, post.author, post.published) == (
        "Tea: a history", "Ada Byron", datetime(2016, 3, 3, 9, tzinfo=UTC),
    )  # fmt: skip
    assert (post.format, post.content, post.id) == ("markdown", BODY, "tea.md")
    assert dict(post.provenance)["author"] == "front matter"


def test_the_rest_of_the_front_matter() -> None:
    (post,) = posts(opened("-", YAML + BODY))
    assert (post.url, post.image, post.language) == (
        "https://news.example/tea/",
        "https://news.example/tea.jpg",
        "en-GB",
    )
    assert (post.tags, post.summary) == (("tea", "care", "kitchen", "council"), "Two lines of it")


@pytest.mark.parametrize(
    "text",
    ["---\n\nA text between two rules.\n\n---\n\nAnd more.\n", "---\nonly one rule\n", "--- not a fence\n",
     "{not json}\n", "{{< shortcode >}}\n\nText\n", "***\nText\n***\n"],
)  # fmt: skip
def test_what_is_no_front_matter_stays_text(text: str) -> None:
    matter, body = split(text, "x.md")
    assert (dict(matter.fields), body) == ({}, text)


@pytest.mark.parametrize(
    "text", ["---\ntitle: a: b\n---\nx", "+++\ntitle = \n+++\nx", "---\n\t- a\n---\nx", "---\n&a [*a\n---\n"]
)
def test_broken_front_matter_is_named(text: str) -> None:
    with pytest.raises(SourceError) as caught:
        split(text, "tea.md")
    assert caught.value.code == "bad-front-matter"
    assert "tea.md" in caught.value.message


def test_yaml_makes_no_objects() -> None:
    with pytest.raises(SourceError):
        split("---\ntitle: !!python/object/apply:os.system [true]\n---\nx", "x.md")


@pytest.mark.parametrize(
    ("value", "day"),
    [("2016-03-03", 3), ("2016/3/3", 3), ("2016-03-03T23:30:00-02:00", 4), ("Thu, 03 Mar 2016 10:00:00 GMT", 3),
     ("2016-03-03 10:00 +0000", 3), ("2016-03-03T10:00:00.123456Z", 3), (datetime(2016, 3, 3), 3)],  # noqa: DTZ001
)  # fmt: skip
def test_dates(value: object, day: int) -> None:
    found = moment(value)
    assert found is not None
    assert (found.year, found.month, found.day, found.tzinfo) == (2016, 3, day, UTC)


@pytest.mark.parametrize("value", ["", "soon", "2016-13-45", "0000-00-00", None, True, [], "2016-02-30T10:00:00"])
def test_dates_that_are_none(value: object) -> None:
    assert moment(value) is None


@given(st.text(max_size=200))
def test_nothing_is_lost_by_splitting(text: str) -> None:
    try:
        matter, body = split(text, "x")
    except SourceError:
        return
    assert text.endswith(body.lstrip("\n"))
    assert matter.fields or body == text or text.startswith(("---", "+++", "{"))


# --- folders -------------------------------------------------------------------------------------------------------


def test_a_folder_newest_first_with_drafts_left_out(tmp_path: Path) -> None:
    root = write(
        tmp_path / "mill-road",
        {
            "2016-03-03-march.md": "---\ntitle: March\n---\n" + BODY,
            "deep/er/april.html": page("April", FULL, '<meta name="x">'),
            "fragment.html": "---\ndate: 2017-01-01\n---\n" + FULL,
            "old.txt": "Old news\n\nIt was cold.",
            "draft.md": "---\ndraft: true\n---\n" + BODY,
            "hidden.md": "---\npublished: false\n---\n" + BODY,
            "later.md": "---\ndate: 2030-01-01\n---\n" + BODY,
            "gone.md": "---\nexpiryDate: 2020-01-01\n---\n" + BODY,
            "_drafts/idea.md": BODY,
            "README.md": "# About this folder",
            "_index.md": "# Section",
            ".hidden/x.md": BODY,
            "node_modules/y/z.md": BODY,
            "photo.jpg": b"\xff\xd8",
        },
    )
    source = opened(root)
    found = posts(source)
    assert [post.id for post in found[1:]] == ["fragment.html", "2016-03-03-march.md", "deep/er/april.html", "old.txt"]
    assert [post.format for post in found[1:]] == ["body", "markdown", "page", "text"]
    assert (found[0].id, found[0].published) == ("later.md", datetime(2030, 1, 1, tzinfo=UTC)), "held back later on"
    assert found[2].published == datetime(2016, 3, 3, tzinfo=UTC)
    assert dict(found[2].provenance)["published"] == "file name"
    assert source.info.title == "Mill road"
    assert sorted(source.left_out) == [
        ("_drafts/idea.md", "draft"), ("draft.md", "draft"), ("gone.md", "expired"), ("hidden.md", "draft"),
    ]  # fmt: skip
    assert posts(source) == found
    assert len(source.left_out) == 4


@pytest.mark.parametrize(
    ("mark", "place"),
    [("_config.yml", "_posts"), ("hugo.toml", "content/posts"), ("hugo.toml", "content"), (".eleventy.js", "posts")],
)
def test_the_folder_of_a_whole_site(tmp_path: Path, mark: str, place: str) -> None:
    files: dict[str, str | bytes] = {
        mark: "", "README.md": "# Site", "about.md": BODY, "_site/built.html": page(), "public/built.html": page(),
        "themes/t/x.md": BODY, "_layouts/post.html": page(), f"{place}/2016-03-03-one.md": BODY,
    }  # fmt: skip
    assert [post.id for post in posts(opened(write(tmp_path, files)))] == ["2016-03-03-one.md"]


def test_bad_files_do_not_stop_the_rest(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "bad.md": "---\na: b: c\n---\nx", "empty.md": "", "good.md": BODY, "huge.txt": b"x" * 5_000_001,
        "latin.txt": "Café au lait, s’il vous plaît; déjà vu à l’école.".encode("cp1252"),
    }  # fmt: skip
    found = list(opened(write(tmp_path, files)).posts())
    assert sorted(failures(found)) == ["bad-front-matter", "empty", "too-large"]
    texts = {item.id: item.content for item in found if isinstance(item, RawPost)}
    assert set(texts) == {"good.md", "latin.txt"}
    assert "plaît" in texts["latin.txt"]


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, {"secret/diary.md": BODY, "blog/post.md": BODY})
    (tmp_path / "blog" / "link.md").symlink_to(tmp_path / "secret" / "diary.md")
    (tmp_path / "blog" / "linked").symlink_to(tmp_path / "secret")
    (tmp_path / "blog" / "again.md").symlink_to(tmp_path / "blog" / "post.md")
    assert [post.id for post in posts(opened(tmp_path / "blog"))] == ["again.md", "post.md"]


def test_a_folder_without_posts(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        opened(write(tmp_path, {"x.jpg": b""}))
    assert caught.value.code == "no-posts"


# --- single files and standard input -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [("a.md", BODY, "markdown"), ("a.MARKDOWN", BODY, "markdown"), ("a.html", page(), "page"), ("a.htm", FULL, "body"),
     ("a.txt", "# Not markdown", "text"), ("a", page(), "page"), ("a", "# Title\n\nText", "markdown"),
     ("a", "Plain.", "text")],
)  # fmt: skip
def test_one_file(tmp_path: Path, name: str, text: str, kind: str) -> None:
    (post,) = posts(opened(write(tmp_path, {name: text}) / name))
    assert (post.format, post.content, post.id, post.source) == (kind, text, name, str(tmp_path / name))


def test_a_named_draft_is_read(tmp_path: Path) -> None:
    source = opened(write(tmp_path, {"d.md": "---\ndraft: true\n---\n" + BODY}) / "d.md")
    assert len(posts(source)) == 1
    assert source.left_out[0][0] == "d.md"


def test_files_whose_name_says_nothing_take_their_folder_along(tmp_path: Path) -> None:
    root = write(tmp_path, {"tea/index.md": BODY, "cake/index.md": BODY})
    assert posts(opened(root / "tea" / "index.md"))[0].id == "tea/index.md"


def test_a_file_address(tmp_path: Path) -> None:
    root = write(tmp_path, {"a b.md": BODY})
    assert posts(opened((root / "a b.md").as_uri()))[0].id == "a b.md"


SEEDLIKE = """Priya: We met on a Monday [2] – “at last”, she said.

2 thoughts on “Monday”

Sam
3 March 2016 at 10:00
* Good.
"""


@pytest.mark.parametrize(
    ("text", "kind"),
    [(SEEDLIKE, "text"), ("Title\n\nText with 3 * 4 and snake_case_name.", "text"), (page(), "page"), (FULL, "body"),
     ("# Title\n\nText", "markdown"), ("See [the list](https://x.example/).", "markdown"),
     ("Title\n=====\n\nText", "markdown"), (YAML + BODY, "markdown"),
     ("\ufeff<!-- note --><p>x</p>", "body"), ("<rant>I am cross</rant>", "text")],
)  # fmt: skip
def test_standard_input_is_recognised(text: str, kind: str) -> None:
    for stdin in (text, text.encode()):
        (post,) = posts(opened("-", stdin))
        assert post.format == kind


def test_a_feed_through_standard_input_and_from_a_file(tmp_path: Path) -> None:
    text = rss("<item><title>One</title><description>x</description><guid>1</guid></item>")
    path = write(tmp_path, {"saved.xml": text}) / "saved.xml"
    assert [p.title for p in posts(opened("-", text))] == [p.title for p in posts(opened(path))] == ["One"]


def test_standard_input_has_an_id_of_its_content() -> None:
    one, same, other = (posts(opened("-", text))[0].id for text in ("One.", "One.", "Two."))
    assert one == same != other


BAD = [
    ("", "usage"), ("   ", "usage"), ("ftp://blog.example/", "bad-scheme"), ("javascript:alert(1)//x", "bad-scheme"),
    ("mailto:a@b.example/x", "bad-scheme"), ("/no/such/folder", "no-such-file"), ("nothing-here.md", "no-such-file"),
    ("x\0y", "unreadable"), ("a" * 5000, "unreadable"), ("just words", "no-such-file"), ("/dev/null", "unreadable"),
    ("file:///no/such.md", "no-such-file"), ("http://", "bad-address"), ("http://127.0.0.1:1/", "refused"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "code"), BAD)
def test_what_is_no_source(source: str, code: str) -> None:
    from audioblog.errors import AudioblogError

    with pytest.raises(AudioblogError) as caught:
        opened(source)
    assert caught.value.code == code
    assert caught.value.hint


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7\nx", b"PK\x03\x04\x14\x00", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, b"\xff\xd8\xff\xe0" * 99],
)
def test_files_that_hold_no_text(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        opened(write(tmp_path, {"x.bin": data}) / "x.bin")
    assert caught.value.code == "unknown-source"


@pytest.mark.parametrize("stdin", [b"", b" \n\n", b"x" * 5_000_001])
def test_standard_input_that_cannot_be_read(stdin: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        opened("-", stdin)
    assert caught.value.code in ("empty", "too-large")
