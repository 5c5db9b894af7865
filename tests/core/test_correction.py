"""The announcement of a correction: only of words, in the post's language, quoted, and never as markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from audioblog.correction import MOST_SENTENCES, WORDS, announcement
from audioblog.document import Document
from audioblog.model import AudioFacts, Post, Script, Timeline, Utterance

WHEN = datetime(2026, 4, 2, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def document(*sentences: str, language: str = "en-GB") -> Document:
    """A post titled “Tea <1>” that says these sentences, after the narrator's own words."""
    opening = Utterance("u0", "", 0, 0, "", "This is read by a computer.", "announcement")
    said = [Utterance(f"u{n}", "b1", 0, len(s), s, s, "paragraph") for n, s in enumerate(sentences, 1)]
    script = Script("Tea <1>", language, (opening, *said))
    post = Post("tea", "Tea <1>", (), url="https://blog.example/tea?a=1&b=2", language=language, tags=("Tea",))
    return Document(post, Timeline(script, (), (), 1000, AudioFacts("lame", 44_100, 64, 1), "V"))


def test_new_words_are_quoted_and_escaped() -> None:
    told = announcement("tea", document("It is hot.", "It is red."), document("It is hot.", "It is <b>."), WHEN, NOW)
    assert told is not None
    assert told.title == "Correction: Tea <1>"
    assert (told.published, told.tags, told.language, told.url) == (NOW, ("Tea",), "en-GB", "")
    assert "<blockquote><p>It is &lt;b&gt;.</p></blockquote>" in told.content
    assert '<a href="https://blog.example/tea?a=1&amp;b=2">“Tea &lt;1&gt;”, 2 April 2026</a>' in told.content
    assert "hot" not in told.content


def test_a_passage_that_was_taken_out_is_said_and_not_repeated() -> None:
    told = announcement("tea", document("It is hot.", "He stole it."), document("It is hot."), WHEN, NOW)
    assert told is not None
    assert "A passage was taken out." in told.content
    assert "stole" not in told.content


def test_without_a_new_word_there_is_nothing_to_announce() -> None:
    same = document("It  is hot.")
    other_voice = replace(document("It is hot."), timeline=replace(same.timeline, voice="another", duration_ms=9))
    assert announcement("tea", same, other_voice, WHEN, NOW) is None


def test_one_correction_has_one_id_and_another_one_another() -> None:
    def made_of(old: str, new: str) -> str:
        told = announcement("tea", document(old), document(new), WHEN, NOW)
        return told.id if told else ""

    assert made_of("a", "b") == made_of("a", "b") != ""
    assert made_of("a", "b") != made_of("b", "c") != made_of("c", "b")


def test_an_overhaul_is_quoted_in_part() -> None:
    told = announcement("tea", document("a"), document(*(f"New {n}." for n in range(40))), WHEN, NOW)
    assert told is not None
    assert told.content.count("New ") == MOST_SENTENCES


@pytest.mark.parametrize("language", sorted(WORDS))
def test_it_is_told_in_the_language_of_the_post(language: str) -> None:
    told = announcement("tea", document("a", language=language), document("b", language=language), WHEN, NOW)
    assert told is not None
    assert told.title.startswith(f"{WORDS[language][0]}: ")
    assert WORDS[language][2] in told.content
    assert ("April" in told.content) is (language == "en")
