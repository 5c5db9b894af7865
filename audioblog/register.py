"""Which post of the catalogue is this one? A show's names during one run.

In go posts as their sources give them, out comes the id by which the catalogue knows each: its own, one that was
learnt before, or that of a post that has moved (`recognise`). What is learnt is kept, so the question is asked once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from audioblog.document import recall
from audioblog.ingest.raw import RawPost
from audioblog.model import Post
from audioblog.recognise import Known, Trace, certain, likely, likeness, path_of
from audioblog.state import Catalogue, Entry
from audioblog.store import Store


@dataclass(slots=True)
class Register:
    catalogue: Catalogue
    store: Store
    show: str
    entries: dict[str, Entry]
    """Every post of the show; the pipeline adds to it while the run goes on."""
    now: datetime
    keeps: bool = True
    """False: what is learnt is forgotten after the run (`plan` changes nothing)."""
    met: dict[str, Trace] = field(default_factory=dict)
    """Posts of this run by their ids in the catalogue."""
    _aliases: dict[str, str] = field(init=False)
    _known: Known = field(init=False)

    def __post_init__(self) -> None:
        self._aliases = self.catalogue.aliases(self.show)
        self._known = Known.of(self.entries.values())

    def meet(self, post: str, raw: RawPost) -> str:
        """The id of a post that a source calls `post`; "" when this run has met the same post already."""
        trace = Trace(raw.url, raw.title, raw.published)
        name = self._aliases.get(post, post)
        if self._contradicted(name, trace):
            post = name = f"{post}#{path_of(raw.url)}"
            name = self._aliases.get(post, post)
        if name not in self.entries and (moved := certain(self._known, trace, self.met.keys())):
            self._learn(post, moved, "its address")
            name = moved.post
        if name in self.met:
            return ""
        self.met[name] = trace
        return name

    def recognise(self, post: str, read: Post) -> Entry | None:
        """The known post that a new one turns out to be, now that it has been read. `post`: its id from `meet`."""
        trace = Trace.of(read)
        if moved := certain(self._known, trace, self.met.keys()):
            return self._learn(post, moved, "its address")
        for entry, alike in likely(self._known, trace, self.met.keys()):
            old = recall(self.store, entry.document)
            if old and likeness(read, old.post) >= alike:
                return self._learn(post, entry, "its title, date and text")
        return None

    def _contradicted(self, name: str, trace: Trace) -> bool:
        """Whether what is known under this name is plainly another post."""
        entry = self.entries.get(name)
        others = [self.met.get(name), Trace.of(entry.episode) if entry and entry.episode else None]
        return any(other is not None and other.contradicts(trace) for other in others)

    def _learn(self, alias: str, entry: Entry, by: str) -> Entry:
        if self.keeps:
            with self.catalogue.transaction():
                self.catalogue.add_alias(self.show, alias, entry.post)
                self.catalogue.note(entry, self.now, "recognised", f"under the new id {alias}, by {by}")
        self._aliases[alias] = entry.post
        self.met[entry.post] = Trace()
        return entry
