"""The fetcher against a real server on this machine: good answers, bad ones and hostile ones."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from blogserver import RSS, BlogServer, Handler

from audioblog.errors import FetchError
from audioblog.ingest.network.exchange import exchange
from audioblog.ingest.network.fetch import Fetcher, Forgetful, Limits
from audioblog.ingest.network.guard import parse_address

TLS = Path(__file__).parents[1] / "data" / "ingest" / "tls"
SMALL = Limits(seconds=20.0, page=200_000, feed=400_000)
IMPATIENT = Limits(seconds=0.5)


class Clock:
    """Time that passes only when somebody sleeps; remembers the sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def fetcher(clock: Clock | None = None, **options: Any) -> Fetcher:
    clock = clock or Clock()
    settings: dict[str, Any] = {
        "memory": Forgetful(), "allow_private": True, "robots": False, "limits": SMALL, "jitter": lambda: 0.5,
        "clock": clock, "sleep": clock.sleep, **options,
    }  # fmt: skip
    return Fetcher(**settings)


def failing(url: str, **options: Any) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetcher(**options).get(url)
    assert caught.value.message.endswith((".", ")."))
    assert caught.value.hint
    return caught.value


def test_a_page(blog_server: BlogServer) -> None:
    url = blog_server.put("/post", "<p>Café")
    response = fetcher(contact="https://library.example/us").get(url + "#comments")
    assert (response.text, response.url, response.status) == ("<p>Café", url, 200)
    headers = blog_server.requests[0].headers
    assert headers["host"] == f"127.0.0.1:{blog_server.port}"
    assert headers["user-agent"].startswith("audioblog/")
    assert headers["user-agent"].endswith("(+https://library.example/us)")
    assert headers["accept-encoding"] == "gzip, deflate"
    assert "cookie" not in headers


def raw_deflate(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(data) + engine.flush()


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", gzip.compress), ("x-gzip", gzip.compress), ("deflate", zlib.compress), ("deflate", raw_deflate),
     ("identity", bytes), ("gzip", lambda data: gzip.compress(data[:9]) + gzip.compress(data[9:]) + b"\0" * 8)],
)  # fmt: skip
@pytest.mark.parametrize("size", [9, 65536, 150_001])
def test_compressed_bodies(blog_server: BlogServer, encoding: str, pack: Callable[[bytes], bytes], size: int) -> None:
    body = bytes(i * i % 251 for i in range(size))
    url = blog_server.put("/z", pack(body), headers={"Content-Encoding": encoding})
    assert fetcher().get(url).body == body


