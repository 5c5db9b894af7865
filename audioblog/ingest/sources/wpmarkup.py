"""A WordPress post as it is stored comes in; the HTML that WordPress would show goes out.

Stored posts are raw: block editors leave their notes in comments, short codes stand in square brackets, and posts of
the classic editor have newlines where paragraphs are. Square brackets are also what authors write ("[sic]", "[2]"), so
only what can be nothing but a short code is taken for one.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable

_BLOCK_NOTE = re.compile(r"<!--\s*/?wp:.*?-->", re.S)
_FREEFORM = re.compile(r"<!--\s*wp:(?:core/)?freeform\b.*?-->(.*?)<!--\s*/wp:(?:core/)?freeform\s*-->", re.S)
_FOOTNOTES = re.compile(r"<!--\s*wp:(?:core/)?footnotes\b.*?/-->", re.S)
_OTHER_NOTE = re.compile(r"<!--\s*(?:more|nextpage|noteaser)\b.*?-->", re.S)
_CAPTION = re.compile(r"(?<!\[)\[(?:wp_)?caption\b([^\]]*)\](.*?)\[/(?:wp_)?caption\]", re.S)
_CAPTION_PARTS = re.compile(r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", re.S | re.I)
_EMBED = re.compile(r"\[embed\b[^\]]*\]\s*(\S+?)\s*\[/embed\]")
_URL_LINE = re.compile(r"^[ \t]*(https?://\S+)[ \t]*$", re.M)
_ENCLOSING = re.compile(r"(?<!\[)\[([A-Za-z][\w-]*)(\s[^\[\]]*)?\](.*?)\[/\1\]", re.S)
_WITH_VALUES = re.compile(
    r"(?<!\[)\[/?[A-Za-z][\w-]*(?:\s+[\w-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|“[^”]*”|[^\s\]]+))+\s*/?\](?!\])"
)
_SILENT = re.compile(
    r"(?<!\[)\[/?(?:gallery|audio|video|playlist|caption|embed|contact-form(?:-\d)?|contact-field|googlemaps|"
    r"jetpack_subscription_form|sharethis|addtoany|toc|ez-toc|youtube|vimeo|soundcloud|poll|ninja_form|wpforms|"
    r"gravityform|rev_slider|nextpage)\b[^\]]*\](?!\])"
)
_ESCAPED = re.compile(r"\[(\[[^\[\]]+\])\]")
BLOCKS = (
    "address|article|aside|blockquote|caption|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|"
    "hr|iframe|li|main|nav|ol|p|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_PIECES = re.compile(
    rf"(<pre\b.*?</pre\s*>|<(?:script|style)\b.*?</(?:script|style)\s*>|</?(?:{BLOCKS})\b[^>]*>)", re.S | re.I
)
_EMPTY_LINE = re.compile(r"\n\s*\n|<br\s*/?>\s*<br\s*/?>(?:\s*<br\s*/?>)*", re.I)
_LINE_END = re.compile(r"(?:<br\s*/?>)?[ \t]*\n", re.I)
_LINE_BREAK = "<br>\n"
_HOLDS_PARAGRAPHS = frozenset(
    {"", "blockquote", "div", "section", "article", "aside", "main", "details", "form", "fieldset"}
)
_HOLDS_NO_TEXT = frozenset({"ul", "ol", "dl", "table", "tbody", "thead", "tfoot", "tr", "figure"})
_VOID = frozenset({"hr", "iframe"})


def with_footnotes(stored: str, footnotes: str) -> str:
    """A stored post with its list of footnotes in place; `footnotes` is the post's meta field of that name (JSON)."""
    return _FOOTNOTES.sub(lambda found: _notes(footnotes) or found[0], stored)


def rendered(stored: str) -> str:
    """The HTML of a stored post."""
    has_blocks = bool(_BLOCK_NOTE.search(stored))
    text = _OTHER_NOTE.sub("\n\n", stored)
    text = shortcodes(text)
    if has_blocks:
        return _BLOCK_NOTE.sub("", _FREEFORM.sub(lambda found: paragraphs(found[1]), text)).strip()
    return paragraphs(_URL_LINE.sub(_frame, text))


def shortcodes(text: str) -> str:
    """`text` with pictures' captions and embeds as HTML, and without other short codes; what they enclose stays."""
    if "[" not in text:
        return text
    text = _CAPTION.sub(_figure, text)
    text = _EMBED.sub(_frame, text)
    text = _until_same(lambda one: _ENCLOSING.sub(lambda found: found[3], one), text)
    return _ESCAPED.sub(r"\1", _SILENT.sub("", _WITH_VALUES.sub("", text)))


def paragraphs(text: str) -> str:
    """Text of the classic editor: empty lines part paragraphs, other newlines are line breaks."""
    made: list[str] = []
    inside: list[str] = []
    for piece in _PIECES.split(text):
        tag = re.match(r"<(/?)([a-z0-9]+)", piece, re.I) if piece.startswith("<") and _PIECES.fullmatch(piece) else None
        if tag is None:
            made.append(_flow(piece, inside[-1] if inside else ""))
            continue
        made.append(piece)
        name = tag[2].lower()
        if tag[1] and name in inside:
            del inside[len(inside) - 1 - inside[::-1].index(name) :]
        elif not tag[1] and name not in _VOID and name not in ("pre", "script", "style"):
            inside.append(name)
    return "".join(made)


def _flow(text: str, holder: str) -> str:
    """Text between two block tags, within the element `holder` ("" = the post itself)."""
    if not text.strip() or holder in _HOLDS_NO_TEXT:
        return text
    if holder not in _HOLDS_PARAGRAPHS:
        return re.sub(r"\s*\n\s*", _LINE_BREAK, text.strip("\n"))
    parts = (part.strip() for part in _EMPTY_LINE.split(text))
    return "\n".join(f"<p>{_LINE_END.sub(_LINE_BREAK, part)}</p>" for part in parts if part)


def _figure(found: re.Match[str]) -> str:
    parts = _CAPTION_PARTS.match(found[2])
    old = re.search(r"caption\s*=\s*(\"[^\"]*\"|'[^']*')", found[1])
    if parts is None:
        return found[2]
    caption = parts[2].strip() or (old[1][1:-1] if old else "")
    shown = f'<figcaption class="wp-caption-text">{caption}</figcaption>' if caption else ""
    return f'\n\n<figure class="wp-caption">{parts[1]}{shown}</figure>\n\n'


def _frame(found: re.Match[str]) -> str:
    return f'\n\n<iframe src="{html.escape(found[1])}"></iframe>\n\n'


def _notes(stored: str) -> str:
    """The list of footnotes as WordPress 6.3 and later shows it."""
    try:
        notes = json.loads(stored) if stored else []
    except ValueError:
        return ""
    items = "".join(
        f'<li id="{html.escape(str(note.get("id")))}">{note.get("content", "")} '
        f'<a href="#{html.escape(str(note.get("id")))}-link">↩︎</a></li>'
        for note in notes
        if isinstance(note, dict)
    )
    return f'<ol class="wp-block-footnotes">{items}</ol>' if items else ""


def _until_same(change: Callable[[str], str], text: str, most: int = 10) -> str:
    for _ in range(most):
        changed = change(text)
        if changed == text:
            break
        text = changed
    return text
