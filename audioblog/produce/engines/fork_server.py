"""eSpeak NG in a small process of its own, which forks for every clip: the same texts give the same samples, always.

The server loads the library and never speaks; each request is answered by a fork of it, which is in exactly the state
that every other one was in. That costs a millisecond a clip. It also means that what kills the library kills one fork,
that nothing it prints reaches our output, and that no memory of it stays. The server ends when its input does.

    request   8 bytes length, pickled (voice, texts)
    answer    8 bytes length, pickled SpeechError or list of (bytes of PCM, sample rate, marks)

The PCM itself is then in a file that both sides have open, in memory where the system can do that. Through the pipe it
would be copied more often, and each fork would ask the system for new memory as its sound grows: together that cost
three times what the fork itself does.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import pickle
import select
import signal
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from typing import BinaryIO, cast

from audioblog.errors import SpeechError
from audioblog.model import Voice
from audioblog.produce.engines import Mark, Speech
from audioblog.produce.engines.espeak import Espeak, library, speech_of

PATIENCE_S = 60
"""How long an answer may take, plus a second for each `CHARS_A_SECOND`; the library needs a thousandth of that."""
CHARS_A_SECOND = 200

PROGRAM = f"import sys; from {__name__} import serve; serve(int(sys.argv[1]))"
_Head = tuple[int, int, tuple[tuple[int, int], ...]]
"""Marks as plain pairs: pickling a thousand small dataclasses takes longer than speaking a sentence."""


class Forked:
    """The engine as its users see it."""

    name = "espeak"

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self.version = _server().version
        self.speak(())  # so that a voice that does not exist is refused here

    def speak(self, texts: Sequence[str]) -> list[Speech]:
        return _server().ask(self._voice, tuple(texts))


class _Server:
    def __init__(self) -> None:
        self._sound = _shared_file()
        self._process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(self._sound.fileno())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            pass_fds=[self._sound.fileno()],
        )
        self._stdin, self._stdout = cast(BinaryIO, self._process.stdin), cast(BinaryIO, self._process.stdout)
        hello = self._answer(PATIENCE_S)
        if isinstance(hello, SpeechError):
            self.close()
            raise hello
        self.version = str(hello)

    def ask(self, voice: Voice, texts: tuple[str, ...]) -> list[Speech]:
        try:
            answer = self._exchange(voice, texts)
        except BrokenPipeError:
            raise self._lost("has ended") from None
        except KeyboardInterrupt:  # half an answer is in the pipe, and nobody may take it for the next one
            self._lost("was interrupted")
            raise
        if isinstance(answer, SpeechError):
            raise answer
        return answer

    def _exchange(self, voice: Voice, texts: tuple[str, ...]) -> list[Speech] | SpeechError:
        _send(self._stdin, (voice, texts))
        answer = self._answer(PATIENCE_S + sum(map(len, texts)) / CHARS_A_SECOND)
        if isinstance(answer, SpeechError):
            return answer
        self._sound.seek(0)
        return [
            speech_of(voice, self._sound.read(size), rate, tuple(Mark(*pair) for pair in pairs))
            for size, rate, pairs in cast(list[_Head], answer)
        ]

    def _answer(self, seconds: float) -> object:
        if not select.select([self._stdout], [], [], seconds)[0]:
            raise self._lost("did not answer")
        found = _receive(self._stdout)
        if found is None:
            raise self._lost("has ended")
        return found

    def close(self) -> None:
        """The server ends when its input does."""
        for file in (self._stdin, self._stdout, self._sound):
            with contextlib.suppress(BrokenPipeError):
                file.close()
        self._process.wait()

    def _lost(self, how: str) -> SpeechError:
        _servers.pop(os.getpid(), None)
        self._process.kill()
        self.close()
        return SpeechError(f"The speech engine eSpeak NG {how}.", "Try again.", code="engine")


_servers: dict[int, _Server] = {}
"""This process's own server, by its pid: after a fork of ours the pid is another one, and so is the server."""


def _server() -> _Server:
    pid = os.getpid()
    if pid not in _servers:
        _servers[pid] = _Server()
    return _servers[pid]


@atexit.register
def close() -> None:
    """End this process's server, if it has one; the next speech starts another."""
    server = _servers.pop(os.getpid(), None)
    if server:
        server.close()


def serve(sound: int) -> None:
    """The server's whole life. `sound`: descriptor of the file that PCM is written to."""
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
            _reply(stdout, sound, *cast(tuple[Voice, tuple[str, ...]], request))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status:
            voice, texts = cast(tuple[Voice, tuple[str, ...]], request)
            said, model = " ".join(texts)[:80], voice.model or voice.language
            _send(stdout, SpeechError(f"eSpeak NG crashed with voice “{model}” on “{said}”.", code="engine"))


def _reply(out: BinaryIO, sound: int, voice: Voice, texts: tuple[str, ...]) -> None:
    """Speak everything first, then answer: a crash on the way leaves the answer to the server."""
    try:
        engine = Espeak(voice)
        os.lseek(sound, 0, os.SEEK_SET)
        spoken = engine.stream(texts, partial(os.write, sound))
    except SpeechError as error:
        _send(out, error)
        return
    heads: list[_Head] = [
        (size, engine.sample_rate, tuple((mark.char, mark.sample) for mark in marks)) for size, marks in spoken
    ]
    _send(out, heads)


def _shared_file() -> BinaryIO:
    """A nameless file that a child process can be given."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("audioblog-speech"), "w+b", buffering=0)
    import tempfile  # brings `random` along, which every fork would seed again

    return cast(BinaryIO, tempfile.TemporaryFile(buffering=0))


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
