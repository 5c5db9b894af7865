"""A Blogger backup (the Atom file of the old export or of Takeout) comes in; its published posts go out, newest first.

Posts, pages, comments, settings and templates lie side by side in it; what each one is, its category or its
`blogger:type` says. The public feed of a Blogger blog is an ordinary feed and needs nothing of this.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import IO, Any

from audioblog.errors import SourceError
from audioblog.ingest.raw import RawPost, SourceInfo, declared_by
from audioblog.ingest.sources.entries import plain
from audioblog.ingest.sources.feedxml import refuse_entities
from audioblog.ingest.sources.found import Desk, Found, LeftOut, Listing
from audioblog.ingest.sources.frontmatter import moment
from audioblog.ingest.sources.spool import newest_first
from audioblog.ingest.sources.threads import Reply, thread
from audioblog.model import Failure

_BACKUP = re.compile(r"schemas\.google\.com/blogger/2008(/kind)?#(settings|template|post|page|comment)|<blogger:type>")
_TITLE = re.compile(r"<title[^>]*>([^<]*)</title>")
Opener = Callable[[], IO[bytes]]


def recognise(found: Found) -> bool:
    """True for an Atom file of a Blogger backup, which the public feed is not (it says no kinds)."""
    return found.root == "feed" and not found.url and bool(_BACKUP.search(found.start))


def open_blogger(found: Found, _: Desk) -> Listing:
    """The posts of a backup; raises SourceError "xml-bomb"."""

    def opener() -> IO[bytes]:
        return io.BytesIO(found.read()) if found.path is None else found.path.open("rb")

    return listing(opener, found.start, found.source)


def listing(opener: Opener, start: str, source: str) -> Listing:
    """The posts of the backup that `opener` opens and that begins with `start`."""
    refuse_entities(start, source)
    title = _TITLE.search(start)
    info = SourceInfo(title=plain(title[1], True) if title else "", route="blogger export")
    return Listing(info, lambda left_out: _posts(opener, source, left_out))


def _posts(opener: Opener, source: str, left_out: LeftOut) -> Iterator[RawPost | Failure]:
    replies: dict[str, list[Reply]] = {}

    def finish(post: RawPost) -> RawPost:
        found = thread(replies.get(_number(post.id), ()))
        return declared_by("export", replace(post, comments=found)) if found else post

    yield from newest_first(_entries(opener, source, replies, left_out), finish)


def _entries(
    opener: Opener, source: str, replies: dict[str, list[Reply]], left_out: LeftOut
) -> Iterator[RawPost | Failure]:
    from lxml import etree

    with opener() as file:
        events = etree.iterparse(
            file, events=("end",), tag="{*}entry", recover=True, huge_tree=True,
            resolve_entities=False, no_network=True, load_dtd=False,
        )  # fmt: skip
        try:
            for _, entry in events:
                kind = _kind(entry)
                if kind == "comment":
                    replies.setdefault(_number(_parent(entry)), []).append(_reply(entry))
                elif kind == "page":
                    left_out.append((_text(entry, "title"), "a page, not a post"))
                elif kind == "post" and _is_draft(entry):
                    left_out.append((_text(entry, "title"), "draft"))
                elif kind == "post":
                    yield _post(entry, source)
                entry.clear()
        except SourceError as error:  # of the file that the export lies in
            yield error.failure(source)
        except etree.XMLSyntaxError as error:
            message = f"{source} is damaged ({error.msg}); the posts before that place were read."
            yield SourceError(message, "Export it again.", code="cut-off").failure(source)


def _kind(entry: Any) -> str:
    declared = _text(entry, "type").lower()
    terms = (one.get("term", "") for one in entry.iterchildren("{*}category"))
    return declared or next((term.rpartition("#")[2] for term in terms if "blogger/2008/kind#" in term), "")


def _is_draft(entry: Any) -> bool:
    return _text(entry, "control/{*}draft") == "yes" or _text(entry, "status").upper() not in ("", "LIVE")


def _post(entry: Any, source: str) -> RawPost:
    links = {one.get("rel"): one.get("href", "") for one in entry.iterchildren("{*}link")}
    tags = (one.get("term", "") for one in entry.iterchildren("{*}category") if "kind#" not in one.get("term", ""))
    post = RawPost(
        id=_text(entry, "id"),
        source=links.get("alternate", "") or source,
        format="body",
        content=_text(entry, "content"),
        url=links.get("alternate", ""),
        title=plain(_text(entry, "title"), True),
        author=plain(_text(entry, "author/{*}name"), False),
        published=moment(_text(entry, "published")),
        updated=moment(_text(entry, "updated")),
        tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
    )
    return declared_by("export", post)


def _reply(entry: Any) -> Reply:
    related = (one.get("href", "") for one in entry.iterchildren("{*}link") if one.get("rel") == "related")
    parent = next(related, "").rpartition("/")[2]  # the comment that it answers; the post stands in in-reply-to
    return Reply(
        _number(_text(entry, "id")), parent, _text(entry, "author/{*}name"), _text(entry, "content"),
        moment(_text(entry, "published")),
    )  # fmt: skip


def _parent(entry: Any) -> str:
    """The id of the post that a comment belongs to."""
    reply_to = entry.find("{*}in-reply-to")
    return _text(entry, "parent") or (reply_to.get("ref", "") if reply_to is not None else "")


def _number(identity: str) -> str:
    """The number at the end of an id ("tag:blogger.com,1999:blog-1.post-2"), in which old and new backups agree."""
    return re.split(r"[.-]", identity)[-1].removeprefix("post")


def _text(entry: Any, name: str) -> str:
    return (entry.findtext("{*}" + name) or "").strip()
