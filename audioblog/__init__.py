"""Audio editions of blogs: one address in, a podcast feed of narrated posts out, offline.

    import audioblog
    post = audioblog.extract("https://blog.example.org/a-post/")
    script = audioblog.script(post)
    report = audioblog.build("https://blog.example.org/", out="public")

`build` starts worker processes: call it under `if __name__ == "__main__":`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audioblog.errors import AudioblogError
from audioblog.model import Episode, Post, Script, Show, Timeline, Voice

if TYPE_CHECKING:
    from audioblog.report import Report

__version__ = "0.1.0"
__all__ = [
    "AudioblogError",
    "Episode",
    "Post",
    "Script",
    "Show",
    "Timeline",
    "Voice",
    "__version__",
    "build",
    "extract",
    "normalise",
    "script",
]


def build(*sources: str, out: str = "public", base_url: str | None = None, **settings: object) -> Report:
    """Build the audio edition of `sources` (none: the shows in feeds/) and publish it to `out`.

    `settings` are those of audioblog.toml (voice, jobs, comments, allow_private ...). UsageError for wrong ones; what
    goes wrong with single posts is in the report.
    """
    from audioblog.api import build

    return build(sources, {"out": out, "base_url": base_url, **settings})


def extract(source: str, **settings: object) -> Post:
    """The first (newest) post of `source`. SourceError when there is none or it cannot be read."""
    from audioblog.api import extract

    return extract(source, settings)


def script(post: Post, voice: str = "en-gb", *, comments: bool = False) -> Script:
    """What would be said of `post` in that voice."""
    from audioblog.api import script

    return script(post, voice, comments=comments)


def normalise(text: str, lang: str = "en-GB") -> str:
    """Written to spoken: only letters, spaces, apostrophes, hyphens and `, . ; : ? !` remain.

    >>> normalise("It costs £2.50.")
    'It costs two pounds fifty.'
    """
    from audioblog.api import normalise

    return normalise(text, lang)
