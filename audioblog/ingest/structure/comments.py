"""Readers' comments: found by the markup of comment systems, read, and taken out of the page.

In: the body of a page. Out: the comments in their order with author, date and depth; whatever else stood in their area
(headings, reply links, forms) is dropped by name. Known markup is data below: WordPress (classic and blocks), Blogger,
Disqus, Isso, microformats, schema.org, and themes that only call a thing "comment".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

from audioblog.ingest.article.boilerplate import whole_names
from audioblog.ingest.article.strip import texts_of
from audioblog.ingest.metadata.dates import parse_date
from audioblog.ingest.parse import Element, classes, empty, words
from audioblog.ingest.structure.inline import InlineWriter
from audioblog.ingest.structure.runs import BLOCKS, Run, Shape, cut
from audioblog.model import Comment, Dropped

_AREA = whole_names(r"""
    comments? comments?-?(?:area|list|section|block|wrap(?:per)?|thread|container|holder) commentlist post-comments?
    article-comments disqus_thread dsq-\S+ wp-block-comments(?:-query-loop)? wp-block-comment-template
    isso-(?:thread|root) responses user-comments livefyre\S* fb-comments webmentions? reader-comments
    comentarios kommentare commentaires
""")
_ITEM = whole_names(r"""
    comment comment-(?:item|entry|container|wrap|single|thread|block) (?:li-|div-)?comment-\d+ [pu]-comment
    isso-comment comment_container single-comment wp-block-comment commentlist-item post-comment pingback trackback
""")
_BODY = whole_names(r"""
    comment-?_?(?:content|text|message|entry|copy) commenttext wp-block-comment-content e-content p-content
    post-message comment__(?:content|body|text) isso-text reply-content comment-body-text
""")
_LOOSE_BODY = whole_names(r"comment[-_]?body body content text message")
_AUTHOR = whole_names(r"""
    fn p-name comment-?_?author(?:-name|-link)? wp-block-comment-author-name comment__author username user-?name
    isso-author commenter p-author author user author-name
""")
_DATE = whole_names(r"""
    comment-?_?(?:date|time|meta|metadata|timestamp) wp-block-comment-date dt-published date datetime time-ago
    timestamp published
""")
_META = whole_names(r"""
    comment-?_?(?:meta|metadata|author|header|footer|date|time|actions?|reply|edit|permalink|avatar)
    comment-awaiting-moderation commentmetadata reply vcard avatar says comment-(?:reply|edit)-link
    wp-block-comment-(?:reply-link|edit-link|date|author-name) actions votes? like buttons?
