"""`audioblog gc`: what goes, and that the next build misses nothing of it."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from audioblog.config import open_workspace
from audioblog.waste import ANSWERS, SPEECH, TEXTS, Waste, collect

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BODY = "<p>The bus is open again, and {0} people are glad of it.</p>"


def waste(desk: Any, **more: bool) -> dict[str, Waste]:
    return {each.what: each for each in collect(open_workspace(desk.folder, {}, {}), NOW, **more)}


def test_what_earlier_versions_left_goes_and_nothing_is_missed(desk: Any, blog_server: Any, rss: Any) -> None:
    for hours, number in enumerate(("ten", "twenty")):
        feed = rss(("1", "The bus", BODY.format(number)), ("2", "The ramp", BODY.format("no")))
        address = blog_server.put("/feed/", feed, "application/rss+xml", etag=f'"{number}"')
        desk.build(address, now=NOW + timedelta(hours=hours))
    before, store = desk.files(), set((desk.folder / ".audioblog" / "store").glob("*/*"))
    told = waste(desk, dry_run=True)
    assert (told[TEXTS].files, told[ANSWERS].files) == (1, 1)
    assert set((desk.folder / ".audioblog" / "store").glob("*/*")) == store, "only told"
    assert waste(desk) == told
    assert waste(desk) == {}
    assert len(store) - len(set((desk.folder / ".audioblog" / "store").glob("*/*"))) == 2
    assert desk.build(address, now=NOW + timedelta(hours=2)).counts.unchanged == 2
    assert desk.files() == before


def test_the_spoken_paragraphs_go_only_when_asked_and_are_spoken_again(desk: Any) -> None:
    post = desk.write("a.md", "# The bus\n\nThe bus is open again.\n\nWe are glad of it.\n")
    desk.build(post)
    assert waste(desk) == {}
    assert waste(desk, speech=True)[SPEECH].files > 2
    desk.write("a.md", "# The bus\n\nThe bus is open again.\n\nWe are proud of it.\n")
    assert desk.build(post, now=NOW + timedelta(hours=1)).counts.updated == 1


def test_a_post_that_waits_for_its_time_is_kept(desk: Any) -> None:
    post = desk.write("a.md", "---\npublish_at: 2026-12-01T08:00:00Z\n---\n# The bus\n\nThe bus is open again.\n")
    desk.build(post)
    later = datetime.now(UTC) + timedelta(days=1)
    assert collect(open_workspace(desk.folder, {}, {}), later) == ()
    assert desk.build(post, now=datetime(2026, 12, 2, tzinfo=UTC)).counts.unchanged == 1
    assert (desk.public / "feed.xml").is_file()


def test_the_command_says_what_it_did(desk: Any) -> None:
    def gc(*options: str) -> str:
        command = [sys.executable, "-m", "audioblog", "gc", *options]
        return subprocess.run(command, cwd=desk.folder, capture_output=True, text=True, check=True).stdout

    assert gc() == "There is nothing to remove.\n"
    post = desk.write("a.md", "# The bus\n\nThe bus is open again.\n")
    desk.build(post)
    told = json.loads(gc("--speech", "--dry-run", "--json"))
    assert (told["removed"], [each["what"] for each in told["waste"]]) == (False, [SPEECH])
    assert gc("--speech", "--dry-run").splitlines()[-1].endswith("could be removed.")
    assert gc("--speech").splitlines()[-1].endswith("were removed.")
