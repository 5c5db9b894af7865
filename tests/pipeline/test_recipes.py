"""The recipes that no server of ours can run are at least what they say: valid, and their commands do their work."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from audioblog.publish.headers import TYPES, cache_control

RECIPES = Path(__file__).parent.parent.parent / "recipes"


def test_the_commands_of_the_workflow_make_and_publish_an_edition(desk: Any) -> None:
    workflow = yaml.safe_load((RECIPES / "github-pages.yml").read_text("utf-8"))
    steps = workflow["jobs"]["publish"]["steps"]
    commands = [step["run"] for step in steps if step.get("run", "").startswith("audioblog")]
    assert [command.split()[1] for command in commands] == ["build", "publish"]
    desk.write("posts/bus.md", "---\ntitle: The bus\ndate: 2026-04-01\n---\nThe bus stops outside the surgery.\n")
    desk.write("feeds/town.toml", 'sources = ["../posts"]\ntitle = "Town"\nowner_email = "audio@example.org"\n')
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "AUDIOBLOG_BASE_URL": workflow["env"]["AUDIOBLOG_BASE_URL"].lower()}
    for command in commands:
        done = subprocess.run(
            ["bash", "-ec", command], cwd=desk.folder, env=environment, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr
    (uploaded,) = (step["with"]["path"] for step in steps if "upload-pages-artifact" in step.get("uses", ""))
    assert b"https://user.github.io/repository/media/" in (desk.folder / uploaded / "feed.xml").read_bytes()


def test_the_rule_for_buckets_lets_everyone_read_and_nobody_write() -> None:
    (rule,) = json.loads((RECIPES / "bucket-cors.json").read_text("utf-8"))["CORSRules"]
    assert rule["AllowedOrigins"] == ["*"]
    assert set(rule["AllowedMethods"]) == {"GET", "HEAD"}
    assert {"Range", "If-Range"} <= set(rule["AllowedHeaders"])


def test_the_headers_that_are_told_are_those_that_are_set() -> None:
    told = (RECIPES / "README.md").read_text("utf-8")
    for name in ("media/a.0123456789ab.mp3", "media/a.0123456789ab.vtt", "feed.xml"):
        assert f"`{cache_control(name)}`" in told
    for end in (".mp3", ".chapters.json", ".xml", ".html", ".jpg", ".srt"):
        assert TYPES[end].partition(";")[0] in told


def test_nginx_and_caddy_know_every_type() -> None:
    for name in ("nginx.conf", "Caddyfile"):
        recipe = (RECIPES / name).read_text("utf-8")
        for end in (".mp3", ".opus", ".m4b", ".vtt", ".srt", ".xml", ".opml", ".epub"):
            assert end.lstrip(".") in recipe
            assert TYPES[end].partition(";")[0] in recipe, (name, end)
