"""The metrics of the suites' READMEs. Arrays are one-dimensional; degenerate input gives NaN, never a guess."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Sequence

    from numpy.typing import ArrayLike, NDArray


def pearson(a: ArrayLike, b: ArrayLike) -> float:
    """Pearson's correlation; NaN where a side is constant or has fewer than two values."""
    x, y = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if len(x) < 2 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return float("nan")
    return float(np.corrcoef(x, y)[0, 1])


def ranks(values: ArrayLike) -> NDArray[np.float64]:
    """Ranks from 1, ties sharing their mean rank."""
    array = np.asarray(values, dtype=float)
    _, inverse, counts = np.unique(array, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    mean: NDArray[np.float64] = last - (counts - 1) / 2.0
    return mean[inverse]


def spearman(a: ArrayLike, b: ArrayLike) -> float:
    """Spearman's rank correlation with mean ranks for ties."""
    return pearson(ranks(a), ranks(b))


def auc(labels: ArrayLike, scores: ArrayLike) -> float:
    """Area under the ROC curve: the chance that a positive outscores a negative, ties counting half."""
    truth = np.asarray(labels, dtype=bool)
    positives, negatives = int(truth.sum()), int((~truth).sum())
    if not positives or not negatives:
        return float("nan")
    total = float(ranks(scores)[truth].sum())
    return (total - positives * (positives + 1) / 2) / (positives * negatives)


def wins(better: ArrayLike, worse: ArrayLike) -> float:
    """Share of items whose better text scores strictly higher: a tie is wrong."""
    first, second = np.asarray(better, dtype=float), np.asarray(worse, dtype=float)
    return float(np.mean(first > second)) if len(first) else float("nan")


def balanced_accuracy(labels: ArrayLike, predicted: ArrayLike) -> float:
    """Mean of the recalls of the two classes."""
    truth, guess = np.asarray(labels, dtype=bool), np.asarray(predicted, dtype=bool)
    if truth.all() or not truth.any():
        return float("nan")
    return float((guess[truth].mean() + (~guess[~truth]).mean()) / 2)


def best_threshold(labels: ArrayLike, scores: ArrayLike) -> float:
    """The threshold t for which `scores >= t` has the best balanced accuracy (the lowest of equals)."""
    values = np.asarray(scores, dtype=float)
    candidates = np.unique(values)
    middles = np.concatenate([candidates[:1], (candidates[1:] + candidates[:-1]) / 2])
    accuracies = [balanced_accuracy(labels, values >= t) for t in middles]
    return float(middles[int(np.nanargmax(accuracies))])


@dataclass(frozen=True, slots=True)
class Overlap:
    """Precision, recall and F1 from counts; F1 of nothing wanted and nothing found is 1."""

    hits: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        """Share of what was found that was wanted."""
        return self.hits / self.found if self.found else float(self.wanted == 0)

    @property
    def recall(self) -> float:
        """Share of what was wanted that was found."""
        return self.hits / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.found + self.wanted
        return 2 * self.hits / total if total else 1.0


def overlap(found: Sequence[Collection[Hashable]], wanted: Sequence[Collection[Hashable]]) -> Overlap:
    """Micro counts over documents: item k of `found` is compared with item k of `wanted`."""
    sets = [(frozenset(f), frozenset(w)) for f, w in zip(found, wanted, strict=True)]
    return Overlap(sum(len(f & w) for f, w in sets), sum(len(f) for f, _ in sets), sum(len(w) for _, w in sets))


@dataclass(frozen=True, slots=True)
class Reliability:
    """One bin of a reliability diagram: mean prediction, share of positives, and how many items."""

    low: float
    high: float
    predicted: float
    observed: float
    count: int


def reliability(labels: ArrayLike, probabilities: ArrayLike, *, bins: int = 10) -> tuple[Reliability, ...]:
    """The non-empty equal-width bins of a reliability diagram."""
    truth, guess = np.asarray(labels, dtype=float), np.asarray(probabilities, dtype=float)
    index = np.minimum((guess * bins).astype(int), bins - 1)
    rows: list[Reliability] = []
    for b in range(bins):
        inside = index == b
        if inside.any():
            mean, share = float(guess[inside].mean()), float(truth[inside].mean())
            rows.append(Reliability(b / bins, (b + 1) / bins, mean, share, int(inside.sum())))
    return tuple(rows)


def calibration_error(labels: ArrayLike, probabilities: ArrayLike, *, bins: int = 10) -> float:
    """Expected calibration error over equal-width bins (Guo et al. 2017), weighted by their counts."""
    rows = reliability(labels, probabilities, bins=bins)
    total = sum(row.count for row in rows)
    if not total:
        return float("nan")
    return sum(row.count * abs(row.predicted - row.observed) for row in rows) / total
