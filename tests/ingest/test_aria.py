"""Structure that a page says in ARIA roles instead of HTML's own elements."""

from __future__ import annotations

import pytest

from audioblog.ingest.raw import RawPost
from audioblog.ingest.read import read
from audioblog.model import Block


def blocks(html: str) -> tuple[Block, ...]:
    return read(RawPost(id="p", source="p", format="body", content=f"<p>First.</p>{html}", title="T")).blocks[1:]


def shape(html: str) -> list[tuple[str, int, str]]:
    return [(block.kind, block.depth, block.text) for block in blocks(html)]


def test_a_list_and_a_list_within_it() -> None:
    inner = '<div role="list"><div><div role="listitem">peel</div></div></div>'
    html = f'<div role="list"><div role="listitem">Leek{inner}</div><div role="listitem"><p>Salt</p></div></div>'
    assert shape(html) == [("item", 0, "Leek"), ("item", 1, "peel"), ("item", 0, "Salt")]


def test_an_item_without_a_list_is_no_item() -> None:
    assert shape('<div role="listitem">Leek</div>') == [("paragraph", 0, "Leek")]


def test_words_between_the_list_and_its_items_are_kept() -> None:
    found = blocks('<div role="list"><div>Mind this: <span role="listitem">Leek</span></div></div>')
    assert " ".join(block.text for block in found) == "Mind this: Leek"


def test_a_table_has_rows_and_headers() -> None:
    row = '<div role="row"><span role="{0}">{1}</span><span role="cell">{2}</span></div>'
    body = f'<div role="rowgroup">{row.format("rowheader", "Ada", "leek")}{row.format("rowheader", "Bo", "pea")}</div>'
    (table,) = blocks(f'<div role="table">{row.format("columnheader", "Who", "What")}{body}</div>')
    assert table.kind == "table"
    assert [[(cell.text, cell.header) for cell in row] for row in table.rows] == [
        [("Who", True), ("What", False)], [("Ada", True), ("leek", False)], [("Bo", True), ("pea", False)],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("html", "kind", "level"),
    [
        ('<div role="heading" aria-level="3">The ladle</div>', "heading", 3),
        ('<div role="heading">The ladle</div>', "heading", 2),
        ('<div role="blockquote">The ladle</div>', "quote", 0),
        ('<p>The ladle</p><div role="separator"></div>', "paragraph", 0),
        ('<div role="separator">The ladle</div>', "paragraph", 0),
        ('<p role="listitem">The ladle</p>', "paragraph", 0),
    ],
)
def test_other_roles(html: str, kind: str, level: int) -> None:
    first = blocks(html)[0]
    assert (first.kind, first.level, first.text) == (kind, level, "The ladle")
