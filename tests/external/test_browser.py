"""The pages in the system's Chromium, judged by axe-core and walked with the keyboard.

Proves: index, subscribe and two episode pages have no violation of WCAG 2.2 A and AA or of axe's best practice in six
modes, and never scroll sideways; the Tab key reaches every control in the order of the page, each named and visibly
focused, and leaves again; nothing starts by itself; seeking works and the sentence heard is the one marked; without
scripts the audio, its download and the full text are all there; nothing is asked of another host.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from sample_edition import Edition

pytestmark = pytest.mark.external

MODES = 6


def page_addresses(edition: Edition) -> list[str]:
    """Index, subscribe, the newest episode and the one with the table and the nested list."""
    table = next(item for item in edition.items if "tea-at-three" in item.page.parent.name)
    episodes = [edition.items[0].page, table.page]
    return [edition.url + name for name in ("index.html", "subscribe.html")] + [
        edition.url + page.relative_to(edition.folder).as_posix() for page in episodes
    ]


@pytest.fixture(scope="module")
def walk(chromium: str, node: Callable[..., Any], edition: Edition) -> Any:
    return node("walk.mjs", page_addresses(edition)[-1])


def test_axe_finds_no_violation_in_any_mode(chromium: str, node: Callable[..., Any], edition: Edition) -> None:
    pages = page_addresses(edition)
    found = node("axe.mjs", *pages)
    assert len(found) == len(pages) * MODES
    assert [page for page in found if page["violations"]] == []
    assert [(page["url"], page["mode"], page["overflow"]) for page in found if page["overflow"]] == []


def test_the_tab_key_visits_everything_once_in_order(walk: Any) -> None:
    stops = walk["stops"]
    assert walk["left"], "the focus is caught"
    places = [stop["place"] for stop in stops]
    assert places == sorted(places), "the order of the Tab key is that of the page"
    # Chromium's player has several stops of its own, which the page sees as one element.
    outside = [stop for stop in stops if stop["tag"] != "audio"]
    assert all(before["place"] < after["place"] for before, after in pairwise(outside))
    assert len(stops) - len(outside) >= 3
    assert stops[0]["name"] == "Skip to the main content"
    names = [stop["name"] for stop in stops]
    for wanted in ("Back 15 seconds", "Forward 15 seconds", "Previous section", "Next section"):
        assert names.count(wanted) == 1
    assert any(name.startswith("Download MP3, ") for name in names)
    assert any(stop["role"] == "combobox" and stop["name"].startswith("Speed") for stop in stops)


def test_every_stop_has_a_name_and_shows_the_focus(walk: Any) -> None:
    assert [stop for stop in walk["stops"] if not stop["name"].strip()] == []
    assert [stop for stop in walk["stops"] if stop["tag"] != "audio" and not stop["outlined"]] == []


def test_nothing_starts_by_itself(walk: Any) -> None:
    assert walk["playing"] is False


def test_the_sentence_heard_is_the_one_marked(walk: Any) -> None:
    for seek in walk["seeks"]:
        assert seek["start"] <= seek["at"] <= seek["end"], "the server answers byte ranges"
        assert set(seek["shown"]) == {seek["wanted"]}


def test_a_chapters_link_seeks_in_the_page(walk: Any) -> None:
    assert walk["chapter"]["stayed"]
    assert 0 <= walk["chapter"]["at"] - walk["chapter"]["wanted"] < 3000


def test_without_scripts_everything_is_still_there(walk: Any, edition: Edition) -> None:
    plain = walk["plain"]
    assert plain["audio"]
    assert plain["download"].endswith(".mp3")
    assert plain["chapters"] > 1
    assert plain["buttons"] == 0, "a button that needs scripts is not there without them"
    assert "I said that I was fine for two years." in plain["text"]
    assert "People at tea, average for each month" in plain["text"]
    assert "Every Thursday at 3pm" in plain["text"]
    assert plain["text"].rstrip().endswith("and ask for Nell.")


def test_the_page_asks_nothing_of_other_hosts_and_runs_clean(walk: Any) -> None:
    assert walk["foreign"] == []
    assert walk["complaints"] == []
