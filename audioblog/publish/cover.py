"""The show's picture: drawn from its title, or a file of the editor's, checked. A Cover comes out, ready to publish.

Apple's rules: square, 1400 to 3000 pixels, JPEG or PNG, RGB; a new address when the picture changes, so its file
name holds a hash of its bytes. The font is a subset of DejaVu Sans Bold, kept in fonts/, because the one inside Pillow
has no accented letters; no system font is needed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from audioblog.errors import PublishError
from audioblog.publish.wording import one_line, right_to_left, shorten

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

SIDE, MAX_SIDE = 1400, 3000
_MAX_BYTES = 300_000
JPEG_END = b"\xff\xd9"
"""How every JPEG ends (ITU-T T.81, B.1.1.3: the marker EOI); one that was cut off does not."""
IN_TAG_BYTES = 180_000
"""Hosts want an MP3's tag below 300 kB, of which its text may take 100; and it is loaded before the first sound."""
_SIDES_IN_TAG = (1400, 1000, 700, 500)
_MARGIN = 110
_SMALLEST = 64
"""Pixels; smaller letters cannot be read on a phone, where a cover is a thumb wide."""
_FONT = Path(__file__).with_name("fonts") / "DejaVuSans-Bold.ttf"
_UNDESCRIBED = "The cover picture of this show. Nobody has described it yet."
_WHITE = (255, 255, 255)
_GROUNDS = ((16, 42, 84), (74, 20, 60), (10, 66, 58), (60, 32, 88), (94, 24, 24), (34, 56, 20))
"""Dark grounds; white on the lightest of them has a contrast of 11:1. A show keeps its own, chosen by its title."""


@dataclass(frozen=True, slots=True)
class Cover:
    data: bytes
    mime: str
    width: int
    height: int
    alt: str
    name: str
    """File name in public/, with a hash: "cover-1f2e3d4c5b6a.jpg"."""


def draw_cover(title: str, subtitle: str) -> Cover:
    """A picture with the show's title as large as it fits, and `subtitle` below; the same words give the same picture.

    Characters that the font lacks (emoji, Chinese) are left out; where nothing is left, the subtitle is drawn large.
    """
    from PIL import Image, ImageDraw

    title, subtitle = one_line(title), one_line(subtitle)
    ground = _GROUNDS[hashlib.sha256(title.encode()).digest()[0] % len(_GROUNDS)]
    picture = Image.new("RGB", (SIDE, SIDE), ground)
    draw = ImageDraw.Draw(picture)
    _draw_sound(draw, hashlib.sha256(title.encode()).digest())
    words, below = _drawable(title), _drawable(subtitle)
    if not any(char.isalnum() for char in words):
        words, below = below, ""
    _draw_text(draw, words, (_MARGIN, _MARGIN, SIDE - _MARGIN, 900), largest=190)
    _draw_text(draw, below, (_MARGIN, 1190, SIDE - _MARGIN, SIDE - 40), largest=_SMALLEST)
    said = " ".join(f"“{shorten(text, 300)}”" for text in (words, below) if text)
    return _cover(picture, f"{said or 'A pattern'} in white on a dark ground, with a drawing of a sound wave.")


