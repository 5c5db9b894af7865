"""The full text of a page: structure that a screen reader can use, nothing lost, nothing fetched, nothing executed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audioblog.model import Block, Cell, Comment, Footnote, Post, Span, Timeline
from audioblog.publish.article import full_text, title_html

VOID = {"hr", "br", "meta", "link", "img", "input"}
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=50)


class Outline(HTMLParser):
    """Fails on elements that do not nest; collects ids, headings, text and what would be fetched."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.levels: list[int] = []
        self.fetched: list[str] = []
        self.text = ""
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given_attrs = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        self.ids += [given_attrs["id"]] if given_attrs.get("id") else []  # type: ignore[list-item]
        if (href := given_attrs.get("href") or "").startswith("#"):
            self.targets.append(href[1:])
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if given_attrs.get("src"):
            self.fetched.append(str(given_attrs["src"]))
        assert tag not in {"script", "iframe", "object", "embed", "style"}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def one_block(*blocks: Block, footnotes: tuple[Footnote, ...] = ()) -> str:
    return full_text(Post("p", "T", blocks, footnotes=footnotes), None, top=2)


def test_every_sentence_is_tied_to_its_cue(post: Post, timeline: Timeline) -> None:
    html = title_html(post, timeline) + full_text(post, timeline, top=3)
    outline = Outline(html)
    said = [number for number, u in enumerate(timeline.script.utterances, 1) if u.text]
    assert {f"s{number}" for number in said} <= set(outline.ids)
    for number in said:
        cue, utterance = timeline.cues[number - 1], timeline.script.utterances[number - 1]
        found = re.search(rf'<span id="s{number}" data-t="(\d+)-(\d+)">(.*?)</span>', html, re.DOTALL)
        assert found
        assert (int(found[1]), int(found[2])) == (cue.start_ms, cue.end_ms)
        assert unescape(re.sub("<.*?>", "", found[3])).strip()[:5] in utterance.text


def test_ids_are_unique_and_links_within_the_page_arrive(post: Post, timeline: Timeline) -> None:
    outline = Outline(full_text(post, timeline, top=3))
    assert len(outline.ids) == len(set(outline.ids))
    assert set(outline.targets) == {"fn-1", "fnref-1"}
    assert set(outline.targets) <= set(outline.ids)


def test_nothing_is_fetched_from_anywhere(post: Post, timeline: Timeline) -> None:
    assert Outline(full_text(post, timeline, top=3)).fetched == []


def test_for_a_feed_there_are_no_attributes_of_ours_and_no_relative_links(post: Post) -> None:
    html = full_text(post, None, top=2, page="https://audio.example.org/e/")
    assert not re.search(r"data-t|aria-|role=|tabindex|unseen", html)
    assert re.findall(r'href="(?!https:)', html) == []
    assert 'href="https://audio.example.org/e/#fn-1"' in html


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ((2, 3, 2), (3, 4, 3)),
        ((4, 2, 6), (3, 3, 4)),
        ((1, 1), (3, 3)),
        ((6, 5, 4), (3, 3, 3)),
        ((1, 2, 3, 4, 5, 6), (3, 4, 5, 6, 6, 6)),
    ],
)
def test_headings_never_skip_a_level(source: tuple[int, ...], shown: tuple[int, ...]) -> None:
    blocks = tuple(Block(f"b{n}", "heading", f"H{n}", level=level) for n, level in enumerate(source))
    assert tuple(Outline(full_text(Post("p", "T", blocks), None, top=3)).levels) == shown


def test_lists_nest_and_keep_numbers() -> None:
    items = [(0, "1"), (1, "a"), (1, "b"), (2, ""), (0, "2")]
    html = one_block(
        *(Block(f"i{n}", "item", f"x{n}", depth=d, ordered=bool(k), number=k) for n, (d, k) in enumerate(items))
    )
    assert re.sub(r"\s", "", html) == (
        '<ol><li>x0<oltype="a"><li>x1</li><li>x2<ul><li>x3</li></ul></li></ol></li><li>x4</li></ol>'
    )


def test_a_list_that_begins_deep_or_jumps_is_still_a_list() -> None:
    html = one_block(*(Block(f"i{n}", "item", f"x{n}", depth=depth) for n, depth in enumerate([3, 5, 0, 900])))
    assert Outline(html).text.split() == ["x0", "x1", "x2", "x3"]


def test_quotations_have_their_source_once() -> None:
    quote = Block("q", "quote", "We mean it.", cite="Mary")
    assert "<figcaption>Mary</figcaption>" in one_block(quote)
    said = Block("q", "quote", "We mean it. Mary", cite="Mary")
    assert "figcaption" not in one_block(said)
    two = one_block(quote, Block("r", "quote", "So do I.", cite="Tom"))
    assert two.count("<blockquote>") == 2
    inside = one_block(
        quote, Block("i", "item", "first", quoted=True), Block("h", "heading", "H", level=2, quoted=True)
    )
    assert inside.count("<blockquote>") == 1
    assert re.search(r"<blockquote>.*<ul>.*<h2.*</blockquote>", inside, re.DOTALL)


def test_a_table_has_scopes_and_a_caption(post: Post, timeline: Timeline) -> None:
    html = full_text(post, timeline, top=3)
    assert re.findall(r'<th scope="(\w+)">', html) == ["col", "col", "col", "row", "row"]
    assert re.search(r"<caption>.*Opening hours of the advice desk.*</caption>", html)
    assert 'tabindex="0" aria-label="Table 1"' in html


