"""The pages of a public folder: what a screen reader needs of each, and links that lead to nothing.

Every local address in a page must be a file of the folder, and every fragment an element of that file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree

from audioblog.publish.lint.finding import Finding, Place
from audioblog.publish.lint.rules import broken
from audioblog.publish.lint.web import split

_LINKS = (("href", "a"), ("href", "link"), ("href", "area"), ("src", ""), ("poster", ""))


@dataclass(frozen=True, slots=True)
class Link:
    page: str
    line: int
    address: str


def page_findings(
    root: Path, *, noindex: bool = False, due: Callable[[str], bool] = lambda _name: True
) -> Iterator[Finding]:
    """Everything about each .html file below `root` that is `due`. `noindex`: it must be kept from searches."""
    elsewhere: dict[str, list[tuple[Link, str]]] = {}
    for file in sorted(root.rglob("*.html")):
        if any(part.startswith(".") for part in file.relative_to(root).parts):
            continue
        page = file.relative_to(root).as_posix()
        if not due(page):
            continue
        tree = _parsed(file)
        if tree is None:
            yield broken("page", "The page is empty.", Place(page))
            continue
        yield from _basics(page, tree, noindex=noindex)
        own = _names(tree)
        for link in _links(page, tree):
            target, fragment = _resolved(root, page, link.address)
            if target is None:
                said = f"A link leads out of the published folder: {link.address}"
                yield broken("dead-link", said, Place(page, line=link.line))
            elif not target.is_file():
                said = f"A link leads to a file that does not exist: {link.address}"
                yield broken("dead-link", said, Place(page, line=link.line))
            elif fragment and target == file:
                if fragment not in own:
                    yield _no_such_place(link)
            elif fragment and target.suffix == ".html":
                elsewhere.setdefault(str(target), []).append((link, fragment))
    for target_name, links in elsewhere.items():
        tree = _parsed(Path(target_name))
        there = _names(tree) if tree is not None else set()
        yield from (_no_such_place(link) for link, fragment in links if fragment not in there)


def _no_such_place(link: Link) -> Finding:
    said = f"A link leads to a place that is not on the page: {link.address}"
    return broken("dead-fragment", said, Place(link.page, line=link.line))


def _parsed(file: Path) -> Any:
    try:
        return etree.fromstring(file.read_bytes(), etree.HTMLParser(encoding="utf-8"))
    except etree.XMLSyntaxError:
        return None


def _basics(page: str, tree: Any, *, noindex: bool) -> Iterator[Finding]:
    if not (tree.get("lang") or "").strip():
        yield broken("page", "The page does not say in which language it is (lang).", Place(page, line=1))
    titles = [" ".join((title.text or "").split()) for title in tree.iter("title")]
    if not titles or not titles[0]:
        yield broken("page", "The page has no title.", Place(page, line=1))
    heads = list(tree.iter("h1"))
    if len(heads) != 1:
        yield broken(
            "page", f"The page has {len(heads) or 'no'} main headings (h1) instead of one.", Place(page, line=1)
        )
    for picture in tree.iter("img"):
        if picture.get("alt") is None:
            said = f"A picture has no alternative text: {picture.get('src', '')[:100]}"
            yield broken("page", said, Place(page, line=picture.sourceline or 0))
    for player in tree.iter("audio", "video"):
        if player.get("autoplay") is not None:
            said = "The player starts by itself, and talks over the screen reader."
            yield broken("page", said, Place(page, line=player.sourceline or 0))
    robots = " ".join(meta.get("content", "") for meta in tree.iter("meta") if meta.get("name", "").lower() == "robots")
    if noindex and "noindex" not in robots:
        yield broken("private-indexed", "The show is private, and this page may be listed.", Place(page, line=1))


def _links(page: str, tree: Any) -> Iterator[Link]:
    for key, tag in _LINKS:
        for element in tree.iter(tag) if tag else tree.iter():
            address = element.get(key) if isinstance(element.tag, str) else None
            if address is not None and _is_local(address):
                yield Link(page, element.sourceline or 0, address.strip())


def _is_local(address: str) -> bool:
    parts = split(address.strip())
    return not parts.scheme and not parts.netloc


def _resolved(root: Path, page: str, address: str) -> tuple[Path | None, str]:
    """(the file that a local address names, the fragment); None for one outside of the folder."""
    parts = split(address)
    path, here = unquote(parts.path), root / page
    if not path:
        return here, unquote(parts.fragment)
    target = (root / path.lstrip("/") if path.startswith("/") else here.parent / path).resolve()
    if not target.is_relative_to(root.resolve()):
        return None, ""
    inside = root / target.relative_to(root.resolve())
    fragment = "" if parts.fragment.startswith("t=") else unquote(parts.fragment)
    return (inside / "index.html" if path.endswith("/") or inside.is_dir() else inside), fragment


def _names(tree: Any) -> set[str]:
    named = {element.get("id") for element in tree.iter() if isinstance(element.tag, str) and element.get("id")}
    return named | {element.get("name") for element in tree.iter("a") if element.get("name")} | {"top"}
