"""Passages that look like another language, though the page does not say so: a suggestion, never acted on.

In: a post. Out: passages with their language. Only whole blocks and quotations of five words or more are looked at,
only if many of their words are not English, and only a confident answer counts: of 341 English texts, headings and
names among them, none was taken for a foreign one in this way, and three words are never enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

from audioblog.model import Block, Post
from audioblog.narrate.known import is_known
from audioblog.narrate.languages import primary

LANGUAGES: dict[str, str] = {
    "cy": "Welsh", "de": "German", "es": "Spanish", "fr": "French", "ga": "Irish", "it": "Italian", "la": "Latin",
    "pl": "Polish", "pt": "Portuguese",
}  # fmt: skip
_LEAST_WORDS = 5
_STRANGE = 0.34
_CONFIDENT = 0.9
_QUOTED = re.compile(r"[“\"«]\s?([^“”\"«»]{15,400})\s?[”\"»]|‘([^‘’]{15,400})’")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def foreign_passages(post: Post) -> Iterator[tuple[str, str]]:
    """(passage, BCP 47 language), in reading order, of what is not marked already."""
    for block in post.blocks:
        told = block.lang and primary(block.lang) != primary(post.language)
        if told or block.unread or block.kind in ("code", "embed", "separator"):
            continue
        for passage in (block.text, *(found[1] or found[2] for found in _QUOTED.finditer(block.text))):
            if not _marked(block, passage) and (language := looks_like(passage)):
                yield passage, language
                break


def looks_like(passage: str) -> str:
    """A language other than English when that is clear, else "".

    >>> looks_like("Nid yw pawb yn gallu dod i'r cyfarfod heno"), looks_like("Nobody in Llanfair came to the meeting")
    ('cy', '')
    """
    words = _WORD.findall(passage)
    if len(words) < _LEAST_WORDS or sum(not is_known(word) for word in words) < _STRANGE * len(words):
        return ""
    language, confidence = _identifier().classify(passage)
    return str(language) if language != "en" and confidence >= _CONFIDENT else ""


def _marked(block: Block, passage: str) -> bool:
    start = block.text.find(passage)
    spans = (span for span in block.spans if span.kind == "lang")
    return any(span.start < start + len(passage) and start < span.end for span in spans)


@cache
def _identifier() -> Any:
    """Half a second and 130 MB, so only for a passage that is strange already."""
    langid = import_module("py3langid.langid")
    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    identifier.set_languages(["en", *LANGUAGES])
    return identifier
