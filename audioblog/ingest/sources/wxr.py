"""A WordPress export file (WXR, any version and size) comes in; its published posts go out, newest first.

The file is read as a stream, item by item, and the posts wait on disk to be put in order, and until everything that
they point at has been seen: memory stays flat. Reference: the element names of WXR 1.2, as WordPress's own exporter
writes them (wp-admin/includes/export.php).
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import IO, Any

from audioblog.errors import SourceError
from audioblog.ingest.raw import RawPost, SourceInfo, declared_by
from audioblog.ingest.sources.entries import plain
from audioblog.ingest.sources.feedxml import refuse_entities
from audioblog.ingest.sources.found import Desk, Found, LeftOut, Listing
from audioblog.ingest.sources.frontmatter import moment
from audioblog.ingest.sources.spool import newest_first
from audioblog.ingest.sources.threads import Reply, thread
from audioblog.ingest.sources.wplibrary import Library, Picture, completed, with_post
from audioblog.ingest.sources.wpmarkup import rendered, with_footnotes
from audioblog.model import Comment, Failure

_NAMESPACE = re.compile(r"xmlns:wp\s*=\s*[\"']https?://wordpress\.org/export/", re.I)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
NOT_TAGS = frozenset({"uncategorized", "uncategorised"})
WANTED = "publish"
SCHEDULED = "future"
"""Written, and to be published on its date: the pipeline keeps back what has a date in the future."""
Opener = Callable[[], IO[bytes]]


@dataclass(slots=True)
class _Seen:
    """What is said in one place of the file and needed in another."""

    language: str
    """Of the blog: its posts have none of their own."""
    names: dict[str, str] = field(default_factory=dict)
    """Names to show, by login."""
    library: Library = field(default_factory=Library)


def recognise(found: Found) -> bool:
    """True for a feed that carries WordPress's export elements."""
    return found.root == "rss" and bool(_NAMESPACE.search(found.start))


def open_wxr(found: Found, _: Desk) -> Listing:
    """The posts of an export; raises SourceError "xml-bomb"."""
    refuse_entities(found.start, found.url or str(found.path or "Standard input"))

    def opener() -> IO[bytes]:
        return io.BytesIO(found.read()) if found.path is None else found.path.open("rb")

    return listing((opener,), found.start, found.source)


def listing(openers: tuple[Opener, ...], start: str, source: str) -> Listing:
    """The posts of one export, which may be split into several files; `start` is the beginning of the first."""
    info = SourceInfo(
        title=_said(start, "title"),
        description=_said(start, "description"),
        language=_said(start, "language"),
        link=_said(start, "link"),
        route="wordpress export",
    )
    return Listing(info, lambda left_out: _posts(openers, source, info.language, left_out))


def _said(start: str, name: str) -> str:
    found = re.search(rf"<{name}>(.*?)</{name}>", start, re.S)
    return plain(found[1].removeprefix("<![CDATA[").removesuffix("]]>"), False) if found else ""


def _posts(openers: tuple[Opener, ...], source: str, language: str, left_out: LeftOut) -> Iterator[RawPost | Failure]:
    seen = _Seen(language)
    items = (post for opener in openers for post in _items(opener, source, seen, left_out))
    yield from newest_first(items, lambda post: _finished(post, seen.library))


def _finished(post: RawPost, library: Library) -> RawPost:
    """`post` as it is shown: its text is still as stored, and its picture a number."""
    post = replace(post, content=rendered(completed(post.content, library)))
    if not post.image:
        return post
    address = library.pictures[post.image].address if post.image in library.pictures else ""
    kept = tuple(one for one in post.provenance if address or one[0] != "image")
    return replace(post, image=address, provenance=kept)


def _items(opener: Opener, source: str, seen: _Seen, left_out: LeftOut) -> Iterator[RawPost | Failure]:
    from lxml import etree

    with opener() as file:
        events = etree.iterparse(
            _Clean(file), events=("end",), tag=("item", "{*}author"),
            recover=True, huge_tree=True, resolve_entities=False, no_network=True, load_dtd=False,
        )  # fmt: skip
        try:
            for _, element in events:
                if element.tag != "item":
                    said = _fields(element)
                    seen.names[said.get("author_login", "")] = said.get("author_display_name", "")
                    continue
                yield from _item(element, source, seen, left_out)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except SourceError as error:  # of the file that the export lies in
            yield error.failure(source)
        except etree.XMLSyntaxError as error:
            yield SourceError(
                f"{source} is damaged ({error.msg}); the posts before that place were read.",
                "Export it again.",
                code="cut-off",
            ).failure(source)


