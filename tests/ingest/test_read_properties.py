"""What holds of every post, whatever the HTML: no word is lost, marks lie in their text, ids are one of a kind."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audioblog.errors import SourceError
from audioblog.ingest.metadata.dates import parse_date
from audioblog.ingest.parse import clean
from audioblog.ingest.raw import Format, RawPost
from audioblog.ingest.read import read
from audioblog.ingest.structure.lists import written
from audioblog.model import Post

WORDS = st.sampled_from(
    [
        "kettle",
        "plan",
        "ramp",
        "hall",
        "carer",
        "soup",
        "door",
        "list",
        "name",
        "wall",
        "large",
        "print",
        "Ama",
        "Ben",
        "42",
        "é",
        "‘so’",
        "emoji🙂",
        "שלום",
    ]
)
TEXT = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
INLINE = st.sampled_from(
    [
        "em",
        "strong",
        "a",
        "span",
        "code",
        "sub",
        "sup",
        "q",
        "b",
        "i",
        "wbr",
        "abbr",
        "font",
        "u",
        "mark",
        "td",
        "label",
    ]
)
BLOCK = st.sampled_from(
    [
        "p",
        "div",
        "h2",
        "h3",
        "ul",
        "ol",
        "li",
        "blockquote",
        "table",
        "tr",
        "td",
        "th",
        "pre",
        "section",
        "article",
        "figure",
        "figcaption",
        "dl",
        "dt",
        "dd",
        "details",
        "summary",
        "aside",
        "header",
        "footer",
        "main",
        "center",
        "br",
        "hr",
        "cite",
        "caption",
        "button",
        "noscript",
        "picture",
        "source",
    ]
)


def wrap(tag: str, inner: str) -> str:
    return f"<{tag}>{inner}</{tag}>"


def nested(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(children, max_size=4).map(" ".join)
    return (
        st.builds(wrap, BLOCK, several)
        | st.builds(wrap, INLINE, several)
        | st.builds(lambda t, i: f"<{t}>{i}", BLOCK, several)
    )


HTML = st.recursive(TEXT, nested, max_leaves=25)
RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def raw(content: str, form: Format = "body") -> RawPost:
    return RawPost("x", "x", form, content, url="https://blog.example/", title="A title of its own")


def spoken_and_accounted(post: Post) -> Counter[str]:
    texts = [text for holder, text in post.holders() if holder != "title"]
    texts += [entry.text for entry in post.dropped]
    texts += {block.cite for block in post.blocks}
    return words(" ".join(texts))


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def visible(html: str) -> Counter[str]:
    """Words between the tags."""
    return words(
        re.sub(
            r"<[^>]*>",
            "",
            re.sub(r"</?(?!(?:em|strong|a|span|code|sub|sup|q|b|i|wbr|abbr|font|u|mark|label)\b)[^>]*>", " ", html),
        )
    )


@RELAXED
@given(HTML)
def test_no_word_is_lost(html: str) -> None:
    try:
        post = read(raw(html))
    except SourceError:
        return
    missing = visible(html) - spoken_and_accounted(post)
    assert not missing, missing


@RELAXED
@given(HTML)
def test_marks_lie_in_their_text_and_ids_are_one_of_a_kind(html: str) -> None:
    try:
        post = read(raw(html))
    except SourceError:
        return
    notes = {note.id for note in post.footnotes}
    own = [block.id for block in post.blocks if block.id not in notes]
    ids = ["title", *own, *notes, *(comment.id for comment in post.comments)]
    assert len(ids) == len(set(ids))
    assert len({block.id for block in post.blocks}) == len(post.blocks)
    for block in (*post.blocks, *post.footnotes):
        for span in block.spans:
            assert 0 <= span.start < span.end <= len(block.text)
    for block in post.blocks:
        for cell in (cell for row in block.rows for cell in row):
            assert block.text[cell.start : cell.start + len(cell.text)] == cell.text
        if block.kind not in ("code", "table"):
            assert block.text == " ".join(block.text.split())


@RELAXED
@given(HTML, st.sampled_from(["body", "page", "markdown", "text"]))
def test_reading_twice_gives_the_same(html: str, form: Format) -> None:
    def once() -> Post | str:
        try:
            return read(raw(html, form))
        except SourceError as error:
            return error.code

    assert once() == once()


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["body", "page", "markdown", "text"]))
def test_no_text_whatever_breaks_the_reader(text: str, form: Format) -> None:
    try:
        post = read(raw(text, form))
    except SourceError:
        return
    for _, holder in post.holders():
        assert holder == clean(holder)


@given(st.integers(-5, 5000), st.sampled_from(["decimal", "lower-alpha", "upper-roman"]))
def test_list_numbers_are_written(number: int, style: str) -> None:
    assert written(number, style)


@given(st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)))
def test_dates_are_read_back(moment: datetime) -> None:
    assert parse_date(moment.isoformat()) == moment
    assert parse_date(moment.strftime("%d %B %Y at %H:%M")) == moment.replace(second=0)


@pytest.mark.parametrize(
    "text", ["", "soon", "31 February 2016", "2016-13-40", "0000-00-00T00:00:00", "99/99/2016", "Mon, 99"]
)
def test_a_date_that_is_none_is_none(text: str) -> None:
    assert parse_date(text) is None
