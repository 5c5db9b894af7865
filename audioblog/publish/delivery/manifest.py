"""What a target holds of ours: kept as JSON at the target itself, so that any machine can go on from there.

In comes what was published, out comes what need not be published again. Names are written down before their objects
are, so that after a crash we still know which ones are ours to remove.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from audioblog.errors import PublishError
from audioblog.publish.delivery.targets import Target

MANIFEST = ".audioblog/manifest.json"
NOT_CACHED = "no-store"


@dataclass(frozen=True, slots=True)
class Kept:
    """One object of ours."""

    digest: str
    """Of its content; "" while it is being written."""
    size: int
    mark: str
    """`Version.mark` when it was written: another one in the listing means that somebody changed it."""
    unnamed_since: datetime | None = None
    """When a publish first found that no feed of ours names it any more."""


@dataclass(frozen=True, slots=True)
class Manifest:
    files: Mapping[str, Kept]
    schema: int = 1


def read_manifest(target: Target) -> Manifest:
    """The target's manifest; an empty one when it has none. PublishError: it was written by a later audioblog."""
    found = target.get(MANIFEST)
    if found is None:
        return Manifest({})
    try:
        manifest = msgspec.json.decode(found[0], type=Manifest)
    except msgspec.DecodeError as error:
        raise PublishError(
            f"{MANIFEST} at {target.address} cannot be read: {error}.",
            "It may be of a later version of audioblog. Delete it to publish everything again.",
            code="bad-manifest",
        ) from error
    if manifest.schema != 1:
        hint = "Use that version, or delete the file to publish everything again."
        raise PublishError(f"{MANIFEST} at {target.address} is of a later audioblog.", hint, code="bad-manifest")
    return manifest


def write_manifest(target: Target, files: Mapping[str, Kept]) -> None:
    data = msgspec.json.encode(Manifest(dict(sorted(files.items()))))
    target.put(MANIFEST, data, kind="application/json", cache=NOT_CACHED)


def begun(size: int, before: Kept | None) -> Kept:
    """The note that an object of that size is about to be written."""
    return replace(before, digest="", size=size) if before else Kept("", size, "")
