"""What a page says of itself: title, author, dates, language, summary, tags, picture, each with where it was said.

In: the parsed page before anything is taken out of it. Out: `Metadata`. Order of belief: JSON-LD, microformats,
schema.org attributes, OpenGraph and other `meta`, then heuristics, whose origin begins with "heuristic".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from audioblog.ingest.metadata.dates import parse_date
from audioblog.ingest.metadata.jsonld import article_of
from audioblog.ingest.metadata.names import author_of, declared_author, marked
from audioblog.ingest.parse import Element, classes, clean

MAX_TITLE = 300
"""Characters; a longer "title" is a text, and is cut at a word."""

Said = tuple[str, str]
"""(value, origin)"""

_SAME_WORDS = 0.4
"""Share of the shorter title's words that both titles have."""
_LEAST_SAME = 3
_SEPARATORS = re.compile(r"\s+[|\-–—·•»«:/~]+\s+|\s*[|»]\s*|\s+::\s+")


@dataclass(slots=True)
class Metadata:
    title: str = ""
    author: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    language: str = ""
    summary: str = ""
    tags: tuple[str, ...] = ()
    image: str = ""
    url: str = ""
    site: str = ""
    free: bool = True
    """False when the page declares that its text must be paid for."""
    provenance: dict[str, str] = field(default_factory=dict)


def metadata_of(tree: Element, base_url: str = "") -> Metadata:
    head = Head(tree)
    data = article_of(tree)
    found = Metadata(site=head.first("og:site_name") or data.get("publisher", ""), free=data.get("free", "") != "no")

    def take(name: str, candidates: Iterable[Said]) -> str:
        for value, origin in candidates:
            if value:
                found.provenance[name] = origin
                return value
        return ""

    found.url = take("url", _addresses(head, base_url))
    found.title = take("title", _titles(tree, head, data, found.site))
    people = (said for said in declared_author(tree, head.first, data) if not _is_site(said, tree, data, found.site))
    found.author = take("author", people) or take("author", author_of(tree, found.site))
    found.summary = take("summary", _summaries(head, data))
    found.language = take("language", _languages(tree, head, data))
    found.image = urljoin(
        base_url,
        take("image", [(data.get("image", ""), "json-ld"), (head.first("og:image", "twitter:image"), "opengraph")]),
    )
    found.tags = _tags(found, head, data)
    found.published = _date(found, "published", _publications(tree, head, data))
    found.updated = _date(found, "updated", _updates(tree, head, data))
    return found


def _is_site(said: Said, tree: Element, data: dict[str, str], site: str) -> bool:
    """The "author" is the site or its publisher, and is not declared to be a person."""
    name, origin = _letters(said[0]), said[1]
    title = _SEPARATORS.split(text_in(tree.find(".//title")))
    sites = {_letters(text) for text in (site, data.get("publisher", ""), *title[1:][-1:])}
    return bool(name) and name in sites and not (origin == "json-ld" and data.get("person"))


class Head:
    """The `meta` and `link` elements, by their names."""

    def __init__(self, tree: Element) -> None:
        self._metas: dict[str, list[str]] = {}
        for meta in tree.iter("meta"):
            for attribute in ("property", "name", "itemprop", "http-equiv"):
                for name in (meta.get(attribute) or "").lower().split():
                    if content := one_line(meta.get("content")):
                        self._metas.setdefault(name, []).append(content)
        self.links = {
            rel: link.get("href")
            for link in tree.iter("link")
            for rel in (link.get("rel") or "").lower().split()
            if link.get("href")
        }

    def first(self, *names: str) -> str:
        return next((self._metas[name][0] for name in names if name in self._metas), "")

    def all(self, name: str) -> list[str]:
        return self._metas.get(name, [])


def one_line(text: str | None) -> str:
    return " ".join(clean(text or "").split())


def text_in(element: Element | None) -> str:
    return "" if element is None else one_line("".join(element.itertext()))


def _addresses(head: Head, base_url: str) -> Iterator[Said]:
    for value, origin in ((head.links.get("canonical", ""), "canonical"), (head.first("og:url"), "opengraph")):
        if not value:
            continue
        try:
            address = urljoin(base_url, value)
            same = not base_url or urlsplit(address).hostname == urlsplit(base_url).hostname
        except ValueError:
            continue
        if same and address.startswith(("http://", "https://")):
            yield address, origin
    yield base_url, "address"


def _titles(tree: Element, head: Head, data: dict[str, str], site: str) -> Iterator[Said]:
    """A heading that the page's own declarations confirm comes first: it never carries the site's name."""
    declared = [
        (one_line(data.get("headline")), "json-ld"),
        (
            next(
                (
                    text_in(e)
                    for e in marked(tree, "p-name")
                    if "p-name" in (e.get("class") or "").split() and "h-entry" in _around(e)
                ),
                "",
            ),
            "microformats",
        ),
        (head.first("og:title", "twitter:title", "dc.title", "dcterms.title"), "opengraph"),
        (text_in(tree.find(".//title")), "title element"),
    ]
    headings = [
        text for heading in tree.iter("h1", "h2") if 0 < len(text := text_in(heading)) <= MAX_TITLE and text != site
    ]
    for heading in headings:
        if _is_declared(heading, [value for value, _ in declared if value]):
            yield heading, "heading"
            break
    printed = [text for heading in tree.iter("h1") if 0 < len(text := text_in(heading)) <= MAX_TITLE and text != site]
    if len(printed) == 1 and any(_is_version_of(printed[0], value) for value, _ in declared[:-1]):
        yield printed[0], "heading"
    for value, origin in declared:
        yield without_site(value, site), origin
    yield from ((heading, "heading") for heading in headings[:1])


