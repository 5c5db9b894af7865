"""Decompression that its reader can stop: compressed bytes of a body come in, parts of bounded size go out.

gzip and deflate only, because zlib can be told how much to give at a time; a bomb is therefore never unpacked.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from http.client import HTTPException

ENCODINGS = ("gzip", "deflate")
CHUNK = 65536
_KNOWN = ("", "identity", "gzip", "x-gzip", "deflate")


class Inflater:
    """One body's decoder; `encoding` is its Content-Encoding. Raises ValueError for an encoding that is not known."""

    def __init__(self, encoding: str) -> None:
        name = encoding.strip().lower()
        if name not in _KNOWN:
            raise ValueError(encoding)
        self._plain = name in ("", "identity")
        self._gzip = name.endswith("gzip")
        self._engine: zlib._Decompress | None = None

    @property
    def complete(self) -> bool:
        """False if compressed data stopped before its end."""
        return self._engine is None or self._engine.eof

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What `data` completes, in parts of at most CHUNK bytes (uncompressed data comes out as it is).

        Raises HTTPException if the data is not compressed as announced.
        """
        if self._plain:
            yield data
            return
        while data:
            engine = self._member(data)
            if engine is None:
                return
            while True:
                try:
                    part = engine.decompress(data, CHUNK)
                except zlib.error as error:
                    raise HTTPException(f"damaged compression: {error}") from error
                data = engine.unused_data if engine.eof else engine.unconsumed_tail
                if part:
                    yield part
                if engine.eof or (not data and len(part) < CHUNK):
                    break

    def _member(self, data: bytes) -> zlib._Decompress | None:
        """The decoder that `data` belongs to; None for what may follow the end (padding, or junk after deflate)."""
        if self._engine is not None and not self._engine.eof:
            return self._engine
        if self._engine is not None and not (self._gzip and data.startswith(b"\x1f")):
            return None
        self._engine = zlib.decompressobj(self._window(data))
        return self._engine

    def _window(self, data: bytes) -> int:
        """zlib's code of the format. Servers send "deflate" with and without the zlib header (RFC 9110, 8.4.1.2)."""
        if self._gzip:
            return 16 + zlib.MAX_WBITS
        with_header = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
        return zlib.MAX_WBITS if with_header else -zlib.MAX_WBITS
