"""Post -> Script: the door of this room.

In: a Post, and the house's ways (lexicon, rules of narration). Out: everything that will be said, in order, with its
pauses; everything that will not be said, with the rule's name; the chapters; the words that an editor should check.
The proof that nothing was lost (ledger.py) is made before anybody gets the script. Pure: same in, same out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from audioblog.model import TITLE, Block, Post, Role, Script
from audioblog.narrate import announce
from audioblog.narrate.afterword import read_comments, read_notes
from audioblog.narrate.draft import Draft
from audioblog.narrate.frames import Framed, frames
from audioblog.narrate.grids import read_table
from audioblog.narrate.house import House
from audioblog.narrate.ledger import check
from audioblog.narrate.lexicon import with_words
from audioblog.narrate.media import name_code, read_embed, read_image, rest
from audioblog.narrate.speakers import prefix, speakers
from audioblog.narrate.words import words_to_check


def narrate(post: Post, house: House) -> Script:
    """Raises NarrationError only if the proof fails, which is a fault of this package."""
    lexicon = with_words(house.lexicon, post.words, f"words of {post.source or post.title}")
    draft = Draft(lexicon, house.rules, post.language or "en-GB", house.languages, house.cast)
    draft.read(TITLE, post.title, "title")
    draft.pictured.add(" ".join(post.title.split()).casefold())
    opening_at = len(draft.utterances)
    body = post.body()
    draft.speakers = speakers(body, house.cast)
    for block, around in zip(body, frames(body, house.rules), strict=True):
        _block(draft, block, around)
    read_notes(draft, post)
    for block in _left_out(post):
        draft.omit(block.id, 0, len(block.text), block.text, block.unread or "said with the notes")
    if house.closing:
        draft.announce(announce.closing(post, house.rules))
    read_comments(draft, post, aloud=house.comments, closing=house.closing)
    if house.opening:
        _insert_opening(draft, post, house, opening_at)
    _first_chapter(draft, post)
    script = Script(
        title=post.title,
        language=draft.language,
        utterances=tuple(draft.utterances),
        omissions=tuple(draft.omissions),
        chapters=tuple(draft.chapters),
        words_to_check=words_to_check(post, lexicon, limit=house.rules.limits["words_to_check"]),
    )
    check(post, script)
    return script


def _left_out(post: Post) -> list[Block]:
    """Unread blocks, and those that only show where the notes stand: their heading, further paragraphs of a note."""
    elsewhere = {block.id for block in post.body()} | {note.id for note in post.footnotes}
    return [block for block in post.blocks if block.id not in elsewhere]


def _block(draft: Draft, block: Block, around: Framed) -> None:
    if draft.unwanted(block.id, block.text, block.kind):
        return
    for phrase in around.before:
        draft.announce(phrase, block.id)
    if around.left_out:
        draft.omit(block.id, 0, len(block.text), block.text, around.left_out)
    else:
        draft.quoted = block.quoted
        _READERS.get(block.kind, _plain)(draft, block)
        draft.quoted = False
    for phrase in around.after:
        draft.announce(phrase, block.id)


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


def _footnote(draft: Draft, block: Block) -> None:
    draft.read(block.id, block.text, "footnote", spans=block.spans, lang=block.lang)


_READERS: dict[str, Callable[[Draft, Block], None]] = {
    "heading": _heading, "table": read_table, "image": read_image, "code": name_code, "embed": read_embed,
    "separator": rest, "footnote": _footnote,
}  # fmt: skip


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
