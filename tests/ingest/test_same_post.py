"""One post, written in WordPress, in the forms in which it can be had: page, feed, API and export give the same."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from blogserver import RSS, BlogServer, Page
from feedbook import item, opened, page, posts, rss

from audioblog.ingest.read import read
from audioblog.model import Block, Post

Form = Callable[[str, str, BlogServer, Path], str]
TITLE = "How the kettle came back"
NOTES = [
    {"id": "f-1", "content": "Minutes of the council, 3 March, <em>page 7</em>."},
    {"id": "f-2", "content": 'See <a href="https://other.example/urns">the urn survey</a>.'},
]
BODY = """<p>For eleven weeks the day centre in Mill Road had no kettle. This is the story of how it came back, told by
the people who drink from it, and of <em>one petition</em><sup data-fn="f-1" class="fn"><a href="#f-1"
id="f-1-link">1</a></sup> that nobody on the council expected.</p>

<h2>What went wrong</h2>

<p>The old kettle was condemned in January. A new one, said the <abbr title="Clinical Commissioning Group">CCG</abbr>,
would need “a business case”, and a business case would need three quotes.</p>

<ul class="wp-block-list"><li>The first quote was for a boiler.</li><li>The second was for two kettles:<ul>
<li>one for tea,</li><li>and one, it turned out, for soup.</li></ul></li><li>The third never came.</li></ul>

<blockquote class="wp-block-quote"><p>You cannot run a day centre on lukewarm water &amp; goodwill.</p>
<cite>Maureen, who has poured since 1988</cite></blockquote>

<figure class="wp-block-image"><img src="https://news.example/urn.jpg" alt="A steel urn with a hand-written sign"/>
<figcaption class="wp-element-caption">The urn that stood in for it</figcaption></figure>

<h3>The sums</h3>

<figure class="wp-block-table"><table><thead><tr><th>Quote</th><th>Pounds</th></tr></thead><tbody><tr><td>Boiler</td>
<td>1,240</td></tr><tr><td>Two kettles</td><td>58</td></tr></tbody></table>
<figcaption class="wp-element-caption">What was asked for</figcaption></figure>

<ol class="wp-block-list"><li>We asked the allotment society.</li><li>They said yes, before we had finished asking.<sup
data-fn="f-2" class="fn"><a href="#f-2" id="f-2-link">2</a></sup></li></ol>

<pre class="wp-block-code"><code>kettle:
  litres: 1.7
  owner: everybody</code></pre>

<hr class="wp-block-separator"/>

<p>It boiled for the first time on a Tuesday. Somebody clapped. <span lang="cy">Paned o de</span>, said Gwen, and sat
down.</p>"""
SHOWN = BODY + '\n\n<ol class="wp-block-footnotes">' + "".join(
    f'<li id="{note["id"]}">{note["content"]} <a href="#{note["id"]}-link" aria-label="Back">↩︎</a></li>'
    for note in NOTES
) + "</ol>"  # fmt: skip
BLOCKS = (("p", "paragraph"), ("h[23]", "heading"), ("figure", "image"), ("[uo]l", "list"), ("pre", "code"))


def page_form(shown: str, _: str, server: BlogServer, __: Path) -> str:
    theme = f"""<header><a href="/">Mill Road News</a><nav><a href="/about">About</a></nav></header>
    <article class="post hentry"><h1 class="entry-title">{TITLE}</h1><div class="entry-content">{shown}
    <div class="sharedaddy"><h3>Share this:</h3><ul><li><a href="/s">Tweet</a></li></ul></div></div></article>
    <footer>Proudly kept warm by volunteers</footer>"""
    return server.put("/kettle/", page(f"{TITLE} – Mill Road News", theme, classes="single-post"))


def feed_form(shown: str, _: str, server: BlogServer, __: Path) -> str:
    tail = f'<p>The post <a href="/kettle/">{TITLE}</a> appeared first on <a href="/">Mill Road News</a>.</p>'
    return server.put("/feed/", rss(item(1, title=TITLE, content=shown + tail)), RSS)


def api_form(shown: str, _: str, server: BlogServer, __: Path) -> str:
    row = {"id": 1, "link": "https://news.example/1/", "title": {"rendered": TITLE}, "content": {"rendered": shown}}
    server.under("/wp-json/", lambda path: Page(json.dumps([row] if "/posts" in path else []).encode(), "text/json"))
    return server.put("/", page("Home", "<p>Hello", '<link rel="https://api.w.org/" href="/wp-json/">'))


def export_form(_: str, stored: str, __: BlogServer, folder: Path) -> str:
    meta = f"<wp:postmeta><wp:meta_key>footnotes</wp:meta_key><wp:meta_value>{html.escape(json.dumps(NOTES))}"
    more = f"<wp:post_type>post</wp:post_type><wp:status>publish</wp:status>{meta}</wp:meta_value></wp:postmeta>"
    namespace = 'xmlns:wp="http://wordpress.org/export/1.2/"'
    (folder / "export.xml").write_text(rss(item(1, title=TITLE, content=stored, more=more), root=namespace))
    return str(folder / "export.xml")


def by_block_editor() -> tuple[str, str]:
    """The post as shown, and as the block editor stores it: with its notes, and the footnotes elsewhere."""
    parts = BODY.split("\n\n")
    names = [next((name for tag, name in BLOCKS if re.match(rf"<{tag}\b", part)), "html") for part in parts]
    stored = [f"<!-- wp:{name} -->\n{part}\n<!-- /wp:{name} -->" for name, part in zip(names, parts, strict=True)]
    return SHOWN, "\n\n".join([*stored, "<!-- wp:footnotes /-->"])


def by_classic_editor() -> tuple[str, str]:
    """As shown, and as the classic editor stores it: empty lines for paragraphs, a short code for the caption."""
    shown = """<p>The kettle is back, and <strong>everybody</strong> came to see it. Maureen poured the first cup.</p>
