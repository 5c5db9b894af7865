"""The README, the help and the public names say the same as the code."""

from __future__ import annotations

import doctest
import re
import tomllib
from dataclasses import fields
from pathlib import Path

import audioblog
from audioblog.cli import app
from audioblog.config import Settings
from audioblog.errors import install_hint
from audioblog.model import Show

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_every_command_is_in_the_readme() -> None:
    for command in app.registered_commands:
        assert command.callback is not None
        assert re.search(rf"`(audioblog )?{command.callback.__name__}`|audioblog {command.callback.__name__}\b", README)


def test_every_command_of_a_group_is_in_the_readme() -> None:
    names = [
        f"{group.typer_instance.info.name} {command.name or command.callback.__name__}"
        for group in app.registered_groups
        if group.typer_instance is not None
        for command in group.typer_instance.registered_commands
        if command.callback is not None
    ]
    assert names
    for name in names:
        assert f"audioblog {name}" in README


def test_every_setting_is_in_the_readme_with_its_default() -> None:
    for field in fields(Settings):
        row = re.search(rf"^\| `{field.name}` \| (.*?) \|", README, re.MULTILINE)
        assert row, f"the README's table of settings lacks {field.name}"
        said = row[1].strip("` ")
        default = str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
        assert said == (default or "none")


def test_the_example_show_has_only_real_keys() -> None:
    example = README.partition("feeds/NAME.toml`. Then")[2].partition("###")[0]
    keys = set(re.findall(r"^    (\w+) =", example, re.MULTILINE))
    assert keys
    assert keys <= {field.name for field in fields(Show)}


def test_extras_are_installed_from_the_folder_wherever_we_say_so() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    texts = {file: file.read_text("utf-8") for file in (ROOT / "audioblog").rglob("*.py")}
    texts |= {file: file.read_text("utf-8") for file in (ROOT / "README.md", ROOT / "recipes" / "README.md")}
    for file, text in texts.items():
        assert "audioblog[" not in text, f"{file}: no registry has this program"
    hinted = {extra for text in texts.values() for extra in re.findall(r'install_hint\("(\w+)"\)', text)}
    assert hinted == set(project["optional-dependencies"])
    told = {line for text in texts.values() for line in re.findall(r"[\w./]+ install --editable '\.\[\w+\]'", text)}
    assert {install_hint(extra).partition("run: ")[2] for extra in ("piper", "cloud")} == told


def test_public_names_exist_and_are_all() -> None:
    assert sorted(audioblog.__all__) == audioblog.__all__
    for name in audioblog.__all__:
        assert getattr(audioblog, name) is not None


def test_the_examples_in_docstrings_are_true() -> None:
    assert doctest.testmod(audioblog).failed == 0


def test_the_readme_names_the_two_commands_first() -> None:
    assert README.index("make demo") < README.index("make test") < README.index("## For listeners")
