"""Vectors kept between runs in one sqlite3 file, keyed by model identity and text."""

from __future__ import annotations

import hashlib
import sqlite3
import warnings
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from drift.encoding import cachefile
from drift.encoding.protocol import Encoded

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from drift.encoding.protocol import TextEncoder

T = TypeVar("T")

FORMAT = "2"  # part of every key: raise it when the layout of a value changes
LIMIT = 1 << 30  # bytes of the file; some 40,000 sentences
SLICE = 2048  # texts that are encoded before they are kept: what a run that is killed loses at most


class CachedEncoder:
    """An encoder that asks the model only for texts it has not seen.

    What is kept goes by the encoder's `identity`, which must therefore pin all that its vectors depend on: the
    weights, and every option that changes a vector, such as its precision or the length of its window.

    No fault of the file changes a result. A damaged value is encoded again. A damaged file is begun anew, and that is
    said in a warning. A file that cannot be opened, read or written is said in a warning and done without as long as
    this object lives. Threads and processes may use one file, and threads one object, at the same time. The file does
    not exceed `limit` bytes; what was put in first goes first.
    """

    cacheable = True

    def __init__(self, encoder: TextEncoder, path: Path, *, limit: int = LIMIT) -> None:
        self.encoder = encoder
        self.path = path
        self.limit = limit
        self._reads = self._writes = True

    @property
    def identity(self) -> str:
        """That of the encoder behind the cache."""
        return self.encoder.identity

    def encode_all(self, texts: Sequence[str]) -> list[Encoded]:
        """Encode texts; equal texts are encoded once."""
        keys = self._keys(texts)
        found = self._load(keys.values())
        fresh = sorted(text for text, key in keys.items() if key not in found)
        for start in range(0, len(fresh), SLICE):
            part = fresh[start : start + SLICE]
            new = dict(zip((keys[text] for text in part), self.encoder.encode_all(part), strict=True))
            found.update(new)
            self._store(new, found)
        return [found[keys[text]] for text in texts]

    def _keys(self, texts: Sequence[str]) -> dict[str, bytes]:
        start = f"{FORMAT}\0{self.identity}\0"
        return {text: hashlib.sha256((start + text).encode("utf-8", "surrogatepass")).digest() for text in texts}

    def _load(self, keys: Collection[bytes]) -> dict[bytes, Encoded]:
        def load() -> dict[bytes, Encoded]:
            rows = ((key, _unpack(key, blob)) for key, blob in cachefile.read(self.path, keys))
            return {key: value for key, value in rows if value is not None}

        if not self._reads:
            return {}
        try:
            return self._mending(load, load)
        except (OSError, sqlite3.Error) as error:
            self._reads = self._writes = False
            self._say(f"cannot be read: {error}")
            return {}

    def _store(self, new: dict[bytes, Encoded], held: dict[bytes, Encoded]) -> None:
        """Keep what is new; in a file that had to be begun anew, all that is at hand."""

        def store(values: dict[bytes, Encoded]) -> None:
            rows = ((key, _pack(key, value)) for key, value in values.items())
            cachefile.write(self.path, rows, limit=self.limit)

        if not self._writes:
            return
        try:
            self._mending(lambda: store(new), lambda: store(held))
        except (OSError, sqlite3.Error) as error:
            self._writes = False
            self._say(f"cannot be written: {error}")

    def _mending(self, act: Callable[[], T], again: Callable[[], T]) -> T:
        try:
            return act()
        except sqlite3.Error as error:
            if not cachefile.damaged(self.path, error):
                raise
            if done := cachefile.mend(self.path):
                self._say(done)
            return again()

    def _say(self, what: str) -> None:
        warnings.warn(f"vector cache {self.path} {what}", RuntimeWarning, stacklevel=5)


def _pack(key: bytes, value: Encoded) -> bytes:
    rows, width = value.pieces.shape
    body = b"".join(
        [
            np.array([width, rows], dtype="<i4").tobytes(),
            value.vector.astype("<f4").tobytes(),
            value.offsets.astype("<i4").tobytes(),
            value.pieces.astype("<f2").tobytes(),
        ]
    )
    return seal(body, key)


def seal(body: bytes, key: bytes = b"") -> bytes:
    """The bytes with a check sum behind them, which is that of the key as well: a value belongs to it."""
    return body + hashlib.blake2b(body, digest_size=8, key=key).digest()


def unseal(blob: bytes, key: bytes = b"") -> bytes | None:
    """What was sealed with this key, or None where the bytes were damaged."""
    body = blob[:-8]
    return body if body and seal(body, key) == blob else None


def _unpack(key: bytes, blob: object) -> Encoded | None:
    """The value, or None where it was damaged or is another key's."""
    body = unseal(blob, key) if isinstance(blob, bytes) else None
    if body is None:
        return None
    width, rows = (int(k) for k in np.frombuffer(body, "<i4", 2))
    after = 8 + 4 * width
    vector = np.frombuffer(body, "<f4", width, 8).astype(np.float32)
    offsets = np.frombuffer(body, "<i4", rows * 2, after).reshape(rows, 2).astype(np.int32)
    pieces = np.frombuffer(body, "<f2", rows * width, after + 8 * rows).reshape(rows, width).astype(np.float16)
    return Encoded(vector, pieces, offsets)
