"""A zip of an export (Medium, Substack, WordPress, Blogger through Takeout) comes in; its posts go out, newest first.

Members are read one at a time and never written to disk under their own names, so that a hostile zip can neither fill
the memory nor leave its place.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import IO

from audioblog.errors import SourceError
from audioblog.ingest.decode import decode
from audioblog.ingest.raw import RawPost, SourceInfo, declared_by
from audioblog.ingest.sources import blogger, wxr
from audioblog.ingest.sources.entries import plain
from audioblog.ingest.sources.found import HEAD, MAX_FILE, Desk, Found, LeftOut, Listing
from audioblog.ingest.sources.frontmatter import moment
from audioblog.ingest.sources.spool import newest_first
from audioblog.model import Failure

MAX_MEMBERS = 100_000
MAX_UNPACKED = 4_000_000_000
"""Bytes; zipfile never gives more of a member than the directory of the zip says."""
DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError)
"""What reading a damaged or locked zip raises (RuntimeError: it asks for a password)."""
_MEDIUM = re.compile(r"(^|/)posts/[^/]+\.html$")
_MEDIUM_BODY = re.compile(r"<section data-field=\"body\"[^>]*>(.*?)</section>\s*(?:<footer|</article)", re.S)
_MEDIUM_TITLE = re.compile(r"<h1 class=\"p-name\">(.*?)</h1>", re.S)
_MEDIUM_SUMMARY = re.compile(r"<section data-field=\"subtitle\"[^>]*>(.*?)</section>", re.S)
_MEDIUM_AUTHOR = re.compile(r"<a[^>]*class=\"p-author h-card\"[^>]*>(.*?)</a>", re.S)
_MEDIUM_DATE = re.compile(r"<time class=\"dt-published\" datetime=\"([^\"]+)\"")
_MEDIUM_LINK = re.compile(r"<a href=\"([^\"]+)\" class=\"p-canonical\"")
_MEDIUM_REPEATED = re.compile(r"<h[1-4][^>]*class=\"[^\"]*graf--title[^\"]*\"[^>]*>.*?</h[1-4]>", re.S)
MEDIUM_LEAST = 400
"""Characters of text below which a Medium file without a title of its own is a reply to another's post."""


def recognise(found: Found) -> bool:
    """True for a zip file on disk."""
    return found.path is not None and found.path.is_file() and zipfile.is_zipfile(found.path)


def open_zip(found: Found, _: Desk) -> Listing:
    """The posts of an export in a zip; raises SourceError "unknown-source", "too-large", "bad-export"."""
    assert found.path is not None, "recognised as a file"
    path, source = found.path, found.source
    try:
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
            if len(names) > MAX_MEMBERS or sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED:
                raise SourceError(f"{path} unpacks to far too much; it was not read.", "Split it.", code="too-large")
            if table := next((name for name in names if re.search(r"(^|/)posts\.csv$", name)), ""):
                info = SourceInfo(title=path.stem, route="substack export")
                return Listing(info, lambda left_out: newest_first(_substack(found, table, left_out)))
            exports = [name for name in sorted(names) if name.endswith((".xml", ".atom")) and not name.startswith("__")]
            starts = {name: decode(_head(archive, name)).lstrip() for name in exports}
            if inner := [name for name in exports if wxr.recognise(Found(source, start=starts[name]))]:
                return wxr.listing(tuple(_opener(found, name) for name in inner), starts[inner[0]], source)
            if inner := [name for name in exports if blogger.recognise(Found(source, start=starts[name]))]:
                return blogger.listing(_opener(found, inner[0]), starts[inner[0]], source)
            if medium := [name for name in names if _MEDIUM.search(name)]:
                info = SourceInfo(title=path.stem, route="medium export")
                return Listing(info, lambda left_out: newest_first(_medium(found, medium, left_out)))
    except DAMAGE as error:
        raise SourceError(f"{path} cannot be read ({error}).", "Export it again.", code="bad-export") from error
    raise SourceError(
        f"{path} is a zip of no export that is known.",
        "Exports of WordPress, Substack, Medium and Blogger are read; unpack any other, and give the folder.",
        code="unknown-source",
    )


