"""A hub is told, patiently and within bounds, and whatever it does is told and not raised."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from websubhub import Hub

from audioblog.publish.delivery import websub
from audioblog.publish.delivery.websub import Ping, ping

FEED = "https://audio.example.org/town & country/feed.xml"
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


def tell(hub: str, waited: list[float] | None = None) -> Ping:
    return ping(hub, FEED, sleep=(waited if waited is not None else []).append, clock=lambda: NOW)


@pytest.mark.parametrize("status", [202, 204, 200])
def test_a_hub_that_takes_it_is_told_once(status: int) -> None:
    with Hub((status, {})) as hub:
        assert tell(hub.url) == Ping(hub.url, FEED, accepted=True)
    assert hub.pings == [("application/x-www-form-urlencoded", {"hub.mode": ["publish"], "hub.url": [FEED]})]


@pytest.mark.parametrize(
    ("answers", "waited"),
    [
        ([(429, {"Retry-After": "7"}), (202, {})], [7.0]),
        ([(503, {"Retry-After": "Fri, 27 Nov 2026 12:00:20 GMT"}), (202, {})], [20.0]),
        ([(503, {"Retry-After": "Fri, 27 Nov 2026 11:00:00 GMT"}), (202, {})], [0.0]),
        ([(503, {"Retry-After": "soon"}), (202, {})], [1.0]),
        ([(500, {}), (502, {}), (202, {})], [1.0, 4.0]),
    ],
)
def test_a_hub_that_is_busy_is_asked_again_when_it_says(
    answers: list[tuple[int, dict[str, str]]], waited: list[float]
) -> None:
    paused: list[float] = []
    with Hub(*answers) as hub:
        assert tell(hub.url, paused).accepted
    assert paused == waited
    assert len(hub.pings) == len(answers)


def test_a_hub_that_stays_down_is_given_up(free_port: Callable[[], int]) -> None:
    paused: list[float] = []
    with Hub((500, {})) as hub:
        assert tell(hub.url, paused) == Ping(hub.url, FEED, False, "it answered 500 Internal Server Error")
    assert (len(hub.pings), paused) == (4, [1.0, 4.0, 15.0])
    assert "cannot be reached" in tell(f"http://127.0.0.1:{free_port()}/").message


@pytest.mark.parametrize("status", [400, 403, 404])
def test_a_hub_that_says_no_is_not_asked_again(status: int) -> None:
    with Hub((status, {})) as hub:
        answer = tell(hub.url)
    assert not answer.accepted
    assert str(status) in answer.message
    assert len(hub.pings) == 1


def test_a_hub_that_has_moved_is_told_of_and_never_asked_with_get() -> None:
    with Hub((301, {"Location": "https://new.example.org/"})) as hub:
        assert "moved to https://new.example.org/" in tell(hub.url).message
    assert len(hub.pings) == 1


def test_a_hub_that_asks_for_too_much_patience_is_not_waited_for() -> None:
    paused: list[float] = []
    with Hub((429, {"Retry-After": "86400"})) as hub:
        assert "86400 seconds" in tell(hub.url, paused).message
    assert paused == []


def test_a_hub_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websub, "SECONDS", 0.1)
    monkeypatch.setattr(websub, "TRIES", 2)
    with Hub(slow=1) as hub:
        assert tell(hub.url) == Ping(hub.url, FEED, False, "it does not answer")
    assert len(hub.pings) == 2


@pytest.mark.parametrize("hub", ["file:///etc/passwd", "hub.example.org", "", "javascript:1", "http://[::1", "http://"])
def test_an_address_that_is_no_hub_is_told(hub: str) -> None:
    answer = tell(hub)
    assert not answer.accepted
    assert answer.message
