"""Fitting the models: LightGBM's trees as plain data, calibration, and the coverage curve.

Needs LightGBM, which using a model does not. One thread and fixed seeds: the same rows give the same model.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from drift.scoring.model import Trees

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

# Small, slow-learning trees: chosen on leave-one-source-out log loss among 7/15/31 leaves and 100/200/400 trees.
ROUNDS = 300
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


def fit_trees(  # noqa: PLR0913 - a table, its targets and how to fit them
    names: Sequence[str],
    rows: ArrayLike,
    targets: ArrayLike,
    weights: ArrayLike,
    *,
    probability: bool,
    rising: Sequence[str] = (),
    rounds: int = ROUNDS,
) -> Trees:
    """Boosted trees for targets in [0, 1] (log loss, `probability`) or any numbers (squared loss).

    The answer never falls when a feature named in `rising` rises. Probabilities come uncalibrated:
    the sum is a log-odds (see `calibrate`).
    """
    import lightgbm as lgb

    matrix, wanted = np.asarray(rows, dtype=np.float64), np.asarray(targets, dtype=np.float64)
    # "cross_entropy" takes labels anywhere in [0, 1], "binary" only at its ends.
    options = {
        **SHAPE,
        "objective": "cross_entropy" if probability else "regression",
        "monotone_constraints": [int(name in rising) for name in names],
    }
    data = lgb.Dataset(matrix, wanted, weight=np.asarray(weights, dtype=np.float64), feature_name=list(names))
    booster = lgb.train(options, data, num_boost_round=rounds)
    trees = [_nodes(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]
    return Trees.stack(names, trees, None)


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
    """Slope and intercept of a one-variable logistic regression with targets in [0, 1], by Newton's method."""
    values, wanted = np.asarray(x, dtype=np.float64), np.asarray(targets, dtype=np.float64)
    share = np.asarray(weights, dtype=np.float64) / np.sum(weights)
    design = np.stack([values, np.ones_like(values)], axis=1)
    beta = np.array([1.0, 0.0])
    for _ in range(100):
        guess = 1.0 / (1.0 + np.exp(-design @ beta))
        gradient = design.T @ (share * (wanted - guess))
        # The small ridge keeps separable data from running away.
        curvature = design.T @ (design * (share * guess * (1 - guess))[:, None]) + 1e-6 * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        beta = beta + step
        if np.abs(step).max() < 1e-10:
            break
    return float(beta[0]), float(beta[1])


def calibrate(trees: Trees, sums: ArrayLike, targets: ArrayLike, weights: ArrayLike) -> Trees:
    """The trees with Platt's calibration (1999), fitted to the sums that models not trained on a row gave it."""
    return replace(trees, calibration=logistic(sums, targets, weights))


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
