"""What an edit changed for the listener: a post's script as it is now, beside that of its last published version.

In: a workspace, a post and its script. Out: the places where a listener hears something else. Nothing is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from audioblog.config import Workspace
from audioblog.document import recall
from audioblog.model import Post, Script, Utterance
from audioblog.state import Catalogue, Entry
from audioblog.store import Store


@dataclass(frozen=True, slots=True)
class Change:
    """One place: what was said and no longer is, and what is said now. Both are sentences in order, as spoken."""

    chapter: str
    was: tuple[str, ...]
    now: tuple[str, ...]
    pauses: int = 0
    """Instead of words: at how many places only the silence has changed."""
    omitted: bool = False
    """`was` and `now` are what is left out, each with its rule."""


def entry_of(workspace: Workspace, post: Post) -> Entry | None:
    """The entry of the post's newest episode in the catalogue; None when it has none."""
    file = workspace.work / "state.db"
    if not file.is_file():
        return None
    with Catalogue(file) as catalogue:
        entries = [entry for show in catalogue.shows() for entry in catalogue.entries(show).values()]
    made = (entry for entry in entries if entry.episode and _is_of(entry, post))
    return max(made, key=lambda entry: entry.episode.updated.timestamp() if entry.episode else 0.0, default=None)


def published_script(workspace: Workspace, post: Post) -> Script | None:
    """The script that the post's newest episode was made from; None when it has none, or the store has lost it."""
    entry = entry_of(workspace, post)
    document = recall(Store(workspace.work / "store"), entry.document) if entry else None
    return document.timeline.script if document else None


def _is_of(entry: Entry, post: Post) -> bool:
    same_address = bool(post.url and entry.episode and entry.episode.url == post.url)
    return entry.post == post.id or same_address


def changes(old: Script, new: Script) -> Iterator[Change]:
    """Where `new` is heard otherwise than `old`, in its order: words, voices, pauses; then what is left out."""
    before, after = ([utterance.spoken for utterance in script.utterances] for script in (old, new))
    where = _chapters(new)
    otherwise = 0
    for kind, a, b, c, d in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Change(where[min(c, len(where) - 1)], tuple(before[a:b]), tuple(after[c:d]))
            continue
        for was, now, chapter in zip(old.utterances[a:b], new.utterances[c:d], where[c:d], strict=True):
            if (was.voice, was.lang) != (now.voice, now.lang):
                yield Change(chapter, (f"{was.spoken} ({_voice(was)})",), (f"{now.spoken} ({_voice(now)})",))
            otherwise += (was.pause_before_ms, was.pause_after_ms) != (now.pause_before_ms, now.pause_after_ms)
    if otherwise:
        yield Change("", (), (), otherwise)
    no_longer, now_too = (_left_out(one) - _left_out(other) for one, other in ((old, new), (new, old)))
    if no_longer or now_too:
        yield Change("", tuple(no_longer.elements()), tuple(now_too.elements()), omitted=True)


def _chapters(script: Script) -> list[str]:
    """The chapter of every utterance; at least one."""
    titles = {chapter.utterance: chapter.title for chapter in script.chapters}
    found = [""]
    for said in script.utterances:
        found.append(titles.get(said.id, found[-1]))
    return found[1:] or found


def _voice(utterance: Utterance) -> str:
    return f"in {utterance.lang} by {utterance.voice or 'the show’s voice'}"


def _left_out(script: Script) -> Counter[str]:
    return Counter(f"{left.why}: {' '.join(left.text.split())}".rstrip(": ") for left in script.omissions)
