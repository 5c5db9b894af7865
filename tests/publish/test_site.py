"""Whole pages: the rules of WCAG that can be read off the HTML. (axe and a browser are in tests/external.)"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audioblog.model import Episode, Omission, Post, Show, Swap, Timeline
from audioblog.publish.cover import Cover
from audioblog.publish.ledger import ledger
from audioblog.publish.site import NEWEST, archive_pages, asset, episode_page, index_page, subscribe_page

GOLDEN = Path(__file__).parents[1] / "data" / "publish"
COVER = Cover(b"", "image/jpeg", 1400, 1400, "White words on green", "cover-0123456789ab.jpg")
VOID = {"hr", "br", "meta", "link", "img", "input"}
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80)


class Page(HTMLParser):
    """Fails on what makes a page hard or impossible to use; collects the rest."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.levels: list[int] = []
        self.links: list[str] = []
        self.landmarks: list[str] = []
        self.text = ""
        self.html = data.decode()
        assert self.html.startswith('<!DOCTYPE html>\n<html lang="en-GB">')
        self.feed(self.html)
        assert self.open == []
        assert self.levels.count(1) == 1
        assert all(after - before <= 1 for before, after in zip([0, *self.levels], self.levels, strict=False))
        assert len(self.ids) == len(set(self.ids))
        assert self.landmarks[:2] == ["header", "nav"]
        assert self.landmarks[-2:] == ["main", "footer"]
        assert {link[1:] for link in self.links if link.startswith("#")} <= set(self.ids)
        assert self.links[0] == "#main"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given_attrs = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if tag in {"header", "nav", "main", "footer"}:
            self.landmarks.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if given_attrs.get("id"):
            self.ids.append(str(given_attrs["id"]))
        if tag == "a":
            self.links.append(str(given_attrs["href"]))
        assert "autoplay" not in given_attrs
        assert "aria-live" not in given_attrs
        assert not any(name.startswith("on") for name in given_attrs)
        assert tag != "script" or given_attrs.get("src"), "no inline script"
        assert not re.match("https?:|//", given_attrs.get("src") or ""), "nothing from elsewhere"
        assert tag != "img" or given_attrs.get("alt") is not None

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_golden_episode_page(show: Show, episode: Episode, post: Post, timeline: Timeline) -> None:
    assert episode_page(show, episode, post, timeline).decode() == (GOLDEN / "library.html").read_text("utf-8")


def test_the_episode_page_says_what_a_listener_needs(
    show: Show, episode: Episode, post: Post, timeline: Timeline
) -> None:
    page = Page(episode_page(show, replace(episode, bytes=1_608_000, duration_ms=201_000), post, timeline))
    assert "Download MP3, 3 minutes 21 seconds, 1.6 MB" in page.text
    for words in ("Ada Okafor", "4 March 2016", "eSpeak NG, British English (synthetic)", "synthetic (computer) voice"):
        assert words in page.text
    assert "https://blog.example.org/library/" in page.links
    assert "../../media/2016-03-04-library.0123456789ab.mp3" in page.links
    assert "../../media/2016-03-04-library.0123456789ab.mp3#t=15.76" in page.links, "chapters work without the script"
    assert '<audio controls preload="metadata"' in page.html
    assert re.search(
        r'<h2 id="listen">Listen</h2>\s*<div id="player" role="group" aria-labelledby="listen">', page.html
    )
    assert "“2016” is said “twenty sixteen”" in page.text
    assert "Note mark (1)" in page.text


def test_an_episode_without_author_chapters_address_or_changes(
    show: Show, episode: Episode, post: Post, timeline: Timeline
) -> None:
    bare = replace(episode, author="", url="", chapters=(), summary="", voice="")
    utterances = tuple(replace(utterance, swaps=()) for utterance in timeline.script.utterances)
    plain = replace(timeline, script=replace(timeline.script, omissions=(), utterances=utterances))
    page = Page(episode_page(show, bare, post, plain))
    assert "Nothing: every word is read as it is written." in page.text
    assert "Chapters" not in page.text
    assert "Original" not in page.text
    assert "Computer voice (synthetic)" in page.text


def test_titles_are_whole_on_the_page_and_short_in_the_window(
    show: Show, episode: Episode, post: Post, timeline_for: Callable[[Post], Timeline]
) -> None:
    for title in ("long " * 600, "", "مرحبا بكم", "<b>&</b>"):
        titled = replace(post, title=title)
        page = Page(episode_page(show, replace(episode, title=title), titled, timeline_for(titled)))
        heading = re.search("<h1(.*?)>(.*?)</h1>", page.html, re.DOTALL)
        assert heading
        assert ('dir="auto"' in heading[1]) == (title == "مرحبا بكم")
        assert "<b>" not in heading[2]
        assert len(re.search("<title>(.*?)</title>", page.html)[1]) < 140  # type: ignore[index]
    assert (
        "Untitled post"
        in Page(episode_page(show, replace(episode, title=""), replace(post, title=""), timeline_for(post))).text
    )


def test_another_language_is_marked(show: Show, episode: Episode, post: Post, timeline: Timeline) -> None:
    welsh = replace(post, language="cy")
    page = Page(episode_page(show, replace(episode, language="cy"), welsh, timeline))
    assert '<h1 lang="cy">' in page.html
    assert re.search(r'<article id="transcript" aria-labelledby="text" lang="cy">', page.html)