def _around(element: Element) -> str:
    return " ".join(classes(ancestor) for ancestor in element.iterancestors())


def _is_declared(heading: str, declared: list[str]) -> bool:
    """A heading at the end of the `title` element alone is the site's name when anything else is declared."""
    whole = [value for value in declared if _confirms(value, heading)]
    return bool(whole) and (
        len(declared) == 1 or whole != declared[-1:] or _letters(whole[0]).startswith(_letters(heading))
    )


def _confirms(declared: str, heading: str) -> bool:
    """The declaration is the heading, or the heading with a site's name before or after it."""
    left, right = _letters(declared), _letters(heading)
    return len(right) >= 4 and (
        left == right or (len(right) * 2 >= len(left) and (left.startswith(right) or left.endswith(right)))
    )


def _is_version_of(printed: str, declared: str) -> bool:
    """The page's one headline says in other words what is declared to be the title, and is not the site's name."""
    left, right = (set(re.findall(r"\w+", text.lower())) for text in (printed, declared))
    return len(left & right) >= max(_SAME_WORDS * min(len(left), len(right)), _LEAST_SAME)


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def without_site(title: str, site: str) -> str:
    """ "How we met | The Town Blog" -> "How we met"."""
    pieces = _SEPARATORS.split(title)
    if len(pieces) < 2:
        return title
    marks = _SEPARATORS.findall(title)
    for at in (-1, 0):
        if site and _letters(pieces[at]) == _letters(site):
            return title[: title.rindex(marks[-1])] if at else title[title.index(marks[0]) + len(marks[0]) :]
    last = pieces[-1]
    alone = title[: title.rindex(marks[-1])]
    if (
        marks[-1].strip() in ("|", "»", "-", "–", "—", "·", "•", "::")
        and len(last.split()) <= 5
        and len(alone.split()) > len(last.split())
    ):
        return alone
    return title


def short_title(title: str) -> str:
    """At most `MAX_TITLE` characters, cut at a word; the ellipsis says that there is more."""
    if len(title) <= MAX_TITLE:
        return title
    return title[: MAX_TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _tags(found: Metadata, head: Head, data: dict[str, str]) -> tuple[str, ...]:
    for tags, origin in ((head.all("article:tag"), "opengraph"), (data.get("keywords", "").split("\n"), "json-ld")):
        said = tuple(dict.fromkeys(tag for tag in tags if tag))
        if said:
            found.provenance["tags"] = origin
            return said
    return ()


def _summaries(head: Head, data: dict[str, str]) -> list[Said]:
    return [
        (head.first("og:description", "twitter:description"), "opengraph"),
        (head.first("description", "dc.description"), "meta"),
        (one_line(data.get("description")), "json-ld"),
    ]


def _languages(tree: Element, head: Head, data: dict[str, str]) -> list[Said]:
    body = tree.find("body")
    return [
        (tree.get("lang") or tree.get("xml:lang") or "", "html lang"),
        ((body.get("lang") or "") if body is not None else "", "body lang"),
        (head.first("content-language"), "content-language"),
        (data.get("language", ""), "json-ld"),
        (head.first("og:locale").replace("_", "-"), "opengraph"),
    ]


def _publications(tree: Element, head: Head, data: dict[str, str]) -> Iterator[Said]:
    yield data.get("published", ""), "json-ld"
    yield from _marked(tree, "dt-published", "datePublished")
    yield head.first("article:published_time", "og:article:published_time"), "opengraph"
    yield (
        head.first(
            "date",
            "dc.date",
            "dc.date.issued",
            "dcterms.created",
            "pubdate",
            "publishdate",
            "parsely-pub-date",
            "sailthru.date",
        ),
        "meta",
    )
    yield from _marked(tree, "entry-date", "dateCreated")
    for time in tree.iter("time"):
        if time.get("pubdate") is not None:
            yield time.get("datetime") or text_in(time), "time element"
    times = [time for time in tree.iter("time") if not re.search("comment", _around(time) + classes(time))]
    for time in times[:3]:
        yield time.get("datetime") or text_in(time), "heuristic: first time element"
    for element in tree.iter("span", "p", "div", "abbr", "li"):
        if re.search(
            r"(?:^|[\s_-])(?:date|published|posted-on|post-date|entry-meta|byline)(?=[\s_-]|$)", classes(element)
        ) and "comment" not in _around(element):
            yield (
                (element.get("title") if element.tag == "abbr" else "") or text_in(element)[:120],
                "heuristic: date line",
            )


def _marked(tree: Element, name: str, itemprop: str) -> Iterator[Said]:
    for element in marked(tree, name, itemprop):
        named = name in (element.get("class") or "").split()
        if (named or element.get("itemprop") == itemprop) and "comment" not in _around(element) + classes(element):
            value = element.get("datetime") or element.get("content") or element.get("title") or text_in(element)
            yield value, "microformats" if named else "schema.org"


def _updates(tree: Element, head: Head, data: dict[str, str]) -> Iterator[Said]:
    yield data.get("updated", ""), "json-ld"
    yield from _marked(tree, "dt-updated", "dateModified")
    yield head.first("article:modified_time", "og:updated_time", "dcterms.modified", "last-modified"), "opengraph"


def _date(found: Metadata, name: str, candidates: Iterable[Said]) -> datetime | None:
    for value, origin in candidates:
        moment = parse_date(value)
        if moment:
            found.provenance[name] = origin
            return moment
    return None
