"""Tables: which of them hold data, and data tables -> one block with its rows of cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from audioblog.ingest.parse import Element
from audioblog.ingest.structure.images import image_block, is_tracker
from audioblog.ingest.structure.place import Place, flatten
from audioblog.model import Block, Cell, Span

_MAX_COLUMNS = 60
_PROSE = 100
"""Words in one cell that make the table a layout."""


def rows_of(table: Element) -> Iterator[Element]:
    """The table's own rows, not those of tables inside it."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def cells_of(row: Element) -> list[Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def is_layout(table: Element) -> bool:
    """True for a table that only arranges: its cells are then read one after the other."""
    role = (table.get("role") or "").lower()
    if role in ("presentation", "none"):
        return True
    if table.find("caption") is not None or role in ("table", "grid"):
        return False
    if next(table.iterdescendants("table", "h1", "h2", "pre"), None) is not None:
        return True
    rows = [cells_of(row) for row in rows_of(table)]
    if len(rows) <= 1 or max(map(len, rows)) <= 1:
        return True
    if next(table.iterdescendants("th"), None) is not None:
        return False
    return any(len("".join(cell.itertext()).split()) > _PROSE for row in rows for cell in row)


@dataclass(slots=True)
class _Grid:
    """Collects rows, text and spans of a data table."""

    place: Place
    text: str = ""
    spans: list[Span] = None  # type: ignore[assignment]

    def add(self, element: Element) -> tuple[str, int, list[Element]]:
        """Write one cell or caption; its text, where it stands, and the pictures in it."""
        writer = self.place.inside(element).writer()
        flatten(element, self.place, writer)
        inline = writer.finish()
        start = len(self.text)
        self.text += inline.text
        self.spans += [replace(s, start=s.start + start, end=s.end + start) for s in inline.spans]
        return inline.text, start, [media for _, media in inline.media]


def table_blocks(table: Element, place: Place, caption: Element | None = None) -> Iterator[Block]:
    """The table, then the pictures that stood in its cells. Spanned columns are filled with empty cells."""
    grid = _Grid(place, spans=[])
    named = table.find("caption")
    pictures: list[Element] = []
    caption_text = ""
    if named is not None or caption is not None:
        caption_text, _, pictures = grid.add(named if named is not None else caption)
    rows: list[tuple[Cell, ...]] = []
    spanned: dict[int, int] = {}
    for row in rows_of(table):
        before, spans_before = grid.text, len(grid.spans)
        if grid.text:
            grid.text += "\n"
        cells, found = _row(row, grid, spanned)
        pictures += found
        if any(cell.text for cell in cells):
            rows.append(cells)
        else:
            grid.text = before
            del grid.spans[spans_before:]
    if grid.text:
        spans = tuple(grid.spans)
        yield place.dress(Block("", "table", grid.text, spans, rows=tuple(rows), caption=caption_text))
    for picture in pictures:
        if picture.tag == "img" and not is_tracker(picture):
            yield image_block(picture, place)


def _row(row: Element, grid: _Grid, spanned: dict[int, int]) -> tuple[tuple[Cell, ...], list[Element]]:
    """`spanned`: for each column, how many more rows a cell from above fills."""
    cells: list[Cell] = []
    pictures: list[Element] = []

    def put(text: str, start: int, header: bool) -> None:
        cells.append(Cell(text, start, header))

    def fill() -> None:
        while spanned.get(len(cells), 0) > 0 and len(cells) < _MAX_COLUMNS:
            spanned[len(cells)] -= 1
            grid.text += "\t" if cells else ""
            put("", len(grid.text), False)

    in_head = row.getparent().tag == "thead"
    for cell in cells_of(row):
        fill()
        grid.text += "\t" if cells else ""
        text, start, found = grid.add(cell)
        pictures += found
        header = cell.tag == "th" or in_head
        width, height = _span(cell, "colspan"), _span(cell, "rowspan")
        for offset in range(width):
            if height > 1:
                spanned[len(cells)] = height - 1
            if offset:
                grid.text += "\t"
            put(text if not offset else "", start if not offset else len(grid.text), header)
    fill()
    return tuple(cells), pictures


def _span(cell: Element, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(int(value), _MAX_COLUMNS) if value.isascii() and value.isdigit() and int(value) else 1
