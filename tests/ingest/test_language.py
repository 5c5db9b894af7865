"""What a post's words say of its language, where nobody has declared it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from audioblog.ingest.metadata.language import choose

TEXTS = {
    "en-GB": "The volunteers opened the hall before breakfast, and they asked that somebody should mend the boiler.",
    "cy": "Agorodd y gwirfoddolwyr y neuadd cyn brecwast, a gofynnon nhw i rywun drwsio'r boeler cyn y gaeaf.",
    "nl": "De vrijwilligers openden de zaal voor het ontbijt en vroegen of iemand de ketel wilde repareren.",
    "ro": "Voluntarii au deschis sala înainte de micul dejun, care are căldură, şi au cerut să fie reparat cazanul.",
    "fr": "Les bénévoles ont ouvert la salle avant le petit déjeuner et ont demandé que l'on répare la chaudière.",
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items(), ids=list(TEXTS))
def test_clear_words_tell_the_language(language: str, text: str) -> None:
    assert choose("", "", text) == (language, "heuristic: words")


@pytest.mark.parametrize("text", ["", "The hall", "12 34 56 78 90 12 34 56 78 90 12 34 56 78 90 12 34 56"])
def test_too_little_to_tell_is_the_houses_language(text: str) -> None:
    assert choose("", "", text) == ("en-GB", "house default")


def test_plain_english_does_not_load_the_model() -> None:
    program = (
        "import sys; from audioblog.ingest.metadata.language import suggest;"
        "print(suggest(sys.argv[1]), 'py3langid.langid' in sys.modules)"
    )
    for language, loaded in (("en-GB", "False"), ("cy", "True")):
        command = [sys.executable, "-c", program, TEXTS[language]]
        said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
        assert said.split() == [language, loaded]
