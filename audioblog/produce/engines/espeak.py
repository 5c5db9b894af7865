"""Text -> PCM and word times, by eSpeak NG through pyttsx3's own bindings.

The library is driven synchronously: PCM arrives in memory through our callback, a one-word call costs a quarter of a
millisecond, and nothing is written to disk. (pyttsx3's `save_to_file` runs the same library asynchronously: it returns
before the file exists, cuts off the sentence before, and reads past the end of long texts.) Rules that keep it alive:
initialise once a process, never terminate, never call `_espeak.Synth`, always give the exact number of bytes.

What the library says depends on what it said before (a pitch flutter that nothing resets), and what it cannot stand
kills the process. So each clip is spoken by a fresh fork of a process that never spoke (see `fork_server`); where
there is no fork, in this process.

The system's library is taken when there is one, otherwise the one of the `espeakng-loader` wheel; both speak alike.
`AUDIOBLOG_ESPEAK=system` or `=wheel` insists on one of them.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, count
from pathlib import Path
from types import ModuleType
from typing import Any

from audioblog.errors import SpeechError
from audioblog.model import Voice
from audioblog.produce.engines import Engine, Mark, Speech
from audioblog.produce.engines.repeats import kept_apart

BUFFER_MS = 1000
DONT_EXIT = 0x8000
"""espeakINITIALIZE_DONT_EXIT: without it the library ends the whole process when its data is missing."""
FIRST_FEMALE = 10
"""Numbers of variants above this one are those of women's voices."""
SQUEEZED_RATE = 450
"""From this rate on the library speaks at its usual one and squeezes the sound afterwards (by sonic); its marks are
then up to half a second late, some after the end of the sound."""
WORD = 1
NOT_FOUND = 2

_HINT = "Install it: pip install espeakng-loader, or on Debian and Ubuntu: apt install espeak-ng."


@dataclass(frozen=True, slots=True)
class Library:
    """The loaded library, initialised."""

    bindings: ModuleType
    sample_rate: int
    version: str
    origin: str
    """"system" or "wheel"."""
    data: Path
    """Its folder of voices and dictionaries."""


class Espeak:
    """One voice of the library in this process."""

    name = "espeak"

    def __init__(self, voice: Voice) -> None:
        self._library = library()
        self._voice = voice
        self._name = _voice_name(self._library, voice.model or voice.language)
        self.version = self._library.version
        self.sample_rate = self._library.sample_rate

    def speak(self, texts: Sequence[str]) -> list[Speech]:
        pcm = bytearray()
        spoken = self.stream(texts, pcm.extend)
        ends = accumulate(size for size, _ in spoken)
        return [
            speech_of(self._voice, bytes(pcm[end - size : end]), self.sample_rate, marks)
            for end, (size, marks) in zip(ends, spoken, strict=True)
        ]

    def stream(self, texts: Sequence[str], hear: Callable[[bytes], object]) -> list[tuple[int, tuple[Mark, ...]]]:
        """Give `hear` the PCM, up to a second at a time -> (bytes of PCM, marks) of each text."""
        _select(self._library.bindings, self._name, self._voice)
        return [_say(self._library, text, hear) for text in texts]


def open_voice(voice: Voice) -> Engine:
    """Raises SpeechError when there is no library, or no such voice in it."""
    if not hasattr(os, "fork"):
        return Espeak(voice)
    from audioblog.produce.engines.fork_server import Forked

    return Forked(voice)


@lru_cache(maxsize=1)
def library() -> Library:
    """Load and initialise eSpeak NG, once a process. Raises SpeechError with the way out when there is none."""
    bindings, data, origin = _bindings(os.environ.get("AUDIOBLOG_ESPEAK", ""))
    rate = bindings.Initialize(bindings.AUDIO_OUTPUT_SYNCHRONOUS, BUFFER_MS, data, DONT_EXIT)
    if rate <= 0:
        raise SpeechError(f"The speech library eSpeak NG ({origin}) did not find its voices.", _HINT, code="no-engine")
    found = ctypes.c_char_p()
    version = bindings.Info(ctypes.byref(found)).decode()
    return Library(bindings, rate, version, origin, Path(os.fsdecode(found.value or b"")))


