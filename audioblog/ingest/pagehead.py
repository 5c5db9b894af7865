"""What a page says of itself, and whether it is a post or a blog: a page's HTML comes in, its `Head` goes out.

This is for finding the way (feeds, title, language); the post's own metadata are read with its text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

Verdict = Literal["post", "blog", ""]

BODY_CLASSES: tuple[tuple[str, Verdict], ...] = (
    # WordPress, Ghost, Blogger, Drupal and their usual themes; the first that is there decides.
    ("single-post", "post"), ("single", "post"), ("post-template", "post"), ("item-view", "post"),
    ("node--type-article", "post"), ("page-node-type-article", "post"),
    ("home-template", "blog"), ("tag-template", "blog"), ("author-template", "blog"), ("index-view", "blog"),
    ("blog", "blog"), ("archive", "blog"), ("home", "blog"), ("category", "blog"),
)  # fmt: skip
ARTICLES = frozenset({
    "article", "blogposting", "newsarticle", "socialmediaposting", "report", "scholarlyarticle", "opinionnewsarticle",
    "liveblogposting", "techarticle", "reviewnewsarticle", "analysisnewsarticle",
})  # fmt: skip
LISTINGS = frozenset({"blog", "collectionpage", "searchresultspage", "itemlist"})
MANY = 3
"""Articles from which a page is a list of them."""
_ROOT = re.compile(r"/?((index|default|home)\.(html?|php|aspx?))?$", re.I)
_POST_QUERY = re.compile(r"(^|&)(p|page_id|post|story|id|article)=", re.I)
_REFRESH = re.compile(r"^\s*\d+\s*[;,]\s*url\s*=\s*['\"]?([^'\"]+)", re.I)


@dataclass(frozen=True, slots=True)
class Link:
    href: str
    type: str
    title: str


@dataclass(frozen=True, slots=True)
class Head:
    url: str
    base: str = ""
    """What `<base>` says; "" as a rule."""
    title: str = ""
    """The site's name if the page gives it, else the page's title."""
    description: str = ""
    language: str = ""
    generator: str = ""
    image: str = ""
    canonical: str = ""
    og_type: str = ""
    alternates: tuple[Link, ...] = ()
    api: str = ""
    """The address of WordPress's API, if the page declares one."""
    links: tuple[str, ...] = ()
    """Addresses of the links in the body."""
    body_classes: frozenset[str] = frozenset()
    articles: int = 0
    """Elements that mark an article, those in an article not counted."""
    ld_types: tuple[str, ...] = ()
    """Types of the things that the page's JSON-LD describes, lower case."""
    refresh: str = ""
    """Where the page sends its reader on by itself at once."""

    @property
    def is_post(self) -> bool:
        """True if the page's own marks say that it is one post."""
        return self.verdict() == "post"

    def verdict(self) -> Verdict:
        """Whether this page is one post or a blog, by its own marks; "" when they do not tell.

        The most reliable mark decides: the root of a site is a blog; the template that the CMS names; a JSON-LD
        article; `og:type`, unless many articles stand side by side (SEO plugins call a list of posts "article" too).
        """
        if is_root(self.url):
            return "blog"
        for verdict in (self._by_classes(), self._by_json_ld()):
            if verdict:
                return verdict
        if self.og_type == "article":
            return "" if self.articles >= MANY else "post"
        if self.articles >= MANY:
            return "blog"
        return "post" if self.articles == 1 else ""

    def _by_classes(self) -> Verdict:
        return next((verdict for name, verdict in BODY_CLASSES if name in self.body_classes), "")

    def _by_json_ld(self) -> Verdict:
        articles = sum(kind in ARTICLES for kind in self.ld_types)
        if articles == 1 and not LISTINGS & set(self.ld_types):
            return "post"
        return "blog" if articles > 1 or LISTINGS & set(self.ld_types) else ""


def is_root(url: str) -> bool:
    """True for the address of a whole site, "/?p=12" (one post of WordPress) not counted."""
    parts = urlsplit(url)
    return bool(_ROOT.fullmatch(parts.path)) and not _POST_QUERY.search(parts.query)


def read_head(text: str, url: str) -> Head:
    """The marks of the page `text`, found at `url`."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    try:
        page = document_fromstring(text.encode(), parser=HTMLParser(encoding="utf-8", recover=True))
    except (etree.ParserError, etree.XMLSyntaxError):
        return Head(url)
    meta = {
        (node.get("property") or node.get("name") or "").lower(): " ".join((node.get("content") or "").split())
        for node in reversed(page.xpath("//meta"))  # of several, the first counts
    }
    rels = [(set((node.get("rel") or "").lower().split()), node) for node in page.xpath("//link[@href]")]
    bodies = page.xpath("//body")
    return Head(
        url=url,
        base=next(iter(page.xpath("//base/@href")), ""),
        title=meta.get("og:site_name") or meta.get("application-name") or _page_title(page),
        description=meta.get("description") or meta.get("og:description") or "",
        language=page.get("lang") or page.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
        generator=meta.get("generator", ""),
        image=meta.get("og:image", ""),
        canonical=next((node.get("href") for rel, node in rels if "canonical" in rel), ""),
        og_type=meta.get("og:type", "").lower(),
        alternates=tuple(
            Link(node.get("href"), node.get("type") or "", node.get("title") or "")
            for rel, node in rels
            if "alternate" in rel and node.get("type")
        ),
        api=next((node.get("href") for rel, node in rels if "https://api.w.org/" in rel), ""),
        links=tuple(page.xpath("//body//a/@href")),
        body_classes=frozenset((bodies[0].get("class") or "").lower().split()) if bodies else frozenset(),
        articles=len(page.xpath(_ARTICLES)),
        ld_types=tuple(_ld_types(page)),
        refresh=_refresh(page),
    )


_ARTICLES = (
    "//*[self::article or contains(concat(' ', @class, ' '), ' hentry ')"
    " or contains(concat(' ', @class, ' '), ' h-entry ')]"
    "[not(ancestor::article)][not(ancestor::aside)][not(ancestor::*[contains(concat(' ', @class, ' '), ' hentry ')])]"
    "[not(contains(@class, 'comment'))]"
)


def _page_title(page: Any) -> str:
    return " ".join("".join(page.xpath("//head/title[1]//text()")).split())


def _refresh(page: Any) -> str:
    for node in page.xpath("//meta[@http-equiv]"):
        if node.get("http-equiv", "").lower() == "refresh" and (match := _REFRESH.match(node.get("content") or "")):
            return match[1].strip()
    return ""


def _ld_types(page: Any) -> Iterator[str]:
    for script in page.xpath("//script[@type='application/ld+json']/text()"):
        try:
            data = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in data if isinstance(data, list) else [data]:
            yield from _types(thing)


def _types(thing: Any) -> Iterator[str]:
    if not isinstance(thing, dict):
        return
    graph = thing.get("@graph")
    if isinstance(graph, list):
        for one in graph:
            yield from _types(one)
    kinds = thing.get("@type")
    names = [str(kind).rpartition("/")[2].lower() for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind]
    yield from sorted(names, key=lambda name: name not in ARTICLES)[:1]  # one thing may have several types
