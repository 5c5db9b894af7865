"""One row into an editor's spreadsheet of pronunciations, and everything else left as it is.

In: the CSV text of voices/lexicons/LANG.csv and entries. Out: the text with those rows in it: a row for the same word
is replaced where it stands, a new one goes to the end. Comments, blank lines, order and unknown columns stay.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from audioblog.errors import UsageError
from audioblog.narrate.lexicon import COLUMNS, Entry, entry_of


def entry_from(assignment: str) -> Entry:
    """The entry that `--add WORD=SAY` asks for. Raises UsageError when it cannot be spoken."""
    written, sign, say = (part.strip() for part in assignment.partition("="))
    if not sign or not written or not say:
        raise UsageError(f"{assignment!r} is not WORD=SAY", 'For example: --add "Co4CC=co for see see"')
    made = entry_of({"written": written, "say": say}, "--add")
    if isinstance(made, str):
        raise UsageError(made, "Say it with letters only, as you would write it for somebody who reads it aloud.")
    return made


def with_entries(sheet: str, entries: Sequence[Entry]) -> str:
    """The sheet with the entries in it; a sheet without a first row gets one."""
    lines = sheet.removeprefix("\ufeff").splitlines(keepends=True)
    rows = _rows(lines)
    header = next((cells for _, _, cells in rows), None)
    columns = [cell.strip().lower() for cell in header] if header else list(COLUMNS)
    if "written" not in columns or "say" not in columns:
        raise UsageError("the first row of the lexicon must name the columns written and say", ",".join(COLUMNS))
    if header is None:
        lines.insert(0, _line(columns))
    elif lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += "\n"
    for entry in entries:
        values = {name: str(getattr(entry, name, "")) for name in COLUMNS}
        place = next((row for row in _rows(lines)[1:] if _written(row[2], columns) == entry.written), None)
        if place is None:
            lines.append(_line([values.get(name, "") for name in columns]))
            continue
        first, last, cells = place
        kept = dict(zip(columns, cells, strict=False))
        new = {**kept, **{name: value for name, value in values.items() if value or name in ("say", "how")}}
        lines[first:last] = [_line([new.get(name, "") for name in columns])]
    return "".join(lines)


def _rows(lines: Sequence[str]) -> list[tuple[int, int, list[str]]]:
    """(first line, line after the last, cells) of every row that is neither blank nor a comment."""
    reader = csv.reader(lines)
    found, before = [], 0
    for cells in reader:
        if any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith("#"):
            found.append((before, reader.line_num, cells))
        before = reader.line_num
    return found


def _written(cells: Sequence[str], columns: Sequence[str]) -> str:
    at = columns.index("written")
    return cells[at].strip() if at < len(cells) else ""


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
