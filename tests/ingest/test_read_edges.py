"""What stands directly above and below an author's words is taken off by name, and her own words never are."""

from __future__ import annotations

import pytest

from audioblog.ingest.article.edges import trim
from audioblog.ingest.raw import RawPost
from audioblog.ingest.read import read
from audioblog.model import Block, Post, Span

PROSE = [
    "The ramp was finished on a Tuesday, and Gwen, who had asked for it in three letters, was the first to use it.",
    "Nobody had told the caterers, who came in by the other door with forty sandwiches and a very large cheese for us.",
    "The council had answered in two lines, and one of the two lines was the address; we have framed the letter since.",
    "A carer from the next street brought her own kettle, because ours takes ten minutes and hums like a hive of bees.",
]


def trimmed(*texts: str, author: str = "", site: str = "") -> dict[str, str]:
    """Text -> rule of what goes from blocks with these texts; "…" stands for the prose."""
    lines = [text for each in texts for text in (PROSE if each == "…" else [each])]
    kept, dropped = trim([Block("", "paragraph", line) for line in lines], author, site)
    assert [block.text for block in kept] == [line for line in lines if line not in {entry.text for entry in dropped}]
    return {entry.text: entry.rule for entry in dropped}


@pytest.mark.parametrize(
    "line",
    [
        "By Ama Owusu",
        "By AMA OWUSU, BEN ROSS and CAT HUGHES",
        "Published 7:07 PM EST Nov 19, 2019",
        "Posted on 3 March 2016 by admin",
        "19 November 2019",
        "Words by Ama Owusu",
        "Tempo de leitura: 2 minutos",
        "12/04/2018 - Publicado por: Ama Owusu - Categoria: Saúde",
        "Ama Owusu",
        "Ama Owusu, Town Paper",
    ],
)
def test_bylines_and_date_lines_above_the_text_go(line: str) -> None:
    assert trimmed(line, "…", author="Ama Owusu", site="Town Paper") == {line: "post details"}


def test_names_above_a_date_line_go_though_the_page_declares_none() -> None:
    assert set(trimmed("Ama Owusu Town Paper", "Published 3 March 2016", "…")) == {
        "Ama Owusu Town Paper", "Published 3 March 2016",
    }  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "By the time we arrived, the hall was full.",
        "By Monday everything had changed:",
        "In March 2016 we moved.",
        "On 3 March 2016 the roof came down.",
        "Gwen and Ama",
        "A note from Ama before you read.",
    ],
)
def test_the_authors_first_line_stays(line: str) -> None:
    assert trimmed(line, "…", author="Ama Owusu") == {}


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Follow Ama on Twitter @amaowusu.", "author's address"),
        ("Write to Ama Owusu at ama.owusu@paper.example", "author's address"),
        ("ama.owusu@paper.example", "author's address"),
        ("Reach the reporters at news@paper.example", "author's address"),
        ("Get the best of the valley right in your inbox.", "sign-up form"),
        ("Sign up for our weekly letter here.", "sign-up form"),
        ("Additional reporting by Ben Ross", "credits"),
        ("(Reporting by Ben Ross; editing by Cat Hughes)", "credits"),
        ("Ben Ross in Cardiff contributed to this report.", "credits"),
        ("Comments comments", "comments"),
    ],
)
def test_addresses_credits_and_invitations_below_the_text_go(line: str, rule: str) -> None:
    assert trimmed("…", line, author="Ama Owusu") == {line: rule}


@pytest.mark.parametrize(
    "line",
    [
        "If you would like to come, write to Gwen at gwen@hall.example.",
        "Please email hall@example.org for a lift.",
        "Follow the path to the left of the church.",
        "Thank you all for your comments.",
        "We will sign up anybody who asks.",
    ],
)
def test_the_authors_last_line_stays(line: str) -> None:
    assert trimmed("…", line, author="Ama Owusu") == {}


def test_the_same_line_in_the_middle_stays() -> None:
    assert trimmed("…", "Follow Ama on Twitter @amaowusu.", "…", author="Ama Owusu") == {}


def test_lines_that_only_lead_to_other_posts_go_and_references_stay() -> None:
    away = Block("", "paragraph", "Related: How the hall was heated", (Span(9, 32, "link", "https://x.example/"),))
    own = Block(
        "", "paragraph", "See also my letter of March, which says it better.", (Span(9, 15, "link", "https://x/"),)
    )
    prose = [Block("", "paragraph", text) for text in PROSE]
    kept, dropped = trim([*prose[:2], away, own, *prose[2:]])
    assert [(entry.text, entry.rule) for entry in dropped] == [(away.text, "related posts")]
    assert own in kept


def test_a_post_of_such_lines_alone_is_left_alone() -> None:
    assert trimmed("By Ama Owusu") == {}


def post_of(body: str, head: str = "<title>The ramp</title>") -> Post:
    return read(RawPost("x", "x", "page", f"<html lang=en-GB><head>{head}</head><body>{body}</body></html>"))


def texts(post: Post) -> list[str]:
    return [block.text for block in post.blocks if block.text]


def test_parts_of_an_article_that_advertisements_cut_up_are_joined() -> None:
    longer = [f"{text} {text[::-1]}" for text in PROSE]
    parts = [*PROSE, *longer, *[text.upper() for text in PROSE]]
    boxes = "".join(
        "<div class=row><div class=body>" + "".join(f"<p>{t}</p>" for t in parts[at : at + 4]) + "</div></div>"
        "<div class=row><div class=ad-slot>Buy a kettle</div></div>"
        for at in (0, 4, 8)
    )  # fmt: skip
    assert texts(post_of(f"<article><h1>The ramp</h1><div>{boxes}</div></article>")) == parts