def read_cover(path: Path, alt: str) -> Cover:
    """The editor's own picture. Raises PublishError unless it is a readable square picture of 1400 pixels or more.

    A picture that apps take as it is keeps its bytes; a larger one, or one in other colours, is made into a JPEG.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        data = path.read_bytes()
        picture = Image.open(BytesIO(data))
        picture.load()
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError, SyntaxError) as error:
        reason = f"The cover {path} cannot be read as a picture: {error}"
        raise PublishError(reason, "Use a JPEG or PNG file.", code="cover") from error
    alt = one_line(alt) or _UNDESCRIBED
    width, height = picture.size
    if width != height or width < SIDE:
        raise PublishError(
            f"The cover {path} is {width} by {height} pixels; podcast apps want a square of {SIDE} to {MAX_SIDE}.",
            "Make it square and at least 1400 pixels wide, or leave the setting out: then a cover is drawn.",
            code="cover",
        )
    if width <= MAX_SIDE and picture.mode == "RGB" and picture.format in {"JPEG", "PNG"}:
        mime = f"image/{picture.format.lower()}"
        return Cover(data, mime, width, height, alt, _name(data, mime))
    side = min(width, MAX_SIDE)
    return _cover(_flat(picture).resize((side, side)), alt)


def fits_tag(cover: Cover) -> bool:
    """Whether the cover is small enough to go into every MP3 as it is."""
    return len(cover.data) <= IN_TAG_BYTES


def for_tag(cover: Cover) -> bytes:
    """The cover as it goes into every MP3: itself where it fits, else a JPEG that does, as large and good as can be."""
    from PIL import Image

    if fits_tag(cover):
        return cover.data
    picture = _flat(Image.open(BytesIO(cover.data)))
    for side in (side for side in _SIDES_IN_TAG if side <= cover.width):
        data = _jpeg(picture.resize((side, side)), IN_TAG_BYTES)
        if len(data) <= IN_TAG_BYTES:
            break
    return data


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: tuple[int, int, int]) -> float:
    parts = [value / 255 / 12.92 if value <= 10 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _cover(picture: Image, alt: str) -> Cover:
    data = _jpeg(picture, _MAX_BYTES)
    return Cover(data, "image/jpeg", picture.width, picture.height, one_line(alt), _name(data, "image/jpeg"))


def _jpeg(picture: Image, most: int) -> bytes:
    """`picture` at the best quality that stays within `most` bytes, or at the lowest sensible one."""
    for quality in (90, 80, 70, 60):
        data = _encoded(picture, quality, optimize=False)
        if len(data) < picture.width * picture.height:  # more does not fit into the buffer that Pillow optimises in
            data = _encoded(picture, quality, optimize=True)
        if len(data) <= most:
            break
    return data


def _encoded(picture: Image, quality: int, *, optimize: bool) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=quality, optimize=optimize, subsampling=0 if quality > 80 else 2)
    return buffer.getvalue()


def _name(data: bytes, mime: str) -> str:
    return f"cover-{hashlib.sha256(data).hexdigest()[:12]}.{'png' if mime == 'image/png' else 'jpg'}"


def _flat(picture: Image) -> Image:
    """Red, green, blue; what is transparent becomes white."""
    from PIL import Image as Images

    if "transparency" in picture.info or picture.mode in {"RGBA", "LA", "PA"}:
        layered = picture.convert("RGBA")
        return Images.alpha_composite(Images.new("RGBA", picture.size, "white"), layered).convert("RGB")
    return picture.convert("RGB")


def _font(size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(_FONT), size)


def _drawable(text: str) -> str:
    """`text` without the characters that the font has no shape for."""
    font = _font(40)
    missing = bytes(font.getmask("\U0010fffd"))
    kept = [char for char in text if char.isspace() or (char < "\U00010000" and bytes(font.getmask(char)) != missing)]
    return one_line("".join(kept))


def _draw_text(draw: ImageDraw, text: str, box: tuple[int, int, int, int], *, largest: int) -> None:
    """`text` in `box` at the largest size at which it fits; at the smallest, words are broken and the end is cut."""
    left, top, right, bottom = box
    for size in range(largest, _SMALLEST - 1, -6):
        font, room = _font(size), int((bottom - top) / (size * 1.25))
        lines = _wrap(text, font, right - left)
        if len(lines) <= room and all(font.getlength(line) <= right - left for line in lines):
            break
    else:
        lines = _wrap(" ".join(_broken(word, font, right - left) for word in text.split()), font, right - left)
        if len(lines) > room:
            lines[room - 1 :] = [shorten(" ".join(lines[room - 1 :]), len(lines[room - 1]))]
    for number, line in enumerate(lines):
        start = right - font.getlength(line) if right_to_left(text) else left
        draw.text((start, top + round(number * size * 1.25)), line, font=font, fill=_WHITE)


def _wrap(text: str, font: FreeTypeFont, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _broken(word: str, font: FreeTypeFont, width: int) -> str:
    """`word` with spaces where it must be broken to fit `width`."""
    pieces = [""]
    for char in word:
        if font.getlength(pieces[-1] + char) > width:
            pieces.append("")
        pieces[-1] += char
    return " ".join(pieces)


def _draw_sound(draw: ImageDraw, seed: bytes) -> None:
    """A row of bars like a sound wave, between title and subtitle: decoration that needs no words."""
    step = (SIDE - 2 * _MARGIN) / len(seed)
    for number, value in enumerate(seed):
        half, left = 12 + value * 88 // 255, _MARGIN + number * step
        draw.rounded_rectangle((left, 1040 - half, left + step * 0.6, 1040 + half), radius=9, fill=_WHITE)
