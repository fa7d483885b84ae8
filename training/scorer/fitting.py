"""Fitting the models: ridge regressions that must also order the texts of an item, calibration, the coverage curve.

Weighted sums, and no boosted trees upon them: on the sets that it has not seen a sum orders edits better in every case
but one (DEMETR .67 of the edited translations above the unedited one, trees .58; round trips .94, .90; MENLI .98, .96),
and on the rest of the sets that it has seen about as well.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from drift.scoring.model import Curve, Linear

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

# On standardized features. Of 0.001 to 1 the best for the ratings of a year that was left out, and as good as any for
# changes.
RIDGE = 0.1
# How much it counts, beside the labels, that an edited text is told from its unedited twin. From 2 to 25 DEMETR's order
# gains (.889, .899, .902, .904 of the edited translations further away, at 2, 5, 10, 25), the level of edits beside
# their own source loses (AUC of planted edits .944, .934, .923, .906).
ORDER = 5.0
# The least slopes of features with a sign, on standardized features: never quite 0.
BOUNDS = {0: (None, None), 1: (1e-3, None), -1: (None, -1e-3)}


@dataclass(frozen=True, slots=True)
class Table:
    """What a model is fitted to: rows (n, features), targets (n,), weights (n,), and which rows belong together.

    Rows with one `item` render the same text and differ in what was done to it.
    """

    names: tuple[str, ...]
    rows: NDArray[np.float64]
    targets: NDArray[np.float64]
    weights: NDArray[np.float64]
    items: NDArray[Any]


def fit(table: Table, *, probability: bool, signs: Mapping[str, int] | None = None) -> Linear:
    """A ridge regression.

    Targets are probabilities (log loss, `probability`) or any numbers (squared loss). The answer never falls
    when a feature with sign 1 in `signs` rises, nor when one with sign -1 falls; where nothing else differs such a
    feature decides. Probabilities come uncalibrated: the sum is a log-odds (see `calibrate`).
    """
    scale: NDArray[np.float64] = table.rows.std(axis=0)
    scale[scale == 0] = 1.0
    middle = table.rows.mean(axis=0)
    design = np.column_stack([(table.rows - middle) / scale, np.ones(len(table.rows))])
    share = table.weights / table.weights.sum()
    beta = _logistic(table, design, share, signs or {}) if probability else _squares(table, design, share)
    slopes: NDArray[np.float64] = np.asarray(beta[:-1] / scale, dtype=np.float64)
    return Linear(table.names, slopes, float(beta[-1] - middle @ slopes))


def _squares(table: Table, design: NDArray[np.float64], share: NDArray[np.float64]) -> NDArray[np.float64]:
    ridge = RIDGE * np.eye(design.shape[1])
    ridge[-1, -1] = 0.0  # the intercept is free
    found = np.linalg.solve(design.T @ (design * share[:, None]) + ridge, design.T @ (share * table.targets))
    return np.asarray(found, dtype=np.float64)


def _logistic(
    table: Table, design: NDArray[np.float64], share: NDArray[np.float64], signs: Mapping[str, int]
) -> NDArray[np.float64]:
    from scipy.optimize import minimize

    high, low, gap = _duels(table)
    steps = design[high] - design[low]
    duel = ORDER * gap / max(gap.sum(), 1e-12)
    ridge = np.full(design.shape[1], RIDGE)
    ridge[-1] = 0.0

    def loss(beta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        sums, margins = design @ beta, steps @ beta
        value = share @ (np.logaddexp(0.0, sums) - table.targets * sums) + duel @ np.logaddexp(0.0, -margins)
        gradient = design.T @ (share * (_sigmoid(sums) - table.targets)) - steps.T @ (duel * _sigmoid(-margins))
        return float(value + ridge @ beta**2), gradient + 2 * ridge * beta

    bounds = [*(BOUNDS[signs.get(name, 0)] for name in table.names), (None, None)]
    start = np.zeros(design.shape[1])
    found: NDArray[np.float64] = minimize(
        loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500}
    ).x
    return found


def _duels(table: Table) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Pairs of rows of one item, the more changed first, weighed by the gap between their targets.

    Each row that is more changed than the least changed one of its item meets that one.
    """
    members: dict[str, list[int]] = {}
    for k, item in enumerate(table.items):
        members.setdefault(str(item), []).append(k)
    found: list[tuple[int, int, float]] = []
    for own in members.values():
        least = min(own, key=lambda k: table.targets[k])
        gaps = [(k, float(table.targets[k] - table.targets[least])) for k in own]
        # The square root lets a small change be ordered with nearly the force of a great one.
        found += [(k, least, float(np.sqrt(gap)) * float(table.weights[k])) for k, gap in gaps if gap > 0]
    high, low, weight = zip(*found, strict=True) if found else ((), (), ())
    return np.array(high, dtype=np.int64), np.array(low, dtype=np.int64), np.array(weight, dtype=np.float64)


