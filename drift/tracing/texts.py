"""A document as tracing sees it: its sentences without site furniture, their vectors, and its facts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from drift.facts.names import Name as NameFact
from drift.reading import read
from drift.tracing.records import TraceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from drift.encoding import Encoded, TextEncoder
    from drift.records import Document, Fact
    from drift.tracing.records import Name


@dataclass(frozen=True)
class Text:
    """`vectors` (n, d) are those of the n sentences `kept`, `lengths` (n,) their words; `encoded` has all."""

    name: Name
    document: Document
    encoded: tuple[Encoded, ...]
    kept: tuple[int, ...]
    vectors: NDArray[np.float32]
    lengths: NDArray[np.float64]

    @cached_property
    def center(self) -> NDArray[np.float32]:
        """The direction of the mean vector, shape (d,)."""
        mean: NDArray[np.float32] = self.vectors.mean(axis=0)
        norm = float(np.linalg.norm(mean))
        return mean / norm if norm > 0 else mean

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Facts of the kept sentences; the parse behind them is made when they are first asked for."""
        from drift.facts import extract, parse

        kept = frozenset(self.kept)
        return tuple(fact for fact in extract(self.document, parse(self.document)) if fact.sentence in kept)

    @property
    def names(self) -> list[tuple[NameFact, str]]:
        """Its names: value, and as written."""
        return [(fact.value, fact.text) for fact in self.facts if isinstance(fact.value, NameFact)]


def load(names: Sequence[Name], encoder: TextEncoder, *, repair: bool) -> tuple[Text, ...]:
    """Read and encode the documents, in the order given.

    Raises:
        TraceError: fewer than two documents, or one of them twice.
        ReadError: a document cannot be read.
    """
    paths = [Path(name) for name in names]
    if len(paths) < 2:
        msg = f"tracing needs at least two documents, not {len(paths)}"
        raise TraceError(msg)
    seen: set[Path] = set()
    for path in paths:
        if path.resolve() in seen:
            msg = f"the document {path} is given twice"
            raise TraceError(msg)
        seen.add(path.resolve())
    documents = [read(path, repair=repair) for path in paths]
    sentences = sorted({sentence.text for document in documents for sentence in document.sentences})
    vectors = dict(zip(sentences, encoder.encode_all(sentences), strict=True))
    return tuple(
        _text(name, document, tuple(vectors[sentence.text] for sentence in document.sentences))
        for name, document in zip(names, documents, strict=True)
    )


def _text(name: Name, document: Document, encoded: tuple[Encoded, ...]) -> Text:
    kept = tuple(sentence.index for sentence in document.sentences if sentence.kind != "furniture")
    kept = kept or tuple(range(len(document.sentences)))
    return Text(
        name,
        document,
        encoded,
        kept,
        np.stack([encoded[index].vector for index in kept]),
        np.array([max(1, len(document.sentences[index].text.split())) for index in kept], dtype=np.float64),
    )
