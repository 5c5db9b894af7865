"""Acronyms, names with digits, letters that stand alone.

In: "BSL", "MPs", "Co4CC", "A&E", "vitamin A". Out: "B S L" ...

A lexicon has spoken before any of this. An acronym is said as a word when it is on the list, or when it has four
letters or more and could be an English word; else letter by letter. A name never loses its digits.
"""

from __future__ import annotations

import re

from audioblog.narrate.english.context import name_before, word_before
from audioblog.narrate.english.numbers import cardinal, digits, plural
from audioblog.narrate.english.tables import ACRONYM_LETTERS, ACRONYM_WORDS, AMBIGUOUS_SHOUT, SHOUTED
from audioblog.narrate.known import is_known
from audioblog.narrate.lexicon import LETTER_A, spell
from audioblog.narrate.scan import DIGIT, WORD, Locale, Rule
from audioblog.narrate.vocabulary import vocabulary

_SERIAL = re.compile(r"(?=[^\W_]{0,40}\d)(?=[^\W_]{0,40}[^\W\d_])[^\W_]{1,60}(?:[²³¹])?(?P<s>['’]s)?(?!\w)")
_ACRONYM = re.compile(
    r"(?P<a>[A-Z]{2,}|[A-Z]+[a-z][A-Z]+|[A-Z]{1,3}[a-z]{1,2}[A-Z]+|[a-z][A-Z]{2,})(?P<s>['’]?s|['’]S(?!\w))?(?P<plus>\+)?(?![^\W_])"
)
_AMPERSAND = re.compile(r"[A-Z]{1,3}(?:\s?&\s?[A-Z]{1,3})+(?P<s>['’]?s)?(?![^\W_])")
_DOTTED = re.compile(r"(?P<a>(?:[A-Z]\.){2,}[A-Z]?)(?P<s>['’]?s)?(?![^\W_])|(?P<b>[A-Z](?:\.[A-Z])+)(?!\w)")
_INITIAL = re.compile(r"(?P<a>[A-Z])\.(?=\s?[A-Z])")
_BSC = re.compile(r"(?P<a>Ph|B|M|D)\.?(?P<b>[A-Z][a-z]?)\b(?P<dot>\.)?")
_LONE = re.compile(r"A(?!\w|['’]\w)(?P<dash>-)?")
_GRADES = re.compile(r"A['’]?s(?!\w)")
_PIECE = re.compile(r"\d+|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_]+|\w")
_VOWEL = re.compile(r"[AEIOUY]")
_ONSETS = vocabulary(
    "B C D F G H J K L M N P Q R S T V W X Y Z BL BR CH CL CR DR DW FL FR GH GL GN GR KN PH PL PR QU RH SC SH SK "
    "SL SM SN SP ST SW TH TR TW WH WR SCH SCR SHR SPL SPR STR THR"
) | {""}
_CODAS = vocabulary(
    "B C D F G H K L M N P R S T V W X Y Z BS CE CH CK CS CT DS FF FS FT GE GS KS LD LF LK LL LM LP LS LT MB ML MP "
    "MS ND NE NG NK NN NS NT NTS PH PS PT RB RC RD RF RG RK RL RM RN RP RS RT RTS SH SK SM SP SS ST TH TS TT WN WS "
    "CKS LLS NDS NGS STS TCH RST RCH NCH"
) | {""}
_BEFORE_NAMES = vocabulary("by with and from to of for see cites thanks after like says")
_LETTER_CUES = vocabulary(
    "vitamin group grade hepatitis section appendix part class level room option hall unit category gate wing "
    "ward zone team exhibit person annex annexe band influenza flu blood building letter graded scored answer "
    "platform flat question mr ms mrs child patient participant respondent subsection sub-section"
)
"""Nouns before a letter: "group A said"."""
_VERB_CUES = vocabulary(
    "plan type block side row series stage point figure table model mark choose press tick select stop"
)
"""The same, but verbs too: "Plan A is off", and the title "Plan A Visit"."""
_ARTICLES_BEFORE = vocabulary("the an no")
"""No article follows these: "an A grade", "the A roads"."""
_WORD_BEFORE = re.compile(r"(?<![\w'’])(?P<word>[^\W\d_]+(?:-[^\W\d_]+)?) (?:[\"“‘(])?$")
_NOUN = re.compile(r"(?:[ \n…]|\.{3})[ \n]?(?:[\"“‘'(\[*]?[^\W_]|[£$€])")
_ENDED = re.compile(r"[.)\]:”\"’]?\s*$")
_NAMED = re.compile(
    r" (?:of|is|was|are|were|has|had|for|in|on|at|with|by|and|or|but|said|says)\b(?!-)|"
    r" to Z\b|(?:,| to| or| and| [→–>-]) [B-HJ-Z](?!['’\w])|: | (?:[Ll]evels|[Rr]oads)\b|"
    r" [Ll]evel (?:[Rr]esults|students?|exams?|grades?|courses?|maths|English|history|pupils)\b"
)
"""Letters follow ("A to Z", "A, B and C"), or a noun that takes no article."""
_EXAM = re.compile(r" (?:level|road|grade|star)\b")
_QUOTES = "“”‘’\"'"
_STARRED = re.compile(r"A\*(?!\w)")
_TITLE_CASE = re.compile(r" [A-Z](?!s\b)\w+(?<! Is)(?<! Was)(?<! For)(?<! And)")


