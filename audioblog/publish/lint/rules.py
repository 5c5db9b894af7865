"""rules.toml as Python: the code of a rule and what was found in, the finding that explains itself out."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from audioblog.publish.lint.finding import Finding, Place, Rule


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Rule]:
    """Every rule by its code."""
    written = tomllib.loads(resources.files(__package__).joinpath("rules.toml").read_text("utf-8"))
    return {code: Rule(**told) for code, told in written.items()}


def broken(code: str, what: str, place: Place) -> Finding:
    """The finding that the rule called `code` is broken in this way, in this place. KeyError when there is none."""
    rule = rules()[code]
    return Finding(rule.severity, code, what, rule.why, rule.mend, place.file, place.item, place.line)
