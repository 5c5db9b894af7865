"""Any frozen value in, a stable key out: the name under which a result may be found again.

A key is the SHA-256 of the value's canonical JSON. Fields that are empty or zero are left out, so that a new field with
an empty default keeps the old keys (the trick is lemon24/reader's). What decides a result without standing in the value
goes into `parts`: a version that is raised by hand when the code that makes the result changes.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

_ENCODER = msgspec.json.Encoder(order="deterministic")


def key(*parts: Any) -> str:
    """64 hexadecimal digits for any mix of dataclasses, tuples, mappings, strings, bytes, numbers and datetimes."""
    return hashlib.sha256(_ENCODER.encode(_canonical(msgspec.to_builtins(parts)))).hexdigest()


def _canonical(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _canonical(item) for name, item in value.items() if item not in ("", None, 0, [], {}, False)}
    if isinstance(value, (list, tuple)):
        return [_canonical(item) for item in value]
    return value
