"""Beads by exact dynamic programming over log-odds that two runs of sentences render each other.

Every run of one to four sentences may match a run of the other text. A pair of runs has features of its own
(cosine, overlap in both directions) and of its place: by how much its overlap beats the best rival outside the
runs in the same rows and columns, which keeps sentences of one topic from attracting each other. A null bead
gains nothing, so a pairing is taken when it is likelier than not; what a rival does better is left to the rival.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drift.aligning.affinity import affinities

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from drift.aligning.affinity import Affinity, Sentences

SHAPES = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (1, 4), (4, 1), (2, 2))

# Log-odds of a link: logistic regression on the sentence pairs of ArgRewrite v2, the Aesop translations of
# GNAT and the round-trip articles, each set weighing the same; the intercept then raised by 1 for the F1 of the
# dynamic program. All features are symmetric, so that exchanging the texts mirrors the alignment.
COSINE, OVERLAP, LESSER_OVERLAP = 2.88, 3.18, -5.74
MARGINS, LESSER_MARGIN, INTERCEPT = 8.89, -2.00, -0.69

# Sentences with nothing in common overlap by 0.25 (median of the same sets), so a sentence without any rival
# is measured against one such.
BACKGROUND = 0.3
GAIN = 0.02  # a merged run must beat its best part by this much overlap (same three sets)
CONTAINED = 0.4  # and each sentence of a merged run must find this much of itself on the other side
MERGE_COST = 1.0  # log-odds; merges are rarer than single links (about 1 in 40 beads of those sets)


@dataclass(frozen=True, slots=True)
class Pairing:
    """A pair of runs that render each other, before it is judged: half-open ranges of sentences."""

    original: range
    rewrite: range
    odds: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one shape of runs, each array (n - rows + 1, m - columns + 1)."""

    odds: NDArray[np.float32]
    overlap: NDArray[np.float32]
    cosine: NDArray[np.float32]


def weigh(a: Sentences, b: Sentences) -> dict[tuple[int, int], Evidence]:
    """Log-odds and overlap of every pair of runs, by shape (rows, columns)."""
    found = affinities(a, b, SHAPES)
    if not found:
        return {}
    single = found[1, 1]
    overlap = harmonic(single)
    result = {}
    for shape, affinity in found.items():
        joint = harmonic(affinity)
        across = joint - _rival(overlap, affinity.rows, affinity.columns)
        down = joint - _rival(overlap.T, affinity.columns, affinity.rows).T
        odds = (
            COSINE * affinity.cosine
            + OVERLAP * (affinity.recall + affinity.precision) / 2
            + LESSER_OVERLAP * np.minimum(affinity.recall, affinity.precision)
            + MARGINS * (across + down)
            + LESSER_MARGIN * np.minimum(across, down)
            + INTERCEPT
        )
        if shape != (1, 1):
            odds = np.where(_pays(affinity, joint, single, overlap), odds - MERGE_COST, -np.inf)
        result[shape] = Evidence(odds.astype(np.float32), joint, affinity.cosine)
    return result


def chain(evidence: Mapping[tuple[int, int], Evidence], n: int, m: int) -> list[Pairing]:
    """The order-preserving pairings of highest total log-odds, exact; sentences left out pair with nothing."""
    gains = {shape: item.odds.astype(np.float64) * max(shape) for shape, item in evidence.items()}
    totals = np.zeros((n + 1, m + 1))
    for i in range(1, n + 1):
        best = totals[i - 1].copy()
        for (rows, columns), gain in gains.items():
            if rows <= i:
                best[columns:] = np.maximum(best[columns:], totals[i - rows, : m + 1 - columns] + gain[i - rows])
        totals[i] = np.maximum.accumulate(best)  # skipping a rewrite sentence gains nothing
    pairings = []
    i, j = n, m
    while i and j:
        if totals[i, j] == totals[i, j - 1]:
            j -= 1
        elif totals[i, j] == totals[i - 1, j]:
            i -= 1
        else:
            rows, columns = next(
                shape
                for shape, gain in gains.items()
                if shape[0] <= i
                and shape[1] <= j
                and totals[i - shape[0], j - shape[1]] + gain[i - shape[0], j - shape[1]] == totals[i, j]
            )
            odds = float(evidence[rows, columns].odds[i - rows, j - columns])
            pairings.append(Pairing(range(i - rows, i), range(j - columns, j), odds))
            i, j = i - rows, j - columns
    return pairings[::-1]


def harmonic(affinity: Affinity) -> NDArray[np.float32]:
    """F-measure of overlap, 0 where either direction is not positive."""
    recall, precision = np.maximum(affinity.recall, 0), np.maximum(affinity.precision, 0)
    total = recall + precision
    result: NDArray[np.float32] = np.divide(2 * recall * precision, total, out=np.zeros_like(total), where=total > 0)
    return result


def _rival(overlap: NDArray[np.float32], rows: int, columns: int) -> NDArray[np.float32]:
    """For each pair of runs, the best overlap of one of its rows with a column outside its columns."""
    n, m = overlap.shape
    edge = np.full((n, 1), BACKGROUND, dtype=overlap.dtype)
    before = np.hstack([edge, np.maximum.accumulate(overlap, axis=1)])
    after = np.hstack([np.maximum.accumulate(overlap[:, ::-1], axis=1)[:, ::-1], edge])
    outside = np.maximum(before[:, : m - columns + 1], after[:, columns:])
    worst: NDArray[np.float32] = np.lib.stride_tricks.sliding_window_view(outside, rows, axis=0).max(axis=-1)
    return worst


def _pays(
    affinity: Affinity, joint: NDArray[np.float32], single: Affinity, overlap: NDArray[np.float32]
) -> NDArray[np.bool_]:
    """Where a merged run beats its best part and each of its sentences belongs."""
    window = (affinity.rows, affinity.columns)
    view = np.lib.stride_tricks.sliding_window_view
    best_part = view(overlap, window).max(axis=(-1, -2))
    pays: NDArray[np.bool_] = joint > best_part + GAIN
    if affinity.columns > 1:
        pays &= view(single.precision, window).max(axis=-2).min(axis=-1) > CONTAINED
    if affinity.rows > 1:
        pays &= view(single.recall, window).max(axis=-1).min(axis=-1) > CONTAINED
    return pays
