"""What a narrator would ask the author about before reading."""

from __future__ import annotations

from audioblog.model import Block, Post, WordToCheck
from audioblog.narrate.house import House
from audioblog.narrate.lexicon import Entry, make_lexicon
from audioblog.narrate.script import narrate


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


def test_names_that_no_list_knows_are_asked_about() -> None:
    words = asked("We met Anwen Fennbridge in Colchester, near the Day Centre. Organisations came. Siobhán’s too.")
    assert {word: each.why for word, each in words.items()} == {
        "Anwen": "name that is in no word list", "Fennbridge": "name that is in no word list",
    }  # fmt: skip


def test_a_foreign_passage_is_suggested_and_never_a_short_one() -> None:
    welsh = "Nid yw pawb yn gallu dod i’r cyfarfod heno"
    found = asked(f"She said: “{welsh}.” We nodded.", "Bore da, and good morning to all of you here.")
    (word,) = [each for each in found.values() if each.why.startswith("looks like")]
    assert word.why == "looks like another language, Welsh"
    assert word.fix == 'mark the passage with lang="cy" in the post'


def test_a_passage_that_is_marked_is_not_asked_about() -> None:
    text = "Nid yw pawb yn gallu dod i’r cyfarfod heno"
    marked = Post("p", "", (Block("b", "quote", text, lang="cy"),))
    assert [w for w in narrate(marked, House()).words_to_check if w.why.startswith("looks")] == []


def test_each_word_comes_with_its_sentence_and_the_way_to_mend_it() -> None:
    words = asked("First one. Then Co4CC met on 5/6/2023. It rained.")
    assert words["Co4CC"].sentence == "Then Co4CC met on 5/6/2023."
    assert words["Co4CC"].fix == '--add "Co4CC=AS YOU SAY IT"'
    assert words["5/6/2023"].fix == "write the month as a word in the post"


def test_what_a_narrator_would_not_ask_about_is_left_out() -> None:
    text = (
        "We met Mr Hall in Oct at Mill Rd. QUARANTINED FOR GOOD, said the NATURE trail. "
        "Order by DoorDash or Instagram, in Boise, ID."
    )
    assert asked(text) == {}


def test_an_acronym_that_is_a_word_is_asked_about_where_the_text_defines_it() -> None:
    words = asked("The Local Energy Advice Network (LEAN) met. A LEAN plan.")
    assert words["LEAN"].why.endswith("defined in the text as Local Energy Advice Network")