def test_posts_of_a_list_are_not_joined() -> None:
    def entry(title: str, lines: list[str]) -> str:
        return (
            f"<div class=post><h2><a href=/{title}>{title}</a></h2><div class=body>"
            + "".join(f"<p>{line}</p>" for line in lines)
            + "</div></div>"
        )

    other = [text[::-1] for text in PROSE]
    long = [text + " " + text.lower() for text in PROSE]
    found = texts(post_of(f"<div>{entry('ramp', long * 2)}{entry('hall', other)}</div>"))
    assert not set(other) <= set(found) or len(found) < len(long) + len(other)


def test_a_post_quoted_from_a_social_network_is_kept_in_a_box_called_social() -> None:
    quoted = (
        "<div class=social-embed><blockquote class=twitter-tweet><p>The new ramp is here at last, thank you all</p>"
        "— Gwen (@gwen) <a href=https://t.example/1>November 18, 2019</a></blockquote></div>"
    )
    prose = [f"<p>{text}</p>" for text in PROSE]
    post = post_of(f"<article><h1>The ramp</h1>{''.join(prose[:2])}{quoted}{''.join(prose[2:])}</article>")
    quote = next(block for block in post.blocks if block.kind == "quote")
    assert (quote.text, quote.cite) == (
        "The new ramp is here at last, thank you all", "Gwen (@gwen) November 18, 2019",
    )  # fmt: skip


def test_the_printed_headline_is_the_title_when_the_declared_one_says_the_same_in_other_words() -> None:
    prose = "".join(f"<p>{text}</p>" for text in PROSE)
    head = "<title>Ramp at hall is open, Town Paper</title><meta property=og:title content='Ramp at the hall is open'>"
    post = post_of(f"<article><h1>The new ramp at the hall is open at last</h1>{prose}</article>", head)
    assert post.title == "The new ramp at the hall is open at last"
    assert texts(post) == PROSE


def test_the_sites_name_in_a_heading_is_not_the_title() -> None:
    prose = "".join(f"<p>{text}</p>" for text in PROSE)
    head = "<title>Ramp open - News of the Town Hall</title><meta property=og:title content='Ramp open'>"
    post = post_of(f"<h1>News of the Town Hall</h1><article>{prose}</article>", head)
    assert post.title == "Ramp open"


def test_headings_at_the_end_that_head_nothing_go_and_a_last_heading_stays() -> None:
    prose = [Block("", "paragraph", text) for text in PROSE]
    archive = [Block("", "heading", f"Hall {n} ({n})", level=6) for n in range(3)]
    kept, dropped = trim([*prose, *archive])
    assert (kept, {entry.rule for entry in dropped}) == (prose, {"heading without text"})
    assert trim([*prose, archive[0]])[1] == []


def test_a_last_section_of_other_posts_goes() -> None:
    prose = [Block("", "paragraph", text) for text in PROSE]
    cards = [
        Block("", "heading", "More stories from the hall", level=2),
        Block("", "heading", "The kettle", level=3), Block("", "paragraph", "Who bought it, and why it hums."),
        Block("", "heading", "The ramp", level=3), Block("", "paragraph", "Three letters and a framed answer."),
    ]  # fmt: skip
    kept, dropped = trim([*prose, *cards])
    assert kept == prose
    assert {entry.rule for entry in dropped} == {"related posts"}


def test_a_section_that_is_only_called_so_stays() -> None:
    prose = [Block("", "paragraph", text) for text in PROSE]
    heading = Block("", "heading", "Other stories", level=2)
    assert trim([prose[0], heading, *prose[1:]])[1] == []


def test_a_caption_keeps_its_picture_in_a_box_called_widget() -> None:
    figure = (
        "<div class=widget-wrapper><figure><div class=image><img src=/k.jpg alt='A kettle'></div>"
        f"<figcaption>{PROSE[0]}</figcaption></figure></div>"
    )
    prose = [f"<p>{text}</p>" for text in PROSE]
    post = post_of(f"<article><h1>The ramp</h1>{''.join(prose[1:3])}{figure}{prose[3]}</article>")
    assert [(b.alt, b.caption) for b in post.blocks if b.kind == "image"] == [("A kettle", PROSE[0])]


def test_a_formula_on_a_line_of_its_own_is_a_picture_and_one_in_a_sentence_is_text() -> None:
    alone = "<p><img class=latex src=/1.svg alt='a^2 + b^2'>.</p>"
    within = "<p>Let <img class=latex src=/2.svg alt='c'> be the longest side of the ramp, and measure it.</p>"
    post = read(RawPost("x", "x", "body", alone + within, title="The ramp"))
    assert [(block.kind, block.text, block.alt) for block in post.blocks] == [
        ("image", "a^2 + b^2", "a^2 + b^2"),
        ("paragraph", "Let c be the longest side of the ramp, and measure it.", ""),
    ]


def test_the_dates_of_a_diary_stay() -> None:
    entries = [text for day, line in enumerate([*PROSE, *PROSE], 3) for text in (f"{day} March 2016", line)]
    blocks = [Block("", "paragraph", text) for text in entries]
    assert trim(blocks) == (blocks, [])


def test_a_formula_is_no_decoration_though_the_page_hides_its_picture() -> None:
    within = "<p>Let <img class=mwe-math-fallback-image-inline aria-hidden=true src=/2.svg alt='c'> be the side.</p>"
    post = read(RawPost("x", "x", "body", within, title="The ramp"))
    assert [block.text for block in post.blocks] == ["Let c be the side."]
