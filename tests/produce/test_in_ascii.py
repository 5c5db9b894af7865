"""Text for engines that read ASCII only: names stay whole, and what cannot be written is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioblog.errors import SpeechError
from audioblog.produce.engines.in_ascii import in_ascii

CASES = {
    "Łukasz and Søren live in Straße, with Æsop": "Lukasz and Soren live in Strasse, with Aesop",
    "Đorđe, Þór, Guðrún, ħamrun, œuvre, ırmak": "Dorde, Thor, Guthrun, hamrun, oeuvre, irmak",
    "the naïve café won’t close": "the naive cafe won't close",
    "bread—and “tea”, 10–20": "bread and tea , 10 20",
    "½ of ٣…": "1/2 of 3...",
    "Hawaiʻi co\u00adop fa\u0301cil nul\0in 😀 day": "Hawaii coop facil nul in day",
    "...": "...",
}


@pytest.mark.parametrize("text", CASES)
def test_what_latin_letters_become(text: str) -> None:
    assert in_ascii(text) == CASES[text]


@pytest.mark.parametrize(
    ("text", "word"), [("They sang Подмосковные вечера.", "Подмосковные"), ("an Ω-ring", "Ω-ring")]
)
def test_a_word_that_would_be_left_out_is_named(text: str, word: str) -> None:
    with pytest.raises(SpeechError, match=f"cannot read “{word}”") as caught:
        in_ascii(text)
    assert caught.value.code == "words-missing"
    assert "eSpeak NG" in caught.value.hint


@given(st.text())
def test_the_answer_is_ascii_and_no_word_gets_lost(text: str) -> None:
    try:
        written = in_ascii(text)
    except SpeechError:
        return
    assert written.isascii()
    if any(each.isalpha() and each.isascii() for each in text):
        assert any(map(str.isalpha, written))
