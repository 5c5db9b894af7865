"""The catalogue and the lock: identities last, one writer at a time."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audioblog.errors import Busy, PublishError
from audioblog.state import Catalogue, Entry, Remembrance, locked

FIRST = Entry("show", "post 1", "urn:uuid:1", "a-post", datetime(2026, 3, 1, tzinfo=UTC), input_key="k1")


def test_an_identity_is_minted_once(tmp_path: Path) -> None:
    with Catalogue(tmp_path / "state.db") as catalogue:
        catalogue.record(FIRST)
        again = replace(FIRST, guid="urn:uuid:other", slug="other", first_seen=datetime(2027, 1, 1, tzinfo=UTC))
        kept = catalogue.record(replace(again, input_key="k2"))
    assert (kept.guid, kept.slug, kept.first_seen) == (FIRST.guid, FIRST.slug, FIRST.first_seen)
    with Catalogue(tmp_path / "state.db") as catalogue:
        assert catalogue.entries("show") == {"post 1": replace(FIRST, input_key="k2")}
        assert catalogue.entries("another show") == {}


def test_what_a_transaction_wrote_before_it_failed_is_gone(tmp_path: Path) -> None:
    def fail_midway() -> None:
        with Catalogue(tmp_path / "state.db") as catalogue, catalogue.transaction():
            catalogue.record(FIRST)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_midway()
    with Catalogue(tmp_path / "state.db") as catalogue:
        assert catalogue.entries("show") == {}


def test_facts_of_shows_answers_and_manifests_are_kept(tmp_path: Path) -> None:
    answer = Remembrance("http://a.example/", '"tag"', "", "http://a.example/", "text/html", "body-key")
    with Catalogue(tmp_path / "state.db") as catalogue:
        catalogue.set_show_facts("s", {"guid": "g", "title": "T"})
        catalogue.remember(answer)
        catalogue.set_manifest("public", {"a": "1", "b": "2"})
        catalogue.set_manifest("public", {"b": "3", "c": "4"})
    with Catalogue(tmp_path / "state.db") as catalogue:
        assert catalogue.show_facts("s") == {"guid": "g", "title": "T"}
        assert catalogue.remembered("http://a.example/") == answer
        assert catalogue.remembered("http://b.example/") is None
        assert catalogue.manifest("public") == {"b": "3", "c": "4"}
        assert catalogue.shows() == ("s",)


def test_a_damaged_catalogue_is_named(tmp_path: Path) -> None:
    (tmp_path / "state.db").write_bytes(b"this is no database at all, not even a small one" * 40)
    with pytest.raises(PublishError, match="cannot be opened"):
        Catalogue(tmp_path / "state.db")


def test_the_lock_keeps_a_second_run_out_and_is_freed_by_a_kill(tmp_path: Path) -> None:
    code = "import sys, time; from pathlib import Path; from audioblog.state import locked\n"
    code += "with locked(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code, tmp_path], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(Busy, match=f"process {holder.pid}"), locked(tmp_path):
            pass
        holder.kill()
    with locked(tmp_path):
        assert (tmp_path / "lock.json").is_file()
