"""Keys are stable across releases: literal digests are pinned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from audioblog import recipe
from audioblog.ingest.raw import RawPost


@dataclass(frozen=True)
class Old:
    text: str
    rate: int = 175


@dataclass(frozen=True)
class New:
    text: str
    rate: int = 175
    added_later: str = ""


def test_a_new_empty_field_keeps_old_keys() -> None:
    assert recipe.key(1, Old("hello")) == recipe.key(1, New("hello"))
    assert recipe.key(1, New("hello", added_later="x")) != recipe.key(1, New("hello"))


def test_keys_are_pinned() -> None:
    raw = RawPost("1", "s", "body", "<p>Hello</p>", published=datetime(2026, 1, 2, tzinfo=UTC), tags=("a", "b"))
    assert recipe.key(1, raw) == PINNED
    assert recipe.key(2, raw) != PINNED
    assert recipe.key(1, replace(raw, content="<p>Hullo</p>")) != PINNED


PINNED = "9bc6f5feb452e9c90758bf5e0b87684ec0bbfc34954a89e454f31e86b2f49390"