<p>Three of us wept,<br />
one of us on principle.</p>
<h3>Who paid</h3>
<p>The allotment society paid, from the money that was meant for a shed, and nobody has missed the shed so far.</p>
<figure class="wp-caption"><img src="https://news.example/urn.jpg" alt="A steel urn" /><figcaption
class="wp-caption-text">The <em>old</em> urn</figcaption></figure>
<ul>
<li>Tea at ten</li>
<li>Soup at noon</li>
</ul>
<p>All are welcome [even the council], every day of the week but Sunday.</p>"""
    stored = """The kettle is back, and <strong>everybody</strong> came to see it. Maureen poured the first cup.

Three of us wept,
one of us on principle.
<h3>Who paid</h3>
The allotment society paid, from the money that was meant for a shed, and nobody has missed the shed so far.

[caption id="attachment_7" width="300"]<img src="https://news.example/urn.jpg" alt="A steel urn" /> The
<em>old</em> urn[/caption]
<ul>
	<li>Tea at ten</li>
	<li>Soup at noon</li>
</ul>
All are welcome [even the council], every day of the week but Sunday."""
    return shown, stored


def essence(post: Post) -> list[tuple[object, ...]]:
    """What is read aloud and how: ids left out, which number the blocks of each form."""

    def of(block: Block) -> tuple[object, ...]:
        rows = tuple(tuple((cell.text, cell.header) for cell in row) for row in block.rows)
        marks = tuple((span.start, span.end, span.kind) for span in block.spans)
        look = (block.kind, block.text, block.level, block.depth, block.ordered, block.number, block.cite)
        return (*look, rows, block.caption, block.alt, block.image, block.quoted, marks)

    notes = [("footnote", note.number, note.text) for note in post.footnotes]
    return [("title", post.title), *map(of, post.blocks), *notes]


@pytest.mark.parametrize("written", [by_block_editor, by_classic_editor])
@pytest.mark.parametrize("form", [feed_form, api_form, export_form])
def test_every_form_gives_what_the_page_gives(
    form: Form, written: Callable[[], tuple[str, str]], blog_server: BlogServer, tmp_path: Path
) -> None:
    read_as = [essence(read(posts(opened(make(*written(), blog_server, tmp_path)))[0])) for make in (page_form, form)]
    assert read_as[1] == read_as[0]


def test_the_page_gives_everything_that_was_written(blog_server: BlogServer, tmp_path: Path) -> None:
    (raw,) = posts(opened(page_form(*by_block_editor(), blog_server, tmp_path)))
    post = read(raw)
    notes = {note.id for note in post.footnotes}
    assert [block.kind for block in post.blocks if block.id not in notes] == [
        "paragraph", "heading", "paragraph", "item", "item", "item", "item", "item", "quote", "image", "heading",
        "table", "item", "item", "code", "separator", "paragraph",
    ]  # fmt: skip
    assert [note.text for note in post.footnotes] == ["Minutes of the council, 3 March, page 7.", "See the urn survey."]
    quote, image, table = (next(b for b in post.blocks if b.kind == kind) for kind in ("quote", "image", "table"))
    assert quote.cite == "Maureen, who has poured since 1988"
    assert (image.text, image.alt) == ("The urn that stood in for it", "A steel urn with a hand-written sign")
    assert table.caption == "What was asked for"
    assert "lukewarm water & goodwill" in quote.text
