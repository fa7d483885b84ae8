"""What the arguments name: standard input, files, kinds of finding, folders to write to."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from drift.cli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from drift.records import Document

STANDARD_INPUT = "-"


MAX_CHARS = 5_000_000  # what `drift.read` takes as well: some ten long novels


def source(name: str, max_chars: int) -> bytes | Path:
    """The bytes of standard input for `-`, else the path. A path is not read here.

    Raises:
        UsageError: standard input has no end within the limit.
    """
    if name != STANDARD_INPUT:
        return Path(name)
    data = sys.stdin.buffer.read(4 * max_chars + 5)  # no encoding that is read needs more than 4 bytes a character
    if len(data) > 4 * max_chars + 4:
        msg = f"standard input is too large; the limit is {max_chars} characters"
        raise UsageError(msg)
    return data


def document(name: str, *, repair: bool = True, max_chars: int = MAX_CHARS) -> Document:
    """The document that an argument names: a file, or standard input for `-`.

    Raises:
        ReadError: it cannot be read, is longer than `max_chars` characters, or holds no words.
    """
    from drift.reading import ReadError, read

    try:
        return read(source(name, max_chars), repair=repair, max_chars=max_chars)
    except ReadError as error:
        if name != STANDARD_INPUT:
            raise
        msg = f"standard input: {error}"
        raise ReadError(msg) from error


@contextmanager
def manifest(name: str) -> Iterator[tuple[Path, Path | None]]:
    """A manifest's path and the folder where its relative paths start (None: the manifest's own).

    A manifest is read twice, so standard input is first put in a file; its paths start at the current folder.
    """
    if name != STANDARD_INPUT:
        yield Path(name), None
        return
    import shutil
    import tempfile

    with tempfile.TemporaryDirectory(prefix="drift-") as folder:
        start = sys.stdin.buffer.read(64)
        suffix = (
            ".parquet"
            if start.startswith(b"PAR1")
            else ".jsonl"
            if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
            else ".csv"
        )
        path = Path(folder) / f"standard-input{suffix}"
        with path.open("wb") as file:
            file.write(start)
            shutil.copyfileobj(sys.stdin.buffer, file)
        yield path, Path()


def kinds(chosen: Sequence[str] | None, *, option: str) -> tuple[str, ...]:
    """The finding kinds that comma-separated names mean; a family ("omission") means all its kinds.

    Raises:
        UsageError: a name is neither a kind nor a family.
    """
    names = [name.strip() for item in chosen or () for name in item.split(",") if name.strip()]
    if not names:
        return ()
    from drift.findings import expanded

    try:
        return expanded(names)
    except ValueError as error:
        msg = f"{option}: {error}"
        raise UsageError(msg) from error


def put(content: bytes) -> None:
    """Write bytes to standard output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def writable_folder(path: Path) -> Path:
    """`path`, if it is a folder that can be written to, or can be made.

    Raises:
        UsageError: it is something else, or has no place to be made in.
    """
    import os

    if path.exists() and not path.is_dir():
        msg = f"cannot write to {path}: it is no folder"
        raise UsageError(msg)
    if not path.exists():
        writable(path)
    elif not os.access(path, os.W_OK):
        msg = f"cannot write to {path}: it is not writable"
        raise UsageError(msg)
    return path


def writable(path: Path, *, read: Iterable[str | Path | None] = ()) -> Path:
    """`path`, if a file can be made there that is none of those that are `read`. Asked before the work starts.

    Raises:
        UsageError: the folder is missing, the path is itself a folder, or what is there is an input.
    """
    import os

    for source in read:
        if source is not None and path.exists() and Path(source).exists() and path.samefile(source):
            msg = f"cannot write {path}: it is an input of this run"
            raise UsageError(msg)
    if path.is_dir():
        msg = f"cannot write {path}: it is a folder"
        raise UsageError(msg)
    if not path.parent.is_dir():
        msg = f"cannot write {path}: there is no folder {path.parent}"
        raise UsageError(msg)
    if not os.access(path.parent, os.W_OK):
        msg = f"cannot write {path}: the folder {path.parent} is not writable"
        raise UsageError(msg)
    return path
