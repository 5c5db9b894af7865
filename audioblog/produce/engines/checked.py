"""An engine of anybody's -> the same one, whose every failure is a SpeechError and whose every answer can be used.

Engines are other people's programs: what they raise is no crash of ours but the failure of a post, and what they give
is looked at before it is counted, stretched and encoded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from audioblog.errors import SpeechError

if TYPE_CHECKING:
    from audioblog.produce.engines import Engine, Speech

RATES = range(4_000, 200_001)
"""Samples a second that can be sound; a rate of 1 would become gigabytes at the rate of an episode."""
SAMPLE_BYTES = 2

_HINT = "Choose another voice, `audioblog voices` lists them, or tell those who made the engine."
T = TypeVar("T")


class Checked:
    """`engine`, known to editors as `called`. Raises SpeechError when it does not say who it is."""

    def __init__(self, engine: Engine, called: str) -> None:
        self._engine, self._called = engine, called
        who = [getattr(engine, key, None) for key in ("name", "version")]
        if not all(isinstance(value, str) and value for value in who) or not callable(getattr(engine, "speak", None)):
            raise wrong(called, f"opened as {engine!r:.80}, which lacks a name, a version or a way to speak")

    @property
    def name(self) -> str:
        return self._engine.name

    @property
    def version(self) -> str:
        return self._engine.version

    def speak(self, texts: Sequence[str]) -> list[Speech]:
        spoken: Any = tried(self._called, lambda: self._engine.speak(texts))
        if not isinstance(spoken, list | tuple) or len(spoken) != len(texts):
            given = len(spoken) if isinstance(spoken, list | tuple) else type(spoken).__name__
            raise wrong(self._called, f"gave {given} for {len(texts)} texts")
        for text, speech in zip(texts, spoken, strict=True):
            if fault := _fault(speech):
                raise wrong(self._called, f"gave {fault} for “{text[:60]}”")
        return list(spoken)


def tried(called: str, act: Callable[[], T]) -> T:
    """What `act` gives. Whatever it raises becomes a SpeechError that names the engine; a script's exit does, too."""
    try:
        return act()
    except SpeechError:
        raise
    except (Exception, SystemExit) as error:
        raise wrong(called, f"failed: {type(error).__name__}: {error}") from error


def wrong(called: str, what: str) -> SpeechError:
    """The error for an engine that did `what`."""
    return SpeechError(f"The speech engine “{called}” {what.rstrip('.: ')}.", _HINT, code="engine")


def _fault(speech: Any) -> str:
    """What makes an answer unusable, "" when nothing does."""
    from audioblog.produce.engines import Mark, Speech

    if not isinstance(speech, Speech):
        return f"{type(speech).__name__} instead of a Speech"
    pcm, rate, marks = attrgetter("pcm", "sample_rate", "marks")(speech)
    if not isinstance(pcm, bytes) or len(pcm) % SAMPLE_BYTES:
        return "what is no whole number of 16-bit samples"
    if not isinstance(rate, int) or rate not in RATES:
        return f"{rate} samples a second"
    if not isinstance(marks, tuple) or not all(isinstance(mark, Mark) for mark in marks):
        return "marks that are none"
    return ""