class _Member(io.RawIOBase):
    """A file within a zip that closes the zip with itself."""

    def __init__(self, found: Found, name: str) -> None:
        assert found.path is not None, "recognised as a file"
        self._archive = zipfile.ZipFile(found.path)
        self._file = self._archive.open(name)

    def read(self, size: int = -1) -> bytes:
        try:
            return self._file.read(size)
        except DAMAGE as error:
            raise SourceError(
                f"{self._file.name} is damaged ({error}).", "Export it again.", code="bad-export"
            ) from error

    def close(self) -> None:
        self._file.close()
        self._archive.close()
        super().close()


def _opener(found: Found, name: str) -> wxr.Opener:
    def opener() -> IO[bytes]:
        return _Member(found, name)  # type: ignore[return-value]

    return opener


def _head(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as file:
        return file.read(HEAD)


def _text(archive: zipfile.ZipFile, name: str, limit: int = MAX_FILE) -> str:
    try:
        with archive.open(name) as file:
            data = file.read(limit + 1)
    except DAMAGE as error:
        raise SourceError(f"{name} is damaged ({error}).", "Export it again.", code="bad-export") from error
    if len(data) > limit:
        raise SourceError(f"{name} is larger than {limit / 1_000_000:.0f} MB.", "Leave it out.", code="too-large")
    return decode(data)


def _medium(found: Found, names: list[str], left_out: LeftOut) -> Iterator[RawPost | Failure]:
    assert found.path is not None, "recognised as a file"
    with zipfile.ZipFile(found.path) as archive:
        for name in names:
            short = name.rpartition("/")[2]
            if short.startswith("draft_"):
                left_out.append((short, "draft"))
                continue
            try:
                post = _medium_post(_text(archive, name), short)
            except SourceError as error:
                yield error.failure(name)
                continue
            if post is None:
                left_out.append((short, "a reply to another's post"))
            else:
                yield post


def _medium_post(text: str, name: str) -> RawPost | None:
    """The post of one file of a Medium export; None for a response, which has no title of its own."""

    def said(pattern: re.Pattern[str]) -> str:
        found = pattern.search(text)
        return plain(found[1], True) if found else ""

    body = _MEDIUM_BODY.search(text)
    content = body[1] if body else ""
    if not _MEDIUM_REPEATED.search(content) and len(plain(content, True)) < MEDIUM_LEAST:
        return None
    url = said(_MEDIUM_LINK)
    post = RawPost(
        id=url or name,
        source=url or name,
        format="body",
        content=_MEDIUM_REPEATED.sub("", content, count=1),
        url=url,
        title=said(_MEDIUM_TITLE),
        author=said(_MEDIUM_AUTHOR),
        published=moment(said(_MEDIUM_DATE)),
        summary=said(_MEDIUM_SUMMARY),
    )
    return declared_by("export", post)


def _substack(found: Found, table: str, left_out: LeftOut) -> Iterator[RawPost | Failure]:
    assert found.path is not None, "recognised as a file"
    with zipfile.ZipFile(found.path) as archive:
        names = {name.rpartition("/")[2]: name for name in archive.namelist()}
        for row in csv.DictReader(io.StringIO(_text(archive, table))):
            identity, title = row.get("post_id") or "", row.get("title") or ""
            if reason := _why_not(row):
                left_out.append((title or identity, reason))
                continue
            try:
                yield _substack_post(row, _text(archive, names[f"{identity}.html"]), found.source)
            except SourceError as error:
                yield error.failure(identity)
            except KeyError:
                why = f"The text of “{title or identity}” is missing in the export."
                yield Failure(identity, "ingest", "bad-export", why, "Export it again.")


def _why_not(row: Mapping[str, str | None]) -> str:
    if (row.get("is_published") or "").lower() != "true":
        return "draft"
    return "" if row.get("type") in ("newsletter", "thread", "", None) else f"a {row.get('type')}"


def _substack_post(row: Mapping[str, str | None], content: str, source: str) -> RawPost:
    post = RawPost(
        id=row.get("post_id") or "",
        source=f"{source}#{row.get('post_id')}",
        format="body",
        content=content,
        title=plain(row.get("title") or "", False),
        published=moment(row.get("post_date")),
        summary=plain(row.get("subtitle") or "", False),
    )
    return declared_by("export", post)
