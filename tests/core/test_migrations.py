"""A catalogue of an earlier version is brought up to date whole, or stays as it was."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audioblog import migrations
from audioblog.errors import PublishError
from audioblog.state import Catalogue, Withdrawal

OLD = (Path(__file__).parent.parent / "data" / "core" / "catalogue-1.sql").read_text("utf-8")
SHOW = "edition:public"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The catalogue of the version before there were withdrawals, with two posts."""
    file = tmp_path / "state.db"
    db = sqlite3.connect(file)
    db.executescript(OLD)
    db.close()
    return file


def test_an_old_catalogue_keeps_its_posts_and_gains_a_history(old: Path) -> None:
    with Catalogue(old) as catalogue:
        entries = catalogue.entries(SHOW)
        assert {post: entry.guid for post, entry in entries.items()} == {
            "bus.md": "urn:uuid:4f435db6-fef7-5805-b037-4a4cdb8d1a08",
            "ramp.md": "urn:uuid:8d286a79-92f5-52c1-86b2-1d719f255669",
        }
        (event,) = catalogue.history(SHOW, "bus.md")
        assert (event.guid, event.what) == (entries["bus.md"].guid, "made")
        assert event.at == entries["bus.md"].first_seen == datetime(2026, 11, 27, 19, 16, tzinfo=UTC)
        assert entries["bus.md"].publish_at is None
        assert catalogue.show_facts(SHOW)["guid"] == "233055c1-c270-583e-8466-7ac0fb846236"
        assert "feed.xml" in catalogue.manifest("/srv/blog/public")
        assert catalogue.withdrawals(SHOW) == catalogue.aliases(SHOW) == catalogue.retired("/srv/blog/public") == {}


def test_opening_twice_migrates_once(old: Path) -> None:
    for _ in range(2):
        with Catalogue(old) as catalogue:
            assert len(catalogue.history(SHOW, "ramp.md")) == 1


def test_a_step_that_fails_leaves_the_catalogue_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE half (done TEXT)")
        db.execute("this is not SQL")

    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, broken))
    with pytest.raises(PublishError, match="cannot be opened"):
        Catalogue(old)
    db = sqlite3.connect(old)
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
    version = db.execute("PRAGMA user_version").fetchone()[0]
    db.close()
    assert "half" not in tables
    assert version == len(migrations.MIGRATIONS) - 1
    monkeypatch.undo()
    with Catalogue(old) as catalogue:
        assert len(catalogue.entries(SHOW)) == 2


def test_a_catalogue_of_a_later_version_is_refused_in_words(old: Path) -> None:
    db = sqlite3.connect(old)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(PublishError, match="newer audioblog"):
        Catalogue(old)


def test_tombstones_aliases_and_retired_files_are_kept(old: Path) -> None:
    moment = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
    with Catalogue(old) as catalogue:
        entry = catalogue.entries(SHOW)["bus.md"]
        catalogue.withdraw(entry, Withdrawal(moment, "asked to"))
        catalogue.add_alias(SHOW, "https://new.example/bus/", "bus.md")
        catalogue.note(entry, moment, "withdrawn", "asked to")
        catalogue.set_retired("public", {"media/a.mp3": moment})
    with Catalogue(old) as catalogue:
        assert catalogue.withdrawals(SHOW) == {"bus.md": Withdrawal(moment, "asked to")}
        assert catalogue.aliases(SHOW) == {"https://new.example/bus/": "bus.md"}
        assert [(event.what, event.detail) for event in catalogue.history(SHOW, "bus.md")][1:] == [
            ("withdrawn", "asked to")
        ]
        assert catalogue.retired("public") == {"media/a.mp3": moment}
        catalogue.withdraw(entry, None)
        catalogue.set_retired("public", {})
        assert catalogue.withdrawals(SHOW) == catalogue.retired("public") == {}