def acronym(written: str) -> str:
    """As a word or letter by letter.

    >>> acronym("NATO"), acronym("BSL"), acronym("ALLFIE"), acronym("RSPCA"), acronym("PhD"), acronym("DfE")
    ('Nato', 'B S L', 'Allfie', 'R S P C eigh', 'P H D', 'D F E')
    """
    upper = written.upper()
    if written != upper and upper not in ACRONYM_WORDS:
        return spell(written)
    return upper.capitalize() if said_as_word(upper) else spell(written)


def said_as_word(upper: str) -> bool:
    """
    >>> [said_as_word(word) for word in ("PIP", "UNISON", "LGBTQ", "RNIB", "ADHD", "DLA", "STRENGTHS")]
    [True, True, False, False, False, False, True]
    """
    if upper in ACRONYM_WORDS:
        return True
    if upper in ACRONYM_LETTERS or len(upper) < 4 or not _VOWEL.search(upper):
        return False
    return len(upper) > 7 or _pronounceable(upper)


def _pronounceable(upper: str) -> bool:
    if not _VOWEL.search(upper):
        return False
    onset, *inner, coda = re.split(r"[AEIOUY]+", upper)
    vowels = re.findall(r"[AEIOUY]+", upper)
    return onset in _ONSETS and coda in _CODAS and all(len(c) < 4 for c in inner) and all(len(v) < 3 for v in vowels)


def pieces(written: str) -> str:
    """A name of letters and digits: letters spelled or said as a word, digits up to two as a number, more one by one.

    >>> pieces("Co4CC"), pieces("COVID19"), pieces("A406"), pieces("mp3"), pieces("SW1A")
    ('Co four C C', 'Covid nineteen', 'eigh four oh six', 'M P three', 'S W one eigh')
    """
    return " ".join(_piece(piece) for piece in _PIECE.findall(written))


def _piece(piece: str) -> str:
    if piece.isdecimal():
        return cardinal(int(piece)) if len(piece) < 3 and (len(piece) == 1 or int(piece[0])) else digits(piece, "oh")
    if len(piece) == 1 and piece.isascii():
        return spell(piece)
    if piece.isupper():
        return acronym(piece)
    if len(piece) < 4 and not re.search(r"[aeiouyAEIOUY]", piece) and piece.isascii():
        return spell(piece)
    return piece


def _serial(match: re.Match[str], _: Locale) -> str | None:
    text = match[0].removesuffix(match["s"] or "").rstrip("²³¹")
    if text[0].isupper() and re.search(r"\ds$", text):
        return plural(pieces(text[:-1]))
    return pieces(text) + ("'s" if match["s"] else "")


def _acronym(match: re.Match[str], _: Locale) -> str | None:
    written = match["a"]
    plus = " plus" if match["plus"] else ""
    if written.isupper() and _shouted(written, match):
        return written.lower() + ("'s" if match["s"] else "")
    return acronym(written) + ("'s" if match["s"] else "") + plus


def _shouted(upper: str, match: re.Match[str]) -> bool:
    """A plain word in capitals: for emphasis, or within a line of capitals."""
    if upper in AMBIGUOUS_SHOUT:
        return _neighbours_shout(match)
    if _line_shouts(match) and upper not in ACRONYM_LETTERS and _pronounceable(upper) and is_known(upper):
        return True
    return upper.lower() in SHOUTED or (
        len(upper) < 7 and upper not in ACRONYM_LETTERS and _neighbours_shout(match) and _pronounceable(upper)
    )


