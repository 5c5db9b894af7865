"""WordPress export files, and the HTML of posts as WordPress stores them."""

from __future__ import annotations

import re
import subprocess
import sys
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest
from feedbook import FULL, failures, opened, posts
from hypothesis import given
from hypothesis import strategies as st

from audioblog.errors import SourceError
from audioblog.ingest.raw import RawPost
from audioblog.ingest.read import read
from audioblog.ingest.sources.wplibrary import MAX_REUSED
from audioblog.ingest.sources.wpmarkup import paragraphs, rendered, shortcodes, with_footnotes


def export(*items: str, version: str = "1.2") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8" ?>
<!-- This is a WordPress eXtended RSS file -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/{version}/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/{version}/">
<channel><title>Mill Road &amp; News</title><link>https://news.example</link><description>Care</description>
<language>en-GB</language><wp:wxr_version>{version}</wp:wxr_version>
<wp:author><wp:author_login><![CDATA[ada]]></wp:author_login>
<wp:author_display_name><![CDATA[Ada Byron]]></wp:author_display_name></wp:author>{"".join(items)}</channel></rss>"""


def stored(n: int, content: str = FULL, *, status: str = "publish", kind: str = "post", more: str = "") -> str:
    return f"""<item><title><![CDATA[Post {n} & more]]></title><link>https://news.example/{n}/</link>
<pubDate>Thu, {n % 28 + 1:02} Mar 2016 10:00:00 +0000</pubDate><dc:creator><![CDATA[ada]]></dc:creator>
<guid isPermaLink="false">https://news.example/?p={n}</guid><content:encoded><![CDATA[{content}]]></content:encoded>
<excerpt:encoded><![CDATA[In short]]></excerpt:encoded><wp:post_id>{n}</wp:post_id>
<wp:post_date_gmt>2016-03-{n % 28 + 1:02} 10:00:00</wp:post_date_gmt><wp:status>{status}</wp:status>
<wp:post_type>{kind}</wp:post_type><wp:post_password></wp:post_password>
<category domain="category"><![CDATA[Uncategorized]]></category><category domain="post_tag"><![CDATA[Tea]]></category>
{more}</item>"""


def comment(n: int, *, approved: str = "1", kind: str = "comment", parent: int = 0) -> str:
    return f"""<wp:comment><wp:comment_id>{n}</wp:comment_id>
