"""The real screen reader Orca on the pages, word for word.

Proves: what Orca says, while a listener goes through the index and an episode's page with heading keys and the Tab key,
is the text of golden/NAME.txt. It changes with Orca, Chromium and our pages, and is meant to be read when it does: run
with AUDIOBLOG_REWRITE_GOLDEN=1, then judge the difference as a listener would. Lengths and sizes, which change with the
speech engine, stand as "N minutes" and "N MB", and so does the volume, which changes with Chromium.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from sample_edition import Edition

pytestmark = pytest.mark.external

HERE = Path(__file__).parent
SYSTEM_PYTHON = "/usr/bin/python3"
"""Orca and its libraries live there; a virtual environment has neither."""

HEADINGS = ("ctrl+Home", "h", "h", "h", "h")
TABLE_AND_QUOTATION = ("ctrl+Home", "t", "Down", "Down", "q", "Down")
WALKS = {
    "index": ("index.html", ("ctrl+Home", "h", "h", "ctrl+Home", *("Tab",) * 7)),
    "subscribe": ("subscribe.html", ("ctrl+Home", *("h",) * 4, "ctrl+Home", *("Tab",) * 5)),
    "episode": (
        "episodes/2025-03-06-tea-at-three-and-why-the-time-matters/index.html",
        (*HEADINGS, *TABLE_AND_QUOTATION, "ctrl+Home", *("Tab",) * 22),
    ),
}
"""Name of the golden text -> page, keys."""

CHANGING = (
    (re.compile(r"Download MP3, .*? [kM]B"), "Download MP3, N minutes, N MB"),
    (re.compile(r"total time: [\d:]+"), "total time: N"),
    (re.compile(r"volume horizontal slider \d+"), "volume horizontal slider N"),
    (re.compile(r"127\.0\.0\.1:\d+"), "HOST"),
)


def spoken(url: str, keys: tuple[str, ...]) -> str:
    command = ["dbus-run-session", "--", SYSTEM_PYTHON, str(HERE / "orca" / "listen.py"), url, *keys]
    # A session of its own, so that one signal ends whatever is left of the desktop.
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        said, complaints = process.communicate(timeout=150)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    assert process.returncode == 0, complaints
    return said[said.index(">>> ") :]


@pytest.mark.parametrize("name", WALKS)
def test_orca_speaks_the_golden_text(name: str, need: Callable[..., None], edition: Edition) -> None:
    need("orca", "chromium", "Xvfb", "openbox", "xdotool", "dbus-run-session", "gdbus", package=(
        "orca chromium xvfb openbox xdotool at-spi2-core dbus-x11 libglib2.0-bin gir1.2-atspi-2.0 python3-pyatspi"
    ))  # fmt: skip
    page, keys = WALKS[name]
    said = spoken(edition.url + page, keys)
    for pattern, steady in CHANGING:
        said = pattern.sub(steady, said)
    golden = HERE / "golden" / f"{name}.txt"
    if os.environ.get("AUDIOBLOG_REWRITE_GOLDEN"):
        golden.write_text(said)
    assert said == golden.read_text()
