"""The main job, whole: a blog in, an edition out, and the same command again."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
from blogserver import Page

MEALS = """<p>The lunch club opens on Monday 4 May at 12.30pm. A meal costs £3.50.</p>
<h2>Who can come</h2><p>Anyone over 60, and their carers. Ring 020 7946 0018 to book.</p>
<ol start="2"><li>Bring a friend.</li><li>Bring an appetite.</li></ol>
<blockquote><p>I had not eaten with anyone for a year.</p></blockquote>"""
BUSES = "<p>The 42 bus now stops outside the surgery. We asked for this in 2019, and the council listened.</p>"
STEPS = "<p>Three steps. That is all that stood between me and the library.</p><h2>What changed</h2><p>A ramp.</p>"


def after(**time: int) -> datetime:
    """So long after the first build."""
    return datetime(2026, 11, 23, 12, tzinfo=UTC) + timedelta(**time)


def read_feed(public: Path) -> Any:
    parsed = feedparser.parse((public / "feed.xml").read_bytes())
    assert not parsed.bozo, parsed.get("bozo_exception")
    return parsed


def test_a_blogs_address_becomes_an_edition(desk, blog_server, rss) -> None:
    blog_server.put("/feed/", rss(("1", "Lunch club", MEALS), ("2", "The bus", BUSES)), "application/rss+xml")
    blog_server.put(
        "/",
        '<html lang="en-GB"><head><title>Kettle and Kerb</title><link rel="alternate" type="application/rss+xml" '
        'href="/feed/"></head><body><h1>Kettle and Kerb</h1></body></html>',
    )
    report = desk.build(blog_server.url + "/")
    assert report.exit_code == 0, report.failures
    assert (report.counts.new, report.counts.failed) == (2, 0)
    feed = read_feed(desk.public)
    assert feed.feed.title == "Kettle and Kerb"
    assert [entry.title for entry in feed.entries] == ["Lunch club", "The bus"]
    for entry, line in zip(feed.entries, sorted(report.episodes, key=lambda e: e.title), strict=True):
        (enclosure,) = entry.enclosures
        file = desk.public / enclosure.href.removeprefix("https://audio.example.org/")
        assert file.stat().st_size == int(enclosure.length) == line.bytes
        assert abs(line.duration_ms / 1000 - int(entry.itunes_duration)) <= 1
        assert -17 <= line.lufs <= -15
        assert line.true_peak_db <= -1
    stem = feed.entries[0].enclosures[0].href.removeprefix("https://audio.example.org/").removesuffix(".mp3")
    for suffix in ("mp3", "vtt", "srt", "json", "chapters.json", "timeline.json", "txt"):
        assert (desk.public / f"{stem}.{suffix}").stat().st_size > 0
    for page in ("index.html", "subscribe.html", "site.css", "player.js"):
        assert (desk.public / page).is_file()
    chapters = json.loads((desk.public / f"{stem}.chapters.json").read_text())["chapters"]
    assert "Who can come" in [chapter["title"] for chapter in chapters]


def test_a_second_build_makes_nothing_and_touches_nothing(desk, blog_server, rss) -> None:
    address = blog_server.put("/feed/", rss(("1", "Lunch club", MEALS), ("2", "The bus", BUSES)), "application/rss+xml")
    first = desk.build(address)
    before = desk.files()
    second = desk.build(address, now=after(hours=1))
    assert (second.counts.new, second.counts.updated, second.counts.unchanged) == (0, 0, 2)
    assert desk.files() == before
    assert first.counts.new == 2


def test_a_changed_post_keeps_its_identity_and_gets_new_audio(desk, blog_server, rss) -> None:
    address = blog_server.put("/feed/", rss(("1", "Lunch club", MEALS), ("2", "The bus", BUSES)), "application/rss+xml")
    desk.build(address)
    old = {entry.id: entry for entry in read_feed(desk.public).entries}
    changed = MEALS.replace("£3.50", "£4")
    blog_server.put("/feed/", rss(("1", "Lunch club", changed), ("2", "The bus", BUSES)), "application/rss+xml")
    report = desk.build(address, now=after(days=1))
    assert (report.counts.new, report.counts.updated, report.counts.unchanged) == (0, 1, 1)
    new = {entry.id: entry for entry in read_feed(desk.public).entries}
    assert new.keys() == old.keys()
    moved = [guid for guid in new if new[guid].enclosures[0].href != old[guid].enclosures[0].href]
    assert [new[guid].title for guid in moved] == ["Lunch club"]
    assert [new[guid].published for guid in new] == [old[guid].published for guid in new]
    stem = new[moved[0]].enclosures[0].href.rpartition("/")[2].removesuffix(".mp3")
    assert "£4" in (desk.public / "media" / f"{stem}.txt").read_text()


def test_posts_that_leave_the_feed_stay_in_the_edition(desk, blog_server, rss) -> None:
    address = blog_server.put("/feed/", rss(("1", "Lunch club", MEALS), ("2", "The bus", BUSES)), "application/rss+xml")
    desk.build(address)
    blog_server.put("/feed/", rss(("3", "Three steps", STEPS)), "application/rss+xml")
    report = desk.build(address)
    assert report.counts.new == 1
    assert len(read_feed(desk.public).entries) == 3


def test_a_lost_public_folder_comes_back_whole(desk, blog_server, rss) -> None:
    address = blog_server.put("/feed/", rss(("1", "Lunch club", MEALS), ("2", "The bus", BUSES)), "application/rss+xml")
    desk.build(address)
    before = desk.files()
    feed = (desk.public / "feed.xml").read_bytes()
    shutil.rmtree(desk.public)
    blog_server.put("/feed/", rss(("1", "Lunch club", MEALS)), "application/rss+xml")
    desk.build(address)
    assert set(desk.files()) == set(before)
    guids = [entry.id for entry in feedparser.parse(feed).entries]
    assert [entry.id for entry in read_feed(desk.public).entries] == guids


def test_two_posts_with_one_title_and_date_get_two_names(desk) -> None:
    for name in ("a", "b"):
        desk.write(
            f"blog/{name}.md", f"---\ntitle: Notes\ndate: 2026-04-01\n---\nThese are the notes of group {name}.\n"
        )
    report = desk.build(desk.folder / "blog")
    assert report.counts.new == 2
    assert len({line.file for line in report.episodes}) == 2


@pytest.mark.parametrize("name", ["post.html", "post.md", "post.txt"])
def test_a_single_file_becomes_an_episode(desk, name: str) -> None:
    texts = {
        "post.html": f"<html lang='en'><head><title>The bus</title></head><body><h1>The bus</h1>{BUSES}</body></html>",
        "post.md": "# The bus\n\nThe 42 bus now stops outside the surgery.\n\nWe asked for this in 2019.\n",
        "post.txt": "The bus\n\nThe 42 bus now stops outside the surgery.\n\nWe asked for this in 2019.\n",
    }
    report = desk.build(desk.write(name, texts[name]))
    assert report.counts.new == 1, report.failures
    (entry,) = read_feed(desk.public).entries
    assert entry.title == "The bus"


def test_the_same_inputs_give_the_same_edition(desk, tmp_path_factory) -> None:
    """Byte for byte, in two workspaces: feed, pages, transcripts, and even the audio."""
    other = type(desk)(tmp_path_factory.mktemp("other"))
    for place in (desk, other):
        place.write(
            "blog/a.md", "---\ntitle: The ramp\ndate: 2026-04-01\nauthor: Dilys Ward\n---\n" + "A ramp helps. " * 5
        )
        place.build(place.folder / "blog")
    assert set(desk.files()) == set(other.files())
    for name in desk.files():
        assert (desk.public / name).read_bytes() == (other.public / name).read_bytes(), name


def test_a_wordpress_blog_is_asked_only_for_what_changed(desk, blog_server) -> None:
    """The second run asks the API with `modified_after`; another voice makes it ask for everything again."""

    def post(number: int, text: str) -> dict[str, Any]:
        return {
            "id": number, "date_gmt": "2026-04-01T09:00:00", "modified_gmt": "2026-04-01T09:00:00", "status": "publish",
            "link": f"{blog_server.url}/{number}/", "guid": {"rendered": f"{blog_server.url}/?p={number}"}, "slug": "x",
            "title": {"rendered": f"Post {number}"}, "content": {"rendered": text, "protected": False},
            "excerpt": {"rendered": ""}, "type": "post",
        }  # fmt: skip

    asked: list[str] = []

    def api(path: str) -> Page:
        asked.append(path)
        posts = [] if "modified_after" in path else [post(1, MEALS), post(2, BUSES)]
        posts = posts if "/posts" in path else []
        counted = {"X-WP-Total": str(len(posts)), "X-WP-TotalPages": "1"}
        return Page(json.dumps(posts).encode(), "application/json", headers=counted)

    blog_server.put(
        "/",
        '<html lang="en-GB"><head><title>Kettle</title><link rel="https://api.w.org/" href="/wp-json/"></head>'
        '<body class="home blog"><h1>Kettle</h1></body></html>',
    )
    blog_server.under("/wp-json/", api)
    assert desk.build(blog_server.url + "/").counts.new == 2
    assert not [path for path in asked if "modified_after" in path]
    desk.build(blog_server.url + "/")
    assert [path for path in asked if "modified_after" in path]
    assert len(read_feed(desk.public).entries) == 2
    assert desk.build(blog_server.url + "/", voice="en-us").counts.updated == 2


def test_a_lexicon_entry_changes_only_the_posts_that_use_it(desk) -> None:
    for name, word in (("a", "Fe4CN"), ("b", "ramp")):
        desk.write(
            f"blog/{name}.md", f"---\ntitle: Post {name}\ndate: 2026-04-01\n---\nWe talk about the {word} today.\n"
        )
    assert desk.build(desk.folder / "blog").counts.new == 2
    before = desk.files()
    desk.write("voices/lexicons/en.csv", "written,say,how,lang,ipa,note\nFe4CN,fee for see en,say,en,,\n")
    report = desk.build(desk.folder / "blog", now=after(days=1))
    assert (report.counts.updated, report.counts.unchanged) == (1, 1)
    assert [line.title for line in report.episodes] == ["Post a"]
    kept = [name for name in before if "post-b" in name]
    assert kept
    assert all(desk.files()[name] == before[name] for name in kept if name.startswith("media/"))
