"""A folder of posts (Markdown, HTML, plain text) comes in; its posts go out, newest first.

Sites of Jekyll, Hugo and Eleventy keep layouts, themes and built pages beside their posts: those are not read.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from audioblog.errors import SourceError
from audioblog.ingest.decode import decode
from audioblog.ingest.raw import RawPost, SourceInfo
from audioblog.ingest.sources.files import Written, read_written
from audioblog.ingest.sources.found import SUFFIXES, Desk, Found, LeftOut, Listing, read_file
from audioblog.model import Failure

MAX_FILES = 100_000
KEPT = 64_000_000
"""Characters of all texts that are kept in memory while the files are put in order."""
NEVER_POSTS = frozenset({"node_modules", "__pycache__"})
SITE_FOLDERS = frozenset({
    "vendor", "layouts", "archetypes", "themes", "assets", "static", "public", "dist", "build", "data", "i18n",
})  # fmt: skip
"""What the folder of a site holds beside its posts."""
SITE_FILES = frozenset({
    "readme", "license", "licence", "changelog", "contributing", "code_of_conduct", "security", "404",
})  # fmt: skip
"""What lies at the top of a folder and is about it."""
POST_FOLDERS = ("_posts", "content/posts", "content/post", "content/blog", "content", "src/posts", "posts", "blog")
"""Where site generators keep posts, the best first; only the first that exists is read."""
GENERATORS = (
    "_config.yml", "_config.toml", "hugo.toml", "hugo.yaml", "hugo.json", "config.toml", "config.yaml", ".eleventy.js",
    "eleventy.config.js", "gatsby-config.js", "astro.config.mjs", "mkdocs.yml", "pelicanconf.py",
)  # fmt: skip
"""Files by which the folder of a whole site is known."""


@dataclass(frozen=True, slots=True)
class _Dated:
    """What is kept of each file while all are put in order."""

    path: Path
    name: str
    published: datetime | None
    post: RawPost | None
    """None beyond `KEPT`: it is read again when it is asked for."""


def recognise(found: Found) -> bool:
    return found.path is not None and found.path.is_dir()


def open_folder(found: Found, desk: Desk) -> Listing:
    """The posts of a folder; raises SourceError "no-posts" if it holds no file that could be one."""
    assert found.path is not None, "recognised as a folder"
    root = post_folder(found.path)
    paths = sorted(_files(root))
    if not paths:
        raise SourceError(
            f"{found.path} holds no post.",
            f"Posts are files whose names end in {', '.join(SUFFIXES)}.",
            code="no-posts",
        )
    title = found.path.resolve().name.replace("-", " ").replace("_", " ").strip()
    info = SourceInfo(title=title[:1].upper() + title[1:], route="folder")
    return Listing(info, lambda left_out: _posts(root, paths, desk.now, left_out))


def post_folder(folder: Path) -> Path:
    """The folder of posts within the folder of a site, else `folder` itself."""
    if not is_site(folder):
        return folder
    return next((folder / name for name in POST_FOLDERS if (folder / name).is_dir()), folder)


def is_site(folder: Path) -> bool:
    """True for the folder of a whole site of a generator, False for one of posts only."""
    return any((folder / name).is_file() for name in GENERATORS)


def _files(root: Path) -> Iterator[Path]:
    """Files that may be posts; links are followed to files within `root` only, so that nothing else is published."""
    inside, site = root.resolve(), is_site(root)
    count = 0
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if _may_hold_posts(name, site))
        for name in names:
            path = here / name
            if path.suffix.lower() not in SUFFIXES or name.startswith((".", "~")):
                continue
            about = path.stem.lower() in SITE_FILES and here == root
            if about or path.stem == "_index" or (path.is_symlink() and not path.resolve().is_relative_to(inside)):
                continue
            count += 1
            if count > MAX_FILES:
                message = f"{root} holds more than {MAX_FILES:,} posts."
                raise SourceError(message, "Give a part of it.", code="too-large")
            yield path


def _may_hold_posts(name: str, in_site: bool) -> bool:
    if name in ("_posts", "_drafts"):
        return True
    return not (name.startswith((".", "_")) or name in NEVER_POSTS or (in_site and name.lower() in SITE_FOLDERS))


def _posts(root: Path, paths: list[Path], now: datetime, left_out: LeftOut) -> Iterator[RawPost | Failure]:
    dated: list[_Dated] = []
    kept = 0
    for path in paths:
        name = path.relative_to(root).as_posix()
        try:
            written = _read(path, name, now)
        except SourceError as error:
            yield error.failure(str(path))
            continue
        if reason := "draft" if "_drafts" in path.parts else written.left_out:
            left_out.append((name, reason))
        else:
            kept += len(written.post.content)
            dated.append(_Dated(path, name, written.post.published, written.post if kept < KEPT else None))
    oldest = datetime.min.replace(tzinfo=UTC)
    for one in sorted(dated, key=lambda item: item.published or oldest, reverse=True):
        try:
            yield one.post or _read(one.path, one.name, now).post
        except SourceError as error:  # changed since it was looked at
            yield error.failure(str(one.path))


def _read(path: Path, name: str, now: datetime) -> Written:
    kind = SUFFIXES[path.suffix.lower()]
    written = read_written(decode(read_file(path)), kind, name, str(path), now)
    return replace(written, post=replace(written.post, source=str(path)))
