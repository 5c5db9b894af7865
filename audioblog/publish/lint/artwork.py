"""A picture's bytes -> what is wrong with it as artwork of a show or episode, by Apple's requirements."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

LEAST, MOST = 1400, 3000
"""Pixels, of each side."""
FORMATS = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",)}


def artwork_faults(data: bytes, name: str) -> Iterator[tuple[str, str]]:
    """(code, what is wrong). `name`: file name or address, whose ending must fit."""
    from PIL import Image

    try:
        with Image.open(BytesIO(data)) as picture:
            form, mode, (width, height) = picture.format or "", picture.mode, picture.size
            transparent = "transparency" in picture.info or mode in {"RGBA", "LA", "PA"}
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        yield "artwork-type", f"The artwork {name} is no picture that can be opened: {error}."
        return
    if width != height or not LEAST <= width <= MOST:
        yield "artwork-size", f"The artwork {name} is {width} by {height} pixels."
    if form not in FORMATS:
        yield "artwork-type", f"The artwork {name} is in the format {form}."
        return
    if transparent:
        yield "artwork-type", f"The artwork {name} has transparent parts."
    elif mode not in {"RGB", "L", "P"}:
        yield "artwork-type", f"The artwork {name} has the colours {mode} instead of RGB."
    path = name.partition("?")[0].lower()
    if not path.endswith(FORMATS[form]) and "." in path.rpartition("/")[2]:
        yield "artwork-type", f"The artwork {name} is a {form} picture, which its ending does not say."
