"""The examples in the docstrings are true; every rule of English has one that it speaks and one that it leaves."""

from __future__ import annotations

import ast
import doctest
import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import audioblog.narrate
from audioblog.narrate.english.rules import ENGLISH, TABLE
from audioblog.narrate.languages import locale_of
from audioblog.narrate.normalise import normalise
from audioblog.narrate.scan import Rule, Rules, rules, scan

MODULES = [module.name for module in pkgutil.walk_packages(audioblog.narrate.__path__, "audioblog.narrate.")]


def said_us(text: str) -> str:
    return normalise(text, "en-US")


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    names = {"said": normalise, "said_us": said_us}
    assert doctest.testmod(importlib.import_module(name), extraglobs=names).failed == 0


def examples(rule: Rule) -> Iterator[tuple[str, str]]:
    """(text, language) of every `said("…")` in the docstring of a rule."""
    for example in doctest.DocTestParser().get_examples(rule.speak.__doc__ or ""):
        for node in ast.walk(ast.parse(example.source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.startswith("said"):
                (text,) = node.args
                assert isinstance(text, ast.Constant)
                yield str(text.value), "en-US" if node.func.id == "said_us" else "en-GB"


def speaks(alone: Rules, text: str, lang: str) -> bool:
    return any(scan(text, alone, locale_of(lang)))


@pytest.mark.parametrize("rule", TABLE, ids=lambda rule: f"{rule.why}-{rule.speak.__name__}")
def test_every_rule_has_an_example_for_and_one_against(rule: Rule) -> None:
    alone = rules((rule,), ENGLISH.words)
    told = [speaks(alone, text, lang) for text, lang in examples(rule)]
    assert True in told, "an example that the rule speaks"
    assert False in told, "an example that the rule leaves alone"
