"""Four layers of pronunciations, from the shipped list to one post's own, heard in the edition."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audioblog.produce.blob import MAGIC
from audioblog.report import Report

CSV = "written,say,how,lang,ipa,note\n"
SHOW = 'title = "Kettle"\nsources = ["../blog"]\n'
SENTENCE = "We of SCIE met Fe4CN and the BXQ here."


def spoken(desk, report: Report) -> dict[str, list[str]]:
    """Title of each episode -> what it says."""
    said = {}
    for line in report.episodes:
        timeline = json.loads((desk.public / line.file.replace(".mp3", ".timeline.json")).read_text())
        said[line.title] = [each["spoken"] for each in timeline["script"]["utterances"] if each["text"]]
    return said


def clips(folder: Path) -> set[str]:
    """Every clip in the store."""
    files = (file for file in (folder / ".audioblog" / "store").rglob("*") if file.is_file())
    return {file.name for file in files if file.read_bytes()[:4] == MAGIC}


def test_each_layer_wins_over_the_one_below(desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.folder)
    for name in ("soup", "tea", "rice"):
        head = "---\nwords:\n  Fe4CN: the rice one\n---\n" if name == "rice" else ""
        desk.write(f"blog/{name}.md", f"{head}# {name}\n\n{SENTENCE}\n")
    desk.write("feeds/kettle.toml", SHOW)
    shipped = spoken(desk, desk.build())
    assert shipped["soup"][1] == "We of sky met Fe four C N and the B X Q here."

    desk.write("voices/lexicons/en.csv", CSV + "SCIE,the institute,say,en,,\nBXQ,bax,say,en,,\n")
    assert spoken(desk, desk.build())["soup"][1] == "We of the institute met Fe four C N and the bax here."

    own = '[words]\nBXQ = "box cue"\n[posts."tea.md".words]\nBXQ = "bee box"\nFe4CN = "fee for"\n'
    desk.write("feeds/kettle.toml", SHOW + own)
    last = spoken(desk, desk.build())
    assert last["soup"][1] == "We of the institute met Fe four C N and the box cue here."
    assert last["tea"][1] == "We of the institute met fee for and the bee box here."
    assert last["rice"][1] == "We of the institute met the rice one and the box cue here."


def test_one_entry_is_spoken_again_where_it_is_used_and_nowhere_else(desk) -> None:
    used = "\n\n".join(("# Soup", "We met in the hall.", "The Fe4CN came.", "Nobody left.", "The Fe4CN’s cat did."))
    desk.write("blog/soup.md", used + "\n")
    desk.write("blog/tea.md", "# Tea\n\nWe met at the well.\n")
    desk.build(desk.folder / "blog")
    before = clips(desk.folder)
    desk.write("voices/lexicons/en.csv", CSV + "Fe4CN,fee for see en,say,en,,\n")
    report = desk.build(desk.folder / "blog")
    assert [line.title for line in report.episodes] == ["Soup"]
    assert len(clips(desk.folder) - before) == 2


def test_a_word_that_cannot_be_said_is_left_and_the_rest_is_used(desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.folder)
    desk.write("blog/soup.md", f"# soup\n\n{SENTENCE}\n")
    desk.write("feeds/kettle.toml", SHOW + '[words]\nBXQ = "b@x"\nFe4CN = "fee"\n')
    assert spoken(desk, desk.build())["soup"][1] == "We of sky met fee and the B X Q here."


def test_a_changed_front_matter_alone_makes_the_post_again(desk) -> None:
    page = "---\ntitle: Soup\nwords:\n  BXQ: {}\n---\nThe BXQ met.\n"
    desk.write("blog/soup.md", page.format("bax"))
    desk.build(desk.folder / "blog")
    desk.write("blog/soup.md", page.format("box"))
    assert spoken(desk, desk.build(desk.folder / "blog"))["Soup"][1] == "The box met."
