"""Vectors kept between runs in one sqlite3 file, keyed by model identity and text."""

from __future__ import annotations

import hashlib
import sqlite3
import warnings
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np

from drift.encoding.protocol import Encoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from drift.encoding.protocol import TextEncoder

FORMAT = "1"  # part of every key: raise it when the layout of a value changes
LIMIT = 1 << 30  # bytes; beyond it the older half of the rows is dropped
WAIT = 30.0  # seconds to wait for another process that is writing


class CachedEncoder:
    """An encoder that asks the model only for texts it has not seen.

    A cache that cannot be opened or read is said in a warning and done without; the result is the same.
    """

    cacheable = True

    def __init__(self, encoder: TextEncoder, path: Path) -> None:
        self.encoder = encoder
        self.path = path

    @property
    def identity(self) -> str:
        """That of the encoder behind the cache."""
        return self.encoder.identity

    def encode_all(self, texts: Sequence[str]) -> list[Encoded]:
        """Encode texts; equal texts are encoded once."""
        keys = {text: self._key(text) for text in texts}
        found = self._load(keys.values())
        fresh = sorted(text for text, key in keys.items() if key not in found)
        if fresh:
            new = dict(zip((keys[text] for text in fresh), self.encoder.encode_all(fresh), strict=True))
            self._store(new)
            found.update(new)
        return [found[keys[text]] for text in texts]

    def _key(self, text: str) -> bytes:
        content = f"{FORMAT}\0{self.identity}\0{text}".encode("utf-8", "surrogatepass")
        return hashlib.sha256(content).digest()

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=WAIT)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, value BLOB NOT NULL)")
        return connection

    def _load(self, keys: Iterable[bytes]) -> dict[bytes, Encoded]:
        found: dict[bytes, Encoded] = {}
        try:
            with closing(self._open()) as connection:
                for key in keys:
                    row = connection.execute("SELECT value FROM vectors WHERE key = ?", (key,)).fetchone()
                    value = _unpack(row[0]) if row else None
                    if value is not None:
                        found[key] = value
        except (OSError, sqlite3.Error) as error:
            warnings.warn(f"vector cache {self.path} cannot be read: {error}", RuntimeWarning, stacklevel=4)
        return found

    def _store(self, rows: dict[bytes, Encoded]) -> None:
        try:
            with closing(self._open()) as connection, connection:
                packed = [(key, _pack(value)) for key, value in rows.items()]
                connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", packed)
                pages = connection.execute("PRAGMA page_count").fetchone()[0]
                free = connection.execute("PRAGMA freelist_count").fetchone()[0]
                size = connection.execute("PRAGMA page_size").fetchone()[0]
                if (pages - free) * size > LIMIT:
                    half = "SELECT rowid FROM vectors ORDER BY rowid LIMIT (SELECT COUNT(*) / 2 FROM vectors)"
                    connection.execute(f"DELETE FROM vectors WHERE rowid IN ({half})")  # noqa: S608 - constant text
        except (OSError, sqlite3.Error) as error:
            warnings.warn(f"vector cache {self.path} cannot be written: {error}", RuntimeWarning, stacklevel=4)


def _pack(value: Encoded) -> bytes:
    rows, width = value.pieces.shape
    body = b"".join(
        [
            np.array([width, rows], dtype="<i4").tobytes(),
            value.vector.astype("<f4").tobytes(),
            value.offsets.astype("<i4").tobytes(),
            value.pieces.astype("<f2").tobytes(),
        ]
    )
    return seal(body)


def seal(body: bytes) -> bytes:
    """The bytes with a check sum behind them."""
    return body + hashlib.blake2b(body, digest_size=8).digest()


def unseal(blob: bytes) -> bytes | None:
    """What was sealed, or None where the bytes were damaged."""
    body = blob[:-8]
    return body if body and seal(body) == blob else None


def _unpack(blob: bytes) -> Encoded | None:
    """The value, or None where the bytes were damaged."""
    body = unseal(blob)
    if body is None:
        return None
    width, rows = (int(k) for k in np.frombuffer(body, "<i4", 2))
    after = 8 + 4 * width
    vector = np.frombuffer(body, "<f4", width, 8).astype(np.float32)
    offsets = np.frombuffer(body, "<i4", rows * 2, after).reshape(rows, 2).astype(np.int32)
    pieces = np.frombuffer(body, "<f2", rows * width, after + 8 * rows).reshape(rows, width).astype(np.float16)
    return Encoded(vector, pieces, offsets)
