"""Who wrote it: names that a page declares, and, marked as guesses, names that stand where authors' names stand."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

from audioblog.ingest.article.boilerplate import alternatives
from audioblog.ingest.parse import Element, classes, clean

Said = tuple[str, str]

_NOBODY = alternatives(r"""
    (?:the )?(?:admin(?:istrator)?|root|user|webmaster|super ?user|moderator|test|demo|wordpress|blogger)\d*
    (?:the )?(?:editor(?:ial)?(?: team| staff)?|staff(?: writer)?|team|contributor|guest(?: author| blogger| post)?)\d*
    (?:anonymous|author|unknown|none|null|posted|by)
    (?:(?:our|the|a) )?(?:\w+ ){0,2}(?:staff|newsroom|news ?desk|editors|correspondents?)(?: writers?| reporters?)?
""")
_LOGIN = re.compile(r"[a-z0-9._-]+")
"""One word without a capital is the name of an account and not of a person."""
_BY = re.compile(r"^\s*(?:(?:posted|written|published|words|text|story|article|authored?)\s+)?by[:\s]+", re.I)
_AFTER = re.compile(
    r"\s*(?:\||•|·|–|—|/"
    r"|\bon\b(?=\s+\w+day\b|\s+\d|\s+[A-Z][a-z]+ \d)|\bin\b(?=\s+[A-Z])|\bfor\b|\bat\b(?=\s+\d)"
    r"|,?\s*\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8}"
    r"|(?:published|updated|posted|last (?:updated|modified))\b).*$",
    re.S,
)
_BYLINE = re.compile(r"(?:^|[\s_-])(?:byline|author|post-author|entry-author|posted-by|by-author)(?=[\s_-]|$)", re.I)
_NOT_BYLINE = re.compile(
    r"comment|widget|sidebar|footer|related|bio|avatar|box|share|social|follow|latest|recent|archive", re.I
)
_NAME = re.compile(r"[^\W\d_][\w.'’\-]*(?: [^\W\d_][\w.'’\-]*){0,4}")


def declared_author(tree: Element, meta: Callable[..., str], data: dict[str, str]) -> Iterator[Said]:
    """Names that the page states in a form made for it."""
    yield joined(data.get("author", "").split("\n")), "json-ld"
    yield joined(_microformats(tree)), "microformats"
    yield joined(_schema(tree)), "schema.org"
    yield (
        joined(
            [
                meta(
                    "dc.creator",
                    "dc:creator",
                    "dcterms.creator",
                    "dcterms:creator",
                    "dcterm:creator",
                    "author",
                    "parsely-author",
                    "sailthru.author",
                    "article:author_name",
                )
            ]
        ),
        "meta",
    )
    yield joined([meta("article:author", "og:article:author")]), "opengraph"
    yield joined(_rel_author(tree)), "rel=author"


def author_of(tree: Element, site: str) -> Iterator[Said]:
    """A guess from a line that looks like one with a name; it is never spoken."""
    for element in tree.iter("span", "div", "p", "a", "address", "li", "h4", "h5", "h6"):
        names = classes(element)
        if not _BYLINE.search(names) or _NOT_BYLINE.search(names + " " + _names_around(element)):
            continue
        text = _text(element)
        name = clean_name(text) if len(text) < 120 else ""
        if name and name.lower() != site.lower():
            yield name, "heuristic: byline"
            return


def joined(names: list[str]) -> str:
    """ "A", "A and B", "A, B and C" of the names that are names."""
    good = list(dict.fromkeys(name for raw in names if (name := clean_name(raw))))[:6]
    return good[0] if len(good) == 1 else " and ".join((", ".join(good[:-1]), good[-1])) if good else ""


def clean_name(raw: str) -> str:
    """The name without "By", a date or a role; "" for what names nobody."""
    text = " ".join(clean(html.unescape(raw)).split())
    if "://" in text or text.lower().startswith("www."):
        return ""
    text = _AFTER.sub("", _BY.sub("", text)).strip(" ,;:|")
    if (
        not 2 <= len(text) <= 80
        or _LOGIN.fullmatch(text)
        or "@" in text
        or _NOBODY.fullmatch(text)
        or not re.search(r"[^\W\d_]", text)
    ):
        return ""
    return text if len(text.split()) <= 8 else ""


def marked(tree: Element, name: str = "\n", itemprop: str = "\n") -> list[Element]:
    """Elements with these letters in their class, or with this `itemprop`."""
    return [e for e in tree.iter() if name in (e.get("class") or "") or e.get("itemprop") == itemprop]


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _names_around(element: Element) -> str:
    return " ".join(classes(ancestor) for ancestor in element.iterancestors() if ancestor.tag not in ("body", "html"))


def _microformats(tree: Element) -> list[str]:
    found = []
    for element in marked(tree, "p-author"):
        if "p-author" in (element.get("class") or "").split() and "comment" not in _names_around(element):
            inner = next((e for e in element.iter() if "p-name" in (e.get("class") or "").split()), element)
            found.append(_text(inner))
    return found[:1]


def _schema(tree: Element) -> list[str]:
    found = []
    for element in marked(tree, itemprop="author"):
        if (
            element.get("itemprop") == "author"
            and not re.search(r"comment|related", _names_around(element))
            and not _in_comment(element)
        ):
            inner = next((e for e in element.iter() if e.get("itemprop") == "name"), element)
            found.append(inner.get("content") or _text(inner))
    return found[:4]


def _in_comment(element: Element) -> bool:
    return any((ancestor.get("itemtype") or "").endswith("Comment") for ancestor in element.iterancestors())


def _rel_author(tree: Element) -> list[str]:
    links = [link for link in tree.iter("a") if "author" in (link.get("rel") or "").split()]
    names = dict.fromkeys(
        _text(link) for link in links if not re.search(r"comment|related|sidebar|widget", _names_around(link))
    )
    return list(names)[:1]
