"""Text -> PCM by flite, a small program of Carnegie Mellon University (Debian: apt install flite), in English only.

Its voices "slt" and "rms" are made from recordings of people, and sound more human than eSpeak. Each text goes through
a file, in ASCII, because flite spells the bytes of anything else; a word in another script is an error. Word times are
estimated. A voice that it does not have flite replaces by another one without a word, so its list is asked first.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from audioblog.errors import SpeechError
from audioblog.model import Voice
from audioblog.produce.decode import decode_sound
from audioblog.produce.engines import Speech
from audioblog.produce.engines.ends import trim
from audioblog.produce.engines.in_ascii import in_ascii

PROGRAM = "flite"
USUAL_RATE = 175
"""The `rate` at which its voices speak as they were recorded."""
PATIENCE_S = 60
"""How long one text may take, plus a second for each `CHARS_A_SECOND`; flite speaks about 1,500 characters a second."""
CHARS_A_SECOND = 50
SAMPLE_RATE = 16_000

_HINT = "On Debian and Ubuntu: apt install flite. Or choose another voice: `audioblog voices` lists them."


class Flite:
    name = "flite"

    def __init__(self, voice: Voice) -> None:
        known, self.version = _installed()
        self._model = voice.model or "slt"
        self._stretch = USUAL_RATE / voice.rate
        if self._model not in known and not Path(self._model).is_file():
            raise SpeechError(
                f"flite has no voice “{self._model}”.", f"It has: {', '.join(sorted(known))}.", code="no-voice"
            )

    def speak(self, texts: Sequence[str]) -> list[Speech]:
        with tempfile.TemporaryDirectory() as folder:
            return [self._say(text, Path(folder)) for text in texts]

    def _say(self, text: str, folder: Path) -> Speech:
        plain = in_ascii(text)
        if not any(map(str.isalnum, plain)):
            return Speech(b"", SAMPLE_RATE, estimated=True)
        written, sound = folder / "text", folder / "sound.wav"
        written.write_text(plain, "ascii")
        sound.unlink(missing_ok=True)
        command = [PROGRAM, "-voice", self._model, "--setf", f"duration_stretch={self._stretch:.4f}"]
        trouble = _run([*command, "-f", str(written), "-o", str(sound)], PATIENCE_S + len(text) / CHARS_A_SECOND)
        found = decode_sound(sound.read_bytes()) if sound.is_file() else None
        if trouble or found is None:
            raise SpeechError(f"flite did not say “{text[:60]}”. {trouble}".rstrip(), _HINT, code="engine")
        _, speech = trim(found[0].astype(np.float32), found[1])
        return Speech(np.rint(speech).astype(np.int16).tobytes(), found[1], estimated=True)


def open_voice(voice: Voice) -> Flite:
    """Raises SpeechError when there is no flite, or no such voice in it."""
    if shutil.which(PROGRAM) is None:
        raise SpeechError("The program flite is not installed.", _HINT, code="no-engine")
    return Flite(voice)


@lru_cache(maxsize=1)
def _installed() -> tuple[frozenset[str], str]:
    """(names of its voices, its version)."""
    listed = _output([PROGRAM, "-lv"]).partition(":")[2].split()
    version = re.search(r"version:\s*(\S+)", _output([PROGRAM, "--version"]))
    return frozenset(listed), version[1] if version else "unknown"


def _output(command: Sequence[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=PATIENCE_S, check=False)
    return done.stdout + done.stderr


def _run(command: Sequence[str], seconds: float) -> str:
    """ "" when it did its work, else why not."""
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=seconds,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"It did not end within {seconds:.0f} seconds."
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    return (lines or [f"It ended with status {done.returncode}."])[-1] if done.returncode else ""
