"""The examples in the docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import audioblog.narrate

MODULES = [module.name for module in pkgutil.walk_packages(audioblog.narrate.__path__, "audioblog.narrate.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
