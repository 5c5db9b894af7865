"""The table of measurements in the README: its marks are there, and `make bench` replaces what is between them."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.table import BEGIN, END, README, Row, put, written

ROWS = [Row("word onsets", "within 50 ms", "100 of 100", True), Row("wall time", "at most 0.56", "0.61", False)]


def test_the_readme_has_the_table_between_its_marks() -> None:
    text = README.read_text("utf-8")
    assert text.count(BEGIN) == text.count(END) == 1
    table = text[text.index(BEGIN) : text.index(END)]
    for measure in ("eSpeak + LAME", "save_to_file", "100,000 words", "changed"):
        assert measure in table


def test_the_table_is_replaced_and_the_rest_stays(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"# Before\n\n{BEGIN}\nold\n{END}\n\n# After\n", "utf-8")
    put(written(ROWS, 60), readme)
    first = readme.read_text("utf-8")
    assert first.startswith("# Before\n")
    assert first.endswith("# After\n")
    assert "old" not in first
    assert "| word onsets | within 50 ms | 100 of 100 | yes |" in first
    assert "| 0.61 | **no** |" in first
    put(written(ROWS, 60), readme)
    assert readme.read_text("utf-8") == first


@pytest.mark.parametrize("text", ["no marks", BEGIN, f"{END} {BEGIN}", f"{BEGIN} {END} {BEGIN} {END}"])
def test_a_readme_without_marks_is_left_alone(tmp_path: Path, text: str) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(text, "utf-8")
    with pytest.raises(ValueError, match="marks"):
        put("table", readme)
    assert readme.read_text("utf-8") == text
