"""A post scraped as plain text, and the WordPress page that it came from: the same words, comments apart, no form.

The shape is that of the text that this project began with: a speaker's prefix, a footnote mark without its note, curly
quotes, acronyms, "2 thoughts on …", two numbered comments, a reply form with its log-in lines. The writing is our own.
"""

from __future__ import annotations

from html import escape

import pytest

from audioblog import script
from audioblog.ingest.raw import RawPost
from audioblog.ingest.read import read
from audioblog.model import Post, Script

TITLE = "Who decides? The when, where and why of planning together"
BODY = (
    "Gwen: In my first post (can it be six weeks already?) I said that our group wants:",
    "‘to open up the [care] plan and to ask the people whom nobody has asked.’",
    "In this post I want to look at that a little more, and ask where people plan together and where they do not. It "
    "is an honest question, and I have no tidy answer to it.",
    "The planning group of the Fennbridge Care Network (Fe4CN) – which lets us use its kettle – meets to talk about "
    "people who live with long term conditions. It has done good work. But it helps to ask who sits at the table, and "
    "who is missing from it, and how we would know.",
    "For example, how often do schools plan with their pupils/students? I asked a friend who chaired the Forum for "
    "Open Schools[2] (FOSCH) for ten years, and she laughed. Buses are another matter. ‘Getting there‘ is one of the "
    "five promises in our town’s charter, and it belongs to health and care more than people think.",
    "Are there groups of people who are not in our plans yet? A neighbour told me of (D)deaf LGBTQ people who meet in "
    "the next town. And how well do we hear from BME families? An old colleague of mine used to say:",
    "‘They are not far away. We just never knock.’",
    "Somebody asked whether this blog could be heard as well as read, and that is a fair question: how do we reach the "
    "people who cannot read it? Please tell us what works. We want the good, the bad and the ‘still in the oven’.",
)
COMMENTS = (
    ("Maud R.", ["I read this twice & enjoyed it both times.", "Working with Fe4CN taught me to listen first."]),
    ("Imran", ["‘How often do schools plan with their pupils’", "Ours does, every Friday, in South Fennbridge."]),
)
FORM = (
    "Leave a Reply",
    "Fill in your details below or click an icon to log in: Logo",
    "You are commenting using your account. Log Out /  Change )",
    "Google photo",
    "You are commenting using your Google account. Log Out /  Change )",
    "Connecting to %s",
)
NEVER = ("Leave a Reply", "log in", "Log Out", "Connecting", "You are commenting", "thoughts on", "Google")


def as_text() -> str:
    comments = "\n\n\n".join(f"  {n}. " + "\n\n".join(text) for n, (_, text) in enumerate(COMMENTS, 1))
    return "\n\n".join([TITLE, *BODY, f"2 thoughts on “{TITLE}", comments, *FORM])


def as_page() -> str:
    quoted = {1, 6}
    body = "".join(
        f"<blockquote><p>{escape(text)}</p></blockquote>" if place in quoted else f"<p>{escape(text)}</p>"
        for place, text in enumerate(BODY)
    ).replace("[2]", '<sup><a href="#_ftn2">[2]</a></sup>')
    comments = "".join(
        f'<li class="comment depth-1" id="comment-{n}"><article class="comment-body"><footer class="comment-meta">'
        f'<div class="comment-author vcard"><b class="fn">{name}</b> <span class="says">says:</span></div>'
        f'<time datetime="2016-03-0{n}T10:00:00+00:00">March {n}, 2016</time></footer><div class="comment-content">'
        + "".join(f"<p>{escape(text)}</p>" for text in texts)
        + '</div><div class="reply"><a href="#respond">Reply</a></div></article></li>'
        for n, (name, texts) in enumerate(COMMENTS, 1)
    )
    form = "".join(f"<p>{escape(line)}</p>" for line in FORM[1:])
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><title>{TITLE} | The Kettle</title>'
        f'<meta property="og:title" content="{TITLE}"><meta property="og:type" content="article"></head>'
        '<body class="single-post"><header class="site-header"><a href="/">The Kettle</a><nav class="main-navigation">'
        '<ul><li><a href="/">Home</a></li><li><a href="/about/">About</a></li></ul></nav></header><div id="content">'
        f'<article class="post type-post hentry"><h1 class="entry-title">{TITLE}</h1><div class="entry-meta">Posted on '
        f'<time class="entry-date" datetime="2016-03-01T09:00:00+00:00">March 1, 2016</time></div>'
        f'<div class="entry-content">{body}<div id="jp-post-flair" class="sharedaddy"><h3 class="sd-title">Share this:'
        '</h3><ul><li><a href="?share=twitter">Twitter</a></li></ul></div></div></article>'
        f'<div id="comments" class="comments-area"><h2 class="comments-title">2 thoughts on “{TITLE}”</h2>'
        f'<ol class="comment-list">{comments}</ol><div id="respond" class="comment-respond"><h3>{FORM[0]}</h3>'
        f'<form id="commentform" class="highlander">{form}<textarea name="comment"></textarea></form></div></div></div>'
        '<aside class="widget-area"><h2>Recent Posts</h2><ul><li><a href="/other/">Other</a></li></ul></aside>'
        '<footer class="site-footer">Blog at WordPress.com.</footer></body></html>'
    )


