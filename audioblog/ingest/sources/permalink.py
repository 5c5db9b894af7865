"""Addresses of posts: an address as it was found comes in; the same without tracking, or absolute, goes out."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

TRACKING = re.compile(
    r"(utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_hs(enc|mi)|vero_id|mkt_tok|at_(medium|campaign))",
    re.IGNORECASE,
)
_TAG = re.compile(r"""<[a-z](?:[^<>"']|"[^"]*"|'[^']*')*>""", re.I)
_LINK = re.compile(r"""(\s(?:href|src|poster|cite)\s*=\s*)("[^"]*"|'[^']*')""", re.I)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)


def permalink(url: str) -> str:
    """`url` without tracking parameters and fragment, host in lower case: the identity of a page."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    query = parts.query
    pairs = parse_qsl(query, keep_blank_values=True)
    if any(TRACKING.fullmatch(name) for name, _ in pairs):
        query = urlencode([(name, value) for name, value in pairs if not TRACKING.fullmatch(name)])
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path, query, "")).strip()


def same_page(one: str, other: str) -> bool:
    """True if two addresses differ only in what does not matter: scheme, "www.", last slash, index page, tracking."""
    return _bare(one) == _bare(other) != ""


def _bare(url: str) -> str:
    parts = urlsplit(permalink(url)) if url else None
    if parts is None or not parts.netloc:
        return ""
    path = re.sub(r"/(index|default)\.(html?|php|aspx?)$", "/", parts.path).rstrip("/")
    return parts.netloc.removeprefix("www.") + path + ("?" + parts.query if parts.query else "")


def absolute(link: str, *bases: str) -> str:
    """`link` resolved against the last base and that against the one before.

    "" if there is no link, or if no http(s) address comes of it.
    """
    if not link.strip():
        return ""
    try:
        base = ""
        for step in (*bases, link):
            base = urljoin(base, step.strip())
        return base if urlsplit(base).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def absolute_links(html: str, base: str) -> str:
    """`html` with the relative addresses of its links and pictures made absolute; those within the page stay."""
    if not base:
        return html

    def put(found: re.Match[str]) -> str:
        value = found[2][1:-1].strip()
        if not value or value.startswith("#") or _SCHEME.match(value):
            return found[0]
        quote = found[2][0]
        return f"{found[1]}{quote}{absolute(value, base) or value}{quote}"

    return _TAG.sub(lambda tag: _LINK.sub(put, tag[0]), html)
