"""Is this post one that is known under another name? Yes where signs agree; never where they may be two posts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioblog.model import Block, Episode, Post
from audioblog.recognise import Known, Trace, canonical, certain, likely, likeness, path_of, plain_title
from audioblog.state import Entry

DAY = datetime(2026, 4, 1, 9, tzinfo=UTC)
LONG = " ".join(f"Door {number} of {number * 7} was too narrow for chair {number + 3}." for number in range(40))


def entry(post: str = "1", url: str = "http://blog.example/2026/the-ramp/", title: str = "The ramp") -> Entry:
    episode = Episode(
        f"urn:{post}", "s", post, post, title, DAY, DAY, "en-GB", f"media/{post}.0", 1000, 5000, url=url
    )  # fmt: skip
    return Entry("s", post, f"urn:{post}", post, DAY, episode=episode)


def found(trace: Trace, *known: Entry, met: frozenset[str] = frozenset()) -> str:
    sure = certain(Known.of(known or (entry(),)), trace, met)
    return sure.post if sure else ""


def maybe(trace: Trace, *known: Entry, met: frozenset[str] = frozenset()) -> dict[str, float]:
    return {each.post: alike for each, alike in likely(Known.of(known or (entry(),)), trace, met)}


@pytest.mark.parametrize(
    "url",
    [
        "https://blog.example/2026/the-ramp/", "http://www.blog.example/2026/the-ramp",
        "http://blog.example/2026/the-ramp/index.html?utm_source=x",
    ],
)  # fmt: skip
def test_the_same_address_and_day_is_the_same_post(url: str) -> None:
    assert found(Trace(url, "A new title", DAY + timedelta(hours=5))) == "1"
    assert found(Trace(url, "The Ramp")) == "1", "no date is known, and the title agrees"


def test_an_address_alone_is_no_proof() -> None:
    """A column may stand at one address with another text every week."""
    address = "http://blog.example/2026/the-ramp/"
    assert found(Trace(address, "The ramp", DAY + timedelta(days=7))) == ""
    assert found(Trace(address, "Another")) == ""
    assert found(Trace(address)) == ""
    assert maybe(Trace(address, "The ramp", DAY + timedelta(days=7))) == {"1": 0.7}, "the texts decide"


def test_an_address_that_several_posts_share_says_nothing() -> None:
    known = (entry("1", "http://blog.example/news"), entry("2", "http://blog.example/news", "The bus"))
    assert found(Trace("http://blog.example/news", "Third", DAY), *known) == ""


def test_a_post_that_this_run_has_met_is_itself_and_no_other() -> None:
    trace = Trace("https://blog.example/2026/the-ramp/", "The ramp", DAY)
    assert found(trace, met=frozenset({"1"})) == ""
    assert maybe(trace, met=frozenset({"1"})) == {}


def test_another_host_or_path_needs_title_day_and_text() -> None:
    assert maybe(Trace("https://new.example/2026/the-ramp/", "The “Ramp”", DAY)) == {"1": 0.5}
    assert maybe(Trace("https://new.example/the-ramp/", "The ramp", DAY + timedelta(hours=20))) == {"1": 0.7}
    assert maybe(Trace("https://new.example/the-ramp/", "The ramp", DAY + timedelta(days=2))) == {}
    assert maybe(Trace("https://new.example/the-ramp/", "The ramp")) == {"1": 1.0}, "no date: word for word"
    assert found(Trace("https://new.example/2026/the-ramp/", "The ramp", DAY)) == ""


def test_under_one_id_only_a_plain_contradiction_is_another_post() -> None:
    known = Trace("http://old.example/ramp", "The ramp", DAY)
    other = Trace("http://new.example/bus", "The bus", DAY + timedelta(days=90))
    assert known.contradicts(other)
    for same in (replace(other, url=known.url), replace(other, title=known.title), replace(other, published=DAY)):
        assert not known.contradicts(same)
    for unknown in (replace(other, url=""), replace(other, title=""), replace(other, published=None)):
        assert not known.contradicts(unknown)


def text(words: str) -> Post:
    return Post("p", "T", tuple(Block(f"b{n}", "paragraph", part) for n, part in enumerate(words.split("|"))))


def test_texts_are_alike_by_their_runs_of_words() -> None:
    assert likeness(text(LONG), text(LONG.upper())) == 1.0
    assert likeness(text(LONG), text(LONG + "| A caption that the new program prints.")) > 0.7
    assert likeness(text(LONG), text("Nothing of this is the same as there. " * 20)) < 0.1
    one, other = "These are the notes of group a.", "These are the notes of group b."
    assert likeness(text(one), text(other)) == 0
    assert likeness(text(one), text(one)) == 1
    assert likeness(text(""), text("")) == 0


@given(st.text(max_size=200))
def test_any_text_may_be_an_address_or_a_title(odd: str) -> None:
    assert canonical(odd) == canonical(odd)
    assert plain_title(plain_title(odd)) == plain_title(odd)
    assert not path_of(odd) or odd.startswith("http")
