"""An s3://, gs:// or az:// address in, an object store as a target out. The optional extra `[cloud]`.

Keys, region and endpoint come from the store's usual environment variables (AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL,
GOOGLE_APPLICATION_CREDENTIALS, AZURE_STORAGE_ACCOUNT_NAME ...), which obstore reads itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audioblog.errors import Overtaken, PublishError, UsageError, install_hint
from audioblog.publish.delivery.targets import Absent, Condition, Stored, Version

if TYPE_CHECKING:
    from obstore.store import ObjectStore

ENDPOINTS = ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT", "AZURE_STORAGE_ENDPOINT", "GOOGLE_BASE_URL")
_KEYS = {
    "s3": "Set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION (and AWS_ENDPOINT_URL for a store that is not "
    "Amazon's).",
    "gs": "Set GOOGLE_APPLICATION_CREDENTIALS to the file with the service account's key.",
    "az": "Set AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY.",
}


@dataclass(frozen=True, slots=True)
class Cloud:
    """See `Target`."""

    address: str
    store: ObjectStore

    def listing(self) -> dict[str, Stored]:
        import obstore

        found: dict[str, Stored] = {}
        with self._in_plain_words(""):
            for batch in obstore.list(self.store, chunk_size=1000):
                found |= {each["path"]: Stored(each["size"], self._version(each).mark) for each in batch}
        return {name: stored for name, stored in found.items() if not _hidden(name)}

    def get(self, name: str) -> tuple[bytes, Version] | None:
        import obstore

        with self._in_plain_words(name):
            try:
                answer = obstore.get(self.store, name)
                return bytes(answer.bytes()), self._version(answer.meta)
            except FileNotFoundError:
                return None

    def put(self, name: str, source: bytes | Path, *, kind: str, cache: str, only_if: Condition = None) -> Version:
        import obstore

        headers: Any = {"Content-Type": kind, "Cache-Control": cache}
        with self._in_plain_words(name, conditional=only_if is not None):
            return self._version(obstore.put(self.store, name, source, attributes=headers, mode=_mode(only_if)))

    def delete(self, name: str) -> None:
        import obstore

        with self._in_plain_words(name):
            try:
                obstore.delete(self.store, name)
            except FileNotFoundError:
                return

    def sweep(self, now: datetime) -> None:
        """Nothing: only a rule of the store's own can clear away the parts of uploads that were broken off."""

    def _version(self, said: Any) -> Version:
        generation = said["version"] or "" if self.address.startswith("gs://") else ""
        return Version(said["e_tag"] or "", generation)

    @contextmanager
    def _in_plain_words(self, name: str, *, conditional: bool = False) -> Iterator[None]:
        """Turns obstore's errors into ours: what happened, where, what to do, without its pages of detail."""
        from obstore import exceptions

        where = f"{self.address}/{name}" if name else self.address
        try:
            yield
        except (exceptions.AlreadyExistsError, exceptions.PreconditionError) as error:
            raise Overtaken(f"{where} was changed by somebody else.") from error
        except (NotImplementedError, exceptions.NotSupportedError) as error:
            raise PublishError(f"{self.address} cannot write on a condition", code="no-conditions") from error
        except (exceptions.BaseError, OSError, ValueError) as error:
            if conditional and "ConditionalRequestConflict" in str(error):  # Amazon's 409: two at the same instant
                raise Overtaken(f"{where} was changed by somebody else.") from error
            if conditional and "501 Not Implemented" in str(error):
                raise PublishError(f"{self.address} cannot write on a condition", code="no-conditions") from error
            raise _refused(where, self.address.partition(":")[0], error) from error


def open_store(address: str) -> Cloud:
    """The bucket, and the prefix in it, of an address. UsageError: the extra is missing, the address is incomplete."""
    try:
        from obstore.exceptions import BaseError
        from obstore.store import from_url
    except ImportError as error:
        raise UsageError(
            "What publishes to object stores is not installed.",
            install_hint("cloud"),
            code="missing-extra",
        ) from error
    scheme, _, place = address.partition("://")
    if not place.partition("/")[0] or "?" in place or "@" in place:
        raise UsageError(
            f"{scheme}://{'…' if '@' in place else place} names no bucket.", "Give it like s3://bucket/folder."
        )
    plain = any(os.environ.get(name, "").startswith("http://") for name in ENDPOINTS)
    # A large file on a slow line takes longer than the 30 seconds that a whole request has by default.
    options: Any = {"allow_http": plain, "timeout": "15m", "connect_timeout": "15s"}
    retry: Any = {"max_retries": 5, "retry_timeout": timedelta(minutes=2)}
    try:
        return Cloud(address.rstrip("/"), from_url(address, client_options=options, retry_config=retry))
    except (BaseError, ValueError) as error:
        raise UsageError(f"{address} cannot be opened: {_first_line(error)}.", _KEYS.get(scheme, "")) from error


def _mode(only_if: Condition) -> Any:
    if only_if is None:
        return "overwrite"
    if isinstance(only_if, Absent):
        return "create"
    return {"e_tag": only_if.etag} | ({"version": only_if.generation} if only_if.generation else {})


def _hidden(name: str) -> bool:
    return any(part.startswith(".") for part in name.split("/"))


_REASONS = (
    (
        ("NoSuchBucket", "ContainerNotFound", "The specified bucket does not exist"),
        "there is no such bucket",
        "no-bucket",
    ),
    (
        ("InvalidAccessKeyId", "SignatureDoesNotMatch", "401 Unauthorized", "169.254.169.254"),
        "the keys are wrong or missing",
        "no-keys",
    ),
    (("AccessDenied", "403 Forbidden"), "these keys may not write there", "not-allowed"),
    (("error sending request", "timed out"), "it cannot be reached", "unreachable"),
)


def _refused(where: str, scheme: str, error: Exception) -> PublishError:
    text = str(error)
    for marks, words, code in _REASONS:
        if any(mark in text for mark in marks):
            hint = _KEYS.get(scheme, "") if code in {"no-keys", "not-allowed"} else "Check the address and the network."
            return PublishError(f"{where}: {words}. What was published before is unchanged.", hint, code=code)
    return PublishError(
        f"{where} cannot be written: {_first_line(error)}.", "Run the same command again.", code="store"
    )


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:300].rstrip(".")
