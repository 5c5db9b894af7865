"""What the fetcher remembers from run to run, so that a server need not send again what has not changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Remembered:
    """An answer of an earlier run, with what the server needs to say that it is still the same."""

    etag: str
    last_modified: str
    final_url: str
    content_type: str
    body: bytes


class Memory(Protocol):
    """Answers by the address that was asked for; the state of the workspace implements it."""

    def load(self, url: str) -> Remembered | None: ...

    def save(self, url: str, remembered: Remembered) -> None: ...


@dataclass(slots=True)
class Forgetful:
    """A Memory for one run."""

    answers: dict[str, Remembered] = field(default_factory=dict)

    def load(self, url: str) -> Remembered | None:
        return self.answers.get(url)

    def save(self, url: str, remembered: Remembered) -> None:
        self.answers[url] = remembered
