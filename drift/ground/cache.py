"""What was made of texts, kept between runs in one sqlite3 file: vectors, parses."""

from __future__ import annotations

import hashlib
import sqlite3
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from drift.ground import cachefile

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from os import PathLike

T = TypeVar("T")
R = TypeVar("R")

FILE = "vectors.sqlite3"  # in the folder that a user names, or in that of the user
FORMAT = "3"  # part of every key: raise it when the layout of a row changes
LIMIT = 1 << 30  # bytes of the file; some 40,000 sentences
SLICE = 2048  # texts that are worked on before they are kept: what a run that is killed loses at most


@dataclass(frozen=True)
class Kind(Generic[T]):
    """A kind of value that is made of a text. `identity` must pin all that it depends on beside the text.

    That is the model's weights, and every option that changes a value, such as a precision or the length of a window.
    """

    identity: str
    pack: Callable[[T], bytes]
    unpack: Callable[[bytes], T]


class Cache:
    """Values by kind and text, in the file at `path`.

    No fault of the file changes a result. A damaged value is made again. A damaged file is begun anew, and that is
    said in a warning. A file that cannot be opened, read or written is said in a warning and done without as long as
    this object lives. Threads and processes may use one file, and threads one object, at the same time. The file does
    not exceed `limit` bytes; what was put in first goes first.
    """

    def __init__(self, path: Path, *, limit: int = LIMIT) -> None:
        self.path = path
        self.limit = limit
        self._reads = self._writes = True

    def through(self, kind: Kind[T], texts: Sequence[str], make: Callable[[list[str]], Sequence[T]]) -> list[T]:
        """The value of each text; `make` makes those that are not here, each once and in sorted order."""
        keys = _keys(kind.identity, texts)
        found = self._load(kind, keys.values())
        fresh = sorted(text for text, key in keys.items() if key not in found)
        for start in range(0, len(fresh), SLICE):
            part = fresh[start : start + SLICE]
            new = dict(zip((keys[text] for text in part), make(part), strict=True))
            found.update(new)
            self._store(kind, new, found)
        return [found[keys[text]] for text in texts]

    def _load(self, kind: Kind[T], keys: Collection[bytes]) -> dict[bytes, T]:
        def load() -> dict[bytes, T]:
            rows = ((key, unseal(blob, key)) for key, blob in cachefile.read(self.path, keys))
            return {key: kind.unpack(body) for key, body in rows if body is not None}

        if not self._reads:
            return {}
        try:
            return self._mending(load, load)
        except (OSError, sqlite3.Error) as error:
            self._reads = self._writes = False
            self._say(f"cannot be read: {error}")
            return {}

    def _store(self, kind: Kind[T], new: Mapping[bytes, T], held: Mapping[bytes, T]) -> None:
        """Keep what is new; in a file that had to be begun anew, all that is at hand."""

        def store(values: Mapping[bytes, T]) -> None:
            rows = ((key, seal(kind.pack(value), key)) for key, value in values.items())
            cachefile.write(self.path, rows, limit=self.limit)

        if not self._writes:
            return
        try:
            self._mending(lambda: store(new), lambda: store(held))
        except (OSError, sqlite3.Error) as error:
            self._writes = False
            self._say(f"cannot be written: {error}")

    def _mending(self, act: Callable[[], R], again: Callable[[], R]) -> R:
        try:
            return act()
        except sqlite3.Error as error:
            if cachefile.damaged(self.path, error):
                if done := cachefile.mend(self.path):
                    self._say(done)
            elif not cachefile.disturbed(error):
                raise
            return again()

    def _say(self, what: str) -> None:
        warnings.warn(f"cache {self.path} {what}", RuntimeWarning, stacklevel=6)


def open_cache(cache: bool | str | PathLike[str] | Cache | None) -> Cache | None:  # noqa: FBT001 - as the user says it
    """The cache that a user names: True for that of the user, a folder for the one in it, False for none."""
    if cache is None or isinstance(cache, Cache):
        return cache
    if cache is False:
        return None
    if cache is not True:
        return Cache(Path(cache) / FILE)
    from platformdirs import user_cache_path

    try:
        folder = user_cache_path("paraphrase-drift")
    except RuntimeError:  # what newer versions of platformdirs say; older ones answer with a folder named "~"
        folder = Path("~")
    if not folder.is_absolute():
        warnings.warn("there is no home folder: nothing is kept between runs", RuntimeWarning, stacklevel=3)
        return None
    return Cache(folder / FILE)


def _keys(identity: str, texts: Sequence[str]) -> dict[str, bytes]:
    start = f"{FORMAT}\0{identity}\0"
    return {text: hashlib.sha256((start + text).encode("utf-8", "surrogatepass")).digest() for text in texts}


def seal(body: bytes, key: bytes = b"") -> bytes:
    """The bytes with a check sum behind them, which is that of the key as well: a value belongs to it."""
    return body + _check_sum(body, key)


def unseal(blob: object, key: bytes = b"") -> bytes | None:
    """What was sealed with this key, or None where it was damaged, or is no bytes at all."""
    if not isinstance(blob, bytes):
        return None
    body = blob[:-8]
    return body if body and blob[-8:] == _check_sum(body, key) else None


def _check_sum(body: bytes, key: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=8, key=key).digest()
