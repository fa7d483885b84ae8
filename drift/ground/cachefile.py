"""The file behind the cache: rows of bytes in an sqlite3 database of bounded size that heals itself.

Each call opens the file, holds one transaction and closes it, so that threads and processes share nothing but the
file. Its journal is sqlite's ordinary one: a write-ahead log would need all processes on one machine, while a home
folder may be shared by the workers of a cluster, and it writes all twice.

A file is ours if it bears two marks, in its header and in its schema. One that sqlite calls malformed, or that bears
but one of the marks, is damaged: `mend` takes it away, and the next call begins a new one.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager, suppress
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    Row = tuple[bytes, bytes]

MARK = 0x64726674  # "drft", sqlite's application id
SCHEMA = "CREATE TABLE vectors (key BLOB PRIMARY KEY, value BLOB NOT NULL)"
PAGE = 8192  # bytes; a sentence has 24,000: larger pages read no faster, smaller ones do so by a fifth slower
LARGEST_PAGE = 65_536  # that sqlite knows; the schema stands on the first
WAIT = 30.0  # seconds to wait for another process that is writing
ASKED = 500  # keys a query; sqlite may be built for 999
GROUP = 16 << 20  # bytes that are written in one transaction, so that others wait but a moment
ROW = 128  # bytes that a row takes beside its value, in table and index, rounded up
BARE, SPARE = 3, 4  # pages of a file without rows; and those that inner nodes of its trees may take at once

# the last for a format that sqlite does not know: our statements have no error, and what tables are there is looked at
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}


class DamagedError(sqlite3.DatabaseError):
    """The file is ours but cannot be as we wrote it. Its code is that of sqlite's own error."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


class ForeignError(sqlite3.DatabaseError):
    """The file is a sound database, but not ours."""


def damaged(path: Path, error: sqlite3.Error) -> bool:
    """Whether `mend` helps: the file is damaged, or somebody has replaced it while it was open."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
    if code == sqlite3.SQLITE_READONLY:  # by its header, if not by its permissions
        return os.access(path, os.W_OK)
    return code & 0xFF in _DAMAGE or code == sqlite3.SQLITE_READONLY_DBMOVED


def disturbed(error: sqlite3.Error) -> bool:
    """Whether another try may go well.

    Who opened a damaged file just before `mend` took it away finds, by its name, the journal of the file that was begun
    since, takes it for the old one's and removes it. Who writes to the new file then has an input/output error.
    """
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF == sqlite3.SQLITE_IOERR


def read(path: Path, keys: Iterable[bytes]) -> Iterator[Row]:
    """The rows of those keys that are there. Their bytes are as they were found, be they damaged.

    Raises:
        OSError: the file or its folder cannot be used.
        sqlite3.Error: likewise; it is locked for longer than `WAIT`, damaged, or not ours.
    """
    with _transaction(path, "BEGIN") as connection:
        if not _has_table(connection):
            return
        wanted = set(keys)
        rest = iter(wanted)
        while part := list(islice(rest, ASKED)):
            places = ",".join("?" * len(part))
            found = connection.execute(f"SELECT key, value FROM vectors WHERE key IN ({places})", part)  # noqa: S608 - question marks alone
            yield from ((key, value) for key, value in found if key in wanted and isinstance(value, bytes))


def write(path: Path, rows: Iterable[Row], *, limit: int) -> None:
    """Put rows in, over those of the same keys; the oldest make room, so that the file never exceeds `limit` bytes.

    A row that has no room by itself is passed over.

    Raises:
        OSError: the file or its folder cannot be used.
        sqlite3.Error: likewise; it is locked for longer than `WAIT`, damaged, or not ours.
    """
    for group, room in _groups(rows, limit):
        with _transaction(path, "BEGIN IMMEDIATE") as connection:
            if not _has_table(connection):
                connection.execute(SCHEMA)
                connection.execute(f"PRAGMA application_id={MARK}")
            _make_room(connection, limit - room, len(group))
            connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", group)


def mend(path: Path) -> str:
    """Take a damaged file away, so that a new one is begun. What was done, in words; empty where nothing need be.

    One process at a time looks, and looks anew, so that none takes away what another has just begun. A file that
    bears a mark of ours is removed. Any other is renamed to `NAME.damaged`, if none was before.

    Raises:
        OSError: the file cannot be taken away.
        sqlite3.Error: it is in use for longer than `WAIT`, or not ours and sound.
    """
    path = path.resolve()
    with _opened(path.with_name(path.name + ".lock")) as lock:
        lock.execute("BEGIN EXCLUSIVE")  # nothing is written: the file stays empty, and a process that dies lets go
        # Nobody may be writing to a file that is renamed: its journal, which is found by name, would be lost.
        with _opened(path) as connection:
            try:
                connection.execute("BEGIN EXCLUSIVE")
                _has_table(connection)
                if connection.execute("PRAGMA integrity_check(1)").fetchone() == (b"ok",):
                    return ""
            except sqlite3.DatabaseError as error:
                if not damaged(path, error):
                    raise
            return _taken_away(path, ours=_bears_mark(connection) or _bears_mark_still(path))


def _taken_away(path: Path, *, ours: bool) -> str:
    aside = None if ours else path.with_name(path.name + ".damaged")
    if aside and aside.exists():
        msg = f"it is damaged, not drift's, and {aside} is there already"
        raise FileExistsError(msg)
    for suffix in ("-journal", "-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            part = path.with_name(path.name + suffix)
            if aside:
                part.replace(aside.with_name(aside.name + suffix))
            else:
                part.unlink()
    return "was damaged and is begun anew" + (f"; what was there is now {aside.name}" if aside else "")


def _bears_mark(connection: sqlite3.Connection) -> bool:
    try:
        return _number(connection, "application_id") == MARK
    except sqlite3.DatabaseError:
        return False


def _bears_mark_still(path: Path) -> bool:
    """Whether a mark is left where sqlite finds none. Closing the file takes sqlite's locks from this process."""
    with path.open("rb") as file:
        first = file.read(LARGEST_PAGE)
    return SCHEMA.encode() in first or first[68:72] == MARK.to_bytes(4)


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # vectors tell of texts
    with closing(sqlite3.connect(path, timeout=WAIT, isolation_level=None)) as connection:
        connection.text_factory = bytes  # damage may leave anything in place of a text
        yield connection


