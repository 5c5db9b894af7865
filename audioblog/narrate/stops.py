"""What pysbd gets wrong about British prose: full stops that end no sentence, and ends that it passes over.

In: a line and the places where pysbd would cut it. Out: the places where a reader would stop. Every rule looks at a few
characters left and right of a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from audioblog.narrate.vocabulary import in_order

PLAIN_STOP = re.compile(r"(?<=[^\W\d_A-Z]{3})(?:[.!?]{1,9}|…)[\"”’)]{0,4}\s+(?=[\"“‘(]?[A-Z])")
"""An end that nobody can doubt: a word of small letters, a stop, a capital."""
ABBREVIATED = in_order(
    "etc approx dept vs Prof Mrs Capt Sept Rev Revd Inc Ltd Corp Assn Univ Jan Feb Mar Apr Jun Jul Aug Oct Nov Dec Fig "
    "Tues Weds Thurs Mon Wed Thu Fri Sat Sun Ave Blvd Cres Hon Gen Col Maj Sgt Gov Sen Rep Supt Insp Cllr Est tel ext "
    "vol max min incl viz ibid pres sec"
)
"""Written with a full stop that is part of the word, though they look like words."""
SHORT = re.compile(rf"\b(?:{'|'.join(ABBREVIATED)})$")

_LIST_START = re.compile(r"(?:^|[\s(])(?:1|a|i)[.)]\)?\s")
_NUMBERED = re.compile(r"\d{1,4}[.!?]")
_NUMBER_STOP = re.compile(r"(?<=[^\W\d_A-Z] )(?<!\bno )(?<!\bp )\d{1,4}[.!?][\"”’)]{0,3}\s+(?=[\"“‘(]?[A-Z][a-z]*\b)")
_LETTER_STOP = re.compile(
    r"\b(?i:plan|annexe?|part|option|section|group|grade|vitamin|team|class|room|appendix|hepatitis|type) [A-H]\.\s+"
    r"(?=[A-Z])"
)
_BEGINS = (
    r"(?:It|He|She|They|We|You|I|The|This|That|These|Those|There|Here|But|And|So|Then|If|When|While|In|On|At|For|From|My"
    r"|Our|His|Hers?|Its|Their|What|Who|How|Why|Where|Not|Yes|An|Now|After|Before|As|Is|Are|Was|Did|Do|Does|Can|Could"
    r"|Would|Some|Many|Most|To|By|With|Let|Please)\b"
)
"""Words with a capital that nobody is called."""
_MISSED = (
    re.compile(rf"(?<=[^\W\d_]{{2}})(?<!\bvs)(?<!\bcf)(?<!\bviz)\.[\"”’)]{{0,3}}\s+(?=[\"“‘(]?{_BEGINS})"),
    re.compile(rf"(?<=...)\b[A-Z]\.\s+(?={_BEGINS})"),  # "in Washington, D.C. She", "was A. Hers"; not "P.S. I"
    re.compile(r"(?<=[A-Z]{2})(?<!\bMR)(?<!\bDR)(?<!\bMS)(?<!\bMRS)(?<!\bST)(?<!\bNO)\.\s+(?=[\"“‘(]?[A-Z][a-z])"),
    re.compile(r"(?<=[^\W\d_]{2})[?!]\s+(?=[\"“‘(]?[A-Z])"),  # within quotation marks, which pysbd never cuts
    re.compile(r"(?:…|(?<=\w)\.{3}|[!?][.!?]{1,8})[\"”’)]{0,3}\s+(?=[\"“‘(]?[A-Z])"),
)
_TITLE = re.compile(r"\b(?:Cllr|Supt|Insp|Revd|Messrs|Mlle|Mme|Mx|Cdr|Cpl|Pte|Ald|Ven|Adm|Fr|Sr|Br)\.\s*$")
_WITH_NUMBER = re.compile(
    r"\b(?i:ca?|approx|tel|fax|nos?|vols?|chs?|pp?|figs?|est|ext|arts?|secs?|paras?|mon|tues?|weds?|thurs?|thu|fri|sat|sun"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.\s*$"
)
_DOTTED = re.compile(r"(?:\b[A-Z][a-z]{0,4}|\.\w{1,3}|\b[A-Z]{2,5})\.\s*$")
_ONLY_A_TIME = re.compile(
    r"^\W*(?:At|By|From|Until|Till|Around|About|After|Before)\s(?:\w+\s)?[\d.:]+\s?[ap]\.\s?m\.\s*$"
)
_CLOSING = re.compile(r"[\"”’»)\]]+\s*")
_LOOK = 40
"""Characters looked at before a place."""


def mended(line: str, proposed: Iterable[int]) -> list[int]:
    """The places where `line` is cut, unsorted; none of them leaves a closing mark behind."""
    kept = [_past_closing(line, cut) for cut in proposed]
    kept = [cut for cut in kept if not _ends_nothing(line, cut)]
    if not _LIST_START.search(line):  # pysbd takes "at 8. She came" for an item of a list
        kept = [cut for cut in kept if not (_NUMBERED.match(line, cut) and line[:cut].rstrip()[-1:].isalnum())]
        kept += [match.end() for match in _NUMBER_STOP.finditer(line)]
    return [*kept, *_missed(line)]


def _past_closing(line: str, cut: int) -> int:
    found = _CLOSING.match(line, cut) if cut and not line[cut - 1].isspace() else None
    return found.end() if found else cut


def _ends_nothing(line: str, cut: int) -> bool:
    before, after = line[max(0, cut - _LOOK) : cut], line[cut : cut + 1]
    if _TITLE.search(before) or (after.isdigit() and _WITH_NUMBER.search(before)):
        return True
    if after.islower() and _DOTTED.search(before):
        return True
    return cut <= _LOOK and bool(_ONLY_A_TIME.match(line[:cut]))


def _missed(line: str) -> Iterator[int]:
    for pattern in (_LETTER_STOP, *_MISSED):
        yield from (match.end() for match in pattern.finditer(line))
    quoted = (match for match in PLAIN_STOP.finditer(line) if any(char in line[: match.start()] for char in '“‘"'))
    yield from (match.end() for match in quoted if not SHORT.search(line, max(0, match.start() - 8), match.start()))
