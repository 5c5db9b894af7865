"""Pages that hold no post, told apart by name, so that a person learns what to do. Only short texts are refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from audioblog.errors import NoArticle
from audioblog.ingest.article.boilerplate import alternatives
from audioblog.ingest.parse import Element

_SCRIPT = alternatives(r"""
    (?:enable|requires?|turn on|activate|without|need) (?:your )?java ?script
    java ?script (?:is )?(?:required|disabled|not enabled|must be)
    java ?script (?:aktivieren|einschalten)|(?:activer|activez|active|activar|habilite) (?:le )?java ?script
""")
_COOKIE = alternatives(r"""
    \bcookies?\b
    \bconsent\b
    \bprivacy (?:policy|settings|preferences)\b
    \bgdpr\b
    personal data
    legitimate interest
    \bpartners\b
    \b(?:einwilligung|datenschutz\w*|partnern?|consentement|vie privée|consentimiento|privacidad)\b
""")
_LOGIN = alternatives(r"""
    \b(?:log|sign) ?in\b
    \bpassword\b
    \buser ?name\b
    members? only
    \b(?:anmelden|passwort|benutzername|se connecter|mot de passe|iniciar sesión|contraseña)\b
""")
_PAYWALL = alternatives(r"""
    subscribe (?:now )?(?:to (?:continue|read|keep reading|unlock|get (?:full )?access))
    (?:already|become) a (?:paid |paying )?(?:subscriber|member)\b
    (?:post|article|story|content) is (?:only )?(?:for|available to) (?:paid |paying )?(?:subscribers|members)
    for (?:paid|paying) subscribers
    to read the (?:full|rest)
    remaining free articles
    upgrade to (?:paid|read)
""")
_UNLOCK = alternatives(r"""
    subscribe (?:now )?to (?:continue|read|keep|unlock)
    (?:post|article|story) is (?:only )?for (?:paid|paying|members|subscribers)
    to (?:read|continue reading) the (?:full|rest)
""")
"""What is said in so many words where a text is cut off; a site's menu says "become a member" above any text."""
SHORT = 150
"""Words of a text that may be no more than the beginning of one."""
_LAST_LINES = 3
_MAX_CALL = 25
_MISSING = alternatives(r"""
    (?m:^\W*(?:error\W*)?404\W*$)
    \berror\W{0,3}404\b
    \b404\W{1,3}(?:error|not found|page)\b
    page (?:can(?:no|['’])t be|not|could not be|isn['’]t|was not) (?:found|available)
    (?m:^not found\b)
    no longer (?:available|exists)
    nothing (?:was )?found
    oops!? that page
    doesn['’]t exist
    seite (?:wurde )?nicht gefunden|page (?:introuvable|non trouvée)|página no encontrada|pagina non trovata
""")


@dataclass(frozen=True, slots=True)
class Refusal:
    code: str
    message: str
    hint: str

    def error(self) -> NoArticle:
        return NoArticle(self.message, self.hint, code=self.code)


_SAVE = "Use the blog's feed, or save the page from a browser and give the file."
SCRIPT_ONLY = Refusal("javascript-only", "The page shows its text only to browsers that run scripts.", _SAVE)
COOKIE_WALL = Refusal("cookie-wall", "The page holds a cookie notice and no article.", _SAVE)
LOGIN = Refusal(
    "login",
    "The page asks for a login and shows no article.",
    "Log in with a browser, save the page and give the file.",
)
PAYWALL = Refusal(
    "paywall",
    "The page shows only the beginning of an article that must be paid for.",
    "Ask the publisher for the text, or use a subscriber's feed.",
)
MISSING = Refusal(
    "soft-404",
    "The page says that there is nothing at this address, although the server answered normally.",
    "Check the address; the post may have moved.",
)
EMPTY = Refusal(
    "empty", "There is no text that could be read aloud.", "Check that the address or file is the right one."
)


@dataclass(frozen=True, slots=True)
class Signs:
    """What a page shows before anything is taken out of it."""

    title: str
    """The `title` element and the first heading, a line each."""
    noscript: str
    has_password: bool
    has_app_root: bool


def signs_of(tree: Element) -> Signs:
    title = tree.find(".//title")
    first = tree.find(".//h1")
    names = "\n".join(" ".join("".join(e.itertext()).split()) for e in (title, first) if e is not None)
    noscript = " ".join("".join(e.itertext()) for e in tree.iter("noscript"))
    password = any((e.get("type") or "").lower() == "password" for e in tree.iter("input"))
    root = any(
        re.fullmatch(r"root|app|__next|__nuxt|react-root|main-app|ember\d*", e.get("id") or "") and not len(e)
        for e in tree.iter("div")
    )
    return Signs(names, noscript, password, root)


def refusal(signs: Signs, body: str, *, declared_free: bool, dropped: Iterable[str] = ()) -> Refusal | None:
    """Why the text found in a page is not a post; None when it is one.

    `body` has a line a block; `dropped` are invitations that stood in the article, among which one to pay may be.
    """
    count = len(body.split())
    if _MISSING.search(signs.title) and count < SHORT:
        return MISSING
    if count < 80 and (_SCRIPT.search(body) or (count < 20 and (_SCRIPT.search(signs.noscript) or signs.has_app_root))):
        return SCRIPT_ONLY
    if signs.has_password and count < 80 and _LOGIN.search(f"{signs.title} {body}"):
        return LOGIN
    if count < 250 and _mostly(body, _COOKIE):
        return COOKIE_WALL
    if count < SHORT and (_asks_for_money(body, dropped) or (not declared_free and count < 60)):
        return PAYWALL
    return EMPTY if not count else None


def _asks_for_money(body: str, dropped: Iterable[str]) -> bool:
    """Below the text, or in a line apart; an author who writes of such things does so in her text."""
    last = body.splitlines()[-_LAST_LINES:]
    return any(_PAYWALL.search(line) for line in last) or any(map(offers_the_rest, dropped))


def offers_the_rest(line: str) -> bool:
    return len(line.split()) <= _MAX_CALL and bool(_UNLOCK.search(line))


def _mostly(text: str, pattern: re.Pattern[str]) -> bool:
    sentences = [sentence for sentence in re.split(r"(?<=[.!?])\s+|\n", text) if len(sentence.split()) > 2]
    hits = sum(1 for sentence in sentences if pattern.search(sentence))
    return bool(sentences) and hits * 2 > len(sentences) and len(pattern.findall(text)) >= 3
