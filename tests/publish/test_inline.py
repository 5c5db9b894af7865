"""Marks that overlap in any way come out as elements that nest, and no character is lost."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from audioblog.model import Span
from audioblog.publish.inline import Mark, marked_up, span_marks
from audioblog.publish.numbering import list_type


class Nesting(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not (tag == "a" and "a" in self.open), "a link in a link"
        self.links += tag == "a"
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


marks = st.builds(
    lambda start, length, tag, number: Mark(start, start + length, tag, f' data-t="{number}"', f' id="s{number}"'),
    st.integers(-2, 30), st.integers(0, 30), st.sampled_from(["em", "span", "strong"]), st.integers(0, 99),
)  # fmt: skip


@given(st.text(max_size=30), st.lists(marks, max_size=8), st.integers(0, 30), st.integers(0, 30))
def test_elements_nest_and_text_survives(text: str, given_marks: list[Mark], one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    html = marked_up(text, given_marks, start, end)
    parser = Nesting()
    parser.feed(html)
    assert parser.open == []
    assert unescape(re.sub(r"<[^>]*>", "", html)).replace("\r", "\n") == unescape(
        text[start:end].replace("&", "&amp;")
    ).replace("\r", "\n")
    ids = re.findall(r' id="[^"]*"', html)
    assert len(ids) <= len(given_marks), "an element that is cut in two has its id once"


spans = st.builds(
    lambda start, length, kind, value: Span(start, start + length, kind, value),
    st.integers(0, 25), st.integers(0, 12), st.sampled_from(["em", "link", "abbr", "lang", "code", "sub"]),
    st.sampled_from(["https://a.example/", "javascript:alert(1)", "fr", '"><script>', ""]),
)  # fmt: skip


@given(st.text(min_size=20, max_size=30), st.lists(spans, max_size=6))
def test_links_are_whole_and_lead_only_to_the_web(text: str, given_spans: list[Span]) -> None:
    sentences = [Mark(0, 10, "span", ' data-t="1"'), Mark(10, len(text), "span", ' data-t="2"')]
    made = span_marks(given_spans)
    html = marked_up(text, [*sentences, *made])
    parser = Nesting()
    parser.feed(html)
    assert 'href="javascript:' not in html
    assert "<script" not in html.replace(text, "")
    links = [mark for mark in made if mark.tag == "a" and mark.start < min(mark.end, len(text))]
    assert html.count("<a ") == len(links)


def test_a_link_across_two_sentences_cuts_the_sentences() -> None:
    text = "See the report. It is short. Done."
    link = Mark(8, 21, "a", ' href="x"', whole=True)
    first, second = Mark(0, 15, "span", "", ' id="s1"'), Mark(15, 28, "span", "", ' id="s2"')
    assert marked_up(text, [first, second, link]) == (
        '<span id="s1">See the </span><a href="x"><span>report.</span><span id="s2"> It is</span></a>'
        "<span> short.</span> Done."
    )


def test_lists_keep_their_authors_numbers() -> None:
    assert list_type(["1", "2", "3"]) == ("", ["", "", ""])
    assert list_type(["3", "4", "9"]) == ("", [' value="3"', "", ' value="9"'])
    assert list_type(["a", "b"]) == (' type="a"', ["", ""])
    assert list_type(["i", "ii", "iii", "iv"]) == (' type="i"', ["", "", "", ""])
    assert list_type(["C", "D"]) == (' type="A"', [' value="3"', ""])
    assert list_type(["v", "vi"]) == (' type="i"', [' value="5"', ""])
    assert list_type(["one", "two"]) == ("", ["", ""])
    assert list_type(["", ""]) == ("", ["", ""])
    assert list_type([]) == ("", [])
