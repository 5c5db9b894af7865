"""A mistake that nobody foresaw, of audioblog itself or of a plug-in, costs the post that it is made on, only that."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import pytest

from audioblog.gather import Opened, Selection, gather
from audioblog.ingest.raw import RawPost, SourceInfo
from audioblog.ingest.sources.found import Listing
from audioblog.model import Failure

GOOD = "---\ntitle: The bus\n---\nThe 42 bus now stops outside the surgery.\n"
BAD = "---\ntitle: The ramp\n---\nThe ramp by the library is finished at last.\n"
ENGINE = """
from audioblog import worker
from audioblog.produce.engines.beep import Beep

class Odd(BaseException):
    def __init__(self, one, two):  # cannot be sent from one process to another
        super().__init__(f"{{one}} {{two}}")

def keep(store, document, whole=worker.keep):
    if "ramp" in document.post.title:
        {in_the_program}
    return whole(store, document)

worker.keep = keep

class Engine(Beep):
    def speak(self, texts):
        if any("ramp" in text for text in texts):
            {in_the_engine}
        return super().speak(texts)

def open_voice(voice):
    return Engine(voice)
"""


def install_engine(folder: Path, **planted: str) -> dict[str, str]:
    """A voice "rook" of an engine that is in an installed package; the environment in which it is installed."""
    metadata = folder / "site" / "rook-1.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: rook\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text("[audioblog.engines]\nrook = rook:open_voice\n")
    code = ENGINE.format(**{"in_the_program": "pass", "in_the_engine": "pass", **planted})
    (folder / "site" / "rook.py").write_text(code)
    (folder / "voices").mkdir()
    (folder / "voices" / "rook.toml").write_text('engine = "rook"\nlanguage = "en-GB"\n')
    return {**os.environ, "PYTHONPATH": str(folder / "site")}


def titles(public: Path) -> list[str]:
    return [entry.title for entry in feedparser.parse((public / "feed.xml").read_bytes()).entries]


@pytest.mark.parametrize(
    ("place", "statement", "code"),
    [
        ("in_the_program", "raise ValueError('out of feathers')", "bug"),
        ("in_the_program", "raise SystemExit(3)", "bug"),
        ("in_the_engine", "raise Odd(1, 2)", "worker-crashed"),
    ],
)
def test_what_nobody_foresaw_costs_its_post(desk: Any, place: str, statement: str, code: str) -> None:
    environment = install_engine(desk.folder, **{place: statement})
    desk.write("blog/good.md", GOOD)
    desk.write("blog/bad.md", BAD)
    command = [sys.executable, "-m", "audioblog", "build", "blog", "--voice", "rook", "--json"]
    done = subprocess.run(command, cwd=desk.folder, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    report = json.loads(done.stdout)
    (failure,) = report["failures"]
    assert (failure["code"], Path(failure["source"]).name) == (code, "bad.md")
    assert titles(desk.public) == ["The bus"]
    if code == "bug":
        assert "not your fault" in failure["message"]
        assert "report it" in failure["hint"]
        (log,) = (desk.folder / ".audioblog" / "runs").glob("*.log")
        assert re.search(r'bad\.md\n(.|\n)*File ".*rook\.py", line \d+, in (keep|speak)', log.read_text("utf-8"))


def test_a_run_without_such_mistakes_keeps_no_log(desk: Any) -> None:
    assert desk.build(desk.write("blog/good.md", GOOD)).exit_code == 0
    assert list((desk.folder / ".audioblog" / "runs").glob("*.log")) == []


def test_a_source_that_breaks_off_costs_itself(desk: Any) -> None:
    def posts(_left_out: object) -> Iterator[RawPost]:
        yield RawPost(id="1", source="rook", format="text", content="The bus.")
        raise KeyError("nest")

    whole = Listing(SourceInfo(), lambda _: iter((RawPost(id="2", source="wren", format="text", content="A ramp."),)))
    found = list(gather(Opened(("rook", "wren"), (Listing(SourceInfo(), posts), whole), ()), Selection()))
    assert [each.post for each in found] == ["1", "", "2"]
    failure = found[1].item
    assert isinstance(failure, Failure)
    assert (failure.source, failure.code) == ("rook", "bug")


LONE = "\\ud83d"
ODD = {
    "feed.json": json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Kettle @",
            "description": "A street’s @ own",
            "items": [
                {
                    "id": f"{n} @",
                    "title": f"Hello {n} @ there",
                    "content_html": "<p>The bus @ stops here now, and everybody is glad of it.</p>",
                    "summary": "On @ buses",
                    "tags": ["a @ b"],
                    "authors": [{"name": "Dilys @ Ward"}],
                }
                for n in (1, 2)
            ],
        }
    ),
    "post.md": "# The &#xD83D; bus\n\nThe &#xD83D; bus stops here now.\n",
    "post.html": "<html lang='en'><head><title>The bus</title><script type='application/ld+json'>"
    '{"@type": "BlogPosting", "headline": "The @ bus", "keywords": ["a @ b"], "author": {"name": "Dilys @ Ward"}, '
    '"description": "On @ buses"}</script></head><body><article><h1>The &#xD83D; bus</h1>'
    "<p>The 42 bus &#xD83D; now stops outside the surgery, and the council listened.</p></article></body></html>",
}


@pytest.mark.parametrize("name", ODD)
def test_half_a_character_is_replaced(desk: Any, name: str) -> None:
    """JSON and HTML can name one half of a pair of surrogates, which no UTF-8 can hold."""
    text = ODD[name].replace('"@type"', '"%type"').replace("@", LONE).replace('"%type"', '"@type"')
    report = desk.build(desk.write(name, text))
    assert report.exit_code == 0, report.failures
    assert report.counts.new == (2 if name == "feed.json" else 1)
    assert len(titles(desk.public)) == report.counts.new


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the names of files are Unicode")
def test_a_file_whose_name_is_no_utf8_is_made(desk: Any) -> None:
    post = desk.write(os.fsdecode(b"caf\xe9.md"), GOOD)
    report = desk.build(post)
    assert (report.exit_code, report.counts.new) == (0, 1), report.failures
    assert desk.build(post).counts.unchanged == 1


@pytest.mark.parametrize("address", ["https://example.pl/łąka", "https://例え.jp/記事/テスト"])
def test_a_post_at_an_address_in_any_letters_is_published(desk: Any, address: str) -> None:
    post = desk.write("blog/good.md", GOOD.replace("---\nThe", f"url: {address}\n---\nThe"))
    report = desk.build(post)
    assert report.exit_code == 0, report.failures
    assert report.episodes[0].url == address
