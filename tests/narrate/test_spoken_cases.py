"""Written to spoken, by cases of our own writing; and plain sentences, of which not one word may change."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from audioblog.narrate.normalise import normalise, say, swaps

DATA = Path(__file__).parents[1] / "data" / "narrate"
CASES = list(csv.DictReader((DATA / "spoken.csv").read_text("utf-8").splitlines()))
AMERICAN = list(csv.DictReader((DATA / "spoken_us.csv").read_text("utf-8").splitlines()))
PLAIN = (DATA / "plain.txt").read_text("utf-8").splitlines()


def words(text: str) -> list[str]:
    return re.sub(r"[^\w\s]", " ", text.lower().replace("'", "").replace("’", "")).split()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['class']}: {case['written'][:40]}")
def test_a_case_is_spoken_as_a_british_narrator_would(case: dict[str, str]) -> None:
    accepted = [words(way) for way in case["spoken"].split(" | ")]
    assert words(normalise(case["written"])) in accepted


@pytest.mark.parametrize("case", AMERICAN, ids=lambda case: case["written"])
def test_a_case_is_spoken_as_an_american_narrator_would(case: dict[str, str]) -> None:
    assert words(normalise(case["written"], "en-US")) == words(case["spoken"])


def test_the_cases_are_many_and_balanced() -> None:
    counts = Counter(case["class"] for case in CASES)
    assert len(CASES) >= 2500
    assert len(counts) >= 24
    assert min(counts.values()) >= 15


def test_plain_sentences_keep_every_word() -> None:
    changed = [(line, normalise(line)) for line in PLAIN if words(normalise(line)) != words(line)]
    assert changed == []
    assert len(PLAIN) >= 300


def test_plain_sentences_need_no_swap() -> None:
    assert [line for line in PLAIN if swaps(line)] == []


@pytest.mark.parametrize(
    ("written", "british", "american"),
    [
        ("5/6/2023", "the fifth of June twenty twenty-three", "May sixth, twenty twenty-three"),
        ("13/6/2023", "the thirteenth of June twenty twenty-three", "June thirteenth, twenty twenty-three"),
        ("2023-06-05", "the fifth of June twenty twenty-three", "June fifth, twenty twenty-three"),
        ("March 3, 2016", "March the third, twenty sixteen", "March third, twenty sixteen"),
    ],
)
def test_the_country_decides_the_order_of_a_date(written: str, british: str, american: str) -> None:
    assert normalise(written, "en-GB") == british
    assert normalise(written, "en-US") == american


def test_every_swap_says_why_and_points_at_the_original() -> None:
    text = "On 5/6/2023 Dr Khan paid £7.50[2] for 3 pies."
    found = swaps(text)
    assert [(text[swap.start : swap.end], swap.spoken, swap.why) for swap in found] == [
        ("5/6/2023", "the fifth of June twenty twenty-three", "ambiguous date"),
        ("Dr", "Doctor", "abbreviation"),
        ("£7.50", "seven pounds fifty", "money"),
        ("[2]", "", "footnote mark"),
        ("3", "three", "number"),
    ]


def test_a_part_of_a_text_is_said_with_its_own_swaps_only() -> None:
    text = "Two 2s. Three 3s."
    found = swaps(text)
    assert say(text, 8, len(text), [swap for swap in found if swap.start >= 8]) == "Three threes."


@pytest.mark.parametrize("lang", ["fr", "de", "cy", "pl", "ja", ""])
def test_other_languages_lose_no_digit_and_keep_their_words(lang: str) -> None:
    spoken = normalise("Le café, 12 h[1] – c’est tout ½.", lang)
    assert "café" in spoken
    assert not re.search(r"\d", spoken)
    assert "c'est tout" in spoken