""")
_ARTICLE = whole_names(r"entry-content post-content post-body article-body gh-content h-entry")
_FORM = whole_names(r"respond comment-respond commentform comment-form reply-form")
_DEPTH = re.compile(r"(?:^|\s)depth-(\d{1,2})(?=\s|$)")
_MAX_SHARE = 0.9


def take_comments(body: Element) -> tuple[list[Comment], list[Dropped]]:
    """The comments, in order and numbered c1, c2 …; the areas are empty afterwards."""
    comments: list[Comment] = []
    dropped: list[Dropped] = []
    total = max(1, words(body))
    for area in list(_areas(body, total)):
        items = _items(area)
        read: list[Run] = []
        for item in items:
            content = _content(item, items)
            runs = [] if content is None else list(_paragraphs(content, set(items) - {item}))
            comment = _comment(item, "\n".join(text for text, _ in runs), items, len(comments) + 1)
            if comment:
                comments.append(comment)
                read += [run for _, run in runs]
        for run in read:
            cut(run)
        dropped += [Dropped(text, "comments area") for text in texts_of(area)]
        empty(area)
    return comments, dropped


def _areas(body: Element, total: int) -> Iterator[Element]:
    """The outermost elements that hold comments and no article."""
    found: set[Element] = set()
    for element in body.iterdescendants(*BLOCKS, "span"):
        if element.tag in ("html", "body", "article", "main", "h1") and not _names_item(classes(element)):
            continue
        if not (_names_area(classes(element)) or _is_lone_item(element)):
            continue
        if any(ancestor in found for ancestor in element.iterancestors()):
            continue
        if words(element) <= _MAX_SHARE * total and not _holds_article(element):
            found.add(element)
            yield element


@lru_cache(maxsize=16384)
def _names_area(names: str) -> bool:
    return bool(_AREA.search(names))


@lru_cache(maxsize=16384)
def _names_item(names: str) -> bool:
    return bool(_ITEM.search(names))


def _is_lone_item(element: Element) -> bool:
    """A comment without an area around it, known by more than the word "comment"."""
    names = classes(element)
    return bool(
        _names_item(names)
        and (
            _is_schema_comment(element)
            or re.search(r"(?:^|[\s-])comment-\d+(?=\s|$)|wp-block-comment|[pu]-comment", names)
        )
    )


def _holds_article(element: Element) -> bool:
    if next(element.iter("h1"), None) is not None:
        return True
    for inner in element.iterdescendants("div", "section", "article"):
        if _ARTICLE.search(classes(inner)) or inner.get("itemprop") == "articleBody":
            return not any(_is_item(ancestor) for ancestor in inner.iterancestors() if ancestor is not element)
    return False


def _is_schema_comment(element: Element) -> bool:
    kind = element.get("itemtype") or ""
    return kind.endswith(("/Comment", "/UserComments")) or element.get("itemprop") == "comment"


def _is_item(element: Element) -> bool:
    return _names_item(classes(element)) or _is_schema_comment(element)


def _items(area: Element) -> list[Element]:
    """One element a comment. Themes often mark a comment twice, one inside the other: the outer one counts."""
    items: list[Element] = []
    chosen: set[Element] = set()
    for element in area.iter():
        if not _is_item(element) or _is_in_form(element, area):
            continue
        outer = next((a for a in element.iterancestors() if a in chosen), None)
        if outer is not None and not _is_nested_reply(element, outer):
            continue
        if (
            element is area
            and any(_is_item(inner) for inner in element.iterdescendants())
            and element.tag not in ("li", "article")
        ):
            continue
        chosen.add(element)
        items.append(element)
    return items


def _is_nested_reply(element: Element, outer: Element) -> bool:
    """Between the two there is a list, or a container of children; or both carry numbers of their own."""
    for ancestor in element.iterancestors():
        if ancestor is outer:
            break
        if ancestor.tag in ("ol", "ul") or re.search(
            r"children|replies|reply|thread|nested|responses", classes(ancestor)
        ):
            return True
    own, other = (re.search(r"comment-?(\d+)", classes(e)) for e in (element, outer))
    return bool(own and other and own[1] != other[1])


def _is_in_form(element: Element, area: Element) -> bool:
    for ancestor in (element, *element.iterancestors()):
        if ancestor is area:
            return False
        if ancestor.tag == "form" or _FORM.search(classes(ancestor)):
            return True
    return False


def _own(item: Element, items: list[Element]) -> Iterator[Element]:
    """Elements of this comment and not of the replies inside it."""
    others = set(items) - {item}

    def below(element: Element) -> Iterator[Element]:
        for child in element:
            if child not in others:
                yield child
                yield from below(child)

    return below(item)


def _content(item: Element, items: list[Element]) -> Element | None:
    """The element that holds what the comment says."""
    own = list(_own(item, items))
    for pattern in (_BODY, _LOOSE_BODY):
        for element in own:
            if element.get("itemprop") in ("text", "commentText", "description") or pattern.search(classes(element)):
                return element
    return item if own else None


def _comment(item: Element, text: str, items: list[Element], number: int) -> Comment | None:
    """None for what only looks like one: it needs an author, or a number or declaration of its own and a date."""
    author, date = _author(item, items), _date(item, items)
    known = author or (date and (_is_numbered(item) or _is_schema_comment(item)))
    return Comment(f"c{number}", author, text, date, _depth(item, items)) if text and known else None


def _is_numbered(item: Element) -> bool:
    return bool(re.search(r"(?:^|[\s-])comment-\d+(?=\s|$)", classes(item)))


def _paragraphs(content: Element, others: set[Element]) -> Iterator[tuple[str, Run]]:
    """The comment's own lines and what they are made of, without its author line, its links and the replies to it."""
    shape = Shape(content)

    def lines(element: Element) -> Iterator[tuple[str, Run]]:
        for part in shape.parts(element):
            if isinstance(part, list):
                writer = InlineWriter()
                own = [bit for bit in part if bit.part != "whole" or not _is_meta(bit.element)]
                writer.write_run(own)
                if text := writer.finish().text:
                    yield text, own
            elif part not in others and not _is_meta(part):
                yield from lines(part)

    return lines(content)


def _is_meta(element: Element) -> bool:
    return element.tag in ("time", "form", "button", "nav") or bool(
        _META.search(classes(element)) or _AUTHOR.search(classes(element))
    )


def _author(item: Element, items: list[Element]) -> str:
    own = list(_own(item, items))
    declared = [e for e in own if e.get("itemprop") in ("author", "creator")]
    named = [n for e in declared for n in e.iter() if n.get("itemprop") == "name"] or declared
    marked = [e for e in own if re.search(r"(?:^|\s)(?:fn|p-name)(?=\s|$)", classes(e))]
    for element in (
        *named,
        *marked,
        *(e for e in own if _AUTHOR.search(classes(e))),
        *(e for e in own if e.tag == "cite"),
    ):
        name = _name(element)
        if name:
            return name
    return ""


def _name(element: Element) -> str:
    """The name alone: without "says:", the date, and what else stands in the author line."""
    inner = next((e for e in element.iter("b", "cite", "a", "strong") if "".join(e.itertext()).strip()), None)
    chosen = inner if inner is not None and len("".join(element.itertext()).split()) > 4 else element
    text = " ".join("".join(chosen.itertext()).split())
    text = re.sub(r"\s*(?:\b(?:says?|said|wrote|writes|commented)\b.*|:)$", "", text, flags=re.I | re.S)
    text = re.sub(r"^by\s+", "", text, flags=re.I).strip(" ,·•|-—")
    return text if 0 < len(text) <= 80 and not re.fullmatch(r"[\W\d]+", text) else ""


def _date(item: Element, items: list[Element]) -> datetime | None:
    own = list(_own(item, items))
    for element in own:
        if element.get("datetime") and (found := parse_date(element.get("datetime"))):
            return found
    for element in own:
        if _DATE.search(classes(element)) and (found := parse_date(" ".join("".join(element.itertext()).split())[:60])):
            return found
    return None


def _depth(item: Element, items: list[Element]) -> int:
    declared = _DEPTH.search(classes(item))
    if declared:
        return max(0, int(declared[1]) - 1)
    others = set(items)
    return sum(1 for ancestor in item.iterancestors() if ancestor in others)
