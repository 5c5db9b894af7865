"""A blog that moved: its posts stay what they were under other ids and addresses, and no two posts become one."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
PLACES = ("library", "surgery", "town hall", "swimming pool", "market", "station", "museum", "park", "church", "school")


def story(subject: str) -> str:
    """Some 100 words about `subject`."""
    visits = " ".join(
        f"On visit {number} the {subject} stopped us at the {place}." for number, place in enumerate(PLACES)
    )
    return f"<p>{visits}</p><h2>What changed</h2><p>The council listened, and the {subject} was mended in May.</p>"


RAMP, BUS = story("ramp"), story("bus")


def feed(*posts: tuple[str, str, str, str], link: str = "http://old.example/") -> str:
    """RSS of (guid, address, title, html), a day apart, the first one on 10 April 2026."""
    items = "".join(
        f"<item><title>{title}</title><guid isPermaLink='false'>{guid}</guid><link>{address}</link>"
        f"<pubDate>{10 - place:02d} Apr 2026 09:00:00 +0000</pubDate>"
        f"<content:encoded><![CDATA[{html}]]></content:encoded></item>"
        for place, (guid, address, title, html) in enumerate(posts)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Kettle</title><link>{link}</link><description>A blog</description><language>en-GB</language>"
        f"{items}</channel></rss>"
    )


OLD = (
    ("http://old.example/?p=2", "http://old.example/2026/04/the-ramp/", "The “ramp” came back", RAMP),
    ("http://old.example/?p=1", "http://old.example/2026/04/the-bus/", "The bus that stopped", BUS),
)


@pytest.fixture
def moved(desk: Any, blog_server: Any) -> Any:
    """moved(text) builds the old blog, then `text` from the same edition's new source; the report and what became of
    the GUIDs: title -> (old, new)."""

    def build(text: str, kind: str = "application/rss+xml", name: str = "/new-feed/") -> tuple[Any, dict[str, Any]]:
        first = desk.build(blog_server.put("/feed/", feed(*OLD), "application/rss+xml"))
        assert first.counts.new == 2, first.failures
        before = guids(desk)
        source = blog_server.put(name, text, kind) if kind != "file" else desk.write(name, text)
        return desk.build(source, now=LATER), before

    return build


def guids(desk: Any) -> dict[str, str]:
    parsed = feedparser.parse((desk.public / "feed.xml").read_bytes())
    assert not parsed.bozo
    return {entry.id: entry.title for entry in parsed.entries}


def test_the_same_addresses_with_new_ids(desk: Any, moved: Any) -> None:
    report, before = moved(feed(*((f"urn:{n}", *post[1:]) for n, post in enumerate(OLD))))
    assert (report.counts.new, report.counts.failed) == (0, 0)
    assert guids(desk) == before


def test_https_and_new_ids(desk: Any, moved: Any) -> None:
    new = ((post[0] + "&x", post[1].replace("http:", "https:"), *post[2:]) for post in OLD)
    report, before = moved(feed(*new))
    assert report.counts.new == 0
    assert guids(desk) == before


def test_a_new_domain_with_the_same_paths(desk: Any, moved: Any) -> None:
    new = tuple((f"https://new.example/?p={n}", post[1].replace("http://old", "https://new"), *post[2:])
                for n, post in enumerate(OLD))  # fmt: skip
    report, before = moved(feed(*new))
    assert (report.counts.new, report.counts.updated) == (0, 2), "the address of the original has changed"
    assert guids(desk) == before
    assert "https://new.example/2026/04/the-ramp/" in (desk.public / "feed.xml").read_text()
    again = desk.build(report_source(desk, new), now=LATER + timedelta(days=1))
    assert (again.counts.new, again.counts.updated, again.counts.unchanged) == (0, 0, 2), "it is learnt once"


def report_source(desk: Any, posts: tuple[Any, ...]) -> Any:
    return desk.write("again.xml", feed(*posts))


def test_wordpress_becomes_ghost(desk: Any, moved: Any) -> None:
    """New ids, new domain, new paths, times a few hours off, straight quotes, and a caption that was not there."""
    caption = "<figure><img src='/ramp.jpg' alt='A ramp'><figcaption>The new ramp</figcaption></figure>"
    rows = [
        {
            "id": f"64af{n}",
            "uuid": f"0f0f0f0f-0000-4000-8000-00000000000{n}",
            "title": title.replace("“", '"').replace("”", '"'),
            "slug": f"post-{n}",
            "status": "published",
            "type": "post",
            "visibility": "public",
            "html": html + caption,
            "published_at": f"2026-04-{10 - n:02d}T0{5 + n}:30:00.000Z",
        }
        for n, (_, _, title, html) in enumerate(OLD)
    ]
    export = {"db": [{"meta": {"version": "5.0.0"}, "data": {"posts": rows, "tags": [], "users": []}}]}
    report, before = moved(json.dumps(export), "file", "ghost.json")
    assert (report.counts.new, report.counts.updated, report.failures) == (0, 2, ())
    assert set(guids(desk)) == set(before)
    dates = [entry.published for entry in feedparser.parse((desk.public / "feed.xml").read_bytes()).entries]
    assert dates == ["Fri, 10 Apr 2026 09:00:00 +0000", "Thu, 09 Apr 2026 09:00:00 +0000"], "apps would sort them anew"


def test_an_audio_of_the_old_place_stays_in_its_place(desk: Any, moved: Any) -> None:
    """Slug and page are those of the first publication; the date is what the new source says."""
    new = tuple((f"n{n}", f"https://new.example/{n}", f"{post[2]}", post[3]) for n, post in enumerate(OLD))
    report, _ = moved(feed(*new))
    assert report.counts.new == 0
    assert {page.name for page in (desk.public / "episodes").iterdir()} == {
        "2026-04-10-the-ramp-came-back", "2026-04-09-the-bus-that-stopped",
    }  # fmt: skip


NEWER = (
    ("n0", "https://new.example/a", "First", story("tram")),
    ("n1", "https://new.example/b", "Second", story("van")),
    ("n2", "https://new.example/c", "Third", story("car")),
)
"""They take the dates of the old posts."""


@pytest.mark.parametrize(
    ("what", "posts"),
    [
        ("another text under the same title and day", [("n1", "https://new.example/x", OLD[0][2], story("lift"))]),
        ("the same text under another title", [("n1", "https://new.example/x", "A new title", RAMP)]),
        ("a new text at an old address, on another day", [*NEWER, ("n3", OLD[0][1], OLD[0][2], story("door"))]),
        ("an old id with another address, title and day", [*NEWER[:2], (OLD[0][0], *NEWER[2][1:])]),
    ],
)
def test_two_posts_never_become_one(desk: Any, moved: Any, what: str, posts: list[Any]) -> None:
    report, before = moved(feed(*posts))
    assert (report.counts.new, report.counts.failed) == (len(posts), 0), what
    assert set(before) < set(guids(desk)), what
    assert len(guids(desk)) == 2 + len(posts)


def test_posts_of_one_pattern_stay_apart(desk: Any) -> None:
    """Same title, same day, nearly the same words: two short notes, of which only one is in the source by then."""
    text = "---\ntitle: Notes\ndate: 2026-04-01\n---\nThese are the notes of group {}.\n"
    note = desk.write("blog/a.md", text.format("a"))
    assert desk.build(desk.folder / "blog").counts.new == 1
    note.unlink()
    desk.write("blog/b.md", text.format("b"))
    assert desk.build(desk.folder / "blog", now=LATER).counts.new == 1
    assert len(guids(desk)) == 2


def test_a_renamed_file_is_the_same_post(desk: Any) -> None:
    note = desk.write("blog/a.md", "---\ntitle: Notes\ndate: 2026-04-01\n---\nThese are the notes of group a.\n")
    assert desk.build(desk.folder / "blog").counts.new == 1
    before = guids(desk)
    note.rename(note.with_name("2026-notes.md"))
    report = desk.build(desk.folder / "blog", now=LATER)
    assert (report.counts.new, report.counts.updated) == (0, 1)
    assert guids(desk) == before


def test_a_post_that_a_source_lists_twice_is_made_once(desk: Any, blog_server: Any) -> None:
    twice = (OLD[0], (OLD[0][0], OLD[0][1], OLD[0][2], RAMP))
    report = desk.build(blog_server.put("/feed/", feed(*twice), "application/rss+xml"))
    assert report.counts.new == 1
    assert len(guids(desk)) == 1


def test_a_plan_knows_moved_and_withdrawn_posts_and_learns_nothing(desk: Any, blog_server: Any) -> None:
    from audioblog import survey
    from audioblog.config import open_workspace
    from audioblog.gather import Selection
    from audioblog.state import Catalogue
    from audioblog.withdraw import withdraw

    desk.build(blog_server.put("/feed/", feed(*OLD), "application/rss+xml"))
    workspace = open_workspace(desk.folder, {"allow_private": True, "pause": 0.0, "jobs": 2}, {})
    withdraw(workspace, OLD[1][1], reason="", undo=False, show="", clock=lambda: NOW, note=lambda _: None)
    new = (("n0", "https://new.example/a", OLD[0][2], RAMP), ("n1", "https://old.example/2026/04/the-bus", *OLD[1][2:]))
    source = blog_server.put("/new-feed/", feed(*new), "application/rss+xml")
    plan = survey.plan(workspace, [source], Selection(), lambda: LATER)
    assert [(post.title, post.change) for post in plan.posts] == [(OLD[0][2], "changed")]
    with Catalogue(workspace.work / "state.db") as catalogue:
        assert catalogue.aliases("edition:public") == {}
