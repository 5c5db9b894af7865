"""Addresses of the net, handles, hashtags, file names.

In: "info@carers.example", "#CoProWeek". Out: words with "dot", "at".

Nobody hears "https colon slash slash" or "www". An address over 40 characters is not read: "link in the transcript".
"""

from __future__ import annotations

import re

from audioblog.narrate.english.acronyms import acronym
from audioblog.narrate.english.numbers import cardinal, digits, integer, year
from audioblog.narrate.english.tables.signs import BARE_TLDS, EXTENSIONS, SEPARATORS, SMALL_ACRONYMS
from audioblog.narrate.lexicon import spell
from audioblog.narrate.scan import DIGIT, WORD, Locale, Rule

LONGEST = 40
"""Characters of an address that a listener can still follow."""
LINK = "link in the transcript"
_END = r"[^\s<>\"“”‘’.,;:!?()\[\]{}…]"
_BODY = r"[^\s<>\"“”‘’\[\]{}…]"
_EMAIL = re.compile(r"(?:mailto:)?[\w.+-]{1,64}@(?:[\w-]{1,60}\.){1,6}[^\W\d_]{2,24}")
_URL = re.compile(rf"(?i:https?://|ftp://|www\.(?=\w)){_BODY}*{_END}/?")
_BARE = re.compile(
    rf"(?:[^\W_](?:[\w-]{{0,60}}[^\W_])?\.){{1,6}}(?P<tld>{'|'.join(sorted(BARE_TLDS, key=len, reverse=True))})"
    rf"(?![\w-])(?:[/?#:](?:{_BODY}*{_END})?/?)?(?!@)"
)
_HOST = re.compile(
    rf"(?P<host>localhost|(?:\d{{1,3}}\.){{3}}\d{{1,3}}):(?P<port>\d{{2,5}})(?!\d)(?P<path>/{_BODY}*{_END})?"
)
_DOI = re.compile(r"(?:(?P<doi>(?i:doi))[:\s]\s?)?10\.\d{4,9}/\S*[^\s.,;:)\]]")
_HANDLE = re.compile(r"@(?P<n>\w+(?:\.\w+)*)(?:@(?P<host>[\w-]+(?:\.[\w-]+)+))?")
_HASHTAG = re.compile(r"#(?P<n>[^\W\d]\w*|\d+[^\W\d]\w*)")
_FILE = re.compile(rf"(?P<stem>\w[\w-]{{0,80}}(?:\.\d{{1,4}})?)\.(?P<ext>{'|'.join(EXTENSIONS)})(?![\w-])", re.I)
_ENDING = re.compile(r"\.(?P<n>[a-z]{2,5}(?:\.[a-z]{2,3})?)(?![\w.]\w|\w)")
_SPLIT = re.compile(r"\d+|[^\W\d_]+|[^\w]|_")
_CAMEL = re.compile(r"\d+|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[^\W\d_]+")
_SCHEME = re.compile(r"(?i:mailto:|https?://|ftp://)?(?i:www\.)?")
_VOWELS = re.compile(r"[aeiouy]", re.I)


def _number(written: str) -> str:
    if len(written) == 4 and 1800 < int(written) < 2100:
        return year(int(written))
    return cardinal(int(written)) if len(written) < 3 and (written == "0" or int(written[0])) else digits(written)


def _letters(part: str) -> str:
    if len(part) == 1 and part.isascii():
        return spell(part)
    if part.isupper():
        return acronym(part)
    return part if _VOWELS.search(part) or len(part) > 5 or not part.isascii() else spell(part)


def address(written: str) -> str:
    """An e-mail address, a URL or a bare domain in words.

    >>> address("https://www.example.org.uk/join-us/"), address("jo.b@mail.example")
    ('example dot org dot U K slash join dash us', 'jo dot B at mail dot example')
    """
    short = _SCHEME.sub("", written, count=1).rstrip("/") or written
    host, slash, path = short.partition("/")
    if host.isupper():
        host, short = host.lower(), host.lower() + slash + path
    if len(short) > LONGEST:
        return LINK
    labels = host.split(".")
    top = labels[-1].isalpha() and len(labels[-1]) == 2 and labels[-1].lower() not in ("co", "me")
    body = short[: len(host) - 2] if top else host
    said = _spoken_parts(body) + ([spell(labels[-1])] if top else []) + (_spoken_parts(slash + path) if slash else [])
    return " ".join(said)


def _spoken_parts(text: str) -> list[str]:
    words = (
        _number(p) if p.isdecimal() else _letters(p) if p.isalpha() else SEPARATORS.get(p, "")
        for p in _SPLIT.findall(text)
    )
    return [word for word in words if word]


