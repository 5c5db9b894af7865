"""What is wrong, where, why it matters to a listener, and how to mend it: the one type that every check gives back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""error: listeners lose something, and nothing is published over it; warning: some apps or directories will complain;
note: worth knowing, and no fault."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding is. Empty and 0 mean: not of one item, not on one line."""

    file: str = ""
    """Path relative to the edition, or an address."""
    item: str = ""
    """The episode's title."""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    severity: Severity
    code: str
    """A stable short name, for programs."""
    what: str
    why: str
    """Why it matters to a listener."""
    mend: str
    file: str = ""
    item: str = ""
    line: int = 0

    @property
    def fault(self) -> bool:
        return self.severity != "note"


@dataclass(frozen=True, slots=True)
class Rule:
    """What all findings of one code have in common."""

    severity: Severity
    why: str
    mend: str


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors first, then by file and line; equal ones once."""
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=lambda f: (SEVERITIES.index(f.severity), f.file, f.line, f.code, f.what)))


def counts(findings: Iterable[Finding]) -> Mapping[Severity, int]:
    """How many of each severity."""
    number: dict[Severity, int] = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        number[finding.severity] += 1
    return number