def _bindings(wanted: str) -> tuple[ModuleType, bytes | None, str]:
    """(pyttsx3's bindings, data folder or None for the library's own, origin)."""
    if wanted != "wheel":
        try:
            return _import_bindings(), None, "system"
        except RuntimeError:
            if wanted == "system":
                raise SpeechError("This system has no eSpeak NG library.", _HINT, code="no-engine") from None
    try:
        import espeakng_loader

        # pyttsx3 asks the linker for "libespeak-ng.so.1"; the linker answers with a library of that name that the
        # process has already loaded, so loading the wheel's one first is enough.
        ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)
        return _import_bindings(), espeakng_loader.get_data_path().encode(), "wheel"
    except (ImportError, OSError, RuntimeError) as error:
        raise SpeechError(f"There is no eSpeak NG library here: {error}", _HINT, code="no-engine") from error


def _import_bindings() -> ModuleType:
    from pyttsx3.drivers import _espeak

    return _espeak  # type: ignore[no-any-return]


def _voice_name(lib: Library, model: str) -> bytes:
    """The name that the library knows `model` by: a file ("gmw/en"), that and a variant ("en-us+f3"), or a language.

    The library itself does not find languages whose voice file has another name: "en-gb" lies in the file "gmw/en".
    """
    base, plus, variant = model.partition("+")
    if plus and not _has_variant(lib, variant):
        hint = "`espeak-ng --voices=variant` lists those that it has."
        raise SpeechError(f"eSpeak NG has no variant “{variant}” of its voices.", hint, code="no-voice")
    if lib.bindings.SetVoiceByName(model.encode()) != NOT_FOUND:
        return model.encode()
    for voice in lib.bindings.ListVoices():
        # `languages` is a priority byte, a tag, a zero byte ...; ctypes stops at that zero, which leaves the first tag.
        if (voice.languages or b" ")[1:].decode().lower() == base.lower():
            return bytes(voice.identifier + (plus + variant).encode())
    raise SpeechError(f"eSpeak NG has no voice “{model}”.", "`espeak-ng --voices` lists its voices.", code="no-voice")


def _has_variant(lib: Library, variant: str) -> bool:
    """Whether there is this file of changes to a voice; the library speaks without them, and without a word, if not."""
    if variant.isdecimal():  # from 1 on men's, from 11 on women's (ExtractVoiceVariantName in its voices.c)
        number = int(variant)
        variant = f"m{number}" if number < FIRST_FEMALE else f"f{number - FIRST_FEMALE}"
    return Path(variant).name == variant and (lib.data / "voices" / "!v" / variant).is_file()


def speech_of(voice: Voice, pcm: bytes, rate: int, marks: tuple[Mark, ...]) -> Speech:
    """What the library said, without marks where they are wrong."""
    return Speech(pcm, rate, estimated=True) if voice.rate >= SQUEEZED_RATE else Speech(pcm, rate, marks)


def _select(bindings: ModuleType, name: bytes, voice: Voice) -> None:
    if bindings.SetVoiceByName(name) != 0:
        raise SpeechError(f"eSpeak NG lost its voice “{name.decode()}”.", _HINT, code="no-voice")
    bindings.SetParameter(bindings.RATE, voice.rate, 0)
    bindings.SetParameter(bindings.PITCH, voice.pitch, 0)


def _words(events: Any) -> Iterator[Mark]:
    """The words of a C array of events, which ends with one of type 0."""
    for index in count():
        event = events[index]
        if not event.type:
            return
        if event.type == WORD and event.length > 0:  # length 0 marks the end of a clause
            yield Mark(event.text_position - 1, event.sample)


def _say(lib: Library, text: str, take: Callable[[bytes], object]) -> tuple[int, tuple[Mark, ...]]:
    marks: list[Mark] = []
    trouble: list[BaseException] = []
    size = 0

    def hear(wave: Any, samples: int, events: Any) -> int:
        nonlocal size
        try:
            marks.extend(_words(events))
            if wave and samples > 0:
                take(ctypes.string_at(wave, samples * 2))
                size += samples * 2
        except BaseException as error:  # also Ctrl-C: ctypes would print it and go on; it is raised again below
            trouble.append(error)
            return 1
        return 0

    said = kept_apart(text.replace("\0", " ")).encode()
    lib.bindings.SetSynthCallback(hear)
    status = lib.bindings.cSynth(
        said, len(said) + 1, 0, lib.bindings.POS_CHARACTER, 0, lib.bindings.CHARS_UTF8, None, None
    )
    if trouble:
        raise trouble[0]
    if status != 0:
        raise SpeechError(f"eSpeak NG failed on “{text[:60]}” (status {status}).", code="engine")
    return size, tuple(marks)
