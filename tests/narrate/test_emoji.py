"""Pictures are said by their CLDR short names, each once in a row; what only decorates is silent."""

from __future__ import annotations

import pytest

from audioblog.narrate.normalise import normalise


@pytest.mark.parametrize(
    ("picture", "name"),
    [
        ("😀", "grinning face"),
        ("🎂", "birthday cake"),
        ("👍🏽", "thumbs up"),
        ("👩🏽\u200d🦽", "woman in manual wheelchair"),
        ("🧏\u200d♀️", "deaf woman"),
        ("🇮🇪", "flag: Ireland"),
        ("🏳️\u200d🌈", "rainbow flag"),
        ("❤️\u200d🔥", "heart on fire"),
        ("🥇", "first place medal"),
        ("👨\u200d👩\u200d👧", "family: man woman girl"),
        ("🕗", "eight o'clock"),
        ("🔴", "red circle"),
        ("🙂\u200d↔️", "head shaking horizontally"),
        ("⚽", "football"),
        ("☝🏿", "index pointing up"),
    ],
)
def test_a_picture_is_called_by_its_name(picture: str, name: str) -> None:
    assert normalise(f"So {picture} then") == f"So, {name}, then"
    assert normalise(f"So {picture}{picture} {picture} then") == f"So, {name}, then"


@pytest.mark.parametrize("ornament", "⚫▪️🔹🔸◾❖☆")
def test_a_bullet_is_silent(ornament: str) -> None:
    assert normalise(f"{ornament} Tea at four") == "Tea at four"


def test_different_pictures_in_a_row_are_all_said() -> None:
    assert normalise("Well 👏🎉🎉👏") == "Well, clapping hands, party popper, clapping hands,"
