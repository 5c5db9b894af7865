from __future__ import annotations

from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFont

from audioblog.errors import PublishError
from audioblog.publish import cover as covers
from audioblog.publish.cover import contrast, draw_cover, fits_tag, for_tag, read_cover

TITLES = [
    "Mill Road Notes",
    "Llyfr Ŵyl – Świętość, Đorđe & Ștefan",
    "مدونة الرعاية",
    "中文 😀",
    "",
    "Donaudampfschiff" * 30,
    "word " * 600,
]


@pytest.mark.parametrize("title", TITLES)
def test_a_drawn_cover_is_what_apps_want(title: str) -> None:
    cover = draw_cover(title, "Read aloud by a synthetic voice")
    picture = Image.open(BytesIO(cover.data))
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (1400, 1400))
    assert (cover.width, cover.height, cover.mime) == (1400, 1400, "image/jpeg")
    assert len(cover.data) <= 300_000
    assert cover.name.startswith("cover-")
    assert cover.name.endswith(".jpg")
    assert "sound wave" in cover.alt
    assert len(cover.alt) < 500


def test_the_same_words_give_the_same_picture_and_others_another_name() -> None:
    one, again, other = draw_cover("One", "x"), draw_cover("One", "x"), draw_cover("Two", "x")
    assert one == again
    assert one.name != other.name


def test_letters_stand_out_from_every_ground() -> None:
    assert min(contrast(ground, (255, 255, 255)) for ground in covers._GROUNDS) >= 7
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


def test_the_font_has_the_letters_of_europe() -> None:
    font = ImageFont.truetype(str(covers._FONT), 40)
    missing = bytes(font.getmask("\U0010fffd"))
    for letter in "ÀÉÎÕÜßæøåçñłŵŷžșğđþĦŐŰΩЖїѢ€–—’“”…":
        assert bytes(font.getmask(letter)) != missing, letter


@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=80), st.text(max_size=30))
def test_any_title_can_be_drawn(title: str, subtitle: str) -> None:
    assert len(draw_cover(title, subtitle).data) <= 300_000


@pytest.mark.parametrize(
    ("mode", "format_", "size"),
    [("RGBA", "PNG", 1400), ("P", "PNG", 1500), ("L", "JPEG", 1400), ("CMYK", "JPEG", 1400), ("RGB", "JPEG", 3200)],
)
def test_a_picture_in_another_form_is_made_fit(tmp_path: Path, mode: str, format_: str, size: int) -> None:
    path = tmp_path / "cover"
    Image.new(mode, (size, size)).save(path, format_)
    cover = read_cover(path, "A tree")
    picture = Image.open(BytesIO(cover.data))
    assert (picture.mode, picture.format, cover.alt) == ("RGB", "JPEG", "A tree")
    assert 1400 <= picture.width <= 3000


def test_a_fit_picture_keeps_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "cover.png"
    Image.new("RGB", (1400, 1400), "teal").save(path)
    cover = read_cover(path, "")
    assert cover.data == path.read_bytes()
    assert (cover.mime, cover.name[-4:]) == ("image/png", ".png")
    assert "Nobody has described it yet" in cover.alt


@pytest.mark.parametrize("size", [(1399, 1399), (1400, 1500), (3000, 2000)])
def test_a_wrong_shape_is_refused_with_its_size(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "cover.jpg"
    Image.new("RGB", size).save(path)
    with pytest.raises(PublishError, match=f"{size[0]} by {size[1]}"):
        read_cover(path, "")


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"x" * 90, b"\xff\xd8\xff\xe0broken"])
def test_what_is_no_picture_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "cover.jpg"
    path.write_bytes(data)
    with pytest.raises(PublishError) as caught:
        read_cover(path, "")
    assert caught.value.code == "cover"


def test_a_cover_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="cannot be read"):
        read_cover(tmp_path / "none.jpg", "")


def noise(side: int) -> bytes:
    """A PNG that no encoder can make small."""
    buffer = BytesIO()
    Image.frombytes("RGB", (side, side), Random(side).randbytes(side * side * 3)).save(buffer, "PNG")
    return buffer.getvalue()


def photograph(side: int) -> bytes:
    """A PNG of soft shapes with grain, as cameras make them."""
    grain = Image.frombytes("RGB", (side, side), Random(side).randbytes(side * side * 3))
    buffer = BytesIO()
    Image.blend(Image.radial_gradient("L").resize((side, side)).convert("RGB"), grain, 0.1).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("data", [noise(1400), noise(1500), photograph(3000)], ids=["1400", "1500", "3000"])
def test_a_large_cover_goes_into_tags_as_a_small_one(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "cover.png").write_bytes(data)
    cover = read_cover(tmp_path / "cover.png", "Noise")
    assert cover.data == data, "in public it stays as it is"
    small = for_tag(cover)
    assert not fits_tag(cover)
    assert len(small) <= 180_000
    assert small == for_tag(cover), "the same cover gives the same picture"
    with Image.open(BytesIO(small)) as picture:
        assert (picture.format, picture.mode) == ("JPEG", "RGB")
        assert 500 <= picture.width == picture.height <= 1400


def test_a_small_cover_goes_into_tags_as_it_is() -> None:
    cover = draw_cover("The Kettle", "Read aloud")
    assert fits_tag(cover)
    assert for_tag(cover) is cover.data


def test_a_picture_of_grain_is_made_fit_as_any_other(tmp_path: Path) -> None:
    """What encodes to more than a byte a pixel is more than Pillow's buffer takes when it optimises."""
    Image.open(BytesIO(noise(1400))).convert("RGBA").save(tmp_path / "cover.png")
    cover = read_cover(tmp_path / "cover.png", "Grain")
    assert (cover.mime, cover.width) == ("image/jpeg", 1400)
