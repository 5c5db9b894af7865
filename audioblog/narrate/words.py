"""Words to check: what a narrator would ask the author about before reading.

In: the post and the lexicon. Out: the words with our guess, why we ask, how often they occur, a sentence that holds
them and the way to mend them. Acronyms, names of letters and digits, names that are in no word list, mixed case,
editors' brackets such as "(D)deaf", passages in another language, dates that could be read two ways. A word that the
lexicon has is settled; an acronym that the text itself defines is recognised as such.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from audioblog.model import Post, WordToCheck
from audioblog.narrate.english.acronyms import said_as_word
from audioblog.narrate.english.numeric_dates import ambiguous
from audioblog.narrate.english.tables.calendar import MONTH_FORMS
from audioblog.narrate.english.tables.letters import ACRONYM_LETTERS, ACRONYM_WORDS, SHOUTED
from audioblog.narrate.english.tables.names import HOUSEHOLD
from audioblog.narrate.english.tables.places import STATES, STREETS
from audioblog.narrate.english.tables.shortforms import ABBREVIATIONS, TITLES
from audioblog.narrate.foreign import LANGUAGES, foreign_passages
from audioblog.narrate.known import is_known, word_list
from audioblog.narrate.languages import is_english
from audioblog.narrate.lexicon import Lexicon
from audioblog.narrate.normalise import normalise
from audioblog.narrate.sentences import sentences

_TOKEN = re.compile(
    r"(?P<bracket>\((?P<b>\w)\)(?i:(?P=b))\w+)|(?P<date>(?<![\w/.-])\d{1,2}[/.]\d{1,2}[/.]\d{2,4}(?![\w/]))|"
    r"(?P<word>(?<![\w@#./&-])(?:[A-Z]&[A-Z]\w*|[^\W\d_][^\W_]*(?:/[A-Z][a-z]+)?\+?)(?![@/]|\.\w))"
)
_PLURAL = re.compile(r"(?<=[A-Z\d])['’]?s$")
_CAPITALS = re.compile(r"[A-Z]{2,}\+?")
_MIXED = re.compile(r"[A-Z]*[a-z]+[A-Z]\w*|[A-Z]{2,}[a-z]\w*|[a-z]/[A-Z][a-z]+")
_HUMPS = re.compile(r"[A-Z]?[a-z]+")
_USUAL = re.compile(r"(?:Mc|Mac|O['’]|De|Le|La|Fitz)[A-Z][a-z]+")
_DIGITS = re.compile(r"[^\W\d_]+\d\w*")


def words_to_check(post: Post, lexicon: Lexicon, limit: int = 15) -> tuple[WordToCheck, ...]:
    """At most `limit`, the most doubtful kinds first, then the most frequent."""
    if not is_english(post.language or "en"):
        return ()
    holders = [(kind, holder) for kind, holder in _holders(post) if holder.strip()]
    text = "\n".join(holder for _, holder in holders)
    seen, why = _seen(text, lexicon)
    own = "\n".join(holder for kind, holder in holders if kind not in ("code", "comment"))
    for name in _names(own, lexicon):  # nobody mends the spelling of a comment
        if not why.get(name):
            why[name] = NAME
            seen[name] = len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", text))
    passages = dict(foreign_passages(post))
    for passage, language in passages.items():
        why[passage], seen[passage] = f"{FOREIGN}, {LANGUAGES[language]}", text.count(passage)
    ranked = sorted(seen, key=lambda word: (_RANK.index(why[word].split(",")[0]), -seen[word], text.index(word)))
    return tuple(
        WordToCheck(
            _short(word), normalise(_short(word), post.language, lexicon), why[word], seen[word],
            sentence_with(word, [holder for _, holder in holders]), _fix(word, why[word], passages.get(word, "")),
        )
        for word in ranked[:limit]
    )  # fmt: skip


NAME, FOREIGN, DATE = "name that is in no word list", "looks like another language", "ambiguous date"
_RANK = ["bracket within a word", "letters with digits", "mixed case", "acronym", FOREIGN, DATE, NAME]
_CAPITALISED = re.compile(r"(?<![\w@#./&'’-])[A-Z][^\W\d_]+(?:[-’'][^\W\d_]+)*(?![\w@/])")
_MID_SENTENCE = re.compile(r"[^\W_][,;]?[ \u00a0][(“‘\"]?$")
_LONGEST = 60


def _holders(post: Post) -> Iterator[tuple[str, str]]:
    """(kind, text) of everything that may be narrated."""
    unread = {block.id for block in post.blocks if block.unread}
    kinds = {block.id: str(block.kind) for block in post.blocks}
    kinds |= {comment.id: "comment" for comment in post.comments}
    return ((kinds.get(name, ""), text) for name, text in post.holders() if name not in unread)


def _seen(text: str, lexicon: Lexicon) -> tuple[Counter[str], dict[str, str]]:
    seen: Counter[str] = Counter()
    why: dict[str, str] = {}
    for match in _TOKEN.finditer(text):
        word = match[0] if match["word"] is None else _PLURAL.sub("", match[0])
        if word not in why:
            why[word] = _reason(match, word, text, lexicon)
        if why[word]:
            seen[word] += 1
    return seen, why


def _names(text: str, lexicon: Lexicon) -> Iterator[str]:
    """Words with a capital in the middle of a sentence that no list knows, each once."""
    found: set[str] = set()
    for match in _CAPITALISED.finditer(text):
        word = re.sub(r"['’]s$", "", match[0])
        inside = _MID_SENTENCE.search(text, max(0, match.start() - 4), match.start())
        if not inside or word in found or not word[1:].islower() or len(word) < 3 or word in TITLES:
            continue
        if not (is_known(word) or lexicon.knows(word) or word in HOUSEHOLD or _forms(word)):
            found.add(word)
            yield word


def _forms(word: str) -> bool:
    """Whether a word is a short form that is read out: "Rd", "Sept"."""
    return word in STREETS or word.lower() in ABBREVIATIONS or word.lower() in MONTH_FORMS


def sentence_with(word: str, texts: Iterable[str]) -> str:
    """The first sentence that holds the word, as it is written; "" if none does."""
    for text in texts:
        for at in (match.start() for match in re.finditer(re.escape(word), text)):
            around = text[:at][-1:].isalnum() or text[at + len(word) :][:1].isalnum()
            if not around:
                spans = sentences(text)
                return next((text[a:b] for a, b in spans if a <= at < b), word)
    return ""


def _fix(word: str, why: str, language: str) -> str:
    """What the editor can do about it."""
    if language:
        return f'mark the passage with lang="{language}" in the post'
    if why == DATE:
        return "write the month as a word in the post"
    return f'--add "{word}=AS YOU SAY IT"'


def _short(word: str) -> str:
    return word if len(word) <= _LONGEST else word[:_LONGEST].rsplit(" ", 1)[0] + " …"


def _reason(match: re.Match[str], word: str, text: str, lexicon: Lexicon) -> str:
    """Why to ask about a word; "" when there is nothing to ask."""
    if lexicon.knows(word) or word in ACRONYM_LETTERS | ACRONYM_WORDS:
        return ""
    if match["bracket"]:
        return "bracket within a word"
    if match["date"]:
        return DATE if ambiguous(word) else ""
    if _DIGITS.fullmatch(word) and not _ROAD.fullmatch(word):
        return "letters with digits"
    if _CAPITALS.fullmatch(word):
        state = word in STATES and text[max(0, match.start() - 2) : match.start()] == ", "
        return "" if state else _acronym(word, text)
    if _MIXED.fullmatch(word) and not _USUAL.match(word) and word not in TITLES and not _compound(word):
        return "mixed case"
    return ""


def _compound(word: str) -> bool:
    """Plain words run together, which no voice stumbles over: "DoorDash"."""
    parts = _HUMPS.findall(word)
    return len(parts) > 1 and "".join(parts) == word and all(len(part) > 3 and is_known(part) for part in parts)


_DEFINITION = 120
"""Characters before the bracket in which the words of an acronym may stand."""
_ROAD = re.compile(r"[A-Z]{1,2}\d{1,2}[A-Z]?")


def _acronym(word: str, text: str) -> str:
    bare = word.rstrip("+")
    if bare.lower() in SHOUTED or len(bare) > 12:
        return ""
    kind = "said as a word" if said_as_word(bare) else "said letter by letter"
    meaning = defined(bare, text)
    if not meaning and len(bare) > 3 and bare.lower() in word_list():
        return ""  # a word in capitals
    return f"acronym, {kind}, defined in the text as {meaning}" if meaning else f"acronym, {kind}"


def defined(acronym: str, text: str) -> str:
    """The words that a text gives for an acronym in brackets after them, "" if none.

    >>> defined("ALLFIE", "of the Alliance for Inclusive Education[2] (ALLFIE) including")
    'Alliance for Inclusive Education'
    """
    opened = re.search(rf"\(\s*{re.escape(acronym)}\b", text)
    before = text[max(0, opened.start() - _DEFINITION) : opened.start()] if opened else ""
    match = re.search(r"((?:[\w'’&-]+\s+){1,9}[\w'’&-]+)(?:\[\d+\])?\s*$", before)
    if not match:
        return ""
    words = match[1].split()
    starts = [at for at, word in enumerate(words) if word[:1].isupper() and word[0] == acronym[0]]
    return " ".join(words[starts[0] :]) if starts else ""
