"""The article's own description in JSON-LD, flattened to strings. Broken scripts are passed over."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from audioblog.ingest.parse import Element

_ARTICLES = frozenset(
    (
        *("Article", "BlogPosting", "NewsArticle", "Report", "TechArticle", "ScholarlyArticle", "SocialMediaPosting"),
        *("OpinionNewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "ReviewNewsArticle"),
        *("AdvertiserContentArticle", "LiveBlogPosting", "Review", "Recipe"),
    )
)
_ORGANISATIONS = frozenset(("Organization", "NewsMediaOrganization", "Corporation", "NGO", "WebSite", "LocalBusiness"))
"""An author of these kinds is nobody's name."""
_MAX_DEPTH = 8


def article_of(tree: Element) -> dict[str, str]:
    """Those that are said of headline, author and keywords (a line each), person ("yes": an author is one), published,
    updated, description, image, language, publisher, free ("no").
    """
    nodes = [
        node
        for script in tree.iter("script")
        if "ld+json" in (script.get("type") or "")
        for node in _nodes(_load(script.text), 0)
    ]
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    articles = [node for node in nodes if _ARTICLES & set(_strings(node.get("@type")))]
    return _flat(articles[0], by_id) if articles else {}


def _load(text: str | None) -> Any:
    text = re.sub(r"^\s*(?://\s*)?<!\[CDATA\[|(?://\s*)?\]\]>\s*$|^\s*<!--|-->\s*$", "", text or "").strip().rstrip(";")
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for part in value:
            yield from _nodes(part, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "author", "publisher"):
            yield from _nodes(value.get(key), depth + 1)


def _strings(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [part for part in values if isinstance(part, str)]


def _flat(node: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> dict[str, str]:
    authors = _resolved(node.get("author") or node.get("creator"), by_id)
    people = [author for author in authors if not _ORGANISATIONS & set(_strings(author.get("@type")))]
    publisher = _resolved(node.get("publisher"), by_id)
    image = node.get("image") or node.get("thumbnailUrl")
    image = image[0] if isinstance(image, list) and image else image
    keywords = node.get("keywords")
    flat = {
        "headline": _first(node.get("headline") or node.get("name")),
        "author": "\n".join(dict.fromkeys(name for person in people if (name := _first(person.get("name"))))),
        "person": "yes" if any("Person" in _strings(person.get("@type")) for person in people) else "",
        "published": _first(node.get("datePublished") or node.get("dateCreated")),
        "updated": _first(node.get("dateModified")),
        "description": _first(node.get("description")),
        "image": _first(image.get("url") or image.get("@id")) if isinstance(image, dict) else _first(image),
        "keywords": "\n".join(_strings(keywords))
        if isinstance(keywords, list)
        else _first(keywords).replace(",", "\n"),
        "language": _first(node.get("inLanguage")),
        "publisher": _first(publisher[0].get("name")) if publisher else "",
        "free": "no" if str(node.get("isAccessibleForFree", "")).lower() == "false" else "",
    }
    flat["keywords"] = "\n".join(word.strip() for word in flat["keywords"].split("\n") if word.strip())
    return {key: value for key, value in flat.items() if value}


def _resolved(value: Any, by_id: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The things that the value names, points to by @id, or is."""
    found = []
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, str):
            found.append({"name": part})
        elif isinstance(part, dict):
            found.append({**by_id.get(str(part.get("@id")), {}), **part})
    return found


def _first(value: Any) -> str:
    strings = _strings(value)
    return " ".join(strings[0].split()) if strings else ""
