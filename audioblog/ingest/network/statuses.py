"""What an HTTP answer that is no success means for an editor: a status comes in, the FetchError goes out."""

from __future__ import annotations

from audioblog.errors import FetchError

_OTHERS = "Open the address in a browser and check it."
_LATER = "Try again later; if it stays so, tell the owner of the blog."

# status: (code, what happened, what to do)
STATUSES: dict[int, tuple[str, str, str]] = {
    401: ("forbidden", "{url} asks for a login.", "Export the post to a file, and give that."),
    402: ("forbidden", "{url} is for paying readers.", "Export the post to a file, if it is yours."),
    403: (
        "forbidden",
        "{url} may not be read by programs: the server refused.",
        "Ask the owner of the blog, or save the page in a browser and give the file.",
    ),
    404: ("not-found", "There is no page at {url}.", "Check the address; the post may have moved."),
    410: ("not-found", "The page at {url} has been taken away.", "Leave it out."),
    429: ("too-many-requests", "{url} has been asked for too often.", "Wait a while, then try again."),
    451: ("forbidden", "{url} is withheld for legal reasons.", "Leave it out."),
}


def refusal(url: str, status: int) -> FetchError:
    """The error for `status`, which is not 200."""
    code, message, hint = STATUSES.get(status) or _class_of(status)
    return FetchError(message.format(url=url, status=status), hint, code=code)


def _class_of(status: int) -> tuple[str, str, str]:
    if status >= 500:
        return "server-error", "The server of {url} has an error ({status}).", _LATER
    if status >= 400:
        return "bad-request", "The server refused the request for {url} ({status}).", _OTHERS
    return "bad-answer", "The server answered the request for {url} in a way that gives no page ({status}).", _OTHERS
