"""Page to Post: what reading a whole page costs, on pages of our own in three shapes that blogs have.

`python -m benchmarks.pages` prints CPU-seconds a page, pages a CPU second on one core, and the cost against
trafilatura's own default extraction of the same pages, which gives text and nothing else.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator

from benchmarks.text import paragraphs

ROUNDS = 3
"""The least of them is taken: whatever else the machine does can only add to it."""
PAGES = 24
CHARACTERS = 7_000
"""Of a post: about 1,200 words."""
_LINKS = 70
_CARDS = 24
_COMMENTS = 12


def pages() -> list[str]:
    """The same on every machine."""
    return [_SHAPES[number % len(_SHAPES)](number) for number in range(PAGES)]


def _prose(seed: int) -> list[str]:
    return [" ".join(sentences) for sentences in paragraphs(CHARACTERS, seed)]


def _menu(name: str) -> str:
    items = "".join(
        f'<li class="menu-item menu-item-{n}"><a href="/{name}/{n}">Part {n}</a></li>' for n in range(_LINKS)
    )
    return f'<nav id="{name}" class="{name}-navigation"><ul class="menu">{items}</ul></nav>'


def _cards(seed: int) -> str:
    texts = _prose(seed + 1000)
    cards = (
        f'<div class="card card-{n}"><div class="inner"><a href="/p/{n}"><img src="/i/{n}.jpg" alt=""></a>'
        f'<h3 class="card-title"><a href="/p/{n}">{texts[n % len(texts)][:50]}</a></h3>'
        f'<span class="date">{n} May</span>'
        f'<p class="teaser">{texts[n % len(texts)][:120]}…</p></div></div>'
        for n in range(_CARDS)
    )
    return f'<div class="widget-area sidebar"><section class="widget related-posts">{"".join(cards)}</section></div>'


def _comments(seed: int) -> Iterator[str]:
    yield '<section id="comments" class="comments-area"><ol class="comment-list">'
    for number, text in zip(range(_COMMENTS), _prose(seed + 2000) * 3, strict=False):
        yield (
            f'<li id="comment-{number}" class="comment depth-1"><article class="comment-body">'
            f'<b class="fn">Reader {number}</b> <time datetime="2016-03-04T08:0{number % 10}:00Z">4 March</time>'
            f'<div class="comment-content"><p>{text}</p></div>'
            "<a class='comment-reply-link' href='#'>Reply</a></article></li>"
        )
    yield '</ol><div id="respond" class="comment-respond"><form><textarea></textarea></form></div></section>'


def _rich(seed: int) -> str:
    """Paragraphs with what posts hold besides: headings, lists, a quotation, a picture, a table, notes."""
    parts = []
    for number, text in enumerate(_prose(seed)):
        parts.append(f'<p class="p{number}">{text} <a href="/s/{number}">There is more.</a></p>')
        if number % 4 == 1:
            parts.append(f"<h2>Part {number} of the story</h2>")
        if number % 5 == 2:
            parts.append(f"<ul><li>{text[:60]}</li><li>{text[60:140]}</li><li>{text[140:200]}</li></ul>")
        if number % 7 == 3:
            parts.append(
                f'<figure><img src="/f/{number}.jpg" alt="The hall"><figcaption>{text[:80]}</figcaption></figure>'
            )
        if number % 9 == 4:
            parts.append(f"<blockquote><p>{text[:200]}</p></blockquote>")
    rows = "".join(f"<tr><th>Day {n}</th><td>{n} chairs</td><td>{n * 2} cups</td></tr>" for n in range(6))
    return "".join(parts) + f"<table>{rows}</table>"


def _head(seed: int) -> str:
    script = "var state = {" + ",".join(f'"k{n}": "{n * seed}"' for n in range(1500)) + "};"
    return (
        f"<head><title>Post {seed} of the hall – The Hall</title>"
        f'<meta property="og:title" content="Post {seed} of the hall">'
        f"<script>{script}</script><style>{'.a{color:red}' * 400}</style></head>"
    )


def _wordpress(seed: int) -> str:
    return (
        f"<html lang=en-GB>{_head(seed)}<body class=single>{_menu('primary')}<main><article class=post>"
        f"<header><h1>Post {seed} of the hall</h1></header><div class='entry-content'>{_rich(seed)}</div></article>"
        f"{''.join(_comments(seed))}</main>"
        f"{_cards(seed)}<footer>{_menu('footer')}</footer></body></html>"
    )


def _magazine(seed: int) -> str:
    """Without any system's mark, so that all extractors are asked."""
    return (
        f"<html lang=en-GB>{_head(seed)}<body><div class=top>{_menu('top')}</div><div class=page><div class=col>"
        f'<h1>Post {seed} of the hall</h1><div class="story"><div class="chunk">{_rich(seed)}</div></div></div>'
        f"{_cards(seed)}</div>{_menu('bottom')}</body></html>"
    )


def _old(seed: int) -> str:
    """A table for a layout, and breaks for paragraphs."""
    prose = "<br><br>".join(_prose(seed))
    return (
        f"<html>{_head(seed)}<body><table width=100%><tr><td width=20%>{_menu('left')}</td><td>"
        f"<h1>Post {seed} of the hall</h1><div class=post-body>{prose}</div></td></tr></table></body></html>"
    )


_SHAPES: tuple[Callable[[int], str], ...] = (_wordpress, _magazine, _old)


def costs() -> tuple[float, float]:
    """CPU-seconds a page: ours, and trafilatura's alone. Both have been loaded and have read each shape before."""
    from trafilatura import extract

    from audioblog.ingest.raw import RawPost
    from audioblog.ingest.read import read

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    made = pages()
    posts = [RawPost(str(number), str(number), "page", html) for number, html in enumerate(made)]
    ours, theirs = [], []
    for _ in range(ROUNDS + 1):
        ours.append(_cpu(lambda: [read(post) for post in posts]))
        theirs.append(_cpu(lambda: [extract(html, include_comments=False) for html in made]))
    return min(ours[1:]) / PAGES, min(theirs[1:]) / PAGES


def _cpu(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


if __name__ == "__main__":
    mine, bare = costs()
    size = sum(map(len, pages())) / PAGES / 1000
    print(f"{PAGES} pages of {size:.0f} kB: {mine:.4f} CPU-s a page, {1 / mine:.1f} pages a CPU second on one core,")
    print(f"{mine / bare:.2f} times trafilatura's default alone ({bare:.4f} CPU-s)")
