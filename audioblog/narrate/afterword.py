"""What follows the post: its notes as a chapter, then its comments, if they are read.

In: the post. Out: utterances, and omissions for all that stays in the transcript.
"""

from __future__ import annotations

from audioblog.model import Comment, Post
from audioblog.narrate import announce
from audioblog.narrate.draft import Draft
from audioblog.narrate.english.numbers import cardinal
from audioblog.narrate.punctuation import closed


def read_notes(draft: Draft, post: Post) -> None:
    notes = [note for note in post.footnotes if note.text.strip()]
    spoken = [note for note in notes if not draft.unwanted(note.id, note.text, "footnote")]
    if not spoken:
        return
    draft.speaker = ""
    at = len(draft.utterances)
    draft.announce(closed(draft.rules.frames["notes"]), role="heading")
    for nth, note in enumerate(spoken, 1):
        draft.announce(announce.note(note.number, nth, draft.rules), note.id)
        if not draft.too_long(note.id, note.text, "footnote", "note_summary"):
            draft.read(note.id, note.text, "footnote", spans=note.spans)
    draft.chapter(draft.rules.frames["notes"], at)


def read_comments(draft: Draft, post: Post, *, aloud: bool, closing: bool) -> None:
    """`aloud`: whether comments are read at all; `closing`: whether their end is said."""
    most = draft.rules.limits["comments"] or len(post.comments)
    written = [comment for comment in post.comments if comment.text.strip()]
    spoken = written[:most] if aloud and "comment" not in draft.rules.skip else []
    if spoken:
        draft.speaker = ""
        at = len(draft.utterances)
        draft.announce(closed(draft.rules.frames["comments"]), role="heading")
        for nth, comment in enumerate(spoken, 1):
            _comment(draft, comment, nth)
        if more := len(written) - len(spoken):
            draft.announce(draft.rules.frames["comments_rest"].format(count=cardinal(more).capitalize()))
        if closing:
            draft.announce(draft.rules.frames["comments_end"])
        draft.chapter(draft.rules.frames["comments"], at)
    for comment in written[len(spoken) :]:
        draft.omit(comment.id, 0, len(comment.text), comment.text, "comment")


def _comment(draft: Draft, comment: Comment, nth: int) -> None:
    draft.announce(announce.comment(nth, comment, draft.rules), comment.id)
    if not draft.too_long(comment.id, comment.text, "comment", "comment_summary"):
        draft.read(comment.id, comment.text, "comment")