<wp:comment_author><![CDATA[Reader {n}]]></wp:comment_author>
<wp:comment_date_gmt>2016-04-01 10:00:00</wp:comment_date_gmt><wp:comment_content><![CDATA[One.

Two.]]></wp:comment_content><wp:comment_approved>{approved}</wp:comment_approved><wp:comment_type>{kind}</wp:comment_type>
<wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"""


def meta(key: str, value: str) -> str:
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )


PICTURE = stored(
    90, kind="attachment", status="inherit", more="<wp:attachment_url>https://news.example/tea.jpg</wp:attachment_url>"
)


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_an_export(tmp_path: Path, version: str) -> None:
    comments = comment(5) + comment(6, approved="0") + comment(7, kind="pingback") + comment(8, parent=5)
    first = stored(1, more=meta("_thumbnail_id", "90") + comments)
    path = tmp_path / "export.xml"
    path.write_text(export(first, stored(3), stored(2), PICTURE, version=version), "utf-8")
    source = opened(path)
    assert (source.info.title, source.info.link, source.info.route) == (
        "Mill Road & News", "https://news.example", "wordpress export",
    )  # fmt: skip
    found = posts(source)
    assert [post.id for post in found] == [f"https://news.example/?p={n}" for n in (3, 2, 1)]
    last = found[2]
    assert (last.title, last.author, last.tags, last.summary) == ("Post 1 & more", "Ada Byron", ("Tea",), "In short")
    assert (last.image, last.content) == ("https://news.example/tea.jpg", FULL)
    assert last.language == "en-GB"
    assert last.published == datetime(2016, 3, 2, 10, tzinfo=UTC)
    assert [(c.author, c.text, c.depth) for c in last.comments] == [
        ("Reader 5", "One.\nTwo.", 0),
        ("Reader 8", "One.\nTwo.", 1),
    ]
    assert dict(last.provenance)["author"] == "export"
    assert found == posts(source)


def test_what_is_not_published_is_left_out_by_name() -> None:
    secret = stored(4).replace("<wp:post_password>", "<wp:post_password>x")
    source = opened(
        "-",
        export(stored(1), stored(2, status="draft"), stored(3, kind="page"), secret, stored(5, kind="nav_menu_item")),
    )
    assert len(posts(source)) == 1
    assert [why for _, why in source.left_out] == ["draft", "a page, not a post", "password"]


def test_what_is_scheduled_comes_with_its_date_for_the_pipeline_to_hold_back() -> None:
    dateless = re.sub("<(wp:post_date_gmt|pubDate)>.*?</", r"<\1></", stored(3, status="future"))
    source = opened("-", export(stored(1), stored(2, status="future").replace("2016-03", "2036-03"), dateless))
    assert [post.published.year for post in posts(source) if post.published] == [2036, 2016]
    assert [why for _, why in source.left_out] == ["scheduled without a date"]


def test_a_picture_that_is_not_in_the_export() -> None:
    (post,) = posts(opened("-", export(stored(1, more=meta("_thumbnail_id", "77")))))
    assert post.image == ""
    assert "image" not in dict(post.provenance)


def test_control_characters_and_a_cut_off_end() -> None:
    text = export(stored(1, "<p>One\x08 and\x0b two.</p>"), stored(2), stored(3))
    (post,) = [
        item
        for item in opened("-", export(stored(1, "<p>One\x08 and\x0b two.</p>"))).posts()
        if isinstance(item, RawPost)
    ]
    assert post.content == "<p>One and two.</p>"
    cut = list(opened("-", text[: text.index("Post 3")]).posts())
    assert [item.id for item in cut if isinstance(item, RawPost)][:2] == [
        "https://news.example/?p=2",
        "https://news.example/?p=1",
    ]
    assert len(cut) - len(failures(cut)) == 2


def test_entities_are_refused() -> None:
    bomb = export(stored(1)).replace("<!-- This", '<!DOCTYPE rss [<!ENTITY a "b">]><!-- This')
    with pytest.raises(SourceError) as caught:
        opened("-", bomb)
    assert caught.value.code == "xml-bomb"


# --- what posts point at ------------------------------------------------------------------------------------------


def picture(n: int, alt: str = "", caption: str = "", of: int = 0, name: str = "") -> str:
    more = f"<wp:attachment_url>https://news.example/{name or f'{n}.jpg'}</wp:attachment_url>"
    more += f"<wp:post_parent>{of}</wp:post_parent>" + meta("_wp_attachment_image_alt", alt)
    return stored(n, kind="attachment", status="inherit", more=more).replace("In short", caption)


URN = picture(91, "An urn & a cup", "Our <em>urn</em>", of=1)
HALL = picture(92, "The hall", of=1)
GALLERIES = [
    ('[gallery ids="92,91"]', ["The hall", "Our urn"]), ("[gallery ids='91' columns=3]", ["Our urn"]),
    ('[gallery include="92, 77,91" link="file"]', ["The hall", "Our urn"]), ("[gallery]", ["Our urn", "The hall"]),
    ('[gallery columns="2"]', ["Our urn", "The hall"]), ('[gallery id="5"]', []), ('[gallery ids="77,93"]', []),
    ("[gallery ids=”91″]", ["Our urn"]), ("[gallery ids=]", []),
]  # fmt: skip


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(("code", "shown"), GALLERIES)
def test_galleries_become_pictures(code: str, shown: list[str], first: bool) -> None:
    library = (URN, HALL, picture(93, "A form", name="form.pdf"))
    post = stored(1, f"Before the pictures\n\n{code}\n\nAfter them")
    (raw,) = posts(opened("-", export(*library, post) if first else export(post, *library)))
    blocks = read(raw).blocks
    assert [block.text for block in blocks if block.kind == "image"] == shown
    assert [block.alt for block in blocks if block.text == "Our urn"] == ["An urn & a cup"] * shown.count("Our urn")
    assert [block.text for block in blocks if block.kind != "image"] == ["Before the pictures", "After them"]


def block(n: int, content: str, status: str = "publish") -> str:
    return stored(n, content, kind="wp_block", status=status)


def note(ref: int) -> str:
    return f'<!-- wp:block {{"ref":{ref}}} /-->'


OVERRIDDEN = '<!-- wp:core/block {"ref":50,"content":{"a":{"content":"x"}}} /-->'


def test_reusable_blocks_are_put_in_place() -> None:
    inner = block(51, f"<!-- wp:paragraph --><p>Inner</p><!-- /wp:paragraph -->{note(50)}")
    outer = block(50, f"<!-- wp:paragraph --><p>Outer</p><!-- /wp:paragraph -->{note(51)}")
    post = stored(1, f"<!-- wp:paragraph --><p>One</p><!-- /wp:paragraph -->{OVERRIDDEN}{note(77)}{note(52)}<p>Two</p>")
    source = opened("-", export(post, inner, outer, block(52, "<p>Secret</p>", "draft")))
    (raw,) = posts(source)
    assert raw.content == "<p>One</p><p>Outer</p><p>Inner</p><p>Two</p>"


def test_reusable_blocks_do_not_explode() -> None:
    bomb = [block(n, note(n + 1) * 50 + f"<p>{n}</p>") for n in range(50, 60)]
    (raw,) = posts(opened("-", export(stored(1, note(50)), *bomb)))
    assert raw.content.count("<p>") <= MAX_REUSED


def test_a_long_export_is_read_in_flat_memory(tmp_path: Path) -> None:
    """Ten times the posts need no more memory than the posts' own places in the file."""

    def peak(count: int) -> int:
        path = tmp_path / f"{count}.xml"
        path.write_text(export(*(stored(n, FULL * 20) for n in range(count))), "utf-8")
        source = opened(path)
        tracemalloc.start()
        assert sum(1 for _ in source.posts()) == count
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    peak(10)  # what is loaded on first use
    assert peak(500) < peak(50) + 1_000_000
    assert (tmp_path / "500.xml").stat().st_size > 3_000_000


