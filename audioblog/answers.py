"""What servers said last time, for the fetcher's conditional requests: facts in the catalogue, bodies in the store."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from audioblog.ingest.network.fetch import Remembered
from audioblog.state import Catalogue, Remembrance
from audioblog.store import Store


@dataclass(frozen=True, slots=True)
class KeptAnswers:
    """`ingest.network.memory.Memory` that outlives the run."""

    catalogue: Catalogue
    store: Store
    read_only: bool = False
    """For runs that must change nothing: remembers only for their own length."""
    fresh: dict[str, Remembered] = field(default_factory=dict)

    def load(self, url: str) -> Remembered | None:
        if url in self.fresh:
            return self.fresh[url]
        kept = self.catalogue.remembered(url)
        body = self.store.get(kept.body) if kept else None
        if kept is None or body is None or _key(body) != kept.body:  # lost or damaged: it is asked for again, whole
            return None
        return Remembered(kept.etag, kept.last_modified, kept.final_url, kept.content_type, body)

    def save(self, url: str, answer: Remembered) -> None:
        if self.read_only:
            self.fresh[url] = answer
            return
        key = _key(answer.body)
        self.store.put(key, answer.body)
        kept = Remembrance(url, answer.etag, answer.last_modified, answer.final_url, answer.content_type, key)
        self.catalogue.remember(kept)


def _key(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest() + ".http"