def _line_shouts(match: re.Match[str]) -> bool:
    """A line of two words or more without a small letter: a sign, a headline."""
    text = match.string
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.end()]
    rest = text[match.end() : match.end() + 200].partition("\n")[0]
    words = re.findall(r"[^\W\d_]+", line[-200:] + rest)
    return len(words) > 1 and all(word.isupper() for word in words) and max(map(len, words)) > 4


def _neighbours_shout(match: re.Match[str]) -> bool:
    text = match.string
    around = re.findall(r"[A-Za-z']+", text[max(0, match.start() - 24) : match.start()])[-2:]
    around += re.findall(r"[A-Za-z']+", text[match.end() : match.end() + 24])[:2]
    loud = [
        word for word in around if word.isupper() and word.lower() in SHOUTED and word not in AMBIGUOUS_SHOUT | {"I"}
    ]
    return len(loud) >= 1 and all(word.isupper() for word in around)


def _ampersand(match: re.Match[str], _: Locale) -> str:
    body = match[0].removesuffix(match["s"] or "")
    return " and ".join(spell(part) for part in re.split(r"\s?&\s?", body)) + ("'s" if match["s"] else "")


def _dotted(match: re.Match[str], _: Locale) -> str:
    return spell(match["a"] or match["b"]) + ("'s" if match["s"] else "")


def _initial(match: re.Match[str], _: Locale) -> str | None:
    """ "J. K. Rowling"; not "Plan B. The ...": a single capital after a small word may end its sentence."""
    before = name_before(match)
    if word_before(match) in _LETTER_CUES | _VERB_CUES:
        return None
    rest = match.string[match.end() : match.end() + 3].lstrip()
    named = before.lower() in _BEFORE_NAMES and rest[1:2].islower()
    if before and not before[0].isupper() and rest[1:2] != "." and not named:
        return None
    return spell(match["a"])


def _degree(match: re.Match[str], _: Locale) -> str | None:
    if match["a"] + match["b"] not in ("PhD", "BSc", "MSc", "DPhil", "BEd", "MEd", "DSc"):
        return None
    return spell(match["a"] + match["b"])


def _lone(match: re.Match[str], _: Locale) -> str | None:
    """The letter A, which a voice would read as the article. Whatever gives no sign of a letter is the article."""
    text, start, end = match.string, match.start(), match.end()
    if match["dash"]:
        return LETTER_A + "-"
    if text[end : end + 1] == "/" or text[start - 1 : start] == "/" or _NAMED.match(text, end):
        return LETTER_A
    if text[start - 1 : start] in _QUOTES and start and text[end : end + 1] in _QUOTES and end < len(text):
        return LETTER_A
    before = _WORD_BEFORE.search(text[max(0, start - 30) : start])
    cue = before["word"] if before else ""
    if _NOUN.match(text, end) is None:  # nothing follows that an article could stand before
        return LETTER_A if cue or (_ENDED.match(text, end) and not text[:start].rstrip(" (“‘\"'")) else None
    if cue.lower() in _ARTICLES_BEFORE or (cue.islower() and _EXAM.match(text, end)):
        return LETTER_A
    if cue.lower() in _LETTER_CUES:
        return LETTER_A
    verb = cue.lower() in _VERB_CUES and cue[:1].isupper() and _TITLE_CASE.match(text, end)
    return LETTER_A if cue.lower() in _VERB_CUES and not verb else None


def _starred(match: re.Match[str], _: Locale) -> str | None:
    return None if match.string[match.start() - 1 : match.start()] == "*" else f"{LETTER_A} star"


def _grades(match: re.Match[str], _: Locale) -> str | None:
    """ "3 As": the letter in the plural, after a number."""
    counted = re.search(
        r"(?:\d|\b(?:one|two|three|four|five|straight))\s$", match.string[max(0, match.start() - 9) : match.start()]
    )
    return LETTER_A + "'s" if counted else None


RULES = (
    Rule("letter", WORD, _GRADES, _grades),
    Rule("acronym", WORD, _AMPERSAND, _ampersand),
    Rule("acronym", WORD, _DOTTED, _dotted),
    Rule("acronym", WORD, _BSC, _degree),
    Rule("initial", WORD, _INITIAL, _initial),
    Rule("letter", WORD, _STARRED, _starred),
    Rule("letter", WORD, _LONE, _lone),
    Rule("letters and digits", WORD + DIGIT, _SERIAL, _serial),
    Rule("acronym", WORD, _ACRONYM, _acronym),
)
