"""Pairs in batches: each is read and encoded in the background while the batch ahead of it is at work, then parsed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from drift.ground.threads import started
from drift.records import Document
from drift.results.reports import Stream, filled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from drift.encoding import Encoded, TextEncoder
    from drift.ground.cache import Cache
    from drift.records import Token
    from drift.results import Report

    Source = str | bytes | Path | Document
    Documents = tuple[Document, Document]
    Encodings = tuple[list[Encoded], list[Encoded]]  # of both texts' sentences

# What is parsed and encoded together: 32 short pairs, or fewer long ones of 40,000 characters, some 400 sentences. More
# gains little, holds more in memory, and lets whoever waits for the first report, or watches a bar, wait longer.
BATCH, SHORT = 32, 1250


class Prepared(NamedTuple):
    """A pair of which everything is made that is made in batches; `default` is by the packaged encoder."""

    documents: Documents
    tokens: tuple[tuple[tuple[Token, ...], ...], tuple[tuple[Token, ...], ...]]
    encoded: Encodings
    default: Encodings


class Opened(NamedTuple):
    """Pairs as they were read, up to one that cannot be: what it raised is raised when its turn comes."""

    pairs: Sequence[Documents]
    error: Exception | None


class Begun(NamedTuple):
    """Pairs at work in the background: being read, then encoded by the user's encoder and by the packaged one."""

    opened: Future[Opened]
    vectors: Future[list[tuple[Encodings, Encodings]]]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """What is done to many pairs at once. `default` is the packaged encoder, which the judge builds on."""

    encoder: TextEncoder
    default: TextEncoder
    cache: Cache | None
    repair: bool

    def stream(self, make: Callable[[Begun], Iterator[Report]], pairs: Iterable[tuple[Source, Source]]) -> Stream:
        """The reports that `make` makes of each batch, one by one."""
        return Stream(make, pairs, BATCH, weight, self.begin)

    def batches(self, texts: Iterable[tuple[str, str]]) -> Iterator[Iterator[Prepared]]:
        """Pairs of texts as they are given, batch by batch."""
        source = iter(texts)
        batches = iter(lambda: filled([], source, BATCH, weight), [])
        begun = (self.begin(batch, _as_given) for batch in batches)
        # a batch's turn comes when the next one was begun, whose encoding then runs beside it
        return (self.prepared(current) for current, _ in pairwise(chain(begun, (None,))) if current is not None)

    def begin(self, pairs: Sequence[tuple[Any, Any]], read: Callable[[Any], Document] | None = None) -> Begun:
        """Pairs that are being read and encoded from now on, in a thread of their own."""
        if read is None:
            from drift.reading import read as from_source

            read = partial(from_source, repair=self.repair)
        opened = started(_opened, pairs, read)
        return Begun(opened, started(self._encoded, opened))

    def prepared(self, begun: Begun) -> Iterator[Prepared]:
        """The pairs of a batch, which is parsed in one go."""
        from drift.parsing import parse_all

        pairs, error = begun.opened.result()
        parsed = [] if not pairs else parse_all([document for pair in pairs for document in pair], cache=self.cache)
        both = zip(parsed[::2], parsed[1::2], strict=True)
        for documents, vectors, tokens in zip(pairs, begun.vectors.result(), both, strict=True):
            yield Prepared(documents, tokens, *vectors)
        if error is not None:
            raise error

    def encode(self, pairs: Sequence[Documents], encoder: TextEncoder | None = None) -> list[Encodings]:
        """The encoded sentences of both texts of each pair, each sentence encoded once."""
        texts = sorted({sentence.text for pair in pairs for side in pair for sentence in side.sentences})
        found = dict(zip(texts, (encoder or self.encoder).encode_all(texts), strict=True))
        sides = [[[found[item.text] for item in side.sentences] for side in pair] for pair in pairs]
        return [(original, rewrite) for original, rewrite in sides]

    def _encoded(self, opened: Future[Opened]) -> list[tuple[Encodings, Encodings]]:
        """Of each pair its encodings by the user's encoder, and by the packaged one."""
        pairs = opened.result().pairs
        if not pairs:
            return []
        own = self.encode(pairs)
        return list(zip(own, own if self.default is self.encoder else self.encode(pairs, self.default), strict=True))


def weight(pair: tuple[Source, Source]) -> int:
    """How much of a batch a pair fills, by its characters; a file's bytes stand for them."""
    return 1 + sum(map(_size, pair)) // SHORT


def _size(source: Source) -> int:
    if isinstance(source, (str, bytes)):
        return len(source)
    if isinstance(source, Document):
        return len(source.raw)
    try:
        return source.stat().st_size
    except OSError:
        return 0  # reading says what is wrong with it


def _opened(pairs: Sequence[tuple[Any, Any]], read: Callable[[Any], Document]) -> Opened:
    found: list[Documents] = []
    for original, rewrite in pairs:
        try:
            found.append((read(original), read(rewrite)))
        except Exception as error:  # noqa: BLE001 - whatever it is, its turn comes
            return Opened(found, error)
    return Opened(found, None)


def _as_given(text: str) -> Document:
    """A text to be scored. One without words, which reading refuses, is one sentence all the same."""
    from drift.reading import WordlessError, read

    try:
        return read(text, repair=False)
    except WordlessError:
        return Document.from_sentences([text])
