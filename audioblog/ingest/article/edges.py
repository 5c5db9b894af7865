"""What themes print directly above and below an author's words, within the same element: taken off both ends.

In: the blocks of a post. Out: the same without bylines and date lines at the beginning, without addresses of the
writer, credits and invitations at the end, and without lines that only lead to other posts; each named by its rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from audioblog.ingest.article.boilerplate import FEED_TAIL_LENGTH, alternatives, short_line_rule, tail_rule
from audioblog.ingest.metadata.dates import parse_date
from audioblog.model import Block, Dropped

_FIRST = 6
"""Blocks at the beginning among which a byline may stand."""
_LAST = 6
_PROSE = 20
"""Words from which a paragraph is the text itself."""
_BYLINE = re.compile(r"(?:(?:posted|written|published|words|text|story|reporting) )?by:? [^\W\d_].*", re.I | re.S)
_BY_SOMEBODY = re.compile(r"\bby [\w.'’ -]{2,40}$", re.I)
_MAX_BYLINE = 20
_NAMES = re.compile(r"(?:(?:[A-Z][\w.'’-]*|and|of|for|,|&) ?){2,10}")
"""Directly above a date line: "Ama Owusu Town Paper"."""
_SMALL = re.compile(
    r"\b(?:published|posted|updated|last|modified|created|on|at|by|and|for|from|the|am|pm|[ecmp][sd]?t|gmt|utc|bst|"
    r"mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"staff|writer|reporter|correspondent|editor|date|publicado|por|categoria|tags|em|às)\b",
    re.I,
)
_DETAILS = alternatives(r"""
    .{0,20}publicado (?:por|em)\b.*
    (?:veröffentlicht|publié|publicado|pubblicato|geplaatst|опубликовано) (?:am|le|el|il|op|von|par|da|door)\b.*
    (?:tempo de leitura|reading time|lesezeit|temps de lecture|tiempo de lectura|tempo di lettura|время чтения)\b.*
""")
_LEADS_AWAY = alternatives(r"""
    (?:related|see also|also see|also read|read also|read (?:more|next)|more (?:on|from|about)|watch)\b.*
    more [A-Z].*
    (?:leggi anche|lee también|lire aussi|à lire aussi|lesen sie auch|leia (?:também|mais)|читайте также)\b.*
""")
_MIN_LINKED = 0.45
"""Share of its letters in links from which such a line leads away; the author's own "See also my letter" has less."""
_MAX_AWAY = 30
_FOLLOW = re.compile(
    r"\b[Ff]ollow (?:him|her|them|us|me|[A-Z@]\S*)\b.*(?:(?<!\w)@\w{3,}|\b(?:Twitter|Facebook|Instagram)\b)", re.S
)
_WRITE_TO = re.compile(r"\W*(?:write to|e-?mail|contact|reach|have a tip)\b", re.I)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|\btwitter\.com/\w+")
_ONLY_MAIL = re.compile(rf"(?:\W*(?:e-?mail|twitter|https?://|www\.)?\W*(?:{_MAIL.pattern}))+\W*", re.I)
_TAILS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("sign-up form", alternatives(r"""
        .*\b(?:in|to|into) your (?:inbox|mailbox|letterbox)\b.*
        .*\bsubscribe to\b.*\bnewsletters?\b.*
        .*\bsign up (?:for|to|today|now|here)\b.*
    """)),
    ("credits", alternatives(r"""
        \W*(?:additional )?reporting by\b.*
        \W*(?:.{1,200}\b)?contributed (?:reporting|to this (?:report|story|article|post))\W*
        \W*\w+ing by .{3,80}; ?\w+ing by .{3,80}
    """)),
    ("comments", alternatives(r"""
        comments?(?:\W+comments?)*\W*
        .*\bmoderat(?:e|ing|ion)\b.{0,60}\bcomments?\b.*
    """)),
)  # fmt: skip
_MAX_TAIL = 40
_OTHERS = re.compile(
    r"(?:other|more|related|latest|recent|popular|featured|top|trending|recommended|most (?:read|popular|viewed)) "
    r"(?:\w+ ){0,2}(?:columns|stories|posts|articles|news|slide ?shows|videos|reads|headlines|coverage|reading)"
    r"(?: (?:from|by|in|on) .{2,30})?:?",
    re.I,
)
_MAX_CARD = 60
"""Words of the text that announces another post."""


def trim(blocks: list[Block], author: str = "", site: str = "") -> tuple[list[Block], list[Dropped]]:
    """`author` and `site` are what the page declares: a line of nothing but these names is a byline."""
    rules = dict(_leading(blocks, _letters_of(f"{author} {site}")))
    rules |= dict(_trailing(blocks, _letters_of(author) | {"reporter", "reporters"}))
    rules |= {at: "related posts" for at, block in enumerate(blocks) if _leads_away(block)}
    rules |= dict(_other_stories(blocks))
    rules |= dict(_empty_headings(blocks, rules))
    if sum(1 for at, block in enumerate(blocks) if block.text and at not in rules) == 0:
        return blocks, []
    kept = [block for at, block in enumerate(blocks) if at not in rules]
    return kept, [Dropped(blocks[at].text, rule) for at, rule in sorted(rules.items())]


