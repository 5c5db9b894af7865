"""One post in a file or on standard input: HTML, Markdown or plain text comes in, its `RawPost` goes out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from audioblog.errors import SourceError
from audioblog.ingest.raw import Format, RawPost, SourceInfo, declared_by
from audioblog.ingest.sources.found import Desk, Found, LeftOut, Listing
from audioblog.ingest.sources.frontmatter import FrontMatter, split
from audioblog.ingest.sources.permalink import absolute
from audioblog.model import Failure

_DATED_NAME = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})-(.+)")
_WHOLE_PAGE = re.compile(r"<(!doctype\s+html|html|head|body)\b", re.I)
_HTML_START = re.compile(
    r"<(!doctype\s+html|html|head|body|article|main|section|div|p|h[1-6]|ul|ol|table|figure|blockquote|header|span|a|img|"
    r""
    r"time)\b|<!--",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(
    r"\A(?:---|\+\+\+)[ \t]*\n.*?^(?:---|\+\+\+|\.\.\.)[ \t]*$|^#{1,6} \S|^(?:```|~~~)|"
    r"\[[^\]\n]+\]\([^)\s]+\)|^\[[^\]]+\]: \S|^[^\n]*\S\n(?:=|-){3,}[ \t]*$|(?<!\*)\*\*[^\s*][^*\n]*\*\*",
    re.S | re.M,
)


@dataclass(frozen=True, slots=True)
class Written:
    """A file's post, or why there is none to read aloud."""

    post: RawPost
    left_out: str = ""
    """ "draft", "future date", "expired"; "" = it is wanted."""


def recognise(found: Found) -> bool:
    """True for one HTML, Markdown or plain-text document of one's own: a file or standard input."""
    return not found.url and not found.not_text


def open_file(found: Found, desk: Desk) -> Listing:
    """The one post of a file or of standard input."""
    kind = kind_of(found)
    name = file_id(found)
    written = read_written(found.text(), kind, name, str(found.path or "Standard input"), desk.now)
    info = SourceInfo(title=written.post.title, language=written.post.language, author=written.post.author, route=kind)

    def start(left_out: LeftOut) -> Iterator[RawPost | Failure]:
        # Who names a file wants it, be it a draft or not; only a folder leaves some of its files out.
        if written.left_out:
            left_out.append((name, f"{written.left_out}, and read all the same because it was named"))
        yield written.post

    return Listing(info, start)


def file_id(found: Found) -> str:
    """The post's id: the name of its file, with its folder where the name says nothing; of a stream, its content."""
    if found.path is None:
        return "sha256:" + sha256(found.read()).hexdigest()[:32]
    path = found.path.resolve()
    return f"{path.parent.name}/{path.name}" if path.stem.lower() in ("index", "readme", "post") else path.name


def kind_of(found: Found) -> str:
    """What is written ("html", "markdown" or "text"): by its name, its content type, or what it looks like."""
    if found.kind_by_name:
        return found.kind_by_name
    if "markdown" in found.content_type:
        return "markdown"
    if "html" in found.content_type or _HTML_START.match(found.start):
        return "html"
    return "markdown" if _MARKDOWN.search(found.start) else "text"


def read_written(text: str, kind: str, name: str, source: str, now: datetime) -> Written:
    """The post of a text with front matter; raises SourceError "bad-front-matter", "empty".

    `name` is its id and may say its date, as Jekyll's do; `source` is for messages.
    """
    matter, body = split(text, source) if kind != "text" else (FrontMatter({}), text)
    if not body.strip():
        raise SourceError(f"{source} holds no text.", "Write the post, or leave the file out.", code="empty")
    url = absolute(matter.text("canonical_url", "canonicalurl", "canonical", "permalink", "url", "link"))
    published = matter.moment("date", "published_at", "publishdate", "published", "created", "pubdate")
    dated = None if published else date_in_name(name)
    post = RawPost(
        id=matter.text("guid", "id", "uuid") or name,
        source=source,
        format=_format(kind, body),
        content=body,
        url=url,
        title=matter.text("title"),
        author=matter.text("author", "authors", "byline"),
        published=published or dated,
        updated=matter.moment("updated", "lastmod", "last_modified_at", "modified", "updated_at"),
        publish_at=matter.moment("publish_at", "publishdate"),
        language=matter.text("language", "lang", "locale").replace("_", "-"),
        summary=matter.text("description", "summary", "excerpt"),
        tags=matter.words("tags", "tag", "keywords", "categories", "category"),
        words=matter.table("words", "pronunciations"),
        image=absolute(matter.text("image", "cover", "featured_image", "thumbnail", "images"), url),
        provenance=(("published", "file name"),) if dated else (),
    )
    post = declared_by("front matter", post)
    return Written(post, _left_out(matter, now))


def _format(kind: str, body: str) -> Format:
    if kind == "html":
        return "page" if _WHOLE_PAGE.search(body) else "body"
    return "markdown" if kind == "markdown" else "text"


def date_in_name(name: str) -> datetime | None:
    """The date of `2016-03-03-a-post.md`, or of a folder so named; None if it names none."""
    for part in reversed(name.split("/")):
        if match := _DATED_NAME.match(part):
            try:
                return datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC)
            except ValueError:
                return None
    return None


def _left_out(matter: FrontMatter, now: datetime) -> str:
    if matter.flag("draft") or matter.flag("published") is False or matter.text("status", "state").lower() == "draft":
        return "draft"
    expires = matter.moment("expirydate", "unpublishdate")
    return "expired" if expires is not None and expires <= now else ""
