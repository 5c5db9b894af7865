"""How each role is narrated, as data: pauses, the narrator's own phrases, and the limits above which a thing is
summarised.

In: a TOML file like voices/narration.toml, or nothing. Out: a Narration. What a file does not say stays as it is
here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, get_args

from audioblog.errors import UsageError
from audioblog.model import Role

SECOND = "second"
"""The show's second voice, if it has one."""

_PAUSES: dict[str, tuple[int, int]] = {
    # role: milliseconds of silence before, after
    "title": (0, 900), "heading": (900, 500), "paragraph": (400, 400), "item": (250, 250), "quote": (450, 450),
    "table": (300, 300), "image": (400, 400), "code": (400, 400), "footnote": (350, 350), "comment": (350, 350),
    "speaker": (450, 250), "announcement": (350, 250),
}  # fmt: skip
_FRAMES: dict[str, str] = {
    "author": "By {author}.",
    "published": "Published on {date}.",
    "minutes": "About {minutes}.",
    "end": "End of post.",
    "one_link": "One link is on the page.",
    "links": "{count} links are on the page.",
    "introduction": "Introduction",
    "quote": "Quote.",
    "quote_from": "Quote from {who}.",
    "quote_end": "End of quote.",
    "quote_summary": "Quote, {words}, in the transcript.",
    "quote_inner": "Inner quote.",
    "quote_inner_end": "End of inner quote.",
    "list": "List of {count} items.",
    "list_end": "End of list.",
    "list_summary": "List of {count} items, in the transcript.",
    "nested": "Nested list, {count}.",
    "nested_end": "End of nested list.",
    "image": "Image:",
    "image_summary": "Image, with a description of {words} in the transcript.",
    "table": "Table, {size}.",
    "table_end": "End of table.",
    "table_summary": "Table, {size}. The full table is in the transcript.",
    "table_columns": "Columns:",
    "code": "Code example, {lines}, in the transcript.",
    "embed": "Embedded:",
    "embed_silent": "Embedded content, on the page.",
    "notes": "Notes",
    "note": "Note {number}.",
    "note_summary": "{words}, in the transcript.",
    "comments": "Comments",
    "comment": "Comment {number}{by}{on}.",
    "reply": "Comment {number}, a reply{by}{on}.",
    "comment_summary": "{words}, in the transcript.",
    "comments_rest": "{count} more comments are in the transcript.",
    "comments_end": "End of comments.",
}
_LIMITS: dict[str, int] = {
    "list_items": 6,  # a longer list is announced with its length
    # Beyond these a thing is named with its size, and left to the transcript; 0 = however long it is, it is read.
    "list_items_read": 0,
    "quote_words": 0,
    "image_words": 0,
    "footnote_words": 0,
    "comment_words": 0,
    "comments": 0,
    "table_columns": 3,
    "table_rows": 15,
    "words_to_check": 15,
    "chapter_title": 120,  # characters
    "language_words": 1,  # a shorter passage in another language stays in the voice around it
}
_VOICES: dict[str, str] = {"quote": SECOND, "comment": SECOND}


@dataclass(frozen=True, slots=True)
class Narration:
    pauses: Mapping[str, tuple[int, int]] = field(default_factory=lambda: dict(_PAUSES))
    frames: Mapping[str, str] = field(default_factory=lambda: dict(_FRAMES))
    limits: Mapping[str, int] = field(default_factory=lambda: dict(_LIMITS))
    voices: Mapping[str, str] = field(default_factory=lambda: dict(_VOICES))
    """Role -> voice profile, or SECOND; a role that is not named is said in the show's own voice."""
    sentence_ms: int = 200
    """Between two sentences of one paragraph."""
    clause_ms: int = 60
    """Between the parts of a split sentence."""
    break_ms: int = 1200
    """At a separator."""
    skip: tuple[str, ...] = ()
    """Roles whose text is not read; every piece of it is on the ledger."""


