"""GUIDs and slugs."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from audioblog.identity import SLUG_LENGTH, episode_guid, mint_slug, podcast_guid

DAY = datetime(2016, 3, 3, 12, tzinfo=UTC)


def test_podcast_guid_follows_the_namespace() -> None:
    """The test vectors of the podcast namespace's own documentation."""
    assert podcast_guid("https://mp3s.nashownotes.com/pc20rss.xml") == "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    assert podcast_guid("podnews.net/rss/") == "9b024349-ccf0-5f69-a609-6b82873eab3c"


def test_episode_guids_depend_on_show_and_post_alone() -> None:
    show, other = podcast_guid("a.example"), podcast_guid("b.example")
    assert episode_guid(show, "1") == episode_guid(show, "1")
    assert len({episode_guid(show, "1"), episode_guid(show, "2"), episode_guid(other, "1")}) == 3


def test_slugs_sort_by_date_and_differ() -> None:
    taken: set[str] = set()
    for _ in range(3):
        taken.add(mint_slug("The where, who & how: Siân’s “café”", DAY, taken))
    stem = "2016-03-03-the-where-who-how-sians-cafe"
    assert taken == {stem, f"{stem}-2", f"{stem}-3"}
    assert mint_slug("שלום", None, ()) == "post"
    assert mint_slug("שלום", DAY, ()) == "2016-03-03"


@given(st.text(max_size=400), st.sets(st.text(max_size=5)))
def test_a_slug_is_a_safe_file_name(title: str, taken: set[str]) -> None:
    slug = mint_slug(title, DAY, taken)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= SLUG_LENGTH + 3
    assert slug not in taken
