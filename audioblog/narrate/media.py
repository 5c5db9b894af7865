"""What is no running text: pictures, code, embedded things, breaks.

In: a block. Out: what is said of it, and on the ledger what is not. A picture is said by its caption or its alternative
text, never by both and never by a file's name; code is announced and not recited.
"""

from __future__ import annotations

import re
from dataclasses import replace

from audioblog.model import Block
from audioblog.narrate.announce import count
from audioblog.narrate.draft import Draft

_FILE_NAME = re.compile(
    r"[\w%()+ .-]{0,200}\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?|heic)|"
    r"(?:IMG|DSC|DSCN|PXL|P|image|screenshot)[_ -]?\d[\w .-]*|"
    r"[\w-]*\d{2,4}x\d{2,4}[\w-]*|"  # the size that a blog puts into the name
    r"[^\W_]+(?:_[^\W_]+)+|(?=\D*\d)[^\W_]+(?:-[^\W_]+){2,}",  # summer_fair, fair-2019-header
    re.I,
)
_SAYS_NOTHING = re.compile(
    r"(?:the |an? )?(?:(?:featured|header|hero|cover|main|blog|post|stock|default)[ -])?"
    r"(?:image|img|photo|photograph|picture|pic|graphic|icon|thumbnail|banner|placeholder|untitled|blank|spacer)s?"
    r"(?: ?\d{1,3})?\.?",
    re.I,
)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")


def read_image(draft: Draft, block: Block) -> None:
    caption, alt, text = block.caption.strip(), block.alt.strip(), block.text
    if why := _undescribed(text.strip()) or _known(draft, text):
        draft.omit(block.id, 0, len(text), text, why)
    elif not draft.too_long(block.id, text, "image", "image_summary"):
        draft.announce(draft.rules.frames["image"], block.id)
        draft.read(block.id, text, "image", spans=block.spans, lang=block.lang)
    if caption and alt and alt != caption:
        draft.omit(block.id, len(text), len(text), alt, "alternative text beside a caption")


def _known(draft: Draft, text: str) -> str:
    """Whether a picture's words were read before: a blog that has none takes its post's title for every picture."""
    words = " ".join(text.split()).casefold()
    known = words in draft.pictured
    draft.pictured.add(words)
    return "image whose description was read before" if known else ""


def _undescribed(text: str) -> str:
    """Why a picture's caption or alternative text is not worth reading; "" when it is.

    >>> _undescribed("IMG_2034.JPG"), _undescribed("Photo 1"), _undescribed("forget-me-nots")
    ('image described by a file name only', 'image whose description says nothing', '')
    """
    if not text:
        return "image without description"
    if _FILE_NAME.fullmatch(text):
        return "image described by a file name only"
    return "image whose description says nothing" if _SAYS_NOTHING.fullmatch(text) else ""


def name_code(draft: Draft, block: Block) -> None:
    lines = sum(1 for line in block.text.split("\n") if line.strip())
    if lines:
        draft.announce(draft.rules.frames["code"].format(lines=count(lines, "line", "lines")), block.id)
        draft.omit(block.id, 0, len(block.text), block.text, "code")


def read_embed(draft: Draft, block: Block) -> None:
    if not block.text.strip() or _ADDRESS.fullmatch(block.text.strip()):
        draft.announce(draft.rules.frames["embed_silent"], block.id)
        if block.text:
            draft.omit(block.id, 0, len(block.text), block.text, "address of embedded content")
    else:
        draft.announce(draft.rules.frames["embed"], block.id)
        draft.read(block.id, block.text, "paragraph", spans=block.spans, lang=block.lang)


def rest(draft: Draft, block: Block) -> None:
    """A pause: the silence after what was said last is as long as a section's."""
    if block.text:
        draft.omit(block.id, 0, len(block.text), block.text, "separator")
    if draft.utterances:
        last = draft.utterances[-1]
        draft.utterances[-1] = replace(last, pause_after_ms=max(last.pause_after_ms, draft.rules.break_ms))
