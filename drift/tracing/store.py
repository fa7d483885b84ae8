"""Prints on disk: one sqlite file, a row a document, keyed by its content and by what the vectors depend on.

A row is there whole or not at all, so a run that was killed goes on where it stopped. The journal is sqlite's
ordinary one, for the reason that `drift.ground.cachefile` gives. Without a folder sqlite keeps a temporary file of
its own, which goes with the process.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from drift.results.trace import TraceError
from drift.tracing.prints import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

    from drift.tracing.prints import Print

WAIT = 30.0  # seconds to wait for another process that is writing
NAME = "prints.sqlite"


class Store:
    """Prints by key. A context manager; `folder` None is a temporary store.

    Raises:
        TraceError: the folder cannot be used, now or later: it is damaged, locked for longer than `WAIT`, or full.
    """

    def __init__(self, folder: Path | None) -> None:
        self._connection: sqlite3.Connection | None = None
        self._where = "the temporary store of a trace" if folder is None else f"the work folder {folder}"
        try:
            if folder is not None:
                folder.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect("" if folder is None else folder / NAME, timeout=WAIT)
            self._connection.execute("PRAGMA journal_mode=DELETE")
            self._connection.execute("CREATE TABLE IF NOT EXISTS prints (key BLOB PRIMARY KEY, value BLOB NOT NULL)")
        except (OSError, sqlite3.Error) as error:
            self.close()
            raise self._unusable(error) from error

    def _unusable(self, error: Exception) -> TraceError:
        return TraceError(f"{self._where} cannot be used: {error}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The connection; what is written in the block is there whole or not at all."""
        if self._connection is None:
            msg = "the store is closed"
            raise TraceError(msg)
        try:
            with self._connection:
                yield self._connection
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def known(self, keys: Iterable[bytes], *, longest: int) -> set[bytes]:
        """Those of the keys whose prints are there and whole, and of texts of no more than `longest` characters."""
        return {key for key in keys if (found := self.get(key)) is not None and found.size <= longest}

    def get(self, key: bytes) -> Print | None:
        """The print of a key; None where it is missing or damaged."""
        with self._open() as connection:
            row = connection.execute("SELECT value FROM prints WHERE key = ?", (key,)).fetchone()
        return None if row is None else unpack(row[0])

    def put(self, rows: Mapping[bytes, Print]) -> None:
        """Keep prints, all of them or, where the process dies, none."""
        with self._open() as connection:
            packed = [(key, pack(value)) for key, value in rows.items()]
            connection.executemany("INSERT OR REPLACE INTO prints VALUES (?, ?)", packed)