class _Clean:
    """A file without the control characters that XML forbids and exports contain."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        while data := self._file.read(size):
            if kept := data.translate(None, _CONTROLS):
                return kept
        return b""


def _fields(element: Any) -> dict[str, str]:
    """The texts of an element's children by their names without namespace; of "encoded", the excerpt is "excerpt"."""
    said: dict[str, str] = {}
    for child in element.iterchildren("{*}*"):
        space, _, name = child.tag.rpartition("}")
        said.setdefault("excerpt" if "excerpt" in space else name, child.text or "")
    return said


def _item(item: Any, source: str, seen: _Seen, left_out: LeftOut) -> Iterator[RawPost]:
    said = _fields(item)
    kind, status, name = said.get("post_type", ""), said.get("status", ""), said.get("title") or said.get("guid", "")
    if kind == "attachment":
        _keep_picture(item, said, seen.library)
    elif kind == "wp_block" and status == WANTED:
        seen.library.keep_block(said.get("post_id", ""), said.get("encoded", ""))
    elif kind == "page" and status == WANTED:
        left_out.append((name, "a page, not a post"))
    elif kind == "post" and status not in (WANTED, SCHEDULED):
        left_out.append((name, status))
    elif kind == "post" and said.get("post_password"):
        left_out.append((name, "password"))
    elif kind == "post":
        post = _post(item, said, source, seen)
        if status == SCHEDULED and post.published is None:
            left_out.append((name, "scheduled without a date"))
        else:
            yield post


def _keep_picture(item: Any, said: dict[str, str], library: Library) -> None:
    alt = plain(_meta(item).get("_wp_attachment_image_alt", ""), False)
    picture = Picture(said.get("attachment_url", ""), alt, said.get("excerpt", ""))
    library.keep_picture(said.get("post_id", ""), picture, said.get("post_parent", ""))


def _meta(item: Any) -> dict[str, str]:
    rows = map(_fields, item.iterchildren("{*}postmeta"))
    return {row.get("meta_key", ""): row.get("meta_value", "") for row in rows}


def _post(item: Any, said: dict[str, str], source: str, seen: _Seen) -> RawPost:
    """The post of an item; its text as stored, and the number of its picture: `_finished` knows what they point at."""
    meta = _meta(item)
    stored = with_post(said.get("encoded", ""), said.get("post_id", ""))
    login = said.get("creator", "")
    post = RawPost(
        id=said.get("guid", "").strip() or said.get("link", "") or f"{source}#{said.get('post_id', '')}",
        source=said.get("link", "") or source,
        format="body",
        content=with_footnotes(stored, meta.get("footnotes", "")),
        url=said.get("link", "").strip(),
        title=plain(said.get("title", ""), True),
        author=plain(seen.names.get(login) or login, False),
        published=moment(said.get("post_date_gmt")) or moment(said.get("pubDate")) or moment(said.get("post_date")),
        updated=moment(said.get("post_modified_gmt")),
        language=seen.language,
        summary=plain(said.get("excerpt", ""), True),
        tags=_tags(item),
        image=meta.get("_thumbnail_id", ""),
        comments=_comments(item),
    )
    return declared_by("export", post)


def _tags(item: Any) -> tuple[str, ...]:
    terms = (
        plain(one.text or "", False)
        for one in item.iterchildren("category")
        if one.get("domain") in ("category", "post_tag")
    )
    return tuple(dict.fromkeys(term for term in terms if term and term.lower() not in NOT_TAGS))


def _comments(item: Any) -> tuple[Comment, ...]:
    """Approved comments by people; pingbacks and trackbacks are none."""
    stored = [_fields(one) for one in item.iterchildren("{*}comment")]
    return thread(
        Reply(
            one.get("comment_id", ""), one.get("comment_parent", ""), one.get("comment_author", ""),
            one.get("comment_content", ""), moment(one.get("comment_date_gmt")),
        )
        for one in stored
        if one.get("comment_approved") == "1" and one.get("comment_type", "") in ("", "comment")
    )  # fmt: skip
