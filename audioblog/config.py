"""Flags, AUDIOBLOG_* variables, audioblog.toml and feeds/*.toml in; one `Settings`, and the `Show`s, out.

Precedence: flag, environment, audioblog.toml, default. Every value remembers where it came from, for `status --config`.
The workspace is the nearest folder upwards that holds audioblog.toml, else the current one.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from audioblog.errors import UsageError
from audioblog.show import Show, SideFeed

OF_A_POST = ("narration", "rules", "voice", "second_voice", "voices", "comments", "words")
"""What feeds/NAME.toml may say otherwise for one post, in a table [posts."ADDRESS"]."""

TAKEN = frozenset({"media", "episodes", "archive", "feeds", "feed"})
"""Names within a show's public folder that no feed of its own may have."""

LOCAL_URL = "http://127.0.0.1:8000/"
"""Where `audioblog serve` answers."""
LISTENER = "m/LISTENER/"
"""Stands in the addresses of a private show where `audioblog serve` puts each listener's own token."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides a run, apart from the shows themselves."""

    out: str = "public"
    base_url: str = LOCAL_URL
    voice: str = "en-gb"
    jobs: int = 0
    """Posts made at the same time; 0 = one per core."""
    comments: bool = False
    narration: str = ""
    """What is said and how: "plain", "full", "brief", or a TOML file; "" = voices/narration.toml."""
    plain: bool = False
    allow_private: bool = False
    ignore_robots: bool = False
    pause: float = 1.0
    """Seconds between two requests to one host."""
    accept: bool = False
    """Publish also posts whose text was found with little confidence."""
    contact: str = ""
    """An address or e-mail put into the User-Agent, so that a blog's owner can reach whoever runs this."""
    grace_days: float = 7.0
    """Days for which the files of a withdrawn post, or of audio that was replaced, stay for apps with an old feed."""
    profile: str = "standard"
    """MP3 profile: "standard", "high" or "compact"."""
    formats: str = ""
    """What is made beside the MP3: "opus", "m4b" or both."""
    loudness: float = -16.0
    """Integrated loudness of the episodes, LUFS."""
    target: str = ""
    """Where `audioblog publish` puts the public folder: another folder, or an s3://, gs:// or az:// address."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folder that is worked in, its settings, and where each of them came from."""

    folder: Path
    settings: Settings
    origins: tuple[tuple[str, str], ...]

    @property
    def work(self) -> Path:
        """Working state: catalogue, store, lock, reports. Git-ignored; deleting it costs time and identities."""
        return self.folder / ".audioblog"

    @property
    def private(self) -> Path:
        """Editions of private shows, a folder each; only `audioblog serve` gives them out. Git-ignored."""
        return self.folder / "private"

    def data_folders(self, name: str) -> tuple[Path, ...]:
        """Where data of the kind `name` ("voices") is looked for: the workspace first, then what is shipped."""
        return tuple(folder for folder in (self.folder / name, *_shipped(name)) if folder.is_dir())


def _shipped(name: str) -> tuple[Path, ...]:
    """In a wheel audioblog/_voices; in a source tree the folder beside the package."""
    package = Path(__file__).parent
    return (package / f"_{name}", package.parent / name)


def open_workspace(start: Path, flags: Mapping[str, Any], environment: Mapping[str, str]) -> Workspace:
    """Find the workspace at or above `start` and settle every setting. UsageError names what is wrong and where.

    `flags` holds what the command line said (None = not said).
    """
    folder = next((f for f in (start, *start.parents) if (f / "audioblog.toml").is_file()), start)
    file = folder / "audioblog.toml"
    written = read_toml(file) if file.is_file() else {}
    known = {field.name: field for field in fields(Settings)}
    for name in written:
        if name not in known:
            raise UsageError(f"{file} has an unknown setting: {name}", f"The settings are: {', '.join(sorted(known))}.")
    values: dict[str, Any] = {}
    origins = []
    for name, field in known.items():
        variable = f"AUDIOBLOG_{name.upper()}"
        if flags.get(name) is not None:
            values[name], origin = flags[name], "flag"
        elif variable in environment:
            values[name], origin = environment[variable], variable
        elif name in written:
            values[name], origin = written[name], str(file)
        else:
            values[name], origin = field.default, "default"
        values[name] = _checked(name, values[name], type(field.default), origin)
        origins.append((name, origin))
    values["base_url"] = with_slash(values["base_url"])
    return Workspace(folder, Settings(**values), tuple(origins))


_KINDS = {"int": "a whole number", "float": "a number", "bool": "true or false", "str": "text in quotes"}


def _checked(name: str, value: Any, kind: type, origin: str) -> Any:
    if kind is str and isinstance(value, list) and all(isinstance(each, str) for each in value):
        value = " ".join(value)  # formats = ["opus", "m4b"]
    try:
        return msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError as error:
        said = f"the setting {name} ({origin}) should be {_KINDS[kind.__name__]}, not {value!r}"
        raise UsageError(said, "Correct it and run again.") from error


def with_slash(address: str) -> str:
    """A public address that file names can be appended to. UsageError unless it is http or https."""
    if not address.startswith(("http://", "https://")):
        hint = "Give the address at which the folder will be reached, like https://audio.example.org/."
        raise UsageError(f"the base URL must start with https:// or http://, not {address!r}", hint)
    return address.rstrip("/") + "/"


