"""The types that travel down the pipeline: Post -> Script -> Timeline -> Episode.

Everything here is frozen, slotted, picklable and (but for `Show`, which an editor writes and which has a file of its
own) hashable, and imports nothing but the standard library. Times are milliseconds, sizes bytes, dates aware and in
UTC, text offsets are characters of a Python `str`.

Whoever reads aloud must be able to prove that nothing was lost, so every text that a reader of the post can see lives
in a *text holder* with an id: a `Block`, a `Footnote`, a `Comment`, or the title (id `TITLE`). Utterances and
omissions point into these holders by (id, start, end).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from audioblog.show import Show as Show

BlockKind = Literal["heading", "paragraph", "item", "quote", "table", "image", "code", "footnote", "separator", "embed"]
SpanKind = Literal[
    "em", "strong", "link", "abbr", "lang", "sub", "sup", "code", "noteref", "say", "spell", "break", "unread",
]  # fmt: skip
Role = Literal[
    "title", "heading", "paragraph", "item", "quote", "table", "image", "code", "footnote", "comment", "speaker",
    "announcement",
]  # fmt: skip

TITLE = "title"
"""The text-holder id of `Post.title`; no block ever has it."""


@dataclass(frozen=True, slots=True)
class Span:
    """An inline mark on a holder's text, [start, end)."""

    start: int
    end: int
    kind: SpanKind
    value: str = ""
    """link: address; abbr: title; lang: BCP 47 tag; noteref: footnote's id, or ""; say: words, or /IPA/; break: ms;
    unread: what it is instead of the author's words ("edit link")."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell; `text` stands at `start` in the text of its block."""

    text: str
    start: int
    header: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of structure, in reading order.

    `text` is all of it that is read: of a table the caption (if any), a newline, then one line a row, cells separated
    by tabs; of an image the caption, else the alt text, else nothing; of code the code. Line breaks stay in code only.
    """

    id: str
    kind: BlockKind
    text: str
    spans: tuple[Span, ...] = ()
    level: int = 0
    """heading: 1 to 6."""
    depth: int = 0
    """item: 0 for the outermost list; quote: how many quotes it stands in, less one."""
    ordered: bool = False
    number: str = ""
    """ordered item: its number as written by the list's type and start ("3", "b", "iv")."""
    cite: str = ""
    """quote: who or what is quoted, as the page says."""
    rows: tuple[tuple[Cell, ...], ...] = ()
    caption: str = ""
    alt: str = ""
    image: str = ""
    """image: its absolute address."""
    lang: str = ""
    """BCP 47 tag when the block's language is marked as another one than the post's."""
    quoted: bool = False
    """True for a heading, item, table, image or code that stands inside a quotation."""
    unread: str = ""
    """What it is that stands in the article and is not read ("table of contents"); "" for what is read."""

    def read_text(self) -> str:
        """`text` without what is marked as "unread"."""
        text = self.text
        for span in sorted(self.spans, key=lambda each: -each.start):
            if span.kind == "unread":
                text = text[: span.start] + text[span.end :]
        return text.strip() if text != self.text else text


