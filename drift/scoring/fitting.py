"""Fitting the models: LightGBM's trees as plain data, calibration, and the coverage curve.

Needs LightGBM, which using a model does not. One thread and fixed seeds: the same rows give the same model.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from drift.scoring.model import Curve, Trees

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

# Small, slow-learning trees, LightGBM's usual advice for some thousand rows; not searched for.
ROUNDS = 300
RIDGE = 1e-3  # on standardized features
# The least slopes of features with a sign, on standardized features: never quite 0.
BOUNDS = {0: (None, None), 1: (1e-3, None), -1: (None, -1e-3)}
# How much it counts, beside a row's own label, that an edited text is told from its unedited twin.
ORDER = 8.0
SHAPE: dict[str, Any] = {
    "num_leaves": 15,
    "learning_rate": 0.05,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "seed": 7,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}


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


def fit(table: Table, *, probability: bool, signs: Mapping[str, int] | None = None, rounds: int = ROUNDS) -> Trees:
    """A linear model and boosted trees upon it.

    Targets are probabilities (log loss, `probability`) or any numbers (squared loss). The answer never falls
    when a feature with sign 1 in `signs` rises, nor when one with sign -1 falls; where nothing else differs such a
    feature decides. Probabilities come uncalibrated: the sum is a log-odds (see `calibrate`).
    """
    signs = signs or {}
    slopes, intercept = _linear(table, probability=probability, signs=signs)
    start = table.rows @ slopes + intercept
    trees = boost(table, start, probability=probability, signs=signs, rounds=rounds)
    # The intercept is a tree of one leaf.
    return Trees.stack(table.names, [*trees, [[0, 0.0, 0, 0, intercept]]], None, slopes.tolist())


def boost(
    table: Table, start: NDArray[np.float64], *, probability: bool, signs: Mapping[str, int], rounds: int
) -> list[list[list[float]]]:
    """LightGBM's trees upon a start, as lists of nodes [feature, threshold, left, right, value]."""
    import lightgbm as lgb

    options = {
        **SHAPE,
        "objective": _objective(table) if probability else "regression",
        "monotone_constraints": [signs.get(name, 0) for name in table.names],
    }
    names = list(table.names)
    data = lgb.Dataset(table.rows, table.targets, weight=table.weights, init_score=start, feature_name=names)
    booster = lgb.train(options, data, num_boost_round=rounds)
    return [_nodes(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]


def _objective(table: Table) -> Callable[..., tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Gradient and curvature of the log loss (targets in [0, 1]) and of the loss of the duels."""
    high, low, weight = _duels(table)
    weight = ORDER * weight

    def gradients(sums: NDArray[np.float64], _: object) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        guess = _sigmoid(sums)
        gradient = table.weights * (guess - table.targets)
        curvature = np.maximum(table.weights * guess * (1 - guess), 1e-6)
        doubt = _sigmoid(sums[low] - sums[high])
        pull, bend = weight * doubt, weight * doubt * (1 - doubt)
        for rows, sign in ((high, -1.0), (low, 1.0)):
            np.add.at(gradient, rows, sign * pull)
            np.add.at(curvature, rows, bend)
        return gradient, curvature

    return gradients


def _linear(table: Table, *, probability: bool, signs: Mapping[str, int]) -> tuple[NDArray[np.float64], float]:
    """Slopes and intercept of a ridge model that must also order the rows of each item."""
    from scipy.optimize import minimize

    scale = table.rows.std(axis=0)
    scale[scale == 0] = 1.0
    middle = table.rows.mean(axis=0)
    design = np.column_stack([(table.rows - middle) / scale, np.ones(len(table.rows))])
    share = table.weights / table.weights.sum()
    if not probability:
        ridge = RIDGE * np.eye(design.shape[1])
        beta = np.linalg.solve(design.T @ (design * share[:, None]) + ridge, design.T @ (share * table.targets))
    else:
        high, low, gap = _duels(table)
        steps = design[high] - design[low]
        duel = gap / max(gap.sum(), 1e-12)

        def loss(beta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            sums, margins = design @ beta, steps @ beta
            value = share @ (np.logaddexp(0.0, sums) - table.targets * sums) + duel @ np.logaddexp(0.0, -margins)
            gradient = design.T @ (share * (_sigmoid(sums) - table.targets)) - steps.T @ (duel * _sigmoid(-margins))
            return float(value + RIDGE * beta @ beta), gradient + 2 * RIDGE * beta

        bounds = [*(BOUNDS[signs.get(name, 0)] for name in table.names), (None, None)]
        start = np.zeros(design.shape[1])
        beta = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500}).x
    slopes = beta[:-1] / scale
    return slopes, float(beta[-1] - middle @ slopes)


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


def _nodes(root: dict[str, Any]) -> list[list[float]]:
    """A tree of LightGBM's dump as a list of [feature, threshold, left, right, value]; a leaf points to itself."""
    nodes: list[list[float]] = []

    def add(node: dict[str, Any]) -> int:
        place = len(nodes)
        if "leaf_value" in node:
            nodes.append([0, 0.0, place, place, round(float(node["leaf_value"]), 8)])
            return place
        nodes.append([int(node["split_feature"]), float(node["threshold"]), 0, 0, 0.0])
        nodes[place][2] = add(node["left_child"])
        nodes[place][3] = add(node["right_child"])
        return place

    add(root)
    return nodes


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


def calibrate(trees: Trees, sums: ArrayLike, targets: ArrayLike, weights: ArrayLike) -> Trees:
    """The trees with a calibration curve fitted to the sums that models not trained on a row gave it."""
    return replace(trees, calibration=calibration_curve(sums, targets, weights))


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
