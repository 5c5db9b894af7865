"""Letters that stand alone, where a voice would read the article: "Vitamin A", "3 As", "A* in maths", "J. K. Rowling".

Whatever gives no sign of a letter is the article: a wrong letter is worse than a wrong article.
"""

from __future__ import annotations

import re

from audioblog.narrate.english.context import name_before, plural_noun, word_before
from audioblog.narrate.english.tables.letters import (
    ARTICLES_BEFORE,
    BEFORE_NAMES,
    LETTER_CUES,
    PAST_VERBS,
    PREPOSITIONS,
    VERB_CUES,
)
from audioblog.narrate.lexicon import LETTER_A, spell
from audioblog.narrate.scan import WORD, Locale, Rule

_LONE = re.compile(r"A(?!\w|['’]\w)(?P<dash>-(?![A-Z]\b))?")
_GRADES = re.compile(r"A['’]?s(?!\w)")
_COUNTED = re.compile(r"(?:\d|\b(?:one|two|three|four|five|straight))\s$")
_BRACKETED = re.compile(r"(?<![^\s(])a(?=\))|(?<=\()a(?=\))")
_GRADED = re.compile(r"[.,;:!?)]|$|\s(?:and|or|in|at|for|but|this|last|from)\b")
_STARRED = re.compile(r"A\*(?!\w)")
_INITIAL = re.compile(r"(?P<a>[A-Z])\.(?=\s?[A-Z])")
_WORD_BEFORE = re.compile(r"(?<![\w'’])(?P<word>[^\W\d_]+(?:-[^\W\d_]+)?) (?:[\"“‘(])?$")
_PREPOSITION = re.compile(rf"\b(?:{'|'.join(sorted(PREPOSITIONS))}) [A-Z]?[a-z]+ $", re.I)
_CLAUSE = re.compile(r" (?P<noun>[a-z]+) (?P<verb>[a-z]+)\b")
_NOUN = re.compile(r"(?:[ \n…]|\.{3})[ \n]?(?:[\"“‘'(\[*]?[^\W_]|[£$€])")
_ENDED = re.compile(r"[.)\]:”\"’]?\s*$")
_NAMED = re.compile(
    r" (?:of|is|was|are|were|has|had|for|in|on|at|with|by|and|or|but|said|says)\b(?!-)|"
    r" to Z\b|(?:,| to| or| and| ?[→–>-]) ?[B-HJ-Z](?!['’\w])|: | (?:[Ll]evels|[Rr]oads)\b|"
    r" [Ll]evel (?:[Rr]esults|students?|exams?|grades?|courses?|maths|English|history|pupils)\b"
)
"""Letters follow ("A to Z", "A, B and C"), or a noun that takes no article."""
_EXAM = re.compile(r" (?:level|road|grade|star)\b")
_QUOTES = "“”‘’\"'"
_TITLE_CASE = re.compile(r" [A-Z](?!s\b)\w+(?<! Is)(?<! Was)(?<! For)(?<! And)")


def _lone(match: re.Match[str], _: Locale) -> str | None:
    """The letter A.

    >>> said("Vitamin A is vital."), said("A to B"), said("a Class A drug"), said("a capital A")
    ('Vitamin eigh is vital.', 'eigh to B', 'a Class eigh drug', 'a capital eigh')
    >>> said("A new start"), said("In Class A pupil told me"), said("Schedule A call with us")
    ('A new start', 'In Class A pupil told me', 'Schedule A call with us')
    """
    text, start, end = match.string, match.start(), match.end()
    if match["dash"]:
        return LETTER_A + "-"
    if text[end : end + 1] == "/" or text[start - 1 : start] == "/" or _NAMED.match(text, end):
        return LETTER_A
    if text[start - 1 : start] in _QUOTES and start and text[end : end + 1] in _QUOTES and end < len(text):
        return LETTER_A
    earlier = text[max(0, start - 30) : start]
    before = _WORD_BEFORE.search(earlier)
    cue = before["word"] if before else ""
    if _NOUN.match(text, end) is None:  # nothing follows that an article could stand before
        return LETTER_A if cue or (_ENDED.match(text, end) and not text[:start].rstrip(" (“‘\"'")) else None
    if cue.lower() in ARTICLES_BEFORE or (cue.islower() and _EXAM.match(text, end)):
        return LETTER_A
    if cue.lower() in LETTER_CUES:
        return None if _clause_starts(earlier, text, end) else LETTER_A
    verb = cue.lower() in VERB_CUES and cue[:1].isupper() and _TITLE_CASE.match(text, end)
    return LETTER_A if cue.lower() in VERB_CUES and not verb else None


def _clause_starts(earlier: str, text: str, end: int) -> bool:
    """ "In Class A pupil told me": after a preposition, a noun in the singular and its verb want the article."""
    follows = _CLAUSE.match(text, end)
    if not follows or not _PREPOSITION.search(earlier):
        return False
    noun, verb = follows["noun"], follows["verb"]
    told = verb in PAST_VERBS or (verb.endswith("ed") and len(verb) > 4)
    return told and not plural_noun(noun) and not noun.endswith(("one", "body", "thing")) and noun not in PAST_VERBS


def _bracketed(_: re.Match[str], __: Locale) -> str:
    """The first of a list: "a) Listen", "section 2(a)".

    >>> said("a) Listen"), said("section 2(a)"), said("a (small) one")
    ('eigh, Listen', 'section two, eigh,', 'a, small, one')
    """
    return LETTER_A


def _starred(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("an A* in maths"), said("*A* start")
    ('an eigh star in maths', 'A start')
    """
    return None if match.string[match.start() - 1 : match.start()] == "*" else f"{LETTER_A} star"


def _grades(match: re.Match[str], _: Locale) -> str | None:
    """The letter in the plural, after a number.

    >>> said("3 As and a B"), said("straight As"), said("32 As days passed")
    ("three eigh's and a B", "straight eigh's", 'thirty-two As days passed')
    """
    if not _GRADED.match(match.string, match.end()):
        return None
    return LETTER_A + "'s" if _COUNTED.search(match.string[max(0, match.start() - 9) : match.start()]) else None


def _initial(match: re.Match[str], _: Locale) -> str | None:
    """A single capital with a full stop before a name; after a small word it may end its sentence.

    >>> said("by J. K. Rowling"), said("A. Khan"), said("It is plan B. The end")
    ('by J K Rowling', 'eigh Khan', 'It is plan B. The end')
    """
    before = name_before(match)
    if word_before(match) in LETTER_CUES | VERB_CUES:
        return None
    rest = match.string[match.end() : match.end() + 3].lstrip()
    named = before.lower() in BEFORE_NAMES and rest[1:2].islower()
    if before and not before[0].isupper() and rest[1:2] != "." and not named:
        return None
    return spell(match["a"])


RULES = (
    Rule("initial", WORD, _INITIAL, _initial),
    Rule("letter", WORD, _GRADES, _grades),
    Rule("letter", WORD, _BRACKETED, _bracketed),
    Rule("letter", WORD, _STARRED, _starred),
    Rule("letter", WORD, _LONE, _lone),
)