def _letters_of(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.lower()))


def _is_line(block: Block) -> bool:
    return block.kind in ("paragraph", "heading") and bool(block.text) and not block.id and not block.unread


def _leading(blocks: list[Block], names: set[str]) -> Iterable[tuple[int, str]]:
    diary = any(_is_line(block) and _is_date(block.text) for block in blocks[_FIRST:])
    found: set[int] = set()
    lines: list[int] = []
    for at, block in enumerate(blocks[:_FIRST]):
        words = len(block.text.split())
        if block.kind == "paragraph" and words >= _PROSE:
            break
        if _is_line(block) and words <= _MAX_BYLINE:
            lines.append(at)
            kept = diary and _is_date(block.text)
            found |= {at} if not kept and _is_details(block.text, names) else set()
    found |= {at for at, after in pairwise(lines) if after in found and _NAMES.fullmatch(blocks[at].text)}
    yield from ((at, "post details") for at in found)


def _is_date(text: str) -> bool:
    """Nothing but a date: a diary has one over every entry."""
    return len(text.split()) <= _MAX_BYLINE and parse_date(text) is not None and _is_details(text, set())


def _is_details(text: str, names: set[str]) -> bool:
    """A date, a byline, or both, and no sentence."""
    if _DETAILS.fullmatch(text) or (_BYLINE.fullmatch(text) and not text.rstrip().endswith((".", "?", "!", ":", "…"))):
        return True
    words = _letters_of(_SMALL.sub(" ", _BY_SOMEBODY.sub("", text)))
    rest = {word for word in words if word not in names and not _is_month(word)}
    if parse_date(text) or parse_date(_SMALL.sub("", text).strip(" ,:|-–—·")):
        return not rest
    return bool(names) and not rest and len(_letters_of(text)) >= 2


def _is_month(word: str) -> bool:
    return parse_date(f"1 {word} 2000") is not None


def _trailing(blocks: list[Block], writers: set[str]) -> Iterable[tuple[int, str]]:
    """From the end upwards, until the text itself begins."""
    lines = [at for at, block in enumerate(blocks) if _is_line(block)]
    for at in reversed(lines[1:][-_LAST:]):
        rule = _tail_of(blocks[at].text, writers)
        if rule:
            yield at, rule
        elif len(blocks[at].text.split()) >= _PROSE:
            return


def _tail_of(text: str, writers: set[str]) -> str:
    """The writer's own addresses go; "If you would like to come, write to Gwen at …" stays."""
    if len(text.split()) > _MAX_TAIL:
        return ""
    named = _WRITE_TO.match(text) and _MAIL.search(text) and writers & _letters_of(text)
    if named or _FOLLOW.search(text) or _ONLY_MAIL.fullmatch(text):
        return "author's address"
    return next((rule for rule, pattern in _TAILS if pattern.fullmatch(text)), "") or short_line_rule(text)


def _other_stories(blocks: list[Block]) -> Iterable[tuple[int, str]]:
    """A last section that says of itself that it shows other posts, and holds nothing but their titles and teasers."""
    for at, block in enumerate(blocks):
        if at and block.kind == "heading" and _OTHERS.fullmatch(block.text):
            below = [later for later in blocks[at + 1 :] if later.kind != "image" and not later.id]
            if below and _are_cards(below):
                return ((at + n, "related posts") for n, later in enumerate(blocks[at:]) if not later.id)
    return ()


def _are_cards(blocks: list[Block]) -> bool:
    """Each text stands alone under a title."""
    alone = all(left.kind != "paragraph" or right.kind != "paragraph" for left, right in pairwise(blocks))
    return alone and all(len(block.text.split()) <= _MAX_CARD for block in blocks)


def _empty_headings(blocks: list[Block], gone: dict[int, str]) -> Iterable[tuple[int, str]]:
    """Two headings or more that end the post: there is nothing that they head."""
    run: list[int] = []
    for at in reversed(range(1, len(blocks))):
        block = blocks[at]
        if at in gone:
            continue
        if block.kind == "heading" and not block.id:
            run.append(at)
        elif (block.text or block.kind != "image") and not block.id:
            break
    if len(run) > 1 and any(block.kind != "heading" for block in blocks):
        yield from ((at, "heading without text") for at in run)


def _leads_away(block: Block) -> bool:
    if not _is_line(block) or block.kind == "heading" or len(block.text.split()) > _MAX_AWAY:
        return False
    if not _LEADS_AWAY.fullmatch(block.text):
        return False
    linked = sum(span.end - span.start for span in block.spans if span.kind == "link")
    return linked >= _MIN_LINKED * len(block.text)


def strip_tail(blocks: list[Block]) -> tuple[list[Block], list[Dropped]]:
    """Without the lines that blog software puts below an item of a feed: "The post … appeared first on …"."""
    dropped: list[Dropped] = []
    first = len(blocks) - FEED_TAIL_LENGTH
    kept: list[Block] = []
    for at, block in enumerate(blocks):
        rule = tail_rule(block.text) if at >= first and block.kind in ("paragraph", "heading") and at else ""
        if rule:
            dropped.append(Dropped(block.text, rule))
        else:
            kept.append(block)
    return kept, dropped
