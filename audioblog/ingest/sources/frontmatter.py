"""The data at the head of a Markdown file: the file's text comes in, its fields and the text after them go out.

YAML between `---`, TOML between `+++`, or one JSON object, as Jekyll, Hugo and Eleventy write it. The cutting is our
own, because python-frontmatter takes the text between two rules for data and loses it; the loading of YAML is its.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime
from typing import Any

from audioblog.errors import SourceError

_FENCED = {
    "---": re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M),
    "+++": re.compile(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.S | re.M),
}
_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)?\s*(.*)")
_FLAGS = {"true": True, "yes": True, "false": False, "no": False}
_ZONE = re.compile(r"([+-])(\d{2}):?(\d{2})")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Fields by their names in lower case, as the file gives them."""

    fields: Mapping[str, Any]

    def text(self, *names: str) -> str:
        """The first of `names` that holds text (or of a mapping its name, of a list its items), on one line."""
        for name in names:
            if found := _text(self.fields.get(name)):
                return found
        return ""

    def words(self, *names: str) -> tuple[str, ...]:
        """All items of the lists in `names`; a text is cut at its commas."""
        found: list[str] = []
        for name in names:
            value = self.fields.get(name)
            items = value if isinstance(value, list) else str(value).split(",") if value else []
            found.extend(filter(None, map(_text, items)))
        return tuple(dict.fromkeys(found))

    def table(self, *names: str) -> dict[str, str]:
        """Every key of the mappings in `names` that holds text, in the order of the file."""
        tables = [value for name in names if isinstance(value := self.fields.get(name), Mapping)]
        return {str(key): said for table in tables for key, value in table.items() if (said := _text(value))}

    def moment(self, *names: str) -> datetime | None:
        """The first of `names` that holds a date, in UTC; one without a zone is taken as UTC."""
        return next(filter(None, (moment(self.fields.get(name)) for name in names)), None)

    def flag(self, name: str) -> bool | None:
        """True or false, also where it was written as a text; None if neither."""
        return _FLAGS.get(str(self.fields.get(name)).strip().lower())


def split(text: str, name: str) -> tuple[FrontMatter, str]:
    """Part `text` in front matter and body; raises SourceError "bad-front-matter", with the file's `name`."""
    if text.startswith("{") and (found := _json(text)) is not None:
        return found
    fence = _FENCED.get(text[:3])
    match = fence.match(text) if fence else None
    if match is None:
        return FrontMatter({}), text
    fields = _load(text[:3], match[1], name)
    if not isinstance(fields, dict):  # text between two rules
        return FrontMatter({}), text
    return FrontMatter({str(key).lower(): value for key, value in fields.items()}), text[match.end() :]


def _json(text: str) -> tuple[FrontMatter, str] | None:
    try:
        fields, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return FrontMatter({str(key).lower(): value for key, value in fields.items()}), text[end:].lstrip("\n")


def _load(fence: str, text: str, name: str) -> Any:
    from frontmatter.default_handlers import YAMLHandler
    from yaml import YAMLError

    try:
        return tomllib.loads(text) if fence == "+++" else YAMLHandler().load(text) if text.strip() else {}
    except (YAMLError, tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 2}" if mark else str(error)
        raise SourceError(
            f"The front matter of {name} cannot be read ({where}).",
            "Check its indentation, and put texts that hold a colon in quotes.",
            code="bad-front-matter",
        ) from error


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return _text(value.get("name") or value.get("src") or value.get("url") or value.get("path"))
    if isinstance(value, list):
        names = [text for text in map(_text, value) if text]
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return "" if value is None or isinstance(value, bool) else " ".join(str(value).split())


def moment(value: Any) -> datetime | None:
    """A date as YAML, TOML or a text gives it, in UTC; None if it is none."""
    try:
        found = _moment(value)
        return found.astimezone(UTC) if found is not None else None
    except (ValueError, TypeError, OverflowError):
        return None


def _moment(value: Any) -> datetime | None:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    if not isinstance(value, str):
        return None
    text = value.strip()
    match = _DATE.fullmatch(text)
    if match is None:
        found = parsedate_to_datetime(text)
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    zone = _ZONE.fullmatch(match[7].strip())
    offset = f"{zone[1]}{zone[2]}:{zone[3]}" if zone else "+00:00"
    return datetime.fromisoformat(f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{offset}")
