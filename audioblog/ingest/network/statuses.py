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


# The same of a file that is no post, such as a voice; what is not here is as above.
FILES: dict[int, tuple[str, str, str]] = {
    401: ("forbidden", "{url} asks for a login.", "Download the file in a browser, and give the folder that it is in."),
    402: ("forbidden", "{url} must be paid for.", "Download the file in a browser, if you have bought it."),
    403: (
        "forbidden",
        "{url} may not be fetched by programs: the server refused.",
        "Check the address, or download the file in a browser and give the folder that it is in.",
    ),
    404: ("not-found", "There is no file at {url}.", "Check the address."),
    410: ("not-found", "The file at {url} has been taken away.", "Look for it at another address."),
    451: ("forbidden", "{url} is withheld for legal reasons.", "Look for it at another address."),
}
_SERVER = "Try again later; if it stays so, the server needs repair by whoever runs it."


def refusal(url: str, status: int) -> FetchError:
    """The error for `status`, which is not 200, of a page."""
    code, message, hint = STATUSES.get(status) or _class_of(status)
    return FetchError(message.format(url=url, status=status), hint, code=code)


def refused_file(url: str, status: int) -> FetchError:
    """The error for `status`, which is no success, of a file that a person named."""
    code, message, hint = FILES.get(status) or STATUSES.get(status) or _class_of(status)
    hint = _SERVER if code == "server-error" else hint
    return FetchError(message.format(url=url, status=status), hint, code=code)


def _class_of(status: int) -> tuple[str, str, str]:
    if status >= 500:
        return "server-error", "The server of {url} has an error ({status}).", _LATER
    if status >= 400:
        return "bad-request", "The server refused the request for {url} ({status}).", _OTHERS
    return "bad-answer", "The server answered the request for {url} in a way that gives nothing ({status}).", _OTHERS
