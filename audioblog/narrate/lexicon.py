"""The pronunciation list that an editor keeps in a spreadsheet: voices/lexicons/en.csv and whatever is layered over it.

In: CSV files with the columns `written,say,how,lang,ipa,note`; later files win over earlier ones. `how` is one of
    say      speak the words in `say`
    word     speak it as one word ("PIP" -> "Pip"), in `say` if given
    letters  spell it
    leave    speak it as it stands, no rule touches it
Out: a frozen, picklable Lexicon with a digest. A bad row is named by file and line in `problems`; the rest is used.

An entry with a capital letter in `written` is matched in that case only, one without in any case. The longest entry
wins; plurals and possessives follow from the entry ("ALLFIE's").
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from audioblog.model import Swap
from audioblog.narrate.english.numbers import digits

COLUMNS = ("written", "say", "how", "lang", "ipa", "note")
LETTER_A = "eigh"
"""The name of the letter: a lone A is read as the article, and "ay" rhymes with "eye" in eSpeak NG 1.51 and 1.52."""
HOWS = ("say", "word", "letters", "leave")
_NOT_SPOKEN = re.compile(r"[^\w\s',.;:?!-]|[\d_]")
_LETTER_A = re.compile(r"(?<=\b[A-Z] )A\b|\bA(?= [A-Z]\b)")
"""An A among letters that are spelled: "F B A"."""
_HEAD = re.compile(r"[^\W\d_]{1,80}|\S")
_SUFFIX = re.compile(r"(?:['’]s|s['’]?)?(?![\w])")
_SINGLE = re.compile(r"['’]s(?!\w)|(?!\w)")


@dataclass(frozen=True, slots=True)
class Entry:
    written: str
    say: str
    """Words only; "" for `leave`."""
    how: str = "say"
    lang: str = ""
    ipa: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`by_head` finds the entries that start with a word (lower case), longest first."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[str, ...] = ()
    digest: str = ""
    by_head: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict, compare=False, repr=False)
    first_words: frozenset[str] = field(default=frozenset(), compare=False, repr=False)

    def match(self, text: str, start: int, limit: int) -> Swap | None:
        """The longest entry that stands at `start` as a whole word."""
        head = _HEAD.match(text, start)
        if head is None or (start and text[start - 1].isalnum() and text[start].isalnum()):
            return None
        for entry in self.by_head.get(head.group().lower(), ()):
            if end := _end_of(entry, text, start):
                suffix = text[start + len(entry.written) : end]
                if end <= limit:
                    spoken = text[start:end] if entry.how == "leave" else entry.say + _spoken_suffix(suffix)
                    return Swap(start, end, spoken, f"lexicon: {entry.written}")
        return None

    def knows(self, word: str) -> bool:
        """Whether an entry covers this very word (plural and possessive included)."""
        found = self.match(word, 0, len(word))
        return found is not None and found.end == len(word)


def load_lexicon(paths: Sequence[Path]) -> Lexicon:
    """Read the layers in order; an entry of a later file replaces the same `written` of an earlier one.

    Raises OSError when a file cannot be opened: which files exist is the caller's business.
    """
    entries: dict[str, Entry] = {}
    problems: list[str] = []
    for path in paths:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            for row in _rows(file, path.name):
                if isinstance(row, str):
                    problems.append(row)
                else:
                    entries[row.written] = row
    return make_lexicon(entries.values(), problems)


def with_words(lexicon: Lexicon, words: Mapping[str, str], where: str) -> Lexicon:
    """The lexicon with one more layer: written -> said, as a show or a post gives them, which wins.

    A word that cannot be spoken is named in `problems`, starting with `where`; the rest is used.

    >>> with_words(Lexicon(), {"ALLFIE": "Alfie", "X9": "9"}, "here").problems
    ("here: '9' holds something that is not a word; write numbers and signs out",)
    """
    if not words:
        return lexicon
    made = [entry_of({"written": written, "say": str(say)}, where) for written, say in words.items()]
    entries = {
        entry.written: entry for entry in (*lexicon.entries, *(each for each in made if isinstance(each, Entry)))
    }
    wrong = [each for each in made if isinstance(each, str)]
    return make_lexicon(entries.values(), [*lexicon.problems, *wrong])


def make_lexicon(entries: Iterable[Entry], problems: Sequence[str] = ()) -> Lexicon:
    """Index the entries; the digest depends on what is spoken, not on notes or order."""
    ordered = tuple(sorted(entries, key=lambda entry: (-len(entry.written), entry.written)))
    heads: dict[str, list[Entry]] = {}
    for entry in ordered:
        head = _HEAD.match(entry.written)
        if head:
            heads.setdefault(head.group().lower(), []).append(entry)
    digest = hashlib.sha256("\n".join(f"{e.written}\t{e.say}\t{e.how}\t{e.ipa}" for e in ordered).encode()).hexdigest()
    by_head = {head: tuple(found) for head, found in heads.items()}
    return Lexicon(ordered, tuple(problems), digest, by_head, frozenset(by_head))


def spell(letters: str) -> str:
    """Letters said one by one by their names, digits too: "BSL" -> "B S L".

    >>> spell("DLA"), spell("HTML5"), spell("Ph.D.")
    ('D L eigh', 'H T M L five', 'P H D')
    """
    return " ".join(
        LETTER_A if char in "aA" else char.upper() if char.isalpha() else digits(char)
        for char in letters
        if char.isalpha() or char.isdecimal()
    )


def _rows(lines: Iterable[str], name: str) -> Iterator[Entry | str]:
    reader = csv.reader(lines)
    header: list[str] = []
    try:
        for row in reader:
            if not any(cell.strip() for cell in row) or row[0].lstrip().startswith("#"):
                continue
            if not header:
                header = [cell.strip().lower() for cell in row]
                if "written" not in header:
                    yield f"{name} line {reader.line_num}: the first row must name the columns {', '.join(COLUMNS)}"
                    return
                continue
            cells = {key: cell.strip() for key, cell in zip(header, row, strict=False)}
            yield entry_of(cells, f"{name} line {reader.line_num}")
    except csv.Error as error:
        yield f"{name} line {reader.line_num}: {error}; nothing after it was read"


def entry_of(cells: Mapping[str, str], where: str) -> Entry | str:
    """The entry of one row, or what is wrong with it, starting with `where`."""
    written, say, how = cells.get("written", ""), cells.get("say", ""), cells.get("how", "") or "say"
    if not written:
        return f"{where}: nothing in the column 'written'"
    if how not in HOWS:
        return f"{where}: {written!r} has how={how!r}, which is none of {', '.join(HOWS)}"
    if how == "letters":
        say = spell(written)
    elif how == "word":
        say = say or written.capitalize()
    if how != "leave" and not say:
        return f"{where}: {written!r} does not say how it is spoken"
    say = _LETTER_A.sub(LETTER_A, say)
    if _NOT_SPOKEN.search(say):
        return f"{where}: {say!r} holds something that is not a word; write numbers and signs out"
    return Entry(written, say, how, cells.get("lang", ""), cells.get("ipa", ""), cells.get("note", ""))


def _end_of(entry: Entry, text: str, start: int) -> int:
    """Where the entry ends when it stands at `start`, its plural or possessive included; 0 if it does not."""
    end = start + len(entry.written)
    found = text[start:end].replace("’", "'")
    written = entry.written.replace("’", "'")
    if found != written and (written != written.lower() or found.lower() != written):
        return 0
    if not written[-1:].isalnum():
        return end
    # "ss" and the like: a lower-case entry takes no plural, or "as" would be the plural of "a".
    tail = (_SUFFIX if written != written.lower() else _SINGLE).match(text, end)
    return tail.end() if tail else 0


def _spoken_suffix(suffix: str) -> str:
    return "'s" if suffix else ""
