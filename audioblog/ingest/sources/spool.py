"""Posts in any order come in; the same posts newest first go out, in flat memory however large they are."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from tempfile import TemporaryFile

from audioblog.ingest.raw import RawPost
from audioblog.model import Failure

_OLDEST = datetime.min.replace(tzinfo=UTC)


def newest_first(
    posts: Iterable[RawPost | Failure], finish: Callable[[RawPost], RawPost] = lambda post: post
) -> Iterator[RawPost | Failure]:
    """Failures at once; then the posts by date, those without one last and in their own order.

    The posts wait in a file of the system's temporary folder. `finish` is called with each when all have been seen.
    """
    with TemporaryFile() as file:
        places: list[tuple[datetime, int]] = []
        for post in posts:
            if isinstance(post, Failure):
                yield post
                continue
            places.append((post.published or _OLDEST, file.tell()))
            pickle.dump(post, file, pickle.HIGHEST_PROTOCOL)
        places.sort(key=lambda place: place[0], reverse=True)
        for _, place in places:
            file.seek(place)
            post = pickle.load(file)  # written by this very function
            yield finish(post)