def chunked(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n")


def test_a_chunked_body(blog_server: BlogServer) -> None:
    assert fetcher().get(blog_server.when("/chunks", chunked)).body == b"hello world"


# --- answers that are no pages -------------------------------------------------------------------------------------

STATUSES = [
    (401, "forbidden"), (402, "forbidden"), (403, "forbidden"), (404, "not-found"), (410, "not-found"),
    (418, "bad-request"), (429, "too-many-requests"), (451, "forbidden"), (500, "server-error"), (503, "server-error"),
    (304, "bad-answer"), (204, "bad-answer"), (300, "bad-answer"),
]  # fmt: skip


@pytest.mark.parametrize(("status", "code"), STATUSES)
def test_statuses_become_errors_with_a_code(blog_server: BlogServer, status: int, code: str) -> None:
    url = blog_server.put("/x", status=status)
    error = failing(url)
    assert error.code == code
    assert url in error.message


def drip(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    _drip(handler)


def drip_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    _drip(handler)


def drip_chunk(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFF\r\n")
    _drip(handler)


def _drip(handler: Handler) -> None:
    for _ in range(600):  # a minute, if nobody stops it
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


def silent(handler: Handler) -> None:
    time.sleep(20)


def endless(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        handler.wfile.write(b"<p>More words. " * 4096)


def announced(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 60000000\r\n\r\n<p>")


def short_body(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<p>Only this")


def hang_up(handler: Handler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def not_http(handler: Handler) -> None:
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")


def many_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 5000 + b"\r\n")


def long_header(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-A: " + b"b" * 500_000 + b"\r\n\r\n")


def packed(data: bytes, encoding: str = "gzip") -> Callable[[Handler], None]:
    def answer(handler: Handler) -> None:
        handler.wfile.write(f"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\n\r\n".encode() + data)

    return answer


BOMB = gzip.compress(b"\0" * 30_000_000)
HOSTILE = [
    (drip, "timeout"), (drip_headers, "timeout"), (drip_chunk, "timeout"), (silent, "timeout"),
    (endless, "too-large"), (announced, "too-large"), (packed(BOMB), "too-large"),
    (short_body, "connection-lost"), (hang_up, "connection-lost"), (not_http, "connection-lost"),
    (many_headers, "connection-lost"), (long_header, "connection-lost"),
    (packed(b"this is no gzip"), "connection-lost"), (packed(gzip.compress(b"x" * 5000)[:-9]), "connection-lost"),
    (packed(b"data", "br"), "bad-encoding"), (packed(b"data", "gzip, gzip"), "bad-encoding"),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "code"), HOSTILE)
def test_hostile_servers(blog_server: BlogServer, answer: Callable[[Handler], None], code: str) -> None:
    limits = IMPATIENT if code == "timeout" else SMALL
    assert failing(blog_server.when("/bad", answer), limits=limits).code == code


def test_a_bomb_below_the_cap_is_known_by_its_ratio(blog_server: BlogServer) -> None:
    url = blog_server.when("/bomb", packed(gzip.compress(b"\0" * 3_000_000)))
    assert "bomb" in failing(url, limits=Limits(page=5_000_000)).message


def test_a_feed_may_be_larger_than_a_page(blog_server: BlogServer) -> None:
    body = b"<rss>" + b"word " * 50_000 + b"</rss>"
    url = blog_server.put("/large", body, RSS)
    assert len(fetcher().get(url).body) == len(body)
    assert failing(blog_server.put("/large", body)).code == "too-large"


@pytest.mark.parametrize("content_type", ["audio/mpeg", "image/png", "application/pdf", "video/mp4"])
def test_files_that_are_no_pages(blog_server: BlogServer, content_type: str) -> None:
    error = failing(blog_server.put("/file", b"...", content_type))
    assert error.code == "not-text"
    assert content_type in error.message


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert failing(f"http://127.0.0.1:{port}/").code == "refused"


def test_no_such_host() -> None:
    error = failing("http://no-such-host.invalid/")
    assert error.code == "no-such-host"
    assert "no-such-host.invalid" in error.message


def test_private_addresses_need_permission(blog_server: BlogServer) -> None:
    def loopback(*_: object, **__: object) -> Any:
        return [(0, 0, 0, "", ("127.0.0.1", blog_server.port))]

    error = failing("http://blog.example/", allow_private=False, resolve=loopback)
    assert error.code == "private-address"
    assert blog_server.requests == []


# --- redirects -----------------------------------------------------------------------------------------------------


def test_redirects_are_followed_and_resolved(blog_server: BlogServer) -> None:
    blog_server.redirect("/old", "posts/../new?a=b#c", 301)
    url = blog_server.put("/new?a=b", "here")
    assert fetcher().get(blog_server.url + "/old").url == url


def test_circles_are_named(blog_server: BlogServer) -> None:
    blog_server.redirect("/a", "/b")
    blog_server.redirect("/b", "/a")
    assert failing(blog_server.url + "/a").code == "redirect-loop"
    assert blog_server.asked("/a") == 1


def test_a_cookie_wall_is_a_circle(blog_server: BlogServer) -> None:
    blog_server.put("/", status=302, headers={"Location": "/", "Set-Cookie": "seen=1"})
    error = failing(blog_server.url + "/")
    assert error.code == "redirect-loop"
    assert "cookies" in error.hint


def test_five_redirects_and_no_more(blog_server: BlogServer) -> None:
    for n in range(7):
        blog_server.redirect(f"/{n}", f"/{n + 1}")
    blog_server.put("/7", "end")
    assert fetcher().get(blog_server.url + "/2").body == b"end"
    assert failing(blog_server.url + "/1").code == "redirect-loop"


@pytest.mark.parametrize(
    ("to", "code"),
    [("http://169.254.169.254/latest/meta-data/", "private-address"), ("http://127.0.0.1/", "private-address"),
     ("http://2130706433/", "private-address"), ("http://[::ffff:10.0.0.1]/", "private-address"),
     ("file:///etc/passwd", "bad-scheme"), ("ftp://blog.example/", "bad-scheme"),
     ("http://me@blog.example/", "user-in-address"), ("http://93.184.216.34:22/", "bad-port"),
     ("http://[", "bad-address")],
)  # fmt: skip
def test_redirects_are_checked_like_first_addresses(
    blog_server: BlogServer, monkeypatch: pytest.MonkeyPatch, to: str, code: str
) -> None:
    """The first host passes the guard: its name has a public address, in whose place this server answers."""
    blog_server.redirect("/", to)

    def exchange_here(address: Any, ips: Any, headers: Any, bounds: Any, tls: Any) -> Any:
        assert ips == ("93.184.216.34",)
        here = parse_address(blog_server.url + address.target)
        return exchange(here, ("127.0.0.1",), headers, bounds, tls)

    def resolve(host: str, port: int, **_: object) -> Any:
        public = [(0, 0, 0, "", ("93.184.216.34", port))]
        return public if host == "blog.example" else socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)

    monkeypatch.setattr("audioblog.ingest.network.fetch.exchange", exchange_here)
    with pytest.raises(FetchError) as caught:
        fetcher(resolve=resolve, allow_private=False).get("http://blog.example/")
    assert caught.value.code == code
    assert len(blog_server.requests) == 1


# --- manners -------------------------------------------------------------------------------------------------------


def test_one_request_a_second(blog_server: BlogServer) -> None:
    clock = Clock()
    one = fetcher(clock)
    for n in range(3):
        one.get(blog_server.put(f"/{n}", "x"))
    assert clock.slept == pytest.approx([1.0, 1.0])


def test_threads_take_turns(blog_server: BlogServer) -> None:
    clock = Clock()
    one = fetcher(clock)
    url = blog_server.put("/", "x")
    threads = [threading.Thread(target=one.get, args=(url,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert blog_server.asked("/") == 4
    assert clock.now >= 1003.0


def test_robots_are_asked_once_and_obeyed(blog_server: BlogServer) -> None:
    blog_server.put("/robots.txt", "User-agent: *\nDisallow: /private/\nAllow: /private/but*.html$\n", "text/plain")
    one = fetcher(robots=True)
    one.get(blog_server.put("/post", "x"))
    one.get(blog_server.put("/private/but-this.html", "x"))
    with pytest.raises(FetchError) as caught:
        one.get(blog_server.put("/private/x", "x"))
    assert caught.value.code == "robots"
    assert blog_server.asked("/robots.txt") == 1
    assert blog_server.asked("/private/x") == 0


def test_robots_that_name_us(blog_server: BlogServer) -> None:
    blog_server.put("/robots.txt", "User-agent: *\nAllow: /\n\nUser-agent: AudioBlog\nDisallow: /\n", "text/plain")
    assert failing(blog_server.put("/post", "x"), robots=True).code == "robots"


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False), (503, False), (429, False)])
def test_robots_that_fail(blog_server: BlogServer, status: int, allowed: bool) -> None:
    blog_server.put("/robots.txt", status=status)
    url = blog_server.put("/post", "x")
    if allowed:
        assert fetcher(robots=True).get(url).body == b"x"
    else:
        assert failing(url, robots=True).code == "robots"


def test_robots_of_a_redirect_target_count_too(blog_server: BlogServer) -> None:
    blog_server.put("/robots.txt", "User-agent: *\nDisallow: /secret\n", "text/plain")
    assert failing(blog_server.redirect("/open", "/secret"), robots=True).code == "robots"


def test_of_a_huge_robots_file_the_beginning_counts(blog_server: BlogServer) -> None:
    rules = "User-agent: *\nDisallow: /secret\n" + "# padding\n" * 90_000 + "Disallow: /post\n"
    blog_server.put("/robots.txt", rules, "text/plain")
    one = fetcher(robots=True)
    assert one.get(blog_server.put("/post", "x")).body == b"x"
    with pytest.raises(FetchError):
        one.get(blog_server.url + "/secret")


def test_crawl_delay_is_kept_up_to_a_limit(blog_server: BlogServer) -> None:
    for asked, kept in (("2.5", 2.5), ("86400", 20.0), ("0.1", 1.0)):
        clock = Clock()
        blog_server.put("/robots.txt", f"User-agent: *\nCrawl-delay: {asked}\n", "text/plain")
        one = fetcher(clock, robots=True)
        for _ in range(3):
            one.get(blog_server.put("/post", "x"))
        assert clock.slept[1:] == pytest.approx([kept, kept])


def later(status: int, headers: dict[str, str], times: int) -> Callable[[Handler], None]:
    """Answers with `status` for some `times`, then with a page."""
    left = [times]

    def answer(handler: Handler) -> None:
        left[0] -= 1
        handler.send_response(status if left[0] >= 0 else 200)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "2")
        handler.end_headers()
        handler.wfile.write(b"ok")

    return answer


def test_retry_after_is_waited_for(blog_server: BlogServer) -> None:
    clock = Clock()
    url = blog_server.when("/busy", later(429, {"Retry-After": "7"}, 2))
    assert fetcher(clock).get(url).body == b"ok"
    assert clock.slept == pytest.approx([7.0, 7.0])


def test_retry_after_may_be_a_date(blog_server: BlogServer) -> None:
    clock = Clock()

    def answer(handler: Handler) -> None:
        status = 503 if blog_server.asked("/busy") == 1 else 200
        handler.send_response_only(status)
        handler.send_header("Date", "Thu, 03 Mar 2016 10:00:00 GMT")
        handler.send_header("Retry-After", "Thu, 03 Mar 2016 10:00:30 GMT")
        handler.end_headers()

    fetcher(clock).get(blog_server.when("/busy", answer))
    assert clock.slept == pytest.approx([30.0])


def test_a_retry_after_of_an_hour_is_not_waited_for(blog_server: BlogServer) -> None:
    clock = Clock()
    error = failing(blog_server.when("/busy", later(429, {"Retry-After": "3600"}, 9)), clock=clock)
    assert error.code == "too-many-requests"
    assert clock.slept == []


def test_three_tries_with_growing_pauses(blog_server: BlogServer) -> None:
    clock = Clock()
    assert failing(blog_server.put("/down", status=503), clock=clock).code == "server-error"
    assert blog_server.asked("/down") == 3
    assert clock.slept == pytest.approx([2.0, 4.0])


def test_a_lost_connection_is_tried_again(blog_server: BlogServer) -> None:
    def answer(handler: Handler) -> None:
        if blog_server.asked("/odd") == 1:
            hang_up(handler)
        else:
            chunked(handler)

    assert fetcher().get(blog_server.when("/odd", answer)).body == b"hello world"


# --- memory --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("validator", [{"etag": '"v1"'}, {"last_modified": "Thu, 03 Mar 2016 10:00:00 GMT"}])
def test_what_has_not_changed_comes_from_memory(blog_server: BlogServer, validator: dict[str, str]) -> None:
    memory = Forgetful()
    url = blog_server.put("/feed", "one", RSS, **validator)  # type: ignore[arg-type]
    first = fetcher(memory=memory).get(url)
    again = fetcher(memory=memory).get(url)
    assert (again.body, again.content_type, again.url, again.status) == (first.body, first.content_type, first.url, 200)
    assert (first.from_memory, again.from_memory) == (False, True)
    blog_server.put("/feed", "two", RSS, etag='"v2"')
    assert fetcher(memory=memory).get(url).body == b"two"


def test_memory_holds_through_a_redirect(blog_server: BlogServer) -> None:
    memory = Forgetful()
    url = blog_server.redirect("/old", "/new")
    blog_server.put("/new", "x", etag='"1"')
    fetcher(memory=memory).get(url)
    again = fetcher(memory=memory).get(url)
    assert again.from_memory
    assert again.url == blog_server.url + "/new"
    assert "if-none-match" not in blog_server.requests[-2].headers


def test_nothing_is_kept_against_the_servers_wish(blog_server: BlogServer) -> None:
    memory = Forgetful()
    fetcher(memory=memory).get(blog_server.put("/a", "x", etag='"1"', headers={"Cache-Control": "no-store"}))
    fetcher(memory=memory).get(blog_server.put("/b", "x"))
    assert memory.answers == {}


# --- the environment, and TLS --------------------------------------------------------------------------------------


def test_proxies_of_the_environment_are_ignored(blog_server: BlogServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    assert fetcher().get(blog_server.put("/", "x")).body == b"x"


@pytest.fixture
def tls_server() -> Any:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "blog.example.crt", TLS / "blog.example.key")
    with BlogServer(context) as server:
        yield server


def to_loopback(host: str, port: int, **_: object) -> Any:
    return [(0, 0, 0, "", ("127.0.0.1", port))]


def test_tls_checks_the_name_and_not_the_pinned_address(tls_server: BlogServer) -> None:
    tls_server.put("/", "secret")
    trusting = ssl.create_default_context(cafile=str(TLS / "blog.example.crt"))
    one = fetcher(resolve=to_loopback, tls=trusting)
    assert one.get(f"https://blog.example:{tls_server.port}/").body == b"secret"
    assert tls_server.requests[0].headers["host"] == f"blog.example:{tls_server.port}"
    with pytest.raises(FetchError) as caught:
        one.get(f"https://other.example:{tls_server.port}/")
    assert caught.value.code == "tls"


def test_a_certificate_that_nobody_vouches_for(tls_server: BlogServer) -> None:
    tls_server.put("/", "secret")
    error = failing(f"https://blog.example:{tls_server.port}/", resolve=to_loopback)
    assert error.code == "tls"
    assert tls_server.requests == []


def test_a_drip_inside_tls(tls_server: BlogServer) -> None:
    tls_server.when("/", drip)
    trusting = ssl.create_default_context(cafile=str(TLS / "blog.example.crt"))
    url = f"https://blog.example:{tls_server.port}/"
    assert failing(url, resolve=to_loopback, tls=trusting, limits=IMPATIENT).code == "timeout"


def test_plain_http_where_tls_is_expected(blog_server: BlogServer) -> None:
    assert failing(blog_server.url.replace("http:", "https:") + "/").code == "tls"  # who answers cannot prove itself
