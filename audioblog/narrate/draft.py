"""A script in the making: utterances get their ids and pauses here, texts are cut into sentences, silence is accounted
for.

In: texts of the post with their role, and the narrator's own words. Out: a Script's utterances, omissions and
chapters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from audioblog.model import Chapter, Omission, Role, Span, Swap, Utterance
from audioblog.narrate.languages import is_english
from audioblog.narrate.lexicon import Lexicon
from audioblog.narrate.marks import fixed_swaps
from audioblog.narrate.narration import Narration
from audioblog.narrate.normalise import say, swaps
from audioblog.narrate.punctuation import closed
from audioblog.narrate.sentences import sentences

NO_WORDS = "no words"
_STOPS = frozenset(".?!…:")


@dataclass(slots=True)
class Draft:
    """`speaker` is who speaks the author's text now; "" is the narrator."""

    lexicon: Lexicon
    rules: Narration
    language: str
    speaker: str = ""
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
        found = [
            swap for swap in swaps(text, tag, self.lexicon_of(tag), fixed_swaps(text, spans)) if swap.start >= start
        ]
        slices = [(start, end)]
        if not whole:
            kept = [(swap.start - start, swap.end - start) for swap in found]
            slices = [(start + a, start + b) for a, b in sentences(text[start:end], tag, kept)]
        first = len(self.utterances)
        for a, b in slices:
            within = [swap for swap in found if a <= swap.start and swap.end <= b]
            self._sentence(block, text, a, b, role, tag, within)
        self._pause(first, role)

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

    def chapter(self, title: str, at: int) -> None:
        """A chapter that starts with utterance number `at`, if there is one; of two at one place the first stays."""
        if at < len(self.utterances) and not any(c.utterance == self.utterances[at].id for c in self.chapters):
            self.chapters.append(Chapter(_short(title, self.rules.limits["chapter_title"]), self.utterances[at].id))

    def _sentence(self, block: str, text: str, a: int, b: int, role: Role, lang: str, found: Sequence[Swap]) -> None:
        spoken = say(text, a, b, found)
        if not any(char.isalpha() for char in spoken):
            reasons = {swap.why for swap in found}
            self.omit(block, a, b, text[a:b], reasons.pop() if len(reasons) == 1 else NO_WORDS)
            return
        split = text[b - 1] not in _STOPS and b < len(text) and spoken[-1] in ",;:"
        spoken = spoken if split else closed(spoken)
        speaker = self.speaker if role in ("paragraph", "item") else ""
        after = self.rules.clause_ms if split else self.rules.sentence_ms
        self._add(Utterance("", block, a, b, text[a:b], spoken, role, lang, speaker, swaps=tuple(found)), 0, after)

    def _add(self, utterance: Utterance, before: int, after: int) -> None:
        name = f"u{len(self.utterances) + 1}"
        self.utterances.append(replace(utterance, id=name, pause_before_ms=before, pause_after_ms=after))

    def _pause(self, first: int, role: Role) -> None:
        """The role's silence before its first and after its last utterance."""
        if first < len(self.utterances):
            before, after = self.rules.pauses[role]
            self.utterances[first] = replace(self.utterances[first], pause_before_ms=before)
            self.utterances[-1] = replace(self.utterances[-1], pause_after_ms=after)


def _short(title: str, limit: int) -> str:
    title = " ".join(title.split())
    return title if len(title) <= limit else title[:limit].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
