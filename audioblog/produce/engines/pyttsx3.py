"""Text -> PCM by the system's own voices (SAPI on Windows, macOS, eSpeak elsewhere), through pyttsx3's public API.

pyttsx3 loses, cuts and mixes up files when several are asked of one engine, and some of its drivers never return. So a
child process with a fresh engine speaks the texts of one clip, each to a file of its own; every file is held against
the length of its text; when one is wrong or the child does not end, a second child says all again, once.
Word times are estimates, because its word events are not dependable.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from audioblog.errors import SpeechError
from audioblog.model import Voice
from audioblog.produce.engines import Speech

PATIENCE_S = 60
"""How long a child may take, plus a second for each `CHARS_A_SECOND`."""
CHARS_A_SECOND = 10
SLOWEST, FASTEST = 5, 40
"""Characters a second; outside, a file is cut, doubled or empty. Short texts may take longer: see `SHORT`."""
SHORT = 20
TRIES = 2

CHILD = f"from {__name__} import speak_here; speak_here()"


class SystemVoice:
    name = "pyttsx3"

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self.version = f"{version('pyttsx3')} {sys.platform}"

    def speak(self, texts: Sequence[str]) -> list[Speech]:
        trouble = ""
        for _ in range(TRIES if texts else 0):
            with tempfile.TemporaryDirectory() as folder:
                trouble = _run_child(self._voice, texts, Path(folder))
                speeches = [_read(Path(folder) / str(number), text) for number, text in enumerate(texts)]
            if all(speech is not None for speech in speeches):
                return [speech for speech in speeches if speech is not None]
        if not texts:
            return []
        said = " ".join(texts)[:80]
        raise SpeechError(
            f"The system's voice “{self._voice.model or 'default'}” did not say “{said}” whole. {trouble}".strip(),
            "Choose another voice: `audioblog voices` lists them.",
            code="engine",
        )


def open_voice(voice: Voice) -> SystemVoice:
    return SystemVoice(voice)


def speak_here() -> None:
    """The child's whole life: an order on stdin, files in its folder."""
    import pyttsx3

    order = json.load(sys.stdin)
    engine = pyttsx3.init()
    if order["model"]:
        engine.setProperty("voice", order["model"])
    engine.setProperty("rate", order["rate"])
    for number, text in enumerate(order["texts"]):
        if any(map(str.isalnum, text)):
            engine.save_to_file(text.replace("\0", " "), str(Path(order["folder"]) / str(number)))
            engine.runAndWait()
            _settle()


def _settle() -> None:
    """eSpeak's driver returns before its file is written; the library knows when it is."""
    bindings = sys.modules.get("pyttsx3.drivers._espeak")
    if bindings:
        bindings.Synchronize()


def _run_child(voice: Voice, texts: Sequence[str], folder: Path) -> str:
    """Let a fresh process write the files -> its last words when it failed, "" otherwise."""
    order = {"model": voice.model, "rate": voice.rate, "texts": list(texts), "folder": str(folder)}
    patience = PATIENCE_S + sum(map(len, texts)) / CHARS_A_SECOND
    try:
        done = subprocess.run(
            [sys.executable, "-c", CHILD],
            input=json.dumps(order),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"It did not end within {patience:.0f} seconds."
    lines = done.stderr.strip().splitlines()
    return lines[-1] if done.returncode and lines else ""


def _read(path: Path, text: str) -> Speech | None:
    """The file's sound, whatever its format; None when it is not a plausible reading of `text`."""
    from audioblog.produce.aiff import read_aiff
    from audioblog.produce.decode import decode_sound

    if not any(map(str.isalnum, text)):
        return Speech(b"", 22_050, estimated=True)
    if not path.is_file():
        return None
    data = path.read_bytes()
    found = read_aiff(data) if data.startswith(b"FORM") else decode_sound(data)
    if found is None or not len(found[0]):
        return None
    pcm, rate = found
    speed = len(text) * rate / len(pcm)
    plausible = speed <= FASTEST and (speed >= SLOWEST or len(text) < SHORT)
    return Speech(pcm.tobytes(), rate, estimated=True) if plausible else None