def camel(written: str) -> str:
    """Words run together, as in handles and hashtags.

    >>> camel("CoProWeek"), camel("coproNHS"), camel("100days")
    ('Co Pro Week', 'copro N H S', 'one hundred days')
    """
    return " ".join(_camel_part(part) for part in _CAMEL.findall(written))


def _camel_part(part: str) -> str:
    if part.isdecimal():
        return integer(part) if len(part) < 4 else _number(part)
    if len(part) == 1:
        return spell(part)
    if part in SMALL_ACRONYMS:
        return spell(part)
    return acronym(part) if part.isupper() else part


def _address(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("info@carers.example"), said("co-pro@mail.example"), said("https://www.gov.uk/pip"), said("https is safe")
    ('info at carers dot example', 'co dash pro at mail dot example', 'gov dot U K slash pip', 'https is safe')
    """
    return address(match[0])


def _bare(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("see nhs.uk."), said("It ended.Then")
    ('see N H S dot U K.', 'It ended.Then')
    """
    name = match[0].split("/")[0]
    if name.lower() in ("i.e", "e.g") or (name[0].isdigit() and name.replace(".", "").isdigit()):
        return None
    return address(match[0])


def _host(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("localhost:8080/api"), said("localhost: 8 of them")
    ('localhost colon eighty eighty slash api', 'localhost: eight of them')
    """
    port = year(int(match["port"])) if len(match["port"]) == 4 else integer(match["port"])
    return " ".join([*_spoken_parts(match["host"]), "colon", port, *_spoken_parts(match["path"] or "")])


def _doi(match: re.Match[str], _: Locale) -> str:
    """The number of a paper, which nobody could note down by ear.

    >>> said("See doi:10.1016/S1040-6182(98)00067-6."), said("the DOI of 10")
    ('See D O I, link in the transcript.', 'the D O I of ten')
    """
    return f"{spell('DOI')}, {LINK}" if match["doi"] else LINK


def _handle(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("@NHSEngland and @carers_uk"), said("@anna@social.example"), said("Smith@Home")
    ('at N H S England and at carers U K', 'at anna at social dot example', 'Smith at Home')
    """
    before = match.string[match.start() - 1 : match.start()] if match.start() else ""
    if before.isalnum():
        return None
    host = f" at {address(match['host'])}" if match["host"] else ""
    return f"at {camel(match['n'])}{host}"


def _hashtag(match: re.Match[str], _: Locale) -> str | None:
    """
    >>> said("#BlackLivesMatter"), said("C#major")
    ('hashtag Black Lives Matter', 'C hash major')
    """
    before = match.string[match.start() - 1 : match.start()] if match.start() else ""
    return None if before.isalnum() else f"hashtag {camel(match['n'])}"


def _ending(match: re.Match[str], _: Locale) -> str | None:
    """A top-level domain or a file ending that stands alone.

    >>> said("the .gov.uk site"), said(".docx files"), said("so .then")
    ('the dot gov dot U K site', 'dot doc X files', 'so.then')
    """
    labels = match["n"].split(".")
    if match.start() and not match.string[match.start() - 1].isspace():
        return None
    if labels[0] in EXTENSIONS and len(labels) == 1:
        return f"dot {EXTENSIONS[labels[0]]}"
    known = labels[0] in BARE_TLDS | {"co", "ac", "nhs"} and labels[0] not in ("so", "to")
    return "dot " + address(match["n"]) if known else None


def _file(match: re.Match[str], _: Locale) -> str:
    """
    >>> said("report.pdf"), said("data_2019.xlsx"), said("the pdf")
    ('report dot P D F', 'data twenty nineteen dot X L S X', 'the pdf')
    """
    stem = " ".join(camel(part) for part in re.split(r"[_\s-]+", match["stem"]) if part)
    return f"{stem} dot {EXTENSIONS[match['ext'].lower()]}"


RULES = (
    Rule("e-mail", WORD + DIGIT, _EMAIL, _address),
    Rule("address", WORD, _URL, _address),
    Rule("address", WORD + DIGIT, _HOST, _host),
    Rule("address", WORD + DIGIT, _DOI, _doi),
    Rule("address", ".", _ENDING, _ending),
    Rule("file name", WORD + DIGIT, _FILE, _file),
    Rule("address", WORD + DIGIT, _BARE, _bare),
    Rule("handle", "@", _HANDLE, _handle),
    Rule("hashtag", "#", _HASHTAG, _hashtag),
)
FIRST_WORDS = frozenset(("doi", "localhost", "http", "https", "ftp", "www", "mailto"))