@contextmanager
def _transaction(path: Path, begin: str) -> Iterator[sqlite3.Connection]:
    """A transaction, which is rolled back if the block is left by an exception."""
    with _opened(path) as connection:
        connection.execute(f"PRAGMA page_size={PAGE}")  # of a new file
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA secure_delete=OFF")  # some builds write zeros over all that is dropped
        connection.execute(begin)
        yield connection
        connection.execute("COMMIT")


def _has_table(connection: sqlite3.Connection) -> bool:
    """Whether this file is ours; False where it is empty.

    Raises:
        DamagedError: it bears but one of our two marks.
        ForeignError: it bears none.
    """
    mark = _number(connection, "application_id")
    schema = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    if not schema and mark in {0, MARK} and _number(connection, "page_count") <= 1:
        return False
    ours = schema == [(SCHEMA.encode(),)]
    if ours != (mark == MARK):
        msg = "its schema was altered"
        raise DamagedError(msg)
    if not ours:
        msg = "it is a database of something else"
        raise ForeignError(msg)
    return True


def _groups(rows: Iterable[Row], limit: int) -> Iterator[tuple[Sequence[Row], int]]:
    """Rows that are written together, and bytes that surely hold them.

    Twice a row's own, for a page stays half empty where the next row has no room, and a few pages where trees grow.
    """
    most = limit - BARE * PAGE
    group: list[Row] = []
    room = SPARE * PAGE
    for key, value in rows:
        wanted = 2 * (len(value) + ROW)
        if SPARE * PAGE + wanted > most:
            continue
        if group and room + wanted > min(2 * GROUP, most // 8):
            yield group, room
            group, room = [], SPARE * PAGE
        group.append((key, value))
        room += wanted
    if group:
        yield group, room


def _make_room(connection: sqlite3.Connection, most: int, step: int) -> None:
    """Drop the oldest rows, `step` at a time, until what is left fits into `most` bytes.

    Their pages are used again by the next rows. The least recently used would be another choice; it would cost every
    warm run a write, and what it saves is that a row in use is made anew once, each time that all others are.
    """
    oldest = "SELECT rowid FROM vectors ORDER BY rowid LIMIT ?"
    while _used(connection) > most:
        if not connection.execute(f"DELETE FROM vectors WHERE rowid IN ({oldest})", (step,)).rowcount:  # noqa: S608 - constant text
            msg = "it has pages that belong to nothing"
            raise DamagedError(msg)


def _used(connection: sqlite3.Connection) -> int:
    """Bytes of the pages that hold something."""
    pages = _number(connection, "page_count") - _number(connection, "freelist_count")
    return pages * _number(connection, "page_size")


def _number(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
