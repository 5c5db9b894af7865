from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from audioblog.errors import PublishError
from audioblog.model import Episode, Show
from audioblog.publish.categories import CATEGORIES, checked_category
from audioblog.publish.identity import check_address, check_names


@pytest.mark.parametrize(
    "change",
    [
        {"slug": "../up"}, {"slug": ""}, {"slug": ".hidden"}, {"slug": "a b"}, {"slug": "naïve"},
        {"media": "media/../x"}, {"media": "x.hash"}, {"media": "media/"}, {"media": "media/a/b"},
        {"media": "/media/x"},
    ],
)  # fmt: skip
def test_a_name_that_leaves_the_folder_or_needs_escapes_is_refused(episode: Episode, change: dict[str, str]) -> None:
    with pytest.raises(PublishError) as caught:
        check_names([replace(episode, **change)])
    assert caught.value.code == "bad-name"


@pytest.mark.parametrize(
    "address", ["", "audio.example.org/", "https://a b/", "https://blög.example/", "https://a.example/é/"]
)
def test_an_address_that_cannot_stand_in_a_feed_is_refused(show: Show, address: str) -> None:
    with pytest.raises(PublishError) as caught:
        check_address(replace(show, base_url=address))
    assert caught.value.code == "base-url"


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000/", "https://audio.example.org/a/b-c/~d/"])
def test_an_address_that_can(show: Show, address: str) -> None:
    check_address(replace(show, base_url=address))


@pytest.mark.parametrize("field", ["guid", "slug", "media"])
def test_two_episodes_never_share_a_name(many: Callable[[int], list[Episode]], field: str) -> None:
    one, other = many(2)
    with pytest.raises(PublishError) as caught:
        check_names([one, replace(other, **{field: getattr(one, field)})])
    assert caught.value.code == f"duplicate-{field}"


def test_categories_are_taken_in_any_case_and_given_in_apples() -> None:
    assert checked_category("society and culture", "personal  JOURNALS") == ("Society & Culture", "Personal Journals")
    assert checked_category("Technology") == ("Technology", "")
    for main, subs in CATEGORIES.items():
        for sub in subs:
            assert checked_category(main, sub) == (main, sub)


@pytest.mark.parametrize(
    ("category", "sub", "hint"),
    [
        ("Helth & Fitness", "", "Health & Fitness"),
        ("Mental Health", "", "sub-category of Health & Fitness"),
        ("News", "Politic", "Politics"),
        ("Technology", "Blogs", "none exists"),
        ("Quux", "", "Arts"),
        ("", "", "Arts"),
    ],
)
def test_an_unknown_category_is_refused_with_near_matches(category: str, sub: str, hint: str) -> None:
    with pytest.raises(PublishError) as caught:
        checked_category(category, sub)
    assert hint in caught.value.hint