def test_the_index_lists_the_episodes_by_year(show: Show, many: Callable[[int], list[Episode]]) -> None:
    one, other = many(2)
    page = Page(index_page(show, [replace(other, published=other.published.replace(year=2020)), one], COVER))
    assert "2 episodes, 1 minute 38 seconds in all." in page.text
    assert page.levels == [1, 2, 3, 3]
    assert "episodes/post-1/index.html" in page.links
    assert "Download MP3, 49 seconds, 391 kB: Post number 0" in page.text, "each download says of what"
    assert 'alt="White words on green"' in page.html
    single = Page(index_page(show, [one], COVER))
    assert single.levels == [1, 2]


def test_an_empty_index_says_so(show: Show) -> None:
    assert "There are no episodes yet." in Page(index_page(show, [], COVER)).text
    assert archive_pages(show, []) == {}


def test_a_listener_can_write_about_an_episode(show: Show, episode: Episode, post: Post, timeline: Timeline) -> None:
    letter = (
        "mailto:audio@blog.example.org?subject=What%20we%20learned%20at%20the%20library%3A%20co-production%20%26%20tea"
    )
    assert letter in Page(episode_page(show, episode, post, timeline)).links
    assert "mailto:audio@blog.example.org?subject=Mill%20Road%20Notes" in Page(subscribe_page(show)).links
    assert "mailto:" not in Page(subscribe_page(replace(show, owner_email=""))).html


def test_a_large_index_has_a_page_for_each_year(show: Show, many: Callable[[int], list[Episode]]) -> None:
    episodes = many(500)[::-1]
    page = Page(index_page(show, episodes, COVER))
    assert sum(link.startswith("episodes/") for link in page.links) == NEWEST
    pages = archive_pages(show, episodes)
    assert set(pages) == {"archive/2016/index.html", "archive/2017/index.html"}
    assert set(pages) <= set(page.links)
    listed = [link for data in pages.values() for link in Page(data).links if "episodes/" in link]
    assert len(listed) == len(set(listed)) == 500


def test_the_subscribe_page_has_the_address_to_copy(show: Show) -> None:
    page = Page(subscribe_page(show))
    assert '<label for="feed">' in page.html
    assert 'value="https://audio.example.org/mill/feed.xml"' in page.html
    assert "podcast://audio.example.org/mill/feed.xml" in page.links
    assert "preview" not in page.text
    assert "works on this computer only" in Page(subscribe_page(replace(show, base_url="http://127.0.0.1:8000/"))).text


def test_the_style_keeps_to_the_rules() -> None:
    css = asset("site.css").decode()
    for rule in (
        "prefers-color-scheme: dark",
        "forced-colors: active",
        "prefers-reduced-motion",
        "@media print",
        ":focus-visible",
    ):
        assert rule in css
    assert "text-decoration: underline" in re.search(r"\[data-t\]\.now \{[^}]*\}", css)[0]  # type: ignore[index]
    assert not re.search(r"url\(|@import", css)


def test_the_script_never_starts_speaks_or_moves_the_focus() -> None:
    code = re.sub(r"//.*", "", asset("player.js").decode())
    assert not re.search(r"\.focus\(|aria-live|autoplay|keydown|keypress|innerHTML|fetch\(|https?:", code)


def test_the_ledger_counts_by_rule(timeline: Timeline) -> None:
    omissions = tuple(
        Omission("b", 0, 0, text, why) for text, why in [("[1]", "note_mark"), ("[1]", "note_mark"), ("x", "y")]
    )
    silent = replace(timeline.script.utterances[-1], text="It[2]", start=0, swaps=(Swap(2, 5, "", "note mark"),))
    script = replace(timeline.script, omissions=omissions, utterances=(*timeline.script.utterances, silent))
    found = ledger(script)
    assert [(rule.why, rule.count, len(rule.changes)) for rule in found.left_out] == [("note mark", 3, 2), ("y", 1, 1)]
    assert [
        (change.written, change.spoken, change.count) for rule in found.said_differently for change in rule.changes
    ] == [("2016", "twenty sixteen", 1)]


@settings(max_examples=40, deadline=None)
@given(ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_any_text_whatever_gives_sound_pages(
    show: Show, episode: Episode, post: Post, timeline_for: Callable[[Post], Timeline],
    title: str, author: str, summary: str, language: str,
) -> None:  # fmt: skip
    odd_post = replace(post, title=title, author=author, language=language)
    odd = replace(episode, title=title, author=author, summary=summary, language=language, voice=author, url=summary)
    odd_show = replace(show, title=title, description=summary, copyright=author, link=summary, language=language)
    pages = (
        Page(episode_page(odd_show, odd, odd_post, timeline_for(odd_post))),
        Page(index_page(odd_show, [odd], replace(COVER, alt=title))),
        Page(subscribe_page(odd_show)),
    )
    assert all(page.open == [] and page.text.strip() for page in pages), (
        "every element is closed, and something is said"
    )


@pytest.mark.parametrize("name", ["site.css", "player.js"])
def test_assets_are_ascii_or_utf8_without_a_mark(name: str) -> None:
    assert not asset(name).startswith(b"\xef\xbb\xbf")
    asset(name).decode()
