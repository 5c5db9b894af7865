"""Other languages: figures, signs and addresses become words of the language, all else stays as it is."""

from __future__ import annotations

import pytest

from audioblog.narrate.normalise import normalise, swaps


@pytest.mark.parametrize(
    ("lang", "written", "spoken"),
    [
        ("fr", "Nous étions 12, soit 25 % des 1 250 membres.",
         "Nous étions douze, soit vingt-cinq pour cent des mille deux cent cinquante membres."),
        ("fr", "Le thé à 3,50 € et le café à €2.", "Le thé à trois virgule cinq euros et le café à deux euros."),
        ("fr", "Rendez-vous à 14h30.", "Rendez-vous à quatorze trente."),
        ("de", "Am 3.5.2016 kamen 1.250 Leute & 7 Hunde.",
         "Am drei fünf zweitausendsechzehn kamen eintausendzweihundertfünfzig Leute und sieben Hunde."),
        ("de", "Das war 1999.", "Das war neunzehnhundertneunundneunzig."),
        ("es", "Son 3,5 km por £2.50.", "Son tres coma cinco km por dos libras cincuenta."),
        ("it", "Alle 10.30 in punto.", "Alle dieci trenta in punto."),
        ("pt", "Ligue: 020 7946 0958.", "Ligue: zero dois zero, sete nove quatro seis, zero nove cinco oito."),
        ("cy", "Daeth 12 o bobl.", "Daeth deuddeg o bobl."),
        ("ga", "Bhí 12 ann.", "Bhí aon dó ann."),
        ("zz", "12 xyz", "one two xyz"),
    ],
)  # fmt: skip
def test_figures_are_words_of_the_language(lang: str, written: str, spoken: str) -> None:
    assert normalise(written, lang) == spoken


@pytest.mark.parametrize("address", ["https://example.org/a?b=1", "www.example.org/aide", "jo.b@example.org"])
def test_an_address_is_silent_and_on_the_ledger(address: str) -> None:
    text = f"Écrivez à {address}."
    assert normalise(text, "fr") == "Écrivez à."
    assert [(swap.why, text[swap.start : swap.end]) for swap in swaps(text, "fr")] == [("address", address)]


def test_words_of_another_language_are_left_alone() -> None:
    text = "Mae'r bws yn stopio wrth y feddygfa, ac mae'n rhad ac am ddim i bawb."
    assert normalise(text, "cy") == text
    assert not swaps(text, "cy")