def read_toml(file: Path) -> dict[str, Any]:
    """A TOML file as a mapping. UsageError names the file and the line."""
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{file} is not valid TOML: {error}", "Correct that line and run again.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read: {error}", "Check the file.") from error


def load_shows(workspace: Workspace) -> tuple[Show, ...]:
    """Every show in feeds/*.toml, by file name. Relative paths in a file count from that file's folder."""
    return tuple(load_show(file, workspace.settings) for file in sorted((workspace.folder / "feeds").glob("*.toml")))


def load_show(file: Path, settings: Settings) -> Show:
    """One feeds/NAME.toml; what it leaves out comes from the settings. UsageError names the file and the key."""
    written = read_toml(file)
    written.setdefault("slug", file.stem)
    written.setdefault("title", "")
    written.setdefault("voice", settings.voice)
    written.setdefault("comments", settings.comments)
    written.setdefault("narration", settings.narration)
    written.setdefault("loudness", settings.loudness)
    written.setdefault("formats", settings.formats)
    if isinstance(written["formats"], str):
        written["formats"] = written["formats"].replace(",", " ").split()
    written["base_url"] = with_slash(written.get("base_url", settings.base_url))
    if written.get("private"):
        written["base_url"] += LISTENER
    written.setdefault("language", "")  # "" = what the sources say
    for name in ("cover", "intro", "outro", "chapter_cue"):
        if written.get(name):
            written[name] = str((file.parent / written[name]).resolve())
    if written.get("target") and "://" not in str(written["target"]):
        written["target"] = str((file.parent / written["target"]).resolve())
    written["sources"] = [_source_path(file.parent, source) for source in written.get("sources", [])]
    names = {field.name for field in fields(Show)} - {"embargoes"}
    if unknown := sorted(set(written) - names):
        raise UsageError(f"{file} has an unknown key: {unknown[0]}", f"The keys are: {', '.join(sorted(names))}.")
    if not written["sources"]:
        raise UsageError(f"{file} names no sources", 'Add a line like: sources = ["https://blog.example.org/"]')
    try:
        written["posts"], written["embargoes"] = _without_embargoes(file, written.get("posts", {}))
        show = msgspec.convert(written, Show)
        for name, table in written.get("feeds", {}).items():
            _check_side_feed(file, name, table)
        posts = {name: _of_post(file, name, table) for name, table in show.posts.items()}
    except msgspec.ValidationError as error:
        raise UsageError(f"{file}: {error}", "Correct that value and run again.") from error
    return replace(show, posts=posts, narration=_rules_name(file, show.narration))


def _without_embargoes(file: Path, posts: Any) -> tuple[Any, dict[str, datetime]]:
    """The tables [posts."NAME"] without what they say of `publish_at`, and that."""
    embargoes: dict[str, datetime] = {}
    others: dict[str, Any] = {}
    for name, table in posts.items() if isinstance(posts, dict) else ():
        moment = table.get("publish_at") if isinstance(table, dict) else None
        if moment is not None:
            if not isinstance(moment, datetime):
                hint = "Write it without quotes, with its time zone: publish_at = 2026-12-01T08:00:00Z"
                raise UsageError(f'{file}: posts."{name}".publish_at is no moment in time: {moment!r}', hint)
            embargoes[name] = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            table = {key: value for key, value in table.items() if key != "publish_at"}
        if table or moment is None:
            others[name] = table
    return others if isinstance(posts, dict) else posts, embargoes


def _check_side_feed(file: Path, name: str, table: Mapping[str, Any]) -> None:
    """UsageError for a table [feeds.NAME] that cannot be published."""
    known = {field.name for field in fields(SideFeed)}
    if unknown := sorted(set(table) - known):
        raise UsageError(f"{file}: feeds.{name} has an unknown key: {unknown[0]}", f"It may have: {sorted(known)}.")
    if not re.fullmatch(r"[a-z][a-z0-9-]*[a-z]", name) or name in TAKEN:
        hint = "The name becomes part of its address: use letters a to z and hyphens, like [feeds.carers]."
        raise UsageError(f"{file}: a feed cannot be called “{name}”", hint)


def _rules_name(file: Path, name: str) -> str:
    """A file of rules is named from the show's own folder, a preset by its name alone."""
    return str((file.parent / name).resolve()) if name.endswith(".toml") else name


def _of_post(file: Path, name: str, table: Mapping[str, Any]) -> dict[str, Any]:
    """One table [posts."NAME"], checked."""
    if unknown := sorted(set(table) - set(OF_A_POST)):
        hint = f"For one post you can set: {', '.join(OF_A_POST)}."
        raise UsageError(f'{file}: posts."{name}" has an unknown key: {unknown[0]}', hint)
    show = msgspec.convert({"slug": name, "title": "", **table}, Show)
    return {**table, "narration": _rules_name(file, show.narration)} if "narration" in table else dict(table)


def _source_path(folder: Path, source: Any) -> Any:
    if not isinstance(source, str) or "://" in source:
        return source
    return os.path.relpath((folder / source).resolve())
