"""What a page says of itself, and whether it is a post or a blog: a page's HTML comes in, its `Head` goes out.

This is for finding the way (feeds, title, language); the post's own metadata are read with its text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from audioblog.ingest.sources.soup import said, soup_of, words

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

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
    soup = soup_of(text)
    meta = {
        (said(tag, "property") or said(tag, "name")).lower(): said(tag, "content")
        for tag in reversed(soup("meta"))  # of several, the first counts
    }
    links = [(words(tag, "rel"), tag) for tag in soup("link", href=True)]
    html, body = soup.find("html"), soup.find("body")
    return Head(
        url=url,
        base=said(soup.find("base", href=True), "href"),
        title=meta.get("og:site_name") or meta.get("application-name") or _page_title(soup),
        description=meta.get("description") or meta.get("og:description") or "",
        language=said(html, "lang") or said(html, "xml:lang"),
        generator=meta.get("generator", ""),
        image=meta.get("og:image", ""),
        canonical=next((said(tag, "href") for rel, tag in links if "canonical" in rel), ""),
        og_type=meta.get("og:type", "").lower(),
        alternates=tuple(
            Link(said(tag, "href"), said(tag, "type"), said(tag, "title"))
            for rel, tag in links
            if "alternate" in rel and said(tag, "type")
        ),
        api=next((said(tag, "href") for rel, tag in links if "https://api.w.org/" in rel), ""),
        links=tuple(said(tag, "href") for tag in soup("a", href=True)),
        body_classes=words(body, "class") if body else frozenset(),
        articles=_articles(soup),
        ld_types=tuple(_ld_types(soup)),
        refresh=_refresh(soup),
    )


def _page_title(soup: BeautifulSoup) -> str:
    title = soup.find("title")  # an SVG has titles too, but no page begins with one
    return " ".join(title.get_text().split()) if title else ""


def _articles(soup: BeautifulSoup) -> int:
    """Articles that stand side by side: those in another or in a side column, and comments, are not counted."""
    count = 0
    inside: set[int] = set()
    for tag in soup.find_all(True):  # in the order of the page: a parent comes before its children
        names = words(tag, "class")
        if id(tag.parent) in inside:
            inside.add(id(tag))
        elif tag.name in ("article", "aside") or names & {"hentry", "h-entry"}:
            inside.add(id(tag))
            count += tag.name != "aside" and not any("comment" in name for name in names)
    return count


def _refresh(soup: BeautifulSoup) -> str:
    for tag in soup("meta", attrs={"http-equiv": True}):
        if said(tag, "http-equiv").lower() == "refresh" and (match := _REFRESH.match(said(tag, "content"))):
            return match[1].strip()
    return ""


def _ld_types(soup: BeautifulSoup) -> Iterator[str]:
    for script in soup("script", type="application/ld+json"):
        try:
            data = json.loads(script.get_text(), strict=False)
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
