"""The two invariants on posts that nobody would write: nothing is lost, only words are spoken; nothing raises."""

from __future__ import annotations

import pickle
import re
import unicodedata
from datetime import UTC
from itertools import pairwise
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from audioblog.model import Block, BlockKind, Cell, Comment, Footnote, Post, Script, Span, SpanKind
from audioblog.narrate.house import House
from audioblog.narrate.ledger import check
from audioblog.narrate.lexicon import Entry, make_lexicon
from audioblog.narrate.normalise import normalise, swaps
from audioblog.narrate.script import narrate

LEXICON = make_lexicon(
    [Entry("ALLFIE", "Alfie"), Entry("co-op", "co op"), Entry("e", "ee"), Entry("C++", "C plus plus")]
)
WORDS = """1 2016 5/6/2023 £ 2.50 10.30am – - –5 3rd Co4CC NHS A [2] (D)deaf … e.g. / @jo #CoPro www.x.org a@b.uk ½ m² ¹
Dr St No. 😀 👩🏽‍🦽 ❤️ 1️⃣ “ ” ’ ‘ Ⅷ ① ٣ 𝗯𝗼 ﬁ שלום 日本。 +44 . , ? ! : ; ' % °C km Henry II May may pp. v1.2 × *
~ < > = _ | { } ² x"""
ODD = ("020 7946 0018", "e\u0301", "\u0301", "\u200d", "\ufe0f", "\n", "\t", "\xa0", "\\", "\ud800", "\x00", "9" * 40)
BITS = (*WORDS.split(), *ODD)
TEXT = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(BITS), max_size=14).flatmap(
        lambda bits: st.sampled_from(["", " "]).map(lambda glue: glue.join(bits))
    ),
)
KINDS = st.sampled_from(get_args(BlockKind))
SPANS = st.lists(
    st.builds(
        Span, st.integers(-2, 40), st.integers(-2, 60), st.sampled_from(get_args(SpanKind)), st.sampled_from(("", "x"))
    ),
    max_size=4,
).map(tuple)
LANGS = st.sampled_from(("", "en-GB", "en-US", "fr", "cy", "ja", "xx-YY"))


@st.composite
def blocks(draw: st.DrawFn) -> tuple[Block, ...]:
    made = []
    for at in range(draw(st.integers(0, 6))):
        kind, text = draw(KINDS), draw(TEXT)
        rows: tuple[tuple[Cell, ...], ...] = ()
        if kind == "table":
            text, rows = draw(tables(text.replace("\n", " ").replace("\t", " ")))
        number, caption = (
            draw(st.sampled_from(("", "1", "b", "iv", "x", "7", "⑨"))),
            text if draw(st.booleans()) else "",
        )
        places = (draw(st.integers(0, 3)), draw(st.booleans()), number, draw(TEXT))
        about = (rows, caption, draw(TEXT), "", draw(LANGS), draw(st.booleans()))
        made.append(Block(f"b{at}", kind, text, draw(SPANS), 2, *places, *about))
    return tuple(made)


@st.composite
def tables(draw: st.DrawFn, caption: str) -> tuple[str, tuple[tuple[Cell, ...], ...]]:
    cells = TEXT.map(lambda text: re.sub(r"\s", " ", text).strip())
    text, rows = caption, []
    for _ in range(draw(st.integers(0, 4))):
        text += "\n" if text else ""
        row = []
        for _ in range(draw(st.integers(1, 4))):
            text += "\t" if row else ""
            words = draw(cells)
            row.append(Cell(words, len(text), draw(st.booleans())))
            text += words
        rows.append(tuple(row))
    return text, tuple(rows)


@st.composite
def posts(draw: st.DrawFn) -> Post:
    when = st.none() | st.datetimes(timezones=st.just(UTC))
    notes = [Footnote(f"n{at}", draw(TEXT), draw(TEXT), draw(SPANS)) for at in range(draw(st.integers(0, 2)))]
    said = [Comment(f"c{at}", draw(TEXT), draw(TEXT), draw(when), at) for at in range(draw(st.integers(0, 2)))]
    return Post(
        "p", draw(TEXT), draw(blocks()), author=draw(TEXT), published=draw(when), language=draw(LANGS),
        footnotes=tuple(notes), comments=tuple(said),
    )  # fmt: skip


def only_words(spoken: str) -> bool:
    return all(char in " '-,.;:?!" or unicodedata.category(char)[0] in "LM" for char in spoken)


def covered_once(post: Post, script: Script) -> bool:
    """The same proof as the ledger's, made another way: paint every character, count the coats."""
    for holder, text in post.holders():
        coats = [0] * len(text)
        for piece in (*script.utterances, *script.omissions):
            if piece.block == holder:
                for at in range(piece.start, piece.end):
                    coats[at] += 1
        if any(coat > 1 or (coat == 0 and not char.isspace()) for coat, char in zip(coats, text, strict=True)):
            return False
    return True


@settings(max_examples=250, deadline=None)
@given(posts(), st.booleans(), st.booleans())
def test_nothing_is_lost_and_only_words_are_spoken(post: Post, comments: bool, frames: bool) -> None:
    script = narrate(post, House(LEXICON, comments=comments, opening=frames, closing=frames))
    check(post, script)
    assert covered_once(post, script)
    for said in script.utterances:
        assert said.spoken
        assert only_words(said.spoken), said
    ids = [said.id for said in script.utterances]
    assert len(set(ids)) == len(ids)
    assert all(chapter.utterance in ids for chapter in script.chapters)
    assert narrate(post, House(LEXICON, comments=comments, opening=frames, closing=frames)) == script


@settings(max_examples=600, deadline=None)
@given(TEXT, LANGS)
def test_a_text_becomes_words_and_swaps_stand_in_order(text: str, lang: str) -> None:
    assert only_words(normalise(text, lang, LEXICON))
    found = swaps(text, lang, LEXICON)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= swap.start < swap.end <= len(text) for swap in found)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(categories=("Nd", "Nl", "No")), min_size=1, max_size=3))
def test_no_digit_is_ever_dropped_without_a_word_on_the_ledger(digits: str) -> None:
    text = f"we saw {digits} there"
    swapped = {at for swap in swaps(text) for at in range(swap.start, swap.end)}
    assert swapped >= {at for at, char in enumerate(text) if char in digits}


def test_a_script_can_travel_between_processes() -> None:
    post = Post("p", "Title", (Block("b1", "paragraph", "It cost £5."),))
    script = narrate(post, House())
    assert pickle.loads(pickle.dumps(script)) == script
    assert pickle.loads(pickle.dumps(House(LEXICON))).lexicon.knows("ALLFIE")
