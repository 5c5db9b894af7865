"""The command as people and programs use it: stdout, stderr, exit codes, plain output, interrupts."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import feedparser
import pytest

POST = "# The bus\n\nThe 42 bus now stops outside the surgery.\n\n## Why\n\nWe asked for this in 2019.\n"
COMMANDS = ("build", "plan", "extract", "script", "say", "voices", "withdraw", "why", "status", "gc", "serve")


def run(folder: Path, *arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "audioblog", *arguments]
    plain = {**os.environ, "NO_COLOR": "1", **environment}
    return subprocess.run(command, cwd=folder, env=plain, input=stdin, capture_output=True, text=True, timeout=120)


def test_build_says_what_was_made_and_where_to_listen(tmp_path: Path) -> None:
    (tmp_path / "post.md").write_text(POST)
    done = run(tmp_path, "build", "post.md")
    assert done.returncode == 0, done.stderr
    assert "Made 1 post into audio" in done.stdout
    assert "audioblog serve" in done.stdout
    assert "--base-url" in done.stdout
    assert re.search(r"^1\. made: The bus, \d+ seconds$", done.stderr, re.M)
    assert "\x1b" not in done.stdout + done.stderr
    again = run(tmp_path, "build", "post.md")
    assert "1 post had not changed." in again.stdout


def test_build_json_is_one_document(tmp_path: Path) -> None:
    (tmp_path / "post.md").write_text(POST)
    done = run(tmp_path, "build", "post.md", "missing.html", "--json", "--base-url", "https://audio.example.org")
    assert done.returncode == 3
    report = json.loads(done.stdout)
    assert report["schema"] == 1
    assert report["counts"] == {"new": 1, "updated": 0, "unchanged": 0, "failed": 1, "withdrawn": 0}
    (episode,) = report["episodes"]
    assert set(episode) == {"guid", "title", "url", "file", "bytes", "duration_ms", "lufs", "true_peak_db"}
    assert (tmp_path / "public" / episode["file"]).stat().st_size == episode["bytes"]
    (failure,) = report["failures"]
    assert set(failure) == {"source", "stage", "code", "message", "hint"}
    saved = json.loads((tmp_path / ".audioblog" / "runs" / f"{report['run']}.json").read_text())
    assert saved == report


def test_standard_input_is_a_source(tmp_path: Path) -> None:
    done = run(tmp_path, "build", "-", "--json", stdin=POST)
    assert json.loads(done.stdout)["episodes"][0]["title"] == "The bus", done.stderr


def test_extract_prints_one_line_a_source(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(POST)
    done = run(tmp_path, "extract", "--json", "a.md", "none.html", "gopher://old.example/")
    assert done.returncode == 3
    good, bad, worse = map(json.loads, done.stdout.splitlines())
    assert (worse["source"], worse["error"]["code"]) == ("gopher://old.example/", "bad-scheme")
    assert good["schema"] == 1
    assert (good["source"], good["title"]) == ("a.md", "The bus")
    assert [block["kind"] for block in good["blocks"]] == ["paragraph", "heading", "paragraph"]
    assert {"source", "url", "author", "published", "language", "route", "confidence", "dropped"} <= set(good)
    assert set(bad) == {"schema", "source", "error"}
    assert set(bad["error"]) == {"code", "message", "hint"}
    assert run(tmp_path, "extract", "none.html").returncode == 4


def test_script_accounts_for_every_word(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(POST)
    blocks = json.loads(run(tmp_path, "extract", "--json", "a.md").stdout)["blocks"]
    script = json.loads(run(tmp_path, "script", "--json", "a.md").stdout)
    assert script["schema"] == 1
    for block in blocks:
        pieces = [u for u in script["utterances"] + script["omissions"] if u["block"] == block["id"]]
        covered = {place for piece in pieces for place in range(piece["start"], piece["end"])}
        assert all(char.isspace() or place in covered for place, char in enumerate(block["text"]))
    assert "twenty nineteen" in run(tmp_path, "script", "a.md").stdout


def test_plan_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(POST)
    done = run(tmp_path, "plan", "a.md", "--json")
    assert done.returncode == 0, done.stderr
    plan = json.loads(done.stdout)
    assert (plan["new"], plan["changed"], plan["same"]) == (1, 0, 0)
    assert plan["words"] > 20
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.md"]
    run(tmp_path, "build", "a.md")
    assert json.loads(run(tmp_path, "plan", "a.md", "--json").stdout)["same"] == 1
    (tmp_path / "a.md").write_text(POST + "\nMore.\n")
    assert json.loads(run(tmp_path, "build", "a.md", "--dry-run", "--json").stdout)["changed"] == 1


def test_say_and_voices_and_status(tmp_path: Path) -> None:
    done = run(tmp_path, "say", "It costs £2.50.", "--out", "x.mp3")
    assert "two pounds fifty" in done.stdout, done.stderr
    assert (tmp_path / "x.mp3").stat().st_size > 5000
    voices = json.loads(run(tmp_path, "voices", "--json").stdout)["voices"]
    assert {"en-gb"} <= {voice["name"] for voice in voices if not voice["problem"]}
    assert "Nothing has been built" in run(tmp_path, "status").stdout
    assert "jobs = 3 (AUDIOBLOG_JOBS)" in run(tmp_path, "status", "--config", AUDIOBLOG_JOBS="3").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (("build",), 2, "nothing to build"),
        (("build", "x.md", "--voice", "no-such-voice"), 2, "no-such-voice"),
        (("build", "x.md", "--base-url", "audio.example.org"), 2, "must start with https"),
        (("build", "--no-such-option"), 2, "no-such-option"),
        (("build", "nothing-here.md"), 4, ""),
        (("serve", "no-such-folder"), 2, "no folder"),
    ],
)
def test_errors_say_what_is_wrong_without_traceback(
    tmp_path: Path, arguments: tuple[str, ...], code: int, complaint: str
) -> None:
    (tmp_path / "x.md").write_text(POST)
    done = run(tmp_path, *arguments)
    assert done.returncode == code, done.stderr
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr
    assert not re.search("[│╭─]", done.stderr)


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    assert "Traceback" in run(tmp_path, "build", "--debug").stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(tmp_path: Path, command: str) -> None:
    done = run(tmp_path, command, "--help")
    assert done.returncode == 0
    assert len(done.stdout) > 100
    assert not re.search("[│╭─]", done.stdout)


def test_a_second_run_at_the_same_time_is_told_to_wait(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from audioblog.state import locked\n"
    code += "with locked(Path('.audioblog')): print('held', flush=True); sys.stdin.read()"
    (tmp_path / "a.md").write_text(POST)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, **pipes) as holder:  # type: ignore[call-overload]
        holder.stdout.readline()
        done = run(tmp_path, "build", "a.md")
        holder.stdin.close()
    assert done.returncode == 75
    assert "another audioblog" in done.stderr


def many_posts(folder: Path, number: int) -> None:
    (folder / "blog").mkdir()
    for n in range(number):
        text = f"Post number {n} of many. " + "The bus stops here, and everybody gets on. " * 120
        (folder / "blog" / f"{n:02d}.md").write_text(f"---\ntitle: Post {n}\ndate: 2026-04-{n + 1:02d}\n---\n{text}\n")


def start_and_signal(folder: Path, number: int) -> subprocess.Popen[str]:
    """A build that gets the signal once its first post is made."""
    child = subprocess.Popen(
        [sys.executable, "-m", "audioblog", "build", "blog", "--jobs", "1"],
        cwd=folder, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert child.stderr is not None
    for line in child.stderr:
        if "made:" in line:
            break
    os.killpg(child.pid, number) if number == signal.SIGINT else child.kill()
    return child


def test_ctrl_c_finishes_what_is_in_hand_and_publishes_it(tmp_path: Path) -> None:
    many_posts(tmp_path, 12)
    child = start_and_signal(tmp_path, signal.SIGINT)
    stdout, stderr = child.communicate(timeout=90)
    assert child.returncode == 130, stderr
    assert "You stopped the run" in stdout
    made = len(feedparser.parse((tmp_path / "public" / "feed.xml").read_bytes()).entries)
    assert 0 < made < 12
    done = run(tmp_path, "build", "blog", "--json")
    counts = json.loads(done.stdout)["counts"]
    assert (counts["unchanged"], counts["new"]) == (made, 12 - made)


def test_a_killed_build_is_taken_up_again(tmp_path: Path) -> None:
    many_posts(tmp_path, 6)
    child = start_and_signal(tmp_path, signal.SIGKILL)
    child.communicate(timeout=30)
    time.sleep(0.2)
    done = run(tmp_path, "build", "blog", "--json")
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout)["counts"]
    assert counts["unchanged"] >= 1
    assert counts["unchanged"] + counts["new"] == 6
    entries = feedparser.parse((tmp_path / "public" / "feed.xml").read_bytes()).entries
    assert len(entries) == 6
    for entry in entries:
        name = entry.enclosures[0].href.rpartition("/")[2]
        assert (tmp_path / "public" / "media" / name).stat().st_size == int(entry.enclosures[0].length)


def test_a_post_is_withdrawn_and_put_back_in_words_and_in_json(tmp_path: Path) -> None:
    (tmp_path / "bus.md").write_text(POST)
    assert run(tmp_path, "withdraw", "The bus").returncode == 2, "nothing was built yet"
    run(tmp_path, "build", "bus.md", "--base-url", "https://audio.example.org/")
    done = run(tmp_path, "withdraw", "The bus", "--reason", "Wrong.")
    assert done.returncode == 0, done.stderr
    assert "“The bus” is out of the feed" in done.stdout
    told = json.loads(run(tmp_path, "why", "The bus", "--json").stdout)
    assert (told["schema"], told["posts"][0]["standing"]) == (1, "withdrawn")
    assert "it was withdrawn on" in run(tmp_path, "why", "The bus").stdout
    unknown = run(tmp_path, "why", "Bus the")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "back in the feed" in run(tmp_path, "withdraw", "The bus", "--undo").stdout
    assert "https://audio.example.org/media/" in (tmp_path / "public" / "feed.xml").read_text()
    assert json.loads(run(tmp_path, "withdraw", "The bus", "--json").stdout)["withdrawn"][0]["title"] == "The bus"
