"""RawPost -> Post: the reader. Pure and deterministic; whatever the format, one walk makes the blocks (`blocks.walk`).

page      parse, describe, vote, take out comments, notes and boilerplate, isolate the article, walk
body      parse, take out notes and boilerplate, walk        markdown   to HTML, then as a body
text      by lines (`plaintext`)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from audioblog.ingest.article.edges import strip_tail, trim
from audioblog.ingest.article.page import isolate
from audioblog.ingest.article.refuse import SHORT, offers_the_rest, refusal, signs_of
from audioblog.ingest.article.strip import strip
from audioblog.ingest.article.voters import REVIEW_BELOW, elect
from audioblog.ingest.assemble import finish
from audioblog.ingest.markdown import to_html
from audioblog.ingest.metadata.declared import Metadata, metadata_of
from audioblog.ingest.parse import Element, body_of, clean, parse, parse_fragment, tidy
from audioblog.ingest.plaintext import read_text
from audioblog.ingest.raw import RawPost
from audioblog.ingest.structure.blocks import walk
from audioblog.ingest.structure.comments import take_comments
from audioblog.ingest.structure.footnotes import Notes, take_notes
from audioblog.ingest.structure.idioms import translate
from audioblog.ingest.structure.place import Place
from audioblog.ingest.structure.runs import Shape
from audioblog.ingest.structure.unread import mark_unread
from audioblog.model import Block, Comment, Dropped, Footnote, Post


@dataclass(slots=True)
class Draft:
    """A post on its way: what the format's reader found."""

    route: str
    metadata: Metadata = field(default_factory=Metadata)
    blocks: list[Block] = field(default_factory=list)
    footnotes: list[Footnote] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    confidence: float = 1.0
    held: list[Element] = field(default_factory=list)
    """Every element: lxml makes a Python object anew whenever it is asked for one that nobody holds."""


def read(raw: RawPost) -> Post:
    """The post in `raw`.

    Raises NoArticle ("empty", "cookie-wall", "javascript-only", "login", "paywall", "soft-404") when it holds none, and
    SourceError ("too-complex") when its HTML is beyond the limits of `parse`.
    """
    draft = _READERS[raw.format](raw)
    return finish(raw, draft)


def _page(raw: RawPost) -> Draft:
    tree = parse(raw.content)
    held = list(tree.iter())
    metadata = metadata_of(tree, raw.url)
    signs = signs_of(tree)
    election = elect(tree)
    draft = Draft("page", metadata, confidence=election.agreement, held=held)
    body = body_of(tree)
    draft.dropped = _tidied(body)
    draft.comments, around = take_comments(body)
    draft.dropped += around
    notes = _take_notes(draft, body, raw)
    draft.dropped += strip(body)
    draft.dropped += isolate(body, election)
    notes.put_back(body)
    _walk(draft, body, raw)
    body_text = "\n".join(block.text for block in draft.blocks)
    calls = [entry.text for entry in draft.dropped if entry.rule == "sign-up form"]
    refused = refusal(signs, body_text, declared_free=metadata.free, dropped=calls)
    if refused:
        raise refused.error()
    _doubt(draft, body_text)
    return draft


def _doubt(draft: Draft, body_text: str) -> None:
    """A short text beside which the page offers the rest for money waits for an editor."""
    offers = [entry for entry in draft.dropped if offers_the_rest(entry.text)]
    if offers and len(body_text.split()) < SHORT:
        draft.confidence = min(draft.confidence, REVIEW_BELOW / 2)
        draft.dropped = [Dropped(e.text, "paywall") if e in offers else e for e in draft.dropped]


def _tidied(body: Element) -> list[Dropped]:
    unshown = [Dropped(text, "text for browsers without scripts") for text in tidy(body)]
    translate(body)
    mark_unread(body)
    return unshown


def _body(raw: RawPost) -> Draft:
    return _fragment(raw, raw.content, "feed")


def _markdown(raw: RawPost) -> Draft:
    return _fragment(raw, to_html(clean(raw.content)), "markdown")


def _fragment(raw: RawPost, html: str, route: str) -> Draft:
    draft = Draft(route)
    tree = parse_fragment(html)
    body = body_of(tree)
    draft.dropped = _tidied(body)
    notes = _take_notes(draft, body, raw)
    draft.dropped += strip(body)
    notes.put_back(body)
    _walk(draft, body, raw)
    if route == "feed":
        draft.blocks, tail = strip_tail(draft.blocks)
        draft.dropped += tail
    return draft


def _text(raw: RawPost) -> Draft:
    found = read_text(clean(raw.content))
    metadata = Metadata(title=found.title, author=found.author)
    metadata.provenance = {"title": "first line", "author": "heuristic: speaker prefix"}
    return Draft("text", metadata, list(found.blocks), [], list(found.comments), list(found.dropped))


def _take_notes(draft: Draft, body: Element, raw: RawPost) -> Notes:
    taken = take_notes(body, _place(draft, body, raw))
    draft.footnotes = taken.notes
    draft.dropped += taken.dropped
    return taken


def _walk(draft: Draft, body: Element, raw: RawPost) -> None:
    blocks = list(walk(body, _place(draft, body, raw)))
    draft.blocks, dropped = trim(blocks, raw.author or draft.metadata.author, draft.metadata.site)
    draft.dropped += dropped


def _place(draft: Draft, body: Element, raw: RawPost) -> Place:
    return Place(Shape(body), raw.url or draft.metadata.url, raw.language or draft.metadata.language)


_READERS: dict[str, Callable[[RawPost], Draft]] = {"page": _page, "body": _body, "markdown": _markdown, "text": _text}
