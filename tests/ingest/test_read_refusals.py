"""Pages that hold no post are refused by name; posts about the same things are read."""

from __future__ import annotations

import pytest

from audioblog.errors import NoArticle
from audioblog.ingest.article.voters import REVIEW_BELOW
from audioblog.ingest.raw import RawPost
from audioblog.ingest.read import read

PROSE = [
    "The hall was let to a school of dancing for the winter, and we met in the room above the bakery instead of it.",
    "Nobody complained of the stairs except the piano, which stayed where it was and was visited on Sundays by Gwen.",
    "The bread came up in a basket on a rope, and the minutes went down in the same basket to the baker to be typed.",
    "By March we had grown fond of the room, and of the bread, and the hall had to write to us twice to have us back.",
    "We went back in the end, with the basket and the rope, and hung them from the gallery, where they are of no use.",
]


def page(body: str, title: str = "The hall", head: str = "") -> RawPost:
    return RawPost(
        "x", "x", "page", f"<html lang=en-GB><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    )


COOKIE_WALL = (
    "<div><h1>Your privacy</h1><p>We and our 412 partners store cookies on your device to show you advertisements.</p>"
    "<p>Choose which cookies you accept. You can withdraw your consent at any time in the privacy settings.</p>"
    "<p>Some partners process your personal data on the basis of legitimate interest.</p>"
    "<button>Accept all</button><button>Reject</button></div>"
)
REFUSED = {
    "cookie-wall": [
        COOKIE_WALL,
        "<main><p>This site uses cookies. By going on you agree to cookies.</p><p>Read our privacy policy and our "
        "policy on cookies.</p><p>Manage consent here.</p></main>",
        "<div class=wall><p>Wir und unsere Partner verwenden Cookies auf dieser Seite.</p><p>Mit Ihrer Einwilligung "
        "setzen wir weitere Cookies.</p><p>Lesen Sie unsere Datenschutzerklärung zu Cookies.</p></div>",
    ],
    "javascript-only": [
        "<div id=root></div><noscript>You need to enable JavaScript to run this app.</noscript>",
        "<div id=__next></div><script>boot()</script>",
        "<p>Please turn on JavaScript to read this page.</p><div id=app></div>",
        "<div id=app></div><p>Activez JavaScript pour lire cette page.</p>",
    ],
    "login": [
        "<h1>Log in</h1><form><p>User name</p><input name=u><p>Password</p><input type=password></form>"
        "<p>Members only. Log in to read the letters of the hall.</p>",
        "<main><h2>Sign in to continue</h2><form><input name=e><input type=password><button>Sign in</button></form>"
        "<p>Forgot your password? Ask Gwen.</p></main>",
        "<h1>Anmelden</h1><form><p>Benutzername</p><input name=u><p>Passwort</p><input type=password></form>"
        "<p>Bitte melden Sie sich an, um die Briefe zu lesen.</p>",
    ],
    "paywall": [
        f"<article><h1>The hall</h1><p>{PROSE[0]}</p><p>Subscribe to keep reading. Already a subscriber? Log in.</p>",
        f"<article><h1>The hall</h1><p>{PROSE[0]}</p><p>{PROSE[1]}</p><p>This post is for paid subscribers</p>",
        f"<article><h1>The hall</h1><p>{PROSE[0]}</p><p>To read the full story, become a member today.</p></article>",
    ],
    "soft-404": [
        "<h1>Page not found</h1><p>Oops! That page can’t be found. Perhaps searching will help.</p>",
        "<h1>404</h1><p>It seems that there is nothing at this address. Go back to the start.</p>",
        "<h1>This post is no longer available</h1><p>Its author has taken it away.</p>",
        "<h1>Seite nicht gefunden</h1><p>Unter dieser Adresse steht nichts.</p>",
    ],
}  # fmt: skip
CASES = [(code, number) for code, pages in REFUSED.items() for number in range(len(pages))]


@pytest.mark.parametrize(("code", "number"), CASES, ids=[f"{code}-{number}" for code, number in CASES])
def test_a_page_without_a_post_is_refused_by_name(code: str, number: int) -> None:
    body = REFUSED[code][number]
    title = {"soft-404": "Nothing here", "login": "Letters"}.get(code, "The hall")
    with pytest.raises(NoArticle) as caught:
        read(page(body, title))
    assert caught.value.code == code
    assert caught.value.hint


def test_a_short_text_beside_which_the_rest_is_sold_waits_for_an_editor() -> None:
    offer = "<aside class=snippet><div><span>To read the full story</span> <a href=/pay>Subscribe</a></div></aside>"
    post = read(page(f"<article><h1>The hall</h1><p>{PROSE[0]}</p><p>{PROSE[1]}</p></article>{offer}"))
    assert post.confidence < REVIEW_BELOW
    assert "paywall" in {entry.rule for entry in post.dropped}


def test_a_beginning_that_is_declared_to_cost_is_a_paywall() -> None:
    declared = '<script type="application/ld+json">{"@type": "BlogPosting", "isAccessibleForFree": false}</script>'
    with pytest.raises(NoArticle) as caught:
        read(page(f"<article><h1>The hall</h1><p>{PROSE[0]}</p></article>", head=declared))
    assert caught.value.code == "paywall"


@pytest.mark.parametrize(
    ("title", "line"),
    [
        (
            "A recipe for cookies",
            "These cookies need no eggs, and the cookies keep for a week, if you hide the cookies.",
        ),
        ("The 404 bus", "The 404 comes twice a day; the page of the timetable could not be found in the library."),
        ("How to log in", "To log in you need a user name and a password, and the password must not be your own name."),
        (
            "Why I left",
            "I wrote that you must enable JavaScript, and that you must subscribe to continue, and I was wrong.",
        ),
        ("On consent", "Consent is asked for again at every meeting, and the privacy of those who say no is kept."),
    ],
)
def test_a_post_about_such_things_is_read(title: str, line: str) -> None:
    paragraphs = "".join(f"<p>{text}</p>" for text in (line, *PROSE))
    notice = "<div class=cookie-banner><p>We use cookies. Accept cookies?</p></div>"
    form = "<form><input name=q><input type=password></form>"
    post = read(page(f"{notice}{form}<article><h1>{title}</h1>{paragraphs}</article>", title))
    assert post.blocks[0].text == line
    assert len(post.blocks) == 1 + len(PROSE)


def test_a_short_post_is_read() -> None:
    post = read(page("<article><h1>Closed</h1><p>The hall is closed on Monday. Come on Tuesday instead.</p></article>"))
    assert [block.text for block in post.blocks] == ["The hall is closed on Monday. Come on Tuesday instead."]
