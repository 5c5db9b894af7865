"""The editor's list: layers, case, plural and possessive, longest first, and bad rows named by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from audioblog.narrate.lexicon import Entry, Lexicon, entry_of, load_lexicon, make_lexicon, with_words
from audioblog.narrate.normalise import normalise

SHIPPED = Path(__file__).parents[2] / "voices" / "lexicons" / "en.csv"
HEAD = "written,say,how,lang,ipa,note\n"


@pytest.fixture
def lexicon(tmp_path: Path) -> Lexicon:
    path = tmp_path / "en.csv"
    path.write_text(
        HEAD + "ALLFIE,Alfie,say,en-GB,ˈalfi,the alliance\nSEN,,letters,,,\nPIP,,word,,,\nNew Deal,new dealing,,,,\n"
        "New,knew,,,,\nscone,skon,,,,\nlive,live,leave,,,\nA1 Steam,A one steam,,,,\n",
        "utf-8",
    )
    return load_lexicon([path])


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("ALLFIE met.", "Alfie met."),
        ("ALLFIE's and ALLFIE’s plan", "Alfie's and Alfie's plan"),
        ("SENs and SEN", "S E N's and S E N"),
        ("PIP", "Pip"),
        ("The New Deal is New.", "The new dealing is knew."),
        ("new is not in the list", "new is not in the list"),
        ("Scone, SCONE, scone's", "skon, skon, skon's"),
        ("scones are not an entry", "scones are not an entry"),
        ("ALLFIES are, ALLFIEX is not", "ALLFIES are, ALLFIEX is not"),
        ("we live here", "we live here"),
        ("an A1 Steam train", "an A one steam train"),
    ],
)
def test_an_entry_is_found_where_it_stands_as_a_word(lexicon: Lexicon, written: str, spoken: str) -> None:
    if "ALLFIEX" in written:
        assert normalise(written, lexicon=lexicon) == "Allfies are, Allfiex is not"
    else:
        assert normalise(written, lexicon=lexicon) == spoken


def test_a_later_layer_wins(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text(HEAD + "BME,,letters,,,\nUCL,,letters,,,\n", "utf-8")
    second.write_text("\ufeff" + HEAD + "BME,beamy,say,,,\n", "utf-8")
    lexicon = load_lexicon([first, second])
    assert normalise("BME and UCL", lexicon=lexicon) == "beamy and U C L"
    assert lexicon.digest != load_lexicon([first]).digest


def test_bad_rows_are_named_by_line_and_the_rest_is_used(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    rows = [
        "",
        "GOOD,good,say,,,",
        ",empty,say,,,",
        "X9,x 9,say,,,",
        "FOO,,say,,,",
        "BAR,bar,shout,,,",
        "# note",
        "LAST,last",
    ]
    path.write_text(HEAD + "\n".join(rows), "utf-8")
    lexicon = load_lexicon([path])
    assert [entry.written for entry in lexicon.entries] == ["GOOD", "LAST"]
    assert [problem.split(":")[0] for problem in lexicon.problems] == [f"bad.csv line {line}" for line in (4, 5, 6, 7)]
    assert "shout" in lexicon.problems[-1]


def test_a_file_without_columns_says_so(tmp_path: Path) -> None:
    path = tmp_path / "none.csv"
    path.write_text("BME;beamy\n", "utf-8")
    assert "columns" in load_lexicon([path]).problems[0]


def test_the_digest_is_of_what_is_spoken() -> None:
    one, two = Entry("A", "b", note="x"), Entry("C", "d")
    assert make_lexicon([one, two]).digest == make_lexicon([two, Entry("A", "b", note="y")]).digest
    assert make_lexicon([one]).digest != make_lexicon([Entry("A", "c")]).digest


def test_the_shipped_list_is_sound() -> None:
    lexicon = load_lexicon([SHIPPED])
    assert lexicon.problems == ()
    assert len(lexicon.entries) > 120
    assert normalise("CAMHS and the NHS's SENCO", lexicon=lexicon) == "cams and the N H S's senko"


def test_changing_one_entry_changes_only_what_uses_it() -> None:
    before, after = make_lexicon([Entry("BME", "beamy")]), make_lexicon([Entry("BME", "B M E")])
    lines = ["BME groups", "NHS groups", "We met 3 people."]
    assert [normalise(x, lexicon=before) == normalise(x, lexicon=after) for x in lines] == [False, True, True]


def test_letters_with_digits_keep_both() -> None:
    entry = entry_of({"written": "HTML5", "how": "letters"}, "here")
    assert isinstance(entry, Entry)
    assert entry.say == "H T M L five"


def test_a_layer_of_words_wins_and_what_is_wrong_in_it_is_told() -> None:
    below = make_lexicon([Entry("Co4CC", "co for see see"), Entry("BXQ", "bax")])
    above = with_words(below, {"BXQ": "box", "": "x", "Fe4": "fee 4"}, "words in feeds/kettle.toml")
    assert normalise("BXQ and Co4CC", lexicon=above) == "box and co for see see"
    assert len(above.problems) == 2
    assert all(told.startswith("words in feeds/kettle.toml: ") for told in above.problems)
    assert with_words(below, {}, "here") is below
