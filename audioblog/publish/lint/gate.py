"""A clean bill before a feed is replaced: the new feed's bytes in; nothing, or the error that keeps the old one up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from audioblog.errors import PublishError
from audioblog.publish.lint.finding import Finding

if TYPE_CHECKING:
    from audioblog.publish.lint.history import Known

Judge = Callable[[str, bytes], None]
"""(name of a feed's file, its new bytes). Raises PublishError when it must not be published."""
EXAMPLES = 3


def gate(out: Path, now: datetime, *, force: bool = False, note: Callable[[str], None]) -> Judge:
    """How new feeds for the public folder `out` are judged: no errors, and every identity as it was before.

    `force` lets a feed pass all the same; `note` is then told what was overridden.
    """

    def judge(name: str, data: bytes) -> None:
        from audioblog.publish.lint.feed import lint_feed  # lxml loads with it: only when a feed is new

        # Older pages hold what once was in the first. When 10,000 episodes are new at once, the schema alone would take
        # two seconds for them; `check` asks it of every page.
        older = re.search(r"-\d+\.xml$", name)
        known = None if older else _published(out / name)
        found = lint_feed(data, name, now, known=known, schema=not older)
        faults = [each for each in found if each.severity == "error"]
        # The last episode was withdrawn: that is meant, and decided where the feed is made.
        faults = [each for each in faults if each.code != "empty-feed"]
        if not faults:
            return
        if not force:
            raise PublishError(
                f"The new {name} has {_number(len(faults))}, so the edition that was published before stays up. "
                + " ".join(_told(faults)),
                f"{faults[0].mend} To publish it all the same, run the command again with --force.",
                code="not-clean",
            )
        for said in _told(faults):
            note(f"overridden by --force, in {name}: {said}")

    return judge


def _published(file: Path) -> Known | None:
    """The identities in the feed that stands; None when there is none, or nobody can read it."""
    from audioblog.publish.lint.document import read
    from audioblog.publish.lint.history import remembered

    feed = read(file.read_bytes(), file.name) if file.is_file() else None
    return None if feed is None or isinstance(feed, Finding) else remembered(feed)


def _number(count: int) -> str:
    return "an error" if count == 1 else f"{count} errors"


def _told(faults: list[Finding]) -> Iterator[str]:
    yield from (fault.what for fault in faults[:EXAMPLES])
    if len(faults) > EXAMPLES:
        yield f"And {len(faults) - EXAMPLES} more."