DEFAULT = Narration()
_SKIPPABLE = ("quote", "table", "image", "footnote", "comment", "code", "embed")
PRESETS = ("plain", "full", "brief")


def load_rules(name: str, folders: Sequence[Path]) -> Narration:
    """The rules called `name`: a preset, a TOML file, or "" for the house's own (narration.toml of the first folder).

    `folders` are the voices folders, the workspace's first. A preset lies in their folder `narration` and is laid over
    the house's own rules, and so is a file. Raises UsageError when there is no such thing, or something is wrong in it.
    """
    own = next((file for folder in folders if (file := folder / "narration.toml").is_file()), None)
    house = load_narration(own) if own else DEFAULT
    if not name:
        return house
    written = Path(name)
    for file in (*(folder / "narration" / f"{name}.toml" for folder in folders), written):
        if file.suffix == ".toml" and file.is_file():
            return load_narration(file, house)
    hint = f"Presets are {', '.join(PRESETS)}; a file is named with its path and ends with .toml."
    raise UsageError(f"there are no rules of narration called “{name}”", hint)


def load_narration(path: Path, base: Narration = DEFAULT) -> Narration:
    """Read a file of rules over `base`. Raises UsageError naming the file and what is wrong in it."""
    try:
        return narration(tomllib.loads(path.read_text("utf-8")), base)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path.name} cannot be read: {error}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"{path.name}: {error}", "See voices/narration.toml for what can be set.") from error


def narration(data: Mapping[str, Any], base: Narration = DEFAULT) -> Narration:
    """The same from parsed data: tables `pauses`, `frames`, `limits`, `voices`, and the three pauses within a text.

    Raises ValueError for an unknown name, a pause that is no pair of milliseconds, a frame that lost its {words}.
    """
    known = {"pauses", "frames", "limits", "voices", "sentence_ms", "clause_ms", "break_ms", "skip"}
    if unknown := set(data) - known:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
    return replace(
        base,
        pauses={**base.pauses, **{role: _pause(role, pair) for role, pair in data.get("pauses", {}).items()}},
        frames={**base.frames, **{name: _frame(name, text) for name, text in data.get("frames", {}).items()}},
        limits={**base.limits, **{name: _limit(name, value) for name, value in data.get("limits", {}).items()}},
        voices={**base.voices, **{role: _voice(role, name) for role, name in data.get("voices", {}).items()}},
        skip=tuple(_skipped(role) for role in data.get("skip", base.skip)),
        **{name: int(data[name]) for name in ("sentence_ms", "clause_ms", "break_ms") if name in data},
    )


def _skipped(role: Any) -> str:
    if role not in _SKIPPABLE:
        raise ValueError(f"skip: {role!r} cannot be left out; what can is {', '.join(_SKIPPABLE)}")
    return str(role)


def _pause(role: str, pair: Any) -> tuple[int, int]:
    _check_role("pauses", role)
    before, after = (int(ms) for ms in pair)
    if min(before, after) < 0:
        raise ValueError(f"pauses: {role} has a negative pause")
    return before, after


def _voice(role: str, name: Any) -> str:
    _check_role("voices", role)
    if not isinstance(name, str):
        raise TypeError(f"voices: {role} should be the name of a voice in quotes, not {name!r}")
    return name


def _check_role(table: str, role: str) -> None:
    if role not in get_args(Role):
        raise ValueError(f"{table}: {role!r} is no role; roles are {', '.join(get_args(Role))}")


def _frame(name: str, text: Any) -> str:
    if name not in _FRAMES:
        raise ValueError(f"frames: {name!r} is unknown; frames are {', '.join(_FRAMES)}")
    fields = dict.fromkeys(
        ("author", "date", "minutes", "count", "words", "who", "size", "lines", "number", "by", "on"), ""
    )
    str(text).format(**fields)
    return str(text)


def _limit(name: str, value: Any) -> int:
    if name not in _LIMITS:
        raise ValueError(f"limits: {name!r} is unknown; limits are {', '.join(_LIMITS)}")
    return int(value)
