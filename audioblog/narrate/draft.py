"""A script in the making: utterances get their ids and pauses here, texts are cut into sentences, silence is accounted
for.

In: texts of the post with their role, and the narrator's own words. Out: a Script's utterances, omissions and
chapters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from audioblog.model import Chapter, Omission, Role, Span, Swap, Utterance
from audioblog.narrate.announce import count
from audioblog.narrate.languages import is_english
from audioblog.narrate.lexicon import Lexicon
from audioblog.narrate.marks import fixed_swaps
from audioblog.narrate.narration import Narration
from audioblog.narrate.normalise import say, swaps
from audioblog.narrate.passages import Passage, cut_at, passages, silences
from audioblog.narrate.punctuation import closed
from audioblog.narrate.sentences import heard_sentences

NO_WORDS = "no words"
_STOPS = frozenset(".?!…:")


@dataclass(slots=True)
class Draft:
    """`speaker` is who speaks the author's text now; "" is the narrator."""

    lexicon: Lexicon
    rules: Narration
    language: str
    languages: tuple[str, ...] = ()
    """Of the voices that there are."""
    cast: Mapping[str, str] = field(default_factory=dict)
    """Speaker or role -> voice profile."""
    speakers: frozenset[str] = frozenset()
    """Names before a colon that are speakers."""
    speaker: str = ""
    quoted: bool = False
    """Whether what is read now stands inside a quotation."""
    pictured: set[str] = field(default_factory=set)
    """Descriptions of pictures that were read, and the title."""
    utterances: list[Utterance] = field(default_factory=list)
    omissions: list[Omission] = field(default_factory=list)
    chapters: list[Chapter] = field(default_factory=list)

    def announce(self, spoken: str, block: str = "", role: Role = "announcement") -> None:
        """The narrator's own words: they cover no text of the post."""
        if spoken:
            lang = self.language if is_english(self.language) else "en-GB"
            self._add(Utterance("", block, 0, 0, "", spoken, role, lang), *self.rules.pauses[role])

    def read(
        self, block: str, text: str, role: Role, *, spans: Sequence[Span] = (), lang: str = "", start: int = 0,
        end: int | None = None, whole: bool = False,
    ) -> None:  # fmt: skip
        """Speak text[start:end] of a holder, a sentence an utterance (`whole`: one utterance)."""
        end = len(text) if end is None else end
        tag = lang or self.language
        parts = [Passage(start, end, tag)]
        rests: Mapping[int, int] = {}
        if spans and not whole:
            least = self.rules.limits["language_words"]
            parts = passages(text, start, end, spans, tag, self.languages, least)
            rests = silences(text, spans)
        first = len(self.utterances)
        found = tuple(swap for part in parts for swap in self._swaps(text, part, spans, alone=len(parts) == 1))
        edges = [*(part.start for part in parts[1:]), *rests]
        for a, b in self._slices(text, start, end, tag, found, edges, whole=whole):
            here = next(part.lang for part in reversed(parts) if part.start <= a)
            within = [swap for swap in found if a <= swap.start and swap.end <= b]
            self._sentence(block, text, a, b, role, here, within, torn=any(b <= edge <= b + 1 for edge in edges))
        self._pause(first, role)
        self._rest(first, rests)

    def _swaps(self, text: str, part: Passage, spans: Sequence[Span], *, alone: bool) -> Sequence[Swap]:
        """A passage's words are read by its own language's rules, which must not look across its edges."""
        lexicon = self.lexicon_of(part.lang)
        if alone:
            found = swaps(text, part.lang, lexicon, fixed_swaps(text, spans, part.lang))
            return [swap for swap in found if swap.start >= part.start]
        within = text[part.start : part.end]
        moved = [replace(s, start=s.start - part.start, end=s.end - part.start) for s in spans]
        found = swaps(within, part.lang, lexicon, fixed_swaps(within, moved, part.lang))
        return [replace(swap, start=swap.start + part.start, end=swap.end + part.start) for swap in found]

    def _slices(
        self, text: str, start: int, end: int, lang: str, found: Sequence[Swap], edges: Sequence[int], *, whole: bool
    ) -> list[tuple[int, int]]:
        if whole:
            return [(start, end)]
        here = [
            replace(s, start=s.start - start, end=s.end - start) for s in found if start <= s.start and s.end <= end
        ]
        kept, silent = ([(s.start, s.end) for s in here if bool(s.spoken) is spoken] for spoken in (True, False))
        sentences_ = [(start + a, start + b) for a, b in heard_sentences(text[start:end], lang, kept, silent)]
        places = [edge for edge in edges if not any(swap.start < edge < swap.end for swap in found)]
        return [trimmed for piece in cut_at(sentences_, places) if (trimmed := _trimmed(text, *piece))]

    def _rest(self, first: int, rests: Mapping[int, int]) -> None:
        """The silences that the page asks for, after the words that stand before them."""
        for place, ms in rests.items():
            before = [at for at in range(first, len(self.utterances)) if self.utterances[at].end <= place]
            if before:
                last = self.utterances[before[-1]]
                self.utterances[before[-1]] = replace(last, pause_after_ms=max(last.pause_after_ms, ms))
            elif first < len(self.utterances):
                head = self.utterances[first]
                self.utterances[first] = replace(head, pause_before_ms=max(head.pause_before_ms, ms))

    def lexicon_of(self, lang: str) -> Lexicon | None:
        """Its respellings are English; another language's voice would read them wrongly."""
        return self.lexicon if is_english(lang) else None

    def row(
        self, block: str, text: str, start: int, end: int, spoken: str, found: Sequence[Swap], lang: str = ""
    ) -> None:
        """One utterance whose words were put together elsewhere: a table's row."""
        utterance = Utterance(
            "", block, start, end, text[start:end], spoken, "table", lang or self.language, swaps=tuple(found)
        )
        self._add(utterance, *self.rules.pauses["table"])

    def omit(self, block: str, start: int, end: int, text: str, why: str) -> None:
        """Leave text out by the named rule. What is only white space needs no account."""
        if start == end or text.strip():
            self.omissions.append(Omission(block, start, end, text, why))

    def unwanted(self, holder: str, text: str, role: str) -> bool:
        """Whether the rules leave out all texts of this role; the text is then on the ledger."""
        if role in self.rules.skip:
            self.omit(holder, 0, len(text), text, f"{role}, which the rules of narration leave out")
        return role in self.rules.skip

    def too_long(self, holder: str, text: str, role: Role, frame: str) -> bool:
        """Whether a text has more words than its role may have; it is then named with its length, and left out."""
        words = len(text.split())
        if not 0 < self.rules.limits[f"{role}_words"] < words:
            return False
        said = self.rules.frames[frame].format(words=count(words, "word", "words"))
        self.announce(said[:1].upper() + said[1:], holder)
        self.omit(holder, 0, len(text), text, f"long {role}")
        return True

    def chapter(self, title: str, at: int) -> None:
        """A chapter that starts with utterance number `at`, if there is one; of two at one place the first stays."""
        if at < len(self.utterances) and not any(c.utterance == self.utterances[at].id for c in self.chapters):
            self.chapters.append(Chapter(_short(title, self.rules.limits["chapter_title"]), self.utterances[at].id))

    def _sentence(
        self, block: str, text: str, a: int, b: int, role: Role, lang: str, found: Sequence[Swap], *, torn: bool
    ) -> None:
        """`torn`: the sentence goes on in the next utterance, in another language or after a silence."""
        spoken = say(text, a, b, found)
        if not any(char.isalpha() for char in spoken):
            reasons = {swap.why for swap in found}
            self.omit(block, a, b, text[a:b], reasons.pop() if len(reasons) == 1 else NO_WORDS)
            return
        split = text[b - 1] not in _STOPS and b < len(text) and spoken[-1] in ",;:"
        split = split or (torn and text[b - 1] not in _STOPS)
        spoken = spoken if split and spoken[-1] in ",;:?!" else f"{spoken}," if split else closed(spoken)
        speaker = self.speaker if role in ("paragraph", "item") and not self.quoted else ""
        after = self.rules.clause_ms if split else self.rules.sentence_ms
        self._add(Utterance("", block, a, b, text[a:b], spoken, role, lang, speaker, swaps=tuple(found)), 0, after)

    def _add(self, utterance: Utterance, before: int, after: int) -> None:
        name, voice = f"u{len(self.utterances) + 1}", self._voice(utterance)
        self.utterances.append(replace(utterance, id=name, voice=voice, pause_before_ms=before, pause_after_ms=after))

    def _voice(self, utterance: Utterance) -> str:
        """A speaker's own voice, else the quotation's, else the role's; "" for the show's."""
        role = "quote" if self.quoted and utterance.role not in ("announcement", "speaker") else utterance.role
        return self.cast.get(utterance.speaker) or self.cast.get(role, "")

    def _pause(self, first: int, role: Role) -> None:
        """The role's silence before its first and after its last utterance."""
        if first < len(self.utterances):
            before, after = self.rules.pauses[role]
            self.utterances[first] = replace(self.utterances[first], pause_before_ms=before)
            self.utterances[-1] = replace(self.utterances[-1], pause_after_ms=after)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _short(title: str, limit: int) -> str:
    title = " ".join(title.split())
    return title if len(title) <= limit else title[:limit].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
