"""The documents of a run: read, encoded and printed once, then at hand by their place without being held in memory."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from drift.encoding import open_encoder
from drift.encoding.cached import CachedEncoder
from drift.reading import SPLITTER, ReadError, read
from drift.reading.decode import load
from drift.rendering.progress import bar
from drift.results.trace import TraceError
from drift.tracing import prints
from drift.tracing.languages import wording
from drift.tracing.texts import Text, print_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from drift.analyzer import Analyzer
    from drift.encoding import TextEncoder
    from drift.records import Document
    from drift.results.trace import Name
    from drift.tracing.prints import Print
    from drift.tracing.store import Store

BATCH = 64  # documents that are encoded and kept together: what a killed run loses at most
CACHED = 500  # documents up to which vectors go through the user's cache, which has a gigabyte
MAX_CHARS = 5_000_000  # what `drift.read` takes as well
HELD = 128  # documents whose parse is held in memory at once; some 5 MB each


class Library:
    """Documents by their place. `fill` must have run before prints are asked for.

    `longest`: characters from which a document is refused. `bilingual`: the analyzer's model is not the packaged one,
    which speaks English.
    """

    def __init__(self, names: Sequence[Name], analyzer: Analyzer, store: Store, *, longest: int = MAX_CHARS) -> None:
        self.names = tuple(names)
        self.paths = _checked(names)
        self._store = store
        self._analyzer = analyzer
        self._longest = longest
        # of whatever precision: that stands behind the model's hash
        self.bilingual = not analyzer.encoder.identity.startswith(open_encoder(None, cache=False).identity)
        self._keys: list[bytes] = []
        self._held: OrderedDict[int, Text] = OrderedDict()
        self._cache = analyzer.encoder.cache if isinstance(analyzer.encoder, CachedEncoder) else None
        # The cache of vectors keeps word pieces as well, 40 times as much: a large folder would drive all else out.
        large = len(self.paths) > CACHED and isinstance(analyzer.encoder, CachedEncoder)
        self._encoder: TextEncoder = analyzer.encoder.encoder if large else analyzer.encoder  # type: ignore[attr-defined]

    def __len__(self) -> int:
        return len(self.names)

    @property
    def signature(self) -> str:
        """What all results on these documents depend on: their contents in order, model, splitter, format."""
        digest = hashlib.sha256()
        for key in self._keys:
            digest.update(key)
        return digest.hexdigest()[:16]

    def fill(self, *, progress: bool | None = None) -> int:
        """Make the prints that the store lacks; how many there were already.

        Raises:
            ReadError: a document cannot be read, or is too long.
        """
        self._keys = [self._key(path) for path in self.paths]
        known = self._store.known(self._keys, longest=self._longest)
        missing = [place for place, key in enumerate(self._keys) if key not in known]
        batches = [missing[start : start + BATCH] for start in range(0, len(missing), BATCH)]
        for batch in bar(batches, total=len(batches), unit="batch", shown=progress):
            documents = [self._read(place) for place in batch]
            sentences = sorted({sentence.text for document in documents for sentence in document.sentences})
            found = dict(zip(sentences, self._encoder.encode_all(sentences), strict=True))
            self._store.put(
                {
                    self._keys[place]: print_of(document, [found[item.text].vector for item in document.sentences])
                    for place, document in zip(batch, documents, strict=True)
                }
            )
        return len(self.paths) - len(missing)

    def print(self, place: int) -> Print:
        """The print of a document.

        Raises:
            TraceError: the store lost it meanwhile.
        """
        found = self._store.get(self._keys[place])
        if found is None:
            msg = f"the print of {self.paths[place]} is gone from the work folder"
            raise TraceError(msg)
        return found

    def prints(self) -> Iterator[Print]:
        """All prints, in order."""
        return (self.print(place) for place in range(len(self)))

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The language of each document, "" where it was not recognized."""
        return tuple(item.language for item in self.prints())

    def wording(self, place: int) -> NDArray[np.uint64]:
        """The stretches of letters of a document, see `drift.tracing.languages.wording`. It is read for them."""
        document = self._read(place)
        return wording([document.sentences[index] for index in prints.kept(document)])

    def __getitem__(self, place: int) -> Text:
        """A document with its facts; the latest are held."""
        if place not in self._held:
            self._held[place] = Text(self.names[place], self._read(place), self._analyzer.encoder, self._cache)
            while len(self._held) > HELD:
                self._held.popitem(last=False)
        self._held.move_to_end(place)
        return self._held[place]

    def _read(self, place: int) -> Document:
        return read(self.paths[place], repair=self._analyzer.repair, max_chars=self._longest)

    def _key(self, path: Path) -> bytes:
        encoder, repair = self._analyzer.encoder.identity, str(self._analyzer.repair)
        parts = (prints.FORMAT, encoder, SPLITTER, repair, _content(path, self._longest))
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()


def _content(path: Path, longest: int) -> str:
    """The hash of a file; its name where it cannot be read: reading it then says what is wrong with it."""
    try:
        return hashlib.sha256(load(path, max_chars=longest)).hexdigest()
    except ReadError:
        return f"unreadable {path}"


def _checked(names: Sequence[Name]) -> tuple[Path, ...]:
    paths = tuple(Path(name) for name in names)
    if len(paths) < 2:
        msg = f"tracing needs at least two documents, not {len(paths)}"
        raise TraceError(msg)
    seen: set[Path] = set()
    for path in paths:
        if path.resolve() in seen:
            msg = f"the document {path} is given twice"
            raise TraceError(msg)
        seen.add(path.resolve())
    return paths
