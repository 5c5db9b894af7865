"""A post and its timeline <-> one object in the store, under the digest of its bytes: what pages and captions are made
from, and what a later build compares with. One that a damaged disk has changed counts as absent.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import msgspec

from audioblog.model import Post, Timeline
from audioblog.store import Store


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that the outputs of an episode are made from."""

    post: Post
    timeline: Timeline


def keep(store: Store, document: Document) -> str:
    """Put a document into the store; its key."""
    data = msgspec.json.encode(document)
    key = _key_of(data)
    store.put(key, data)
    return key


def recall(store: Store, key: str) -> Document | None:
    """The document under `key`; None when the store has lost it, or it is damaged."""
    data = store.get(key)
    if data is None or _key_of(data) != key:
        return None
    try:
        return msgspec.json.decode(data, type=Document)
    except msgspec.DecodeError:  # of an audioblog that wrote it otherwise
        return None


def is_kept(store: Store, key: str) -> bool:
    """Whether the document under `key` is there, whole; one that is damaged is discarded, so that it is made again."""
    data = store.get(key)
    if data is not None and _key_of(data) != key:
        store.discard(key)
        return False
    return data is not None


def _key_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest() + ".json"
