"""What extractors lose inside an article is taken back, and what they take from menus and galleries is given up."""

from __future__ import annotations

from audioblog.ingest.article.voters import REVIEW_BELOW
from audioblog.ingest.raw import RawPost
from audioblog.ingest.read import read
from audioblog.model import Post

PARAGRAPHS = [
    "The ramp was finished on a Tuesday, and Gwen, who had asked for it in three letters, was the first to use it.",
    "Nobody had told the caterers, who came in by the other door with forty sandwiches and a very large cheese.",
    "The council had answered in two lines, and one of the two lines was the address; we framed the letter.",
    "A carer from the next street brought her own kettle, because ours takes ten minutes and hums like a hive.",
    "In the end there was tea for everybody, the minutes were never written, and nobody has missed them since.",
    "The next meeting is on the first Monday of May, in the small hall, and somebody will find you a chair.",
]


def post_of(*parts: str, head: str = "", around: str = "{}") -> Post:
    prose = [f"<p>{text}</p>" for text in PARAGRAPHS]
    article = "".join([*prose[:3], *parts, *prose[3:]])
    page = f"<html lang=en-GB><head><title>The ramp</title></head><body>{around.format(head + article)}</body></html>"
    return read(RawPost("x", "x", "page", page))


def kinds(post: Post, kind: str) -> list[str]:
    return [block.text for block in post.blocks if block.kind == kind]


def test_a_short_list_between_paragraphs_is_the_authors() -> None:
    post = post_of("<ul><li>a door</li><li>a kettle</li><li>a chair</li></ul>", around="<article>{}</article>")
    assert kinds(post, "item") == ["a door", "a kettle", "a chair"]


def test_a_heading_that_is_a_link_is_kept_over_its_paragraph() -> None:
    post = post_of(
        "<h2><a href='https://shop.example/kettle'>The kettle (£20)</a></h2>", around="<article>{}</article>"
    )
    assert kinds(post, "heading") == ["The kettle (£20)"]


def test_a_gallery_of_other_stories_is_given_up() -> None:
    stories = "".join(
        f"<li><h3>Story {n}</h3><p>{text[::-1]} and more of it.</p></li>" for n, text in enumerate(PARAGRAPHS)
    )
    post = post_of(f"<div class='gallery-widget'><ul>{stories}</ul></div>", around="<article>{}</article>")
    assert kinds(post, "heading") == []
    assert kinds(post, "paragraph") == PARAGRAPHS


def test_a_page_builders_widgets_are_the_article() -> None:
    boxes = "".join(
        f"<div class='elementor-element elementor-widget elementor-widget-text-editor'><p>{text}</p></div>"
        for text in PARAGRAPHS
    )
    post = read(
        RawPost("x", "x", "page", f"<html lang=en><title>The ramp</title><body><div>{boxes}</div></body></html>")
    )
    assert kinds(post, "paragraph") == PARAGRAPHS


def test_the_main_picture_in_the_header_is_kept_with_its_caption() -> None:
    figure = "<figure><img src=/ramp.jpg alt='A ramp'><figcaption>Gwen on the ramp.</figcaption></figure>"
    post = post_of(head=f"<header><h1>The ramp</h1>{figure}</header>", around="<article>{}</article>")
    assert [(block.alt, block.caption) for block in post.blocks if block.kind == "image"] == [
        ("A ramp", "Gwen on the ramp.")
    ]


def test_the_alt_text_of_a_lazy_picture_stands_in_its_noscript() -> None:
    lazy = (
        "<p><img data-src=/k.jpg src='data:image/gif;base64,x'><noscript><img src=/k.jpg alt='A kettle'></noscript></p>"
    )
    assert [block.alt for block in post_of(lazy).blocks if block.kind == "image"] == ["A kettle"]


def test_a_box_in_the_line_does_not_end_the_paragraph() -> None:
    box = "<div style='display: inline-block'><div class=shield></div></div>"
    post = read(RawPost("x", "x", "body", f"<ul><li>It was too steep {box}for a chair.</li></ul>", title="The ramp"))
    assert [(block.kind, block.text) for block in post.blocks] == [("item", "It was too steep for a chair.")]


def test_a_table_may_be_called_a_navbox_and_a_menu_may_not_be_read() -> None:
    rows = "".join(f"<tr><th>Hall {n}</th><td>{n}0 chairs</td></tr>" for n in range(1, 4))
    menu = "<div role=navigation class=navbox><table><tr><td>Halls</td><td>Ramps</td></tr></table></div>"
    post = post_of(f"<table class=navbox>{rows}</table>", menu, around="<article>{}</article>")
    assert [[cell.text for cell in row] for block in post.blocks for row in block.rows] == [
        ["Hall 1", "10 chairs"], ["Hall 2", "20 chairs"], ["Hall 3", "30 chairs"],
    ]  # fmt: skip


def test_short_simple_pages_need_no_review() -> None:
    for count in range(1, len(PARAGRAPHS) + 1):
        prose = "".join(f"<p>{text}</p>" for text in PARAGRAPHS[:count])
        for around in (
            "{}",
            "<article>{}</article>",
            "<nav><a href=/>Home</a></nav><main>{}</main><footer>Us</footer>",
        ):
            page = (
                f"<html lang=en><title>The ramp</title><body>{around.format(f'<h1>The ramp</h1>{prose}')}</body></html>"
            )
            assert read(RawPost("x", "x", "page", page)).confidence >= REVIEW_BELOW


def test_a_comment_without_a_name_or_date_is_no_comment() -> None:
    form = "<div id=comments><div class='comment comment-1'>Leave Comments</div></div>"
    post = post_of(around=f"<article>{{}}</article>{form}")
    assert post.comments == ()
    assert "Leave Comments" in [entry.text for entry in post.dropped]


def test_the_links_of_a_comment_are_dropped_by_name() -> None:
    comment = (
        "<ol class=commentlist><li class='comment comment-1'><cite class=fn>Ama</cite> <p>Well done.</p>"
        "<a class=comment-reply-link href='#'>Reply to Ama</a></li></ol>"
    )
    post = post_of(around=f"<article>{{}}</article><div id=comments>{comment}</div>")
    assert [(entry.author, entry.text) for entry in post.comments] == [("Ama", "Well done.")]
    assert any("Reply to Ama" in entry.text for entry in post.dropped)
