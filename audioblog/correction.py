"""The old and the new document of a post in, the post that announces the correction out; None when no word changed.

Apps do not download an episode again whose audio was replaced (measured: gPodder, AntennaPod), so who has heard the
mistake would never hear of it. The announcement is an episode of its own, and quotes what is new.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from difflib import SequenceMatcher
from html import escape

from audioblog.address import is_web_address
from audioblog.document import Document
from audioblog.ingest.raw import RawPost
from audioblog.model import Script
from audioblog.publish.wording import date_words, shorten

MOST_SENTENCES = 5
MOST_AT_ONCE = 10
"""Corrections in one run; more are an overhaul, of which nobody wants to hear one by one."""

WORDS: dict[str, tuple[str, str, str, str]] = {
    "en": ("Correction", "We have corrected this post: {}.", "These words are new:", "A passage was taken out."),
    "cy": ("Cywiriad", "Rydym wedi cywiro’r postiad hwn: {}.", "Mae’r geiriau hyn yn newydd:", "Tynnwyd darn allan."),
    "de": ("Korrektur", "Wir haben diesen Beitrag korrigiert: {}.", "Diese Worte sind neu:", "Eine Stelle entfällt."),
    "es": ("Corrección", "Hemos corregido esta entrada: {}.", "Estas palabras son nuevas:", "Se ha quitado un pasaje."),
    "fr": ("Correction", "Nous avons corrigé ce billet : {}.", "Ces mots sont nouveaux :", "Un passage a été retiré."),
    "it": ("Correzione", "Abbiamo corretto questo articolo: {}.", "Parole nuove:", "Un passo è stato tolto."),
    "pl": ("Sprostowanie", "Poprawiliśmy ten wpis: {}.", "Nowe słowa:", "Usunięto fragment."),
}
"""By language: title, what happened, what is new, nothing is new."""


def announcement(post: str, old: Document, new: Document, published: datetime, now: datetime) -> RawPost | None:
    """`post`: the corrected post's id; `published`: its date. The announcement's id is that of this one correction."""
    gone, fresh = _changes(old.timeline.script, new.timeline.script)
    if not gone and not fresh:
        return None
    language = new.post.language
    title, what, changed, removed = WORDS.get(language.partition("-")[0].lower(), WORDS["en"])
    name = f"“{new.post.title}”" + (f", {date_words(published)}" if language.lower().startswith("en") else "")
    link = f'<a href="{escape(new.post.url)}">{escape(name)}</a>' if is_web_address(new.post.url) else escape(name)
    quoted = "".join(f"<p>{escape(sentence)}</p>" for sentence in fresh[:MOST_SENTENCES])
    body = f"<p>{changed}</p><blockquote>{quoted}</blockquote>" if quoted else f"<p>{removed}</p>"
    digest = hashlib.sha256("\n".join([*gone, "", *fresh]).encode()).hexdigest()[:12]
    return RawPost(
        id=f"{post}#correction-{digest}",
        source=new.post.url or new.post.title,
        format="body",
        content=f"<p>{what.format(link)}</p>{body}",
        title=f"{title}: {shorten(new.post.title, 200)}",
        published=now,
        language=language,
        tags=new.post.tags,
        provenance=(("title", "audioblog"), ("published", "audioblog"), ("language", "audioblog")),
    )


def _changes(old: Script, new: Script) -> tuple[list[str], list[str]]:
    """The author's sentences that are no longer said, and those that are said now."""
    before, after = list(_sentences(old)), list(_sentences(new))
    gone: list[str] = []
    fresh: list[str] = []
    for tag, start, end, to, upto in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            gone += before[start:end]
            fresh += after[to:upto]
    return gone, fresh


def _sentences(script: Script) -> Iterator[str]:
    yield from (" ".join(utterance.text.split()) for utterance in script.utterances if utterance.text.strip())
