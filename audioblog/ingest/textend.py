"""Where a plain text stops being the post: the comments, the reply form and the lines that blog software prints.

The grammar of those lines is data below, in the languages that WordPress prints most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from audioblog.ingest.article.boilerplate import alternatives
from audioblog.ingest.metadata.dates import parse_date
from audioblog.model import Comment, Dropped

_NUMBER = r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|no)"
_THING = alternatives(r"""
    thoughts?
    comments?
    responses?
    repl(?:y|ies)
    réflexions?
    commentaires?
    réponses?
    Gedanken
    Kommentare?
    Antworten
    pensamientos?
    comentarios?
""").pattern
_COMMENTS = alternatives(rf"""
    \s*{_NUMBER}\s+(?:{_THING})\s*:?\s*
    \s*{_NUMBER}\s+(?:{_THING})\s+(?:on|to|for|sur|zu|en|sobre)\b\s*[“\"«„':].*
    \s*{_NUMBER}\s+(?:{_THING})\s+(?:on|to|for)\s+.{{3,}}
""")
_REPLY_FORM = alternatives(r"""
    \s*(?:Leave|Post|Write|Add) (?:a|your) (?:reply|comment)(?: to .{1,60})?(?:\W*Cancel reply)?\W*
    \s*(?:Laisser un commentaire|Schreibe? (?:einen )?Kommentar)(?:\W*\w+ abbrechen)?\W*
    \s*Kommentar (?:schreiben|verfassen)\W*
    \s*(?:Deja un comentario|Deja una respuesta|Lascia un commento|Geef een reactie)\W*
""")
_FORM_LINES = alternatives(r"""
    \s*Fill in your details below.*
    \s*You are commenting using your.*
    \s*Connecting to %s
    \s*Log ?Out\s*/\s*Change.*
    \s*Your email address will not be published.*
    \s*Required fields are marked.*
""")
_TAILS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("share bar", alternatives(r"""
        \s*(?:Share this|Share on|Share via|Click to (?:share|email|print))\b.{0,80}
        \s*(?:Share|Tweet|Email|Print|Pin it|Facebook|Twitter|LinkedIn|WhatsApp|Reddit|More)
    """)),
    ("like button", alternatives(r"""
        \s*Like this:?(?:\s*Like)?(?:\s*Loading\W*)?
        \s*Loading\.\.\.
        \s*Be the first to like this\.?
        \s*\d+ bloggers? like this\.?
    """)),
    ("related posts", alternatives(r"""
        \s*Related(?: posts?| articles?| stories)?:?
        \s*You (?:may|might) also like\b.{0,60}
    """)),
    ("post details", alternatives(r"""
        \s*(?:Posted|Filed) (?:in|under|on|by)\b.{0,200}
        \s*Tagged\b.{0,200}
        \s*(?:Tags?|Categor(?:y|ies)):.{0,200}
        \s*Published (?:by|in)\b.{0,200}
    """)),
    ("sign-up form", alternatives(r"""
        \s*(?:Subscribe|Sign up)\b.{0,100}
        \s*Notify me of\b.{0,80}
    """)),
    ("navigation", alternatives(r"""
        \s*(?:Previous|Next)(?: post| article)?:?
        \s*(?:Previous|Next) (?:post|article)\b:?.{0,120}
        \s*[←→«»].{0,120}
        \s*(?:Post navigation|Back to top)
    """)),
    ("feed tail", alternatives(r"\s*The post .+ (?:first )?appeared (?:first )?on .+?\.?")),
)  # fmt: skip
_ITEM = re.compile(r"\s*(\d{1,4})[.)]\s+(?=\S)")
_SAYS = re.compile(r"\s*(?:by\s+)?([^\n]{2,60}?)\s+(?:says?|said|wrote|commented)\s*:?\s*(?:on\s+(.{6,40}))?", re.I)
_META = alternatives(r"""
    \s*(?:Reply|Permalink|Edit|Log in to Reply|Like|Liked by.*|Share|Report(?: comment)?)\s*[↓→]?\s*
    \s*(?:Loading\W*|Répondre|Antworten|Responder)\s*[↓→]?\s*
""")
_DATE_LINE = re.compile(r".{0,30}\b(?:19|20)\d{2}\b.{0,30}")
_AREA = "comments area"
_NAME_LINE = 60
_MIN_SHARE = 0.5
"""Of the text that stands before the last anchor; an earlier line is the author's own."""


@dataclass(frozen=True, slots=True)
class End:
    body: list[str]
    comments: tuple[Comment, ...]
    dropped: tuple[Dropped, ...]


def cut_end(lines: list[str], title: str) -> End:
    """Divide the lines at the anchors after the text's middle."""
    comments_at, form_at = _anchors(lines, title)
    end = min(at for at in (comments_at, form_at, len(lines)) if at is not None)
    body, tail = _without_tail(lines[:end])
    dropped = [Dropped(" ".join(line.split()), rule) for line, rule in tail]
    comments: list[Comment] = []
    if comments_at is not None:
        dropped.append(Dropped(" ".join(lines[comments_at].split()), "number of comments"))
        stop = form_at if form_at is not None and form_at > comments_at else len(lines)
        comments, rest = _comments(lines[comments_at + 1 : stop])
        dropped += rest
    if form_at is not None:
        dropped += [Dropped(" ".join(line.split()), "reply form") for line in lines[form_at:] if line.strip()]
    return End(body, tuple(comments), tuple(dropped))


def _anchors(lines: list[str], title: str) -> tuple[int | None, int | None]:
    """Line numbers of "2 thoughts on …" and of "Leave a Reply"."""
    total = sum(map(len, lines)) or 1
    so_far = 0
    comments_at = form_at = None
    for at, line in enumerate(lines):
        late = so_far >= _MIN_SHARE * total or _names(line, title)
        if line.strip() and late and len(line) < 300:
            if _COMMENTS.fullmatch(line) and comments_at is None and _stands_alone(lines, at):
                comments_at = at
            elif (_REPLY_FORM.fullmatch(line) and _stands_alone(lines, at)) or _FORM_LINES.fullmatch(line):
                form_at = at if form_at is None else form_at
        so_far += len(line)
    return comments_at, form_at


def _names(line: str, title: str) -> bool:
    """ "2 thoughts on “T”" with T the title is an anchor wherever it stands."""
    letters = re.sub(r"\W+", "", title).lower()
    return bool(_COMMENTS.fullmatch(line) and len(letters) > 5 and letters in re.sub(r"\W+", "", line).lower())


def _stands_alone(lines: list[str], at: int) -> bool:
    before = at == 0 or not lines[at - 1].strip()
    return before or at + 1 == len(lines) or not lines[at + 1].strip()


def _without_tail(lines: list[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Take share bars, tags and the like off the end, as long as whole lines are nothing else."""
    kept, tail = list(lines), []
    while kept:
        line = kept[-1]
        rule = next((name for name, pattern in _TAILS if pattern.fullmatch(line)), "")
        if line.strip() and not rule:
            break
        kept.pop()
        if rule:
            tail.append((line, rule))
    return (kept, tail[::-1]) if kept else (list(lines), [])


def _comments(lines: list[str]) -> tuple[list[Comment], list[Dropped]]:
    """Numbered items, or, without numbers, whatever a line "Name says:" begins."""
    starts = _numbered(lines) or [at for at, line in enumerate(lines) if line.strip() and _SAYS.fullmatch(line)]
    if not starts:
        starts = [at for at, line in enumerate(lines) if line.strip()][:1]
    before = lines[: starts[0]] if starts else []
    dropped = [Dropped(" ".join(line.split()), _AREA) for line in before if line.strip()]
    comments: list[Comment] = []
    for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
        comment, links = _comment(lines[start:stop])
        dropped += [Dropped(text, _AREA) for text in links]
        if comment.text:
            comments.append(replace(comment, id=f"c{len(comments) + 1}"))
    return comments, dropped


def _numbered(lines: list[str]) -> list[int]:
    """Lines that begin with 1., 2., 3. … in order; a number inside a comment does not continue the count."""
    starts: list[int] = []
    for at, line in enumerate(lines):
        mark = _ITEM.match(line)
        if mark and int(mark[1]) == len(starts) + 1:
            starts.append(at)
    return starts


def _comment(lines: list[str]) -> tuple[Comment, list[str]]:
    """The comment without id, and the links below it ("Reply")."""
    author, date = "", None
    texts: list[str] = []
    metas: list[str] = []
    for line in _paragraphs([_ITEM.sub("", lines[0], count=1), *lines[1:]]):
        says = _SAYS.fullmatch(line) if not texts and not author else None
        if says:
            author = says[1].strip(" ,:")
            date = parse_date(says[2]) or date
        elif not texts and date is None and len(line) < 60 and _DATE_LINE.fullmatch(line) and parse_date(line):
            date = parse_date(line)
        elif _META.fullmatch(line):
            metas.append(line)
        else:
            texts.append(line)
    return Comment("", author, "\n".join(texts), date), metas


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """Lines up to a blank one; after a short first line (a name, a date) each line stands alone."""
    collected: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            collected.append(" ".join(line.split()))
        elif collected:
            yield from [" ".join(collected)] if len(collected[0]) > _NAME_LINE else collected
            collected = []
