"""The editor's words: what to ask the author about, and the workspace's own pronunciations, in and out.

In: a workspace and sources, or WORD=SAY, or a PLS file. Out: one list of words over all posts, or a changed
voices/lexicons/LANG.csv in the workspace, written in one piece.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from audioblog.casting import open_voice
from audioblog.config import Workspace
from audioblog.errors import UsageError
from audioblog.gather import Selection
from audioblog.model import Failure, WordToCheck
from audioblog.narrate.lexicon import Entry
from audioblog.narrate.pls import read_pls, write_pls
from audioblog.narrate.sheet import entry_from, with_entries
from audioblog.store import write_atomically
from audioblog.survey import posts, script_of, show_of


@dataclass(frozen=True, slots=True)
class Asked:
    """`words --json`: the words of all posts together, in the order in which they should be asked about."""

    words: tuple[WordToCheck, ...]
    posts: int
    problems: tuple[str, ...]
    """Rows of the lexicon that are wrong, by file and line."""
    failures: tuple[Failure, ...]
    schema: int = 1


def ask(workspace: Workspace, sources: Sequence[str], selection: Selection, clock: Callable[[], datetime]) -> Asked:
    """The words to check of every post of the sources."""
    found: dict[str, WordToCheck] = {}
    failures: list[Failure] = []
    read = 0
    for _, post in posts(workspace, sources, selection, clock):
        if isinstance(post, Failure):
            failures.append(post)
            continue
        read += 1
        for word in script_of(workspace, post, show_of(workspace, post, {})).words_to_check:
            known = found.get(word.word)
            found[word.word] = replace(known, count=known.count + word.count) if known else word
    _, lexicon = open_voice(workspace, workspace.settings.voice)
    return Asked(tuple(found.values()), read, lexicon.problems, tuple(failures))


def sheet_of(workspace: Workspace) -> Path:
    """The workspace's own lexicon for its voice's language; it need not exist yet."""
    voice, _ = open_voice(workspace, workspace.settings.voice)
    return workspace.folder / "voices" / "lexicons" / f"{voice.language.partition('-')[0]}.csv"


def add(workspace: Workspace, assignments: Sequence[str]) -> tuple[Path, int]:
    """Write WORD=SAY into the workspace's lexicon; (its file, how many rows). UsageError writes nothing."""
    return _write(workspace, [entry_from(assignment) for assignment in assignments])


def import_pls(workspace: Workspace, file: Path) -> tuple[Path, int, list[str]]:
    """The lexemes of a PLS file as rows; (the lexicon's file, how many rows, lexemes that could not be used)."""
    try:
        document = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}", "Name a PLS file, as XML.") from error
    entries, problems = read_pls(document, file.name)
    return *_write(workspace, entries), problems


def export_pls(workspace: Workspace, file: Path) -> int:
    """Every pronunciation that counts here, shipped ones and the workspace's own, as PLS; how many."""
    voice, lexicon = open_voice(workspace, workspace.settings.voice)
    try:
        write_atomically(file, write_pls(lexicon.entries, voice.language))
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}", "Name a file in a folder of yours.") from error
    return sum(bool(entry.say) for entry in lexicon.entries)


def _write(workspace: Workspace, entries: Sequence[Entry]) -> tuple[Path, int]:
    file = sheet_of(workspace)
    try:
        old = file.read_text("utf-8-sig") if file.is_file() else ""
        if entries:
            write_atomically(file, with_entries(old, entries).encode())
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be changed: {error}", "It must be a CSV file in UTF-8.") from error
    return file, len(entries)
