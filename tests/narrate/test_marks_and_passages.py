"""What the page itself says about how it is spoken: words, letters, sounds, silence, languages, speakers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audioblog.ingest.raw import RawPost
from audioblog.ingest.read import read
from audioblog.model import Block, Post, Script, Span, SpanKind
from audioblog.narrate.english.ipa import respell
from audioblog.narrate.house import House
from audioblog.narrate.ledger import check
from audioblog.narrate.narration import narration
from audioblog.narrate.passages import passages
from audioblog.narrate.script import narrate

TEXT = "She said hello, 12 times. Il pleut beaucoup ici! And AB12 it was."


def of(html: str, **house: object) -> Script:
    post = read(RawPost(id="p", source="p", format="body", content=html, title="T"))
    return narrate(post, House(opening=False, closing=False, **house))  # type: ignore[arg-type]


def words(html: str) -> list[str]:
    return [each.spoken for each in of(html).utterances][1:]


@pytest.mark.parametrize(
    ("html", "spoken"),
    [
        ('<p>Ask <span data-ssml-sub-alias="our line, 24/7">CL</span>.</p>', "Ask our line, twenty-four seven."),
        ('<p>Code <b data-ssml-say-as="characters">GP12</b>.</p>', "Code G P one two."),
        ('<p>In <i ssml:ph="ˈlɛstə" ssml:alphabet="ipa">Leicester</i>.</p>', "In lestuh."),
        ('<p>In <i data-ssml-phoneme-ph="ˈlɛstə">Leicester</i>.</p>', "In lestuh."),
        ('<p>In <i data-ssml-phoneme-ph="%%%">Leicester</i>.</p>', "In Leicester."),
        ('<p>It has <span role="img" aria-label="4 of 5 stars">★★★★☆</span>.</p>', "It has four of five stars."),
        (
            '<p>In the <i data-ssml-say-as="ordinal">3</i> row, <i data-ssml-say-as="cardinal">1990</i> of them.</p>',
            "In the third row, one thousand nine hundred and ninety of them.",
        ),
        (
            '<p>The <i data-ssml-say-as="ordinal">12</i> of <i data-ssml-say-as="cardinal">many</i>.</p>',
            "The twelfth of many.",
        ),
        ('<p>On <i data-ssml-say-as="date">5/6/2023</i>.</p>', "On the fifth of June twenty twenty-three."),
    ],
)
def test_the_page_is_believed(html: str, spoken: str) -> None:
    assert spoken in words(html)[0]


def test_a_break_is_silence_between_two_utterances() -> None:
    rests = ('<i data-ssml-break-time="1.5s"></i>', '<i data-ssml-break-time="700ms">this</i>')
    script = of(f"<p>Ready.{rests[0]} Now {rests[1]} way.</p>")
    ready, now, way = script.utterances[1:]
    assert (ready.spoken, ready.pause_after_ms) == ("Ready.", 1500)
    assert (now.spoken, now.pause_after_ms) == ("Now this,", 700)
    assert way.spoken == "way."


def test_a_break_before_a_full_stop_waits_for_it() -> None:
    script = of('<p>Stop <i data-ssml-break-time="700ms">here</i>. Go on.</p>')
    assert [(each.spoken, each.pause_after_ms) for each in script.utterances[1:2]] == [("Stop here.", 700)]
    assert script.omissions == ()


def test_a_break_is_never_longer_than_ten_seconds() -> None:
    script = of('<p>One.<span data-ssml-break-time="999s"></span> Two.</p>')
    assert script.utterances[1].pause_after_ms == 10_000


def test_a_passage_has_its_own_voice_only_if_there_is_one() -> None:
    html = '<p>He wrote <i lang="fr">il y a 3 chats ici</i>, and left.</p>'
    assert [each.lang for each in of(html).utterances[1:]] == ["en-GB"]
    found = of(html, languages=("fr-FR",)).utterances[1:]
    assert [(each.lang, each.spoken) for each in found] == [
        ("en-GB", "He wrote,"), ("fr", "il y a trois chats ici,"), ("en-GB", "and left."),
    ]  # fmt: skip


def test_one_word_keeps_the_voice_around_it_where_the_rules_say_so() -> None:
    html, rules = '<p>A bit of <i lang="fr">rapport</i> helps.</p>', narration({"limits": {"language_words": 2}})
    assert len(of(html, languages=("fr",)).utterances) == 4
    assert len(of(html, languages=("fr",), rules=rules).utterances) == 2


def test_a_language_within_another_has_its_own_voice() -> None:
    html = '<p>Start <b lang="fr">au milieu <i lang="es">en medio</i> encore</b> after.</p>'
    found = of(html, languages=("fr", "es")).utterances[1:]
    assert [(each.lang, each.spoken) for each in found] == [
        ("en-GB", "Start,"), ("fr", "au milieu,"), ("es", "en medio,"), ("fr", "encore,"), ("en-GB", "after."),
    ]  # fmt: skip


def test_a_mark_without_its_note_is_silent() -> None:
    assert words('<p>So it is.<a href="#n12" role="doc-noteref">12</a></p>') == ["So it is."]
    assert words('<p>See <a href="#n12" role="doc-noteref">the second note below</a>.</p>') == [
        "See the second note below."
    ]


@pytest.mark.parametrize(
    ("html", "spoken"),
    [
        ('<svg role="img" aria-label="A chart of sales"><path/></svg>', ["Image:", "A chart of sales."]),
        ('<div role="img" aria-label="Four stars"><b>★</b></div>', ["Image:", "Four stars."]),
        ('<img src="a.png" aria-label="A labelled cat">', ["Image:", "A labelled cat."]),
        ('<img src="a.png" role="none" alt="A line">', []),
        ('<img src="a.png" aria-hidden="true" alt="A hidden cat">', []),
        ('<p>We have <i aria-hidden="true">★</i> four stars.</p>', ["We have four stars."]),
    ],
)
def test_a_picture_is_what_the_page_says_to_those_who_listen(html: str, spoken: list[str]) -> None:
    assert words(f"<p>Look at it for a while.</p>{html}") == ["Look at it for a while.", *spoken]


@pytest.mark.parametrize("how", ["hidden", 'aria-hidden="true"', 'style="display:none"'])
def test_what_is_hidden_is_not_read(how: str) -> None:
    assert words(f"<p>We wait before it rains.</p><div {how}>A mere ornament.</div><p>After it.</p>") == [
        "We wait before it rains.", "After it.",
    ]  # fmt: skip


def test_a_speaker_has_all_her_own_sentences() -> None:
    post = Post(
        "p", "T",
        (
            Block("a", "paragraph", "Nell: One thing. Il pleut beaucoup.", (Span(17, 36, "lang", "fr"),)),
            Block("b", "item", "An item."), Block("c", "paragraph", "Nell: More."), Block("d", "paragraph", "Ann: No."),
            Block("h", "heading", "Next", level=2), Block("e", "paragraph", "Nobody’s."),
        ),
    )  # fmt: skip
    said = [
        (each.speaker, each.spoken)
        for each in narrate(post, House(languages=("fr",))).utterances
        if each.text and each.role != "title"
    ]
    assert said == [
        ("Nell", "Nell."), ("Nell", "One thing."), ("Nell", "Il pleut beaucoup."), ("Nell", "An item."),
        ("Nell", "More."), ("Ann", "Ann."), ("Ann", "No."), ("", "Next."), ("", "Nobody's."),
    ]  # fmt: skip


def test_sounds_that_cannot_be_spelled_are_left_alone() -> None:
    assert respell("ǃxóõ") == ""


KINDS: tuple[SpanKind, ...] = ("lang", "say", "spell", "break", "noteref", "sup", "em", "link")
SPANS = st.lists(
    st.builds(
        Span, st.integers(0, 70), st.integers(0, 70), st.sampled_from(KINDS),
        st.sampled_from(["fr", "en", "de", "", "900", "/kæt/", "so much", "5%", "/?/"]),
    ),
    max_size=6,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(SPANS)
def test_no_mark_ever_loses_a_word(spans: list[Span]) -> None:
    post = Post("p", "T", (Block("b", "paragraph", TEXT, tuple(spans)), Block("q", "quote", TEXT, tuple(spans))))
    check(post, narrate(post, House(languages=("fr", "de"))))


@settings(max_examples=200, deadline=None)
@given(SPANS)
def test_passages_cover_the_text_once(spans: list[Span]) -> None:
    found = passages(TEXT, 0, len(TEXT), spans, "en-GB", ("fr", "de"), 1)
    assert "".join(TEXT[part.start : part.end] for part in found) == TEXT
