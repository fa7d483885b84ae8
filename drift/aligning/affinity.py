"""How well each run of sentences of one text matches each run of the other.

Two kinds of evidence come from one encoding: the cosine of the sentence vectors, and the soft word overlap
(each word piece's best cosine on the other side, averaged by content weight; Zhang et al. 2020, BERTScore).
The overlap has two directions, so that a merged sentence can be told from a sentence with unrelated company.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drift.aligning.weights import piece_weights
from drift.encoding.plain import unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from drift.encoding import Encoded

FLOOR = 0.05  # weight of a piece without content, so that a sentence of function words still has an overlap


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of one text as matrices.

    `vectors` (n, d); `pieces` (p, d) of all sentences in a row; `starts` (n + 1,) bounds each sentence's
    pieces; `weights` (p,) content weights; `mass` (n,) the content weight of each sentence.
    """

    vectors: NDArray[np.float32]
    pieces: NDArray[np.float32]
    starts: NDArray[np.int64]
    weights: NDArray[np.float32]
    mass: NDArray[np.float32]


def gather(texts: Sequence[str], encoded: Sequence[Encoded]) -> Sentences:
    """Stack encoded sentences. A sentence without pieces gets one zero piece, so that none is empty."""
    width = encoded[0].vector.shape[0] if encoded else 1
    pieces, weights, starts = [], [], [0]
    for text, item in zip(texts, encoded, strict=True):
        rows = item.pieces if len(item.pieces) else np.zeros((1, width), dtype=np.float32)
        own = piece_weights(text, item.offsets) if len(item.pieces) else np.zeros(1, dtype=np.float32)
        pieces.append(rows)
        weights.append(own)
        starts.append(starts[-1] + len(rows))
    stacked = np.concatenate(weights) if weights else np.zeros(0, dtype=np.float32)
    return Sentences(
        vectors=np.stack([item.vector for item in encoded]) if encoded else np.zeros((0, width), np.float32),
        pieces=np.concatenate(pieces) if pieces else np.zeros((0, width), dtype=np.float32),
        starts=np.array(starts, dtype=np.int64),
        weights=np.maximum(stacked, FLOOR),
        mass=np.array([float(own.sum()) for own in weights], dtype=np.float32),
    )


@dataclass(frozen=True, slots=True)
class Affinity:
    """Evidence for every pair of runs of `rows` original and `columns` rewrite sentences.

    Each array has shape (n - rows + 1, m - columns + 1). `cosine` is that of the runs' pooled sentence
    vectors, `recall` how much of the original run is found in the rewrite run, `precision` the reverse.
    """

    rows: int
    columns: int
    cosine: NDArray[np.float32]
    recall: NDArray[np.float32]
    precision: NDArray[np.float32]


def affinities(a: Sentences, b: Sentences, shapes: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Affinity]:
    """Evidence for each shape (rows, columns) of runs. Runs longer than their text are left out."""
    n, m = len(a.vectors), len(b.vectors)
    found_a = _best(a, b)  # (p_a, m): each original piece's best cosine in each rewrite sentence
    found_b = _best(b, a)
    result = {}
    for rows, columns in shapes:
        if rows > n or columns > m:
            continue
        result[rows, columns] = Affinity(
            rows,
            columns,
            cosine=pooled(a, rows) @ pooled(b, columns).T,
            recall=_overlap(found_a, a, rows, columns),
            precision=_overlap(found_b, b, columns, rows).T,
        )
    return result


def pooled(side: Sentences, run: int) -> NDArray[np.float32]:
    """Unit vectors of all runs of `run` sentences, shape (n - run + 1, d), weighted by their lengths.

    Mean pooling makes this nearly the vector of the joined text, which need not be encoded again.
    """
    lengths = np.diff(side.starts).astype(np.float32)[:, None]
    windows = np.lib.stride_tricks.sliding_window_view(side.vectors * lengths, run, axis=0).sum(axis=-1)
    return unit(windows)


def _best(side: Sentences, other: Sentences) -> NDArray[np.float32]:
    """For each piece of `side` its best cosine within each sentence of `other`, shape (p, m)."""
    best = np.empty((len(side.pieces), len(other.vectors)), dtype=np.float32)
    for i in range(len(side.vectors)):  # a sentence at a time: memory stays (pieces of one sentence, p)
        rows = slice(side.starts[i], side.starts[i + 1])
        cosines = side.pieces[rows] @ other.pieces.T
        best[rows] = np.maximum.reduceat(cosines, other.starts[:-1], axis=1)
    return best


def _overlap(best: NDArray[np.float32], side: Sentences, own: int, across: int) -> NDArray[np.float32]:
    """Mean best cosine of runs of `own` sentences of `side` in runs of `across` sentences of the other."""
    joined = np.lib.stride_tricks.sliding_window_view(best, across, axis=1).max(axis=-1)
    sums = np.add.reduceat(joined * side.weights[:, None], side.starts[:-1], axis=0)
    totals = np.add.reduceat(side.weights, side.starts[:-1])
    top = np.lib.stride_tricks.sliding_window_view(sums, own, axis=0).sum(axis=-1)
    whole = np.lib.stride_tricks.sliding_window_view(totals, own).sum(axis=-1)[:, None]
    shares: NDArray[np.float32] = (top / whole).astype(np.float32)
    return shares
