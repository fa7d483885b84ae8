"""The sentences of one text as matrices, from one encoding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from drift.aligning.weights import piece_weights
from drift.encoding.plain import unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from drift.encoding import Encoded
    from drift.language import Language


class Run(NamedTuple):
    """Word pieces in a row: `vectors` (p, d), single precision, and their content `weights` (p,)."""

    vectors: NDArray[np.float32]
    weights: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of one text.

    `vectors` (n, d) of unit length; `pieces` (p, d) of all sentences in a row, of unit length, those with content;
    `starts` (n + 1,) bounds each sentence's pieces; `weights` (p,) their content weights; `lengths` (n,) how many
    pieces each sentence has with and without content.
    """

    texts: tuple[str, ...]
    vectors: NDArray[np.float32]
    pieces: NDArray[np.float16]
    starts: NDArray[np.int64]
    weights: NDArray[np.float32]
    lengths: NDArray[np.float32]

    def __len__(self) -> int:
        """How many sentences."""
        return len(self.texts)

    def run(self, sentences: range) -> Run:
        """The word pieces of a run of sentences."""
        cut = slice(self.starts[sentences.start], self.starts[sentences.stop])
        return Run(self.pieces[cut].astype(np.float32), self.weights[cut])


def gather(texts: Sequence[str], encoded: Sequence[Encoded], language: Language) -> Sentences:
    """Stack encoded sentences. Word pieces without content are left out where a sentence has others."""
    width = encoded[0].vector.shape[0] if encoded else 1
    weights = [_weights(text, item, language) for text, item in zip(texts, encoded, strict=True)]
    starts = np.cumsum([0, *(np.count_nonzero(own) for own in weights)])
    pieces = np.zeros((int(starts[-1]), width), dtype=np.float16)
    for k, (own, item) in enumerate(zip(weights, encoded, strict=True)):
        if len(item.pieces):
            pieces[starts[k] : starts[k + 1]] = item.pieces[own > 0]
    everything = np.concatenate(weights) if weights else np.zeros(0, dtype=np.float32)
    return Sentences(
        texts=tuple(texts),
        vectors=np.stack([item.vector for item in encoded]) if encoded else np.zeros((0, width), np.float32),
        pieces=pieces,
        starts=starts,
        weights=everything[everything > 0],
        lengths=np.array([len(own) for own in weights], dtype=np.float32),
    )


def _weights(text: str, item: Encoded, language: Language) -> NDArray[np.float32]:
    """Content weights of a sentence's pieces. Where none has any, one tells no more than another.

    A sentence without pieces has one that is like nothing.
    """
    own = piece_weights(text, item.offsets, language)
    return own if own.any() else np.ones(max(1, len(own)), dtype=np.float32)


def pooled(side: Sentences, run: range) -> NDArray[np.float32]:
    """The unit vector (d,) of a run of sentences, weighted by their lengths.

    The encoder pools by the mean, so this is nearly the vector of the joined text, which need not be encoded.
    """
    cut = slice(run.start, run.stop)
    vector: NDArray[np.float32] = unit((side.vectors[cut] * side.lengths[cut, None]).sum(axis=0, keepdims=True))[0]
    return vector


def centered(a: Sentences, b: Sentences) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Both texts' sentence vectors without what all of them share: their common topic pulls no pair together."""
    mean = (a.vectors.mean(axis=0) + b.vectors.mean(axis=0)) / 2
    return unit(a.vectors - mean), unit(b.vectors - mean)
