"""Rows of the benchmark -> the table in the README, between its two marks."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- make bench writes this table: begin -->", "<!-- end of the table -->"


@dataclass(frozen=True, slots=True)
class Row:
    what: str
    wanted: str
    measured: str
    holds: bool


def written(rows: list[Row], minutes: float) -> str:
    """The table as Markdown, with the machine that it was measured on."""
    lines = [
        "",
        f"Measured in one run with {minutes:g} minutes of speech, on {os.cpu_count()} cores ({platform.machine()}), "
        f"Python {platform.python_version()}. CPU figures count every process, from start to finished and proven file.",
        "",
        "| measure | wanted | measured | |",
        "|---|---|---|---|",
        *(f"| {row.what} | {row.wanted} | {row.measured} | {'yes' if row.holds else '**no**'} |" for row in rows),
        "",
    ]
    return "\n".join(lines)


def put(text: str, readme: Path = README) -> None:
    """Replace what stands between the marks. ValueError when they are not there, once each and in order."""
    whole = readme.read_text("utf-8")
    head, begin, rest = whole.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end or BEGIN in tail or END in tail:
        raise ValueError(f"{readme.name} must have the marks {BEGIN} and {END}, once each")
    readme.write_text(head + begin + "\n" + text + "\n" + end + tail, "utf-8")
