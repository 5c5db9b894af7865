"""An address in, the place to publish to out: the seam behind which a folder and an object store look the same.

A target holds objects under names ("media/a.mp3"), each whole or absent at every moment, and can write one on the
condition that nobody else has since it was looked at. New kinds register in the entry point group `audioblog.targets`,
under the scheme of their addresses, with a callable that takes the address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from pkgutil import resolve_name
from typing import Protocol, cast

from audioblog.errors import UsageError

GROUP = "audioblog.targets"
BUILT_IN = {
    "file": "audioblog.publish.delivery.targets.directory:open_directory",
    "s3": "audioblog.publish.delivery.targets.cloud:open_store",
    "gs": "audioblog.publish.delivery.targets.cloud:open_store",
    "az": "audioblog.publish.delivery.targets.cloud:open_store",
}
"""The same as in pyproject.toml; looked at first, so that a source tree without installed metadata works as well."""


@dataclass(frozen=True, slots=True)
class Version:
    """What tells one content of an object from another; opaque, as the target gave it."""

    etag: str
    """As a condition has to name it."""
    generation: str = ""
    """Google's number, on which it wants conditions to stand."""

    @property
    def mark(self) -> str:
        """The etag as a listing has it: Azure writes it in quotes in one place and without in the other."""
        return self.etag.removeprefix("W/").strip('"')


@dataclass(frozen=True, slots=True)
class Stored:
    """One object as the target lists it."""

    size: int
    mark: str
    """`Version.mark` of its content."""


class Absent(Enum):
    """The condition that there is no such object yet."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT
Condition = Version | Absent | None
"""None: write whatever is there."""


class Target(Protocol):
    """A place to publish to. Every method raises PublishError when the place says no, and may run in any thread."""

    @property
    def address(self) -> str:
        """For messages; never with a password or key."""

    def listing(self) -> Mapping[str, Stored]:
        """Every object but hidden ones (a part of the name starts with a dot)."""

    def get(self, name: str) -> tuple[bytes, Version] | None:
        """An object's bytes, and the version they are of; None when there is none."""

    def put(self, name: str, source: bytes | Path, *, kind: str, cache: str, only_if: Condition = None) -> Version:
        """Write an object, whole or not at all, with its Content-Type and Cache-Control where the place keeps such.

        Overtaken: the condition does not hold. PublishError with the code "no-conditions": the place knows none.
        """

    def delete(self, name: str) -> None:
        """Remove an object; one that is gone already is no error."""

    def sweep(self, now: datetime) -> None:
        """Remove what publishers that died before `now` left half-written, where the place keeps such things."""


class OpenTarget(Protocol):
    def __call__(self, address: str) -> Target: ...


def open_target(address: str) -> Target:
    """The place that `address` names: a folder's path, s3://bucket/prefix, gs://…, az://…, or an installed scheme."""
    scheme, separator, _ = address.partition("://")
    return _opener(scheme if separator else "file")(address)


def _opener(scheme: str) -> OpenTarget:
    from importlib.metadata import entry_points

    installed = {point.name: point.value for point in entry_points(group=GROUP)}
    name = BUILT_IN.get(scheme) or installed.get(scheme)
    if name is None:
        known = ", ".join(f"{known}://" for known in sorted(BUILT_IN.keys() | installed))
        raise UsageError(
            f"Nothing can be published to addresses that begin with {scheme}://.",
            f"Give a folder, or an address of one of these kinds: {known}.",
            code="no-target",
        )
    try:
        return cast(OpenTarget, resolve_name(name))
    except (ImportError, AttributeError) as error:
        raise UsageError(
            f"What publishes to {scheme}:// cannot be loaded: {error}.",
            f"Install the package that provides {name}.",
            code="no-target",
        ) from error
