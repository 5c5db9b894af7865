"""eSpeak NG in a small process of its own, which forks for every clip: the same texts give the same samples, always.

The server loads the library and never speaks; each request is answered by a fork of it, which is in exactly the state
that every other one was in. That costs a millisecond a clip. It also means that what kills the library kills one fork,
that nothing it prints reaches our output, and that no memory of it stays. The server ends when its input does.

    request   8 bytes length, pickled (voice, texts)
    answer    8 bytes length, pickled SpeechError or list of (bytes of PCM, sample rate, marks), then the PCM itself
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import select
import signal
import subprocess
import sys
from collections.abc import Sequence
from functools import lru_cache
from typing import BinaryIO, cast

from audioblog.errors import SpeechError
from audioblog.model import Voice
from audioblog.produce.engines import Mark, Speech
from audioblog.produce.engines.espeak import Espeak, library

PATIENCE_S = 60
"""How long an answer may take, plus a second for each `CHARS_A_SECOND`; the library needs a thousandth of that."""
CHARS_A_SECOND = 200
PIPE_BYTES = 1 << 20
"""What Linux allows every user."""

_Head = tuple[int, int, tuple[Mark, ...]]


class Forked:
    """The engine as its users see it."""

    name = "espeak"
    timed = True

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self.version = _server(os.getpid()).version
        self.speak(())  # so that a voice that does not exist is refused here

    def speak(self, texts: Sequence[str]) -> list[Speech]:
        return _server(os.getpid()).ask(self._voice, tuple(texts))


class _Server:
    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"from {__name__} import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        _widen(cast(BinaryIO, self._process.stdout))
        hello = self._answer(PATIENCE_S)
        if isinstance(hello, SpeechError):
            raise hello
        self.version = str(hello)

    def ask(self, voice: Voice, texts: tuple[str, ...]) -> list[Speech]:
        try:
            _send(cast(BinaryIO, self._process.stdin), (voice, texts))
        except BrokenPipeError:
            self._lost("has ended")
        answer = self._answer(PATIENCE_S + sum(map(len, texts)) / CHARS_A_SECOND)
        if isinstance(answer, SpeechError):
            raise answer
        out = cast(BinaryIO, self._process.stdout)
        return [Speech(out.read(size), rate, marks) for size, rate, marks in cast(list[_Head], answer)]

    def _answer(self, seconds: float) -> object:
        out = cast(BinaryIO, self._process.stdout)
        if not select.select([out], [], [], seconds)[0]:
            self._lost("did not answer")
        found = _receive(out)
        if found is None:
            self._lost("has ended")
        return found

    def _lost(self, how: str) -> None:
        _server.cache_clear()
        self._process.kill()
        self._process.wait()
        raise SpeechError(f"The speech engine eSpeak NG {how}.", "Try again.", code="engine")


@lru_cache(maxsize=1)
def _server(_pid: int) -> _Server:
    """This process's own server: after a fork of ours the pid is another one, and so is the server."""
    return _Server()


def serve() -> None:
    """The server's whole life."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; who asked decides when to stop
    stdin, stdout = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    try:
        _send(stdout, library().version)
    except SpeechError as error:
        _send(stdout, error)
        return
    gc.disable()  # a fork lives too briefly to collect anything, and looking for it would copy every page
    while (request := _receive(stdin)) is not None:
        child = os.fork()
        if child == 0:
            _reply(stdout, *cast(tuple[Voice, tuple[str, ...]], request))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status:
            voice, texts = cast(tuple[Voice, tuple[str, ...]], request)
            said, model = " ".join(texts)[:80], voice.model or voice.language
            _send(stdout, SpeechError(f"eSpeak NG crashed with voice “{model}” on “{said}”.", code="engine"))


def _reply(out: BinaryIO, voice: Voice, texts: tuple[str, ...]) -> None:
    """Speak everything first, then answer: a crash on the way leaves the answer to the server."""
    try:
        spoken = Espeak(voice).speak(texts)
    except SpeechError as error:
        _send(out, error)
        return
    heads: list[_Head] = [(len(speech.pcm), speech.sample_rate, speech.marks) for speech in spoken]
    _send(out, heads)
    for speech in spoken:
        out.write(speech.pcm)
    out.flush()


def _widen(pipe: BinaryIO) -> None:
    """Let a whole paragraph of sound lie in the pipe: fewer switches between the two processes. Only Linux can."""
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)


def _send(out: BinaryIO, what: object) -> None:
    data = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
    out.write(len(data).to_bytes(8, "big"))
    out.write(data)
    out.flush()


def _receive(source: BinaryIO) -> object | None:
    """What the other side sent; None at its end."""
    size = source.read(8)
    data = source.read(int.from_bytes(size, "big")) if len(size) == 8 else b""
    return pickle.loads(data) if data else None  # both ends are this program
