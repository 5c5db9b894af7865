"""What a narrator would ask the author about before reading."""

from __future__ import annotations

from audioblog.model import Block, Post, WordToCheck
from audioblog.narrate.lexicon import Entry, make_lexicon
from audioblog.narrate.script import House, narrate


def asked(*texts: str, lexicon: tuple[Entry, ...] = (), language: str = "en-GB") -> dict[str, WordToCheck]:
    post = Post("p", "", tuple(Block(f"b{at}", "paragraph", text) for at, text in enumerate(texts)), language=language)
    return {word.word: word for word in narrate(post, House(make_lexicon(lexicon))).words_to_check}


def test_acronyms_names_with_digits_and_brackets_are_listed_with_a_guess() -> None:
    words = asked(
        "The Alliance for Inclusive Education[2] (ALLFIE) met Co4CC and (D)deaf BMEs. BME groups, and BME's friends."
    )
    assert {word.word: word.guess for word in words.values()} == {
        "(D)deaf": "deaf", "Co4CC": "Co four C C", "ALLFIE": "Allfie", "BME": "B M E",
    }  # fmt: skip
    assert words["BME"].count == 3
    assert words["ALLFIE"].why.endswith("defined in the text as Alliance for Inclusive Education")


def test_what_the_lexicon_has_is_settled() -> None:
    assert asked("BME and Co4CC", lexicon=(Entry("BME", "B M E"), Entry("Co4CC", "co for see see"))) == {}


def test_what_everybody_knows_is_not_asked() -> None:
    assert asked(
        "The UK and the EU, NATO, A&E at 5pm, 3rd of 10, £5k, the M25, WE ARE HERE, McDonald and O'Brien"
    ).keys() <= {"A&E"}


def test_a_date_that_can_be_read_two_ways_is_asked_about() -> None:
    assert list(asked("On 5/6/2023, on 25/6/2023, on 6/6/2023 and on 2023-06-05.")) == ["5/6/2023"]


def test_mixed_case_is_asked_about() -> None:
    assert set(asked("We use WizBang and iCare, not Excel.")) == {"WizBang", "iCare"}


def test_a_long_list_is_cut_to_what_matters() -> None:
    words = asked(" ".join(f"X{letter}Q" for letter in "BCDFGHJKLMNPRSTVW") + " Co4CC")
    assert len(words) == 15
    assert "Co4CC" in words


def test_other_languages_are_not_asked_about() -> None:
    assert asked("La SNCF et Co4CC", language="fr") == {}
