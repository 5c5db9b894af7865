"""The recipes for nginx and Caddy, run as they stand but for address, port and folder: the same table as `serve`."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hosttable import SOUND, HostTable, ask, lay_out
from webserver import running

from audioblog.config import open_workspace
from audioblog.listeners import Door, add, revoke
from audioblog.web.site import app

pytestmark = pytest.mark.external

RECIPES = Path(__file__).parent.parent.parent / "recipes"
SERVE_PORT = "127.0.0.1:8000"
"""Where the recipes look for `audioblog serve`."""


def nginx(folder: Path, public: Path, port: int, behind: str = SERVE_PORT) -> list[str]:
    """The command that runs the recipe."""
    recipe = (RECIPES / "nginx.conf").read_text("utf-8")
    for told, meant in (
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("/srv/audio;", f'"{public}";'),
        ("/var/log/nginx/audioblog.log", f"{folder}/access.log"),
        (SERVE_PORT, behind),
    ):
        assert told in recipe
        recipe = recipe.replace(told, meant)
    (folder / "audioblog.conf").write_text(recipe, "utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/pid; error_log stderr; events {{}}\n"
        f"http {{ {temporary} include {folder}/audioblog.conf; }}\n"
    )
    return [shutil.which("nginx") or "/usr/sbin/nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]


def caddy(folder: Path, public: Path, port: int, behind: str = SERVE_PORT) -> list[str]:
    recipe = (RECIPES / "Caddyfile").read_text("utf-8")
    for told, meant in (
        ("audio.example.org {", f"http://127.0.0.1:{port} {{"),
        ("root * /srv/audio", f'root * "{public}"'),
        (SERVE_PORT, behind),
    ):
        assert told in recipe
        recipe = recipe.replace(told, meant)
    (folder / "Caddyfile").write_text("{\n\tadmin off\n}\n" + recipe, "utf-8")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


SERVERS = {"nginx": nginx, "caddy": caddy}


@contextmanager
def serving(command: list[str], folder: Path, port: int) -> Iterator[str]:
    log = folder / "log.txt"
    with log.open("w") as output:
        environment = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
        try:
            wait_for(port, process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(150):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert process.poll() is None, f"it stopped at once:\n{log.read_text()}"
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"it did not answer within 15 seconds:\n{log.read_text()}")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def need_server(need: Callable[..., None], name: str) -> None:
    if name == "nginx" and Path("/usr/sbin/nginx").is_file():
        return  # Debian keeps it off an ordinary user's PATH
    need(name, package="nginx-light" if name == "nginx" else name)


@contextmanager
def recipe(
    name: str, need: Callable[..., None], folders: pytest.TempPathFactory, behind: str = SERVE_PORT
) -> Iterator[str]:
    """The address of a server that runs the recipe on the files of the table."""
    need_server(need, name)
    folder, port = folders.mktemp(name), free_port()
    public = lay_out(folders.mktemp("site"))
    with serving(SERVERS[name](folder, public, port, behind), folder, port) as address:
        yield address


@pytest.fixture(scope="module")
def nginx_host(need: Callable[..., None], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with recipe("nginx", need, tmp_path_factory) as address:
        yield address


@pytest.fixture(scope="module")
def caddy_host(need: Callable[..., None], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with recipe("caddy", need, tmp_path_factory) as address:
        yield address


class TestNginx(HostTable):
    @pytest.fixture
    def host(self, nginx_host: str) -> str:
        return nginx_host


class TestCaddy(HostTable):
    @pytest.fixture
    def host(self, caddy_host: str) -> str:
        return caddy_host

    def test_a_link_that_leads_elsewhere_is_not_followed(self, host: str) -> None:
        """Caddy follows links and cannot be told not to; `publish` never makes one."""
        assert ask(host, "/link.txt")[0] == 200


@pytest.mark.parametrize("name", SERVERS)
def test_a_listener_of_a_private_show_is_let_through_to_serve(
    name: str, need: Callable[..., None], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "board.toml").write_text('sources = ["posts"]\nprivate = true\n')
    room = tmp_path / "private" / "board"
    (room / "media").mkdir(parents=True)
    (room / "feed.xml").write_text("<rss>https://audio.example.org/m/LISTENER/media/a.mp3</rss>")
    (room / "media" / "a.0123456789ab.mp3").write_bytes(SOUND)
    (room / "media" / "a.0123456789ab.chapters.json").write_bytes(b"{}")
    workspace = open_workspace(tmp_path, {"base_url": "https://audio.example.org/"}, {})
    feed = add(workspace, "Edith", "", lambda: datetime(2026, 11, 27, tzinfo=UTC)).feed
    own = urlsplit(feed).path.removesuffix("feed.xml")
    with (
        running(app(room, Door(workspace))) as behind,
        recipe(name, need, tmp_path_factory, behind.removeprefix("http://")) as host,
    ):
        status, headers, body = ask(host, f"{own}feed.xml")
        assert (status, headers["x-robots-tag"]) == (200, "noindex, nofollow")
        assert f"https://audio.example.org{own}media/a.mp3".encode() in body
        status, headers, body = ask(host, f"{own}media/a.0123456789ab.mp3", Range="bytes=10-19")
        assert (status, body) == (206, SOUND[10:20])
        assert headers["cache-control"] == "private, max-age=31536000, immutable"
        _, headers, body = ask(host, f"{own}media/a.0123456789ab.chapters.json")
        assert (body, headers["content-type"]) == (b"{}", "application/json+chapters")
        assert ask(host, "/m/wrong/feed.xml")[0] == 404
        revoke(workspace, "Edith", "", lambda: datetime(2026, 11, 28, tzinfo=UTC))
        assert ask(host, f"{own}feed.xml")[0] == 410
        for log in tmp_path_factory.getbasetemp().glob(f"{name}*/*log*"):
            assert own.encode() not in log.read_bytes(), "a token in a log is a token that is known"


def test_the_recipes_say_where_to_change_them() -> None:
    for name in ("nginx.conf", "Caddyfile"):
        marked = re.findall(r"^\s*([^#\s].*\S)\s+# CHANGE", (RECIPES / name).read_text("utf-8"), re.MULTILINE)
        assert len(marked) == 2, name
