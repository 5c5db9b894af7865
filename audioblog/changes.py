"""What an edit changed for the listener: a post's script as it is now, beside that of its last published version.

In: a workspace, a post and its script. Out: a unified diff of spoken lines. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff

from audioblog.config import Workspace
from audioblog.model import Post, Script
from audioblog.state import Catalogue, Entry
from audioblog.store import Store
from audioblog.worker import recall


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


def spoken_diff(old: Script, new: Script) -> Iterator[str]:
    """Unified diff, a line an utterance: "-" is no longer said, "+" is said now. Nothing when all stayed the same."""
    before, after = ([utterance.spoken for utterance in script.utterances] for script in (old, new))
    yield from unified_diff(before, after, "as published", "as it is now", lineterm="", n=2)
