"""Tables. In: a table block. Out: caption, columns, then each row with its headers; a large table only by its size.

"Table, two rows and two columns. … Columns: Name, Day. Anna: Monday. … End of table." What is summarised stays in the
transcript, and every cell that is not spoken is an omission.
"""

from __future__ import annotations

from dataclasses import replace

from audioblog.model import Block, Cell, Swap
from audioblog.narrate.announce import count
from audioblog.narrate.draft import Draft
from audioblog.narrate.marks import fixed_swaps
from audioblog.narrate.normalise import say, swaps
from audioblog.narrate.punctuation import closed, tidy

SUMMARISED = "row of a large table"
Row = tuple[Cell, ...]


def read_table(draft: Draft, block: Block) -> None:
    """Every row is one utterance over the row's stretch of the block's text."""
    rows = [row for row in block.rows if any(cell.text.strip() for cell in row)]
    body = rows[1:] if rows and _is_header(rows[0]) else rows
    columns = max((len(row) for row in rows), default=0)
    limits, frames = draft.rules.limits, draft.rules.frames
    size = f"{count(len(body), 'row', 'rows')} and {count(columns, 'column', 'columns')}"
    readable = not (0 < limits["table_columns"] < columns or 0 < limits["table_rows"] < len(body))
    draft.announce(frames["table" if readable else "table_summary"].format(size=size), block.id)
    start = rows[0][0].start if rows else len(block.text)
    draft.read(block.id, block.text, "table", spans=block.spans, lang=block.lang, end=start)
    if not readable:
        for row in rows:
            first, last = row[0].start, row[-1].start + len(row[-1].text)
            draft.omit(block.id, first, last, block.text[first:last], SUMMARISED)
        return
    _read_rows(draft, block, rows, body)
    draft.announce(frames["table_end"], block.id)


def _is_header(row: Row) -> bool:
    return len(row) > 1 and all(cell.header for cell in row if cell.text.strip())


def _read_rows(draft: Draft, block: Block, rows: list[Row], body: list[Row]) -> None:
    text, found = block.text, _swaps(draft, block, rows)
    heads = [_cell(text, cell, found) for cell in rows[0]] if len(body) < len(rows) else []
    if heads:
        spoken = tidy(f"{draft.rules.frames['table_columns']} {', '.join(head for head in heads if head)}")
        _row(draft, block, rows[0], closed(spoken), found)
    for row in body:
        said = [_cell(text, cell, found) for cell in row]
        _row(draft, block, row, _spoken_row(said, heads, headed=row[0].header or len(said) == 2), found)


def _swaps(draft: Draft, block: Block, rows: list[Row]) -> tuple[Swap, ...]:
    """Cell by cell: no rule may read across the edge of a cell."""
    tag = block.lang or draft.language
    found: list[Swap] = []
    for cell in (cell for row in rows for cell in row):
        spans = [replace(s, start=s.start - cell.start, end=s.end - cell.start) for s in block.spans]
        here = swaps(cell.text, tag, draft.lexicon_of(tag), fixed_swaps(cell.text, spans, tag))
        found += [replace(swap, start=swap.start + cell.start, end=swap.end + cell.start) for swap in here]
    return tuple(found)


def _cell(text: str, cell: Cell, found: tuple[Swap, ...]) -> str:
    start, end = cell.start, cell.start + len(cell.text)
    return say(text, start, end, [swap for swap in found if start <= swap.start and swap.end <= end]).rstrip(".,;:")


def _spoken_row(said: list[str], heads: list[str], *, headed: bool) -> str:
    """ "Anna: day, Monday; room, four." With two columns the header of the second is plain: "Anna: Monday." """
    first, *rest = said
    if not rest:
        return closed(first)
    if headed and len(said) == 2:
        return closed(f"{first}: {rest[0]}" if rest[0] else first)
    named = [
        f"{head}, {value}" if head and value else value
        for head, value in zip(heads[1:] or [""] * len(rest), rest, strict=False)
    ]
    named += rest[len(named) :]
    return closed(tidy(f"{first}: {'; '.join(value for value in named if value)}"))


def _row(draft: Draft, block: Block, row: Row, spoken: str, found: tuple[Swap, ...]) -> None:
    start, end = row[0].start, row[-1].start + len(row[-1].text)
    if not any(char.isalpha() for char in spoken):
        draft.omit(block.id, start, end, block.text[start:end], "no words")
        return
    within = [swap for swap in found if start <= swap.start and swap.end <= end]
    draft.row(block.id, block.text, start, end, spoken, within, block.lang)
