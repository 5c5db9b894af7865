"""Post -> Script: the door of this room.

In: a Post, and the house's ways (lexicon, rules of narration). Out: everything that will be said, in order, with its
pauses; everything that will not be said, with the rule's name; the chapters; the words that an editor should check.
The proof that nothing was lost (ledger.py) is made before anybody gets the script. Pure: same in, same out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from audioblog.model import TITLE, Block, Post, Role, Script
from audioblog.narrate import announce
from audioblog.narrate.announce import count
from audioblog.narrate.draft import Draft
from audioblog.narrate.frames import Framed, frames
from audioblog.narrate.grids import read_table
from audioblog.narrate.ledger import check
from audioblog.narrate.lexicon import Lexicon
from audioblog.narrate.narration import DEFAULT, Narration
from audioblog.narrate.punctuation import closed
from audioblog.narrate.speakers import prefix, speakers
from audioblog.narrate.words import words_to_check


@dataclass(frozen=True, slots=True)
class House:
    """How this house narrates: what `narrate` needs beside the post."""

    lexicon: Lexicon = field(default_factory=Lexicon)
    comments: bool = False
    chars_per_second: float = 16.0
    """The voice's pace, for the estimate of the length."""
    opening: bool = True
    closing: bool = True
    voice_notice: str = "Read by a synthetic voice."
    rules: Narration = DEFAULT
    languages: tuple[str, ...] = ()
    """Languages that have a voice; a passage in any other is read in the show's voice."""
    cast: Mapping[str, str] = field(default_factory=dict)
    """Voice profiles by role or speaker, where they are not the show's own."""


_FILE_NAME = re.compile(
    r"[\w%()+ .-]{0,200}\.(?:jpe?g|png|gif|webp|svg|bmp|tiff?|heic)|"
    r"(?:IMG|DSC|DSCN|P|image|screenshot)[_ -]?\d[\w .-]*",
    re.I,
)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")


def narrate(post: Post, house: House) -> Script:
    """Raises NarrationError only if the proof fails, which is a fault of this package."""
    draft = Draft(house.lexicon, house.rules, post.language or "en-GB", house.languages, house.cast)
    draft.read(TITLE, post.title, "title")
    opening_at = len(draft.utterances)
    body = post.body()
    draft.speakers = speakers(body, house.cast)
    for block, around in zip(body, frames(body, house.rules), strict=True):
        _block(draft, block, around)
    _notes(draft, post)
    for block in _left_out(post):
        draft.omit(block.id, 0, len(block.text), block.text, block.unread or "said with the notes")
    if house.closing:
        draft.announce(announce.closing(post, house.rules))
    _comments(draft, post, house)
    if house.opening:
        _insert_opening(draft, post, house, opening_at)
    _first_chapter(draft, post)
    script = Script(
        title=post.title,
        language=draft.language,
        utterances=tuple(draft.utterances),
        omissions=tuple(draft.omissions),
        chapters=tuple(draft.chapters),
        words_to_check=words_to_check(post, house.lexicon, limit=house.rules.limits["words_to_check"]),
    )
    check(post, script)
    return script


def _left_out(post: Post) -> list[Block]:
    """Unread blocks, and those that only show where the notes stand: their heading, further paragraphs of a note."""
    elsewhere = {block.id for block in post.body()} | {note.id for note in post.footnotes}
    return [block for block in post.blocks if block.id not in elsewhere]


def _block(draft: Draft, block: Block, around: Framed) -> None:
    if block.kind in draft.rules.skip:
        draft.omit(block.id, 0, len(block.text), block.text, _unwanted(block.kind))
        return
    for phrase in around.before:
        draft.announce(phrase, block.id)
    draft.quoted = block.quoted
    _READERS.get(block.kind, _plain)(draft, block)
    draft.quoted = False
    for phrase in around.after:
        draft.announce(phrase, block.id)


def _unwanted(role: str) -> str:
    return f"{role}, which the rules of narration leave out"


def _plain(draft: Draft, block: Block) -> None:
    role: Role = "quote" if block.kind == "quote" else "item" if block.kind == "item" else "paragraph"
    start = _speaker(draft, block) if block.kind == "paragraph" else 0
    draft.read(block.id, block.text, role, spans=block.spans, lang=block.lang, start=start)


def _speaker(draft: Draft, block: Block) -> int:
    """Say who speaks, once a change; the length of the prefix."""
    name, end = prefix(block)
    if name not in draft.speakers:
        return 0
    if name == draft.speaker:
        draft.omit(block.id, 0, end, block.text[:end], "speaker already named")
    else:
        draft.speaker = ""
        draft.read(block.id, block.text, "speaker", lang=block.lang, end=end, whole=True)
        draft.utterances[-1] = replace(
            draft.utterances[-1], speaker=name, spoken=draft.utterances[-1].spoken.rstrip(":,.") + "."
        )
        draft.speaker = name
    return end


def _heading(draft: Draft, block: Block) -> None:
    at = len(draft.utterances)
    draft.speaker = ""
    draft.read(block.id, block.text, "heading", spans=block.spans, lang=block.lang, whole=len(block.text) < 400)
    if at < len(draft.utterances):
        spoken = draft.utterances[-1].spoken
        draft.utterances[-1] = replace(
            draft.utterances[-1], spoken=spoken if spoken[-1] in ".?!" else spoken[:-1] + "."
        )
    draft.chapter(_without_marks(block), at)