def test_a_sentence_said_of_a_whole_row_has_its_id_once(timeline: Timeline) -> None:
    row = Block("t", "table", "A\tB", rows=((Cell("A", 0), Cell("B", 2)),))
    said = replace(timeline.script.utterances[0], block="t", start=0, end=3, text="A\tB")
    script = replace(timeline.script, utterances=(said,), omissions=())
    html = full_text(Post("p", "T", (row,)), replace(timeline, script=script, cues=timeline.cues[:1]), top=3)
    assert html.count('id="s1"') == 1
    assert html.count("data-t=") == 2


def test_an_empty_header_cell_is_no_header() -> None:
    rows = ((Cell("", 0, header=True), Cell("A", 1, header=True)), (Cell("B", 3, header=True), Cell("1", 5)))
    html = one_block(Block("t", "table", "\tA\nB\t1", rows=rows))
    assert '<td></td><th scope="col">A</th>' in html
    assert '<th scope="row">B</th><td>1</td>' in html


def test_pictures_are_described_and_linked() -> None:
    html = one_block(
        Block("1", "image", "Tea", caption="Tea", alt="Six cups", image="https://a.example/t.jpg"),
        Block("2", "image", "A ramp", alt="A ramp"),
        Block("3", "image", "", image="data:image/png;base64,xx"),
    )
    assert "Picture: Six cups" in html
    assert '<a href="https://a.example/t.jpg">See the picture</a>' in html
    assert "<figcaption>Tea</figcaption>" in html
    assert "Picture: A ramp" in html
    assert "Picture without a description." in html
    assert "data:" not in html


def test_a_note_leads_back_to_every_place() -> None:
    text = "One[1] two[1] three[2]."
    spans = (Span(3, 6, "noteref", "n"), Span(10, 13, "noteref", "n"), Span(19, 22, "noteref", "lost"))
    outline = Outline(one_block(Block("b", "paragraph", text, spans), footnotes=(Footnote("n", "1", "Note."),)))
    assert outline.targets == ["fn-1", "fn-1", "fnref-1", "fnref-1-2"]
    assert set(outline.targets) <= set(outline.ids)


def test_languages_and_directions_are_marked() -> None:
    html = one_block(Block("b", "paragraph", "Bore da", lang="cy"), Block("c", "paragraph", "مرحبا"))
    assert '<p lang="cy">Bore da</p>' in html
    assert '<p dir="auto">مرحبا</p>' in html


def test_comments_are_shown_only_when_they_are_spoken(post: Post, timeline_for: Callable[..., Timeline]) -> None:
    assert "Comment by Beth, 5 March 2016" in full_text(post, timeline_for(post), top=3)
    assert "Beth" not in full_text(post, timeline_for(post, comments=False), top=3)


KINDS = st.sampled_from(
    ["heading", "paragraph", "item", "quote", "table", "image", "code", "footnote", "separator", "embed"]
)
SPANS = st.builds(
    lambda start, length, kind, value: Span(start, start + length, kind, value),
    st.integers(0, 40), st.integers(0, 20),
    st.sampled_from(["em", "strong", "link", "abbr", "lang", "sub", "sup", "code", "noteref"]),
    st.sampled_from(["n", "https://a.example/?a=1&b=2", "javascript:x", "\" onclick=\"x", "fr", ""]),
)  # fmt: skip
BLOCKS = st.builds(
    lambda kind, text, spans, level, depth, ordered, number, cite, quoted: Block(
        "", kind, text, tuple(spans), level, depth, ordered, number, cite, quoted=quoted,
        rows=((Cell(text, 0, True), Cell("", len(text))),), caption="" if level % 2 else text, alt=cite,
    ),
    KINDS, ANY_TEXT, st.lists(SPANS, max_size=4), st.integers(1, 6), st.integers(0, 12), st.booleans(),
    st.sampled_from(["", "1", "iv", "b", "9999999999"]), ANY_TEXT, st.booleans(),
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(BLOCKS, max_size=8), ANY_TEXT, ANY_TEXT)
def test_any_post_whatever_gives_sound_html(
    timeline_for: Callable[[Post], Timeline], blocks: list[Block], note: str, remark: str
) -> None:
    named = tuple(replace(block, id=f"x{number}") for number, block in enumerate(blocks))
    post = Post("p", note, named, footnotes=(Footnote("n", "*", note),), comments=(Comment("c9", remark, remark),))
    for timeline in (timeline_for(post), None):
        html = full_text(post, timeline, top=3)
        outline = Outline(html)
        assert len(outline.ids) == len(set(outline.ids))
        assert set(outline.targets) <= set(outline.ids)
        assert outline.fetched == []
        assert not re.search(r"<[^>]* on\w+=", re.sub(r'"[^"]*"', '""', html))
        assert 'href="javascript' not in html
        html.encode()
        # Headings of the text, the notes and the comments start at the top level and never skip one.
        assert all(after - before <= 1 for before, after in zip([2, *outline.levels], outline.levels, strict=False))


def test_what_is_not_read_is_not_shown() -> None:
    heading = Block("b2", "heading", "The stove[edit]", (Span(9, 15, "unread", "edit link"),), level=2)
    contents = Block("b1", "item", "The stove, again", unread="table of contents")
    outline = Outline(full_text(Post("p", "T", (contents, heading)), None, top=3))
    assert outline.text.strip() == "The stove"
