"""Voice profile -> Engine: the seam behind which every speech synthesiser looks the same.

An engine is opened for one voice and answers one question: what do these texts sound like? One call is one clip, and
what comes back must depend on the texts and the voice alone, never on what was said before, because clips are cached.
New engines register in the entry point group `audioblog.engines` with a callable that takes a `Voice`; a profile may
also name one directly, `engine = "package.module:callable"`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Protocol, cast

from audioblog.errors import SpeechError
from audioblog.model import Voice
from audioblog.produce.engines.checked import Checked, tried, wrong

if TYPE_CHECKING:
    from importlib.metadata import EntryPoints

GROUP = "audioblog.engines"
TRIAL = "1"
"""Said by a voice that is tried: there is a word for it in every language."""

BUILT_IN = {
    "espeak": "audioblog.produce.engines.espeak:open_voice",
    "beep": "audioblog.produce.engines.beep:open_voice",
    "pyttsx3": "audioblog.produce.engines.pyttsx3:open_voice",
    "piper": "audioblog.produce.engines.piper:open_voice",
    "flite": "audioblog.produce.engines.flite:open_voice",
}
"""The same as in pyproject.toml; looked at first, so that a source tree without installed metadata speaks as well."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment within a Speech: the word at character `char` of the text begins at sample `sample`."""

    char: int
    sample: int


@dataclass(frozen=True, slots=True)
class Speech:
    """What one text sounds like: 16-bit mono PCM in the machine's byte order, and when its words begin."""

    pcm: bytes
    sample_rate: int
    marks: tuple[Mark, ...] = ()
    """In the order of the text; at most one a word is needed, more are merged."""
    estimated: bool = False
    """True when the engine cannot say when each word begins; words without a mark then get a share of the time."""


class Engine(Protocol):
    """One voice, ready to speak."""

    @property
    def name(self) -> str:
        """ "espeak", "beep" ...; part of every clip's key."""

    @property
    def version(self) -> str:
        """Version of the library and of its voice data; part of every clip's key."""

    def speak(self, texts: Sequence[str]) -> list[Speech]:
        """One Speech for each text, in order; every word of one that is not `estimated` has a mark. SpeechError."""


class OpenEngine(Protocol):
    def __call__(self, voice: Voice) -> Engine: ...


def open_engine(voice: Voice) -> Engine:
    """The engine of `voice`, opened once in this process; all that it does wrong is a SpeechError (see `checked`).

    Raises SpeechError when it cannot work on this machine.
    """
    return _opened(_heard(voice))


def try_engine(voice: Voice) -> None:
    """Open the engine of `voice` and let it say a word. Raises SpeechError when it does not; nothing of it is kept."""
    (speech,) = _opened.__wrapped__(_heard(voice)).speak([TRIAL])
    if not any(speech.pcm):
        raise wrong(voice.engine, f"says nothing for “{TRIAL}”")


def _heard(voice: Voice) -> Voice:
    """Only what an engine may listen to, so that profiles that differ in level share one model."""
    heard = replace(voice, name="", gain_db=0.0, lexicons=(), calibrated=False)
    return replace(heard, licence="", sample="", spoken_name="")


@lru_cache(maxsize=32)
def _opened(voice: Voice) -> Engine:
    opener = _opener(voice.engine)
    return Checked(tried(voice.engine, lambda: opener(voice)), voice.engine)


def engine_names() -> tuple[str, ...]:
    """Every engine that a profile may name, built-in or installed, in alphabetical order."""
    return tuple(sorted(BUILT_IN.keys() | {point.name for point in _installed()}))


def _installed() -> EntryPoints:
    from importlib.metadata import entry_points  # a slow import that the built-in engines do not need

    return entry_points(group=GROUP)


def _opener(name: str) -> OpenEngine:
    target = BUILT_IN.get(name) or name
    if ":" not in target:
        found = [point.value for point in _installed() if point.name == name]
        if not found:
            raise SpeechError(
                f"There is no speech engine called “{name}”.",
                f"Engines that are installed: {', '.join(engine_names())}.",
                code="no-engine",
            )
        target = found[0]
    try:
        return cast(OpenEngine, resolve_name(target))
    except (Exception, SystemExit) as error:  # a module of somebody else's may raise anything while it is imported
        raise SpeechError(
            f"The speech engine “{name}” cannot be loaded: {type(error).__name__}: {error}.",
            f"Install the package that provides {target}, or choose another voice.",
            code="no-engine",
        ) from error