def _without_marks(block: Block) -> str:
    """The heading as a chapter's title: without its note references and controls of the page."""
    text = block.text
    for span in sorted(block.spans, key=lambda each: -each.start):
        if span.kind in ("noteref", "unread"):
            text = text[: span.start] + text[span.end :]
    return text.strip()


def _image(draft: Draft, block: Block) -> None:
    caption, alt, text = block.caption.strip(), block.alt.strip(), block.text
    if not text.strip():
        draft.omit(block.id, 0, 0, "", "image without description")
    elif _FILE_NAME.fullmatch(text.strip()):
        draft.omit(block.id, 0, len(text), text, "image described by a file name only")
    else:
        draft.announce(draft.rules.frames["image"], block.id)
        draft.read(block.id, text, "image", spans=block.spans, lang=block.lang)
    if caption and alt and alt != caption:
        draft.omit(block.id, len(text), len(text), alt, "alternative text beside a caption")


def _code(draft: Draft, block: Block) -> None:
    lines = sum(1 for line in block.text.split("\n") if line.strip())
    if lines:
        draft.announce(draft.rules.frames["code"].format(lines=count(lines, "line", "lines")), block.id)
        draft.omit(block.id, 0, len(block.text), block.text, "code")


def _embed(draft: Draft, block: Block) -> None:
    if not block.text.strip() or _ADDRESS.fullmatch(block.text.strip()):
        draft.announce(draft.rules.frames["embed_silent"], block.id)
        if block.text:
            draft.omit(block.id, 0, len(block.text), block.text, "address of embedded content")
    else:
        draft.announce(draft.rules.frames["embed"], block.id)
        draft.read(block.id, block.text, "paragraph", spans=block.spans, lang=block.lang)


def _separator(draft: Draft, block: Block) -> None:
    """A pause: the silence after what was said last is as long as a section's."""
    if block.text:
        draft.omit(block.id, 0, len(block.text), block.text, "separator")
    if draft.utterances:
        last = draft.utterances[-1]
        draft.utterances[-1] = replace(last, pause_after_ms=max(last.pause_after_ms, draft.rules.break_ms))


def _footnote(draft: Draft, block: Block) -> None:
    draft.read(block.id, block.text, "footnote", spans=block.spans, lang=block.lang)


_READERS: dict[str, Callable[[Draft, Block], None]] = {
    "heading": _heading, "table": read_table, "image": _image, "code": _code, "embed": _embed, "separator": _separator,
    "footnote": _footnote,
}  # fmt: skip


def _notes(draft: Draft, post: Post) -> None:
    notes = [note for note in post.footnotes if note.text.strip()]
    if "footnote" in draft.rules.skip:
        for note in notes:
            draft.omit(note.id, 0, len(note.text), note.text, _unwanted("footnote"))
        return
    if not notes:
        return
    draft.speaker = ""
    at = len(draft.utterances)
    draft.announce(closed(draft.rules.frames["notes"]), role="heading")
    for nth, note in enumerate(notes, 1):
        draft.announce(announce.note(note.number, nth, draft.rules), note.id)
        draft.read(note.id, note.text, "footnote", spans=note.spans)
    draft.chapter(draft.rules.frames["notes"], at)


def _comments(draft: Draft, post: Post, house: House) -> None:
    if not house.comments or "comment" in draft.rules.skip:
        for comment in post.comments:
            draft.omit(comment.id, 0, len(comment.text), comment.text, "comment")
        return
    spoken = [comment for comment in post.comments if comment.text.strip()]
    if not spoken:
        return
    draft.speaker = ""
    at = len(draft.utterances)
    draft.announce(closed(draft.rules.frames["comments"]), role="heading")
    for nth, comment in enumerate(spoken, 1):
        draft.announce(announce.comment(nth, comment, draft.rules), comment.id)
        draft.read(comment.id, comment.text, "comment")
    if house.closing:
        draft.announce(draft.rules.frames["comments_end"])
    draft.chapter(draft.rules.frames["comments"], at)


def _insert_opening(draft: Draft, post: Post, house: House, at: int) -> None:
    """The length is known only now; the opening stands after the title."""
    seconds = sum(len(u.spoken) for u in draft.utterances) / max(house.chars_per_second, 1.0)
    seconds += sum(max(u.pause_after_ms, 0) for u in draft.utterances) / 1000
    spoken = announce.opening(post, house.rules, house.voice_notice, seconds)
    rest = draft.utterances[at:]
    del draft.utterances[at:]
    draft.announce(spoken)
    renamed = {u.id: f"u{number}" for number, u in enumerate(rest, len(draft.utterances) + 1)}
    draft.utterances += [replace(u, id=renamed[u.id]) for u in rest]
    draft.chapters = [replace(c, utterance=renamed[c.utterance]) for c in draft.chapters]


def _first_chapter(draft: Draft, post: Post) -> None:
    later = draft.chapters
    draft.chapters = []
    draft.chapter(post.title.strip() or draft.rules.frames["introduction"], 0)
    taken = {c.utterance for c in draft.chapters}
    draft.chapters += [c for c in later if c.utterance not in taken]
