"""Markdown -> HTML for the one walk. Template code of site generators is made harmless before it is parsed."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_FENCE = re.compile(r"(^|\n)(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:\n(?P=fence)[`~]*[ \t]*(?=\n|$)|$)|`[^`\n]+`", re.S)
_SHORTCODES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\{%-?\s*(?:highlight|raw|endraw|endhighlight)\b[^%]*%\}"), ""),
    (re.compile(r"\{\{[<%]\s*figure\s+(?P<attrs>[^>]*?)\s*/?[>%]\}\}"), "figure"),
    (re.compile(r"\{\{[<%]\s*/?\s*[^}]*?[>%]\}\}"), ""),
    (re.compile(r"\{%.*?%\}", re.S), ""),
    (re.compile(r"\{\{.*?\}\}", re.S), ""),
    (re.compile(r"\{#.*?#\}", re.S), ""),
    (re.compile(r"^\s*(?:import|export)\s.+?\sfrom\s+['\"].+['\"];?\s*$", re.M), ""),
    (re.compile(r"^[ \t]*\{:[^}\n]*\}[ \t]*$|\{:[^}\n]*\}", re.M), ""),
    (re.compile(r"(?<=\s)\{[#.][\w.# -]+\}[ \t]*$", re.M), ""),
)  # fmt: skip
"""Liquid, Hugo, Nunjucks and MDX; kramdown's and Pandoc's attribute lists."""
_ATTRIBUTE = re.compile(r"(\w+)\s*=\s*\"([^\"]*)\"")


def to_html(text: str) -> str:
    """Raw HTML in the Markdown stays, as authors use it for figures and notes."""
    return str(_parser().render(harmless(text.replace("\r\n", "\n"))))


def harmless(text: str) -> str:
    """Without template code outside of code blocks and code spans, where it is the subject."""
    pieces: list[str] = []
    at = 0
    for code in _FENCE.finditer(text):
        pieces += [_without_templates(text[at : code.start()]), code[0]]
        at = code.end()
    pieces.append(_without_templates(text[at:]))
    return "".join(pieces)


def _without_templates(text: str) -> str:
    for pattern, replacement in _SHORTCODES:
        text = pattern.sub(_figure if replacement else "", text)
    return text


def _figure(match: re.Match[str]) -> str:
    """Hugo's figure carries an alt text and a caption that must not be lost."""
    said = dict(_ATTRIBUTE.findall(match["attrs"]))
    image = f'<img src="{said.get("src", "")}" alt="{said.get("alt", "")}">'
    caption = said.get("caption") or said.get("title") or ""
    return f"\n<figure>{image}<figcaption>{caption}</figcaption></figure>\n"


@cache
def _parser() -> Any:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"html": True, "typographer": False}).enable(["table", "strikethrough"])
    return parser.use(footnote_plugin).use(deflist_plugin)
