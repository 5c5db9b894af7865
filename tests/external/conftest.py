"""What the external tests share: the sample edition, served; and programs, whose absence skips a test with its reason.

With AUDIOBLOG_NO_SKIP=1 (as .ci/run sets it) a skipped test fails instead: where everything is installed, a skip hides
a proof that was not made.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest
from sample_edition import Edition, build_sample, clean_environment

HERE = Path(__file__).parent

Need = Callable[..., None]
Node = Callable[..., Any]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("AUDIOBLOG_NO_SKIP"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and AUDIOBLOG_NO_SKIP is set: {skip_reason(report.longrepr)}"
    return report


def skip_reason(longrepr: object) -> str:
    """The reason of a skip: pytest gives (file, line, reason)."""
    return str(longrepr[2]) if isinstance(longrepr, tuple) else str(longrepr)


@pytest.fixture(scope="session")
def need() -> Need:
    """need("gpo", "sqlite3", package="gpodder") skips the test unless every program is on the PATH."""

    def check(*programs: str, package: str = "") -> None:
        missing = [program for program in programs if shutil.which(program) is None]
        if missing:
            pytest.skip(f"{', '.join(missing)} not installed (Debian: apt install {package or ' '.join(missing)})")

    return check


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edition]:
    """The sample edition at the address that its feed names, served by `audioblog serve`."""
    made = build_sample()
    port = made.url.rstrip("/").rpartition(":")[2]
    command = [sys.executable, "-m", "audioblog", "serve", str(made.folder), "--port", port]
    log = tmp_path_factory.mktemp("serve") / "log.txt"
    with log.open("w") as output:
        server = subprocess.Popen(
            command, cwd=made.folder.parent, env=clean_environment(made.folder.parent), stderr=output
        )
        try:
            wait_until_it_answers(made.url, server, log)
            yield made
        finally:
            server.terminate()
            server.wait(10)


def wait_until_it_answers(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(150):
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except URLError:
            assert server.poll() is None, f"audioblog serve stopped at once:\n{log.read_text()}"
            time.sleep(0.2)
    pytest.fail(f"audioblog serve did not answer within 30 seconds:\n{log.read_text()}")


@pytest.fixture(scope="session")
def chromium(need: Need) -> str:
    """The system's Chromium."""
    need("chromium")
    return str(shutil.which("chromium"))


@pytest.fixture(scope="session")
def node(need: Need) -> Node:
    """node("axe.mjs", "http://…") runs a script of this folder and gives what it printed, read as JSON."""
    need("node", package="nodejs npm")
    if not (HERE / "node_modules").is_dir():
        pytest.skip("Node packages not installed (run: npm ci --prefix tests/external)")

    def run(script: str, *arguments: str, timeout: int = 180) -> Any:
        command = ["node", str(HERE / script), *arguments]
        environment = os.environ | {"CHROMIUM": shutil.which("chromium") or ""}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=timeout)
        assert done.returncode == 0, f"{script} failed:\n{done.stdout}\n{done.stderr}"
        return json.loads(done.stdout)

    return run