def _sigmoid(x: NDArray[np.float64]) -> NDArray[np.float64]:
    result: NDArray[np.float64] = np.exp(-np.logaddexp(0.0, -x))
    return result


def logistic(x: ArrayLike, targets: ArrayLike, weights: ArrayLike) -> tuple[float, float]:
    """Slope and intercept of a one-variable logistic regression with targets in [0, 1]."""
    from scipy.optimize import minimize

    values, wanted = np.asarray(x, dtype=np.float64), np.asarray(targets, dtype=np.float64)
    share = np.asarray(weights, dtype=np.float64) / np.sum(weights)

    def loss(beta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        sums = beta[0] * values + beta[1]
        slack = np.logaddexp(0.0, sums) - wanted * sums
        gap = share * (_sigmoid(sums) - wanted)
        # The small ridge keeps separable data from running away.
        return float(share @ slack + 1e-6 * beta @ beta), np.array([gap @ values, gap.sum()]) + 2e-6 * beta

    found = minimize(loss, np.array([1.0, 0.0]), jac=True, method="BFGS").x
    return float(found[0]), float(found[1])


BINS = 30  # points of a calibration curve before those that fall are pooled


def calibration_curve(sums: ArrayLike, targets: ArrayLike, weights: ArrayLike) -> Curve:
    """Isotonic calibration (Zadrozny and Elkan 2002) over bins of equal weight."""
    order = np.argsort(np.asarray(sums, dtype=np.float64), kind="stable")
    values = np.asarray(sums, dtype=np.float64)[order]
    wanted = np.asarray(targets, dtype=np.float64)[order]
    mass = np.asarray(weights, dtype=np.float64)[order]
    bins = np.minimum((np.cumsum(mass) / mass.sum() * BINS).astype(int), BINS - 1)
    pooled: list[list[float]] = []  # mass, mass x sum, mass x target
    for b in np.unique(bins):
        inside = bins == b
        own = mass[inside]
        pooled.append([float(own.sum()), float(own @ values[inside]), float(own @ wanted[inside])])
        while len(pooled) > 1 and pooled[-2][2] / pooled[-2][0] >= pooled[-1][2] / pooled[-1][0]:
            last = pooled.pop()
            pooled[-1] = [x + y for x, y in zip(pooled[-1], last, strict=True)]
    return Curve(tuple(s / m for m, s, _ in pooled), tuple(t / m for m, _, t in pooled))


def calibrate(model: Linear, sums: ArrayLike, targets: ArrayLike, weights: ArrayLike) -> Linear:
    """The model with a calibration curve fitted to the sums that models not trained on a row gave it."""
    return replace(model, calibration=calibration_curve(sums, targets, weights))


def balance(sources: Sequence[str], targets: ArrayLike) -> NDArray[np.float64]:
    """Row weights that give each source the same say, and in all changed and unchanged pairs the same.

    Targets are the probability of "changed"; the mean weight is 1. The base rate of the calibrated
    probabilities is therefore one half: half of the pairs that it is meant for are changed.
    """
    names, wanted = np.asarray(sources), np.asarray(targets, dtype=np.float64)
    weights = np.ones(len(names))
    for _ in range(50):  # iterative proportional fitting; settles within a few rounds
        for name in np.unique(names):
            weights[names == name] /= weights[names == name].sum()
        high, low = float((weights * wanted).sum()), float((weights * (1 - wanted)).sum())
        if high > 0 and low > 0:
            weights *= wanted / high + (1 - wanted) / low
    result: NDArray[np.float64] = weights * len(weights) / weights.sum()
    return result
