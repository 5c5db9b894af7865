"""What the screen reader Orca says of a page while keys are pressed: the real Orca, the real Chromium, no sound card.

    dbus-run-session -- python3 listen.py URL [KEY ...]

Prints the utterances, one a line; each key stands before what it caused, as ">>> KEY" (named as xdotool does: Tab, h,
ctrl+Home). Brings up a virtual display, a window manager, the silent speech server of ssip.py, Orca and Chromium, with
a HOME of their own, and takes them down again. Exit 1, with the reason, when a part does not come up.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from ssip import Silent

SETTINGS = """import orca.settings
orca.settings.sayAllOnLoad = False
orca.settings.enableKeyEcho = False
"""
"""Reading the page aloud as it loads races with the keys; the keys' own names are no news."""
FLAGS = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--force-renderer-accessibility",
)  # fmt: skip
AS_ROOT = ("--no-sandbox", "--test-type")
"""root has no sandbox; --test-type keeps the warning about that out of the order of the Tab key."""
QUIET = 0.9
"""Seconds without a word after which Orca has said what it had to say."""
PATIENCE = 8.0
"""Seconds to wait for the first word."""


class NotUp(Exception):
    """A part did not come up."""


def wait(what: str, true: Callable[[], object], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise NotUp(f"{what} within {seconds:.0f} seconds")
        time.sleep(0.1)


class Desk:
    """A desktop that lives in `home` and ends with `stack`."""

    def __init__(self, home: Path, stack: ExitStack) -> None:
        self.home, self.stack = home, stack
        run = home / "run"
        run.mkdir(mode=0o700)
        unwanted = ("WAYLAND_DISPLAY", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "PYTHONPATH")
        self.environment = {name: value for name, value in os.environ.items() if name not in unwanted} | {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(run),
            "GNOME_ACCESSIBILITY": "1",
            "NO_AT_BRIDGE": "0",
            "LC_ALL": "C.UTF-8",
            "SPEECHD_ADDRESS": f"unix_socket:{home}/ssip",
        }

    def start(self, *command: str, keep: int | None = None) -> None:
        """Run a program until the desk is left."""
        process = subprocess.Popen(
            command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[keep] if keep is not None else [],
        )
        self.stack.callback(process.wait)
        self.stack.callback(process.kill)

    def ask(self, *command: str) -> str:
        """What a program prints; empty when it fails."""
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=30)
        return done.stdout if done.returncode == 0 else ""

    def display(self) -> None:
        """A virtual screen, of a number that Xvfb chooses, and a window manager."""
        read, write = os.pipe()
        self.start("Xvfb", "-displayfd", str(write), "-screen", "0", "1280x900x24", "-nolisten", "tcp", keep=write)
        os.close(write)
        with os.fdopen(read) as answer:
            number = answer.readline().strip()
        if not number:
            raise NotUp("no virtual display")
        self.environment["DISPLAY"] = f":{number}"
        self.start("openbox")

    def accessibility(self) -> None:
        """Tell the accessibility bus, which the session bus starts when it is asked for, that a screen reader runs."""
        for flag in ("IsEnabled", "ScreenReaderEnabled"):
            setting = ("org.freedesktop.DBus.Properties.Set", "org.a11y.Status", flag, "<true>")
            place = ("--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus")
            if not self.ask("gdbus", "call", "--session", *place, "--method", *setting):
                raise NotUp("no accessibility bus")

    def orca(self, speech: Silent) -> None:
        folder = self.home / ".local" / "share" / "orca"
        folder.mkdir(parents=True)
        (folder / "orca-customizations.py").write_text(SETTINGS)
        self.start("orca", "--replace", "--disable", "braille", "--disable", "braille-monitor")
        wait("Orca did not speak", lambda: "Screen reader on." in speech.heard, 30)

    def chromium(self, url: str, speech: Silent) -> None:
        flags = (*FLAGS, *(AS_ROOT if os.getuid() == 0 else ()))
        self.start("chromium", *flags, f"--user-data-dir={self.home}/profile", f"--app={url}")
        find = ("xdotool", "search", "--onlyvisible", "--class", "chromium")
        wait("Chromium showed no window", lambda: self.ask(*find), 40)
        wait("the page did not load", lambda: any(said.startswith("Finished loading") for said in speech.heard), 30)
        window = self.ask(*find).split()[-1]
        self.ask("xdotool", "windowactivate", "--sync", window, "windowfocus", window)
        settle(speech)

    def press(self, key: str, speech: Silent) -> None:
        speech.hear(f">>> {key}")
        before = len(speech.heard)
        self.ask("xdotool", "key", key)
        end = time.monotonic() + PATIENCE
        while len(speech.heard) == before and time.monotonic() < end:
            time.sleep(0.05)
        settle(speech)


def settle(speech: Silent) -> None:
    while (rest := speech.changed + QUIET - time.monotonic()) > 0:
        time.sleep(rest)


def listen(url: str, keys: Sequence[str]) -> list[str]:
    """Everything said from the first key on. Raises NotUp."""
    with ExitStack() as stack:
        home = Path(tempfile.mkdtemp(prefix="listen-"))
        stack.callback(shutil.rmtree, home, ignore_errors=True)
        speech = stack.enter_context(Silent(home / "ssip"))
        threading.Thread(target=speech.serve_forever, daemon=True).start()
        stack.callback(speech.shutdown)
        desk = Desk(home, stack)
        desk.display()
        desk.accessibility()
        desk.orca(speech)
        desk.chromium(url, speech)
        desk.press("ctrl+End", speech)  # what the very first key says still depends on how the page's loading went
        start = len(speech.heard)
        for key in keys:
            desk.press(key, speech)
        return speech.heard[start:]


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    try:
        print("\n".join(listen(sys.argv[1], sys.argv[2:])))
    except NotUp as fault:
        sys.exit(f"listen: {fault}")