FORMS = {"text": as_text, "page": as_page}


def post_of(form: str) -> Post:
    return read(RawPost("1", "a scraped post", "text" if form == "text" else "page", FORMS[form]()))


def spoken(made: Script) -> str:
    return "\n".join(utterance.spoken for utterance in made.utterances)


@pytest.mark.parametrize("form", FORMS)
def test_title_body_and_comments_are_told_apart(form: str) -> None:
    post = post_of(form)
    assert post.title == TITLE
    assert [block.text for block in post.blocks] == list(BODY)
    assert [block.kind for block in post.blocks] == [
        "quote" if place in (1, 6) else "paragraph" for place in range(len(BODY))
    ]
    assert [comment.text.split("\n") for comment in post.comments] == [texts for _, texts in COMMENTS]
    everything = " ".join(text for _, text in post.holders())
    assert not [phrase for phrase in NEVER if phrase in everything]
    assert "reply form" in {drop.rule for drop in post.dropped} or form == "page"
    assert any("Fill in your details" in drop.text for drop in post.dropped)


@pytest.mark.parametrize("form", FORMS)
def test_without_comments_neither_they_nor_their_number_are_spoken(form: str) -> None:
    post = post_of(form)
    made = script(post)
    said = spoken(made)
    assert not [phrase for phrase in (*NEVER, "Friday", "enjoyed it", "omment") if phrase in said]
    left_out = {omission.block for omission in made.omissions if omission.why == "comment"}
    assert left_out == {comment.id for comment in post.comments}


@pytest.mark.parametrize("form", FORMS)
def test_with_comments_they_are_the_last_chapter_each_announced(form: str) -> None:
    made = script(post_of(form), comments=True)
    assert made.chapters[-1].title == "Comments"
    ids = [utterance.id for utterance in made.utterances]
    last = made.utterances[ids.index(made.chapters[-1].utterance) :]
    said = [utterance.spoken for utterance in last]
    assert any(line.startswith("Comment one") for line in said)
    assert any(line.startswith("Comment two") for line in said)
    assert any("every Friday" in line for line in said)
    assert said[-1] == "End of comments."
    if form == "page":
        assert "by Maud R" in " ".join(said)


def test_the_text_and_the_page_are_read_alike() -> None:
    text, page = (script(post_of(form)) for form in FORMS)

    def body(made: Script) -> list[str]:
        return [u.spoken for u in made.utterances if u.role != "announcement"]

    assert body(text) == body(page)


@pytest.mark.parametrize("form", FORMS)
def test_it_is_read_as_a_narrator_reads(form: str) -> None:
    made = script(post_of(form))
    said = spoken(made)
    assert "Gwen.\n" in said
    assert "Gwen:" not in said
    assert "two" not in said.partition("Open Schools")[2].partition("for ten years")[0]
    assert "pupils or students" in said
    assert "Quote." in said
    assert "By Gwen" not in said  # only a guess: the speaker's prefix is no by-line
    checked = {word.word for word in made.words_to_check}
    assert {"Fe4CN", "FOSCH", "LGBTQ", "BME", "(D)deaf"} <= checked
