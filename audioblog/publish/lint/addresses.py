"""The addresses in a feed: encrypted, in ASCII, of the type that they name; and the feed's own address."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from audioblog.publish.lint.document import Element, Feed, Item, Part
from audioblog.publish.lint.finding import Finding
from audioblog.publish.lint.rules import broken
from audioblog.publish.lint.web import split

TYPES = {
    "mp3": {"audio/mpeg", "audio/mp3"},
    "m4a": {"audio/x-m4a", "audio/mp4", "audio/m4a", "audio/aac"},
    "m4b": {"audio/mp4", "audio/x-m4b", "audio/x-m4a"},
    "mp4": {"video/mp4", "audio/mp4"},
    "m4v": {"video/x-m4v", "video/mp4"},
    "mov": {"video/quicktime"},
    "pdf": {"application/pdf"},
    "ogg": {"audio/ogg", "application/ogg"},
    "opus": {"audio/ogg", "audio/opus"},
}
"""Ending of an audio file -> the types by which it may be called."""
_PLAIN = re.compile(r"[A-Za-z0-9._~/:@!$&'()*+,;=?#%\[\]-]*")


def address_findings(feed: Feed, served_at: str = "") -> Iterator[Finding]:
    """`served_at`: the address at which this feed is, or will be, reached; "" when nobody knows."""
    yield from _self_link(feed, served_at)
    local = next((url for url in _addresses(feed) if is_local(url)), "")
    if local:
        said = f"The feed names addresses that only this computer or network can reach, such as {local}."
        yield broken("local-address", said, feed.channel.place())
    for item in feed.items:
        yield from _enclosure(item)


def is_local(url: str) -> bool:
    """Whether an address leads to this machine or a private network, as while an edition is tried out."""
    host = split(url).hostname or ""
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal", ".lan")):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


def _addresses(feed: Feed) -> Iterator[str]:
    yield feed.channel.text("link")
    yield from ((link.get("href") or "") for link in feed.self_links)
    yield from (item.enclosure for item in feed.items[:1])


def _enclosure(item: Item) -> Iterator[Finding]:
    element, url = item.first("enclosure"), item.enclosure
    if element is None or "://" not in url:
        return
    place = item.place(element)
    if (element.get("length") or "").strip() in {"0", "00"}:
        yield broken("zero-length", f"The audio of {item.label} is said to have no bytes.", place)
    if url.lower().startswith("http://") and not is_local(url):
        yield broken("http-enclosure", f"The audio of {item.label} is at {url}, without encryption.", place)
    if not _PLAIN.fullmatch(url):
        yield broken("not-ascii-address", f"The audio's address holds other characters than ASCII: {url}", place)
    ending = split(url).path.rpartition(".")[2].lower()
    kind = (element.get("type") or "").partition(";")[0].strip().lower()
    if ending in TYPES and "/" in kind and kind not in TYPES[ending]:
        yield broken("type-and-name", f"The audio of {item.label} is called {kind} and ends in .{ending}.", place)


def _self_link(feed: Feed, served_at: str) -> Iterator[Finding]:
    links = feed.self_links
    if not links:
        yield broken("no-self-link", "The feed does not say at which address it is to be found.", feed.channel.place())
        return
    for link in links:
        yield from _one_self_link(feed, link, served_at)


def _one_self_link(feed: Feed, link: Element, served_at: str) -> Iterator[Finding]:
    told, place = (link.get("href") or "").strip(), feed.channel.place(link)
    if told and told == feed.channel.text("itunes:new-feed-url"):  # it has moved, and both say where to
        return
    if served_at:
        if not same_address(told, served_at):
            code = "local-address" if is_local(served_at) else "self-link"
            yield broken(code, f"The self link names {told}, but the feed is at {served_at}.", place)
        return
    site = feed.channel.text("link")
    if feed.house:
        if not _below(told, site):
            yield broken("self-link", f"The self link names {told}, which is not part of the edition at {site}.", place)
        return
    if (others := _one_site(feed)) and _site(told) and _site(told) != others:
        said = f"The self link names {told}, but everything else of the feed is at {others}."
        yield broken("self-link", said, place)


def same_address(one: str, other: str) -> bool:
    """Whether two addresses are one to a web server: host in any case, default port or none, http or https."""
    return _bare(one) == _bare(other)


def _bare(url: str) -> tuple[str, str]:
    scheme, _, rest = url.strip().partition("://")
    host, slash, path = rest.partition("/")
    port = {"http": ":80", "https": ":443"}.get(scheme.lower(), "")
    return host.lower().removesuffix(port), slash + path


def _below(url: str, site: str) -> bool:
    """Whether `url` is an address within `site`, which may be a page in it."""
    host, path = _bare(url)
    site_host, site_path = _bare(site)
    return host == site_host and path.startswith(site_path.rpartition("/")[0] + "/")


def _one_site(feed: Feed) -> str:
    """The one site that all addresses of the feed but its own belong to; "" when there are several."""
    urls = [feed.channel.text("link"), *(url for part in feed.parts for url in _named(part))]
    sites = {_site(url) for url in urls if url}
    return sites.pop() if len(sites) == 1 else ""


def _named(part: Part) -> Iterator[str]:
    for tag, key in (
        ("enclosure", "url"),
        ("itunes:image", "href"),
        ("podcast:transcript", "url"),
        ("podcast:chapters", "url"),
    ):
        yield from ((element.get(key) or "") for element in part.all(tag))
    yield part.text("link")


def _site(url: str) -> str:
    """The last two labels of the host: near enough to "who runs this" to compare within one feed."""
    host = split(url).hostname or ""
    return ".".join(host.split(".")[-2:])