def test_lxml_gives_back_what_it_has_read(tmp_path: Path) -> None:
    """The tree itself is not Python's memory: a process of its own shows all of it."""
    path = tmp_path / "export.xml"
    path.write_text(export(*(stored(n, FULL * 200) for n in range(500))), "utf-8")
    assert path.stat().st_size > 25_000_000
    code = (
        "import io, resource, sys\n"
        "from audioblog.ingest.sources import wxr\n"
        "from pathlib import Path\n"
        "start = Path(sys.argv[1]).open(encoding='utf-8').read(4000)\n"
        "source = wxr.listing((lambda: Path(sys.argv[1]).open('rb'),), start, 'x')\n"
        "list(wxr.listing((lambda: io.BytesIO(start.encode()),), start, 'x').posts())\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "count = sum(1 for _ in source.posts())\n"
        "print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    count, kilobytes = map(int, done.stdout.split())
    assert count == 500
    assert kilobytes < 15_000


# --- stored HTML ---------------------------------------------------------------------------------------------------

BLOCKS = """<!-- wp:paragraph {"dropCap":true} -->
<p>One [sic] two<sup data-fn="f-1" class="fn"><a href="#f-1" id="f-1-link">1</a></sup>.</p>
<!-- /wp:paragraph -->

<!-- wp:freeform -->
Three
four

five
<!-- /wp:freeform -->

<!-- wp:footnotes /-->"""


def test_block_posts_lose_only_their_notes() -> None:
    html = rendered(with_footnotes(BLOCKS, '[{"id": "f-1", "content": "See <em>that</em>."}]'))
    assert "<!--" not in html
    assert html.startswith("<p>One [sic] two<sup")
    assert "<p>Three<br>\nfour</p>\n<p>five</p>" in html
    assert html.endswith(
        '<ol class="wp-block-footnotes"><li id="f-1">See <em>that</em>. <a href="#f-1-link">↩︎</a></li></ol>'
    )


CLASSIC = [
    ("One\n\nTwo\nthree", "<p>One</p>\n<p>Two<br>\nthree</p>"),
    ("One<br />\n<br />\nTwo", "<p>One</p>\n<p>Two</p>"),
    ("<h2>Head</h2>\nText\n<ul>\n<li>a</li>\n<li>b\nc</li>\n</ul>\nEnd",
     "<h2>Head</h2><p>Text</p><ul>\n<li>a</li>\n<li>b<br>\nc</li>\n</ul><p>End</p>"),
    ("<blockquote>One\n\nTwo</blockquote>", "<blockquote><p>One</p>\n<p>Two</p></blockquote>"),
    ("<pre>a\n\nb</pre>", "<pre>a\n\nb</pre>"), ("<p>Done\nalready</p>", "<p>Done<br>\nalready</p>"),
    ("<em>One</em>\n\n<strong>Two</strong>", "<p><em>One</em></p>\n<p><strong>Two</strong></p>"),
    ("Text<!--more-->More", "<p>Text</p>\n<p>More</p>"), ("", ""),
    ("https://video.example/x", '<iframe src="https://video.example/x"></iframe>'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "html"), CLASSIC)
def test_classic_posts_get_their_paragraphs(text: str, html: str) -> None:
    assert rendered(text).strip() == html


SHORT = [
    ("[sic] [2] [...] [Laughter] [a b]", "[sic] [2] [...] [Laughter] [a b]"),
    ("[gallery ids=\"1,2\"]One[audio src='x']", "One"), ("[button url=\"x\"]Press[/button]", "Press"),
    ("[row][column width=\"half\"]Text[/column][/row]", "Text"), ("[[gallery]]", "[gallery]"),
    ("See [1] and [/not] a [link](x)", "See [1] and [/not] a [link](x)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "html"), SHORT)
def test_short_codes(text: str, html: str) -> None:
    assert shortcodes(text) == html


def test_captions_become_figures() -> None:
    html = rendered(
        '[caption id="a" width="9"]<a href="x"><img src="t.jpg" alt="Tea" /></a> The <em>urn</em>[/caption]\nText'
    )
    assert '<figure class="wp-caption"><a href="x"><img src="t.jpg" alt="Tea" /></a>' in html
    assert '<figcaption class="wp-caption-text">The <em>urn</em></figcaption></figure>' in html
    assert html.strip().endswith("<p>Text</p>")


@given(
    st.lists(
        st.sampled_from(
            ["word", "\n", "\n\n", " ", "<p>", "</p>", "<ul>", "<li>", "</li>", "</ul>", "<b>x</b>", "[sic]"]
        ),
        max_size=30,
    )
)
def test_no_word_is_lost_by_paragraphs(parts: list[str]) -> None:
    text = "".join(parts)

    def words(html: str) -> list[str]:
        return re.findall(r"word|x|sic", html)

    assert words(paragraphs(text)) == words(text)
