"""Who may import whom: the rules of the house (DESIGN.md, section 2), held by walking the imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "audioblog"
ROOMS = ("ingest", "narrate", "produce", "publish")
FOUNDATION = {"model", "errors", "show", "address"}
STONES = {
    "recipe", "store", "state", "migrations", "runner", "config", "identity", "interrupt", "progressive", "report",
}  # fmt: skip
"""Modules that may stand on the foundation only."""
JOINERS = {
    "pipeline",
    "worker",
    "job",
    "document",
    "studio",
    "casting",
    "gather",
    "answers",
    "shows",
    "survey",
    "sample",
    "standing",
    "api",
    "reading",
    "wordlist",
    "changes",
    "install",
    "life",
    "release",
    "correction",
    "jobs",
    "run",
    "lookup",
    "recognise",
    "staging",
    "sounds",
    "waste",
    "register",
    "withdraw",
    "why",
    "checkup",
    "publication",
    "shipments",
    "listeners",
}
"""The pipeline and what was split off from it."""
TOP = {"cli", "console", "findings", "__main__", "__init__", "web"}

HOMES = {
    "bs4": {"ingest"}, "lxml": {"ingest", "publish"}, "trafilatura": {"ingest"}, "readability": {"ingest"},
    "feedparser": {"ingest"}, "protego": {"ingest"}, "urllib3": {"ingest"}, "markdown_it": {"ingest"},
    "pysbd": {"narrate"}, "pydub": {"produce"}, "lameenc": {"produce"}, "numpy": {"produce"}, "mutagen": {"produce"},
    "pyttsx3": {"produce"}, "feedgen": {"publish"}, "jinja2": {"publish"}, "PIL": {"publish"}, "rich": {"report"},
    "obstore": {"publish"}, "emoji": {"narrate"}, "piper": {"produce"}, "onnx": {"produce"}, "onnxruntime": {"produce"},
    "num2words": {"narrate"},
    "typer": {"cli"}, "starlette": {"web"}, "uvicorn": {"web"}, "sqlite3": {"state", "migrations"},
}  # fmt: skip
HEAVY = (
    "trafilatura",
    "bs4",
    "numpy",
    "distributed",
    "obstore",
    "starlette",
    "lxml",
    "feedparser",
    "PIL",
    "pysbd",
    "piper",
    "onnxruntime",
)


def modules() -> list[tuple[str, Path]]:
    return [(file.relative_to(PACKAGE).with_suffix("").as_posix(), file) for file in sorted(PACKAGE.rglob("*.py"))]


def imports(file: Path, *, types: bool) -> set[str]:
    """Dotted names imported anywhere in the file; without `types`, not those under `if TYPE_CHECKING:`."""
    tree = ast.parse(file.read_text("utf-8"))
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if not types and isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            skipped |= {id(inner) for inner in ast.walk(node)}
    found = set()
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def room(name: str) -> str:
    return name.split("/")[0]


@pytest.mark.parametrize(("name", "file"), modules(), ids=[name for name, _ in modules()])
def test_every_import_goes_the_right_way(name: str, file: Path) -> None:
    ours = {i.split(".")[1] for i in imports(file, types=True) if i.startswith("audioblog.") and i.count(".") >= 1}
    ours = {other for other in ours if (PACKAGE / other).is_dir() or (PACKAGE / f"{other}.py").is_file()}
    here = room(name)
    allowed: set[str]
    if here in FOUNDATION | STONES:
        allowed = FOUNDATION | ({"migrations"} if here == "state" else set())
    elif here in ROOMS:
        allowed = FOUNDATION | {here}
    elif here in JOINERS:
        allowed = FOUNDATION | STONES | set(ROOMS) | JOINERS
    else:
        assert here in TOP, f"{name} has no place in the house: add it to the rules"
        allowed = FOUNDATION | STONES | set(ROOMS) | JOINERS | {here} | (TOP - {"__main__"})
    assert ours <= allowed, f"{name} must not import {sorted(ours - allowed)}"


@pytest.mark.parametrize(("name", "file"), modules(), ids=[name for name, _ in modules()])
def test_a_library_is_named_in_its_own_room_only(name: str, file: Path) -> None:
    for library in {found.split(".")[0] for found in imports(file, types=True)} & set(HOMES):
        assert room(name) in HOMES[library], f"{library} belongs into {HOMES[library]}, not {name}"


def test_foundation_stands_on_the_standard_library() -> None:
    for name in FOUNDATION:
        outside = {i.split(".")[0] for i in imports(PACKAGE / f"{name}.py", types=True)} - set(sys.stdlib_module_names)
        assert outside <= {"audioblog", "__future__"}


def test_command_line_starts_without_heavy_libraries() -> None:
    code = f"import sys, audioblog.cli; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(("name", "file"), modules(), ids=[name for name, _ in modules()])
def test_house_measures(name: str, file: Path) -> None:
    text = file.read_text("utf-8")
    assert text.count("\n") <= 400, f"{name} has grown past 400 lines: split it along the way of the data"
    assert ast.get_docstring(ast.parse(text)), f"{name} does not say what comes in and what goes out"