@dataclass(frozen=True, slots=True)
class Footnote:
    id: str
    number: str
    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Comment:
    id: str
    author: str
    text: str
    """Paragraphs are separated by one newline."""
    date: datetime | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Dropped:
    """A text found in the source that is not part of the post, and the name of the rule that said so."""

    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Post:
    """The source article, cleaned and structured; what narration starts from."""

    id: str
    """Stable in its source: a feed's guid, a CMS's number, a canonical address, a path within the folder."""
    title: str
    blocks: tuple[Block, ...]
    url: str = ""
    author: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    publish_at: datetime | None = None  # not public before then
    language: str = "en-GB"
    summary: str = ""
    tags: tuple[str, ...] = ()
    image: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    """Written -> said: this post's own pronunciations, from its front matter."""
    footnotes: tuple[Footnote, ...] = ()
    comments: tuple[Comment, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    provenance: tuple[tuple[str, str], ...] = ()
    """(field, where it came from), e.g. ("author", "json-ld"). Origins of the author that start with "heuristic" are
    guesses: such an author is kept here and never spoken."""
    route: str = ""
    """How the body was found: "feed", "page", "markdown", "html", "text"."""
    confidence: float = 1.0
    source: str = ""
    """What the user pointed at, for messages."""

    def body(self) -> tuple[Block, ...]:
        """The blocks that are read: without `unread` ones and those that show where a note's text stands in the page.

        The latter have their footnote's id ("fn3"; "fn3.2" for a second one; "fn-heading" for their heading). The
        notes are read from `footnotes`.
        """
        notes = {note.id for note in self.footnotes} | {"fn-heading"}
        return tuple(block for block in self.blocks if not block.unread and block.id.partition(".")[0] not in notes)

    def holders(self) -> Iterator[tuple[str, str]]:
        """Every (id, text) that must be spoken or accounted for, in reading order."""
        yield TITLE, self.title
        notes = {note.id for note in self.footnotes}
        for block in self.blocks:
            if block.id not in notes:  # the note itself comes below, under the same id
                yield block.id, block.text
        for note in self.footnotes:
            yield note.id, note.text
        for comment in self.comments:
            yield comment.id, comment.text

    def origin(self, field: str) -> str:
        """Where `field` came from; "" when unknown."""
        return dict(self.provenance).get(field, "")


@dataclass(frozen=True, slots=True)
class Swap:
    """A change from written to spoken: holder text [start, end) is said as `spoken`."""

    start: int
    end: int
    spoken: str
    why: str
    """The rule's class: "date", "money", "lexicon: ALLFIE" ..."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing said: a sentence as a rule. `text` == holder's text[start:end]; "" for the narrator's own words."""

    id: str
    block: str
    """Id of the text holder; of the one that they announce for the narrator's own words ("" = the post)."""
    start: int
    end: int
    text: str
    spoken: str
    """Letters, spaces, apostrophes, hyphens and `, . ; : ? !` only."""
    role: Role
    lang: str = "en-GB"
    speaker: str = ""
    pause_before_ms: int = 0
    pause_after_ms: int = 0
    """The silence between two utterances is the larger of the first one's after and the second one's before."""
    swaps: tuple[Swap, ...] = ()
    voice: str = ""
    """The voice profile that says it, unless it does not speak `lang`; "" = the episode's own."""


@dataclass(frozen=True, slots=True)
class Omission:
    """Text of a holder that is not spoken. What is not visible text (an alt beside a caption) has start == end."""

    block: str
    start: int
    end: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    utterance: str
    """Id of the utterance that it starts with."""


@dataclass(frozen=True, slots=True)
class WordToCheck:
    word: str
    guess: str
    why: str
    count: int = 1
    sentence: str = ""
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """What will be said, in order, and what will not."""

    title: str
    language: str
    utterances: tuple[Utterance, ...]
    omissions: tuple[Omission, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    words_to_check: tuple[WordToCheck, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice profile, voices/NAME.toml."""

    name: str
    engine: str
    language: str
    model: str = ""
    """What the engine calls the voice: eSpeak "en-gb", a Piper model's name ..."""
    rate: int = 175
    """Words a minute."""
    pitch: int = 50
    gain_db: float = 0.0
    speaker: str = ""
    lexicons: tuple[str, ...] = ()
    chars_per_second: float = 16.0
    """Measured; for estimates of length, and to tell clips that lost something."""
    licence: str = ""
    sample: str = ""
    spoken_name: str = ""
    """What people are told, e.g. "eSpeak NG, British English"."""
    calibrated: bool = False  # True: gain_db and chars_per_second were measured


@dataclass(frozen=True, slots=True)
class Word:
    """A timed word: characters [start, end) of the spoken text begin to sound at `ms`."""

    start: int
    end: int
    ms: int


@dataclass(frozen=True, slots=True)
class Cue:
    utterance: str
    start_ms: int
    end_ms: int
    words: tuple[Word, ...] = ()  # Word.ms counts from the start of the episode
    estimated: bool = False  # True: start and end are measured; words share the time between by their letters


@dataclass(frozen=True, slots=True)
class ChapterTime:
    title: str
    start_ms: int
    end_ms: int


SoundKind = Literal["intro", "outro", "chapter"]


@dataclass(frozen=True, slots=True)
class Sound:
    """What is heard beside the speech: an intro, an outro, the cue before a chapter. Its own silence is part of it."""

    kind: SoundKind
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class AudioFacts:
    """Loudness and peak are measured on decoded MP3: `heard_ms` of it (None: not told), all of it up to 15 minutes."""

    encoder: str
    sample_rate: int
    bitrate: int  # kbit/s, constant
    frames: int  # without the Info frame
    lufs: float | None = None
    """Integrated loudness (EBU R128 / ITU-R BS.1770-4)."""
    true_peak_db: float | None = None
    target_lufs: float = -16.0  # the loudness that it was to have: what the show says
    heard_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The Script with times. Every output of an episode is made from this and nothing else."""

    script: Script
    cues: tuple[Cue, ...]
    """One per utterance, in order."""
    chapters: tuple[ChapterTime, ...]
    duration_ms: int
    audio: AudioFacts
    voice: str
    """What people are told, e.g. "eSpeak NG, British English"."""
    sounds: tuple[Sound, ...] = ()


@dataclass(frozen=True, slots=True)
class Download:
    """The episode in another format than MP3, beside it."""

    kind: str
    """ "opus" or "m4b"; also the ending of its name."""
    bytes: int


@dataclass(frozen=True, slots=True)
class Episode:
    """RSS item: identity, and facts of the published files. `post` is Post.id; `media` + suffix names every file."""

    guid: str
    show: str
    post: str
    slug: str
    title: str
    published: datetime
    updated: datetime
    language: str
    media: str
    """Relative to public/, without suffix: "media/SLUG.HASH"."""
    bytes: int
    duration_ms: int
    author: str = ""
    """Only an author who may be spoken."""
    url: str = ""
    """The post's own address; "" when it has none."""
    summary: str = ""
    tags: tuple[str, ...] = ()
    voice: str = ""
    chapters: tuple[ChapterTime, ...] = ()
    lufs: float | None = None
    true_peak_db: float | None = None
    downloads: tuple[Download, ...] = ()

    def audio(self) -> tuple[tuple[str, int], ...]:
        """(ending, bytes) of each file in which the episode can be heard, the MP3 first."""
        return (("mp3", self.bytes), *((download.kind, download.bytes) for download in self.downloads))


@dataclass(frozen=True, slots=True)
class Failure:
    """One post, or one source, that could not be done; the rest goes on."""

    source: str
    stage: str
    """"ingest", "narrate", "produce" or "publish"."""
    code: str
    """A stable short name: "not-found", "too-large", "no-article" ..."""
    message: str
    """What happened and why, in plain words."""
    hint: str = ""
    """What to do about it."""
