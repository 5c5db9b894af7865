"""A Script as W3C SSML 1.1: for speech programs that audioblog does not drive itself.

In: a Script. Out: one well-formed document: a `s` an utterance in its language, a `break` for each silence, a `sub`
where the words differ from what is written, `phoneme` where the page or the lexicon gave sounds, chapters as `mark`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from audioblog.model import Script, Utterance
from audioblog.narrate.marks import AUTHORS_SOUNDS, AUTHORS_SPELLING

_NAMESPACE = "http://www.w3.org/2001/10/synthesis"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def ssml(script: Script) -> str:
    """The whole script. Silence between two utterances is the larger of what both ask for, as in the audio."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f'<speak version="1.1" xmlns="{_NAMESPACE}" xml:lang={_quoted(script.language)}>')
    chapters = {chapter.utterance: chapter.title for chapter in script.chapters}
    followers = [*(each.pause_before_ms for each in script.utterances[1:]), 0]
    for utterance, next_before in zip(script.utterances, followers, strict=True):
        if utterance.id in chapters:
            lines.append(f"<mark name={_quoted(chapters[utterance.id])}/>")
        lang = f" xml:lang={_quoted(utterance.lang)}" if utterance.lang != script.language else ""
        lines.append(f"<s{lang}>{''.join(_pieces(utterance))}</s>")
        if pause := max(utterance.pause_after_ms, next_before):
            lines.append(f'<break time="{pause}ms"/>')
    return "\n".join([*lines, "</speak>"])


def _pieces(utterance: Utterance) -> Iterator[str]:
    """The written words, each swap in its element; words that were put together elsewhere as they are said."""
    if not utterance.text or utterance.role in ("table", "speaker"):
        yield escape(utterance.spoken)
        return
    base = utterance.start
    edges = [0, *(edge - base for swap in utterance.swaps for edge in (swap.start, swap.end)), len(utterance.text)]
    for at, (start, end) in enumerate(pairwise(edges)):
        written = _clean(utterance.text[start:end])
        if at % 2 == 0:
            yield escape(written)
            continue
        swap = utterance.swaps[at // 2]
        yield _element(written, swap.spoken.strip(" ,"), swap.why)


def _element(written: str, spoken: str, why: str) -> str:
    if why.startswith(f"{AUTHORS_SOUNDS}: "):
        sounds = why.partition(": ")[2].strip("/")
        return f'<phoneme alphabet="ipa" ph={_quoted(sounds)}>{escape(written)}</phoneme>'
    if why == AUTHORS_SPELLING:
        return f'<say-as interpret-as="characters">{escape(written)}</say-as>'
    return f"<sub alias={_quoted(spoken)}>{escape(written)}</sub>" if spoken else ""


def _clean(text: str) -> str:
    return " ".join(_NO_XML.sub(" ", text).split(" "))


def _quoted(value: str) -> str:
    return quoteattr(_NO_XML.sub(" ", value))
