"""A speech server without a voice: what Speech Dispatcher's clients ask to be said is kept, in order, and not spoken.

Orca cannot run without a speech server, and the real one blocks for ever on a machine without a sound card. This one
speaks SSIP (https://htmlpreview.github.io/?https://github.com/brailcom/speechd/blob/master/doc/ssip.html) on a unix
socket, and tells each client at once that its message has been spoken to the end. Standard library only.
"""

from __future__ import annotations

import re
import threading
import time
from html import unescape
from itertools import count
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingUnixStreamServer

ANSWERS = {
    "LIST OUTPUT_MODULES": "250-silent\r\n250 OK MODULE LIST SENT",
    "LIST SYNTHESIS_VOICES": "249-Silent\ten\tnone\r\n249 OK VOICE LIST SENT",
    "LIST VOICES": "249-MALE1\r\n249 OK VOICE LIST SENT",
    "HISTORY GET CLIENT_ID": "245-1\r\n245 OK CLIENT ID SENT",
    "GET": "251-silent\r\n251 OK GET RETURNED",
}
"""By the beginning of a command; every other command is answered "200 OK"."""
SAID_AT_ONCE = ("CHAR", "KEY", "SOUND_ICON")


class Silent(ThreadingUnixStreamServer):
    """Listens at `socket`. `heard` grows; `changed` is when it last did, on the monotonic clock."""

    daemon_threads = True

    def __init__(self, socket: Path) -> None:
        super().__init__(str(socket), Client)
        self.heard: list[str] = []
        self.changed = time.monotonic()
        self.lock = threading.Lock()
        self.numbers = count(1)

    def hear(self, message: str) -> int:
        """Keep a message without its markup; gives its number."""
        with self.lock:
            self.heard.append(unescape(re.sub(r"<[^>]+>", "", message)).strip())
            self.changed = time.monotonic()
            return next(self.numbers)


class Client(StreamRequestHandler):
    server: Silent

    def handle(self) -> None:
        while line := self.rfile.readline():
            command = line.decode(errors="replace").strip()
            verb, _, rest = command.partition(" ")
            if verb.upper() == "SPEAK":
                self.answer("230 OK RECEIVING DATA")
                self.spoken(self.message())
            elif verb.upper() in SAID_AT_ONCE:
                self.spoken(rest)
            elif verb.upper() == "QUIT":
                self.answer("231 HAPPY HACKING")
                return
            else:
                known = (answer for start, answer in ANSWERS.items() if command.upper().startswith(start))
                self.answer(next(known, "200 OK"))

    def message(self) -> str:
        """The lines of a message up to the one that is a single dot; a dot at a line's start is doubled."""
        lines = []
        while (line := self.rfile.readline().decode(errors="replace").rstrip("\r\n")) != ".":
            lines.append(line[1:] if line.startswith("..") else line)
        return " ".join(lines)

    def spoken(self, message: str) -> None:
        number = self.server.hear(message)
        self.answer(f"225-{number}\r\n225 OK MESSAGE QUEUED")
        self.answer(f"701-{number}\r\n701-1\r\n701 BEGIN\r\n702-{number}\r\n702-1\r\n702 END")

    def answer(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())
