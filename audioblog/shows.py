"""Which shows a run is about, and what they are called: feeds/*.toml, or one made up from the sources that were given.

In go the workspace and the command line's sources; later, what the sources say of themselves fills a show's blanks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from audioblog.config import Workspace, load_show, load_shows
from audioblog.errors import UsageError
from audioblog.identity import podcast_guid, side_guid
from audioblog.ingest.raw import SourceInfo, well_formed
from audioblog.model import Show
from audioblog.show import SideFeed

UNNAMED = "Audio edition"
AGAIN = "+"
"""In a show's slug: what follows is the name of the feed in which its posts are spoken once more."""
FEED = "feed: "
"""Facts of a show that begin so are the GUIDs of its other feeds."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A show and the folder that it is published to."""

    show: Show
    out: Path


def choose_editions(workspace: Workspace, sources: Sequence[str]) -> tuple[Edition, ...]:
    """The editions to build. UsageError when nothing was named and feeds/ holds nothing.

    One show is published straight to the output folder; of several each gets a folder of its own below it.
    """
    out = workspace.folder / workspace.settings.out
    files = {file.stem: file for file in sorted((workspace.folder / "feeds").glob("*.toml"))}
    if sources and all(source in files and not Path(source).exists() for source in sources):
        shows = tuple(load_show(files[source], workspace.settings) for source in sources)
    elif sources:
        return (Edition(made_up(workspace, sources), out),)
    else:
        shows = load_shows(workspace)
    if not shows:
        hint = "Name a blog's address, a feed, a file or a folder: audioblog build https://blog.example.org/"
        raise UsageError("there is nothing to build: no source was named, and feeds/ describes no show", hint)
    return tuple(place(show, workspace) for show in shows)


def place(show: Show, workspace: Workspace) -> Edition:
    """Where a show of feeds/ is built: in the output folder, of several each in a folder of its own below it.

    A private show is kept away from there, so that no web server gives it to everyone by mistake.
    """
    alone = len(list((workspace.folder / "feeds").glob("*.toml"))) == 1
    if show.private:
        return Edition(show, workspace.private / show.slug)
    out = workspace.folder / workspace.settings.out
    return Edition(show, out) if alone else Edition(_in_folder(show, workspace), out / show.slug)


def made_up(workspace: Workspace, sources: Sequence[str] = ()) -> Show:
    """The show of sources that no file in feeds/ describes, by the workspace's settings."""
    settings = workspace.settings
    return Show(
        slug=f"edition:{settings.out}",
        title="",
        language="",
        sources=tuple(sources),
        voice=settings.voice,
        comments=settings.comments,
        loudness=settings.loudness,
        formats=tuple(settings.formats.replace(",", " ").split()),
        narration=settings.narration,
        base_url=settings.base_url,
    )


def _in_folder(show: Show, workspace: Workspace) -> Show:
    shared = show.base_url == workspace.settings.base_url
    return replace(show, base_url=f"{show.base_url}{show.slug}/") if shared else show


def settle(show: Show, infos: Sequence[SourceInfo], kept: dict[str, str]) -> Show:
    """Fill what the editor left out: from the first source that says it, else from what was settled before.

    `kept` holds the show's facts from the catalogue; an identity found there is never changed.
    """

    def said(field: str) -> str:
        return next((value for info in infos if (value := getattr(info, field))), "")

    show = replace(show, sources=well_formed(show.sources))
    title = show.title or said("title") or kept.get("title", "") or UNNAMED
    link = show.link or said("link") or kept.get("link", "")
    author = show.author or said("author") or kept.get("author", "") or title
    guid = kept.get("guid") or show.guid or podcast_guid(link or _lasting_name(title, show.sources[0]))
    return replace(
        show,
        title=title,
        link=link,
        author=author,
        feeds={
            name: _settled(side, f"{title}: {name.replace('-', ' ')}", guid, name, kept)
            for name, side in show.feeds.items()
        },
        description=show.description or _description(title, said("description"), kept.get("description", "")),
        language=show.language or said("language") or kept.get("language", "") or "en-GB",
        guid=guid,
    )


def _settled(side: SideFeed, title: str, show_guid: str, name: str, kept: Mapping[str, str]) -> SideFeed:
    """A feed of the show with a title, and with its GUID, which is its own for ever."""
    guid = kept.get(f"{FEED}{name}") or side.guid or side_guid(show_guid, name)
    return replace(side, title=side.title or title, guid=guid)


def in_voice(show: Show, name: str) -> Show:
    """The settled show once more, in the voice of its feed `name`, with a name, a GUID and a folder of its own."""
    side = show.feeds[name]
    posts = {post: {key: value for key, value in table.items() if key != "voice"} for post, table in show.posts.items()}
    return replace(
        show,
        slug=f"{show.slug}{AGAIN}{name}",
        title=side.title,
        description=side.description or show.description,
        voice=side.voice,
        guid=side.guid,
        base_url=f"{show.base_url}{name}/",
        posts=posts,
        feeds={},
        moved_to="",
    )


def of_post(show: Show, *names: str) -> Show:
    """The show as it is for the post that is known by one of `names`: its own table in [posts] wins.

    A post that names its rules of narration takes none of the show's; one that names no others adds to them.
    """
    table = next((table for name, table in show.posts.items() if is_named(name, names)), None)
    if table is None:
        return show
    rules = {} if table.get("narration") else show.rules
    merged = {
        "voices": {**show.voices, **table.get("voices", {})},
        "words": {**show.words, **table.get("words", {})},
        "rules": laid_over(rules, table.get("rules", {})),
    }
    return replace(show, **{**table, **merged})


def may_read_comments(show: Show) -> bool:
    """Whether any post's comments are read."""
    return show.comments or any(table.get("comments") for table in show.posts.values())


def is_named(name: str, names: Iterable[str]) -> bool:
    """Whether an editor's `name` of a post is one of its `names`; addresses match with or without scheme and "www."."""
    return _plain(name) in {_plain(each) for each in names if each}


def laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Two tables of rules as one: where both say something, `above` wins, within their tables too."""
    merged = dict(below)
    for name, value in above.items():
        old = merged.get(name)
        merged[name] = {**old, **value} if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return merged


def _plain(name: str) -> str:
    return name.rpartition("://")[2].removeprefix("./").removeprefix("www.").rstrip("/")


def _lasting_name(title: str, source: str) -> str:
    """What a source without an address is known by: not its path, which changes when the folder is moved."""
    return source if "://" in source else f"{title}/{Path(source).name}"


def _description(title: str, blog: str, kept: str) -> str:
    if not blog and kept:
        return kept
    about = blog.rstrip() or ("" if title == UNNAMED else f"The audio edition of {title}")
    stop = "" if not about or about.endswith((".", "!", "?")) else "."
    return f"{about}{stop} Every post is read aloud by a synthetic voice, which means that a computer speaks.".lstrip()


def facts(show: Show) -> dict[str, str]:
    """What the catalogue keeps of a settled show."""
    own = {name: getattr(show, name) for name in ("guid", "title", "link", "author", "description", "language")}
    return own | {f"{FEED}{name}": side.guid for name, side in show.feeds.items()}
