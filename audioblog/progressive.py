"""When was each source last read to its end? Then a source that can tell need only give what changed since.

Kept among a show's facts. It holds only for as long as the same post would still become the same episode: a new voice
or lexicon, a lost file or a run that left something undone make the next run ask for everything again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

PREFIX = "read: "
STUDIO = "studio"


def last_readings(facts: Mapping[str, str], sources: Sequence[str]) -> dict[str, datetime]:
    """source -> when its last complete reading began, for those that have been read."""
    found = {source: facts.get(PREFIX + source) for source in sources if "://" in source}
    return {source: datetime.fromisoformat(moment) for source, moment in found.items() if moment}


def mark_read(
    facts: Mapping[str, str], sources: Sequence[str], began: datetime, studio: str, *, complete: bool
) -> dict[str, str]:
    """The facts with this reading noted; with all notes gone if it was not complete."""
    others = {name: value for name, value in facts.items() if not name.startswith(PREFIX) and name != STUDIO}
    if not complete:
        return others
    return {**others, STUDIO: studio, **{PREFIX + source: began.isoformat() for source in sources}}
